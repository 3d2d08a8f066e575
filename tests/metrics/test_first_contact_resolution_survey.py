"""First contact resolution by survey: the share of customers who said that their wish was settled at once."""

from __future__ import annotations

from tests.customers import figure
from tests.figures import visit


def test_those_who_were_not_asked_and_those_who_were_silent_are_on_neither_side() -> None:
    said = ("yes", "no", "no", None)
    rows = [visit(number=n, surveyed="yes", resolved_said=word) for n, word in enumerate(said, 1)]
    assert figure([*rows, visit(number=9)], "first_contact_resolution_survey").of == (1, 3)


def test_what_the_agent_flagged_is_no_answer() -> None:
    assert figure([visit(resolved="yes")], "first_contact_resolution_survey").value is None
