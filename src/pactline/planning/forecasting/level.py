"""The level of a day: the mixed model of :mod:`day_effects`, with strengths that are usual and strengths tuned.

The forecast is the mean of two: one with the strengths that are usual in contact centres, one with strengths that make
the days seen most likely, held near the usual ones. Days that are far off what all other days say are damped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pactline.planning.forecasting.day_effects import TUNED, DayFacts, Strengths, covariance, kinds_of, pieces
from pactline.planning.forecasting.history import Floats
from pactline.planning.forecasting.training import Ahead, Training
from pactline.planning.refusal import NoAnswer

USUAL = Strengths()
MOST_DAYS = 800  # older days teach nothing that would change a forecast
TUNE_DAYS = 400  # the newest days, from which strengths are tuned
A_YEAR = 400  # days; with fewer, what looks like a season may as well be the level
ENOUGH_DAYS = 42  # with fewer nothing is tuned
NEAR = 0.7  # tuned strengths are lognormal about the usual ones with this standard deviation
FAR, FAR_SHARE = 4.5, 0.15  # an outlier: so many standard deviations and at least this share off
DAMPED = 4.0  # the variance that an outlier is given: its level is as good as unknown


@dataclass(frozen=True)
class Fitted:
    """The model after the days were seen."""

    facts: DayFacts
    kinds: dict[str, int]
    training: Training
    strengths: Strengths
    inverse: Floats
    weights: Floats  # inverse times what was seen
    centre: float
    since: date
    outliers: NDArray[np.bool_]  # by day of the training

    def ahead(self, days: Sequence[date]) -> Ahead:
        """The level of days to come (or gone)."""
        almanac = self.training.almanac
        facts = DayFacts.of(days, almanac, self.training.open_weekdays, self.kinds, self.since)
        across = covariance(facts, self.facts, self.strengths)
        alone = np.diag(covariance(facts, facts, self.strengths))
        spread = alone - np.einsum("ij,jk,ik->i", across, self.inverse, across) + self.strengths.own**2
        factors = np.array([almanac.factor(day) for day in days])
        mean = across @ self.weights + self.centre + np.log(np.where(factors > 0, factors, 1.0))
        return Ahead(mean, np.sqrt(np.maximum(spread, 1e-8)))


@dataclass(frozen=True)
class _Seen:
    facts: DayFacts
    kinds: dict[str, int]
    logs: Floats  # what was seen, less its centre
    counting: Floats  # the variance of counting: a day of n contacts is known to 1/n
    centre: float
    training: Training


def _seen(training: Training, days_ahead: Sequence[date] = ()) -> _Seen:
    dates, totals = training.dates[-MOST_DAYS:], np.maximum(training.adjusted()[-MOST_DAYS:], 0.5)
    kinds = kinds_of([*dates, *days_ahead], training.almanac)
    logs = np.log(totals)
    centre = float(logs.mean())
    facts = DayFacts.of(dates, training.almanac, training.open_weekdays, kinds, dates[-1])
    return _Seen(facts, kinds, logs - centre, 1 / totals, centre, training)


def fit(training: Training, strengths: Strengths = USUAL, days_ahead: Sequence[date] = ()) -> Fitted:
    """The model with given strengths. Raises ValueError without a day to learn from."""
    if not len(training):
        raise NoAnswer("there is no whole day to learn from")
    seen, strengths = _seen(training, days_ahead), _seasonal(training, strengths)
    whole = covariance(seen.facts, seen.facts, strengths) + np.diag(strengths.own**2 + seen.counting)
    damped = np.zeros(len(seen.logs), dtype=bool)
    plain = (seen.facts.kind == 0) & ~seen.facts.after & ~seen.facts.eve
    for _ in range(4):
        inverse = np.linalg.inv(whole + np.diag(np.where(damped, DAMPED, 0.0)))
        weights = inverse @ seen.logs
        off = weights / np.diag(inverse)  # each day against what all others say of it
        spread = np.sqrt(1 / np.diag(inverse))
        robust = max(1.0, float(np.median(np.abs(off[~damped] / spread[~damped]))) / 0.6745) if (~damped).any() else 1.0
        further = plain & ~damped & (np.abs(off) > FAR * robust * spread) & (np.abs(off) > FAR_SHARE)
        if not further.any() or len(seen.logs) < 14 or (damped | further).mean() > 0.1:
            break
        damped = damped | further
    return Fitted(
        seen.facts, seen.kinds, training, strengths, inverse, weights, seen.centre, training.dates[-1], damped
    )  # fmt: skip


def _seasonal(training: Training, strengths: Strengths) -> Strengths:
    """The strengths without a season of the year where no year has been seen."""
    seen = (training.dates[-1] - training.dates[0]).days >= A_YEAR
    return strengths if seen else replace(strengths, year=0.0)


def _newest(training: Training, days: int) -> Training:
    return replace(training, dates=training.dates[-days:], totals=training.totals[-days:])


def tune(training: Training, usual: Strengths = USUAL) -> Strengths:
    """The strengths that make the days seen most likely, held near the usual ones; those where there are few days."""
    if len(training) < ENOUGH_DAYS:
        return usual
    from scipy.optimize import minimize

    usual, training = _seasonal(training, usual), _newest(training, TUNE_DAYS)
    seen, prior = _seen(training), usual.logs()
    outliers = fit(training, usual).outliers

    def lost(logs: Floats) -> tuple[float, Floats]:
        """The negative logarithm of the likelihood and its slopes."""
        s = usual.tuned(logs)
        whole = np.diag(s.own**2 + seen.counting + np.where(outliers, DAMPED, 0.0))
        slopes: dict[str, tuple[Floats, Floats | float]] = {}
        for piece, by in pieces(seen.facts, seen.facts, s):
            whole += piece
            slopes.update({name: (piece, slope) for name, slope in by.items()})
        try:
            lower = np.linalg.cholesky(whole)
        except np.linalg.LinAlgError:
            return 1e12, np.zeros(len(TUNED))
        inverse = np.linalg.inv(whole)
        weights = inverse @ seen.logs
        half = 0.5 * (inverse - np.outer(weights, weights))
        found = np.empty(len(TUNED))
        for n, name in enumerate(TUNED):
            if name == "own":
                found[n] = 2 * s.own**2 * np.trace(half)
            else:
                piece, slope = slopes[name]
                found[n] = slope * (half * piece).sum() if isinstance(slope, float) else (half * slope).sum()
        away = (logs - prior) / NEAR**2
        value = 0.5 * seen.logs @ weights + np.log(np.diag(lower)).sum() + 0.5 * ((logs - prior) * away).sum()
        return float(value), found + away

    best = minimize(lost, prior, jac=True, method="L-BFGS-B", bounds=[(each - 3, each + 3) for each in prior],
                    options={"maxiter": 40})  # fmt: skip
    return usual.tuned(np.asarray(best.x))


@dataclass
class MixedLevel:
    """The level model that is used unless another is asked for; tunes itself anew every four weeks of origins."""

    usual: Strengths = USUAL
    _tuned: dict[date, Strengths] = field(default_factory=dict)

    def __call__(self, training: Training, days: Sequence[date]) -> Ahead:
        """The level of days to come, from the days of the training."""
        usual, tuned = (fit(training, each, days).ahead(days) for each in (self.usual, self._strengths(training)))
        return Ahead((usual.log_mean + tuned.log_mean) / 2, tuned.log_sd)

    def outliers(self, training: Training) -> list[date]:
        """The days that are far off what all others say of them."""
        found = fit(training, self.usual).outliers
        return [day for day, odd in zip(training.dates[-len(found) :], found, strict=True) if odd]

    def _strengths(self, training: Training) -> Strengths:
        if not len(training):
            return self.usual
        last = training.dates[-1]
        known = [day for day in self._tuned if 0 <= (last - day).days < 28]
        if not known:
            self._tuned[last] = tune(training, self.usual)
            known = [last]
        return self._tuned[max(known)]
