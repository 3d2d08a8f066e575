"""Abandonment against service level: what patience, load and handling time make of it, from few agents to many.

No curve is fitted. Agents are swept through the exact M/M/n+G formula; what the days showed is drawn beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pactline.planning.queueing.patience_law import PatienceLaw
from pactline.planning.queueing.steady import steady

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """Long-run figures for rising numbers of agents, which may be fractions of one."""

    rate_per_s: float
    aht_s: float
    within_s: float
    agents: Floats
    service_level: Floats  # answered within within_s, of all offered
    abandonment: Floats  # of all offered
    asa_s: Floats  # average speed of answer

    @property
    def load(self) -> float:
        """Offered load in Erlang."""
        return self.rate_per_s * self.aht_s

    def abandonment_at(self, service_level: float) -> float | None:
        """The abandonment that goes with a service level; None outside the curve."""
        if not self.service_level[0] <= service_level <= self.service_level[-1]:
            return None
        return float(np.interp(service_level, self.service_level, self.abandonment))


def abandonment_curve(
    law: PatienceLaw, rate_per_s: float, aht_s: float, within_s: float = 20.0, *, steps: int = 60
) -> Curve:
    """Sweep agents from where hardly anybody is answered in time to where nearly everybody is.

    Raises ValueError for a rate or a handling time that is not positive.
    """
    if not (rate_per_s > 0 and aht_s > 0):
        raise ValueError("contacts must come and take time")
    load = rate_per_s * aht_s
    agents = np.linspace(max(0.5 * load, 0.5), load + 3.0 * np.sqrt(load) + 2.0, steps)
    found = steady(rate_per_s, aht_s, agents, law)
    return Curve(
        rate_per_s, aht_s, within_s, agents, np.asarray(found.service_level(within_s), dtype=float),
        np.asarray(found.p_abandon, dtype=float), np.asarray(found.asa_s, dtype=float),
    )  # fmt: skip
