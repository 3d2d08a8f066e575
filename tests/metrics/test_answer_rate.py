"""Answer rate: the share of offered contacts that reached an agent."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.figures import evaluate, visits

USUAL = {"short_abandons": "count", "flow_outs": "exclude", "callbacks": "exclude", "refused": "exclude"}
ROWS = visits(
    (6, "answered", 300),
    (1, "abandoned", 5),
    (1, "abandoned", 5.001),
    (1, "abandoned", None),
    (2, "flowed_out", 9),
    (3, "callback", 9),
    (4, "refused", None),
    (1, "failed", 1),
    (1, "open", 1),
)


def test_every_answer_counts_however_long_the_wait() -> None:
    found = evaluate(ROWS, "answer_rate", **USUAL)
    assert (found.good, found.counted, found.value) == (6, 9, Fraction(600, 9))


@pytest.mark.parametrize(("limit", "counted"), [("5 s", 8), ("under 5 s", 9), ("6 s", 7)])
def test_an_ignored_short_abandon_leaves_the_offered(limit: str, counted: int) -> None:
    found = evaluate(ROWS, "answer_rate", **{**USUAL, "short_abandons": "ignore"}, short_abandon=limit)
    assert (found.good, found.counted) == (6, counted)


@pytest.mark.parametrize(("switch", "counted"), [("flow_outs", 11), ("callbacks", 12), ("refused", 13)])
def test_each_switch_adds_its_own_contacts_to_the_offered(switch: str, counted: int) -> None:
    found = evaluate(ROWS, "answer_rate", **{**USUAL, switch: "count_as_missed"})
    assert (found.good, found.counted) == (6, counted)


@pytest.mark.parametrize(
    ("rate_words", "abandonment_words"),
    [
        ({}, {}),  # AB-2
        ({"short_abandons": "ignore", "short_abandon": "5 s"},) * 2,  # AB-3
        (
            {"flow_outs": "count_as_missed", "callbacks": "count_as_missed"},
            {"flow_outs": "count_as_abandoned", "callbacks": "count_as_abandoned"},
        ),  # AB-1
    ],
)
def test_answer_and_abandonment_rate_make_a_hundred_over_the_same_offered(
    rate_words: dict[str, str], abandonment_words: dict[str, str]
) -> None:
    answered = evaluate(ROWS, "answer_rate", **{**USUAL, **rate_words})
    abandoned = evaluate(ROWS, "abandonment_rate", **{**USUAL, **abandonment_words})
    assert answered.value is not None
    assert abandoned.value is not None
    assert answered.value + abandoned.value == 100


def test_nothing_offered_is_no_data() -> None:
    assert evaluate(visits((2, "refused", None)), "answer_rate", **USUAL).value is None
