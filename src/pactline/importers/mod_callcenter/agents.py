"""Agents' time: each change of state or status begins a stretch, which the next change of the same agent ends.

Status says whether an agent is logged in, available or on break; state says what a call makes of that. A stretch that
no change ends within a day is not believed, and a status or state that was told more than a day before is forgotten:
so each stretch depends on two days of events alone, whatever else is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pactline.importers.mod_callcenter.events import STATE, STATUS, AgentFact
from pactline.records.staging import Row
from pactline.records.tables import EVERY_QUEUE

DAY_MS = 86_400_000
_MOST_AT_ONCE = 99
_RANG = frozenset({"Receiving", "In a queue call", "Reserved"})
"""States that only an agent with the status Available can come into."""
_BUSY: Mapping[str, str] = {"In a queue call": "talking", "Receiving": "alerting", "Reserved": "alerting"}


@dataclass(frozen=True)
class Change:
    """What an agent's events say at one millisecond."""

    at_ms: int
    facts: tuple[AgentFact, ...]  # in order of time
    status: str | None  # None: not told within a day
    state: str | None
    known: int  # how near the older of the two was told: greater is better known

    @property
    def word(self) -> str:
        """The state in our words."""
        busy = _BUSY.get(self.state or "")
        if busy and self.status != "Logged Out":
            return busy
        match self.status:
            case "Logged Out":
                return "logged_out"
            case "On Break":
                return "break"
            case "Available" | "Available (On Demand)" if self.state in (None, "Waiting"):
                return "available"
        return "unknown"

    @property
    def reason(self) -> str:
        """The source's own words."""
        return ", ".join(word for word in (self.status, self.state) if word)


def changes(facts: Iterable[AgentFact]) -> list[Change]:
    """The changes of one agent in order of time."""
    at_once: dict[int, list[AgentFact]] = {}
    for fact in sorted(facts, key=lambda f: (f.at_us, f.sequence.rjust(20), f.kind, f.word)):
        at_once.setdefault(fact.at_us // 1_000, []).append(fact)
    found = []
    last: dict[str, tuple[int, str]] = {}
    for at_ms in sorted(at_once):
        for fact in at_once[at_ms]:
            last[fact.kind] = (at_ms, fact.word)
            if fact.kind == STATE and fact.word in _RANG:
                last["rang"] = (at_ms, "Available")
        found.append(_change(at_ms, tuple(at_once[at_ms]), last))
    return found


def _change(at_ms: int, facts: tuple[AgentFact, ...], last: Mapping[str, tuple[int, str]]) -> Change:
    fresh = {kind: told for kind, told in last.items() if at_ms - told[0] <= DAY_MS}
    status = fresh.get(STATUS) or fresh.get("rang")
    state = fresh.get(STATE)
    known = min(_nearness(at_ms, fresh.get(STATUS), fresh.get("rang")), _nearness(at_ms, state, None))
    return Change(at_ms, facts, status[1] if status else None, state[1] if state else None, known)


def _nearness(at_ms: int, told: tuple[int, str] | None, concluded: tuple[int, str] | None) -> int:
    """Greater the later it was told; what is told ranks before what follows from a ring."""
    if told is not None:
        return 2 * DAY_MS + 1 - (at_ms - told[0])
    return 0 if concluded is None else DAY_MS - (at_ms - concluded[0])


def stretches(found: list[Change]) -> Iterator[tuple[Change, Row | None]]:
    """Each change with the row it begins; None where no change ends it within a day."""
    for number, change in enumerate(found):
        after = found[number + 1].at_ms if number + 1 < len(found) else None
        if after is None or after - change.at_ms > DAY_MS:
            yield change, None
        else:
            yield change, _row(change, after)


def _row(change: Change, until_ms: int) -> Row:
    """The stretch. Its revision grows as the stretch becomes shorter or its state better known."""
    shortness = DAY_MS - (until_ms - change.at_ms)
    revision = (shortness * (2 * DAY_MS + 2) + change.known) * (_MOST_AT_ONCE + 1)
    return {
        "agent": change.facts[0].agent,
        "plan": "actual",
        "state": change.word,
        "reason": change.reason,
        "queue": EVERY_QUEUE,
        "from_us": change.at_ms * 1_000,
        "to_us": until_ms * 1_000,
        "source_rev": revision + min(len(change.facts), _MOST_AT_ONCE),
    }
