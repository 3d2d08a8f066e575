"""Amounts that follow a published index."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.agreement.whole import changed, examined, problems

from pactline.agreement.model import Vocabulary

INDEX = "indices: {cpi-u: {values: {from 2025-01-01: 100, from 2025-07-01: 104.1, from 2025-10-01: 99.99}}}\n"
FLAT = "remedy: {flat: {amount: 500.00, index: cpi-u}}"
OLD = "remedy: {withheld: {of: tenth}}"


def amounts(text: str, vocabulary: Vocabulary) -> list[Decimal]:
    """The amount in force on 30 June, 1 July and 1 October."""
    found = examined(text, vocabulary)
    assert found.agreement is not None, found.problems
    remedy = found.agreement["c"].remedy
    assert remedy is not None
    return [remedy.terms.on(day) for day in (date(2025, 6, 30), date(2025, 7, 1), date(2025, 10, 1))]


def test_an_amount_moves_with_its_index_and_is_rounded_to_the_coin(vocabulary: Vocabulary) -> None:
    """contracts.md C7: 500.00 and 4.1 % are 520.50."""
    assert amounts(INDEX + changed(OLD, FLAT), vocabulary) == [Decimal("500.00"), Decimal("520.50"), Decimal("499.95")]


@pytest.mark.parametrize(("mode", "july"), [("half_up", "0.52"), ("down", "0.52"), ("up", "0.53")])
def test_it_is_rounded_as_the_agreement_rounds_money(vocabulary: Vocabulary, mode: str, july: str) -> None:
    """0.50 x 1.041 = 0.5205."""
    text = INDEX + changed(OLD, FLAT.replace("500.00", "0.50")).replace("money: half_up", f"money: {mode}")
    assert amounts(text, vocabulary)[1] == Decimal(july)


def test_the_order_of_the_values_does_not_matter(vocabulary: Vocabulary) -> None:
    turned = "indices: {cpi-u: {values: {from 2025-10-01: 99.99, from 2025-01-01: 100, from 2025-07-01: 104.1}}}\n"
    assert amounts(turned + changed(OLD, FLAT), vocabulary) == amounts(INDEX + changed(OLD, FLAT), vocabulary)


def test_a_currency_without_small_coins_has_whole_amounts(vocabulary: Vocabulary) -> None:
    text = INDEX + changed(OLD, FLAT.replace("500.00", "501")).replace("EUR", "JPY")
    text = text.replace("1000.00", "1000").replace("900.00", "900").replace("withhold: 5.00", "withhold: 5")
    assert amounts(text, vocabulary) == [501, 522, 501]  # 521.541 and 500.9499


def test_a_charge_may_follow_an_index_too(vocabulary: Vocabulary) -> None:
    text = INDEX + changed("amount: 1000.00", "amount: {amount: 1000.00, index: cpi-u}")
    agreement = examined(text, vocabulary).agreement
    assert agreement is not None
    amount = agreement.charges["fee"].amount
    assert amount is not None
    assert amount.on(date(2025, 7, 1)) == Decimal("1041.00")


@pytest.mark.parametrize(
    ("indices", "code", "said"),
    [
        ("", "AGR_INDEX", "no index called 'cpi-u'"),
        ("indices: {cpi: {values: {from 2025-01-01: 100}}}\n", "AGR_INDEX", "no index called 'cpi-u'"),
        ("indices: {cpi-u: {values: {}}}\n", "AGR_INDEX", "has no values"),
        ("indices: {cpi-u: {}}\n", "AGR_INDEX", "has no values"),
        ("indices: {cpi-u: {values: {from 2025-01-01: 0}}}\n", "AGR_INDEX", "not a number above 0"),
        ("indices: {cpi-u: {values: {from 2025-01-01: high}}}\n", "AGR_INDEX", "not a number above 0"),
        ("indices: {cpi-u: {values: {from 2025-02-01: 100}}}\n", "AGR_DATED", "nothing is in force from 2025-01-01"),
        ("indices: {cpi-u: {values: {2025-01-01: 100}}}\n", "AGR_DATE", "does not say from when"),
    ],
)
def test_an_index_that_cannot_be_followed_is_refused(
    vocabulary: Vocabulary, indices: str, code: str, said: str
) -> None:
    found = problems(indices + changed(OLD, FLAT), vocabulary)
    assert [problem.code for problem in found] == [code]
    assert said in found[0].message


@pytest.mark.parametrize("amount", ["5,00", "-5.00", "[1.00]"])
def test_the_amount_itself_must_be_one(vocabulary: Vocabulary, amount: str) -> None:
    text = INDEX + changed(OLD, FLAT.replace("500.00", f'"{amount}"' if "," in amount else amount))
    assert {problem.code for problem in problems(text, vocabulary)} & {"AGR_MONEY", "AGR_INDEX"}
