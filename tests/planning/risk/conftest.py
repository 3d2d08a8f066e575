"""A small month for tests of risk: two queues of a telephone service and a chat, from Monday to Saturday."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest

from pactline.planning.expected import Expected
from pactline.values.calendar import Calendar
from pactline.values.period import Period
from pactline.values.zone import zone

BERLIN = zone("Europe/Berlin")


@pytest.fixture
def expected() -> Callable[..., Expected]:
    """A queue that is open on some hours with the same contacts in every interval, or a profile over the day."""

    def make(
        queue: str = "billing", channel: str = "voice", *, period: str = "2025-04", hours: str = "mon-sat 08:00-12:00",
        offered: float = 6.0, aht_s: float = 240.0, minutes: int = 15, day_cv: float = 0.0, day_lag1: float = 0.0,
    ) -> Expected:  # fmt: skip
        length_us = minutes * 60_000_000
        starts: list[int] = []
        for day in Period.parse(period).days():
            for span in Calendar.of_week([hours]).spans(Period(day, day + timedelta(days=1)), BERLIN):
                starts += range(span.start, span.end, length_us)
        many = np.full(len(starts), offered)
        return Expected(
            queue, channel, BERLIN, length_us, np.array(starts, dtype=np.int64), many, many, many, many * 0 + aht_s,
            day_cv, day_lag1,
        )  # fmt: skip

    return make
