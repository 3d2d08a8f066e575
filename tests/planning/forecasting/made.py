"""Histories and records made up for the tests of forecasts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pactline.planning.forecasting.almanac import Almanac
from pactline.planning.forecasting.history import History
from pactline.planning.forecasting.training import Training
from pactline.values.zone import midnight_us, to_us, zone

BERLIN = zone("Europe/Berlin")
MONDAY = date(2025, 1, 6)
WEEK = (1.3, 1.0, 0.95, 0.9, 1.05, 0.0, 0.0)  # of a desk that is shut at weekends
OPEN = np.array([8 <= hour < 18 for hour in range(24)])
SHAPE = (
    np.where(OPEN, 1 + 0.5 * np.sin(np.arange(24) / 3), 0.0)
    / np.where(OPEN, 1 + 0.5 * np.sin(np.arange(24) / 3), 0.0).sum()
)


def history(
    days: int = 84, *, level: Callable[[date], float] = lambda _: 400.0, seed: int | None = None, cv: float = 0.0,
    first: date = MONDAY, week: Sequence[float] = WEEK, aht_s: float = 240.0,
) -> History:  # fmt: skip
    """A queue in hours; ``seed`` None is exactly what is expected, else contacts come by chance with a day factor."""
    chance = np.random.default_rng(seed)
    volume = np.zeros((days, 24))
    for n in range(days):
        day = first + timedelta(days=n)
        factor = 1.0 if seed is None else float(np.exp(cv * chance.standard_normal()))
        expected = SHAPE * level(day) * week[day.weekday()] * factor
        volume[n] = expected if seed is None else chance.poisson(expected)
    end = midnight_us(first + timedelta(days=days), BERLIN)
    return History(
        "desk", "voice", BERLIN, 60, first, volume, volume.copy(), volume * aht_s, volume > 0,
        np.asarray((volume > 0).any(axis=1)), end,
    )  # fmt: skip


def changed(given: History, volume: NDArray[np.float64]) -> History:
    """The same queue with other contacts."""
    from dataclasses import replace

    return replace(
        given, volume=volume, handled=volume.copy(), handled_s=volume * 240.0, known=volume > 0,
        covered=np.asarray((volume > 0).any(axis=1)),
    )  # fmt: skip


def training(totals: Sequence[float], almanac: Almanac | None = None, first: date = MONDAY) -> Training:
    """Totals of days in a row; None-like values below nought are days that teach nothing."""
    dates = [first + timedelta(days=n) for n in range(len(totals))]
    kept = [(day, total) for day, total in zip(dates, totals, strict=True) if total >= 0]
    weekdays = frozenset(day.weekday() for day, _ in kept)
    return Training(
        tuple(day for day, _ in kept), np.array([t for _, t in kept], dtype=float), almanac or Almanac(), weekdays
    )


def contact(at: str, number: int = 1, **more: Any) -> dict[str, Any]:
    """A contact that was offered at a local time with offset and answered after ten seconds, for four minutes."""
    offered = to_us(datetime.fromisoformat(at))
    return {
        "contact_id": f"{at}-{number}", "visit": 1, "channel": "voice", "queue": "desk", "direction": "inbound",
        "offered_us": offered, "answered_us": offered + 10_000_000, "ended_us": offered + 250_000_000,
        "outcome": "answered", "wait_ms": 10_000, "talk_ms": 200_000, "hold_ms": 10_000, "wrap_ms": 30_000, **more,
    }  # fmt: skip


def count(start: str, minutes: int, value: int, what: str = "offered", **more: Any) -> dict[str, Any]:
    """A count of an interval that begins at a local time with offset."""
    from_us = to_us(datetime.fromisoformat(start))
    return {
        "queue": "desk", "channel": "voice", "direction": "inbound", "from_us": from_us,
        "to_us": from_us + minutes * 60_000_000, "what": what, "within_ms": 0, "value": value, **more,
    }  # fmt: skip
