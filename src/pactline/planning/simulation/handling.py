"""How handling times spread around their mean: laws of handling, each with mean 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]


class HandlingLaw(Protocol):
    """Handling time as a multiple of its mean."""

    def draw(self, chance: np.random.Generator, size: int) -> Array:
        """So many draws, with mean 1."""


@dataclass(frozen=True)
class ExponentialHandling:
    """As the Erlang formulas take it: the standard deviation is the mean."""

    def draw(self, chance: np.random.Generator, size: int) -> Array:
        """Exponential with mean 1."""
        return chance.standard_exponential(size)


@dataclass(frozen=True)
class LognormalHandling:
    """Near what most centres see; ``cv`` is the standard deviation as a share of the mean."""

    cv: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.cv <= 20:
            raise ValueError(f"the coefficient of variation must be above 0 and at most 20, not {self.cv}")

    def draw(self, chance: np.random.Generator, size: int) -> Array:
        """exp(s z - s^2/2) with s^2 = log(1 + cv^2)."""
        variance = np.log1p(self.cv**2)
        return np.asarray(np.exp(np.sqrt(variance) * chance.standard_normal(size) - variance / 2))


@dataclass(frozen=True)
class FixedHandling:
    """Every contact takes the mean."""

    def draw(self, chance: np.random.Generator, size: int) -> Array:
        """All 1."""
        return np.ones(size)


@dataclass(frozen=True)
class ObservedHandling:
    """As in the records: handling times drawn from those that were seen, scaled to the mean asked for."""

    seen_s: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.seen_s or not sum(self.seen_s) > 0 or min(self.seen_s) < 0:
            raise ValueError("handling times that were seen must be 0 or more, and some above 0")

    def draw(self, chance: np.random.Generator, size: int) -> Array:
        """Draws with replacement, over their mean."""
        seen = np.asarray(self.seen_s)
        return np.asarray((seen / seen.mean())[chance.integers(0, len(seen), size)])
