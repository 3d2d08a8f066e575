"""What the laws of figures share: choices in the words of an agreement, the measurement and the comparison."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from hypothesis import HealthCheck, settings
from tests.independent.months import HOURS, Month
from tests.independent.reckoning import Figure

from pactline.metrics import metrics
from pactline.records.engine import EmbeddedEngine
from pactline.records.record_set import RecordSet
from pactline.statement.counting.asking import Scope
from pactline.statement.counting.choices_in_words import choose
from pactline.statement.measuring import Measurement, measure
from pactline.values.calendar import Calendar, Hours
from pactline.values.period import Period
from pactline.values.target import Unit
from pactline.values.zone import zone

UNITS = {Unit.PERCENT: " %", Unit.SECONDS: " s", Unit.CONTACTS: "", Unit.SCORE: ""}
THOROUGH = settings(
    deadline=None, max_examples=int(os.environ.get("PACTLINE_EXAMPLES", "10")), suppress_health_check=list(HealthCheck)
)


def as_words(metric: str, made: Mapping[str, Any]) -> dict[str, str]:
    """Choices in the words of an agreement."""
    unit = UNITS[metrics()[metric].unit]
    words: dict[str, str] = {}
    for name, choice in made.items():
        if name == "interval_target":
            words[name] = f"{choice[0].replace('_', ' ')} {choice[1]}{unit}"
        elif isinstance(choice, tuple):
            words[name] = f"{choice[1].replace('_', ' ')} {choice[0]} ms"
        else:
            words[name] = str(choice)
    return words


def calendar_of(hours: str) -> Calendar | None:
    """The product's calendar for opening hours by name."""
    if hours == "always":
        return None
    return Calendar({day: tuple(_hours(*pair) for pair in pairs) for day, pairs in HOURS[hours].items()})


def _hours(opens: str, closes: str) -> Hours:
    return Hours(time.fromisoformat(opens), None if closes == "24:00" else time.fromisoformat(closes))


def measured(
    records: EmbeddedEngine | RecordSet,
    month: Month,
    metric: str,
    made: Mapping[str, Any],
    by: tuple[str, ...] = (),
    scope: Scope | None = None,
) -> Measurement:
    """What the product measures over the month."""
    named = choose(metric, as_words(metric, made))
    period = Period(date.fromisoformat(month.first), date.fromisoformat(month.end))
    where, hours = zone(month.zone), calendar_of(month.hours)
    return measure(records, named, period=period, where=where, by=by, scope=scope, hours=hours)


def assert_agree(measurement: Measurement, expected: Figure, *, sums: bool = True) -> None:
    """The product's only row is the figure of the second implementation; ``sums``: its two sums, too."""
    (row,) = measurement.rows
    found = row.figure.counts
    assert (found.counted, found.good, found.unknown) == (expected.counted, expected.good, expected.unknown)
    assert row.figure.value == expected.value
    assert expected.sum_ms in (None, found.sum_ms)
    assert not sums or (found.part or 0, found.whole or 0) == (expected.part or 0, expected.whole or 0)


def open_spans_of(month: Month) -> tuple[tuple[int, int], ...] | None:
    """The opening hours as the second implementation wants them; None: always open."""
    return None if month.hours == "always" else month.open_spans
