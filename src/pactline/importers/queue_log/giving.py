"""From the lines of calls to items: first the calls that are whole by themselves, then those with something open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pactline.importers.queue_log.events import from_text
from pactline.importers.queue_log.rows import Around, items
from pactline.importers.queue_log.transfers import Link, link
from pactline.importers.queue_log.visits import Call, call_of, place
from pactline.importers.reading import Item, Read, Reading
from pactline.records.columns import Outcome


class CallLines(NamedTuple):
    """What is known of one call."""

    id: str
    lines: Mapping[str, int]  # text of the line -> its number, 0: an earlier file
    wraps: Mapping[tuple[str, int], int]  # agent and instant of completion -> wrap-up in ms
    cause: int = 0  # the line of a wrap-up in this file that changes the call, if one does


@dataclass
class Told:
    """What the log tells of the system, and what earlier files left about it."""

    latest_us: int = 0
    restarts: list[int] = field(default_factory=list)
    earlier_latest_us: int = 0
    earlier_restarts: list[int] = field(default_factory=list)
    once_linked: set[str] = field(default_factory=set)
    """Calls that were joined with another; more lines may show they were not."""


class Giving:
    """The items of the calls of one file; after them ``loose`` holds the calls that later files may concern."""

    def __init__(self, reading: Reading, told: Told, carry: Callable[[str, str], None]) -> None:
        self._warn = reading.warnings.append
        self._told, self._carry = told, carry
        latest_us = max(told.latest_us, told.earlier_latest_us)
        self._around = Around(latest_us, sorted(told.restarts))
        self._before = Around(told.earlier_latest_us, sorted(told.earlier_restarts))
        self.loose: list[str] = []

    def items(self, calls: Iterable[CallLines]) -> Iterator[Item]:
        """Every item of the calls that have lines in this file; of others the records that changed."""
        loose: list[tuple[Call, Mapping[tuple[str, int], int]]] = []
        causes: dict[str, int] = {}
        for each in calls:
            call = call_of(each.id, (from_text(text, line) for text, line in each.lines.items()))
            if call.loose or call.open_visits:
                loose.append((call, each.wraps))
                if each.cause:
                    causes[call.id] = each.cause
            else:
                yield from self._of(call, each.wraps, call.line or each.cause)
        lines_of = {call.id: call.line for call, _ in loose}
        wraps_of = {call.id: wraps for call, wraps in loose}
        for found in link(call for call, _ in loose):
            self._linked(found, lines_of, causes)
            one, other = wraps_of[found.call], wraps_of[found.consultation]
            if one is not other:  # what ends the one may be a line of the other
                wraps_of[found.call] = wraps_of[found.consultation] = {**one, **other}
        for call, _ in loose:
            if call.loose or call.open_visits:
                self.loose.append(call.id)
            gave_up = any(self._around.gave_up(visit) != self._before.gave_up(visit) for visit in call.open_visits)
            if gave_up or call.id in self._told.once_linked:
                causes.setdefault(call.id, 1)
            yield from self._of(call, wraps_of[call.id], call.line or causes.get(call.id, 0))

    def _of(self, call: Call, wraps: Mapping[tuple[str, int], int], line: int) -> Iterator[Item]:
        """The items of a call: all of them if it has lines here; of an earlier call only the records that changed."""
        if not line:
            return
        place(call)
        for item in items(call, replace(self._around, wraps=wraps) if wraps else self._around, line):
            if call.line or isinstance(item, Read):
                self._tell(item, call)
                yield item

    def _tell(self, item: Item, call: Call) -> None:
        if not isinstance(item, Read):
            return
        name, row = f"call {call.id}{'' if call.line else ' of an earlier file'}", item.row
        if row["outcome"] == Outcome.FAILED:
            why = "the system restarted" if "restarted" in str(row["flags"]) else "a day went by"
            message = f"{name} entered {row['queue']} and has no end: {why}; it is counted nowhere"
            self._warn((item.line, "QL_FAILED", message))
        elif "/" in str(row["reason"]):
            message = f"{name} is ended twice ({row['reason']}); no figure depends on which is true"
            self._warn((item.line, "QL_TWO_ENDS", message))

    def _linked(self, found: Link, lines_of: Mapping[str, int], causes: dict[str, int]) -> None:
        for one, other in ((found.call, found.consultation), (found.consultation, found.call)):
            self._carry(one, f"link\t{other}")
            if cause := lines_of[other] or causes.get(other):
                causes.setdefault(one, cause)
        line = found.event.line or lines_of[found.call] or lines_of[found.consultation]
        if line:
            self._warn((line, "QL_TRANSFER_LINKED", found.message))


@dataclass
class Repeated:
    """Lines that were there before in the same file, word for word."""

    many: int = 0
    first: int = 0

    def note(self, line: int) -> None:
        """Another one."""
        self.many += 1
        self.first = min(self.first or line, line)
