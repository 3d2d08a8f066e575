"""One commitment as planning sees it: a long-run figure of a queue, and the mark that it must reach."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from pactline.records.choices.contacts import Abandons, ShortAbandons, ShortOffered, Waiting
from pactline.values.calendar import Calendar

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pactline.planning.queueing.steady import Steady

    Array = NDArray[np.float64]


class Measure(StrEnum):
    """What a promise is about."""

    SERVICE_LEVEL = "service_level"
    ABANDONMENT = "abandonment"
    ANSWER_RATE = "answer_rate"
    AVERAGE_SPEED_OF_ANSWER = "average_speed_of_answer"
    MEAN_WAIT = "mean_wait"
    WAIT_PERCENTILE = "wait_percentile"  # as the share of the waits that are no longer than the promised one
    OCCUPANCY = "occupancy"
    DEADLINE = "deadline"  # of work that may lie: no queue of waiting customers, see deferrable.py


SECONDS = frozenset({Measure.AVERAGE_SPEED_OF_ANSWER, Measure.MEAN_WAIT})
"""The measures whose figure is a time in seconds; that of all others is a share from 0 to 1."""


@dataclass(frozen=True)
class Promise:
    """A figure and its mark. ``abandons`` holds the agreement's own word on what abandoned contacts do to the figure
    (``Abandons``, ``ShortAbandons``, ``ShortOffered`` or ``Waiting``, as the measure has it)."""

    id: str
    measure: Measure
    target: float  # a share (0.8 for 80 %) or seconds
    at_least: bool
    limit_s: float | None = None  # the wait that was promised
    abandons: str = ""
    short_abandon_s: float | None = None
    each: str = "month"  # what it is judged over, as the agreement says: month, day, hour ...
    every_interval: bool = False  # intervals are judged one by one: no interval may pay for another
    business_time: bool = False  # of a deadline: only opening hours count
    queues: tuple[str, ...] = ()  # empty: every queue
    channels: tuple[str, ...] = ()  # empty: every channel
    hours: Calendar | None = None  # of the service; None: always open
    remark: str = ""  # what planning takes differently from the agreement, in words

    def covers(self, queue: str, channel: str) -> bool:
        """Whether contacts of a queue and channel are promised this."""
        return (not self.queues or queue in self.queues) and (not self.channels or channel in self.channels)

    @property
    def in_seconds(self) -> bool:
        """Whether the figure is a time; else it is a share."""
        return self.measure in SECONDS

    @property
    def helped_by_agents(self) -> bool:
        """Whether more agents bring the figure nearer to the mark. An occupancy of *at least* so much is the only
        promise that more agents can break."""
        return not (self.measure is Measure.OCCUPANCY and self.at_least)

    @property
    def monotone(self) -> bool:
        """Whether the figure can only improve with every agent more.

        With M/M/n+G waits it does, but for one form: where short abandons count as met and *short* is longer than the
        promised wait, a queue that hardly answers can look good, since those who give up in time count as met.
        """
        counts_as_met = self.measure is Measure.SERVICE_LEVEL and self.abandons == Abandons.COUNT_AS_MET_SHORT
        return not (counts_as_met and (self.short_abandon_s or 0) > (self.limit_s or 0))

    def parts(self, steady: Steady) -> tuple[Array, Array]:
        """What counts as good and what is counted, both per offered contact, so that the figure of several intervals
        is the ratio of the sums weighted by volume. Of an occupancy: busy agents over agents, per agent."""
        good, counted = _PARTS[self.measure](self, steady)
        return good, np.broadcast_to(counted, np.shape(good))

    def delivered(self, steady: Steady) -> Array:
        """The figure under the agreement's own definition; not a number where nothing counts."""
        good, counted = self.parts(steady)
        with np.errstate(divide="ignore", invalid="ignore"):
            figure: Array = np.where(counted > 0, good / counted, np.nan)
        return figure

    def kept_by(self, figure: Array | float) -> NDArray[np.bool_]:
        """Whether figures keep the promise; one that is not a number does not."""
        return np.asarray(figure >= self.target if self.at_least else figure <= self.target)

    def kept(self, steady: Steady) -> NDArray[np.bool_]:
        """Whether the promise is kept, for each interval."""
        return self.kept_by(self.delivered(steady))


Parts = tuple["Array", "Array | float"]


def _service_level(promise: Promise, steady: Steady) -> Parts:
    """Answered in time, over what the agreement counts; see ``metrics.service_level``."""
    within = promise.limit_s or 0.0
    short = promise.short_abandon_s or 0.0
    served = steady.served_within(within)
    match promise.abandons:
        case Abandons.IGNORE_ALL:
            return served, 1 - steady.p_abandon
        case Abandons.IGNORE_WITHIN_T:
            return served, 1 - steady.abandoned_within(within)
        case Abandons.COUNT_AS_MET_WITHIN_T:
            return served + steady.abandoned_within(within), 1.0
        case Abandons.IGNORE_SHORT:
            return served, 1 - steady.abandoned_within(short)
        case Abandons.COUNT_AS_MET_SHORT:
            return served + steady.abandoned_within(short), 1.0
        case _:
            return served, 1.0


def _abandonment(promise: Promise, steady: Steady) -> Parts:
    """Abandoned over offered; see ``metrics.abandonment_rate``."""
    if promise.abandons == ShortAbandons.COUNT:
        return steady.p_abandon, 1.0
    short = steady.abandoned_within(promise.short_abandon_s or 0.0)
    long = np.maximum(steady.p_abandon - short, 0.0)
    return long, 1 - short if promise.abandons == ShortAbandons.IGNORE else 1.0


def _answer_rate(promise: Promise, steady: Steady) -> Parts:
    """Answered over offered; see ``metrics.answer_rate``."""
    ignored = promise.abandons == ShortOffered.IGNORE
    return 1 - steady.p_abandon, 1 - steady.abandoned_within(promise.short_abandon_s or 0.0) if ignored else 1.0


def _speed_of_answer(promise: Promise, steady: Steady) -> Parts:
    """Seconds waited by the answered, over the answered."""
    answered = 1 - steady.p_abandon
    with np.errstate(invalid="ignore"):
        return np.where(answered > 0, steady.asa_s * answered, 0.0), answered


def _mean_wait(promise: Promise, steady: Steady) -> Parts:
    """Seconds waited by all, over all."""
    return steady.mean_wait_s, 1.0


def _percentile(promise: Promise, steady: Steady) -> Parts:
    """The share of the waits that are no longer than the promised one; see ``metrics.wait_percentile``."""
    within = promise.limit_s or 0.0
    match promise.abandons:
        case Waiting.ANSWERED:
            return steady.served_within(within), 1 - steady.p_abandon
        case Waiting.ABANDONED:
            return steady.abandoned_within(within), steady.p_abandon
        case _:
            return steady.served_within(within) + steady.abandoned_within(within), 1.0


def _occupancy(promise: Promise, steady: Steady) -> Parts:
    """Busy agents over agents."""
    return steady.occupancy, 1.0


_PARTS = {
    Measure.SERVICE_LEVEL: _service_level,
    Measure.ABANDONMENT: _abandonment,
    Measure.ANSWER_RATE: _answer_rate,
    Measure.AVERAGE_SPEED_OF_ANSWER: _speed_of_answer,
    Measure.MEAN_WAIT: _mean_wait,
    Measure.WAIT_PERCENTILE: _percentile,
    Measure.OCCUPANCY: _occupancy,
}
