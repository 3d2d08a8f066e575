"""A run: customers go through a plan, and what came of each visit and of each shift."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import numpy as np

from pactline.planning.refusal import Refused
from pactline.planning.simulation.centre import Centre, Numbers
from pactline.planning.simulation.compiling import NUMBA
from pactline.planning.simulation.customers import Customers, draw_customers
from pactline.planning.simulation.floor import run_floor
from pactline.planning.simulation.heaps import first_come
from pactline.planning.simulation.routing import rules_of
from pactline.planning.simulation.state import (
    ABANDONED,
    ANSWERED,
    COUNTS,
    MASK,
    SHIFTS,
    VISITS,
    Visits,
)

T = TypeVar("T", bound=tuple[Any, ...])


@dataclass(frozen=True)
class Run:
    """What happened. Arrays of visits have one number for each visit, in the order in which they were made.

    ``queue`` is a number of the centre's queues, and so for callbacks; ``attempt`` is 0 for a first visit, 1, 2, ...
    for redials, -1 for a callback. ``slot`` names the agent (:meth:`agent`), -1 where nobody answered. Shifts are the
    stretches that a slot was on duty, the last contact included.
    """

    centre: Centre
    seed: int
    customer: Numbers
    queue: Numbers
    attempt: Numbers
    entered_ms: Numbers
    left_ms: Numbers
    state: Numbers
    slot: Numbers
    handling_ms: Numbers
    group_of: Numbers  # by slot
    first_slot: Numbers  # by group
    shift_slot: Numbers
    shift_from_ms: Numbers
    shift_to_ms: Numbers

    @property
    def wait_ms(self) -> Numbers:
        """Time in the queue, answered or not."""
        return self.left_ms - self.entered_ms

    def agent(self, slot: Numbers) -> tuple[Numbers, Numbers]:
        """The group and the number in it (0, 1, ...) of the agent whose slot it is."""
        group = self.group_of[slot]
        sizes = np.diff(self.first_slot)[group]
        at_once = np.array([g.at_once for g in self.centre.groups])[group]
        return group, (slot - self.first_slot[group]) % (sizes // at_once)


def simulate(centre: Centre, seed: int, customers: Customers | None = None) -> Run:
    """One run. ``customers``: those of an earlier :func:`draw_customers`, to try another plan on the same people."""
    who = customers if customers is not None else draw_customers(centre, seed)
    if _is_plain(centre):
        return _first_come(centre, seed, who)
    return _events(centre, seed, who)


def simulate_all(centre: Centre, seeds: Sequence[int]) -> Iterator[Run]:
    """One run for each seed."""
    for seed in seeds:
        yield simulate(centre, seed)


def _is_plain(centre: Centre) -> bool:
    """One queue, one group that is always there, and nothing but waiting in turn."""
    if len(centre.queues) > 1 or len(centre.groups) > 1 or centre.stay_s is not None or centre.skills[0].after_s:
        return False
    queue, group = centre.queues[0], centre.groups[0]
    alike = group.agents[0] > 0 and np.all(group.agents == group.agents[0])
    stays = group.closing is None or group.closing == group.agents[0]
    return bool(alike and stays) and queue.callbacks is None and queue.redials is None


def _first_come(centre: Centre, seed: int, who: Customers) -> Run:
    size, slots = len(who.at_ms), int(centre.groups[0].agents[0]) * centre.groups[0].at_once
    start_ms = int(centre.intervals.starts_ms[0])
    tables = _given(
        _Turn(who.at_ms, who.patience_ms, who.handling_ms, np.arange(slots), np.zeros(size), np.zeros(size))
    )
    first_come(*tables)
    turn = _taken(tables)
    answered = turn.slot >= 0
    last_ms = int(np.max(turn.left_ms + np.where(answered, who.handling_ms, 0), initial=start_ms))
    every = np.arange(slots, dtype=np.int64)
    none = np.zeros(size, dtype=np.int64)
    return Run(
        centre, seed, np.arange(size, dtype=np.int64), who.queue, none, who.at_ms, turn.left_ms,
        np.where(answered, ANSWERED, ABANDONED), turn.slot, who.handling_ms, np.zeros(slots, dtype=np.int64),
        np.array([0, slots]), every, np.full(slots, start_ms), np.full(slots, last_ms),
    )  # fmt: skip


class _Turn(NamedTuple):
    entered_ms: Any
    patience_ms: Any
    handling_ms: Any
    free: Any
    left_ms: Any
    slot: Any


def _events(centre: Centre, seed: int, who: Customers) -> Run:
    rules, floor = rules_of(centre)
    size = len(who.at_ms)
    room = size + int(who.choices.accepts.sum()) + int((who.choices.redial_after_ms >= 0).sum())
    if room > MASK:
        raise Refused(f"{room:,} contacts are too many for one run")
    visits = Visits(
        customer=_long(np.arange(size), room, 0),
        queue=_long(who.queue, room, 0),
        attempt=np.zeros(room, dtype=np.int64),
        entered_ms=_long(who.at_ms, room, 0),
        patience_ms=_long(who.patience_ms, room, 0),
        handling_ms=_long(who.handling_ms, room, 0),
        state=np.zeros(room, dtype=np.int64),
        left_ms=np.zeros(room, dtype=np.int64),
        slot=np.full(room, -1, dtype=np.int64),
        following=np.full(room, -1, dtype=np.int64),
    )
    count = np.zeros(COUNTS, dtype=np.int64)
    count[VISITS] = size
    floor = floor._replace(expiry=np.zeros(room + 1, np.int64), entry=np.zeros(room + 1, np.int64), count=count)
    v, r, f, c = _given(visits), _given(rules), _given(floor), _given(who.choices)
    run_floor(v, r, f, c, size)
    visits, floor = _taken(v), _taken(f)
    made, shifts = int(floor.count[VISITS]), int(floor.count[SHIFTS])
    queues = len(centre.queues)
    real = np.array([*range(queues), *(n for n, q in enumerate(centre.queues) if q.callbacks)])
    return Run(
        centre, seed, visits.customer[:made], real[visits.queue[:made]], visits.attempt[:made],
        visits.entered_ms[:made], visits.left_ms[:made], visits.state[:made], visits.slot[:made],
        visits.handling_ms[:made], floor.group_of, floor.first_slot, floor.shift_slot[:shifts],
        floor.shift_from_ms[:shifts], floor.shift_to_ms[:shifts],
    )  # fmt: skip


def _long(array: Numbers, room: int, rest: int) -> Numbers:
    if len(array) == room:
        return array.astype(np.int64)
    return np.concatenate([array, np.full(room - len(array), rest)]).astype(np.int64)


def _given(tables: T) -> T:
    """The tables as the floor takes them: arrays where it is compiled, lists where it is not."""
    if NUMBA is not None:
        return _made(tables, (np.ascontiguousarray(table, dtype=np.int64) for table in tables))
    return _made(tables, (np.asarray(table, dtype=np.int64).tolist() for table in tables))


def _taken(tables: T) -> T:
    return _made(tables, (np.asarray(table, dtype=np.int64) for table in tables))


def _made(like: T, tables: Iterable[Any]) -> T:
    make: Callable[..., T] = type(like)
    return make(*tables)
