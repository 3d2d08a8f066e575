"""Callbacks of generated months: the product and a second implementation agree on which were kept."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.independent import callbacks
from tests.independent.months import HOURS, MINUTE, MONTHS, Month, countings, telling_instants
from tests.independent.reckoning import figure_of_placed
from tests.laws.measuring import THOROUGH, assert_agree, measured, open_spans_of

from pactline.records.record_set import from_rows

HOUR = 60 * MINUTE
AFTER_US = (0, 1, MINUTE - 1, MINUTE, MINUTE + 1, 5 * MINUTE, 9 * MINUTE, 59 * MINUTE, HOUR - 1, HOUR, HOUR + 1)
LATER_US = (2 * HOUR, 2 * HOUR + 1)
ENDS = st.sampled_from(("answered", "answered", "abandoned", "abandoned", "failed", "open"))


@st.composite
def callback_months(draw: st.DrawFn) -> Month:
    """Requests in a month and what was tried for each: in time, on and beside the edge, too late."""
    first, end, zone = draw(st.sampled_from(MONTHS))
    hours = draw(st.sampled_from(("always", "always", *sorted(HOURS))))
    instants = telling_instants(first, end, zone, hours)
    rows: list[dict[str, Any]] = []
    near = draw(st.sampled_from(instants))
    for number in range(draw(st.sampled_from((1, 2, 3, 6)))):
        asked = draw(st.sampled_from((near, near + 30 * MINUTE, draw(st.sampled_from(instants)))))
        offered = asked - draw(st.sampled_from((0, 1, MINUTE)))
        row = {"contact_id": f"c{number}", "visit": 1, "outcome": "callback", "offered_us": offered}
        row["left_us"] = draw(st.sampled_from((asked, asked, None)))
        row["due_us"] = draw(st.sampled_from((None, asked + 60 * MINUTE, asked + 120 * MINUTE)))
        rows.append(row)
        if draw(st.integers(0, 3)) == 0:  # the customer came back to the queue, and perhaps asked again
            again = draw(st.sampled_from(("callback", "abandoned")))
            rows.append({**row, "visit": 2, "outcome": again, "offered_us": asked + 10 * MINUTE, "left_us": None})
        rows += draw(_tries(row["contact_id"], asked))
    if draw(st.sampled_from((True, False, False))):  # the records go on
        rows.append({"contact_id": "late", "visit": 1, "outcome": "answered", "offered_us": instants[-1] + 10**12})
    return Month(first, end, zone, hours, draw(st.permutations(rows)))


@st.composite
def _tries(draw: st.DrawFn, of: str, asked: int) -> list[dict[str, Any]]:
    """Callbacks: contacts of their own with one or two visits, or visits of the contact that asked."""
    rows: list[dict[str, Any]] = []
    for number in range(draw(st.sampled_from((0, 1, 2, 3)))):
        own = draw(st.sampled_from((True, True, False)))
        began = asked + draw(st.sampled_from(AFTER_US + LATER_US))
        for visit in range(draw(st.integers(1, 2))):
            outcome = draw(ENDS)
            row = {"contact_id": f"{of}b{number}" if own else of, "callback_of": of, "outcome": outcome}
            row["visit"] = visit + 1 if own else 10 + 2 * number + visit
            row["offered_us"] = began + visit * MINUTE
            if outcome == "answered":
                row["answered_us"] = draw(st.sampled_from((row["offered_us"], row["offered_us"] + MINUTE, None)))
            rows.append(row)
    return rows


@THOROUGH
@given(month=callback_months(), data=st.data())
def test_every_callback_is_kept_as_a_person_would_say(month: Month, data: st.DataObject) -> None:
    records, rule = from_rows(month.rows), callbacks.RULES["callback_kept"]
    for not_reached in (None, *callbacks.NOT_REACHED):
        words, counting = data.draw(callbacks.arguments(not_reached)), data.draw(countings(has_better_side=True))
        placed = callbacks.placed(month.rows, words, counting["attribution"])
        expected = figure_of_placed(placed, rule, words, counting, [month.span], open_spans_of(month), month.zone)
        assert_agree(measured(records, month, "callback_kept", {**words, **counting}), expected)
