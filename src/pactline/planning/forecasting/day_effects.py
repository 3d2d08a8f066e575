"""What the days of one queue have in common: the pieces of which the level of a day is the sum.

On the scale of logarithms a day is the sum of a slowly moving level, a trend, a short-lived deviation that days next to
one another share, the effect of its weekday (which may slowly change), of its place in the month and in the year, of
being special, of coming after closed days or before a holiday, and of chance of its own. Each piece is random with a
strength; days share it as far as their covariance says. This is a linear mixed model, as used for the arrivals of call
centres by Aldor-Noiman, Feigin and Mandelbaum, *Workload forecasting for a call center*, Annals of Applied Statistics 3
(2009); effects that few days tell of are drawn to nought by themselves.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.history import Floats

_YEAR = 365.2425


@dataclass(frozen=True)
class Strengths:
    """Standard deviations of the pieces on the scale of logarithms (0.05 is 5 %), and how far they reach."""

    level: float = 0.15
    level_days: float = 400.0  # after so many days the level has half forgotten itself (to 37 %)
    short: float = 0.06
    short_days: float = 2.5
    weekday: float = 0.04  # how much weekdays change; their lasting difference is free
    month: float = 0.06
    month_reach: float = 0.5  # 0.5: days of the month up to about three days apart are alike
    own: float = 0.06  # a day's own chance beyond that of counting
    trend: float = 0.18  # of a year that goes on growing
    year: float = 0.08
    holiday: float = 1.0  # of all holidays together
    kind: float = 0.7  # of one kind of special day beyond that
    after: float = 0.3
    eve: float = 0.3

    def logs(self) -> Floats:
        """The logarithms of those that are tuned."""
        return np.log([getattr(self, name) for name in TUNED])

    def tuned(self, logs: Floats) -> Strengths:
        """The same with other values of those that are tuned."""
        return replace(self, **{name: float(np.exp(each)) for name, each in zip(TUNED, logs, strict=True)})


TUNED = ("level", "level_days", "short", "short_days", "weekday", "month", "month_reach", "own")
assert set(TUNED) <= {each.name for each in fields(Strengths)}


@dataclass(frozen=True)
class DayFacts:
    """What is known of some days beforehand, as arrays."""

    number: Floats  # days since the last day that was seen
    weekday: NDArray[np.int64]
    month_place: Floats  # 0 on the first, towards 1 on the last
    kind: NDArray[np.int64]  # 0: nothing special
    holiday: NDArray[np.bool_]
    after: NDArray[np.bool_]
    eve: NDArray[np.bool_]

    @classmethod
    def of(
        cls, days: Sequence[date], almanac: Almanac, open_weekdays: frozenset[int], kinds: Mapping[str, int],
        since: date,
    ) -> DayFacts:  # fmt: skip
        """The facts of days; ``kinds`` numbers the kinds of special days from 1."""
        named = [almanac.kind(day) for day in days]
        return cls(
            np.array([(day - since).days for day in days], dtype=float),
            np.array([day.weekday() for day in days], dtype=np.int64),
            np.array([(day.day - 1) / monthrange(day.year, day.month)[1] for day in days]),
            np.array([kinds.get(name, 0) if name else 0 for name in named], dtype=np.int64),
            np.array([bool(name) and almanac.is_holiday(day) for day, name in zip(days, named, strict=True)]),
            np.array([_is_after(day, almanac, open_weekdays) for day in days]),
            np.array([almanac.is_holiday(day + timedelta(days=1)) and not almanac.is_holiday(day) for day in days]),
        )


def kinds_of(days: Sequence[date], almanac: Almanac) -> dict[str, int]:
    """A number from 1 for every kind of special day among some days."""
    names = sorted({almanac.kind(day) for day in days} - {""})
    return {name: n for n, name in enumerate(names, 1)}


def _is_after(day: date, almanac: Almanac, open_weekdays: frozenset[int]) -> bool:
    """Whether the day is the first after a holiday or a day closed out of turn, weekends in between not counted."""
    if almanac.is_holiday(day) or not open_weekdays:
        return False
    before = day - timedelta(days=1)
    while before.weekday() not in open_weekdays:
        before -= timedelta(days=1)
    closed = almanac.is_closed(before) if almanac.hours is None or before in almanac.hours.closed else False
    return almanac.is_holiday(before) or closed


def pieces(a: DayFacts, b: DayFacts, s: Strengths) -> Iterator[tuple[Floats, dict[str, Floats | float]]]:
    """The covariance of each piece between two lists of days, with its slopes by the logarithm of what is tuned.

    A slope that is a number is that many times the piece itself.
    """
    apart = np.abs(a.number[:, None] - b.number[None])
    same_weekday = a.weekday[:, None] == b.weekday[None]
    yield 25.0 + same_weekday * 1.0, {}
    level = s.level**2 * np.exp(-apart / s.level_days)
    yield level, {"level": 2.0, "level_days": level * apart / s.level_days}
    short = s.short**2 * np.exp(-apart / s.short_days)
    yield short, {"short": 2.0, "short_days": short * apart / s.short_days}
    yield same_weekday * s.weekday**2 * np.exp(-apart / 90.0), {"weekday": 2.0}
    sine = np.sin(np.pi * (a.month_place[:, None] - b.month_place[None])) ** 2
    month = s.month**2 * np.exp(-2 * sine / s.month_reach**2)
    yield month, {"month": 2.0, "month_reach": month * 4 * sine / s.month_reach**2}
    yield (s.trend / _YEAR) ** 2 * a.number[:, None] * b.number[None], {}
    yield s.year**2 * np.exp(-2 * np.sin(np.pi * apart / _YEAR) ** 2 / 0.25), {}
    both_holiday = a.holiday[:, None] & b.holiday[None]
    same_kind = (a.kind[:, None] == b.kind[None]) & (a.kind[:, None] > 0)
    yield both_holiday * s.holiday**2 + same_kind * s.kind**2, {}
    yield (a.after[:, None] & b.after[None]) * s.after**2 + (a.eve[:, None] & b.eve[None]) * s.eve**2, {}


def covariance(a: DayFacts, b: DayFacts, s: Strengths) -> Floats:
    """The covariance of the levels of two lists of days, a day's own chance left out."""
    total = np.zeros((len(a.number), len(b.number)))
    for piece, _ in pieces(a, b, s):
        total += piece
    return total
