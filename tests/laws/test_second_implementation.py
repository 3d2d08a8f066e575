"""The engine and a second implementation that shares no code with it agree on every figure of generated months."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from tests.independent import agents_time, callbacks, dialling, forecasts, repeating, tickets
from tests.independent.judging import RULES
from tests.independent.months import ARGUMENTS, Month, arguments_of, countings, months
from tests.independent.reckoning import Figure, figure
from tests.laws.measuring import THOROUGH, assert_agree, measured, open_spans_of

from pactline.metrics import metrics
from pactline.records.choices.contacts import Choice
from pactline.records.engine import in_memory

IMPLEMENTED = (RULES, *(module.RULES for module in (agents_time, callbacks, dialling, forecasts, repeating, tickets)))
DRAWN: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    **{name: arguments_of(name) for name in ARGUMENTS},
    **{name: dialling.arguments_of(name) for name in dialling.RULES},
    **{name: st.fixed_dictionaries(m.ARGUMENTS[name]) for m in (agents_time, forecasts, tickets) for name in m.RULES},
    **{name: repeating.arguments_of(name) for name in repeating.RULES},
    "callback_kept": st.sampled_from((None, *callbacks.NOT_REACHED)).flatmap(callbacks.arguments),
}
AS_FOUND = settings(phases=[Phase.generate], database=None, max_examples=2_000)  # any such choices, not the simplest
FOUR_GROUPS = [sorted(RULES)[start::4] for start in range(4)]  # a month is drawn once for several metrics


def reckoned(month: Month, metric: str, arguments: Mapping[str, Any], counting: Mapping[str, Any]) -> Figure:
    """What the second implementation says."""
    return figure(month.rows, metric, arguments, counting, [month.span], open_spans_of(month), month.zone)


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


def test_every_metric_is_in_one_second_implementation() -> None:
    known = {name for name, metric in metrics().items() if not metric.elsewhere}
    assert sorted(known) == sorted(name for rules in IMPLEMENTED for name in rules)


def test_every_word_of_every_choice_is_drawn() -> None:
    for name, arguments in DRAWN.items():
        for argument, info in metrics()[name].terms.model_fields.items():
            for word in _words(info.annotation):
                find(arguments, lambda made, name=argument, word=word.value: made.get(name) == word, settings=AS_FOUND)


def _words(annotation: Any) -> list[Choice]:
    """The words of a closed list, whether the choice may be left out or not."""
    parts = [part for part in (annotation, *get_args(annotation)) if isinstance(part, type)]
    return [word for part in parts if issubclass(part, Choice) for word in part]


@pytest.mark.parametrize("group", FOUR_GROUPS, ids=lambda group: group[0])
@THOROUGH
@given(month=months(), data=st.data())
def test_engine_and_second_implementation_agree(group: list[str], month: Month, data: st.DataObject) -> None:
    engine = in_memory(month.rows)
    for metric in group:
        arguments = data.draw(arguments_of(metric))
        counting = data.draw(countings(has_better_side=RULES[metric].better != "neither"))
        expected = reckoned(month, metric, arguments, counting)
        assert_agree(measured(engine, month, metric, {**arguments, **counting}), expected)


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
