"""Asterisk ``queue_log``: the log file or its database table, to one record per queue visit.

All lines are gathered by call id before a record is made, because lines may come in any order. Every line is handed to
the store to be carried: a call that log rotation cut is put together again whichever file comes first, and the record
of a call that grew has a greater revision. See docs/how-to/import-asterisk-queue-log.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pactline.importers.fault import Fault
from pactline.importers.queue_log.events import EVENTS, Kind, from_text
from pactline.importers.queue_log.lines import Logged, logged
from pactline.importers.queue_log.rows import Around, items
from pactline.importers.queue_log.transfers import Link, link
from pactline.importers.queue_log.visits import SECOND_US, Call, call_of, place
from pactline.importers.queue_log.wraps import WITHIN_US, join, slot
from pactline.importers.reading import Carried, Ignored, Item, Read, Reading, Refused, Source
from pactline.records.columns import Outcome
from pactline.values.exact import how_many

_SYSTEM = "NONE"  # what concerns every call is carried under the word that stands where there is no call id


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each queue visit of the log as one record, each other line with its reason. Raises SourceRefused."""
    log = _Log(reading)
    for found in logged(source, reading):
        if not isinstance(found, Logged):
            yield found
            continue
        problem = log.take(found)
        if problem:
            yield problem
    log.recall()
    yield from log.items()
    log.carry()


class _Log:
    """The lines of this file, and of earlier ones where a call goes on."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._calls: dict[str, dict[str, int]] = {}  # call id -> text of the line -> its number, 0: an earlier file
        self._system: dict[str, int] = {}  # restarts and the latest time, in the same way
        self._wraps: dict[str, int] = {}
        self._slots: dict[str, set[str]] = {}  # agent and ten minutes -> calls completed, wrap-ups begun
        self._known: set[tuple[str, str]] = set()  # what is carried already
        self._loose: set[str] = set()  # calls of earlier files that these lines may concern
        self._once_linked: set[str] = set()  # calls that were joined with another; more lines may show they were not
        self._latest_us = 0
        self._earlier_latest_us = 0
        self._repeated: list[int] = []

    # -- taking in

    def take(self, found: Logged) -> Item | None:
        """Add a line of this file; return what is wrong with it, if anything."""
        self._latest_us = max(self._latest_us, found.us)
        kind = EVENTS[found.name].kind
        if kind is Kind.SYSTEM:
            self._system.setdefault(f"restart\t{found.us}", found.line)
            return Ignored(
                found.line, "QL_SYSTEM", "QUEUESTART: the system started; calls open at that moment are lost"
            )
        if kind is Kind.WRAP:
            return self._take_wrap(found)
        lines = self._calls.setdefault(found.call, {})
        if found.text in lines:
            self._repeated.append(found.line)
        else:
            lines[found.text] = found.line
            self._note_completion(found.call, found.text, kind)
        return None

    def _take_wrap(self, found: Logged) -> Item | None:
        event = from_text(found.text, found.line)
        try:
            event.ms("wrap")
        except Fault as fault:
            return Refused(found.line, fault.code, fault.message, event.as_logged("NONE"))
        self._wraps.setdefault(found.text, found.line)
        for us in (event.us, event.us - WITHIN_US, event.us + SECOND_US):
            self._slots.setdefault(slot(event.agent, us), set())
        self._slots[slot(event.agent, event.us)].add(f"wrap\t{found.text}")
        return None

    def _note_completion(self, call: str, text: str, kind: Kind) -> None:
        if kind is Kind.END:
            event = from_text(text, 0)
            if event.known.outcome is Outcome.ANSWERED:
                for us in (event.us, event.us + WITHIN_US, event.us - SECOND_US):
                    self._slots.setdefault(slot(event.agent, us), set())
                self._slots[slot(event.agent, event.us)].add(f"call\t{call}")

    def recall(self) -> None:
        """Fetch what earlier files left about these calls, about calls still open and about what hangs on either."""
        asked: set[str] = set()
        while wanted := {_SYSTEM, *self._calls, *self._slots, *self._loose} - asked:
            asked |= wanted
            for carried in self._reading.earlier(wanted):
                self._recall(carried.key, carried.text)

    def _recall(self, key: str, text: str) -> None:
        self._known.add((key, text))
        word, _, rest = text.partition("\t")
        if word == "restart":
            self._system.setdefault(text, 0)
        elif word == "latest":
            self._earlier_latest_us = max(self._earlier_latest_us, int(rest))
        elif word in ("open", "call", "link"):
            self._loose.add(rest)
            if word == "link":
                self._once_linked.add(key)
        elif word == "wrap":
            self._wraps.setdefault(rest, 0)
        elif text not in self._calls.setdefault(key, {}):
            self._calls[key][text] = 0
            self._note_completion(key, text, EVENTS[text.split("\t", 4)[3]].kind)

    # -- giving out

    def items(self) -> Iterator[Item]:
        """The visits: first of the calls that are whole by themselves, then of those with something open or loose."""
        wrapped = join(self._wraps, self._calls)
        latest_us = max(self._latest_us, self._earlier_latest_us)
        around = Around(latest_us, self._restarts(self._system), wrapped.ms)
        told_before = [text for text in self._system if (_SYSTEM, text) in self._known]
        before = Around(self._earlier_latest_us, self._restarts(told_before))
        yield from wrapped.unplaced
        loose: list[Call] = []
        for call_id in list(self._calls):
            lines = self._calls.pop(call_id)  # a log of a million lines is not held twice
            call = call_of(call_id, (from_text(text, line) for text, line in lines.items()))
            for text, line in lines.items():
                if line:
                    self._carry(call_id, text)
            if call.loose or call.open_visits:
                loose.append(call)
            else:
                yield from self._of(call, around, wrapped.causes)
        self._loose = set()
        causes = dict(wrapped.causes)
        lines_of = {call.id: call.line for call in loose}
        for found in link(loose):
            self._linked(found, lines_of, causes)
        for call in loose:
            if call.loose or call.open_visits:
                self._loose.add(call.id)
            given_up = any(around.gave_up(visit) != before.gave_up(visit) for visit in call.open_visits)
            if given_up or call.id in self._once_linked:
                causes.setdefault(call.id, 1)
            yield from self._of(call, around, causes)
        self._warn()

    def _of(self, call: Call, around: Around, causes: dict[str, int]) -> Iterator[Item]:
        """The items of a call: all of them if it has lines here; of an earlier call only the records that changed."""
        line = call.line or causes.get(call.id, 0)
        if not line:
            return
        place(call)
        for item in items(call, around, line):
            if call.line or isinstance(item, Read):
                self._tell(item, f"call {call.id}{'' if call.line else ' of an earlier file'}")
                yield item

    def _tell(self, item: Item, call: str) -> None:
        if isinstance(item, Read) and item.row["outcome"] == Outcome.FAILED:
            why = "the system restarted" if "restarted" in str(item.row["flags"]) else "a day went by"
            message = f"{call} entered {item.row['queue']} and has no end: {why}; it is counted nowhere"
            self._reading.warnings.append((item.line, "QL_FAILED", message))
        elif isinstance(item, Read) and "/" in str(item.row["reason"]):
            message = f"{call} is ended twice ({item.row['reason']}); no figure depends on which is true"
            self._reading.warnings.append((item.line, "QL_TWO_ENDS", message))

    def _linked(self, found: Link, lines_of: dict[str, int], causes: dict[str, int]) -> None:
        for one, other in ((found.call, found.consultation), (found.consultation, found.call)):
            self._carry(one, f"link\t{other}")
            if cause := lines_of[other] or causes.get(other):
                causes.setdefault(one, cause)
        line = found.event.line or lines_of[found.call] or lines_of[found.consultation]
        if line:
            self._reading.warnings.append((line, "QL_TRANSFER_LINKED", found.message))

    def _warn(self) -> None:
        if self._repeated:
            message = f"{how_many(len(self._repeated), 'line')} seen before, word for word; each counts once"
            self._reading.warnings.append((self._repeated[0], "QL_REPEATED_LINES", message))

    def _restarts(self, told: Iterable[str]) -> list[int]:
        return sorted(int(text.partition("\t")[2]) for text in told)

    # -- carrying

    def carry(self) -> None:
        """Hand to the store what later files need to find calls by; the lines of calls it has already."""
        for key, texts in self._slots.items():
            for text in sorted(texts):
                self._carry(key, text)
        for text in (*self._system, f"latest\t{self._latest_us}", *(f"open\t{call}" for call in sorted(self._loose))):
            self._carry(_SYSTEM, text)

    def _carry(self, key: str, text: str) -> None:
        if (key, text) not in self._known:
            self._reading.carry.append(Carried(key, text))
