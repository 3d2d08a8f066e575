"""Planning a centre over days: each situation (the same volumes and handling times) is optimised once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pactline.planning.requirement.promise import Promise
from pactline.planning.simulation.centre import Centre, Group, Intervals, Numbers, Queue
from pactline.planning.simulation.optimise import Found, optimise


@dataclass(frozen=True)
class Situation:
    """Intervals in which the same is expected, and the agents they need."""

    intervals: Numbers  # their places
    offered_per_hour: dict[str, float]
    found: Found


def optimise_days(
    centre: Centre,
    promises: Sequence[Promise],
    seeds: Sequence[int],
    told: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[Centre, list[Situation]]:
    """The centre with the least agents of each situation, by the time it first occurs; nobody where nothing comes.

    Each situation is planned as if it lasted: where handling times are long against the interval, look at the result of
    the whole day. Raises NotKept and CannotBeKept.
    """
    offered = np.array([queue.offered for queue in centre.queues])
    aht_s = np.array([queue.aht_s for queue in centre.queues])
    busy = np.flatnonzero(offered.sum(axis=0) > 0)
    kinds = np.round(np.concatenate([offered, aht_s])[:, busy], 6)
    _, first, which = np.unique(kinds, axis=1, return_index=True, return_inverse=True)
    agents = {group.name: np.zeros(len(centre.intervals.starts_ms), dtype=np.int64) for group in centre.groups}
    situations: list[Situation] = []
    order = np.argsort(first)
    for done, kind in enumerate(order):
        told(done, len(order))
        places = busy[np.ravel(which) == kind]
        found = optimise(_at(centre, int(places[0])), promises, seeds)
        for name, number in found.agents.items():
            agents[name][places] = number
        per_hour = offered[:, places[0]] * 3600 / centre.intervals.length_s
        rates = {queue.name: float(rate) for queue, rate in zip(centre.queues, per_hour, strict=True)}
        situations.append(Situation(places, rates, found))
    return centre.staffed(agents), situations


def _at(centre: Centre, place: int) -> Centre:
    """The centre as it is in one interval."""

    def queue(each: Queue) -> Queue:
        patience = each.patience[[place]] if isinstance(each.patience, np.ndarray) else each.patience
        return replace(each, offered=each.offered[[place]], aht_s=each.aht_s[[place]], patience=patience)

    def group(each: Group) -> Group:
        return replace(each, agents=each.agents[[place]], closing=None)

    return replace(
        centre,
        intervals=Intervals.even(1, centre.intervals.length_s),
        queues=tuple(queue(each) for each in centre.queues),
        groups=tuple(group(each) for each in centre.groups),
    )
