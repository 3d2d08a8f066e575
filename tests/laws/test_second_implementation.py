"""The engine and a second implementation that shares no code with it agree on every figure of generated months."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from tests.independent.judging import RULES
from tests.independent.months import ARGUMENTS, HOURS, Month, arguments_of, countings, months
from tests.independent.reckoning import Figure, figure

from pactline.document.formulas_beyond_contacts import BEYOND_CONTACTS
from pactline.metrics import metrics
from pactline.records.choices import Choice
from pactline.records.engine import EmbeddedEngine, in_memory
from pactline.statement.choices_in_words import choose
from pactline.statement.measuring import Measurement, measure
from pactline.values.calendar import Calendar, Hours
from pactline.values.period import Period
from pactline.values.target import Unit
from pactline.values.zone import zone

UNITS = {Unit.PERCENT: " %", Unit.SECONDS: " s", Unit.CONTACTS: "", Unit.SCORE: ""}
THOROUGH = settings(
    deadline=None, max_examples=int(os.environ.get("PACTLINE_EXAMPLES", "10")), suppress_health_check=list(HealthCheck)
)
APART = {made.__name__ for made in BEYOND_CONTACTS}  # of tickets and attempts: see test_written_channels
COUNTED = {name: metric for name, metric in metrics().items() if not metric.elsewhere and name not in APART}
FOUR_GROUPS = [sorted(RULES)[start::4] for start in range(4)]  # a month is drawn once for several metrics


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
    engine: EmbeddedEngine, month: Month, metric: str, made: Mapping[str, Any], by: tuple[str, ...] = ()
) -> Measurement:
    """What the product measures over the month."""
    named = choose(metric, as_words(metric, made))
    period = Period(date.fromisoformat(month.first), date.fromisoformat(month.end))
    where, hours = zone(month.zone), calendar_of(month.hours)
    return measure(engine, named, period=period, where=where, by=by, hours=hours)


def reckoned(month: Month, metric: str, arguments: Mapping[str, Any], counting: Mapping[str, Any]) -> Figure:
    """What the second implementation says."""
    hours = None if month.hours == "always" else month.open_spans
    return figure(month.rows, metric, arguments, counting, [month.span], hours, month.zone)


def own_rows(month: Month, level: str, place: tuple[str | None, str | None]) -> list[dict[str, Any]]:
    """The visits at a place; of what only whole contacts can say, all visits of the contacts that came there first."""
    visits = [row for row in month.rows if (row["queue"], row["channel"]) == place]
    if level != "contact":
        return visits
    came = {row["contact_id"] for row in visits if row["visit"] == 1}
    return [row for row in month.rows if row["contact_id"] in came]


def plainly(counting: Mapping[str, Any], **more: str) -> dict[str, Any]:
    """The same choices, all contacts weighing alike."""
    kept = {name: word for name, word in counting.items() if not name.startswith("interval")}
    return {**kept, "roll_up": "contact_weighted", **more}


def test_the_second_implementation_shares_no_code_with_the_product() -> None:
    files = sorted((Path(__file__).parents[1] / "independent").glob("*.py"))
    assert len(files) >= 3
    assert not [file.name for file in files if "pactline" in file.read_text(encoding="utf-8")]


def test_every_metric_of_contacts_is_in_the_second_implementation() -> None:
    assert set(COUNTED) == set(RULES) == set(ARGUMENTS)


def test_every_word_of_every_choice_is_drawn() -> None:
    for name, metric in COUNTED.items():
        for argument, info in metric.terms.model_fields.items():
            if argument in ARGUMENTS[name] and issubclass(choice := _choice(info.annotation), Choice):
                for word in choice:
                    find(ARGUMENTS[name][argument], lambda drawn, word=word: drawn == word.value)


def _choice(annotation: Any) -> type:
    return annotation if isinstance(annotation, type) else object


@pytest.mark.parametrize("group", FOUR_GROUPS, ids=lambda group: group[0])
@THOROUGH
@given(month=months(), data=st.data())
def test_engine_and_second_implementation_agree(group: list[str], month: Month, data: st.DataObject) -> None:
    engine = in_memory(month.rows)
    for metric in group:
        arguments = data.draw(arguments_of(metric))
        counting = data.draw(countings(has_better_side=RULES[metric].better != "neither"))
        expected = reckoned(month, metric, arguments, counting)
        (row,) = measured(engine, month, metric, {**arguments, **counting}).rows
        found = row.figure.counts
        assert (found.counted, found.good, found.unknown) == (expected.counted, expected.good, expected.unknown)
        assert row.figure.value == expected.value
        assert expected.sum_ms in (None, found.sum_ms)
        assert (found.part or 0, found.whole or 0) == (expected.part or 0, expected.whole or 0)


@THOROUGH
@given(month=months(), data=st.data())
def test_every_group_is_the_figure_of_its_own_rows(month: Month, data: st.DataObject) -> None:
    metric = data.draw(st.sampled_from(sorted(RULES)))
    arguments = data.draw(arguments_of(metric))
    counting = plainly(data.draw(countings(has_better_side=False)), level="queue_visit")
    measurement = measured(in_memory(month.rows), month, metric, {**arguments, **counting}, by=("queue", "channel"))
    for row in measurement.rows:
        own = own_rows(month, RULES[metric].level, (row.by["queue"], row.by["channel"]))
        expected = reckoned(month._replace(rows=own), metric, arguments, counting)
        assert (row.figure.counts.counted, row.figure.counts.good) == (expected.counted, expected.good)
        assert row.figure.value == expected.value


@THOROUGH
@given(month=months(), width=st.sampled_from((15, 30, 60)), data=st.data())
def test_the_parts_of_a_month_add_up_to_it(month: Month, width: int, data: st.DataObject) -> None:
    engine, arguments = in_memory(month.rows), data.draw(arguments_of("service_level"))
    counting = plainly(data.draw(countings(has_better_side=False)))
    whole = reckoned(month, "service_level", arguments, counting)
    for by in (f"interval:{width}m", "day"):
        rows = measured(engine, month, "service_level", {**arguments, **counting}, by=(by,)).rows
        assert sum(row.figure.counts.counted for row in rows) == whole.counted
        assert sum(row.figure.counts.good or 0 for row in rows) == whole.good
        values = [row.figure.value for row in rows if row.figure.value is not None]
        if whole.value is not None:
            assert min(values) <= whole.value <= max(values)  # a weighted mean lies between its parts
