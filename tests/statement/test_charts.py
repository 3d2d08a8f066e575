"""The charts: drawn in whole numbers, well-formed, and saying the same as their figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from pactline.agreement.model import Agreement
from pactline.records.record_set import RecordSet
from pactline.statement.counting.counts import Counts
from pactline.statement.evaluating import evaluate
from pactline.statement.shown.charts import day_chart, round_step, wait_chart
from pactline.statement.windows.daily import Mark, State, marks
from pactline.statement.windows.profile import Bucket, Profile
from pactline.values.duration import Limit
from pactline.values.period import Each
from pactline.values.target import Target, Unit

Agreed, Table = Callable[..., Agreement], Callable[..., RecordSet]

PROMPT = """
prompt:
  clause: "4.1"
  service: support
  metric: service_level
  within: 20 s
  abandons: count_all
  each: month
  target: at least 80 %
"""


def mark(day: int, value: int | None, state: State, target: str | None = "at least 80 %") -> Mark:
    counts = Counts(100, value, None) if value is not None else Counts()
    held = Target.parse(target) if target else None
    return Mark(date(2025, 6, day), Each.DAY, counts, None if value is None else Fraction(value), held, state)


def drawn(found: list[Mark], unit: Unit = Unit.PERCENT) -> ElementTree.Element:
    return ElementTree.fromstring(day_chart(found, unit, "c1-days", "Day by day", "what it shows"))


def groups(svg: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    return [element for element in svg.iter("g") if element.get("class") == kind]


def test_a_missed_day_has_another_shape_than_a_kept_one() -> None:
    svg = drawn([mark(2, 90, State.KEPT), mark(3, 70, State.MISSED), mark(4, 75, State.UNJUDGED)])
    shapes = {kind: [child.tag for child in groups(svg, kind)[0]] for kind in ("kept", "missed", "unjudged")}
    assert shapes == {
        "kept": ["title", "path", "circle"],
        "missed": ["title", "path", "path"],
        "unjudged": ["title", "path", "rect"],
    }


def test_the_higher_figure_stands_higher_and_the_target_line_between() -> None:
    svg = drawn([mark(2, 90, State.KEPT), mark(3, 81, State.KEPT)])
    high, low = (Fraction(group.find("circle").get("cy")) for group in groups(svg, "kept"))  # type: ignore[union-attr,arg-type]
    (target,) = [path for path in svg.iter("path") if path.get("class") == "target"]
    line = Fraction(re.findall(r"M[0-9.]+ ([0-9.]+)", target.get("d", ""))[0])
    assert high < low < line


def test_the_target_line_steps_where_the_target_changes() -> None:
    svg = drawn([mark(2, 90, State.KEPT), mark(3, 81, State.MISSED, "at least 85 %")])
    (target,) = [path for path in svg.iter("path") if path.get("class") == "target"]
    assert target.get("d", "").count("H") == 2
    assert len(set(re.findall(r"[ML][0-9.]+ ([0-9.]+)", target.get("d", "")))) == 2


def test_every_chart_has_a_role_a_title_and_a_description() -> None:
    svg = drawn([mark(2, 90, State.KEPT)])
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "c1-days-title c1-days-desc"
    assert [svg[0].tag, svg[0].text, svg[1].tag, svg[1].text] == ["title", "Day by day", "desc", "what it shows"]


def test_a_day_without_contacts_is_a_dash_that_says_why() -> None:
    svg = drawn([mark(7, 90, State.KEPT), mark(8, None, State.CLOSED)])
    (dash,) = [text for text in svg.iter("text") if text.get("class") == "nothing"]
    assert dash[0].text == "Sun 8 June 2025: closed"


def test_the_bands_of_resting_days_lie_under_everything_else() -> None:
    svg = drawn([mark(6, 90, State.KEPT), mark(7, 70, State.MISSED), mark(8, None, State.CLOSED)])
    drawing = [element.get("class") for element in svg if element.tag not in ("title", "desc")]
    assert drawing[:3] == ["rest", "rest", "grid"]
    assert "rest" not in drawing[2:]


def test_every_day_of_a_month_is_labelled_and_only_mondays_of_a_quarter() -> None:
    def labels(found: list[Mark]) -> list[str]:
        return [text.text or "" for text in drawn(found).iter("text") if text.get("class") == "label"]

    month = [mark(day, 90, State.KEPT) for day in range(1, 31)]
    assert labels(month) == [str(day) for day in range(1, 31)]
    assert labels(month * 3)[:4] == ["2", "9", "16", "23"]


@pytest.mark.parametrize("unit", list(Unit))
def test_a_chart_of_nothing_is_still_a_chart(unit: Unit) -> None:
    svg = drawn([mark(1, None, State.EMPTY, None)], unit)
    assert [text for text in svg.iter("text") if text.get("class") == "nothing"]


def test_coordinates_have_at_most_one_decimal() -> None:
    found = [mark(day, 97 - day, State.KEPT) for day in range(1, 8)]
    numbers = re.findall(r"[0-9]+\.[0-9]+", day_chart(found, Unit.PERCENT, "x", "t", "d").split("</desc>")[1])
    figures = {f"{n}.00" for n in range(90, 100)}
    assert [number for number in numbers if not re.fullmatch(r"[0-9]+\.[0-9]", number) and number not in figures] == []


def test_words_in_a_chart_are_inert() -> None:
    svg = day_chart([mark(1, 90, State.KEPT)], Unit.PERCENT, '"><script>', "<b>&", "</svg><script>")
    assert "<script" not in svg
    assert ElementTree.fromstring(svg)[0].text == "<b>&"


def test_steps_of_an_axis_are_round() -> None:
    asked = ["0.3", "1", "1.1", "2.5", "7", "12", "900"]
    assert [round_step(Fraction(text)) for text in asked] == [Fraction(1, 2), 1, 2, 5, 10, 20, 1000]


def waits(*totals: tuple[int, int]) -> Profile:
    limits = [None, Limit.parse("10 s"), Limit.parse("20 s"), Limit.parse("30 s"), None]
    buckets = [Bucket(limits[n], limits[n + 1], *pair) for n, pair in enumerate(totals)]
    return Profile(tuple(buckets), Limit.parse("20 s"), None, 0)


def test_the_promised_wait_stands_between_the_bars_in_time_and_the_late_ones() -> None:
    svg = ElementTree.fromstring(wait_chart(waits((5, 1), (4, 0), (3, 0), (0, 2)), "w", "t", "d"))
    (line,) = [path for path in svg.iter("path") if path.get("class") == "limit within"]
    x = Fraction(re.findall(r"M([0-9.]+)", line.get("d", ""))[0])
    bars = [rect for rect in svg.iter("rect") if rect.get("class") in ("answered", "late")]
    left = [Fraction(rect.get("x", "")) < x for rect in bars]
    assert left == [True, True, False, False]
    assert [rect.get("class") for rect in bars] == ["answered", "answered", "late", "late"]
    assert "promised: at most 20 s" in [text.text for text in svg.iter("text")]


def test_no_waits_at_all_are_drawn_as_an_empty_chart() -> None:
    ElementTree.fromstring(wait_chart(waits((0, 0), (0, 0), (0, 0), (0, 0)), "w", "t", "d"))


def test_every_day_of_the_windows_has_a_mark(agreed: Agreed, records: Table) -> None:
    rows = records("""
        2025-06-02T09:00:00  answered  1
        2025-06-03T09:00:00  answered  21
    """)
    calendars = '{office: {mon-fri: "08:00-18:00"}}'
    contract = agreed(PROMPT, services="{support: {channels: [voice], hours: office}}", calendars=calendars)
    found = marks(evaluate(contract, rows, "2025-06")["prompt"])
    assert len(found) == 30
    states = [m.state for m in found[:4]]
    assert states == [State.CLOSED, State.KEPT, State.MISSED, State.EMPTY]  # 1 June is a Sunday


def test_a_year_is_shown_by_weeks(agreed: Agreed, records: Table) -> None:
    rows = records("\n".join(f"2025-{month:02d}-10T09:00:00 answered {month}" for month in range(1, 13)))
    result = evaluate(agreed(PROMPT.replace("each: month", "each: year")), rows, "2025")["prompt"]
    found = marks(result)
    assert {m.each for m in found} == {Each.WEEK}
    assert sum(m.counts.counted for m in found) == result.counts.counted == 12
    assert found[0].first == date(2025, 1, 1)
    assert found[1].first == date(2025, 1, 6)


def test_where_intervals_are_counted_a_day_is_held_against_the_target_of_an_interval(
    agreed: Agreed, records: Table
) -> None:
    contract = agreed(
        PROMPT.replace("at least 80 %", "at least 95 %") + "  roll_up: days_met\n  interval_target: at least 70 %\n"
    )
    rows = records("""
        2025-06-02T09:00:00  answered  1
        2025-06-02T10:00:00  answered  1
        2025-06-02T11:00:00  answered  1
        2025-06-02T12:00:00  answered  21
    """)
    (monday,) = [m for m in marks(evaluate(contract, rows, "2025-06")["prompt"]) if m.value is not None]
    assert str(monday.target) == "at least 70 %"
    assert monday.state is State.KEPT


def test_a_single_day_is_not_held_against_a_monthly_volume(agreed: Agreed, records: Table) -> None:
    contract = agreed("""
        prompt: {clause: "1", service: support, metric: volume, counted: offered, short_abandons: count,
                 each: month, target: at most 1000}
    """)
    found = marks(evaluate(contract, records("2025-06-02T09:00:00 answered 1"), "2025-06")["prompt"])
    assert {m.state for m in found} <= {State.UNJUDGED, State.EMPTY}
    assert {m.target for m in found} == {None}
