"""The lines of a log that is small enough to be held in memory, by call id."""

from __future__ import annotations

from collections.abc import Iterator

from pactline.importers.fault import Fault
from pactline.importers.queue_log.events import EVENTS, Kind, from_text
from pactline.importers.queue_log.giving import CallLines, Giving, Repeated, Told
from pactline.importers.queue_log.lines import Found, Logged
from pactline.importers.queue_log.visits import SECOND_US
from pactline.importers.queue_log.wraps import WITHIN_US, join, slot
from pactline.importers.reading import Carried, Ignored, Item, Reading, Refused
from pactline.records.columns import Outcome

SYSTEM = "NONE"  # what concerns every call is carried under the word that stands where there is no call id


class InMemory:
    """The lines of this file, and of earlier ones where a call goes on."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._calls: dict[str, dict[str, int]] = {}  # call id -> text of the line -> its number, 0: an earlier file
        self._system: dict[str, int] = {}  # restarts and the latest time, in the same way
        self._wraps: dict[str, int] = {}
        self._slots: dict[str, set[str]] = {}  # agent and ten minutes -> calls completed, wrap-ups begun
        self._known: set[tuple[str, str]] = set()  # what is carried already
        self._loose: set[str] = set()  # calls of earlier files that these lines may concern
        self._told = Told()
        self.repeated = Repeated()

    # -- taking in

    def take(self, found: Found) -> Item | None:
        """Add a line of this file; return what is wrong with it, if anything."""
        if not isinstance(found, Logged):
            return found
        self._told.latest_us = max(self._told.latest_us, found.us)
        kind = EVENTS[found.name].kind
        if kind is Kind.SYSTEM:
            self._system.setdefault(f"restart\t{found.us}", found.line)
            return restarted(found.line)
        if kind is Kind.WRAP:
            return self._take_wrap(found)
        lines = self._calls.setdefault(found.call, {})
        if found.text in lines:
            self.repeated.note(found.line)
        else:
            lines[found.text] = found.line
            self._note_completion(found.call, found.text, kind)
        return None

    def _take_wrap(self, found: Logged) -> Item | None:
        refused = unsound_wrap(found)
        if refused:
            return refused
        event = from_text(found.text, found.line)
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
        while wanted := {SYSTEM, *self._calls, *self._slots, *self._loose} - asked:
            asked |= wanted
            for carried in self._reading.earlier(wanted):
                self._recall(carried.key, carried.text)

    def _recall(self, key: str, text: str) -> None:
        self._known.add((key, text))
        word, _, rest = text.partition("\t")
        if word == "restart":
            self._system.setdefault(text, 0)
        elif word == "latest":
            self._told.earlier_latest_us = max(self._told.earlier_latest_us, int(rest))
        elif word in ("open", "call", "link"):
            self._loose.add(rest)
            if word == "link":
                self._told.once_linked.add(key)
        elif word == "wrap":
            self._wraps.setdefault(rest, 0)
        elif text not in self._calls.setdefault(key, {}):
            self._calls[key][text] = 0
            self._note_completion(key, text, EVENTS[text.split("\t", 4)[3]].kind)

    # -- giving out

    def items(self) -> Iterator[Item]:
        """The visits, and the wrap-ups that belong to none."""
        wrapped = join(self._wraps, self._calls)
        yield from wrapped.unplaced
        told = self._told
        told.restarts = [_second(text) for text in self._system]
        told.earlier_restarts = [_second(text) for text in self._system if (SYSTEM, text) in self._known]
        giving = Giving(self._reading, told, self._carry)
        yield from giving.items(self._given(wrapped.ms, wrapped.causes))
        self._hand_on(sorted(giving.loose))

    def _given(self, wraps: dict[tuple[str, int], int], causes: dict[str, int]) -> Iterator[CallLines]:
        for call_id in list(self._calls):
            lines = self._calls.pop(call_id)  # what was given out is not held twice
            for text, line in lines.items():
                if line:
                    self._carry(call_id, text)
            yield CallLines(call_id, lines, wraps, causes.get(call_id, 0))

    def _hand_on(self, loose: list[str]) -> None:
        """Hand to the store what later files need to find calls by; the lines of calls it has already."""
        for key, texts in self._slots.items():
            for text in sorted(texts):
                self._carry(key, text)
        for text in (*self._system, f"latest\t{self._told.latest_us}", *(f"open\t{call}" for call in loose)):
            self._carry(SYSTEM, text)

    def _carry(self, key: str, text: str) -> None:
        if (key, text) not in self._known:
            self._reading.carry.append(Carried(key, text))


def restarted(line: int) -> Ignored:
    """The line that says that the system started."""
    return Ignored(line, "QL_SYSTEM", "QUEUESTART: the system started; calls open at that moment are lost")


def unsound_wrap(found: Logged) -> Refused | None:
    """Why a wrap-up cannot be taken; None if it can."""
    event = from_text(found.text, found.line)
    try:
        event.ms("wrap")
    except Fault as fault:
        return Refused(found.line, fault.code, fault.message, event.as_logged("NONE"))
    return None


def _second(text: str) -> int:
    return int(text.partition("\t")[2])
