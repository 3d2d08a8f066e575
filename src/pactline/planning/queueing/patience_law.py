"""How long a customer who has to wait is prepared to wait: laws of patience.

A law answers two questions, for times in seconds: the share prepared to wait longer (``survival``), and the integral
of that share from 0 (``integrated_survival``). Shares that hang up as soon as they have to wait are a mass at zero:
``survival`` just after 0 is one minus it. ``kinks_s`` names the times at which the law is not smooth, so that sums over
it can be taken piece by piece.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Array: TypeAlias = NDArray[np.float64]


@runtime_checkable
class PatienceLaw(Protocol):
    """How long a customer who has to wait is prepared to wait."""

    @property
    def kinks_s(self) -> tuple[float, ...]:
        """The times after 0, ascending, at which the law jumps or bends."""

    def survival(self, t_s: ArrayLike) -> Array:
        """P(patience > t); at 0 the value just after 0."""

    def integrated_survival(self, t_s: ArrayLike) -> Array:
        """The integral of the survival from 0 to t, in seconds: the mean of the shorter of patience and t."""


def _positive(what: str, *values: float) -> None:
    if not all(isfinite(value) and value > 0 for value in values):
        raise ValueError(f"{what} must be finite and above 0, not {', '.join(map(str, values))}")


def _share(what: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{what} must be a share from 0 to 1, not {value}")


def _times(t_s: ArrayLike) -> Array:
    return np.maximum(np.asarray(t_s, dtype=np.float64), 0.0)


@dataclass(frozen=True)
class Exponential:
    """The same readiness to hang up in every second of the wait; mean in seconds, infinity for nobody who hangs up."""

    mean_s: float
    kinks_s: tuple[float, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        if not self.mean_s > 0:
            raise ValueError(f"the mean patience must be above 0 s, not {self.mean_s}")

    def survival(self, t_s: ArrayLike) -> Array:
        """exp(-t/mean)."""
        return np.exp(-_times(t_s) / self.mean_s)

    def integrated_survival(self, t_s: ArrayLike) -> Array:
        """mean * (1 - exp(-t/mean))."""
        times = _times(t_s)
        if self.mean_s == np.inf:
            return times
        return -self.mean_s * np.expm1(-times / self.mean_s)


@dataclass(frozen=True)
class BalkThenExponential:
    """A share that hangs up as soon as it has to wait; the others are exponential with a mean in seconds."""

    balk_share: float
    mean_s: float
    kinks_s: tuple[float, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        _share("the share that hangs up at once", self.balk_share)
        if not self.mean_s > 0:
            raise ValueError(f"the mean patience must be above 0 s, not {self.mean_s}")

    def survival(self, t_s: ArrayLike) -> Array:
        """(1 - share) * exp(-t/mean)."""
        return (1.0 - self.balk_share) * Exponential(self.mean_s).survival(t_s)

    def integrated_survival(self, t_s: ArrayLike) -> Array:
        """(1 - share) * mean * (1 - exp(-t/mean))."""
        return (1.0 - self.balk_share) * Exponential(self.mean_s).integrated_survival(t_s)


@dataclass(frozen=True)
class PiecewiseHazard:
    """What is learnt from records: a share that hangs up at once, then a constant hazard in each piece of the wait.

    ``edges_s`` are where the pieces begin: 0 first, ascending; the last piece runs to infinity. ``hazards_per_s`` has
    one value per piece: hang-ups per second of those still waiting.
    """

    at_once: float
    edges_s: tuple[float, ...]
    hazards_per_s: tuple[float, ...]

    def __post_init__(self) -> None:
        _share("the share that hangs up at once", self.at_once)
        if not self.edges_s or self.edges_s[0] != 0 or len(self.edges_s) != len(self.hazards_per_s):
            raise ValueError("a piecewise hazard needs edges that begin with 0 and one hazard per edge")
        if not all(isfinite(edge) for edge in self.edges_s) or any(np.diff(self.edges_s) <= 0):
            raise ValueError("the edges of a piecewise hazard must ascend")
        if not all(isfinite(hazard) and hazard >= 0 for hazard in self.hazards_per_s):
            raise ValueError("a hazard must be finite and not below 0")

    @property
    def kinks_s(self) -> tuple[float, ...]:
        """The edges after 0."""
        return self.edges_s[1:]

    @cached_property
    def _at_edges(self) -> tuple[Array, Array, Array, Array]:
        """Edges, hazards, cumulated hazard at the edges, integrated survival at the edges (without the mass at 0)."""
        edges, hazards = np.array(self.edges_s), np.array(self.hazards_per_s)
        lengths = np.diff(edges)
        cumulated = np.concatenate([[0.0], np.cumsum(hazards[:-1] * lengths)])
        pieces = np.exp(-cumulated[:-1]) * _within(hazards[:-1], lengths)
        return edges, hazards, cumulated, np.concatenate([[0.0], np.cumsum(pieces)])

    def _piece(self, times: Array) -> NDArray[np.intp]:
        return np.searchsorted(self._at_edges[0], times, side="right") - 1

    def survival(self, t_s: ArrayLike) -> Array:
        """(1 - at_once) * exp(-cumulated hazard)."""
        times = _times(t_s)
        edges, hazards, cumulated, _ = self._at_edges
        piece = self._piece(times)
        with np.errstate(invalid="ignore"):
            further = np.where(hazards[piece] > 0, hazards[piece] * (times - edges[piece]), 0.0)
        return np.asarray((1.0 - self.at_once) * np.exp(-cumulated[piece] - further))

    def integrated_survival(self, t_s: ArrayLike) -> Array:
        """Piece by piece in closed form."""
        times = _times(t_s)
        edges, hazards, cumulated, integrated = self._at_edges
        piece = self._piece(times)
        inside = np.exp(-cumulated[piece]) * _within(hazards[piece], times - edges[piece])
        return np.asarray((1.0 - self.at_once) * (integrated[piece] + inside))

    def both(self, t_s: Array) -> tuple[Array, Array]:
        """Survival and integrated survival at finite times from 0, together and faster."""
        edges, hazards, cumulated, integrated = self._at_edges
        piece = np.searchsorted(edges, t_s, side="right") - 1
        hazard = np.maximum(hazards, 1e-30)[piece]  # so small a hazard is none
        over = hazard * (t_s - edges[piece])
        kept = ((1.0 - self.at_once) * np.exp(-cumulated))[piece]
        inside = kept * (np.expm1(-over) / -hazard)
        return kept * np.exp(-over), (1.0 - self.at_once) * integrated[piece] + inside


def _within(hazards_per_s: Array, lengths_s: Array) -> Array:
    """The integral of exp(-hazard * x) from 0 to a length."""
    safe = np.where(hazards_per_s > 0, hazards_per_s, 1.0)
    with np.errstate(invalid="ignore"):
        return np.where(hazards_per_s > 0, -np.expm1(-safe * lengths_s) / safe, lengths_s)


@dataclass(frozen=True)
class Gamma:
    """Gamma patience with a shape and a mean in seconds; a whole-number shape is an Erlang law of that many stages."""

    shape: float
    mean_s: float
    kinks_s: tuple[float, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        _positive("shape and mean of a gamma patience", self.shape, self.mean_s)

    def survival(self, t_s: ArrayLike) -> Array:
        """The regularised upper incomplete gamma function."""
        return np.asarray(special.gammaincc(self.shape, _times(t_s) * self.shape / self.mean_s))

    def integrated_survival(self, t_s: ArrayLike) -> Array:
        """t * survival(t) + mean * P(a gamma of one more shape is below t)."""
        times = _times(t_s)
        scaled = times * self.shape / self.mean_s
        kept = np.where(np.isinf(times), 0.0, np.where(np.isinf(times), 0.0, times) * self.survival(times))
        return np.asarray(kept + self.mean_s * special.gammainc(self.shape + 1.0, scaled))


@dataclass(frozen=True)
class Hyperexponential:
    """Two kinds of customers, each exponential: a share with one mean patience, the others with another (seconds)."""

    share: float
    mean_s: float
    other_mean_s: float
    kinks_s: tuple[float, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        _share("the share of the first kind", self.share)
        _positive("a mean patience", self.mean_s, self.other_mean_s)

    def survival(self, t_s: ArrayLike) -> Array:
        """The mixture of both."""
        first, second = Exponential(self.mean_s), Exponential(self.other_mean_s)
        return self.share * first.survival(t_s) + (1.0 - self.share) * second.survival(t_s)

    def integrated_survival(self, t_s: ArrayLike) -> Array:
        """The mixture of both."""
        first, second = Exponential(self.mean_s), Exponential(self.other_mean_s)
        return self.share * first.integrated_survival(t_s) + (1.0 - self.share) * second.integrated_survival(t_s)


@dataclass(frozen=True)
class Lognormal:
    """The logarithm of patience is normal: a median in seconds and the standard deviation of the logarithm."""

    median_s: float
    sigma: float
    kinks_s: tuple[float, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        _positive("median and sigma of a lognormal patience", self.median_s, self.sigma)

    @classmethod
    def of_mean(cls, mean_s: float, sigma: float) -> Lognormal:
        """The law with that mean patience, in seconds."""
        return cls(float(mean_s * np.exp(-(sigma**2) / 2.0)), sigma)

    def survival(self, t_s: ArrayLike) -> Array:
        """The normal tail of the logarithm."""
        return np.asarray(special.ndtr(-self._z(_times(t_s))))

    def integrated_survival(self, t_s: ArrayLike) -> Array:
        """t * survival(t) + mean * the normal share one sigma lower."""
        times = _times(t_s)
        z = self._z(times)
        kept = np.where(np.isinf(times), 0.0, np.where(np.isinf(times), 0.0, times) * special.ndtr(-z))
        return np.asarray(kept + self.median_s * np.exp(self.sigma**2 / 2.0) * special.ndtr(z - self.sigma))

    def _z(self, times: Array) -> Array:
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(times / self.median_s) / self.sigma)


@dataclass(frozen=True)
class Uniform:
    """Every patience from 0 to a longest one (seconds) is as likely."""

    longest_s: float

    def __post_init__(self) -> None:
        _positive("the longest patience", self.longest_s)

    @property
    def kinks_s(self) -> tuple[float, ...]:
        """The longest patience."""
        return (self.longest_s,)

    def survival(self, t_s: ArrayLike) -> Array:
        """1 - t/longest, down to 0."""
        return np.maximum(1.0 - _times(t_s) / self.longest_s, 0.0)

    def integrated_survival(self, t_s: ArrayLike) -> Array:
        """t - t^2/(2 longest), up to half the longest."""
        times = np.minimum(_times(t_s), self.longest_s)
        return times * (1.0 - times / (2.0 * self.longest_s))


@dataclass(frozen=True)
class Deterministic:
    """Everybody waits exactly so many seconds, then hangs up: a queue that throws out at a time limit."""

    patience_s: float

    def __post_init__(self) -> None:
        _positive("the patience", self.patience_s)

    @property
    def kinks_s(self) -> tuple[float, ...]:
        """The patience."""
        return (self.patience_s,)

    def survival(self, t_s: ArrayLike) -> Array:
        """1 before the patience, 0 from it on."""
        return np.where(_times(t_s) < self.patience_s, 1.0, 0.0)

    def integrated_survival(self, t_s: ArrayLike) -> Array:
        """The shorter of t and the patience."""
        return np.minimum(_times(t_s), self.patience_s)
