"""The patience of a queue, as it is told: survival with intervals, one hang-up per so many waiting seconds, the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from pactline.planning.patience.banding import TooFewHangUps, at_once_limit_s, band_edges, banded, law_of
from pactline.planning.patience.exposure import AT_ONCE_S, Exposure, pooled
from pactline.planning.patience.patience_file import law_to_json
from pactline.planning.patience.resampling import Resampled, resampled
from pactline.planning.patience.survival import (
    Survival,
    exponential_rate_per_s,
    mean_wait_of_hang_ups_s,
    survival_of,
)
from pactline.planning.queueing.patience_law import PiecewiseHazard

TOLD_S = (1, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1200, 1800)
FEWEST_AT_RISK = 20  # beyond the wait that so many saw, the table is silent


@dataclass(frozen=True)
class Step:
    """One line of the survival table."""

    wait_s: float
    still_waiting: float  # Kaplan and Meier's share
    low: float | None  # its interval from days drawn again; None where there are too few days
    high: float | None
    exponential: float  # what one hazard for all waits would say


@dataclass(frozen=True)
class Estimate:
    """What the records say of a queue (None: of all that were chosen, together)."""

    queue: str | None
    exposure: Exposure
    longest_at_once_s: float = AT_ONCE_S

    @cached_property
    def at_once_s(self) -> float:
        """Up to which wait a hang-up is one at once; 0 where the first second is like those after it."""
        return at_once_limit_s(self.exposure, self.longest_at_once_s)

    @cached_property
    def survival(self) -> Survival:
        """Kaplan and Meier's estimate."""
        return survival_of(self.exposure)

    @cached_property
    def law(self) -> PiecewiseHazard:
        """What the formulas take. Raises TooFewHangUps."""
        return law_of(self.exposure, self.at_once_s)

    @cached_property
    def resampled(self) -> Resampled | None:
        """The days drawn again."""
        edges = band_edges(self.exposure, self.at_once_s)
        return resampled(banded(self.exposure, edges, self.at_once_s))

    @property
    def rate_per_s(self) -> float:
        """Hang-ups over waiting seconds, those at once included."""
        return exponential_rate_per_s(self.exposure)

    @property
    def seconds_per_hang_up(self) -> float:
        """One hang-up per so many waiting seconds."""
        return 1.0 / self.rate_per_s

    def table(self) -> list[Step]:
        """The survival at round waits, as far as the records reach."""
        survival = self.survival
        reach = survival.longest_s
        ordered = np.sort(np.repeat(self.exposure.wait_s, self.exposure.hung_up + self.exposure.stayed))
        if len(ordered) >= FEWEST_AT_RISK:
            reach = float(ordered[-FEWEST_AT_RISK])
        times = np.array([t for t in TOLD_S if t <= reach] or [TOLD_S[0]], dtype=float)
        middle = survival.at(times)
        low, high = self.resampled.band(survival, times) if self.resampled else (None, None)
        return [
            Step(
                float(times[n]), float(middle[n]), None if low is None else float(low[n]),
                None if high is None else float(high[n]), float(np.exp(-self.rate_per_s * times[n])),
            )
            for n in range(len(times))
        ]  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """As in ``patience --json`` and ``patience.json``; seconds and shares."""
        exposure, drawn = self.exposure, self.resampled
        rate = drawn.interval(drawn.rate_per_s) if drawn else None
        once = drawn.interval(drawn.at_once) if drawn else None
        return {
            "queue": self.queue,
            "waited": exposure.waited,
            "hung_up": exposure.hang_ups,
            "waiting_s": _rounded(exposure.waiting_s, 3),
            "left_out": {
                "without_wait": exposure.without_wait,
                "unknown_wait": exposure.unknown_wait,
                "never_queued": exposure.never_queued,
            },
            "from_counts": False,
            "seconds_per_hang_up": _rounded(self.seconds_per_hang_up, 3),
            "seconds_per_hang_up_95": [_rounded(1 / rate[1], 3), _rounded(1 / rate[0], 3)] if rate else None,
            "at_once": _rounded(self.law.at_once),
            "at_once_95": [_rounded(each) for each in once] if once else None,
            "at_once_s": self.at_once_s,
            "median_s": self.survival.median_s,
            "mean_up_to_longest_s": _rounded(self.survival.restricted_mean_s(), 3),
            "longest_wait_s": self.survival.longest_s,
            "mean_wait_of_hang_ups_s": _rounded(mean_wait_of_hang_ups_s(exposure), 3),
            "table": [
                {
                    "wait_s": each.wait_s, "still_waiting": _rounded(each.still_waiting),
                    "low": _rounded(each.low), "high": _rounded(each.high), "exponential": _rounded(each.exponential),
                }
                for each in self.table()
            ],
            "law": law_to_json(self.law),
        }  # fmt: skip


def _rounded(value: float | None, places: int = 6) -> float | None:
    return None if value is None or not np.isfinite(value) else round(value, places)


def estimates(exposures: Mapping[str, Exposure], at_once_s: float = AT_ONCE_S) -> tuple[list[Estimate], dict[str, str]]:
    """All queues together, then each for itself where there are several; and why a queue has no estimate of its own.

    Raises TooFewHangUps where even all together show too little.
    """
    together = Estimate(None, pooled(exposures.values()), at_once_s) if exposures else None
    if together is None:
        raise TooFewHangUps("no contact of this choice had to wait")
    found, left_out = [together], {}
    _ = together.law  # raises
    for name, exposure in exposures.items():
        each = Estimate(name, exposure, at_once_s)
        try:
            _ = each.law
        except TooFewHangUps as few:
            left_out[name] = str(few)
        else:
            found.append(each)
    return found, left_out
