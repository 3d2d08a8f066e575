"""Which window of a promise an interval lies in, so that a total can be taken over each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pactline.values.zone import from_us

_NAMES: dict[str, Callable[[datetime], str]] = {
    "hour": lambda at: at.isoformat(timespec="hours")[:13] + at.isoformat()[-6:],  # an hour that comes twice is two
    "day": lambda at: at.date().isoformat(),
    "week": lambda at: "{}-W{:02d}".format(*at.isocalendar()),
    "month": lambda at: f"{at.year}-{at.month:02d}",
    "quarter": lambda at: f"{at.year}-Q{(at.month + 2) // 3}",
    "year": lambda at: str(at.year),
}


def planned_window(each: str) -> str:
    """The calendar window over which a promise is planned: its own, or for one that rolls or follows the contract the
    nearest that keeps it. ``rolling 3 months`` is kept if every month is."""
    days = re.search(r"(\d+) days?$", each)
    if days is None:
        word = each.split()[-1].removesuffix("s")
        return word if word in _NAMES else "month"
    return "month" if int(days[1]) >= 28 else "week" if int(days[1]) >= 7 else "day"


def window_numbers(each: str, starts_us: NDArray[np.int64], where: ZoneInfo) -> tuple[NDArray[np.intp], list[str]]:
    """For each interval the number of its window, and the names of the windows (``2025-03``, ``2025-03-03``) in order
    of their first interval."""
    name = _NAMES[planned_window(each)]
    names = [name(from_us(int(start), where)) for start in starts_us]
    known = list(dict.fromkeys(names))
    places = {each: number for number, each in enumerate(known)}
    return np.array([places[each] for each in names], dtype=np.intp), known
