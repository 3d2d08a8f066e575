"""One line of a rule explained: what went into it, how it came about, and what it made of other amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pactline.remedies.rules.lines import Line
from pactline.statement.model import Cap, Statement
from pactline.statement.money.balance import line_word, points_into
from pactline.statement.shown.as_json import cap_json
from pactline.statement.shown.outcomes_json import outcomes_json
from pactline.statement.shown.outcomes_text import outcome_lines
from pactline.statement.shown.saying import points_word
from pactline.statement.shown.terminal import folded
from pactline.statement.windows.history import line_json

STEP_WORDS = {
    "at_risk": "at most",
    "caps": "cap {name} of",
    "pools": "pool {name}:",
    "floors": "floor {name}:",
    "critical": "critical failure {name}:",
    "incidents": "incident {name}:",
}
"""How the step begins with which a rule says what it did to an amount."""

_OUTCOMES = ("rights", "duties", "presumptions", "responsibilities")
_SENTENCES = {
    "rights": "Right of",
    "duties": "Duty of",
    "presumptions": "Finding",
    "responsibilities": "Responsibility of",
    "settlement": "Settlement",
    "renewal": "Renewal",
}
_ALONE = ("at_risk", "settlement", "renewal")  # rules without names


def names(statement: Statement) -> list[str]:
    """Every rule that a statement says something of, as ``explain`` takes it: ``caps/year``, ``settlement``."""
    found = {_cap_name(cap) for cap in statement.caps}
    found |= {line.source for line in statement.lines if "/" in line.source and not _is_result(statement, line.source)}
    found |= {f"points/{scheme}" for result in statement if (scheme := points_into(result))}
    outcomes = outcomes_json(statement)
    found |= {f"{key}/{item['id']}" for key in _OUTCOMES for item in outcomes[key]}
    found |= {key for key in ("settlement", "renewal") if outcomes[key]}
    found |= {name for line in statement.lines for step in line.steps for name in _said_by(step)}
    return sorted(found)


def _said_by(step: str) -> Iterator[str]:
    """The rule whose words a step is in."""
    for rule, words in STEP_WORDS.items():
        before, _, after = words.partition("{name}")
        if after and (found := re.match(rf"{before}(\S+){after}", step)):
            yield f"{rule}/{found[1]}"


def _is_result(statement: Statement, name: str) -> bool:
    return any(result.id == name for result in statement)


def _cap_name(cap: Cap) -> str:
    return "at_risk" if cap.rule == "at_risk" else f"{cap.rule}/{cap.name}"


def explain_rule(statement: Statement, name: str, clause: Sequence[str] = ()) -> str:
    """What a rule did in a statement. ``clause`` is what the agreement says of it, a paragraph each.

    Raises KeyError for a name that the statement says nothing of.
    """
    known = names(statement)
    if name not in known:
        raise KeyError(f"{name!r}; the statement says something of {', '.join(known) or 'no rule'}")
    lines = [f"{name} in the statement for {statement.period}", *(f"clause: {said}" for said in clause)]
    for title, said in _parts(statement, name):
        if said:
            lines += ["", title, *said]
    return "\n".join(folded(lines))


def _parts(statement: Statement, name: str) -> Iterator[tuple[str, list[str]]]:
    yield "What went into it", list(_gained(statement, name))
    yield "What it comes to", [said for line in own_lines(statement, name) for said in _own(statement, line)]
    yield "The limit", [said for cap in caps_of(statement, name) for said in _limit(statement, cap)]
    yield (
        "What it did to the amounts",
        [said for line in touched(statement, name) for said in _touched(statement, line)],
    )
    yield "What follows", [said for said in outcome_lines(statement) if _is_about(said, name)]
    yield "What it waits for", pending_of(statement, name)


def _gained(statement: Statement, name: str) -> Iterator[str]:
    """The points that the windows of this statement bring into a scheme."""
    rule, _, scheme = name.partition("/")
    for result in statement if rule == "points" else ():
        for window in result.windows:
            if window.points is not None and points_into(result) == scheme:
                yield f"  {result.id} {window.period}: {points_word(window.points)}"
                yield from (f"    {note}" for note in window.notes)


def own_lines(statement: Statement, name: str) -> list[Line]:
    """The amounts that a rule itself brings."""
    return [line for line in statement.lines if line.source == name]


def _own(statement: Statement, line: Line) -> Iterator[str]:
    left = "" if line.left == line.amount else f", of which {statement.money(line.left)} is left"
    yield f"  {line.window}: {line_word(line)} {statement.currency} {line.amount:,f}{left}"
    yield from (f"    {step}" for step in line.steps)


def caps_of(statement: Statement, name: str) -> list[Cap]:
    """What a limit made of the money of each time that it limits."""
    return [cap for cap in statement.caps if _cap_name(cap) == name]


def _limit(statement: Statement, cap: Cap) -> Iterator[str]:
    money, currency = statement.money, statement.currency
    yield f"  {cap.period}"
    yield from (f"    {step}" for step in cap.steps)
    yield f"    limit = {currency} {cap.limit:,f}"
    if cap.used:
        yield f"    used by earlier amounts of that time = {currency} {cap.used:,f}"
    cut = "within it" if not cap.cut else f"cut by {money(cap.cut)}" if cap.cut > 0 else f"raised by {money(-cap.cut)}"
    yield f"    amounts before it = {currency} {cap.before:,f}, after it = {currency} {cap.after:,f}: {cut}"


def touched(statement: Statement, name: str) -> list[Line]:
    """The amounts of others that a rule changed."""
    return [line for line in statement.lines if line.source != name and steps_of(line, name)]


def steps_of(line: Line, name: str) -> list[str]:
    """The steps with which a rule changed an amount."""
    rule, _, own = name.partition("/")
    start = STEP_WORDS.get(rule)
    return [step for step in line.steps if step.startswith(start.format(name=own))] if start else []


def _touched(statement: Statement, line: Line) -> Iterator[str]:
    yield f"  {line.source} {line.window}: {line.kind} {statement.currency} {line.amount:,f}, left {line.left:,f}"
    yield from (f"    {step}" for step in line.steps)


def _is_about(said: str, name: str) -> bool:
    """Whether a sentence about rights, duties and the like is about this one."""
    rule, _, own = name.partition("/")
    start = _SENTENCES.get(rule)
    if start is None:
        return False
    subject = said.partition(":")[0]
    return subject.startswith(start) and (rule in _ALONE or subject.endswith(f" {own}"))


def pending_of(statement: Statement, name: str) -> list[str]:
    """What a rule waits for."""
    spoken = name.replace("/", " ")
    return [f"  {said}" for said in statement.pending if said.startswith((f"{name} ", f"{spoken}:", f"{spoken} "))]


def rule_json(statement: Statement, name: str) -> dict[str, Any]:
    """The same for programs: parts of the statement as ``evaluate --json`` prints them. Raises KeyError."""
    if name not in names(statement):
        raise KeyError(name)
    rule, _, own = name.partition("/")
    outcomes = outcomes_json(statement)
    gained = [
        {"commitment": result.id, "window": str(window.period), "points": str(window.points)}
        for result in statement
        for window in result.windows
        if rule == "points" and window.points is not None and points_into(result) == own
    ]
    return {
        "rule": rule,
        "id": own or None,
        "gained": gained,
        "lines": [line_json(line) for line in own_lines(statement, name)],
        "caps": [cap_json(statement, cap) for cap in caps_of(statement, name)],
        "changed": [line_json(line) for line in touched(statement, name)],
        "outcomes": [item for item in outcomes.get(rule, []) if item["id"] == own] if rule in _OUTCOMES else [],
        "settlement": outcomes["settlement"] if rule == "settlement" else None,
        "renewal": outcomes["renewal"] if rule == "renewal" else None,
        "pending": [said.strip() for said in pending_of(statement, name)],
    }
