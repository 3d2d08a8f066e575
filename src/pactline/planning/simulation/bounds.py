"""What formulas say about a centre of several skills: the least that one pool would need, and what teams apart need.

Neither is the answer. If every agent had every skill the fewest would do, so no plan with fewer can keep the promises
(the formula is exact where handling times are alike); teams that never help one another need the most that is sensible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pactline.planning.queueing.patience_law import Exponential, PatienceLaw
from pactline.planning.requirement.least_agents import least_agents
from pactline.planning.requirement.promise import Promise
from pactline.planning.simulation.centre import Array, Centre, Queue

_VERY_LONG_S = 1e6  # stands for patience without end beside queues that have one


@dataclass(frozen=True)
class MixedPatience:
    """Customers of several kinds, by their shares; satisfies ``PatienceLaw``."""

    shares: tuple[float, ...]
    laws: tuple[PatienceLaw, ...]

    @property
    def kinks_s(self) -> tuple[float, ...]:
        """Those of every kind."""
        return tuple(sorted({kink for law in self.laws for kink in law.kinks_s}))

    def survival(self, t_s: ArrayLike) -> Array:
        """The shares' own survivals, added up."""
        return np.asarray(sum(share * law.survival(t_s) for share, law in zip(self.shares, self.laws, strict=True)))

    def integrated_survival(self, t_s: ArrayLike) -> Array:
        """The shares' own integrals, added up."""
        return np.asarray(
            sum(share * law.integrated_survival(t_s) for share, law in zip(self.shares, self.laws, strict=True))
        )


@dataclass(frozen=True)
class Bounds:
    """Agents by formula: ``pooled`` if everybody could do everything, ``separate`` for each queue by itself."""

    pooled: int
    separate: Mapping[str, int]

    @property
    def separate_total(self) -> int:
        """Teams that never help one another."""
        return sum(self.separate.values())


def bounds(centre: Centre, promises: Sequence[Promise]) -> Bounds:
    """For a centre of one interval. Raises CannotBeKept."""
    separate = {
        queue.name: _least(centre, [queue], [each for each in promises if each.covers(queue.name, queue.channel)])
        for queue in centre.queues
    }
    pools = [
        _least(centre, [queue for queue in centre.queues if promise.covers(queue.name, queue.channel)], [promise])
        for promise in promises
    ]
    return Bounds(max(pools, default=0), separate)


def _least(centre: Centre, queues: Sequence[Queue], promises: Sequence[Promise]) -> int:
    coming = [queue for queue in queues if queue.offered[0] > 0]
    if not coming or not promises:
        return 0
    offered = np.array([queue.offered[0] for queue in coming])
    aht_s = float(np.sum(offered * [queue.aht_s[0] for queue in coming]) / offered.sum())
    rate_per_s = float(offered.sum()) / centre.intervals.length_s
    laws = [patience_law(queue) for queue in coming]
    if all(law is None for law in laws):
        patience: PatienceLaw | None = None
    elif len(set(laws)) == 1:
        patience = laws[0]
    else:
        shares = tuple(float(share) for share in offered / offered.sum())
        patience = MixedPatience(shares, tuple(law or Exponential(_VERY_LONG_S) for law in laws))
    able = {skill.group for skill in centre.skills if skill.queue in {queue.name for queue in coming}}
    slots = max(group.at_once for group in centre.groups if group.name in able)
    return int(least_agents(rate_per_s, aht_s, patience, promises, slots=slots).agents.max())


def patience_law(queue: Queue) -> PatienceLaw | None:
    """The patience of a queue in its first interval."""
    law = queue.patience
    return Exponential(float(law[0])) if isinstance(law, np.ndarray) else law
