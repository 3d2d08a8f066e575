"""One look at the patience of some queues: estimates, days, the curve, what promises take, and when to look again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from pactline.planning.patience.banding import TooFewHangUps
from pactline.planning.patience.consequence import Need, NextLook, need, next_look
from pactline.planning.patience.curve import Curve, abandonment_curve
from pactline.planning.patience.days import Days, day_of, read_days
from pactline.planning.patience.estimate import Estimate, estimates
from pactline.planning.patience.exposure import AT_ONCE_S, Chosen, Exposure, read_exposures
from pactline.planning.patience.from_counts import CountedPatience, counted_patience
from pactline.planning.queueing.patience_law import PiecewiseHazard
from pactline.planning.queueing.steady import steady
from pactline.planning.requirement.promise import Promise
from pactline.records.any_record_set import AnyRecordSet
from pactline.records.tables import INTERVAL_COUNTS


@dataclass(frozen=True)
class Load:
    """What comes: contacts per second and the mean handling time; ``given`` tells whether the asker said so."""

    rate_per_s: float
    aht_s: float
    given: bool = False

    @property
    def per_hour(self) -> float:
        """Contacts an hour."""
        return self.rate_per_s * 3600.0

    @property
    def erlang(self) -> float:
        """Offered load."""
        return self.rate_per_s * self.aht_s

    def to_json(self) -> dict[str, Any]:
        """As in ``patience --json``."""
        return {
            "offered_per_hour": round(self.per_hour, 4), "aht_s": round(self.aht_s, 3),
            "load_erlang": round(self.erlang, 4), "given": self.given,
        }  # fmt: skip


@dataclass(frozen=True)
class Look:
    """What the records say of patience. ``found`` begins with all queues together; from counts alone it is empty."""

    chosen: Chosen
    exposures: dict[str, Exposure]
    found: list[Estimate]
    too_few: dict[str, str]  # queues without an estimate of their own, and why
    counted: list[CountedPatience]  # where contacts say nothing: from interval counts
    days: Days
    load: Load | None  # None: neither given nor to be had from the records
    promises: Sequence[Promise] = field(default=())

    @property
    def law(self) -> PiecewiseHazard:
        """The law of all queues together."""
        return self.found[0].law if self.found else self.counted[0].law

    def curve(self, law: PiecewiseHazard | None = None) -> Curve | None:
        """Abandonment against service level for the load; None where there is no load."""
        if self.load is None:
            return None
        return abandonment_curve(law or self.law, self.load.rate_per_s, self.load.aht_s, self.days.within_s)

    def need(self, law: PiecewiseHazard | None = None) -> Need | None:
        """The agents that the promises take; None where nothing is promised or no load is known."""
        if self.load is None or not self.promises:
            return None
        return need(law or self.law, self.load.rate_per_s, self.load.aht_s, self.promises)

    def next_look(self, law: PiecewiseHazard | None = None, dispersion: float = 1.0) -> tuple[NextLook, date] | None:
        """When a change that would break the promises could be seen, as days and as a date; None without promises."""
        needed = self.need(law)
        if needed is None or self.load is None or not self.found or not len(self.days.numbers):
            return None
        kept = steady(self.load.rate_per_s, self.load.aht_s, needed.whole, law or self.law)
        per_day = float(kept.p_abandon) * float(np.mean(self.days.offered))
        found = next_look(
            law or self.law, self.load.rate_per_s, self.load.aht_s, needed.whole, self.promises, per_day, dispersion
        )
        last = day_of(int(self.days.numbers[-1]))
        return None if found is None else (found, last + timedelta(days=found.days))

    def queues_to_json(self) -> list[dict[str, Any]]:
        """What ``patience.json`` holds."""
        return [each.to_json() for each in (self.found or self.counted)]

    def __str__(self) -> str:
        from pactline.planning.patience.telling import patience_text

        return patience_text(self)

    def to_json(self) -> dict[str, Any]:
        """As in ``patience --json``."""
        days, curve, needed, again = self.days, self.curve(), self.need(), self.next_look()
        ends = [day_of(int(days.numbers[n])).isoformat() for n in (0, -1)] if len(days.numbers) else [None, None]
        return {
            "zone": self.chosen.zone.key,
            "first_day": ends[0],
            "last_day": ends[1],
            "queues": self.queues_to_json(),
            "too_few_hang_ups": self.too_few,
            "days": self.days_to_json(),
            "load": self.load.to_json() if self.load else None,
            "curve": curve_to_json(curve) if curve else None,
            "need": need_to_json(needed) if needed else None,
            "next_look": look_to_json(*again) if again else None,
        }

    def days_to_json(self) -> list[dict[str, Any]]:
        """Each day: what came and became of it, and one hang-up per so many waiting seconds."""
        days, waiting = self.days, self._waiting()
        return [
            {
                "day": day_of(int(number)).isoformat(), "offered": int(days.offered[n]),
                "answered": int(days.answered[n]), "abandoned": int(days.abandoned[n]), "in_time": int(days.in_time[n]),
                "service_level": round(float(days.service_level[n]), 6),
                "abandonment": round(float(days.abandonment[n]), 6),
                "waiting_s": round(waiting.get(int(number), (0.0, 0))[0], 3),
                "seconds_per_hang_up": _per(*waiting.get(int(number), (0.0, 0))),
            }
            for n, number in enumerate(days.numbers)
        ]  # fmt: skip

    def _waiting(self) -> dict[int, tuple[float, int]]:
        """By day: waiting seconds and hang-ups."""
        if not self.found:
            return {}
        exposure = self.found[0].exposure
        numbers, row = np.unique(exposure.days, return_inverse=True)
        seconds = np.bincount(row, exposure.wait_s * (exposure.hung_up + exposure.stayed), len(numbers))
        gone = np.bincount(row, exposure.hung_up, len(numbers))
        return {int(day): (float(seconds[n]), int(gone[n])) for n, day in enumerate(numbers)}


def _per(seconds: float, hang_ups: int) -> float | None:
    return round(seconds / hang_ups, 3) if hang_ups else None


def look_at_patience(
    records: AnyRecordSet,
    chosen: Chosen,
    *,
    within_s: float = 20.0,
    rate_per_s: float | None = None,
    aht_s: float | None = None,
    promises: Sequence[Promise] = (),
    at_once_s: float = AT_ONCE_S,
) -> Look:
    """Estimate patience from records; where contacts say nothing of waits, from interval counts.

    The load is what is given, and else what the records show: the rate in the quarter-hour in which a contact typically
    comes, and the mean handling time. Raises TooFewHangUps.
    """
    exposures = read_exposures(records, chosen)
    days = read_days(records, chosen, within_s)
    found: list[Estimate] = []
    too_few: dict[str, str] = {}
    counted: list[CountedPatience] = []
    try:
        found, too_few = estimates(exposures, at_once_s)
    except TooFewHangUps:
        counted = counted_patience(records, chosen) if INTERVAL_COUNTS.name in records.tables else []
        if not counted:
            raise
        _ = counted[0].law  # raises where it says too little, too
        counted = [each for each in counted if each.hung_up >= 3]
    rate, aht = rate_per_s or days.rate_per_s, aht_s or days.aht_s
    given = rate_per_s is not None and aht_s is not None
    load = Load(rate, aht, given) if rate and aht else None
    return Look(chosen, exposures, found, too_few, counted, days, load, tuple(promises))


def curve_to_json(curve: Curve) -> dict[str, Any]:
    """A curve as in ``patience --json``."""
    columns = (curve.agents, curve.service_level, curve.abandonment, curve.asa_s)
    names = ("agents", "service_level", "abandonment", "asa_s")
    return {
        "within_s": curve.within_s,
        "points": [
            dict(zip(names, (round(float(v), 6) for v in row), strict=True)) for row in zip(*columns, strict=True)
        ],
    }


def need_to_json(found: Need) -> dict[str, Any]:
    """A need as in ``patience --json``."""
    delivered = {name: round(figure, 6) for name, figure in found.delivered.items()}
    return {"agents": round(found.agents, 4), "whole": found.whole, "delivered": delivered}


def look_to_json(found: NextLook, day: date) -> dict[str, Any]:
    """When to look again, as in ``patience --json``."""
    return {
        "day": day.isoformat(), "days": found.days, "sought": round(found.sought - 1, 4),
        "breaking_change": None if found.ratio is None else round(found.ratio - 1, 4),
        "breaking_days": found.breaking_days,
    }  # fmt: skip
