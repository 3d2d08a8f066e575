"""A term that stands in several places, and which of them wins."""

from __future__ import annotations

from datetime import date

import pytest
from tests.agreement.whole import WHOLE, changed, examined, problems

from pactline.agreement.model import Vocabulary

TWO = "target: {stated: {clause 4.2: at least 80 %, summary table: at least 85 %}},\n      remedy: {points"
OLD = "target: at least 80 %,\n      remedy: {points"


def target(text: str, vocabulary: Vocabulary) -> str:
    """The target of the first promise."""
    agreement = examined(text, vocabulary).agreement
    assert agreement is not None
    return str(agreement["a"].target.on(date(2025, 1, 1)))


@pytest.mark.parametrize(
    ("order", "wins"),
    [
        ("[clause 4.2, summary table]", "at least 80 %"),
        ("[summary table, clause 4.2]", "at least 85 %"),
        ("[annex, summary table]", "at least 85 %"),
    ],
)
def test_the_place_that_is_named_first_wins(vocabulary: Vocabulary, order: str, wins: str) -> None:
    assert target(f"precedence: {order}\n" + changed(OLD, TWO), vocabulary) == wins


def test_places_that_differ_need_an_order(vocabulary: Vocabulary) -> None:
    for text in (changed(OLD, TWO), "precedence: [annex]\n" + changed(OLD, TWO)):
        (problem,) = problems(text, vocabulary)
        assert problem.code == "AGR_PRECEDENCE"
        assert "clause 4.2: at least 80 %, summary table: at least 85 %" in problem.message


def test_places_that_agree_need_none(vocabulary: Vocabulary) -> None:
    assert target(changed(OLD, TWO.replace("85 %", "80 %")), vocabulary) == "at least 80 %"


def test_a_whole_remedy_or_a_value_in_a_list_may_be_stated_too(vocabulary: Vocabulary) -> None:
    order = "precedence: [table, clause]\n"
    whole = changed("remedy: {withheld: {of: tenth}}", "remedy: {stated: {clause: {flat: 1.00}, table: {flat: 2.00}}}")
    agreement = examined(order + whole, vocabulary).agreement
    assert agreement is not None
    assert agreement["c"].remedy is not None
    assert agreement["c"].remedy.terms.values == (2,)
    listed = changed("on: [a, c]", "on: [a, {stated: {clause: c, table: b}}]")
    found = examined(order + listed, vocabulary).agreement
    assert found is not None
    assert found.rules["caps"]["one"].on == ("a", "b")


def test_places_without_a_value_are_refused(vocabulary: Vocabulary) -> None:
    assert "AGR_EMPTY" in {
        p.code for p in problems(changed(OLD, OLD.replace("at least 80 %", "{stated: {}}")), vocabulary)
    }


def test_the_order_stays_for_the_document(vocabulary: Vocabulary) -> None:
    agreement = examined("precedence: [clause, table]\n" + WHOLE, vocabulary).agreement
    assert agreement is not None
    assert agreement.prose["precedence"] == ("clause", "table")
