"""Callback kept: the share of callbacks asked for that were made in time."""

from __future__ import annotations

from typing import Any

import pytest
from tests.customers import figure
from tests.figures import START_US, visit

from pactline.records.choices.contacts import Attribution, Level
from pactline.records.choices.customers import KeptBy
from pactline.records.record_set import from_rows
from pactline.records.views.callbacks import Callbacks
from pactline.records.views.looking import Looking
from pactline.statement.counting.choices_in_words import ChoiceRefused
from pactline.values.duration import Limit

S_US = 1_000_000
HOUR_S = 3_600
TO_ATTEMPT = {"promised": "within", "within": "1 h", "kept_by": "first_attempt"}
TO_CONNECTION = {**TO_ATTEMPT, "kept_by": "connection", "not_reached": "missed"}


def asked(number: int, at: int = 0, **more: Any) -> dict[str, Any]:
    """A request so many seconds after the start, made after a minute of waiting."""
    offered = START_US + (at - 60) * S_US
    return visit("callback", 60, number, offered_us=offered, left_us=offered + 60 * S_US, **more)


def back(number: int, of: int, at: int, outcome: str = "answered", after: float = 20) -> dict[str, Any]:
    """A callback to a request; a conversation begins so many seconds after the attempt."""
    offered = START_US + at * S_US
    answered = offered + int(after * S_US) if outcome == "answered" else None
    more = {"callback_of": f"c{of}", "direction": "outbound", "offered_us": offered, "answered_us": answered}
    return visit(outcome, None, number, **more)


LATER = visit(number=99, offered_us=START_US + 10 * HOUR_S * S_US)


def test_an_attempt_at_exactly_the_end_of_the_time_is_in_time() -> None:
    rows = [asked(1), asked(2), asked(3), back(11, 1, HOUR_S), back(12, 2, HOUR_S + 1), LATER]
    assert figure(rows, "callback_kept", **TO_ATTEMPT).of == (1, 3)
    assert figure(rows, "callback_kept", **{**TO_ATTEMPT, "within": "under 1 h"}).of == (0, 3)


def test_where_the_conversation_keeps_the_promise_the_attempt_does_not() -> None:
    rows = [asked(1), asked(2), back(11, 1, HOUR_S - 20), back(12, 2, HOUR_S - 20, after=20.001), LATER]
    assert figure(rows, "callback_kept", **TO_ATTEMPT).of == (2, 2)
    assert figure(rows, "callback_kept", **TO_CONNECTION).of == (1, 2)


def test_the_clock_runs_from_asking_and_not_from_coming() -> None:
    assert figure([asked(1), back(11, 1, HOUR_S), LATER], "callback_kept", **TO_ATTEMPT).value == 100


@pytest.mark.parametrize(("tries", "of"), [(3, (1, 1)), (2, (0, 1))])
def test_callbacks_that_are_visits_of_the_contact_that_asked_are_an_attempt_each(tries: int, of: Any) -> None:
    again = [{**back(1, 1, n * 600, "failed"), "visit": n + 1} for n in range(1, tries + 1)]
    words = {**TO_CONNECTION, "not_reached": "kept", "attempts": "3"}
    assert figure([asked(1), *again, LATER], "callback_kept", **words).of == of


@pytest.mark.parametrize(
    ("not_reached", "tries", "of"),
    [
        ("kept", 3, (1, 1)),
        ("kept", 2, (0, 1)),
        ("exclude", 3, (0, 0)),
        ("exclude", 2, (0, 1)),
    ],
)
def test_who_was_not_reached_after_all_attempts_follows_the_agreement(not_reached: str, tries: int, of: Any) -> None:
    rows = [asked(1), *(back(10 + n, 1, n * 600, "abandoned") for n in range(1, tries + 1)), LATER]
    words = {**TO_CONNECTION, "not_reached": not_reached, "attempts": "3"}
    assert figure(rows, "callback_kept", **words).of == of


def test_attempts_that_came_too_late_are_none() -> None:
    rows = [asked(1), *(back(10 + n, 1, n * 1800, "abandoned") for n in (1, 2, 3)), LATER]
    words = {**TO_CONNECTION, "not_reached": "kept", "attempts": "3"}
    assert figure(rows, "callback_kept", **words).of == (0, 1)
    assert figure(rows, "callback_kept", **{**words, "attempts": "2"}).of == (1, 1)


def test_a_promised_instant_decides_where_that_is_agreed() -> None:
    due = START_US + 2 * HOUR_S * S_US
    rows = [asked(1, due_us=due), asked(2, due_us=due), back(11, 1, 2 * HOUR_S), back(12, 2, 2 * HOUR_S + 1), LATER]
    words = {"promised": "due_time", "kept_by": "first_attempt"}
    assert figure(rows, "callback_kept", **words).of == (1, 2)
    found = figure([*rows, asked(3)], "callback_kept", **words)
    assert (found.of, found.unknown) == ((1, 2), 1)


def test_a_request_whose_time_is_not_over_is_undecided() -> None:
    rows = [asked(1), back(11, 1, 600)]
    for cut, of, unknown in ((HOUR_S, (0, 0), 1), (HOUR_S + 1, (1, 1), 0)):
        found = figure([*rows, visit(number=5, offered_us=START_US + cut * S_US)], "callback_kept", **TO_ATTEMPT)
        assert (found.of, found.unknown) == (of, unknown)


def test_who_was_not_reached_in_all_attempts_may_still_be_reached_before_the_time_is_over() -> None:
    words = {**TO_CONNECTION, "not_reached": "exclude", "attempts": "1"}
    rows = [asked(1), back(11, 1, 600, "abandoned")]
    for cut, unknown in ((HOUR_S, 1), (HOUR_S + 1, 0)):
        found = figure([*rows, visit(number=5, offered_us=START_US + cut * S_US)], "callback_kept", **words)
        assert (found.of, found.unknown) == ((0, 0), unknown)


def test_a_contact_that_nobody_asked_for_is_no_callback() -> None:
    rows = [visit(number=1), back(11, 1, 600), LATER]
    assert figure(rows, "callback_kept", **TO_ATTEMPT).value is None


def test_the_records_that_decide_reach_to_the_first_after_the_time() -> None:
    rows = [asked(1), back(11, 1, 600), visit(number=5, offered_us=START_US + 2 * HOUR_S * S_US), LATER]
    looking, rule = Looking(Level.CONTACT, Attribution.OFFERED), Callbacks(KeptBy.FIRST_ATTEMPT, Limit.parse("1 h"))
    first, last = rule.reach(from_rows(rows), looking, START_US - 60 * S_US, START_US)
    assert (first, last) == (START_US - 60 * S_US, START_US + 2 * HOUR_S * S_US)
    first, last = rule.reach(from_rows(rows[:2]), looking, START_US - 60 * S_US, START_US)
    assert last == START_US + HOUR_S * S_US


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"promised": "within", "kept_by": "first_attempt"}, "within"),
        ({"promised": "due_time", "within": "1 h", "kept_by": "first_attempt"}, "no effect"),
        ({**TO_ATTEMPT, "kept_by": "connection"}, "not_reached"),
        ({**TO_CONNECTION, "not_reached": "kept"}, "attempts"),
        ({**TO_CONNECTION, "attempts": "3"}, "no effect"),
        ({**TO_CONNECTION, "not_reached": "kept", "attempts": "0"}, "without any"),
    ],
)
def test_choices_are_asked_for_where_they_move_the_figure_and_only_there(words: dict[str, str], said: str) -> None:
    with pytest.raises(ChoiceRefused, match=said):
        figure([asked(1)], "callback_kept", **words)
