"""The least agents of every group that keep the promises to every queue, found by trying plans on the same customers.

The total begins at what one pool of all agents would need, by formula, and is split over the groups by the square-root
rule; then groups get one agent more where that helps most for its cost until every promise to every queue is kept, and
one less, or others, where the promises stay kept (after Wallace and Whitt, *A staffing algorithm for call centers with
skill-based routing*, 2005). Needs of single skills are never added up, and an agent of many skills is counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations_with_replacement, permutations

import numpy as np

from pactline.planning.refusal import NoAnswer
from pactline.planning.requirement.promise import Promise
from pactline.planning.simulation.bounds import Bounds, bounds
from pactline.planning.simulation.centre import Array, Centre, Intervals
from pactline.planning.simulation.customers import Customers, draw_customers
from pactline.planning.simulation.long_run import long_run
from pactline.planning.simulation.running import simulate

Plan = tuple[int, ...]

_CONTACTS = 150_000  # of one trial, all seeds together
_MOST_GROUPS_EXCHANGED = 5


class NotKept(NoAnswer):
    """No number of agents that was tried keeps the promises."""


@dataclass(frozen=True)
class Found:
    """Agents by group, in the order of the centre; what they deliver, by promise and queue; the bounds beside them."""

    agents: dict[str, int]
    delivered: dict[tuple[str, str], float]
    bounds: Bounds
    tried: int  # plans

    @property
    def total(self) -> int:
        """All agents, each counted once."""
        return sum(self.agents.values())


def optimise(centre: Centre, promises: Sequence[Promise], seeds: Sequence[int], contacts: int = _CONTACTS) -> Found:
    """The least agents (by cost, where groups have one) for a centre of one interval.

    Every promise is kept towards every queue it covers by itself. ``contacts`` are simulated in each trial, shared by
    the seeds. Raises NotKept, and CannotBeKept of the formulas.
    """
    outer = bounds(centre, promises)
    trial = _Trial(_stretched(centre, contacts / len(seeds)), promises, seeds)
    plan = _split(centre, outer.pooled)
    most = 3 * max(outer.separate_total, outer.pooled) + 10 * len(centre.groups)
    plan = _fill(trial, plan, most)
    plan = _trim(trial, plan)
    plan = _exchange(trial, plan)
    agents = {group.name: number for group, number in zip(centre.groups, plan, strict=True)}
    return Found(agents, trial.delivered(plan), outer, len(trial.known))


def _stretched(centre: Centre, contacts: float) -> Centre:
    """The same rates for so long that so many contacts come."""
    offered = sum(float(queue.offered[0]) for queue in centre.queues)
    if not offered > 0:
        raise NotKept("nothing is expected, so there is nothing to plan for")
    times = max(contacts / offered, 1.0)
    times = min(times, 300 * 86_400_000 / centre.intervals.length_ms)
    intervals = Intervals.even(1, centre.intervals.length_s * times)
    queues = tuple(replace(queue, offered=queue.offered * times) for queue in centre.queues)
    groups = tuple(replace(group, closing=None) for group in centre.groups)
    return replace(centre, intervals=intervals, queues=queues, groups=groups, stay_s=None, day_cv=0.0)


@dataclass
class _Trial:
    """Plans tried on the same customers, each once."""

    centre: Centre
    promises: Sequence[Promise]
    seeds: Sequence[int]
    known: dict[Plan, dict[tuple[str, str], float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.customers: list[Customers] = [draw_customers(self.centre, seed) for seed in self.seeds]
        self.costs = [Fraction(group.cost_per_hour or 1) for group in self.centre.groups]
        warm_s = max(3600.0, 5 * max(float(queue.aht_s[0]) for queue in self.centre.queues))
        self.end_ms = self.centre.intervals.end_ms
        self.warm_ms = min(round(warm_s * 1000), self.end_ms // 10)

    def delivered(self, plan: Plan) -> dict[tuple[str, str], float]:
        """The figure of every promise towards every queue it covers."""
        if plan not in self.known:
            names = [group.name for group in self.centre.groups]
            staffed = self.centre.staffed({name: np.array([n]) for name, n in zip(names, plan, strict=True)})
            runs = [simulate(staffed, s, who) for s, who in zip(self.seeds, self.customers, strict=True)]
            self.known[plan] = {
                (promise.id, queue.name): float(promise.delivered(long_run(runs, number, self.warm_ms, self.end_ms)))
                for number, queue in enumerate(self.centre.queues)
                for promise in self.promises
                if promise.covers(queue.name, queue.channel) and queue.offered[0] > 0
            }
        return self.known[plan]

    def short(self, plan: Plan) -> dict[tuple[str, str], float]:
        """By how much promises are missed: a share, or seconds over those promised."""
        by_id = {promise.id: promise for promise in self.promises}
        missing: dict[tuple[str, str], float] = {}
        for (name, queue), figure in self.delivered(plan).items():
            promise = by_id[name]
            if not bool(promise.kept_by(figure)):
                gap = abs(figure - promise.target) if np.isfinite(figure) else 1.0
                missing[name, queue] = gap / max(promise.target, 1.0) if promise.in_seconds else gap
        return missing

    def total_short(self, plan: Plan) -> float:
        return sum(self.short(plan).values())

    def cost(self, plan: Plan) -> Fraction:
        return sum((cost * int(number) for cost, number in zip(self.costs, plan, strict=True)), Fraction(0))


def _split(centre: Centre, total: int) -> Plan:
    """The total over the groups: their load and the same multiple of its root. A queue's load is spread evenly over the
    groups that may serve it."""
    load = np.zeros(len(centre.groups))
    for queue in centre.queues:
        able = [skill.group for skill in centre.skills if skill.queue == queue.name]
        mine = np.array([group.name in able for group in centre.groups])
        load[mine] += queue.offered[0] * queue.aht_s[0] / centre.intervals.length_s / mine.sum()
    load /= np.array([group.at_once for group in centre.groups])
    root = np.sqrt(load)
    wanted: Array = np.maximum(load + (total - load.sum()) * root / max(root.sum(), 1e-9), 0.0)
    plan = np.floor(wanted).astype(int)
    for group in np.argsort(plan - wanted)[: max(total - int(plan.sum()), 0)]:
        plan[group] += 1
    return tuple(int(number) for number in plan)


def _moved(plan: Plan, *steps: tuple[int, int]) -> Plan:
    changed = list(plan)
    for group, step in steps:
        changed[group] += step
    return tuple(changed)


def _fill(trial: _Trial, plan: Plan, most: int) -> Plan:
    """One agent more, where it takes most of what is missing for its cost, until nothing is missing."""
    groups = [group.name for group in trial.centre.groups]
    while short := trial.short(plan):
        if sum(plan) >= most:
            missed = ", ".join(f"{promise} to {queue}" for promise, queue in short)
            raise NotKept(f"even {sum(plan)} agents do not keep {missed}")
        queues = {queue for _, queue in short}
        helpful = {skill.group for skill in trial.centre.skills if skill.queue in queues}
        now = sum(short.values())

        def gain(group: int, now: float = now, plan: Plan = plan) -> float:
            return (now - trial.total_short(_moved(plan, (group, 1)))) / trial.costs[group]

        plan = _moved(plan, (max((g for g, name in enumerate(groups) if name in helpful), key=gain), 1))
    return plan


def _trim(trial: _Trial, plan: Plan) -> Plan:
    """One agent less, the dearest first, as long as everything is kept."""
    while True:
        order = sorted(range(len(plan)), key=lambda group: -trial.costs[group])
        fewer = (_moved(plan, (group, -1)) for group in order if plan[group] > 0)
        better = next((each for each in fewer if not trial.short(each)), None)
        if better is None:
            return plan
        plan = better


def _exchange(trial: _Trial, plan: Plan) -> Plan:
    """Agents of some groups for one of another where that is cheaper and everything stays kept."""
    while True:
        better = next((each for each in _cheaper(plan, trial.cost) if not trial.short(each)), None)
        if better is None:
            return plan
        plan = _trim(trial, better)


def _cheaper(plan: Plan, cost: Callable[[Plan], Fraction]) -> Iterator[Plan]:
    """Two agents out and one in, one out and two in, one for one: as far as it costs less."""
    groups = range(len(plan))
    pairs = list(combinations_with_replacement(groups, 2)) if len(plan) <= _MOST_GROUPS_EXCHANGED else []
    for way in (1, -1):
        yield from _valid(plan, [((a, -way), (b, -way), (k, way)) for a, b in pairs for k in groups], cost)
    yield from _valid(plan, [((a, -1), (b, 1)) for a, b in permutations(groups, 2)], cost)


def _valid(
    plan: Plan, tries: Sequence[tuple[tuple[int, int], ...]], cost: Callable[[Plan], Fraction]
) -> Iterator[Plan]:
    for steps in tries:
        changed = _moved(plan, *steps)
        if min(changed) >= 0 and cost(changed) < cost(plan):
            yield changed
