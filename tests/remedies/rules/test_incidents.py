"""One incident, one credit."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.remedies.rules.days import day, left, line

from pactline.remedies.rules.incidents import IncidentTerms, incidents
from pactline.remedies.rules.lines import Settling
from pactline.values.cadence import read_window

HIGHEST = IncidentTerms.model_validate({"pay": "highest"})
CHOICE = IncidentTerms.model_validate({"pay": "client_chooses"})


def once(settling: Settling, terms: IncidentTerms, chosen: str = "", **links: str) -> Settling:
    """The day after the rule, all windows belonging to one incident; ``a="2025-06 2025-07"``."""
    windows = [(name, read_window(each)) for name, text in links.items() for each in text.split()]
    choice: Mapping[str, str] = {"INC-1": chosen} if chosen else {}
    return incidents(settling, terms, {"INC-1": windows}, choice)


def test_the_highest_credit_is_paid_and_the_others_are_not() -> None:
    paid = once(day(line("a", "30.00"), line("b", "50.00"), line("c", "40.00")), HIGHEST, a="2025-06", b="2025-06")
    assert left(paid) == {"a": "0.00", "b": "50.00", "c": "40.00"}
    assert paid.lines[0].steps == ("incident INC-1: one credit, the highest (b), is paid",)


def test_of_equal_credits_the_first_is_paid() -> None:
    assert left(once(day(line("a", "50.00"), line("b", "50.00")), HIGHEST, a="2025-06", b="2025-06"))["b"] == "0.00"


@pytest.mark.parametrize(("chosen", "paid"), [("a", {"a": "30.00", "b": "0.00"}), ("", {"a": "0.00", "b": "50.00"})])
def test_the_client_chooses_and_until_it_has_the_highest_is_paid(chosen: str, paid: dict[str, str]) -> None:
    assert left(once(day(line("a", "30.00"), line("b", "50.00")), CHOICE, chosen, a="2025-06", b="2025-06")) == paid


def test_a_choice_means_nothing_where_the_highest_is_agreed() -> None:
    assert (
        left(once(day(line("a", "30.00"), line("b", "50.00")), HIGHEST, "a", a="2025-06", b="2025-06"))["a"] == "0.00"
    )


@pytest.mark.parametrize(("today", "paid"), [("50.00", "20.00"), ("30.00", "0.00"), ("20.00", "0.00")])
def test_what_an_earlier_day_paid_counts_against_todays(today: str, paid: str) -> None:
    earlier = (line("a", "30.00", "2025-06-02"),)
    settled = once(day(line("b", today), earlier=earlier), HIGHEST, a="2025-06-02", b="2025-06")
    assert left(settled) == {"b": paid}
    assert settled.lines[0].steps == ("incident INC-1: 30.00 was paid before",)


def test_a_chosen_credit_of_an_earlier_day_leaves_nothing_for_today() -> None:
    earlier = (line("a", "30.00", "2025-06-02"),)
    settled = once(day(line("b", "90.00"), earlier=earlier), CHOICE, "a", a="2025-06-02", b="2025-06")
    assert left(settled) == {"b": "0.00"}
    assert settled.lines[0].steps == ("incident INC-1: one credit, the client's choice (a), is paid",)


def test_a_chosen_credit_of_a_later_day_is_waited_for() -> None:
    assert left(once(day(line("a", "30.00")), CHOICE, "b", a="2025-06", b="2025-07")) == {"a": "0.00"}


def test_a_single_credit_is_paid_whole() -> None:
    one = day(line("a", "30.00"), line("c", "40.00"))
    assert left(once(one, HIGHEST, a="2025-06", b="2025-06")) == left(one)


def test_a_window_suffers_from_what_happened_in_a_part_of_it() -> None:
    """Reports of single weeks name the incident, the month is settled."""
    lines = day(line("a", "30.00"), line("b", "50.00"))
    assert left(once(lines, HIGHEST, a="2025-06-02/2025-06-09", b="2025-06"))["a"] == "0.00"
    assert left(once(lines, HIGHEST, a="2025-05-26/2025-06-02", b="2025-06"))["a"] == "30.00"  # not all of it in June


def test_bonuses_are_no_credits() -> None:
    lines = day(line("a", "30.00"), line("b", "50.00", kind="bonus"))
    assert left(once(lines, HIGHEST, a="2025-06", b="2025-06")) == left(lines)


def test_two_incidents_are_two() -> None:
    lines = day(line("a", "30.00"), line("b", "50.00"), line("c", "20.00"), line("d", "10.00"))
    june = read_window("2025-06")
    links = {"INC-1": [("a", june), ("b", june)], "INC-2": [("c", june), ("d", june)]}
    assert left(incidents(lines, HIGHEST, links, {})) == {"a": "0.00", "b": "50.00", "c": "20.00", "d": "0.00"}
