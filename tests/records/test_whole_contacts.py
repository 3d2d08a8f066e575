"""Whole contacts: one row per wish of a customer, made of all its queue visits."""

from __future__ import annotations

from typing import Any

from tests.figures import visit

from pactline.records.engine import in_memory
from pactline.records.views.whole_contacts import contacts_from_visits


def whole(*rows: dict[str, Any]) -> dict[str, Any]:
    """The one contact that the visits make."""
    engine = in_memory(rows)
    (found,) = engine.rows(contacts_from_visits(engine.contacts()))
    return found


def test_of_several_surveys_the_last_counts_with_its_own_scale() -> None:
    found = whole(visit(visit=1, csat=9, csat_scale="0-10"), visit(visit=2, csat=4, csat_scale="1-5"), visit(visit=3))
    assert (found["csat"], found["csat_scale"]) == (4, "1-5")


def test_a_score_without_a_scale_does_not_take_that_of_another_visit() -> None:
    found = whole(visit(visit=1, csat=9, csat_scale="0-10"), visit(visit=2, csat=4))
    assert (found["csat"], found["csat_scale"]) == (4, None)


def test_a_contact_was_surveyed_if_any_visit_was() -> None:
    assert whole(visit(visit=1, surveyed="yes"), visit(visit=2, surveyed="no"))["surveyed"] == "yes"
    assert whole(visit(visit=1, surveyed="no"), visit(visit=2))["surveyed"] == "no"
    assert whole(visit())["surveyed"] is None


def test_the_last_word_on_a_wish_counts() -> None:
    found = whole(
        visit(visit=1, resolved="yes", resolved_said="no", quality_points=9_000, self_service="done"),
        visit(visit=2, resolved="no", self_service="passed_on"),
    )
    told = (found["resolved"], found["resolved_said"], found["quality_points"], found["self_service"])
    assert told == ("no", "no", 9_000, "passed_on")


def test_legs_are_added_up_where_any_visit_counts_them() -> None:
    assert whole(visit(visit=1, legs_offered=2), visit(visit=2, legs_offered=1), visit(visit=3))["legs_offered"] == 3
    assert whole(visit(visit=1), visit(visit=2))["legs_offered"] is None


def test_what_was_asked_for_and_promised_stays_with_the_contact() -> None:
    found = whole(visit("callback", visit=1, due_us=5), visit(visit=2, callback_of="c7"))
    assert (found["due_us"], found["callback_of"], found["visits"]) == (5, "c7", 2)
