"""Contacts followed through the day: what earlier intervals leave behind, and whether promises are kept then.

A queue opens as if it had been open before, with customers at the door: its load at the beginning of a run of open
intervals is that of the first of them. That is on the safe side for queues that open empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pactline.planning.queueing.erlang import poisson_weight
from pactline.planning.queueing.patience_law import BalkThenExponential, PatienceLaw
from pactline.planning.refusal import NoAnswer
from pactline.planning.requirement.promise import Promise
from pactline.planning.varying.judge import Judged, judge
from pactline.planning.varying.offered_load import offered_load
from pactline.planning.varying.repair import repair

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MOST_FOLLOWED = 3000.0  # Erlang: a day of so many takes minutes to follow
_SEEN_S = 60.0  # the wait over which a law of patience is taken by its mean hazard
_STANDARD_DEVIATIONS = 9.0


@dataclass(frozen=True)
class Run:
    """Open intervals of one queue that follow one another."""

    rates_per_s: Array
    aht_s: Array
    length_s: float
    patience: float | PatienceLaw | None
    slots: int = 1

    def carried_rates_per_s(self) -> Array:
        """The rates that by themselves would make the mean load of each interval, contacts carried over included."""
        start = float(self.rates_per_s[0] * self.aht_s[0])
        return offered_load(self.rates_per_s, self.length_s, self.aht_s, start) / self.aht_s

    def judged(self, agents: Array) -> Judged:
        """What the contacts of each interval meet with so many agents. Raises NoAnswer where they are too many."""
        self._check_size()
        return judge(
            self.rates_per_s, np.round(agents * self.slots), self.aht_s, _markov(self.patience), self.length_s,
            self._beginning(),
        )  # fmt: skip

    def repaired(self, agents: Array, promises: Sequence[Promise]) -> Array:
        """Agents raised where the run is short of a promise. Raises NoAnswer where no number is enough, or
        contacts are too many to be followed."""
        self._check_size()

        def kept(plan: Judged) -> NDArray[np.bool_]:
            return np.asarray(np.all([promise.kept(plan.steady) for promise in promises], axis=0))

        found = repair(
            self.rates_per_s, np.round(agents * self.slots), self.aht_s, _markov(self.patience), self.length_s,
            kept, self._beginning(), together=self.slots,
        )  # fmt: skip
        return np.asarray(found.agents / self.slots)

    def _check_size(self) -> None:
        if (most := float((self.rates_per_s * self.aht_s).max())) > MOST_FOLLOWED:
            raise NoAnswer(
                f"{most:,.0f} Erlang in one interval are too many to be followed through the day "
                f"({MOST_FOLLOWED:,.0f}); leave out --follow and --method repaired"
            )

    def _beginning(self) -> Array:
        load = float(self.rates_per_s[0] * self.aht_s[0])
        count = np.arange(np.ceil(load + _STANDARD_DEVIATIONS * np.sqrt(load)) + 2)
        law = poisson_weight(count, np.full(count.shape, load))
        return np.asarray(law / law.sum())


def _markov(patience: float | PatienceLaw | None) -> float | BalkThenExponential | None:
    """Patience that does not change over the wait: of a law its share that hangs up at once and its mean hazard over
    the first minute."""
    if not isinstance(patience, PatienceLaw):
        return patience
    stay, later = float(patience.survival(0.0)), float(patience.survival(_SEEN_S))
    hazard = np.log(stay / later) / _SEEN_S if 0 < later < stay else 0.0
    return BalkThenExponential(1 - stay, 1 / hazard if hazard > 0 else np.inf)
