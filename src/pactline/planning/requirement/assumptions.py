"""What a plan takes for granted: patience, shrinkage, chats at once, minimum staffing, and the method it is made by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from pactline.planning.expected import Expected
from pactline.planning.patience.patience_file import Patience, read_patience
from pactline.planning.queueing.patience_law import PatienceLaw
from pactline.planning.refusal import Refused
from pactline.planning.requirement.asked import read_share
from pactline.records.columns import CHANNELS
from pactline.values.calendar import Hours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


LEAST_PATIENCE_S, MOST_PATIENCE_S = 1e-3, 366 * 86_400.0


class Mode(StrEnum):
    """What every promise is kept over."""

    EVERY_INTERVAL = "every-interval"
    MONTH_TOTAL = "month-total"  # over the window of each promise, where it is not judged interval by interval


class Method(StrEnum):
    """How an interval's load follows from what comes."""

    STEADY = "steady"  # each interval by itself, as if it lasted for ever
    OFFERED_LOAD = "offered-load"  # with the contacts that the intervals before leave behind
    REPAIRED = "repaired"  # and then put right where contacts, followed through the day, are still short of a promise


@dataclass(frozen=True)
class Shrinkage:
    """The share of paid time in which people are not ready for contacts, by local time of day."""

    share: float = 0.0
    at: tuple[tuple[Hours, float], ...] = ()  # other shares at certain hours; the first that fits holds

    @classmethod
    def of(cls, texts: Sequence[str]) -> Shrinkage:
        """Read ``30%`` and any number of ``12:00-14:00=45%``. Raises ValueError."""
        share, at = 0.0, []
        for text in texts:
            hours, equals, words = text.rpartition("=")
            value = read_share(words, "shrinkage")
            if value >= 1:
                raise Refused(f"with {words} shrinkage nobody is ever ready; write less than 100%")
            if equals:
                at.append((_hours(hours), value))
            else:
                share = value
        return cls(share, tuple(at))

    def on(self, times: Sequence[datetime]) -> Array:
        """The share for intervals that begin at these local times."""
        return np.array([self._at(time) for time in times], dtype=float)

    def _at(self, local: datetime) -> float:
        time = local.time().replace(fold=0)
        for hours, share in self.at:
            if hours.opens <= time and (hours.closes is None or time < hours.closes):
                return share
        return self.share


def _hours(text: str) -> Hours:
    try:
        return Hours.parse(text)
    except ValueError as wrong:
        raise Refused(f"shrinkage: {wrong}") from None


@dataclass(frozen=True)
class Concurrent:
    """How many contacts an agent handles at once, and how many times longer each then takes.

    The model: so many agents are ``at_once`` times as many slots, and every contact takes ``stretch`` times its
    handling time, as if all slots of an agent were always filled. Where an agent has fewer the contacts are quicker
    than that, so the plan is on the safe side.
    """

    at_once: int
    stretch: float

    @classmethod
    def parse(cls, text: str) -> tuple[str, Concurrent]:
        """Read ``chat=3x1.6``: three chats at once, each then 1.6 times as long. Raises ValueError."""
        found = re.fullmatch(r"([a-z]+)=([1-9][0-9]?)x([0-9]{1,2}(?:\.[0-9]{1,4})?)", text.strip())
        if not found or not 1 <= float(found[3]) <= int(found[2]):
            raise Refused(
                f"{text!r} is not how contacts are handled at once; write chat=3x1.6 for three at once, each then 1.6 "
                "times as long (from 1 to as many times as there are at once)"
            )
        if found[1] not in CHANNELS:
            raise Refused(f"there is no channel {found[1]!r}; known are {', '.join(CHANNELS)}")
        return found[1], cls(int(found[2]), float(found[3]))


@dataclass(frozen=True)
class Assumptions:
    """All of it, for all queues."""

    patience: float | Patience | None = None  # None: nobody gives up; a number: mean seconds; laws by queue
    shrinkage: Shrinkage = field(default_factory=Shrinkage)
    concurrent: Mapping[str, Concurrent] = field(default_factory=dict)  # by channel
    minimum: float = 0.0  # agents while a queue is open
    mode: Mode = Mode.EVERY_INTERVAL
    fill_idle: float = 0.0  # the share of idle time in which agents do work that may lie, of other queues
    worst: float = 0.75  # of a month total: no interval is planned below this share of a promise
    method: Method = Method.OFFERED_LOAD

    @classmethod
    def of_words(
        cls,
        *,
        patience: float | str | None = None,
        shrinkage: Sequence[str] = (),
        concurrent: Sequence[str] = (),
        minimum: float | None = None,
        mode: str | None = None,
        worst_interval: str | None = None,
        method: str | None = None,
        fill_idle: str | None = None,
    ) -> Assumptions:
        """From the words of the command line; patience is seconds or a file. Raises ValueError, and for a file that is
        no patience Problems or OSError."""
        if not 0 <= (minimum or 0.0) < 1e6:
            raise Refused("a minimum is a number of agents from 0 up")
        return cls(
            patience=read_seconds_or_laws(patience),
            shrinkage=Shrinkage.of(shrinkage),
            concurrent=dict(Concurrent.parse(text) for text in concurrent),
            minimum=minimum or 0.0,
            mode=Mode(mode or Mode.EVERY_INTERVAL),
            method=Method(method or Method.OFFERED_LOAD),
            worst=read_share(worst_interval or "75%", "the worst interval"),
            fill_idle=read_share(fill_idle or "0%", "idle time"),
        )

    def law(self, queue: str) -> float | PatienceLaw | None:
        """The patience of a queue's customers. Raises PatienceUnknown."""
        return self.patience.of(queue) if isinstance(self.patience, Patience) else self.patience

    def slots(self, channel: str) -> int:
        """Contacts that an agent of a channel handles at once."""
        return self.concurrent[channel].at_once if channel in self.concurrent else 1

    def handling_s(self, expected: Expected) -> Array:
        """How long a contact takes in each interval, beside the others that its agent has."""
        stretch = self.concurrent[expected.channel].stretch if expected.channel in self.concurrent else 1.0
        return np.where(expected.aht_s > 0, expected.aht_s, 1.0) * stretch


def read_seconds_or_laws(said: float | str | None) -> float | Patience | None:
    """Mean seconds, or the laws in a ``patience.json``; None where nobody gives up. Raises ValueError, Problems,
    OSError."""
    if said is None:
        return None
    try:
        seconds = float(said)
    except ValueError:
        return read_patience(str(said))
    if not LEAST_PATIENCE_S <= seconds <= MOST_PATIENCE_S:
        raise Refused("patience is a number of seconds above 0, at most a year; leave it out where nobody gives up")
    return seconds
