"""The rest of a day that has begun: the contacts so far correct the day's level, in closed form.

The day's level is a factor of the forecast, Gamma with mean 1 and the variation ``cv`` of the back-test; one day in
fifty is odd (something broke, a letter went out) and its factor varies by a half. Contacts so far are Poisson about
factor times what was expected so far; they tell a little less than that, since the morning's share of a day varies by
itself (``cv_share``, from the past). Given the contacts each of the two is Gamma again, weighed by how likely it made
them, and the contacts still to come are about negative binomial. Sources: Jongbloed and Koole, *Managing uncertainty in
call centres using Poisson mixtures*, Applied Stochastic Models in Business and Industry 17 (2001), for the Gamma level;
Shen and Huang, *Interday forecasting and intraday updating of call center arrivals*, M&SOM 10 (2008), for updating.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.special import gammaln

from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.coverage import Coverage
from pactline.planning.forecasting.history import Floats, History
from pactline.planning.forecasting.profile import Profiles
from pactline.planning.forecasting.spread import bounds

ODD, ODD_CV = 0.02, 0.5  # one day in fifty is unlike the past, by about a half


@dataclass(frozen=True)
class Updated:
    """The level of the day after the contacts so far."""

    so_far: float  # contacts that came
    expected_so_far: float  # contacts that were forecast until then
    factor: float  # mean of the day's factor given them
    sd: float  # its standard deviation
    expected_rest: float  # contacts still to come, by the forecast of before
    rest: float  # and now
    rest_low: float
    rest_high: float

    @property
    def day(self) -> float:
        """Contacts of the whole day: those that came and those to come."""
        return self.so_far + self.rest


def update(so_far: float, expected_so_far: float, expected_rest: float, cv: float, cv_share: float) -> Updated:
    """The factor of the day from the contacts so far.

    ``cv`` and ``cv_share`` are the variations of the day's level and of the share of a day that falls before now.
    """
    trust = 1 / (1 + expected_so_far * cv_share**2)  # a contact tells as much as so many of a plain Poisson stream
    came, expected = so_far * trust, expected_so_far * trust
    parts = [_given(came, expected, each) for each in (max(cv, 1e-4), max(cv, ODD_CV))]
    log_weights = np.log([1 - ODD, ODD]) + [each[2] for each in parts]
    weights = np.exp(log_weights - log_weights.max())
    weights /= weights.sum()
    factor = float(weights @ [each[0] for each in parts])
    square = float(weights @ [each[0] ** 2 + each[1] ** 2 for each in parts])
    sd = float(np.sqrt(max(square - factor**2, 0.0)))
    rest = factor * expected_rest
    share = expected_so_far / max(expected_so_far + expected_rest, 1e-12)
    moved = min(cv_share * share / max(1 - share, 1e-12), 1.0)  # what the morning has too much the rest has too little
    low, high = bounds(np.array([rest]), np.hypot(sd / factor, moved))
    return Updated(so_far, expected_so_far, factor, sd, expected_rest, rest, float(low[0]), float(high[0]))


def _given(came: float, expected: float, cv: float) -> tuple[float, float, float]:
    """Mean and standard deviation of a Gamma factor given contacts, and the logarithm of their likelihood."""
    prior = 1 / cv**2  # shape and rate
    shape, rate = prior + came, prior + expected
    seen = (
        gammaln(shape) - gammaln(prior) + prior * np.log(prior) - shape * np.log(rate) + came * np.log(expected or 1.0)
    )
    return shape / rate, float(np.sqrt(shape)) / rate, float(seen)


def cv_of_share(
    history: History, coverage: Coverage, almanac: Almanac, profiles: Profiles, until_slot: int, days: int = 60
) -> float:
    """How much the share of a day before an interval varies, beyond the chance of counting; from the last days."""
    found: list[tuple[float, float]] = []
    for row in np.flatnonzero(coverage.usable)[-days:]:
        day = history.dates[row]
        if almanac.kind(day):
            continue
        shape = np.where(coverage.open[row], profiles.of(day, almanac), 0.0)
        came = np.where(coverage.open[row], history.volume[row], 0.0)
        share = shape[:until_slot].sum() / max(shape.sum(), 1e-12)
        expected = came.sum() * share
        if expected >= 1:
            before = came[:until_slot].sum()
            found.append(((before / expected - 1) ** 2, (1 - share) / expected))
    if len(found) < 5:
        return 0.0
    squares = np.array(found)
    edge = np.quantile(squares[:, 0], 0.95)
    return float(np.sqrt(max(np.minimum(squares[:, 0], edge).mean() - squares[:, 1].mean(), 0.0)))


@dataclass(frozen=True)
class UpdateError:
    """The error of the rest of the day, over past days: with the update, and by the forecast of the day before."""

    days: int
    wape: float
    before: float


def replay_update(
    days: Sequence[tuple[date, float]], history: History, coverage: Coverage, almanac: Almanac, profiles: Profiles,
    until_slot: int, cv: float, cv_share: float,
) -> UpdateError | None:  # fmt: skip
    """What the update would have done at the same time of past days, given each day and its forecast of then."""
    with_it, without, came_after = 0.0, 0.0, 0.0
    for day, forecast in days:
        row = (day - history.first).days
        shape: Floats = np.where(coverage.open[row], profiles.of(day, almanac), 0.0)
        came = np.where(coverage.open[row], history.volume[row], 0.0)
        before, after = forecast * shape[:until_slot].sum(), forecast * shape[until_slot:].sum()
        now = update(float(came[:until_slot].sum()), before, after, cv, cv_share)
        actual = float(came[until_slot:].sum())
        with_it, without = with_it + abs(actual - now.rest), without + abs(actual - after)
        came_after += actual
    if not came_after:
        return None
    return UpdateError(len(days), with_it / came_after, without / came_after)
