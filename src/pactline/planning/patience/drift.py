"""Drift: whether customers have become more or less patient, and since when.

Every day's hang-ups (O) are held against those expected (E): the trained hazard of each wait band times the seconds
that customers spent in the band that day. O - E is a martingale as long as patience is what it was, whatever the volume
and the staffing of the day, so a day with long queues raises no alarm and a change in staffing hides none. A chart of
the abandonment rate cannot say that: benchmarks/DRIFT.md counts both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pactline.planning.patience.banding import Banded, TooFewHangUps, band_edges, banded
from pactline.planning.patience.cusum import Cusum, watch_counts, watch_figures
from pactline.planning.patience.days import Days
from pactline.planning.patience.exposure import AT_ONCE_S, Exposure

Floats = NDArray[np.float64]
FEWEST_DAYS = 10  # to train on
_NONE = 1e-9  # what rounding leaves where every day is the same
SURE = 2.326  # scatter beyond this many standard deviations is taken as more than chance


@dataclass(frozen=True)
class Watched:
    """One thing that is watched day by day."""

    name: str  # patience, at_once, handling_time, volume
    days: NDArray[np.int64]  # the days watched, counted from 1970-01-01
    observed: Floats
    expected: Floats
    dispersion: float  # how many times more than chance it scattered in training; 1 where no more
    cusum: Cusum

    def day(self, place: int) -> int:
        """The day at a place in the series."""
        return int(self.days[place])


def watch_patience(exposure: Exposure, since_day: int, at_once_s: float = AT_ONCE_S) -> list[Watched]:
    """Hang-ups after the first second, and those at once apart, from ``since_day`` on; trained on the days before.

    Raises TooFewHangUps where the days before show too little.
    """
    before = exposure.between(-(2**40), since_day - 1)
    if (count := len(np.unique(before.days))) < FEWEST_DAYS:
        raise TooFewHangUps(f"{count} days with waits before the day to watch from; training takes {FEWEST_DAYS}")
    every = banded(exposure, band_edges(before, at_once_s), at_once_s)
    trained, watched = every.chosen(every.days < since_day), every.chosen(every.days >= since_day)
    found = [_watch("patience", trained, watched, _later(trained, trained), _later(trained, watched))]
    if trained.at_once.sum() >= 3:
        due = [_early(trained, each) for each in (trained, watched)]
        found.append(_watch("at_once", trained, watched, *due))
    return found


def _later(trained: Banded, days: Banded) -> Floats:
    """Expected hang-ups after the first second."""
    return np.asarray(days.seconds @ trained.hazards_per_s())


def _early(trained: Banded, days: Banded) -> Floats:
    """Expected hang-ups at once: a share of those who had to wait, and for the rest of the second a hazard."""
    share = trained.at_zero.sum() / max(int(trained.waited.sum()), 1)
    seconds = float(trained.seconds[:, 0].sum())
    hazard = float((trained.at_once - trained.at_zero).sum()) / seconds if seconds > 0 else 0.0
    return np.asarray(share * days.waited + hazard * days.seconds[:, 0])


def _watch(name: str, trained: Banded, watched: Banded, due_before: Floats, due: Floats) -> Watched:
    def seen(days: Banded) -> Floats:
        return (days.at_once if name == "at_once" else days.hang_ups.sum(axis=1)).astype(float)

    scatter = dispersion_of(seen(trained), due_before)
    return Watched(
        name, watched.days, seen(watched), due, scatter, watch_counts(seen(watched), due, dispersion=scatter)
    )


def dispersion_of(observed: Floats, expected: Floats) -> float:
    """How many times more than Poisson counts these scatter; 1 unless it is more than chance would do.

    Pearson's sum over its degrees of freedom, whose standard deviation is that of a chi-squared.
    """
    used = expected > 0
    freedom = int(used.sum()) - 1
    if freedom < 1:
        return 1.0
    ratio = float(((observed[used] - expected[used]) ** 2 / expected[used]).sum()) / freedom
    return ratio if ratio > 1 + SURE * math.sqrt(2 / freedom) else 1.0


def watch_days(days: Days, since_day: int) -> list[Watched]:
    """Handling time and volume, each as the logarithm of its daily figure against that of its weekdays in training.

    Nothing is watched of what is not known in training, or does not scatter there.
    """
    found = []
    with np.errstate(divide="ignore", invalid="ignore"):
        handling = np.where(days.handled > 0, days.handled_s / days.handled, np.nan)
    for name, figures in (("handling_time", handling), ("volume", days.offered.astype(float))):
        used = np.isfinite(figures) & (figures > 0)
        numbers, values = days.numbers[used], np.log(figures[used])
        before = numbers < since_day
        if before.sum() < FEWEST_DAYS or before.all():
            continue
        many = days.handled[used].astype(float) if name == "handling_time" else np.ones(len(values))
        weight = 2 * many / (many + many[before].mean())  # the mean of few contacts says less, to a point
        level, scatter = _levels(numbers, values, before, weight)
        if scatter > _NONE:
            watched = ~before
            z = ((values - level) * np.sqrt(weight))[watched] / scatter
            observed, expected = np.exp(values[watched]), np.exp(level[watched])
            found.append(Watched(name, numbers[watched], observed, expected, 1.0, watch_figures(z)))
    return found


def _levels(
    numbers: NDArray[np.int64], values: Floats, before: NDArray[np.bool_], weight: Floats
) -> tuple[Floats, float]:
    """The usual level of each day (its weekday's, where training shows at least two), and the scatter around it.

    The scatter is widened by what the levels themselves are unsure of.
    """
    weekday = (numbers + 3) % 7  # 1970-01-01 was a Thursday
    level = np.full(len(values), float(np.average(values[before], weights=weight[before])))
    groups = 1
    for each in range(7):
        of_it = before & (weekday == each)
        if of_it.sum() >= 2:
            level[weekday == each] = np.average(values[of_it], weights=weight[of_it])
            groups += 1
    count = int(before.sum())
    left = (values - level)[before] * np.sqrt(weight[before])
    freedom = max(count - groups, 1)
    return level, float(math.sqrt((left**2).sum() / freedom) * math.sqrt(1 + groups / count))


def days_until_found(hang_ups_per_day: float, ratio: float, dispersion: float = 1.0) -> float:
    """About how many days until a change of the hazard by this ratio raises an alarm; infinite below what is sought.

    The threshold over the mean step of the sum after the change.
    """
    from pactline.planning.patience.cusum import CHANGE, THRESHOLD

    change = CHANGE if ratio > 1 else -CHANGE
    step = hang_ups_per_day * (ratio * math.log1p(change) - change) / dispersion
    return max(1.0, THRESHOLD / step) if step > 0 else math.inf
