"""What holds between figures whatever the records: the identities of the trade's formulas, over generated months."""

from __future__ import annotations

import os
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any

import narwhals as nw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.figures import evaluate, visit
from tests.independent.months import Month, months

from pactline.metrics import metrics
from pactline.records.choices.choosing import Share
from pactline.records.engine import in_memory
from pactline.records.views.contacts import Contacts
from pactline.statement.comparison.forms import FORMS, form_arguments
from pactline.statement.counting.choices_in_words import choose
from pactline.statement.measuring import measure
from pactline.values.duration import Duration, Limit, Sense
from pactline.values.zone import to_us, zone

LAW = settings(
    deadline=None, max_examples=int(os.environ.get("PACTLINE_EXAMPLES", "12")), suppress_health_check=list(HealthCheck)
)
SENSES = st.sampled_from(tuple(Sense))
SL_FORMS = [form for form in FORMS if form.metric == "service_level"]


def within(ms: int, sense: Sense = Sense.AT_MOST) -> Limit:
    """A limit of so many milliseconds."""
    return Limit(Duration(ms), sense)


def service_levels(rows: list[dict[str, Any]], *limits: tuple[Limit, Limit]) -> list[dict[str, Fraction | None]]:
    """All named forms of service level over the same rows, for each pair of promised wait and short-abandon time."""
    metric, sums = metrics()["service_level"], {}
    for number, (promised, short) in enumerate(limits):
        for form in SL_FORMS:
            chosen = metric.of(Contacts(), form_arguments(form, promised, short))
            assert isinstance(chosen, Share)
            sums[f"counted {form.code} {number}"] = chosen.counted.cast(nw.Int64).sum()
            sums[f"good {form.code} {number}"] = (chosen.counted & chosen.good).cast(nw.Int64).sum()
    engine = in_memory(rows)
    (row,) = engine.rows(engine.contacts().select(**sums))

    def level(code: str, number: int) -> Fraction | None:
        counted = row[f"counted {code} {number}"]
        return Fraction(row[f"good {code} {number}"], counted) if counted else None

    return [{form.code[3:]: level(form.code, number) for form in SL_FORMS} for number in range(len(limits))]


def at_most(left: Fraction | None, right: Fraction | None) -> bool:
    """Whether the first does not exceed the second; no data compares with nothing."""
    return left is None or right is None or left <= right


@LAW
@given(months())
def test_1_the_offered_are_those_who_were_answered_or_left(month: Month) -> None:
    counted = "count_as_missed"
    switches = {"flow_outs": counted, "callbacks": counted, "refused": "exclude"}
    kinds = ("answered", "abandoned", "flowed_out", "callback")
    engine = in_memory(month.rows)

    def volume(kind: str, **more: str) -> int:
        return evaluate(engine, "volume", counted=kind, **switches, **more).counted

    offered = volume("offered", short_abandons="count")
    assert offered == sum(volume(kind) for kind in kinds)
    without_short = volume("offered", short_abandons="ignore", short_abandon="5 s")
    waits = [row["wait_ms"] for row in month.rows if row["outcome"] == "abandoned" and row["wait_ms"] is not None]
    assert offered == without_short + sum(wait <= 5_000 for wait in waits)


@LAW
@given(months(), st.sampled_from((0, 5_000, 20_000)), st.sampled_from((0, 1, 15_000)), SENSES)
def test_2_the_forms_keep_their_order(month: Month, short_ms: int, longer: int, sense: Sense) -> None:
    (level,) = service_levels(month.rows, (within(short_ms + longer, sense), within(short_ms, sense)))
    for lower, higher in ("BF", "FC", "CA", "BE", "ED", "CD", "GF"):
        assert at_most(level[lower], level[higher]), (lower, higher, level)


@LAW
@given(months(), st.lists(st.sampled_from((0, 1, 4_999, 5_000, 20_000, 20_001, 300_000)), min_size=2, max_size=4))
def test_3_a_longer_promise_is_never_kept_less(month: Month, promises: list[int]) -> None:
    levels = service_levels(month.rows, *((within(ms), within(5_000)) for ms in sorted(promises)))
    for shorter, longer in pairwise(levels):
        assert all(at_most(shorter[code], longer[code]) for code in shorter)


@LAW
@given(months())
def test_4_one_more_prompt_answer_never_lowers_and_one_more_late_answer_never_raises(month: Month) -> None:
    usual = (within(20_000), within(5_000))
    (before,) = service_levels(month.rows, usual)
    (prompt,) = service_levels([*month.rows, visit(wait=20, number=10_000)], usual)
    (late,) = service_levels([*month.rows, visit(wait=20.001, number=10_000)], usual)
    for code in before:
        assert at_most(before[code], prompt[code])
        assert at_most(late[code], before[code])


@LAW
@given(months(), st.randoms(use_true_random=False))
def test_5_the_order_of_the_records_changes_nothing(month: Month, chance: Any) -> None:
    shuffled = list(month.rows)
    chance.shuffle(shuffled)
    assert everything(month.rows) == everything(shuffled)


@LAW
@given(months(), st.sampled_from((-3, 1, 2)))
def test_6_whole_weeks_between_clock_changes_shift_the_figures_with_them(month: Month, weeks: int) -> None:
    week = 7 * 86_400_000_000
    june = 1_749_420_000_000_000 - month.span[0]  # the month laid into June in Berlin, far from any change of the clock
    first = [moved(row, june) for row in month.rows]
    later = [moved(row, june + weeks * week) for row in month.rows]
    assert by_quarter_hour(first, 0) == by_quarter_hour(later, -weeks * week)


@LAW
@given(months(), st.sampled_from((15, 30, 60)))
def test_7_the_whole_lies_between_its_best_and_its_worst_interval(month: Month, width: int) -> None:
    words = {"within": "20 s", "abandons": "count_all"}
    engine, where = in_memory(month.rows), zone(month.zone)
    whole = measure(engine, choose("service_level", words), where=where).rows
    parts = measure(engine, choose("service_level", words), where=where, by=[f"interval:{width}m"]).rows
    values = [row.figure.value for row in parts if row.figure.value is not None]
    if values:
        value = whole[0].figure.value
        assert value is not None
        assert min(values) <= value <= max(values)


@LAW
@given(months())
def test_8_the_waits_in_buckets_add_up_to_all_known_waits(month: Month) -> None:
    engine = in_memory(month.rows)
    edges = [0, 1, 5_000, 20_000, 60_000, 10**9]
    words = {"abandons": "ignore_all", "flow_outs": "exclude", "callbacks": "exclude", "refused": "exclude"}
    under = [evaluate(engine, "service_level", within=f"under {edge} ms", **words).good or 0 for edge in edges]
    buckets = [high - low for low, high in pairwise(under)]
    assert under[0] == 0
    assert min(buckets) >= 0
    assert sum(buckets) == evaluate(engine, "average_speed_of_answer").counted


def everything(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """All forms and several other figures of the same rows."""
    figures: dict[str, Any] = dict(service_levels(rows, (within(20_000), within(5_000)))[0])
    engine = in_memory(rows)
    figures["asa"] = evaluate(engine, "average_speed_of_answer")
    figures["p90"] = evaluate(engine, "wait_percentile", percent="90", whose="all")
    figures["aht"] = evaluate(engine, "average_handle_time", unrecorded="as_zero")
    return figures


def moved(row: dict[str, Any], by_us: int) -> dict[str, Any]:
    """The same visit at another time."""
    return {name: value + by_us if name.endswith("_us") and value else value for name, value in row.items()}


def by_quarter_hour(rows: list[dict[str, Any]], shift_us: int) -> dict[int, tuple[int, int | None]]:
    """Service level by quarter of an hour in Berlin, by UTC start."""
    named = choose("service_level", {"within": "20 s", "abandons": "count_all"})
    found = measure(in_memory(rows), named, where=zone("Europe/Berlin"), by=["interval:15m"])
    return {
        to_us(datetime.fromisoformat(row.by["interval"] or "")) + shift_us: (
            row.figure.counts.counted,
            row.figure.counts.good,
        )
        for row in found.rows
    }
