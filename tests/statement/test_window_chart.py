"""The chart of windows whose figures are measured elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from pactline.agreement.model import Agreement
from pactline.records.facts import Facts, ReportedFigure
from pactline.statement.evaluating import evaluate
from pactline.statement.model import Result, Verdict
from pactline.statement.shown.window_chart import bars, window_chart, windows_sentence
from pactline.statement.windows.daily import BY_VERDICT, State, marks
from pactline.values.period import Period
from pactline.values.target import Unit

Agreed = Callable[..., Agreement]
UPTIME = """
uptime: {service: support, metric: reported, unit: percent, better: higher, means: share of minutes, each: month,
         measured: figures, target: at least 99 %}
"""


def uptime(agreed: Agreed, *values: str) -> Result:
    months = [(Period.parse(f"2025-{n:02d}"), Fraction(value)) for n, value in enumerate(values, 1)]
    facts = Facts(figures=tuple(ReportedFigure("uptime", period, value=value) for period, value in months))
    return evaluate(agreed(UPTIME), None, f"2025-01-01/{months[-1][0].end}", facts=facts)["uptime"]


def test_three_windows_make_no_chart_and_four_do(agreed: Agreed) -> None:
    assert bars(uptime(agreed, "98", "99", "99.5")) == ()
    found = bars(uptime(agreed, "98", "99", "99.5", "97"))
    assert [bar.state for bar in found] == [State.MISSED, State.KEPT, State.KEPT, State.MISSED]
    assert windows_sentence(found) == "4 windows, 1 January to 30 April 2025: 2 kept the target, 2 missed it."


def test_a_bar_reaches_from_the_target_to_the_figure(agreed: Agreed) -> None:
    found = bars(uptime(agreed, "98", "99", "100", "97"))
    svg = ElementTree.fromstring(window_chart(found, Unit.PERCENT, "x", "t", "d"))
    columns = [rect for rect in svg.iter("rect") if rect.get("class") == "column"]
    tops = [Fraction(rect.get("y", "")) for rect in columns]
    heights = [Fraction(rect.get("height", "")) for rect in columns]
    assert heights[1] == 0  # exactly the target
    assert tops[0] == tops[1] == tops[3]  # those below hang from the target
    assert tops[2] < tops[1]
    assert heights[3] == 2 * heights[0]
    assert [group.get("class") for group in svg.iter("g") if group.get("class") != "grid"] == [
        "missed", "kept", "kept", "missed",
    ]  # fmt: skip


def test_every_verdict_has_a_state_and_every_judged_one_its_own_shape() -> None:
    assert set(BY_VERDICT) == set(Verdict)
    assert len(set(BY_VERDICT.values())) == len(Verdict)


@pytest.mark.parametrize("each", ["hour", "day"])
def test_a_day_of_hours_is_not_judged_and_a_day_of_days_is(
    agreed: Agreed, records: Callable[..., object], each: str
) -> None:
    promise = """
    prompt: {service: support, metric: service_level, within: 20 s, abandons: count_all, each: EACH,
             target: at least 80 %}
    """.replace("EACH", each)
    rows = records("""
        2025-06-02T09:00:00  answered  1
        2025-06-02T10:00:00  answered  21
    """)
    result = evaluate(agreed(promise), rows, "2025-06-02")["prompt"]  # type: ignore[arg-type]
    (mark,) = marks(result)
    assert mark.state is (State.UNJUDGED if each == "hour" else State.MISSED)
    assert len(result.windows) == (24 if each == "hour" else 1)
