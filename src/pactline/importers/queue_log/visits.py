"""Pairing the events of one call: which entry, answer and end of a queue belong to one visit.

Clocks step and lines within a second come in any order, so pairing first believes what an event says of itself (an end
that reports wait and talk names the second its visit began) and then the order of entry, before it looks at the clock.
The result depends on the set of events, never on the order of the lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pactline.importers.queue_log.events import SAME_EXIT, SKELETON, Event, Kind
from pactline.records.columns import Outcome

SECOND_US = 1_000_000
NEAR_US = 2 * SECOND_US  # two durations cut to whole seconds
GLITCH_US = 60 * SECOND_US
"""A clock that disagrees with the log's own durations by up to a minute is marked; by more, the visit is refused."""


@dataclass
class Visit:
    """One stay in one queue, as far as it is known."""

    queue: str
    begin_us: int
    entry: Event | None = None  # None: logged under another call id, or refused
    refusal: Event | None = None
    connects: list[Event] = field(default_factory=list)
    ends: list[Event] = field(default_factory=list)
    rings: list[Event] = field(default_factory=list)
    facts: list[Event] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)  # other call ids that hold lines of this visit
    consumed_by: str = ""  # the call this visit belongs to, when it was logged under a consultation's id

    @property
    def answered(self) -> bool:
        """An agent took it: an answer is logged, or an end that only answered calls have."""
        return bool(self.connects) or any(end.known.outcome is Outcome.ANSWERED for end in self.ends)

    @property
    def last_us(self) -> int:
        """The latest event of the visit."""
        return max([self.begin_us, *(event.us for event in (*self.connects, *self.ends))])


@dataclass
class Call:
    """All that is known of one call id."""

    id: str
    events: list[Event]
    line: int  # its first line in the file being read; 0: it has none
    visits: list[Visit] = field(default_factory=list)
    loose: list[Event] = field(default_factory=list)  # answers and ends without an entry
    unplaced: list[Event] = field(default_factory=list)  # rings and facts that fit no visit
    outbound: list[Event] = field(default_factory=list)  # all that is known of calls out
    skeleton: int = 0  # distinct lines of its own that make visits
    lent_to: str = ""  # the customer's call, when this one is the consultation of an attended transfer

    @property
    def open_visits(self) -> list[Visit]:
        """Visits that have begun and not ended."""
        return [each for each in self.visits if not (each.refusal or each.ends or each.consumed_by)]


def call_of(call_id: str, events: Iterable[Event]) -> Call:
    """Sort the events of one call into visits; rings and facts are placed later, by :func:`place`."""
    given = list(events)
    line = min((event.line for event in given if event.line), default=0)
    call = Call(call_id, _once(given), line, skeleton=sum(event.kind in SKELETON for event in given))
    by_queue: dict[str, dict[Kind, list[Event]]] = {}
    for event in call.events:
        by_queue.setdefault(event.queue, {}).setdefault(event.kind, []).append(event)
    for queue, kinds in by_queue.items():
        if Kind.OUTBOUND in kinds and Kind.ENTRY not in kinds:
            call.outbound += [event for event in call.events if event.queue == queue]
            continue
        visits = [Visit(queue, entry.us, entry) for entry in kinds.get(Kind.ENTRY, ())]
        call.loose += _pair_ends(visits, kinds.get(Kind.END, []))
        call.loose += _pair_connects(visits, kinds.get(Kind.CONNECT, []))
        call.visits += visits
        call.visits += [Visit(queue, event.us, refusal=event) for event in kinds.get(Kind.REFUSAL, ())]
    return call


def place(call: Call) -> None:
    """Put visits in order of time and give rings and facts to theirs."""
    call.visits.sort(key=lambda visit: (visit.begin_us, visit.last_us, visit.queue))
    called = {event.queue for event in call.outbound}
    for event in call.events:
        if event.kind in (Kind.RING, Kind.FACT) and event.queue not in called:
            visit = _visit_of(event, call.visits)
            if visit is None:
                call.unplaced.append(event)
            else:
                (visit.rings if event.kind is Kind.RING else visit.facts).append(event)


def _visit_of(event: Event, visits: Sequence[Visit]) -> Visit | None:
    """The latest visit to that queue which had begun; a ring also must lie inside the visit."""
    began = event.us - (event.sound_ms("ring_ms") or 0) * 1000 + SECOND_US
    there = [visit for visit in visits if visit.queue == event.queue and visit.begin_us <= began]
    if event.kind is Kind.FACT:
        return there[-1] if there else next((visit for visit in visits if visit.queue == event.queue), None)
    inside = [
        visit for visit in there if not visit.refusal and (not visit.ends or event.us <= visit.last_us + SECOND_US)
    ]
    return inside[-1] if inside else None


def _once(events: list[Event]) -> list[Event]:
    """The events in order, each once: the database table has the microseconds that the log file cuts off, and an entry
    may be there with and without the caller's key."""
    kept: dict[tuple[object, ...], Event] = {}
    fine = {_same(event, event.us // SECOND_US) for event in events if event.us % SECOND_US}
    for event in sorted(events, key=Event.sort_key):  # of two entries the one with the caller's key sorts last
        if event.us % SECOND_US == 0 and _same(event, event.us // SECOND_US) in fine:
            continue
        kept[_same(event, event.us)] = event
    return sorted(kept.values(), key=Event.sort_key)


def _same(event: Event, time: int) -> tuple[object, ...]:
    data = event.data[2:] if event.kind is Kind.ENTRY else event.data
    return time, event.queue, event.agent, event.name, data


def _pair_ends(visits: list[Visit], ends: list[Event]) -> list[Event]:
    """Give each end to its visit; return those without one."""
    rest = []
    for end in ends:
        visit = _begun_at(end.began_us(), visits, lambda each: bool(each.ends))
        if visit is None:
            rest.append(end)
        else:
            visit.ends.append(end)
    waiting = [visit for visit in visits if not visit.ends]
    if len(waiting) == len(rest) and all(map(_may_end, waiting, rest)):  # by order of entry
        for visit, end in zip(waiting, rest, strict=True):
            visit.ends.append(end)
        return []
    loose = []
    for end in rest:
        visit = _latest([each for each in waiting if not each.ends and _may_end(each, end)], end.us) or _told_twice(
            visits, end
        )
        if visit is None:
            loose.append(end)
        else:
            visit.ends.append(end)
    return loose


def _begun_at(us: int | None, visits: list[Visit], taken: object) -> Visit | None:
    """The visit that began at that second, one that is not taken first."""
    if us is None:
        return None
    near = [visit for visit in visits if abs(visit.begin_us - us) <= NEAR_US]
    assert callable(taken)
    return min(near, key=lambda visit: (taken(visit), abs(visit.begin_us - us), visit.begin_us), default=None)


def _may_end(visit: Visit, event: Event) -> bool:
    """Whether the event can belong to the visit: it is later, or the clock stepped by less than a minute."""
    began = event.began_us()
    return event.us >= visit.begin_us - SECOND_US or began is None or abs(began - visit.begin_us) <= GLITCH_US


def _latest(visits: list[Visit], us: int) -> Visit | None:
    """The last visit that had begun at ``us``."""
    begun = [visit for visit in visits if visit.begin_us <= us + SECOND_US]
    return begun[-1] if begun else None


def _told_twice(visits: list[Visit], end: Event) -> Visit | None:
    """The visit whose exit the dial plan logs once more."""
    if end.name not in SAME_EXIT:
        return None
    told = [visit for visit in visits if any(each.name in SAME_EXIT for each in visit.ends)]
    return _latest(told, end.us)


def _pair_connects(visits: list[Visit], connects: list[Event]) -> list[Event]:
    """Give each answer to its visit; return those without one."""
    loose = []
    for connect in connects:
        visit = _begun_at(connect.began_us(), visits, lambda each: bool(each.connects)) or _talked_from(visits, connect)
        if visit is None:
            free = [each for each in visits if not each.connects and not (each.ends and not each.answered)]
            visit = _latest(free, connect.us) or next((each for each in free if _may_end(each, connect)), None)
        if visit is None:
            loose.append(connect)
        else:
            visit.connects.append(connect)
    return loose


def _talked_from(visits: list[Visit], connect: Event) -> Visit | None:
    """The visit whose end says that talk began with this answer."""
    for visit in visits:
        for end in visit.ends:
            if visit.connects or "talk" not in end.known.fields:
                continue
            talk = end.sound_ms("talk")
            if talk is not None and abs(end.us - talk * 1000 - connect.us) <= NEAR_US:
                return visit
    return None
