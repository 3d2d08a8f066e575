"""From a forecast and promises to agents: for each queue and interval, scheduled people, and what they deliver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from pactline.planning.expected import Expected
from pactline.planning.refusal import Refused
from pactline.planning.requirement.assumptions import Assumptions, Method, Mode
from pactline.planning.requirement.contributions import Part
from pactline.planning.requirement.later import agents_for_deadlines
from pactline.planning.requirement.live import Delivered, LiveQueue
from pactline.planning.requirement.month_total import agents_for_totals
from pactline.planning.requirement.plan_file import PlannedAgents
from pactline.planning.requirement.promise import Measure, Promise
from pactline.planning.requirement.promises import LeftOut
from pactline.planning.requirement.window_figures import (
    WindowFigure,
    together_figures,
    totals_of,
    window_figures,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_ALMOST = 1e-9


class NothingPromised(Refused):
    """No promise covers a queue of the forecast."""


@dataclass(frozen=True)
class StaffedQueue:
    """The plan of one queue."""

    live: LiveQueue
    deadlines: tuple[Promise, ...]
    agents: Array
    scheduled: Array
    binding: NDArray[np.object_]
    every_interval: Array  # what the agents would be if every promise held in every interval
    delivered: Delivered
    followed: Delivered | None  # with contacts followed through the day, where that was asked for

    @property
    def expected(self) -> Expected:
        """What the plan is for."""
        return self.live.expected

    @property
    def kept(self) -> Mapping[str, NDArray[np.bool_]]:
        """For each promise and interval whether it is kept; work that may lie is always done in time."""
        always = np.ones(self.agents.size, dtype=bool)
        return {**self.best.kept, **{each.id: always for each in self.deadlines}}

    @property
    def best(self) -> Delivered:
        """What is known best: with contacts followed, else the long run."""
        return self.followed or self.delivered

    def planned(self) -> PlannedAgents:
        """The rows of the plan file."""
        e = self.expected
        return PlannedAgents(
            e.queue, e.channel, e.zone, e.length_us, e.starts_us, e.offered, e.aht_s, self.agents, self.scheduled,
            tuple(str(each) for each in self.binding),
        )  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """Agents for all queues."""

    queues: tuple[StaffedQueue, ...]
    windows: tuple[WindowFigure, ...]
    together: tuple[WindowFigure, ...]  # of promises over several queues: each interval, all queues together
    notes: tuple[str, ...]
    given: Assumptions
    left_out: tuple[LeftOut, ...] = ()  # commitments that no number of agents keeps, with the reason

    def __str__(self) -> str:
        from pactline.planning.requirement.plan_text import plan_text

        return plan_text(self)


def staff_queues(
    forecasts: Sequence[Expected],
    promises: Sequence[Promise],
    given: Assumptions,
    *,
    where: ZoneInfo | None = None,
    follow: bool = False,
    left_out: Sequence[LeftOut] = (),
) -> Plan:
    """The least agents of each queue and interval that keep the promises, as the assumptions say.

    ``where`` is the zone of opening hours and windows (left out: that of the first queue). With ``follow`` contacts are
    followed through the day to say what becomes of them; the method ``repaired`` does so anyway. Each queue keeps a
    promise by itself, so that all queues of a service together do; only month totals are made over queues together.

    Raises NothingPromised, CannotBeKept, CannotBeDone, and PatienceUnknown.
    """
    zone = where or forecasts[0].zone
    lives = [LiveQueue.of(each, promises, given, zone) for each in forecasts]
    deadlines = [_deadlines(each, promises) for each in forecasts]
    for live, later in zip(lives, deadlines, strict=True):
        if not live.promises and not later:
            name = f"{live.expected.queue!r} ({live.expected.channel})"
            raise NothingPromised(
                f"no promise covers the queue {name}; name a promise with --promise, or other queues with --queue"
            )
    every = [live.need(live.promises) for live in lives]
    needs = every if given.mode is Mode.EVERY_INTERVAL else _for_totals(lives, given, zone)
    idle: dict[int, float] = {}
    queues: list[StaffedQueue] = []
    order = sorted(range(len(lives)), key=lambda place: bool(deadlines[place]))  # those who have idle agents first
    for place in order:
        live, later = lives[place], deadlines[place]
        agents, binding = needs[place]
        if later:
            agents, binding = _with_deadlines(live, later, agents, binding, idle, zone)
        found = _finished(live, later, agents, binding, every[place][0], follow)
        queues.append(found)
        if not later:
            _leave_idle(found, given.fill_idle, idle)
    queues = [queues[order.index(place)] for place in range(len(lives))]
    agents_of = [queue.agents for queue in queues]
    figures, together = window_figures(lives, agents_of, zone), together_figures(lives, agents_of)
    return Plan(tuple(queues), figures, together, tuple(_notes(queues, given)), given, tuple(left_out))


def _deadlines(expected: Expected, promises: Sequence[Promise]) -> tuple[Promise, ...]:
    return tuple(
        each for each in promises
        if each.measure is Measure.DEADLINE and each.covers(expected.queue, expected.channel)
    )  # fmt: skip


def _finished(
    live: LiveQueue, later: tuple[Promise, ...], agents: Array, binding: NDArray[np.object_], every: Array, follow: bool
) -> StaffedQueue:
    """Put right where that is asked for, with minimum and shrinkage."""
    given = live.given
    agents = np.where(live.open, np.maximum(agents, given.minimum), agents)
    if given.method is Method.REPAIRED and given.mode is Mode.EVERY_INTERVAL:
        agents = live.repaired(agents)
    expected = live.expected
    share = given.shrinkage.on([expected.local(place) for place in range(expected.starts_us.size)])
    scheduled = np.ceil(agents / (1 - share) - _ALMOST)
    looked = live.promises and (follow or given.method is Method.REPAIRED)
    followed = live.followed(agents) if looked else None
    return StaffedQueue(live, later, agents, scheduled, binding, every, live.delivered(agents), followed)


def _with_deadlines(
    live: LiveQueue, later: tuple[Promise, ...], agents: Array, binding: NDArray[np.object_], idle: dict[int, float],
    zone: ZoneInfo,
) -> tuple[Array, NDArray[np.object_]]:  # fmt: skip
    by_deadline, names, used = agents_for_deadlines(
        live.expected, live.given.handling_s(live.expected), later, idle, zone
    )
    for start, seconds in used.items():
        idle[start] -= seconds
    more = by_deadline > agents
    return np.where(more, by_deadline, agents), np.where(more, names, binding)


def _leave_idle(queue: StaffedQueue, share: float, idle: dict[int, float]) -> None:
    """Note the time in which a queue's agents wait for contacts and may do other work."""
    waiting = np.nan_to_num(queue.agents * (1 - queue.delivered.shown["occupancy"])) * queue.expected.length_s * share
    for start, seconds in zip(queue.expected.starts_us, waiting, strict=True):
        idle[int(start)] = idle.get(int(start), 0.0) + float(seconds)


def _for_totals(
    lives: Sequence[LiveQueue], given: Assumptions, zone: ZoneInfo
) -> list[tuple[Array, NDArray[np.object_]]]:
    """Agents where only the windows must be kept; what is judged interval by interval is, and no interval is let fall
    below a part of any promise."""
    least = [live.need([each for each in live.promises if each.every_interval] + live.floor()) for live in lives]
    parts = [
        Part(live.coming, np.where(live.open, live.expected.offered, 0.0), np.maximum(
            agents, np.where(live.open, given.minimum, 0.0)
        ))
        for live, (agents, _) in zip(lives, least, strict=True)
    ]  # fmt: skip
    totals = [total for total, _ in totals_of(lives, zone) if total.many and not total.promise.every_interval]
    plan = agents_for_totals(parts, totals)
    names = np.array([total.promise.id for total in totals] + [""], dtype=object)[plan.binding]
    ends = np.cumsum([part.contacts.size for part in parts])[:-1]
    found = []
    for agents, name, (_, floor) in zip(np.split(plan.agents, ends), np.split(names, ends), least, strict=True):
        found.append((agents, np.where(name == "", floor, name)))
    return found


def _notes(queues: Sequence[StaffedQueue], given: Assumptions) -> list[str]:
    """What the reader should know about the plan."""
    notes: list[str] = []
    for queue in queues:
        expected, live = queue.expected, queue.live
        closed = float(expected.offered[~live.open].sum())
        if closed >= 0.5 and not queue.deadlines:
            said = f"{closed:,.0f} contacts are expected while nothing is promised"
            notes.append(f"{expected.queue}: {said}; nobody is planned for them")
        shared = [each.id for each in live.promises if len([q for q in queues if each.id in q.live.holds]) > 1]
        if shared and given.mode is Mode.EVERY_INTERVAL and queue is queues[0]:
            notes.append(f"{', '.join(shared)}: each queue keeps it by itself, so all of them together do")
    promises = {each.id: each for queue in queues for each in queue.live.promises}
    for promise in promises.values():
        if not promise.helped_by_agents:
            notes.append(f"{promise.id}: more agents can only break it; it is shown and not planned for")
        if promise.remark:
            notes.append(f"{promise.id}: {promise.remark}")
    return notes
