"""First contact resolution of generated weeks: the figures of the product are those of the second implementation.

Contact by contact ``tests/records/test_repeats.py`` compares them; here it is what becomes of them in a window.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.independent import repeating
from tests.independent.months import Month, countings
from tests.independent.reckoning import figure_of_placed
from tests.laws.measuring import THOROUGH, assert_agree, measured, open_spans_of
from tests.records.test_repeats import BERLIN, VISITS, drawn

from pactline.records.record_set import from_rows

CAME = {"outcome": "answered", "customer": "a", "direction": "inbound", "transfer_in": None, "minutes": 5}
OFTEN = st.builds(
    lambda visit, often: {**visit, "day": visit["day"] % 16, **often}, VISITS, st.sampled_from(({}, CAME, CAME))
)
"""Visits within some two weeks, most of them of one customer who comes again and again."""
LAST = {**CAME, "customer": "b", "queue": None, "disposition": None, "minute": 720, "more": 0, "callback_of": None}
"""Up to where the records reach."""


@THOROUGH
@given(
    visits=st.lists(OFTEN, min_size=4, max_size=20),
    last=st.integers(10, 40),
    hours=st.sampled_from(("always", "always", "office", "odd")),
    data=st.data(),
)
def test_every_figure_is_that_of_the_contacts_one_by_one(
    visits: list[dict[str, Any]], last: int, hours: str, data: st.DataObject
) -> None:
    visits.append({**LAST, "day": last})
    month = Month("2025-10-22", "2025-11-03", "Europe/Berlin", hours, drawn(visits))
    records = from_rows(month.rows)
    for metric, rule in repeating.RULES.items():
        made, counting = data.draw(repeating.arguments_of(metric)), data.draw(countings(has_better_side=True))
        agreed = repeating.rule_of(made, BERLIN)
        placed = repeating.placed(month.rows, agreed, made.get("chain"), counting["attribution"])
        expected = figure_of_placed(placed, rule, made, counting, [month.span], open_spans_of(month), month.zone)
        assert_agree(measured(records, month, metric, {**made, **counting}), expected)
