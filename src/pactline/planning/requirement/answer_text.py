"""The answer to one question, for people: the agents, what each promise asks for, and why."""

from __future__ import annotations

import math

from pactline.planning.queueing.patience_law import PatienceLaw
from pactline.planning.requirement.question import Answer
from pactline.planning.requirement.words import agents_text, figure_text, plainly, promised, share_text, slack_text
from pactline.statement.shown.terminal import table
from pactline.values.exact import how_many


def answer_text(answer: Answer) -> str:
    """All lines."""
    lines = [_heading(answer), "", _agents(answer)]
    if answer.found.promises:
        lines += ["", *_promises(answer)]
    lines += ["", *_delivered(answer)]
    if answer.searched and answer.load > 0:
        lines += ["", *_why(answer)]
    return "\n".join(lines)


def _heading(answer: Answer) -> str:
    question = answer.question
    comes = f"{plainly(question.offered_per_hour)} contacts an hour of {plainly(question.aht_s)} s: "
    comes += f"{plainly(answer.load)} Erlang"
    if question.slots > 1:
        comes += f", {question.slots} at once for each agent"
    match question.patience:
        case None:
            return f"{comes}. Nobody gives up (Erlang C)."
        case PatienceLaw():
            return f"{comes}. Patience as measured (M/M/n+G)."
        case mean:
            return f"{comes}. Customers give up after {plainly(mean)} s on average (Erlang A)."


def _agents(answer: Answer) -> str:
    agents = how_many(int(answer.agents), "agent") if answer.agents == int(answer.agents) else f"{answer.agents} agents"
    if answer.searched:
        said = f"{agents} keep everything that is promised" if answer.agents != 1 else f"{agents} keeps everything"
    else:
        broken = [name for name, kept in answer.found.kept.items() if not kept]
        said = f"{agents}: " + (f"{' and '.join(broken)} not kept" if broken else "everything that is promised is kept")
        if not answer.found.promises:
            said = f"{agents}"
    if answer.question.shrinkage:
        lost = share_text(answer.question.shrinkage)
        said += f"; {answer.scheduled:,} people scheduled, as {lost} of paid time is lost"
    return said + "."


def _promises(answer: Answer) -> list[str]:
    heads, rows = ["", "Promised", "Delivered", "Slack"], []
    if answer.searched:
        heads.append("Without it")
    for promise in answer.found.promises:
        figure = float(answer.found.figures[promise.id])
        mark = "" if answer.found.kept[promise.id] else "not kept"
        row = [
            promise.id, promised(promise), figure_text(promise, figure),
            mark or slack_text(promise, float(answer.found.slack[promise.id])),
        ]  # fmt: skip
        if answer.searched:
            price = answer.prices[promise.id]
            fewer = answer.agents - price
            row.append(f"{agents_text(fewer)} agent{'' if fewer == 1 else 's'}" if price else "no fewer")
        rows.append(row)
    return table(heads, "<<>>" + (">" if answer.searched else ""), rows)


def _delivered(answer: Answer) -> list[str]:
    steady = answer.found.steady
    shares = (
        ("have to wait", steady.p_wait),
        ("give up", steady.p_abandon),
        ("of the agents' time is busy", steady.occupancy),
    )
    said = ", ".join(f"{100 * float(share):.1f} % {what}" for what, share in shares)
    asa, mean = float(steady.asa_s), float(steady.mean_wait_s)
    waits = f"average speed of answer {asa:,.1f} s, mean wait of all {mean:,.1f} s"
    if not math.isfinite(mean):
        waits = "waits grow without end: more comes than the agents can handle"
    return [f"{said};", f"{waits}."]


def _why(answer: Answer) -> list[str]:
    lines = []
    if answer.binding:
        fewer = answer.question.with_agents(max(answer.agents - 1, 1))
        promise = next(each for each in answer.found.promises if each.id == answer.binding)
        if answer.agents > 1:
            figure = figure_text(promise, float(fewer.found.figures[promise.id]))
            lines.append(f"{promise.id} asks for most: with {agents_text(answer.agents - 1)} it would be {figure}.")
    beta, twice = answer.beta, agents_text(answer.at_twice)
    side = "above" if beta >= 0 else "below"
    said = f"The agents are {abs(beta):.2f} square roots of the load {side} the load"
    if answer.at_twice < 2 * answer.agents:
        said += f": twice the contacts need {twice}, not {agents_text(2 * answer.agents)}"
    return [*lines, f"{said}."]
