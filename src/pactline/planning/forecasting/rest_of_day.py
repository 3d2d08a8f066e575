"""A forecast of the day that has begun, corrected by the contacts so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from pactline.planning.expected import Expected
from pactline.planning.forecasting.forecasting import QueueForecast
from pactline.planning.forecasting.history import History
from pactline.planning.forecasting.intraday import Updated, UpdateError, cv_of_share, replay_update, update
from pactline.planning.forecasting.spread import bounds, cv_of_log_sd
from pactline.planning.refusal import NoAnswer
from pactline.values.zone import from_us, to_us


@dataclass(frozen=True)
class RestOfDay:
    """What is still to come of one queue today."""

    made: QueueForecast  # by what was known before the day
    at: datetime  # contacts before this instant are known
    updated: Updated
    expected: Expected  # the intervals from then on, corrected
    test: UpdateError | None  # what the correction would have done on past days


def rest_of_day(made: QueueForecast, so_far: History, at: datetime) -> RestOfDay:
    """Correct the forecast of the day of ``at`` by the contacts before ``at``, to the last full interval.

    Raises ValueError where the records so far say nothing of the day, or the queue is closed on it or has closed.
    """
    day, minutes = at.date(), made.history.minutes
    row = (day - so_far.first).days
    if not 0 <= row < so_far.days:
        raise NoAnswer(f"the records so far hold nothing of {day}; they begin on {so_far.first}")
    slot = (at.hour * 60 + at.minute) // minutes
    at = at.replace(minute=slot * minutes % 60, second=0, microsecond=0)
    cut_us = to_us(at)
    if so_far.until_us < cut_us - 3_600_000_000:
        last = from_us(so_far.until_us, made.history.zone)
        raise NoAnswer(f"the records so far end at {last:%Y-%m-%d %H:%M}, more than an hour before {at:%H:%M}")
    past = made.expected.starts_us < cut_us
    if past.all():
        raise NoAnswer(f"{made.queue} has closed by {at:%H:%M}; there is nothing left to forecast")
    opened = made.coverage.open_on(day, made.almanac, minutes)
    came = float(np.where(opened, so_far.volume[row], 0.0)[:slot].sum())
    expected_before, expected_after = (float(made.expected.offered[each].sum()) for each in (past, ~past))
    cv = float(cv_of_log_sd(float(made.log_sd[0])))
    cv_share = cv_of_share(made.history, made.coverage, made.almanac, made.profiles, slot)
    updated = update(came, expected_before, expected_after, cv, cv_share)
    uneven = made.test.cv_interval if made.test else 0.0
    offered = made.expected.offered[~past] * updated.factor
    low, high = bounds(offered, float(np.hypot(updated.sd / updated.factor, uneven)))
    rest = replace(
        made.expected.within(cut_us, int(made.expected.starts_us[-1]) + 1), offered=offered, low=low, high=high,
        day_cv=updated.sd / updated.factor,
    )  # fmt: skip
    return RestOfDay(made, at, updated, rest, _tested(made, slot, cv, cv_share))


def _tested(made: QueueForecast, slot: int, cv: float, cv_share: float) -> UpdateError | None:
    """The correction on the days of the back-test that were forecast one to three days ahead."""
    if made.test is None:
        return None
    near = {each.day: each.forecast for each in reversed(made.test.tested) if each.lead <= 3 and not each.special}
    return replay_update(
        sorted(near.items()), made.history, made.coverage, made.almanac, made.profiles, slot, cv, cv_share
    )  # fmt: skip
