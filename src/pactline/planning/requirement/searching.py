"""The search for the least agents: many intervals at once, each looked at only as long as it is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pactline.planning.queueing.patience_law import PatienceLaw
from pactline.planning.queueing.steady import Steady, steady
from pactline.planning.refusal import NoAnswer
from pactline.planning.requirement.promise import Promise

if TYPE_CHECKING:
    Array = NDArray[np.float64]

FINE = 14  # halvings of one agent: fractional needs are good to 1/16,000 of an agent
_TOO_MANY = 10_000.0  # times the load: no promise that can be kept asks for more


MOST_LOAD = 1e7  # Erlang in one interval; ten times what the figures are held to a reference for


class CannotBeKept(NoAnswer):
    """A promise that no number of agents keeps, or a load that is no call centre's."""


@dataclass(frozen=True)
class Coming:
    """What comes, how long it takes and how long it waits: one number for each interval, or one law for all."""

    rate_per_s: Array
    aht_s: Array
    patience: Array | PatienceLaw | None  # None: nobody gives up; an array: mean seconds of exponential patience
    slots: int = 1  # contacts that one agent handles at once, each of them taking ``aht_s`` with all the others there

    @classmethod
    def of(
        cls,
        rate_per_s: ArrayLike,
        aht_s: ArrayLike,
        patience: ArrayLike | PatienceLaw | None = None,
        slots: int = 1,
    ) -> Coming:
        """From numbers or arrays, brought to one shape."""
        rates, ahts = np.asarray(rate_per_s, dtype=float), np.asarray(aht_s, dtype=float)
        ahts = np.where((rates <= 0) & (ahts <= 0), 1.0, ahts)  # where nothing comes it takes any time
        if patience is None or isinstance(patience, PatienceLaw):
            rates, ahts = np.broadcast_arrays(rates, ahts)
            return cls(rates, ahts, patience, slots)
        rates, ahts, means = np.broadcast_arrays(rates, ahts, np.asarray(patience, dtype=float))
        return cls(rates, ahts, means, slots)

    @property
    def load(self) -> Array:
        """Agents that would be busy if nobody had to wait, in Erlang."""
        load: Array = self.rate_per_s * self.aht_s / self.slots
        return load

    def flat(self) -> Coming:
        """The same in one row."""
        return self.only(np.arange(self.load.size))

    def only(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Coming:
        """Some of the intervals, in one row."""
        patience = self.patience
        if isinstance(patience, np.ndarray):
            patience = patience.ravel()[chosen]
        return Coming(self.rate_per_s.ravel()[chosen], self.aht_s.ravel()[chosen], patience, self.slots)

    def with_agents(self, agents: Array) -> Steady:
        """The long run with so many agents in each interval."""
        return steady(self.rate_per_s, self.aht_s, agents * self.slots, self.patience)


def all_kept(promises: Sequence[Promise], coming: Coming, agents: Array) -> NDArray[np.bool_]:
    """Whether so many agents keep every promise, for each interval."""
    found = coming.with_agents(agents)
    kept = np.ones(np.shape(agents), dtype=bool)
    for promise in promises:
        kept &= promise.kept(found)
    return kept


def search(promises: Sequence[Promise], coming: Coming, guess: Array) -> Array:
    """Whole agents that keep everything while one less does not: gallop from the guess until both sides are known,
    then halve. Nobody at all keeps nothing. Raises CannotBeKept."""
    low, high = np.zeros_like(guess), np.full_like(guess, np.inf)
    trial, step = guess.copy(), np.ones_like(guess)
    most = _TOO_MANY * (coming.load + 1)
    left = np.arange(guess.size)
    while left.size:
        at = trial[left]
        kept = all_kept(promises, coming.only(left), at)
        high[left[kept]], low[left[~kept]] = at[kept], at[~kept]
        left = left[high[left] - low[left] > 1]
        below, above = low[left], high[left]
        if (hopeless := below > most[left]).any():
            raise CannotBeKept(_never(promises, coming.only(left[hopeless][:1])))
        upward, downward = np.isinf(above), below == 0
        middle = np.floor((below + np.where(upward, 0, above)) / 2)
        down = np.where(downward, np.maximum(above - step[left], middle), middle)
        trial[left] = np.where(upward, below + step[left], down)
        step[left] *= 2
    return high


def _never(promises: Sequence[Promise], coming: Coming) -> str:
    """Which promise cannot be kept, in words."""
    found = coming.with_agents(_TOO_MANY * (coming.load + 1))
    broken = [promise.id for promise in promises if not promise.kept(found).all()]
    return f"no number of agents keeps {' and '.join(broken)}"


def from_which_all_hold(promises: Sequence[Promise], coming: Coming, found: Array) -> Array:
    """The least whole agents from which on everything is kept, where more agents may break something again: every
    number up to one beyond doubt is looked at."""
    answer = found.copy()
    for place in range(found.size):
        load = coming.load[place]
        top = max(found[place], np.ceil(load + 12 * np.sqrt(load) + 12))
        trials = np.arange(found[place], top + 1)
        many = coming.only(np.full(trials.size, place))
        broken = np.flatnonzero(~all_kept(promises, many, trials))
        if broken.size:
            answer[place] = trials[broken[-1]] + 1
    return answer


def fractions(promises: Sequence[Promise], coming: Coming, whole: Array, halvings: int = FINE) -> Array:
    """Between a whole number of agents that keeps everything and one less, the least fraction that does."""
    low, high = np.maximum(whole - 1, 0.0), whole.copy()
    for _ in range(halvings):
        middle = (low + high) / 2
        kept = all_kept(promises, coming, middle)
        high, low = np.where(kept, middle, high), np.where(kept, low, middle)
    return high
