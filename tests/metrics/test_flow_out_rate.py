"""Flow-out rate: the share of offered contacts that were moved on unanswered."""

from __future__ import annotations

import pytest
from tests.figures import evaluate, visits

USUAL = {"short_abandons": "count", "callbacks": "exclude", "refused": "exclude"}
ROWS = visits(
    (6, "answered", 3),
    (1, "abandoned", 5),
    (1, "abandoned", None),
    (2, "flowed_out", 1),
    (3, "callback", 1),
    (4, "refused", 0),
)


def test_flow_outs_are_always_among_the_offered() -> None:
    found = evaluate(ROWS, "flow_out_rate", **USUAL)
    assert (found.good, found.counted, found.value) == (2, 10, 20)


@pytest.mark.parametrize(("switch", "counted"), [("callbacks", 13), ("refused", 14)])
def test_each_switch_adds_its_own_contacts_to_the_offered(switch: str, counted: int) -> None:
    assert evaluate(ROWS, "flow_out_rate", **{**USUAL, switch: "count_as_missed"}).counted == counted


@pytest.mark.parametrize(("limit", "counted"), [("5 s", 9), ("under 5 s", 10)])
def test_short_abandons_may_leave_the_offered(limit: str, counted: int) -> None:
    found = evaluate(ROWS, "flow_out_rate", **{**USUAL, "short_abandons": "ignore"}, short_abandon=limit)
    assert (found.good, found.counted) == (2, counted)
