"""Which intervals of a forecast a service is open in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from pactline.planning.expected import Expected
from pactline.values.calendar import Calendar
from pactline.values.period import Period
from pactline.values.zone import from_us

if TYPE_CHECKING:
    from numpy.typing import NDArray


def open_intervals(hours: Calendar | None, expected: Expected, where: ZoneInfo) -> NDArray[np.bool_]:
    """For each interval whether any of it lies in the opening hours, which are local to ``where``; None: always."""
    if hours is None or not expected.starts_us.size:
        return np.ones(expected.starts_us.size, dtype=bool)
    first = from_us(int(expected.starts_us[0]), where).date()
    last = from_us(int(expected.starts_us[-1]), where).date()
    spans = hours.spans(Period(first - timedelta(days=1), last + timedelta(days=2)), where)
    begins = np.array([span.start for span in spans], dtype=np.int64)
    ends = np.array([span.end for span in spans], dtype=np.int64)
    # the first span that has not ended when the interval begins has begun before the interval ends
    place = np.searchsorted(ends, expected.starts_us, side="right")
    found = np.append(begins, np.iinfo(np.int64).max)[place] < expected.starts_us + expected.length_us
    return np.asarray(found)


def runs(expected: Expected, open_: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """The stretches of open intervals that follow one another without a gap."""
    places = np.flatnonzero(open_)
    gaps = np.flatnonzero(np.diff(expected.starts_us[places]) != expected.length_us) + 1
    return [each for each in np.split(places, gaps) if each.size]
