"""A simulated centre, as a system of record would have logged it: the month behind ``pactline demo``.

Customers come by the time of day and the day of the week, more on a day when something is broken; a roster says how
many agents are there, some of whom are ill; who waits too long hangs up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from pactline.planning.demo.chance import Chance
from pactline.planning.demo.floor import Agent, Floor, Queue, Visit
from pactline.values.calendar import Calendar
from pactline.values.period import Period
from pactline.values.zone import from_us, midnight_us

HALF_HOUR_MS = 1_800_000
STAY_ON_MS = HALF_HOUR_MS  # after the doors close the last shift stays, so that those who wait are served


@dataclass(frozen=True)
class Rush:
    """Some hours with more customers than usual."""

    day: date
    first: time
    end: time  # excluded
    percent: int  # 200: twice as many


@dataclass(frozen=True)
class Desk:
    """One queue of a centre: who comes, who is there to answer, and how both behave.

    Tables by weekday (0 = Monday) have one number for each half hour from opening to closing; the doors open and close
    on the half hour and are shut when the clock changes.
    """

    name: str
    channel: str
    hours: Calendar
    arrivals: Mapping[int, Sequence[int]]  # customers in each half hour, on average
    roster: Mapping[int, Sequence[int]]  # agents in each half hour
    talk_ms: int  # mean conversation
    wrap_ms: int  # mean work after it
    patience_ms: int  # mean, of those who are patient
    at_once: int = 1
    closed_arrivals: int = 0  # customers in a closed day of 24 hours, on average
    rushes: tuple[Rush, ...] = ()
    ill_percent: int = 4  # of the agents, each day
    hasty_percent: int = 20  # hang up after a fifth of the patience of the others
    at_once_percent: int = 3  # hang up within four seconds
    hold_percent: int = 0
    short_percent: int = 2  # wrong number, dead line
    transfer_to: str = ""
    transfer_percent: int = 0
    callback_percent: int = 0  # would accept a call back
    callback_from: int | None = None
    voicemail_after_ms: int | None = None


@dataclass(frozen=True)
class Centre:
    """Some desks in one time zone."""

    name: str
    zone: ZoneInfo
    desks: tuple[Desk, ...]


def simulate(centre: Centre, days: Period, seed: int, prefix: str = "") -> list[Visit]:
    """Every queue visit of some days, in the order of entering a queue; the same for the same arguments.

    ``prefix`` begins the ids of all contacts; days that are simulated apart are told apart by it.
    """
    floor = Floor(Queue(d.name, d.at_once, d.voicemail_after_ms, d.callback_from) for d in centre.desks)
    by_name = {desk.name: desk for desk in centre.desks}
    for desk in centre.desks:
        _put_shifts(floor, desk, centre, days, Chance(seed, f"{prefix}{desk.name}/illness"))
        customers = _Customers(desk, by_name, Chance(seed, f"{prefix}{desk.name}/customers"), prefix)
        for arrival_ms in _arrivals(desk, centre, days, Chance(seed, f"{prefix}{desk.name}/arrivals")):
            floor.at(arrival_ms, partial(floor.arrive, customers.next()))
    return floor.run()


def _open(desk: Desk, day: date, where: ZoneInfo) -> list[range]:
    """The half hours a desk is open on a local day, one range of first instants for each span of opening hours."""
    spans = desk.hours.spans(Period(day, day + timedelta(days=1)), where)
    return [range(span.start // 1000, span.end // 1000, HALF_HOUR_MS) for span in spans]


def _put_shifts(floor: Floor, desk: Desk, centre: Centre, days: Period, chance: Chance) -> None:
    queue = floor.queues[desk.name]
    size = max(max(row, default=0) for row in desk.roster.values())
    crew = [Agent(f"{desk.name}-{n:02d}") for n in range(1, size + 1)]
    for day in days.days():
        ill = {agent.name for agent in crew if chance.happens(desk.ill_percent)}
        sizes = iter(desk.roster.get(day.weekday(), ()))
        for span in _open(desk, day, centre.zone):
            floor.at(span.start, partial(floor.open_doors, queue, span.stop))
            for start in span:
                shift = [agent for agent in crew[: next(sizes)] if agent.name not in ill]
                floor.at(start, partial(floor.change_shift, queue, shift))
            floor.at(span.stop + STAY_ON_MS, partial(floor.change_shift, queue, ()))
            floor.at(span.stop + STAY_ON_MS, partial(floor.send_away, queue))


def _arrivals(desk: Desk, centre: Centre, days: Period, chance: Chance) -> Iterator[int]:
    """The instants at which customers come: a Poisson process whose rate is constant within each half hour."""
    for day in days.days():
        starts = [start for span in _open(desk, day, centre.zone) for start in span]
        means = dict(zip(starts, desk.arrivals.get(day.weekday(), ()), strict=True))
        midnight, next_midnight = (midnight_us(d, centre.zone) // 1000 for d in (day, day + timedelta(days=1)))
        for start in range(midnight, next_midnight, HALF_HOUR_MS):
            mean = means.get(start, desk.closed_arrivals / 48) * _rush(desk, start, centre.zone) / 100
            at = start + chance.gap_ms(HALF_HOUR_MS / mean) if mean else next_midnight
            while at < start + HALF_HOUR_MS:
                yield at
                at += chance.gap_ms(HALF_HOUR_MS / mean)


def _rush(desk: Desk, start_ms: int, where: ZoneInfo) -> int:
    local = from_us(start_ms * 1000, where)
    return next((r.percent for r in desk.rushes if r.day == local.date() and r.first <= local.time() < r.end), 100)


class _Customers:
    """The customers of one desk: what each would do is drawn in full, whatever the centre does then."""

    def __init__(self, desk: Desk, desks: Mapping[str, Desk], chance: Chance, prefix: str) -> None:
        self._desk, self._desks, self._chance, self._prefix = desk, desks, chance, prefix
        self._count = 0

    def next(self) -> Visit:
        """The next customer, with the transfer or call back that may follow."""
        desk, chance = self._desk, self._chance
        self._count += 1
        visit = self._visit(desk, f"{self._prefix}{desk.name}-{self._count:06d}", 1)
        if chance.happens(desk.transfer_percent):
            visit.transfer = self._visit(self._desks[desk.transfer_to], visit.contact_id, 2)
        if chance.happens(desk.callback_percent):
            visit.callback = self._visit(desk, f"{visit.contact_id}-callback", 1)
            visit.callback.callback_of, visit.callback.direction = visit.contact_id, "outbound"
            visit.callback.patience_ms = None
            visit.callback.after_ms = chance.between_ms(20 * 60_000, 60 * 60_000)
        return visit

    def _visit(self, desk: Desk, contact_id: str, number: int) -> Visit:
        chance = self._chance
        short = chance.happens(desk.short_percent)
        return Visit(
            contact_id=contact_id,
            number=number,
            queue=desk.name,
            patience_ms=self._patience(desk),
            ring_ms=chance.between_ms(1_000, 5_000),
            talk_ms=chance.between_ms(2_000, 9_000) if short else chance.work_ms(desk.talk_ms, 0.7),
            hold_ms=chance.between_ms(15_000, 150_000) if chance.happens(desk.hold_percent) and not short else 0,
            wrap_ms=chance.work_ms(desk.wrap_ms, 0.5),
        )

    def _patience(self, desk: Desk) -> int:
        chance = self._chance
        if chance.happens(desk.at_once_percent):
            return chance.between_ms(200, 4_000)
        hasty = chance.happens(desk.hasty_percent)
        return chance.gap_ms(desk.patience_ms / 5 if hasty else desk.patience_ms) + 3_000
