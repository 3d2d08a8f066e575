"""From the lines of one call to its queue visits and their records.

A line names queues by its types; a number in its chain is a queue if any line is known to name it as one. The one pair
of instants of a line is that of its first party: when the queue is that party the entry is known, else only the call.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pactline.importers.threecx.lines import CdrLine
from pactline.importers.threecx.words import AGENTS, ENDED, EXTERNAL, QUEUE, VOICEMAIL
from pactline.records.columns import Outcome
from pactline.records.staging import Row

_SECOND_US = 1_000_000
_PER_LINE, _MOST_QUEUES = 1_000, 999
PICK_UP_US = _SECOND_US
"""A queue picks up at once, an agent does not: an answer this soon is the queue's own, and tells nothing of a wait."""


@dataclass(frozen=True)
class Visit:
    """One stay in one queue, told by a line."""

    line: CdrLine
    queue: str
    first: bool  # the line's call went straight to this queue
    last: bool  # no other queue follows in this line


def queues_of(line: CdrLine, known: Collection[str]) -> list[str]:
    """The queues a line passed, in order. ``known`` are numbers that other lines name as queues."""
    named = set(line.queues_named)
    return [each for each in line.path if each in named or (each in line.unnamed and each in known)]


def visits_of(lines: Sequence[CdrLine], known: Collection[str]) -> list[list[Visit]]:
    """The visits of a call in order of time. Each is a list: of versions, where one call is told in several ways."""
    by_call: dict[tuple[int, str], list[CdrLine]] = {}
    for line in lines:
        if line.from_type != QUEUE:
            by_call.setdefault((line.start_us, line.call), []).append(line)
    visits: list[list[Visit]] = []
    for _, versions in sorted(by_call.items()):
        told = [_of_line(version, known) for version in versions]
        for place in range(max(map(len, told))):
            visits.append([each[place] for each in told if place < len(each)])
    return visits


def _of_line(line: CdrLine, known: Collection[str]) -> list[Visit]:
    queues = queues_of(line, known)
    last = len(queues) - 1
    return [
        Visit(line, queue, at == 0 and queue == line.to_dn and line.to_type == QUEUE, at == last)
        for at, queue in enumerate(queues)
    ]


def row_of(number: int, visit: Visit, lines: Sequence[CdrLine], known: Collection[str]) -> Row:
    """The record of a visit, with the rings that other lines of its call tell."""
    line = visit.line
    legs = [
        each
        for each in lines
        if each.from_type == QUEUE
        and each.from_dn == visit.queue
        and line.start_us - _SECOND_US <= each.start_us <= line.end_us + _SECOND_US
    ]
    flags = set(line.flags)
    row: dict[str, str | int | None] = {
        "contact_id": line.history,
        "visit": number,
        "channel": "voice",
        "queue": visit.queue,
        "direction": "inbound" if line.from_type in EXTERNAL else "internal",
        "arrived_us": line.start_us,
        "offered_us": line.start_us,
        "customer": line.customer,
        "source_rev": len(lines) * _PER_LINE + min(_resolved(lines, known), _MOST_QUEUES),
    }
    if not visit.first:
        flags.add("no_entry")
    if not visit.last:
        row |= {"outcome": Outcome.FLOWED_OUT.value, "reason": "next queue"}
        flags.add("wait_unknown")
    elif _reached(visit, legs):
        row |= _answered(visit, legs, flags)
    else:
        row |= _unanswered(visit, legs, flags)
    row["flags"] = ";".join(sorted(flags)) or None
    return row


def _resolved(lines: Sequence[CdrLine], known: Collection[str]) -> int:
    return sum(number in known for line in lines for number in line.unnamed)


def _reached(visit: Visit, legs: Sequence[CdrLine]) -> bool:
    """Whether somebody took the call: it ended at an extension, and somebody or something had picked it up."""
    line = visit.line
    at_an_extension = line.final_type in AGENTS and line.final_dn not in ("", visit.queue)
    return at_an_extension and (line.answered_us is not None or any(leg.answered_us is not None for leg in legs))


def hidden(visit: Visit) -> bool:
    """Whether the answer that is logged is not the agent's: the queue's own, or that of a menu before it."""
    answered = visit.line.answered_us
    return not visit.first or answered is None or answered - visit.line.start_us <= PICK_UP_US


def _answered(visit: Visit, legs: Sequence[CdrLine], flags: set[str]) -> Mapping[str, str | int | None]:
    """An agent took it. When, is told by the line itself or by the queue's own call to the agent."""
    line = visit.line
    taken = [each for each in legs if each.answered_us is not None and each.to_dn == line.final_dn]
    answered = min((each.answered_us for each in taken if each.answered_us is not None), default=None)
    if answered is None and not hidden(visit):
        answered = line.answered_us
    rings = len(legs) if legs else line.missed + 1
    row: dict[str, str | int | None] = {
        "outcome": Outcome.ANSWERED.value,
        "reason": line.reason or None,
        "answered_us": answered,
        "ended_us": line.end_us,
        "agent": line.final_dn,
        "legs_offered": rings,
    }
    if answered is None or not visit.first:
        flags.add("wait_unknown")
    else:
        row["wait_ms"] = (answered - line.start_us) // 1000
    if answered is not None:
        row["talk_ms"] = max(line.end_us - answered, 0) // 1000
    return row


def _unanswered(visit: Visit, legs: Sequence[CdrLine], flags: set[str]) -> Mapping[str, str | int | None]:
    line = visit.line
    outcome, reason = _left(line, flags)
    row: dict[str, str | int | None] = {
        "outcome": outcome.value,
        "reason": reason,
        "legs_offered": len(legs) if legs else line.missed,
        "left_us": line.end_us,
    }
    if outcome is Outcome.REFUSED:
        return row
    if line.final_type not in ("", QUEUE, *AGENTS):  # what came after the queue is in the same line
        row["left_us"] = None
    if visit.first and row["left_us"] is not None:
        row["wait_ms"] = (line.end_us - line.start_us) // 1000
    else:
        flags.add("wait_unknown")
    return row


def _left(line: CdrLine, flags: set[str]) -> tuple[Outcome, str | None]:
    """How a visit ended that reached no agent."""
    if line.final_type in VOICEMAIL:
        return Outcome.FLOWED_OUT, "voicemail"
    if line.final_type not in ("", QUEUE, *AGENTS):
        return Outcome.FLOWED_OUT, f"to {line.final_type}"
    word = line.reason.lower()
    if word not in ENDED:
        flags.add("unknown_event")
        return Outcome.FLOWED_OUT, line.reason or None
    return ENDED[word], line.reason
