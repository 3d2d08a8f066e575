"""Names that lead from one part of the agreement to another."""

from __future__ import annotations

import pytest
from tests.agreement.whole import WHOLE, changed, problems

from pactline.agreement.model import Vocabulary
from pactline.agreement.references import CODES


def test_every_name_of_the_whole_agreement_leads_somewhere(vocabulary: Vocabulary) -> None:
    assert problems(WHOLE, vocabulary) == []


WRONG = [
    ("next: invoice", "next: invoices", "AGR_CHARGE_UNKNOWN", "invoice"),
    ("share: 10 %, of: fee", "share: 10 %, of: feee", "AGR_CHARGE_UNKNOWN", "fee"),
    ("withheld: {of: tenth}", "withheld: {of: tens}", "AGR_CHARGE_UNKNOWN", ""),
    ("rate: {percent: 1 %, of: fee}", "rate: {percent: 1 %, of: fees}", "AGR_CHARGE_UNKNOWN", "fee"),
    ("at_most: {percent: 5 %, of: fee}", "at_most: {percent: 5 %, of: fees}", "AGR_CHARGE_UNKNOWN", "fee"),
    ("at_risk: 10 %, of: invoice", "at_risk: 10 %, of: invoices", "AGR_CHARGE_UNKNOWN", "invoice"),
    ("into: scheme", "into: schema", "AGR_POINTS_UNKNOWN", "scheme"),
    ("pool: risk", "pool: risc", "AGR_POOL_UNKNOWN", "risk"),
    ("on: [a, c]", "on: [a, d]", "AGR_COMMITMENT_UNKNOWN", ""),
    ("when: {missed: a}, each", "when: {missed: [a, x1]}, each", "AGR_COMMITMENT_UNKNOWN", ""),
    ("replaces: [a]", "replaces: [x2]", "AGR_COMMITMENT_UNKNOWN", ""),
    ("failure: grave", "failure: brave", "AGR_CRITICAL_UNKNOWN", "grave"),
    ("reached: all", "reached: alle", "AGR_CAP_UNKNOWN", "all"),
    ("unperformed: forecast", "unperformed: forecasts", "AGR_RESPONSIBILITY_UNKNOWN", "forecast"),
    ("excuses: a", "excuses: [x3]", "AGR_COMMITMENT_UNKNOWN", ""),
    ("figure: b", "figure: x4", "AGR_COMMITMENT_UNKNOWN", ""),
    ("commitments: [a, b]", "commitments: [a, x5]", "AGR_COMMITMENT_UNKNOWN", ""),
    ("commitment: a, at_most: 2", "commitment: x6, at_most: 2", "AGR_COMMITMENT_UNKNOWN", ""),
    (
        "due: 3 business days, calendar: office",
        "due: 3 business days, calendar: ofice",
        "AGR_CALENDAR_UNKNOWN",
        "office",
    ),
    ("late: missed, calendar: office", "late: missed, calendar: ofice", "AGR_CALENDAR_UNKNOWN", "office"),
]


@pytest.mark.parametrize(("old", "new", "code", "hint"), WRONG, ids=lambda value: str(value)[:40])
def test_a_name_that_leads_nowhere_is_told_once_with_its_place_and_the_nearest(
    vocabulary: Vocabulary, old: str, new: str, code: str, hint: str
) -> None:
    text = changed(old, new)
    found = [problem for problem in problems(text, vocabulary) if problem.code == code]
    assert len(found) == 1
    wanted = next(n for n, line in enumerate(text.splitlines(), 1) if new in line)
    assert found[0].line == wanted
    assert hint in found[0].remedy


def test_every_kind_of_name_is_looked_at() -> None:
    assert set(CODES.values()) == {code for _, _, code, _ in WRONG} | {"AGR_SERVICE_UNKNOWN"}


def test_all_is_a_word_and_no_name(vocabulary: Vocabulary) -> None:
    assert problems(changed("on: [a, c]", "on: all"), vocabulary) == []
    assert problems(changed("replaces: [a]", "replaces: all"), vocabulary) == []


@pytest.mark.parametrize("old", ["on: [a, c]", "replaces: [a]", "commitments: [a, b]"])
def test_one_name_may_stand_alone(vocabulary: Vocabulary, old: str) -> None:
    key = old.split(":")[0]
    assert problems(changed(old, f"{key}: a"), vocabulary) == []


def test_a_section_that_cannot_be_read_makes_no_further_noise(vocabulary: Vocabulary) -> None:
    text = WHOLE.replace("pools: {risk:", "pools: [risk]\nnothing: {risk:")
    assert "AGR_POOL_UNKNOWN" not in {problem.code for problem in problems(text, vocabulary)}
