# ruff: noqa: E501 (a table reads better with one fault a line)
"""Charges and rules that hang together badly."""

from __future__ import annotations

import pytest
from tests.agreement.whole import WHOLE, changed, problems

from pactline.agreement.model import Vocabulary


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("fee: {each: month, amount: 1000.00}", "fee: {each: month}", "AGR_CHARGE", "does not say how much it is"),
        (
            "billed: charges.csv", "billed: charges.csv, amount: 5.00", "AGR_CHARGE", "says amount and billed",
        ),
        ("share: 10 %, of: fee, each: quarter", "share: 10 %, each: quarter", "AGR_CHARGE", "`share` and `of` go together"),
        ("amount: 1000.00", "amount: 1000.00, of: tenth", "AGR_CHARGE", "`share` and `of` go together"),
        ("next: invoice", "next: invoice, each: month", "AGR_CHARGE", "as long as that charge's own"),
        ("each: month, billed", "billed", "AGR_CHARGE", "every other charge says its own"),
        ("share: 10 %, of: fee, each", "share: 10 %, of: tenth, each", "AGR_CHARGE", "made of itself: tenth of tenth"),
        ("order: [points, critical, pools, caps]", "order: [points, pools, caps]", "AGR_ORDER", "`critical` is missing"),
        (
            "order: [points, critical, pools, caps]", "order: [points, critical, pools, caps, floors]", "AGR_ORDER",
            "the agreement has no `floors`",
        ),
        (
            "order: [points, critical, pools, caps]", "order: [points, critical, caps, pools, caps]", "AGR_ORDER",
            "`caps` stands twice",
        ),
        ("late: missed, calendar: office", "late: missed", "AGR_MISSING_KEY", "which days those are"),
        ("due: 3 business days, calendar: office", "due: 3 business days", "AGR_MISSING_KEY", "`due` counts business days"),
        ("weight: 60 %", "weight: 63 %", "AGR_POOL", "`b` hangs on 50.4 % of the pool; at most 50 %"),
        ("category: speed", "category: haste", "AGR_POOL", "no category 'haste'"),
        ("rest: 40 %", "rest: 41 %", "AGR_POOL", "add up to 121 %, the pool has 120 %"),
        ("shares: exact, ", "", "AGR_MISSING_KEY", "nothing says how the figure of"),
    ],
    ids=lambda value: str(value)[:50],
)  # fmt: skip
def test_what_does_not_hang_together_is_refused(
    vocabulary: Vocabulary, old: str, new: str, code: str, said: str
) -> None:
    found = [problem for problem in problems(changed(old, new), vocabulary) if problem.code == code]
    assert any(said in problem.message for problem in found), found
    assert all(problem.remedy and problem.line for problem in found)


def test_a_longer_circle_of_charges_is_found(vocabulary: Vocabulary) -> None:
    text = changed("tenth: {share: 10 %, of: fee, each: quarter}",
                   "tenth: {share: 10 %, of: other, each: quarter}\n  other: {next: tenth}")  # fmt: skip
    said = {problem.message for problem in problems(text, vocabulary) if problem.code == "AGR_CHARGE"}
    assert "the charge `tenth` is made of itself: tenth of other of tenth" in said


@pytest.mark.parametrize("weight", ["62.5 %", "60 %"])
def test_a_share_that_just_fits_is_not_refused(vocabulary: Vocabulary, weight: str) -> None:
    assert problems(changed("weight: 60 %", f"weight: {weight}"), vocabulary) == []


def test_weights_of_one_category_add_up_to_all_of_it_at_most(vocabulary: Vocabulary) -> None:
    second = "remedy: {share_of_pool: {pool: risk, category: speed, weight: WEIGHT}}"
    for weight, refused in (("40 %", False), ("40.1 %", True)):
        text = changed("remedy: {withheld: {of: tenth}}", second.replace("WEIGHT", weight))
        messages = [problem.message for problem in problems(text, vocabulary)]
        assert any("add up to 100.1 %" in message for message in messages) is refused


@pytest.mark.parametrize(
    ("commitment", "said"),
    [
        ("target: at least 95 %,\n      remedy: {two_sided: {worse_by: 2 %, better_by: 2 %, per: 1 %, amount: 1.00, steps: exact}}", "two_sided"),
        ("target: at least 95 %,\n      remedy: {points: {into: scheme, each_miss: 1}}", "points"),
        ("target: at least 95 %,\n      remedy: {flat: 1.00}, bonus: {when: at least 97 %, flat: 1.00}", "a bonus"),
        ("target: at least 95 %,\n      remedy: {flat: 1.00, earn_back: {windows: 1, share: 50 %, excused: skip}}", "earn_back"),
    ],
)  # fmt: skip
def test_a_clients_promise_brings_nothing_that_only_a_provider_owes(
    vocabulary: Vocabulary, commitment: str, said: str
) -> None:
    text = changed("target: at least 95 %,\n      remedy: {withheld: {of: tenth}}", commitment)
    assert problems(text.replace("bonus:", "bonus:"), vocabulary) == []
    of_the_client = text.replace("within: 90 s", "by: client, within: 90 s")
    (problem,) = problems(of_the_client, vocabulary)
    assert problem.code == "AGR_CONTRADICTION"
    assert f"{said} is about what the provider owes" in problem.message


def test_nobody_is_excused_by_what_it_did_not_do_itself(vocabulary: Vocabulary) -> None:
    (problem,) = problems(WHOLE.replace("party: client", "party: provider"), vocabulary)
    assert problem.code == "AGR_CONTRADICTION"
    assert problem.message == "`forecast` is the provider's to do, and not doing it would excuse its own `a`"
