"""How a day's contacts spread over its intervals: by weekday, newer days more, thin weekdays drawn to their like."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.coverage import Coverage
from pactline.planning.forecasting.history import Floats, History

FADES_DAYS = 60.0  # a day so old weighs 37 %
LIKE_DAYS = 2.0  # weekdays alike weigh as much as so many days of the weekday's own
KIND_DAYS = 1.0  # and a weekday so many days of a special day's own
ALIKE = 0.8  # of all intervals open on either, so many are open on both
FAR, UNEVEN, FEWEST = 3.0, 0.3, 8  # an interval more than so many deviations from its like is a burst or a gap
SMOOTH_MINUTES = 15.0  # standard deviation over which the difference from the like weekdays is smoothed


@dataclass(frozen=True)
class Profiles:
    """Shares of a day by interval; each weekday's add up to 1 where it is open at all."""

    weekday: Floats  # (7, intervals)
    kinds: dict[str, Floats]  # of special days that came before
    eve: Floats | None

    def of(self, day: date, almanac: Almanac) -> Floats:
        """The profile of a day."""
        if (kind := almanac.kind(day)) in self.kinds:
            return self.kinds[kind]
        if self.eve is not None and almanac.is_holiday(day + timedelta(days=1)):
            return self.eve
        return np.asarray(self.weekday[day.weekday()])


def learn(history: History, coverage: Coverage, almanac: Almanac, odd: Collection[date] = ()) -> Profiles:
    """The profiles from the usable days of a history; ``odd`` days are left out."""
    days = history.dates
    weekdays = np.array([day.weekday() for day in days])
    kind = [almanac.kind(day) for day in days]
    eve = np.array([almanac.is_holiday(day + timedelta(days=1)) for day in days])
    usable = coverage.usable & np.array([day not in odd for day in days])
    plain = usable & ~eve & np.array([not each for each in kind])
    age = np.arange(history.days - 1, -1, -1.0)
    weights = np.exp(-age / FADES_DAYS) * plain
    volume = _without_bursts(np.where(coverage.open, history.volume, 0.0), plain, weekdays, coverage.usually_open)
    own = np.array([weights[weekdays == each] @ volume[weekdays == each] for each in range(7)])
    much = np.array([weights[weekdays == each].sum() for each in range(7)])
    found = np.zeros_like(own)
    for each in range(7):
        found[each] = _weekday(each, own, much, coverage.usually_open, history.minutes)
    special = usable & ~plain
    kinds = {
        name: _kind(volume, special & np.array([one == name for one in kind]), weekdays, found)
        for name in sorted(set(kind) - {""})
    }
    eves = special & eve & np.array([not each for each in kind])
    return Profiles(
        found,
        {name: each for name, each in kinds.items() if each is not None},
        _kind(volume, eves, weekdays, found),
    )


def _without_bursts(
    volume: Floats, plain: NDArray[np.bool_], weekdays: NDArray[np.int64], usually_open: NDArray[np.bool_]
) -> Floats:
    """The contacts with single intervals that are far off the middle share of their like brought to its edge."""
    found = volume.copy()
    for each in range(7):
        rows = np.flatnonzero(plain & (weekdays == each))
        alike = [other for other in range(7) if _alike(usually_open[each], usually_open[other])]
        like = volume[plain & np.isin(weekdays, alike)]
        like = like[like.sum(axis=1) > 0]
        if len(like) < FEWEST or not len(rows):
            continue
        middle = np.median(like / like.sum(axis=1, keepdims=True), axis=0)
        expected = volume[rows].sum(axis=1, keepdims=True) * middle[None] / max(middle.sum(), 1e-12)
        room = FAR * np.sqrt(expected + 1 + (UNEVEN * expected) ** 2)
        found[rows] = np.clip(volume[rows], expected - room, expected + room)
    return found


def _weekday(each: int, own: Floats, much: Floats, usually_open: NDArray[np.bool_], minutes: int) -> Floats:
    mask = usually_open[each]
    if not mask.any():
        return np.zeros(len(mask))
    alike = [other for other in range(7) if _alike(mask, usually_open[other])]
    pool = np.where(mask, own[alike].sum(axis=0), 0.0)
    if pool.sum() <= 0:
        return np.asarray(mask / mask.sum())
    pool = np.where(mask, pool + 1e-6 * pool.max(), 0.0)  # an open interval is never out of the question
    pool /= pool.sum()
    mine = np.where(mask, own[each], 0.0)
    mean = mine.sum() / much[each] if much[each] > 0 and mine.sum() > 0 else 1.0
    mixed = mine + LIKE_DAYS * mean * pool
    mixed /= mixed.sum()
    ratio = smoothed(mixed[mask] / pool[mask], SMOOTH_MINUTES / minutes, pool[mask])
    found = np.zeros(len(mask))
    found[mask] = pool[mask] * ratio
    return np.asarray(found / found.sum())


def _alike(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> bool:
    return bool((one & other).sum() >= ALIKE * max((one | other).sum(), 1)) and bool(other.any())


def _kind(volume: Floats, rows: NDArray[np.bool_], weekdays: NDArray[np.int64], usual: Floats) -> Floats | None:
    """The profile of special days, drawn to that of their weekdays; None without a contact on any of them."""
    seen = volume[rows]
    if not seen.sum():
        return None
    like = usual[weekdays[rows]].mean(axis=0)
    mixed = seen.sum(axis=0) + KIND_DAYS * seen.sum() / len(seen) * like
    return np.asarray(mixed / mixed.sum())


def smoothed(values: Floats, width: float, weights: Sequence[float] | Floats) -> Floats:
    """A weighted moving mean with a bell of standard deviation ``width``, in steps."""
    if width < 0.2 or len(values) < 3:
        return values
    reach = max(1, int(np.ceil(3 * width)))
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / width) ** 2)
    weighed = np.asarray(weights, dtype=float)
    up = np.convolve(values * weighed, bell)[reach:-reach]
    down = np.convolve(weighed, bell)[reach:-reach]
    return np.where(down > 0, up / np.where(down > 0, down, 1.0), values)
