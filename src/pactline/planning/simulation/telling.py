"""What a simulation found, as text: every figure with its standard error."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pactline.planning.simulation.by_time import TimeOfDay
from pactline.planning.simulation.figures import Estimate
from pactline.planning.simulation.outcome import Judged, Outcome
from pactline.planning.simulation.situations import Situation
from pactline.statement.shown.text import table
from pactline.values.exact import how_many
from pactline.values.zone import from_us

_MANY = 10  # runs


def outcome_text(outcome: Outcome) -> str:
    """The figures of every queue, and what becomes of the commitments."""
    centre, runs = outcome.centre, len(outcome.seeds)
    intervals = centre.intervals
    span = f"{how_many(len(intervals.starts_ms), 'interval')} of {intervals.length_s / 60:g} min"
    seeds = f"seed {outcome.seeds[0]}" if runs == 1 else f"seeds {outcome.seeds[0]} to {outcome.seeds[-1]}"
    cost = f", cost {centre.cost:,f}" if centre.cost else ""
    lines = [
        f"{centre.name}: {span}, {centre.agent_hours:,.1f} agent-hours{cost}; {how_many(runs, 'run')} ({seeds})",
        "",
        *_figures(outcome),
        *_groups(outcome),
    ]
    if outcome.commitments:
        lines += ["", *_commitments(outcome)]
    if outcome.not_due:
        lines += ["", f"Not judged in this period: {', '.join(outcome.not_due)}."]
    if runs > 1:
        sure = "twice as much either way holds in about 95 of 100 cases" if runs >= _MANY else "of so few it is rough"
        lines += ["", f"± is the standard error over the runs; {sure}."]
    return "\n".join(lines)


def _figures(outcome: Outcome) -> list[str]:
    within = f"In {outcome.within_s:g} s"
    heads = ["Queue", "Offered", within, "Abandoned", "Speed of answer", "Had to wait", "Occupancy"]
    callbacks = any(figures["callbacks"].value for figures in outcome.figures.values())
    flowed = any(figures["flowed_out"].value for figures in outcome.figures.values())
    heads += ["Callbacks"] * callbacks + ["Moved on"] * flowed
    rows = []
    for name, figures in outcome.figures.items():
        row = [
            name,
            _number(figures["offered"]),
            *(_percent(figures[f]) for f in ("service_level", "abandonment_rate")),
        ]
        row += [_seconds(figures["average_speed_of_answer_s"]), _percent(figures["waited"])]
        row += [_percent(figures["occupancy"])]
        rows.append(row + [_number(figures["callbacks"])] * callbacks + [_number(figures["flowed_out"])] * flowed)
    return table(heads, "<" + ">" * (len(heads) - 1), rows)


def _groups(outcome: Outcome) -> list[str]:
    """How busy each group is, where there are several."""
    rows = []
    for group in outcome.centre.groups:
        hours = float(group.agents.sum()) * outcome.centre.intervals.length_s / 3600
        least, most = int(group.agents.min()), int(group.agents.max())
        sizes = str(most) if least == most else f"{least} to {most}"
        rows.append([group.name, sizes, f"{hours:,.1f}", _percent(outcome.occupancy[group.name])])
    return ["", *table(["Group", "Agents", "Hours", "Occupancy"], "<>>>", rows)] if len(rows) > 1 else []


def _commitments(outcome: Outcome) -> list[str]:
    heads = ["Commitment", "Figure", "Missed in", f"Credit {outcome.currency}"]
    rows = [[j.id, _in_its_unit(j), _missed(j, outcome), str(j.credit)] for j in outcome.commitments]
    return table(heads, "<>>>", rows)


def _missed(judged: Judged, outcome: Outcome) -> str:
    runs = len(outcome.seeds)
    return f"{round(judged.missed.value * runs)} of {runs}"


def _in_its_unit(judged: Judged) -> str:
    if judged.unit == "percent":
        return _percent(Estimate(judged.figure.value / 100, judged.figure.standard_error / 100))
    return _seconds(judged.figure) if judged.unit == "seconds" else _number(judged.figure)


def _percent(estimate: Estimate) -> str:
    return _with_error(f"{100 * estimate.value:.2f} %", f"{100 * estimate.standard_error:.2f}", estimate)


def _seconds(estimate: Estimate) -> str:
    return _with_error(f"{estimate.value:.1f} s", f"{estimate.standard_error:.1f}", estimate)


def _number(estimate: Estimate, digits: int = 1) -> str:
    return _with_error(f"{estimate.value:,.{digits}f}", f"{estimate.standard_error:,.{digits}f}", estimate)


def _with_error(value: str, error: str, estimate: Estimate) -> str:
    if not math.isfinite(estimate.value):
        return "-"
    return f"{value} ± {error}" if math.isfinite(estimate.standard_error) else value


def by_time_text(rows: Sequence[TimeOfDay], within_s: float) -> str:
    """Figures by the time of day at which customers came."""
    cells = [
        [row.clock, row.queue, f"{row.offered:,.1f}", _percent(row.service_level), _percent(row.abandonment_rate)]
        for row in rows
    ]
    heads = ["Came at", "Queue", "Offered a day", f"In {within_s:g} s", "Abandoned"]
    return "\n".join(["By the time at which customers came:", *table(heads, "<<>>>", cells)])


def situations_text(outcome: Outcome, situations: Sequence[Situation]) -> str:
    """The agents that were found, situation by situation, beside what formulas say of one pool and of teams apart."""
    groups = [group.name for group in outcome.centre.groups]
    heads = ["First at", "Intervals", "Offered an hour", *groups, "Agents", "One pool", "Teams apart"]
    intervals = outcome.centre.intervals
    rows = []
    for each in situations:
        first = from_us(intervals.origin_us + int(intervals.starts_ms[each.intervals[0]]) * 1000, intervals.zone)
        found = each.found
        rows.append(
            [f"{first:%a %H:%M}", str(len(each.intervals)), f"{sum(each.offered_per_hour.values()):,.1f}",
             *(str(found.agents[group]) for group in groups), str(found.total), str(found.bounds.pooled),
             str(found.bounds.separate_total)]
        )  # fmt: skip
    return "\n".join(
        [
            "The least agents of every group, found on the same customers:",
            *table(heads, "<" + ">" * (len(heads) - 1), rows),
            "One pool: if every agent had every skill, by formula. Teams apart: if queues never shared an agent.",
        ]
    )


def situations_json(situations: Sequence[Situation]) -> list[dict[str, object]]:
    """The same for programs."""
    return [
        {
            "intervals": each.intervals.tolist(),
            "offered_per_hour": each.offered_per_hour,
            "agents": each.found.agents,
            "total": each.found.total,
            "pooled": each.found.bounds.pooled,
            "separate": dict(each.found.bounds.separate),
            "delivered": [
                {"promise": promise, "queue": queue, "figure": figure if math.isfinite(figure) else None}
                for (promise, queue), figure in each.found.delivered.items()
            ],
            "plans_tried": each.found.tried,
        }
        for each in situations
    ]
