"""The events of one visit to its record: to one, to the several that they tell, or to the reason why it waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby, product

from pactline.importers.fault import Fault
from pactline.importers.plain.fields import KNOWN, NO_WAIT, OUTCOME_WORDS, PlainRow
from pactline.importers.plain_events.events import ANSWERED, ENDED, OFFERED, RATED, Event
from pactline.importers.reading import Reading
from pactline.records.columns import Outcome
from pactline.records.staging import Row

MOST_WAYS = 64
"""Ways in which the events of one visit may tell it before it is refused."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Waits(Exception):
    """The visit has not all the events that make a record."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


@dataclass(frozen=True)
class Told:
    """What the events tell: one row, or several of which none can count; and the events that cannot be true."""

    rows: tuple[Row, ...]
    ratings: int  # how many different ratings are known
    impossible: tuple[tuple[Event, Fault], ...]


class Visits:
    """Makes records of events by the rules of the plain format."""

    def __init__(self, reading: Reading) -> None:
        self._columns = [name for name in KNOWN if name not in ("source_ref", "source_rev")]
        self._row = PlainRow(self._columns, None, reading.latest_us)

    def told(self, contact: str, visit: int, events: Iterable[Event]) -> Told:
        """What the different events of a visit tell. Raises Waits, or Fault when none of it can be true."""
        by_type: dict[str, list[Event]] = {OFFERED: [], ANSWERED: [], ENDED: [], RATED: []}
        for event in sorted(events):
            by_type[event.type].append(event)
        ratings = by_type[RATED]
        ways = list(_ways(by_type))
        rows: dict[tuple[tuple[str, object], ...], Row] = {}
        possible: set[Event] = set()
        faults: dict[Event, Fault] = {}
        first: Fault | None = None
        for way in ways:
            try:
                row = self._row.read(self._cells(contact, visit, way))
            except Fault as fault:
                first = first or fault
                faults.update(dict.fromkeys(way, fault))
                continue
            rows.setdefault(tuple(sorted(row.items())), row)
            possible.update(way)
        if not rows:
            assert first is not None
            raise first
        impossible = tuple((event, fault) for event, fault in sorted(faults.items()) if event not in possible)
        return Told(tuple(rows.values()), len(ratings), impossible)

    def _cells(self, contact: str, visit: int, way: Sequence[Event]) -> list[str]:
        at = {event.type: event.us for event in way}
        cells = {name: value for event in way for name, value in event.told}
        cells |= {"contact_id": contact, "visit": str(visit), "offered_at": _iso(at[OFFERED])}
        cells["ended_at"] = _iso(at[ENDED])
        if ANSWERED in at:
            cells["answered_at"] = _iso(at[ANSWERED])
        if OUTCOME_WORDS.get(cells.get("outcome", ""), ("", None))[0] not in NO_WAIT:
            waited = max(0, (at.get(ANSWERED, at[ENDED]) - at[OFFERED]) // 1_000)  # out of order: told by the order
            cells["wait_s"] = f"{waited // 1_000}.{waited % 1_000:03d}"
        return [cells.get(name, "") for name in self._columns]


def _ways(by_type: dict[str, list[Event]]) -> Iterator[tuple[Event, ...]]:
    """Every choice of one event of each type. Raises Waits, or Fault when there are too many."""
    offered, answered, ended, rated = by_type.values()
    if not offered:
        raise Waits("EVENT_NO_OFFERED", "was never offered, as far as the events go")
    if not ended:
        raise Waits("EVENT_NO_ENDED", "has not ended, as far as the events go")
    if not answered and all(_outcome(event) == Outcome.ANSWERED for event in ended):
        raise Waits("EVENT_NO_ANSWERED", "ended as answered and its answer is not among the events")
    answers: list[Event | None] = [*answered] or [None]
    ratings: list[Event | None] = [*_ratings(rated)] or [None]
    if len(offered) * len(answers) * len(ended) * len(ratings) > MOST_WAYS:
        raise _too_many()
    for start, answer, end, rating in product(offered, answers, ended, ratings):
        reached = len(ended) == 1 or _outcome(end) == Outcome.ANSWERED
        yield tuple(event for event in (start, answer if reached else None, end, rating if reached else None) if event)


def _ratings(rated: Sequence[Event]) -> list[Event]:
    """What the ratings come to: a later one takes the place of an earlier one in what it tells. Two of one instant that
    tell different things are two ways."""
    merged: list[dict[str, str]] = [{}]
    for _, group in groupby(rated, key=lambda event: event.us):
        several = [dict(event.told) for event in group]
        together = {name: value for told in several for name, value in told.items()}
        if all(told.items() <= together.items() for told in several):
            several = [together]
        if len(merged) * len(several) > MOST_WAYS:
            raise _too_many()
        merged = [{**before, **told} for before in merged for told in several]
    if not rated:
        return []
    distinct = {tuple(sorted(told.items())) for told in merged}
    return [Event(rated[0].visit, RATED, rated[-1].us, told) for told in sorted(distinct)]


def _too_many() -> Fault:
    return Fault("EVENT_TOO_MANY", f"The events tell the contact in more than {MOST_WAYS} ways.")


def _outcome(ended: Event) -> str:
    return dict(ended.told).get("outcome", "")


def _iso(us: int) -> str:
    return (_EPOCH + timedelta(microseconds=us)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
