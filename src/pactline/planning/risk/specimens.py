"""One contact of every way out of every queue, put before the agreement's own questions.

What counts and what is good is not decided here: each specimen is a record, and the code that counts records for a
statement says of each whether it counts, whether it is good and what it adds to a sum. Simulated contacts of the same
way count alike, so a month of them is a product of two tables of whole numbers.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pactline.planning.risk.ways_out import WaysOut
from pactline.records.choices.choosing import Chosen, Count, Mean, Percentile, Share
from pactline.records.choices.contacts import Clock
from pactline.records.record_set import RecordSet, from_rows
from pactline.statement.counting.asking import Question, count_by_quarter
from pactline.statement.counting.counts import Counts
from pactline.values.span import QUARTER_HOUR_US, Span

_APART = 2 * 24 * 4
"""Quarters of an hour between two specimens: two days, so that none is over in the place of the next."""
_HANDLED_MS = 60_000
ANSWERABLE = frozenset(
    {
        "service_level",
        "abandonment_rate",
        "answer_rate",
        "average_speed_of_answer",
        "average_waiting_time",
        "wait_percentile",
        "volume",
    }
)
"""The metrics that nothing but outcome and wait decide."""


@dataclass(frozen=True)
class PlannedQueue:
    """A queue as the records would name it."""

    name: str
    channel: str


@dataclass(frozen=True)
class Specimens:
    """A specimen of each way out of each queue, ``waits_ms[queue][way]`` being how long it waited."""

    ways: WaysOut
    queues: tuple[PlannedQueue, ...]
    waits_ms: tuple[tuple[int, ...], ...]
    records: RecordSet

    @classmethod
    def of(cls, ways: WaysOut, queues: Sequence[PlannedQueue], waits_s: Sequence[Sequence[float]]) -> Specimens:
        """Specimens whose waits lie strictly inside their bands, as near to these means as can be."""
        waits = tuple(
            tuple(_inside(ways, way, wait_s) for way, wait_s in enumerate(waits_s[number]))
            for number in range(len(queues))
        )
        rows = [
            contact_row(f"{number}-{way}", queue, (number * ways.many + way) * _APART * QUARTER_HOUR_US,
                        waits[number][way], answered=ways.is_answered(way))
            for number, queue in enumerate(queues)
            for way in range(ways.many)
        ]  # fmt: skip
        return cls(ways, tuple(queues), waits, from_rows(rows))

    def ask(self, questions: Mapping[Hashable, Question]) -> dict[Hashable, tuple[tuple[Counts | None, ...], ...]]:
        """What each question counts of each specimen, as ``[queue][way]``; None where it does not count.

        The time does not matter here: opening hours and whatever is left out are the business of the one who asks.
        """
        names = {str(number): name for number, name in enumerate(questions)}
        asked = {
            number: replace(questions[name], open_spans=None, opening=None, excluded=(), only_contacts=True)
            for number, name in names.items()
        }
        many = self.ways.many
        within = Span(0, (len(self.queues) * many + 1) * _APART * QUARTER_HOUR_US)
        answers = count_by_quarter(self.records, asked, within)
        found: dict[Hashable, tuple[tuple[Counts | None, ...], ...]] = {}
        for number, name in names.items():
            cells: list[list[Counts | None]] = [[None] * many for _ in self.queues]
            for quarter, counts in answers[number].get((), {}).items():
                queue, way = divmod(quarter // _APART, many)
                cells[queue][way] = counts if counts.counted else None
            found[name] = tuple(tuple(row) for row in cells)
        return found


def can_answer(metric: str, chosen: Chosen, clock: Clock) -> bool:
    """Whether outcome and wait are all that a figure needs."""
    known = metric in ANSWERABLE and isinstance(chosen, Share | Mean | Count | Percentile) and chosen.rows is None
    return known and clock is not Clock.RING


def contact_row(
    name: str, queue: PlannedQueue, offered_us: int, wait_ms: int, *, answered: bool, handled_ms: int = _HANDLED_MS
) -> dict[str, Any]:
    """A planned contact as a row of the record set."""
    left_us = offered_us + 1000 * wait_ms
    row: dict[str, Any] = {
        "contact_id": name, "visit": 1, "channel": queue.channel, "queue": queue.name, "direction": "inbound",
        "arrived_us": offered_us, "offered_us": offered_us, "wait_ms": wait_ms,
    }  # fmt: skip
    if answered:
        over = {"answered_us": left_us, "ended_us": left_us + 1000 * handled_ms, "talk_ms": handled_ms}
        return row | over | {"outcome": "answered"}
    return row | {"left_us": left_us, "ended_us": left_us, "outcome": "abandoned"}


def _inside(ways: WaysOut, way: int, wait_s: float) -> int:
    lower_s, upper_s = ways.band_s(way)
    if way == 0:
        return 0
    return int(min(max(round(1000 * wait_s), int(1000 * lower_s) + 1), int(1000 * upper_s) - 1))
