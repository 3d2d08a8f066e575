"""Survey response rate: the share of customers who answered the survey."""

from __future__ import annotations

from tests.customers import figure
from tests.figures import visit

ROWS = [
    visit(number=1, surveyed="yes", csat=5),
    visit(number=2, surveyed="yes", resolved_said="no"),
    visit(number=3, surveyed="yes"),
    visit(number=4, surveyed="no"),
    visit(number=5),
    visit(number=6, csat=1),  # who answered was asked
    visit("abandoned", number=7, surveyed="yes"),
]


def test_answers_are_divided_by_those_who_were_asked() -> None:
    assert figure(ROWS, "survey_response_rate", over="surveyed").of == (3, 5)


def test_answers_are_divided_by_all_answered_contacts_where_that_is_agreed() -> None:
    assert figure(ROWS, "survey_response_rate", over="answered").of == (3, 6)


def test_without_surveys_there_is_no_rate() -> None:
    assert figure([visit()], "survey_response_rate", over="surveyed").value is None
