"""A dialler's generated months: the product and a second implementation agree on every figure of its attempts."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.independent import dialling
from tests.independent.months import HOURS, MONTHS, Month, countings, telling_instants
from tests.independent.reckoning import figure_of_placed
from tests.laws.measuring import THOROUGH, assert_agree, measured, open_spans_of

from pactline.records.record_set import from_rows
from pactline.records.tables import ATTEMPTS, RESULTS

GREETED_US = (None, 0, 1_000_000, 3_000_000)
CONNECTED_US = (None, 0, 2_000_000, 2_000_001, 3_000_000, 5_000_000, 5_000_001)
SECONDS = (0, 28_799, 28_800, 28_801, 75_599, 75_600, 75_601)


@st.composite
def dialled_months(draw: st.DrawFn) -> Month:
    """Attempts at a few people, with greetings and connections on and beside the two seconds."""
    first, end, zone = draw(st.sampled_from(MONTHS))
    hours = draw(st.sampled_from(sorted(HOURS)))
    instants = telling_instants(first, end, zone, hours)
    rows = [draw(_attempt(instants, number)) for number in range(draw(st.integers(0, 25)))]
    return Month(first, end, zone, hours, rows)


@st.composite
def _attempt(draw: st.DrawFn, instants: tuple[int, ...], number: int) -> dict[str, Any]:
    at, result = draw(st.sampled_from(instants)), draw(st.sampled_from(("person", "person", *RESULTS)))
    row: dict[str, Any] = {"attempt_id": f"a{number:02d}", "dialled_us": at, "result": result}
    row["campaign"] = draw(st.sampled_from(("spring", "autumn")))
    row["customer"], row["debt"] = draw(st.sampled_from((("a", "d"), ("a", None), ("b", "d"), (None, None))))
    row["consent"] = draw(st.sampled_from(("yes", "no", None)))
    row["disposition"] = draw(st.sampled_from(("sold", "promise to pay", "wrong person", None)))
    row["ring_ms"] = draw(st.sampled_from((None, 0, 14_999, 15_000, 20_000)))
    if result in ("person", "abandoned"):
        began, over = draw(st.sampled_from(GREETED_US)), draw(st.sampled_from(GREETED_US))
        connected = draw(st.sampled_from(CONNECTED_US)) if result == "person" else None
        if None not in (began, over):
            began, over = sorted((began, over))
        after = {"greeting_start_us": began, "greeting_end_us": over, "connected_us": connected}
        row |= {name: None if later is None else at + later for name, later in after.items()}
    if draw(st.integers(0, 4)):
        row |= {"local_day": at // 86_400_000_000, "local_second": draw(st.sampled_from(SECONDS))}
    return row


@THOROUGH
@given(month=dialled_months(), data=st.data())
def test_every_figure_of_a_dialler_is_as_a_person_would_reckon_it(month: Month, data: st.DataObject) -> None:
    records = from_rows(month.rows, ATTEMPTS)
    for metric, rule in dialling.RULES.items():
        arguments = data.draw(dialling.arguments_of(metric))
        counting = data.draw(countings(has_better_side=rule.better != "neither"))
        placed = dialling.placed(month.rows, metric, arguments)
        expected = figure_of_placed(placed, rule, arguments, counting, [month.span], open_spans_of(month), month.zone)
        measurement = measured(records, month, metric, {**arguments, **counting})
        assert_agree(measurement, expected, sums=metric != "dialler_abandonment_ofcom")  # its sums are in other units
