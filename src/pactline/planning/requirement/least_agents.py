"""The least agents that keep several promises together, for many intervals at once, and what each promise asks for.

Every promise is a figure of the queue in its long run (``queueing.steady``). The search begins near the load, on either
side of it, and ends where an answer is known to keep everything and one agent less to break something.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pactline.planning.queueing.patience_law import PatienceLaw
from pactline.planning.queueing.steady import Steady
from pactline.planning.requirement.first_guess import first_guess
from pactline.planning.requirement.promise import Measure, Promise
from pactline.planning.requirement.searching import (
    FINE,
    MOST_LOAD,
    CannotBeKept,
    Coming,
    fractions,
    from_which_all_hold,
    search,
)

if TYPE_CHECKING:
    Array = NDArray[np.float64]

_SOMEBODY = 1e-6  # fewer agents than this are not asked for: nobody cannot be measured


@dataclass(frozen=True)
class Requirement:
    """The least agents of each interval, and why."""

    coming: Coming
    promises: tuple[Promise, ...]
    agents: Array  # none where nothing comes
    whole: bool = True

    @cached_property
    def steady(self) -> Steady:
        """The long run with these agents; where nobody is needed it is shown with one."""
        return self.coming.with_agents(np.where(self.agents > 0, self.agents, 1.0))

    @cached_property
    def figures(self) -> Mapping[str, Array]:
        """For each promise, what these agents deliver."""
        return {promise.id: promise.delivered(self.steady) for promise in self.promises}

    @cached_property
    def kept(self) -> Mapping[str, NDArray[np.bool_]]:
        """For each promise, whether these agents keep it; where nothing comes, everything is kept."""
        idle = self.coming.load <= 0
        return {each.id: each.kept_by(self.figures[each.id]) | idle for each in self.promises}

    @cached_property
    def slack(self) -> Mapping[str, Array]:
        """For each promise, how much better than promised the figure is: a share, or seconds."""
        return {
            each.id: (self.figures[each.id] - each.target) * (1.0 if each.at_least else -1.0) for each in self.promises
        }

    @cached_property
    def binding(self) -> NDArray[np.object_]:
        """For each interval the promise that asks for most: the one that the last fraction of an agent is there for.
        Empty where nothing comes, or one agent is there because somebody must be."""
        return _binding(self)

    def without(self, promise_id: str) -> Requirement:
        """The requirement if one thing were not promised."""
        rest = [promise for promise in self.promises if promise.id != promise_id]
        coming = self.coming
        return least_agents(
            coming.rate_per_s, coming.aht_s, coming.patience, rest, whole=self.whole, slots=coming.slots
        )  # fmt: skip

    def prices(self) -> Mapping[str, Array]:
        """For each promise, the agents that are there for it alone: so many fewer would do without it."""
        return {promise.id: self.agents - self.without(promise.id).agents for promise in self.promises}


def least_agents(
    rate_per_s: ArrayLike,
    aht_s: ArrayLike,
    patience: ArrayLike | PatienceLaw | None,
    promises: Sequence[Promise],
    *,
    whole: bool = True,
    slots: int = 1,
) -> Requirement:
    """The least agents that keep all promises, interval by interval; at least one wherever something comes.

    With ``slots`` an agent handles so many contacts at once, and ``aht_s`` is how long one takes beside the others.
    With ``whole`` false agents may be fractions, good to 1/16,000. A promise that more agents can break (an occupancy
    of *at least* so much) is not searched for; whether it is kept stands in the requirement. Where a promise can be
    broken again by more agents (see ``Promise.monotone``), the answer is the least from which on all are kept.

    Raises CannotBeKept.
    """
    assert all(promise.measure is not Measure.DEADLINE for promise in promises), "a deadline is no long-run figure"
    coming = Coming.of(rate_per_s, aht_s, patience, slots)
    if (heaviest := float(coming.load.max(initial=0.0))) > MOST_LOAD:
        raise CannotBeKept(f"{heaviest:,.4g} Erlang in one interval are more than can be planned ({MOST_LOAD:,.0f})")
    searched = searchable(promises)
    agents = np.zeros(coming.load.size)
    busy = np.flatnonzero(coming.load.ravel() > 0)
    if busy.size:
        part = coming.only(busy)
        found = search(searched, part, first_guess(searched, part))
        if not all(promise.monotone for promise in searched):
            found = from_which_all_hold(searched, part, found)
        agents[busy] = found if whole else fractions(searched, part, found)
    return Requirement(coming, tuple(promises), agents.reshape(coming.load.shape), whole)


def searchable(promises: Sequence[Promise]) -> list[Promise]:
    """The promises that more agents help to keep."""
    return [promise for promise in promises if promise.helped_by_agents]


def _binding(found: Requirement) -> NDArray[np.object_]:
    names = np.full(found.agents.size, "", dtype=object)
    searched = searchable(found.promises)
    busy = np.flatnonzero(found.coming.load.ravel() > 0)
    if busy.size and searched:
        part, agents = found.coming.only(busy), found.agents.ravel()[busy]
        little = 2.0**-FINE
        broken = _broken(searched, part, agents - (1.0 if found.whole else 1.5 * little))
        several = np.flatnonzero(broken.sum(axis=0) > 1) if found.whole else np.array([], dtype=np.intp)
        if several.size:  # all of them ask for the last agent: which asks for the last fraction of it?
            few = part.only(several)
            last = _broken(searched, few, fractions(searched, few, agents[several]) - 1.5 * little)
            broken[:, several] &= last | ~last.any(axis=0)
        names[busy] = [searched[int(np.argmax(each))].id if each.any() else "" for each in broken.T]
    return names.reshape(found.agents.shape)


def _broken(promises: Sequence[Promise], coming: Coming, agents: Array) -> NDArray[np.bool_]:
    """For each promise and interval, whether so many agents break it; nobody breaks every one."""
    found = coming.with_agents(np.maximum(agents, _SOMEBODY))
    return np.array([~promise.kept(found) | (agents < _SOMEBODY) for promise in promises])
