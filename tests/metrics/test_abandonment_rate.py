"""Abandonment rate: the share of offered contacts whose customer left the queue unanswered."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.figures import evaluate, visits

USUAL = {"short_abandons": "count", "flow_outs": "exclude", "callbacks": "exclude", "refused": "exclude"}
ROWS = visits(
    (90, "answered", 12),
    (1, "abandoned", 4.999),
    (1, "abandoned", 5),
    (1, "abandoned", 5.001),
    (7, "abandoned", 60),
    (10, "flowed_out", 2),
    (5, "callback", 2),
    (3, "refused", None),
    (1, "failed", None),
)


@pytest.mark.parametrize(
    ("words", "abandoned", "offered"),
    [
        ({"flow_outs": "count_as_abandoned", "callbacks": "count_as_abandoned"}, 25, 115),  # AB-1
        ({}, 10, 100),  # AB-2
        ({"short_abandons": "ignore", "short_abandon": "5 s"}, 8, 98),  # AB-3
        ({"short_abandons": "ignore_in_numerator", "short_abandon": "5 s"}, 8, 100),  # AB-4
        ({"flow_outs": "count_as_offered"}, 10, 110),  # AB-5
    ],
)
def test_each_published_form_is_a_choice_of_switches(words: dict[str, str], abandoned: int, offered: int) -> None:
    found = evaluate(ROWS, "abandonment_rate", **{**USUAL, **words})
    assert (found.good, found.counted) == (abandoned, offered)
    assert found.value == Fraction(100 * abandoned, offered)


@pytest.mark.parametrize(("limit", "abandoned"), [("5 s", 8), ("under 5 s", 9), ("5.001 s", 7), ("under 5.001 s", 8)])
def test_the_edge_of_the_short_abandon_time(limit: str, abandoned: int) -> None:
    found = evaluate(ROWS, "abandonment_rate", **{**USUAL, "short_abandons": "ignore"}, short_abandon=limit)
    assert found.good == abandoned


@pytest.mark.parametrize(
    ("switch", "word", "abandoned", "offered"),
    [
        ("flow_outs", "count_as_offered", 10, 110),
        ("flow_outs", "count_as_abandoned", 20, 110),
        ("callbacks", "count_as_offered", 10, 105),
        ("callbacks", "count_as_abandoned", 15, 105),
        ("refused", "count_as_offered", 10, 103),
        ("refused", "count_as_abandoned", 13, 103),
    ],
)
def test_each_switch_moves_its_own_contacts_only(switch: str, word: str, abandoned: int, offered: int) -> None:
    found = evaluate(ROWS, "abandonment_rate", **{**USUAL, switch: word})
    assert (found.good, found.counted) == (abandoned, offered)


def test_a_flow_out_swept_in_is_no_short_abandon_however_short_its_wait() -> None:
    words = {**USUAL, "flow_outs": "count_as_abandoned", "short_abandons": "ignore"}
    found = evaluate(ROWS, "abandonment_rate", **words, short_abandon="5 s")
    assert (found.good, found.counted) == (18, 108)


def test_an_abandon_whose_wait_is_unknown_is_not_short() -> None:
    rows = visits((1, "answered", 1), (1, "abandoned", None))
    found = evaluate(rows, "abandonment_rate", **{**USUAL, "short_abandons": "ignore"}, short_abandon="5 s")
    assert (found.good, found.counted) == (1, 2)


def test_nothing_offered_is_no_data() -> None:
    assert evaluate(visits((4, "flowed_out", 1)), "abandonment_rate", **USUAL).value is None
