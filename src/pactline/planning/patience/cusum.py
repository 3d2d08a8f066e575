"""Two cumulative sums that find a lasting change soon and leave chance alone.

Of counts that scatter around an expectation (Poisson): the logarithm of how much more likely a day is after a change of
so many per cent than without one, added up and never below zero (Page 1954; Moustakides 1986: no chart with as few
false alarms finds that change sooner in the worst case). Of figures that scatter like a bell: the usual sums of
standard deviations beyond a half.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
CHANGE = 0.15  # the change that the sums of counts are tuned to, either way
THRESHOLD = 7.0  # above which they raise an alarm
SLACK, BELL_THRESHOLD = (
    0.5,
    5.0,
)  # of figures, in standard deviations: finds a shift of one; one false alarm in 465 days

LOOK_ON = 14  # days after an alarm that help to date the change, where they are known


@dataclass(frozen=True)
class Alarm:
    """A sum that crossed its threshold."""

    day: int  # the place of the day in the series
    rising: bool  # more than expected
    since: int  # the place of the first day of the change, most likely
    ratio: float  # observed over expected from that day on; of figures, the shift in standard deviations


@dataclass(frozen=True)
class Cusum:
    """Both sums by day, and the alarms; after an alarm its sum begins anew."""

    up: Floats
    down: Floats
    threshold: float
    alarms: tuple[Alarm, ...]

    @property
    def lasting(self) -> Alarm | None:
        """The first of those alarms that all go the way of the last one: where what holds now began."""
        found = None
        for alarm in reversed(self.alarms):
            if alarm.rising != self.alarms[-1].rising:
                break
            found = alarm
        return found

    @property
    def first(self) -> Alarm | None:
        """The first alarm."""
        return self.alarms[0] if self.alarms else None


def watch_counts(
    observed: ArrayLike, expected: ArrayLike, *, dispersion: float = 1.0, change: float = CHANGE,
    threshold: float = THRESHOLD,
) -> Cusum:  # fmt: skip
    """Counts against what was expected of each day, such as hang-ups against trained hazard times waiting seconds.

    ``dispersion`` is how many times more than Poisson counts they scatter (1: no more); evidence then weighs
    that much less.
    """
    seen, due = np.asarray(observed, dtype=float), np.asarray(expected, dtype=float)
    steps = {up: (seen * math.log1p(each) - due * each) / dispersion for up, each in ((True, change), (False, -change))}

    def since(day: int, rising: bool) -> tuple[int, float]:
        return _since_counts(seen, due, day, rising)

    return _watch(steps[True], steps[False], threshold, since)


def watch_figures(standardised: ArrayLike, *, slack: float = SLACK, threshold: float = BELL_THRESHOLD) -> Cusum:
    """Figures from which their usual level was taken, over their usual standard deviation."""
    z = np.asarray(standardised, dtype=float)

    def since(day: int, rising: bool) -> tuple[int, float]:
        return _since_figures(z, day, rising)

    return _watch(z - slack, -z - slack, threshold, since)


def _watch(up: Floats, down: Floats, threshold: float, since: object) -> Cusum:
    assert callable(since)
    alarms: list[Alarm] = []
    sums: list[Floats] = []
    for rising, steps in ((True, up), (False, down)):
        level, found = 0.0, np.zeros(len(steps))
        for day, step in enumerate(steps):
            level = max(0.0, level + step)
            found[day] = level
            if level > threshold:
                first, ratio = since(day, rising)
                alarms.append(Alarm(day, rising, first, ratio))
                level = 0.0
        sums.append(found)
    alarms.sort(key=lambda each: (each.day, not each.rising))
    return Cusum(sums[0], sums[1], threshold, tuple(alarms))


def _since_counts(seen: Floats, due: Floats, day: int, rising: bool) -> tuple[int, float]:
    """The first day of the change: where counts from then on are most likely under a ratio of their own."""
    end = day + 1 + LOOK_ON
    late_seen = np.cumsum(seen[:end][::-1])[::-1][: day + 1]
    late_due = np.maximum(np.cumsum(due[:end][::-1])[::-1][: day + 1], 1e-9)
    ratio = late_seen / late_due
    gain = np.where(late_seen > 0, late_seen * np.log(np.maximum(ratio, 1e-300)), 0.0) - (late_seen - late_due)
    gain = np.where((ratio > 1) == rising, gain, -1.0)
    first = int(np.argmax(gain))
    return first, float(ratio[first])


def _since_figures(z: Floats, day: int, rising: bool) -> tuple[int, float]:
    late = np.cumsum(z[: day + 1 + LOOK_ON][::-1])[::-1]
    count = np.arange(len(late), 0, -1)
    gain = np.where((late > 0) == rising, late**2 / count, -1.0)[: day + 1]
    first = int(np.argmax(gain))
    return first, float(late[first] / count[first])
