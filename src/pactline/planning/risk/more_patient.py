"""Customers who wait longer, or less long, than they do."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from pactline.planning.queueing.patience_law import Array, Exponential, PatienceLaw, PiecewiseHazard
from pactline.planning.risk.behaviour import Patience


@dataclass(frozen=True)
class Stretched:
    """A law of patience with every time multiplied by a factor."""

    law: PatienceLaw
    factor: float

    @property
    def kinks_s(self) -> tuple[float, ...]:
        """Where the stretched law jumps or bends."""
        return tuple(kink * self.factor for kink in self.law.kinks_s)

    def survival(self, t_s: ArrayLike) -> Array:
        """P(patience > t)."""
        import numpy as np

        return self.law.survival(np.asarray(t_s, dtype=float) / self.factor)

    def integrated_survival(self, t_s: ArrayLike) -> Array:
        """The integral of the survival from 0 to t, in seconds."""
        import numpy as np

        return self.factor * self.law.integrated_survival(np.asarray(t_s, dtype=float) / self.factor)


def more_patient(patience: Patience, factor: float) -> Patience:
    """Patience with all times multiplied by ``factor``; who never hangs up goes on never hanging up."""
    if patience is None or factor == 1.0:
        return patience
    match patience:
        case Exponential():
            return Exponential(patience.mean_s * factor)
        case PiecewiseHazard():
            return PiecewiseHazard(
                patience.at_once,
                tuple(edge * factor for edge in patience.edges_s),
                tuple(hazard / factor for hazard in patience.hazards_per_s),
            )
        case PatienceLaw():
            return Stretched(patience, factor)
    return patience * factor
