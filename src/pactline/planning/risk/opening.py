"""Queues that open empty: by how much the first intervals of a day are better than the long run at their load.

Whoever comes first finds nobody ahead. The queue is followed from empty through the first handling times after it
opens, exactly (``pactline.planning.varying``), for each number of agents at loads from small to far too much; what it
does better there than in its long run is added to the shares of the intervals. Contacts and agents are taken to stay
as they are in the interval that is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from pactline.planning.queueing.patience_law import PatienceLaw, PiecewiseHazard
from pactline.planning.queueing.steady import steady
from pactline.planning.risk.ways_out import WaysOut
from pactline.planning.varying.judge import judge

Array = NDArray[np.float64]
Patience = None | float | PatienceLaw

_GRID = np.linspace(-1.2, 0.6, 13)
"""Logarithms of load per agent."""
_EDGE = np.unique(np.concatenate([_GRID, np.linspace(-0.4, 0.1, 21)]))
"""The same where nobody gives up: the long run changes fast towards the load that agents can just do."""
_FADED = 5.0  # handling times after which a queue has forgotten that it opened empty
_MOST_INTERVALS = 8
_SEEN_S = 60.0  # the wait over which the hazard is taken


@dataclass
class Opening:
    """What opening empty does for one queue with intervals of ``length_s`` and handling times like ``aht_s``."""

    ways: WaysOut
    patience: Patience
    aht_s: float
    length_s: float
    at_once: int = 1
    _curves: dict[float, PchipInterpolator] = field(default_factory=dict, repr=False)

    @property
    def intervals(self) -> int:
        """How many intervals after the opening are followed."""
        return int(np.clip(np.ceil(_FADED * self.aht_s / self.length_s), 1, _MOST_INTERVALS))

    def gain(self, load_per_agent: Array, agents: float, since: int) -> Array:
        """What is to be added to the shares of the ways out (..., ways) in the ``since``-th interval after the opening
        (0: the first)."""
        if agents not in self._curves:
            self._curves[agents] = self._curve(agents)
        curve = self._curves[agents]
        place = np.clip(np.log(np.maximum(load_per_agent, 1e-9)), curve.x[0], curve.x[-1])
        return np.asarray(curve(place)[..., since, :])

    def _curve(self, agents: float) -> PchipInterpolator:
        servers, patience = max(round(agents * self.at_once), 1), one_hazard(self.patience)
        grid = _EDGE if patience is None else _GRID
        table = np.zeros((grid.size, self.intervals, self.ways.many))
        for number, rate in enumerate(np.exp(grid) * servers / self.aht_s):
            rates = np.full(self.intervals, rate)
            found = self.ways.shares(judge(rates, servers, self.aht_s, patience, self.length_s).steady)
            table[number] = found - self.ways.shares(steady(np.array([rate]), self.aht_s, servers, patience))
        return PchipInterpolator(grid, table, axis=0)


def one_hazard(patience: Patience) -> float | PiecewiseHazard | None:
    """Patience that does not change over the wait: of a law the share that hangs up at once, and for all others the
    mean hazard over the first minute."""
    if not isinstance(patience, PatienceLaw):
        return patience
    stay, later = float(patience.survival(0.0)), float(patience.survival(_SEEN_S))
    hazard = float(np.log(stay / later)) / _SEEN_S if 0 < later < stay else 0.0
    return PiecewiseHazard(1 - stay, (0.0,), (hazard,))


def since_opening(starts_us: NDArray[np.int64], offered: Array, length_us: int, *, first_us: int, most: int,
                  runs: Iterable[NDArray[np.intp]]) -> NDArray[np.int64]:  # fmt: skip
    """For each interval the number of intervals since its queue opened empty, below ``most``; else -1.

    ``runs`` are the open intervals that follow one another. A run does not begin empty where contacts are expected in
    the interval before it, nor at ``first_us``, the midnight before all of them: it may go on from the day before.
    """
    came = {int(start) + length_us for start in starts_us[offered > 0]}
    found = np.full(len(starts_us), -1, dtype=np.int64)
    for places in runs:
        begins = int(starts_us[places[0]])
        if begins != first_us and begins not in came:
            found[places[:most]] = np.arange(min(most, len(places)))
    return found
