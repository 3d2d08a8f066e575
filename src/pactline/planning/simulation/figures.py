"""What runs come to: exact counts of each run, and figures over all of them with their standard errors.

The counts are those that ``measure`` makes of the same contacts under the conventions common-2026: contacts that were
moved on or asked for a callback are left out of the shares, and so are the callbacks themselves.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from pactline.planning.simulation.centre import Array
from pactline.planning.simulation.running import Run
from pactline.planning.simulation.state import ABANDONED, ANSWERED, CALLBACK, FLOWED_OUT

SHARES = {
    "service_level": ("answered_within", "offered"),
    "sl_answered": ("answered_within", "answered"),
    "sl_excl_short": ("answered_within", "offered_but_short"),
    "sl_wait": ("left_within", "offered"),
    "abandonment_rate": ("abandoned", "offered"),
    "waited": ("had_to_wait", "offered"),
    "average_speed_of_answer_s": ("answered_wait_s", "answered"),
    "mean_wait_s": ("wait_s", "offered"),
    "occupancy": ("busy_s", "on_duty_s"),
    "callback_wait_s": ("callback_wait_s", "callbacks_made"),
}
"""Each figure as the sum of one count over the sum of another."""


@dataclass(frozen=True)
class Counts:
    """The counts of one run: contacts, and seconds where the name ends so."""

    offered: float  # answered or abandoned
    answered: float
    abandoned: float
    callbacks: float  # asked for one
    callbacks_made: float
    flowed_out: float  # moved on when the agents had gone
    answered_within: float
    abandoned_within: float
    had_to_wait: float
    wait_s: float
    answered_wait_s: float
    callback_wait_s: float
    busy_s: float  # of the slots on duty
    on_duty_s: float

    @property
    def left_within(self) -> float:
        """Answered or abandoned within the limit."""
        return self.answered_within + self.abandoned_within

    @property
    def offered_but_short(self) -> float:
        """Offered, less those that hung up within the limit."""
        return self.offered - self.abandoned_within


def count(
    run: Run, within_s: float = 20.0, queue: int | None = None, *, from_ms: int | None = None, to_ms: int | None = None
) -> Counts:
    """Count a run, or one queue of it; ``from_ms`` and ``to_ms`` (excluded) keep to visits and time between them.

    Of one queue, agent time is that of the groups that may serve it, with whatever contacts.
    """
    wait_ms, limit_ms = run.wait_ms, round(within_s * 1000)
    here = np.ones(len(wait_ms), dtype=bool) if queue is None else run.queue == queue
    if from_ms is not None:
        here &= run.entered_ms >= from_ms
    if to_ms is not None:
        here &= run.entered_ms < to_ms
    customers_came = here & (run.attempt >= 0)
    answered = customers_came & (run.state == ANSWERED)
    abandoned = customers_came & (run.state == ABANDONED)
    called = here & (run.attempt < 0) & (run.state == ANSWERED)
    prompt = wait_ms <= limit_ms
    busy_ms, on_duty_ms = agent_time(run, groups_of(run, queue), from_ms, to_ms)
    return Counts(
        offered=_sum(answered) + _sum(abandoned),
        answered=_sum(answered),
        abandoned=_sum(abandoned),
        callbacks=_sum(customers_came & (run.state == CALLBACK)),
        callbacks_made=_sum(called),
        flowed_out=_sum(customers_came & (run.state == FLOWED_OUT)),
        answered_within=_sum(answered & prompt),
        abandoned_within=_sum(abandoned & prompt),
        had_to_wait=_sum(answered & (wait_ms > 0)) + _sum(abandoned),
        wait_s=_sum(wait_ms[answered | abandoned]) / 1000,
        answered_wait_s=_sum(wait_ms[answered]) / 1000,
        callback_wait_s=_sum(wait_ms[called]) / 1000,
        busy_s=busy_ms / 1000,
        on_duty_s=on_duty_ms / 1000,
    )


def _sum(values: np.ndarray[tuple[int, ...], np.dtype[np.bool_ | np.int64]]) -> float:
    return float(values.sum())


def agent_time(
    run: Run, groups: Sequence[int], from_ms: int | None = None, to_ms: int | None = None
) -> tuple[float, float]:
    """Milliseconds that the agents of some groups were busy and on duty between two instants."""
    first, last = from_ms or 0, to_ms if to_ms is not None else np.iinfo(np.int64).max
    shifts = np.isin(run.group_of[run.shift_slot], groups)
    handled = (run.state == ANSWERED) & np.isin(run.group_of[run.slot], groups)
    begun = run.left_ms[handled]
    busy = np.clip(begun + run.handling_ms[handled], first, last) - np.clip(begun, first, last)
    duty = np.clip(run.shift_to_ms[shifts], first, last) - np.clip(run.shift_from_ms[shifts], first, last)
    return float(busy.sum()), float(duty.sum())


def groups_of(run: Run, queue: int | None) -> list[int]:
    """The groups that may serve a queue; all where none is named."""
    groups = run.centre.groups
    if queue is None:
        return list(range(len(groups)))
    able = {skill.group for skill in run.centre.skills if skill.queue == run.centre.queues[queue].name}
    return [number for number, group in enumerate(groups) if group.name in able]


@dataclass(frozen=True)
class Estimate:
    """A figure over several runs, and its standard error (nan where there was one run only)."""

    value: float
    standard_error: float

    def to_json(self) -> dict[str, float | None]:
        """Both, to eight digits; null where there is none."""
        return {"value": _finite(self.value), "standard_error": _finite(self.standard_error)}


def _finite(value: float) -> float | None:
    return float(f"{value:.8g}") if math.isfinite(value) else None


def ratio(parts: Sequence[float] | Array, wholes: Sequence[float] | Array) -> Estimate:
    """The sum of the parts over the sum of the wholes, one pair for each run; its error by linearisation."""
    part, whole = np.asarray(parts, dtype=np.float64), np.asarray(wholes, dtype=np.float64)
    number = len(part)
    if not whole.sum() > 0:
        return Estimate(np.nan, np.nan)
    value = part.sum() / whole.sum()
    if number < 2:
        return Estimate(float(value), np.nan)
    rest = part - value * whole
    return Estimate(float(value), float(np.sqrt((rest**2).sum() / (number - 1) / number) / whole.mean()))


def mean(values: Sequence[float] | Array) -> Estimate:
    """The mean over runs and its standard error."""
    return ratio(values, np.ones(len(values)))


def estimates(counts: Iterable[Counts]) -> dict[str, Estimate]:
    """Every figure over several runs: those of SHARES, and each count as its mean a run."""
    runs = list(counts)
    found = {
        name: ratio([getattr(c, part) for c in runs], [getattr(c, whole) for c in runs])
        for name, (part, whole) in SHARES.items()
    }
    return found | {field.name: mean([getattr(c, field.name) for c in runs]) for field in fields(Counts)}
