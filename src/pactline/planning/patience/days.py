"""What the days showed: how many came, were answered, in time, and hung up, and how long they were handled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from pactline.planning.fetching import fetched
from pactline.planning.patience.exposure import Chosen
from pactline.records.any_record_set import AnyRecordSet
from pactline.records.views.contacts import Contacts
from pactline.values.span import QUARTER_HOUR_US

Floats = NDArray[np.float64]
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Days:
    """The days with a contact, in order; offered are those answered or abandoned, however short the wait."""

    numbers: NDArray[np.int64]  # counted from 1970-01-01
    within_s: float
    answered: NDArray[np.int64]
    abandoned: NDArray[np.int64]
    in_time: NDArray[np.int64]  # answered within within_s
    handled: NDArray[np.int64]  # answered whose talk is known
    handled_s: Floats  # seconds they were handled together: talk, hold and wrap
    quarters: NDArray[np.int64]  # offered in each quarter of an hour with any, whatever the day

    @property
    def offered(self) -> NDArray[np.int64]:
        """Answered or abandoned."""
        return self.answered + self.abandoned

    @property
    def service_level(self) -> Floats:
        """Answered within ``within_s`` of all offered, by day."""
        return np.asarray(self.in_time / np.maximum(self.offered, 1))

    @property
    def abandonment(self) -> Floats:
        """Abandoned of all offered, by day."""
        return np.asarray(self.abandoned / np.maximum(self.offered, 1))

    @property
    def aht_s(self) -> float | None:
        """The mean handling time over all days; None where none is known."""
        known = int(self.handled.sum())
        return float(self.handled_s.sum()) / known if known else None

    @property
    def rate_per_s(self) -> float | None:
        """Contacts per second in the quarter-hour in which a contact typically comes (quiet hours weigh little)."""
        total = int(self.quarters.sum())
        return float((self.quarters.astype(float) ** 2).sum()) / total / (QUARTER_HOUR_US / 1e6) if total else None


def read_days(records: AnyRecordSet, chosen: Chosen, within_s: float = 20.0) -> Days:
    """Add up the days of the contacts chosen, in the engine."""
    view = Contacts()
    inside = view.answered & (view.wait_ms <= round(within_s * 1000)).fill_null(value=False)
    length = view.talk_ms + view.hold_ms.fill_null(0) + view.wrap_ms.fill_null(0)
    known = view.answered & ~view.talk_ms.is_null()
    sums: dict[str, nw.Expr] = {
        "answered": view.answered.cast(nw.Int64), "abandoned": view.abandoned.cast(nw.Int64),
        "in_time": inside.cast(nw.Int64), "handled": known.cast(nw.Int64),
        "handled_ms": nw.when(known).then(length).otherwise(nw.lit(0)),
    }  # fmt: skip
    frame = chosen.frame(records).filter(view.answered | view.abandoned)
    frame = frame.select("day", quarter=nw.col("offered_us") // QUARTER_HOUR_US, **sums)
    frame = frame.group_by("day", "quarter").agg(**{name: nw.col(name).sum() for name in sums})
    found = fetched(records, frame, ("day", "quarter", *sums), ("quarter", "day"))
    numbers, row = np.unique(found["day"].astype(np.int64), return_inverse=True)

    def by_day(name: str) -> NDArray[Any]:
        return np.bincount(row, weights=found[name].astype(float), minlength=len(numbers))[: len(numbers)]

    answered, abandoned, in_time, handled = (by_day(name).astype(np.int64) for name in list(sums)[:4])
    quarters = (found["answered"].astype(float) + found["abandoned"].astype(float)).astype(np.int64)
    return Days(numbers, within_s, answered, abandoned, in_time, handled, by_day("handled_ms") / 1000.0, quarters)


def day_of(number: int) -> date:
    """The day that is so many days after 1970-01-01."""
    return _EPOCH + timedelta(days=int(number))


def number_of(day: date) -> int:
    """How many days after 1970-01-01 a day is."""
    return (day - _EPOCH).days
