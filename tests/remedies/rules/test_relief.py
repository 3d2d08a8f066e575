"""Relief: causes that excuse, causes that do not, and claims that come too late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError
from tests.remedies.rules.days import OFFICE

from pactline.remedies.rules.relief import Granted, ReliefTerms, relief

TERMS = {
    "causes": {"storm": {"effect": "cut_out"}, "staffing": {"effect": "client_fault", "what": "the client set it"}},
    "not_causes": {"promotion": "promotions are foreseen"},
    "claim_within": "10 business days",
    "calendar": "office",
}
ENDED = date(2025, 5, 31)  # a Saturday; the tenth business day after it is Friday 13 June


def granted(cause: str = "storm", claimed: date = ENDED, decision: str = "accepted", **more: Any) -> Granted:
    """What became of a claim."""
    return relief(ReliefTerms.model_validate({**TERMS, **more}), cause, ENDED, claimed, decision, OFFICE)


def test_an_accepted_claim_has_the_effect_of_its_cause() -> None:
    assert granted() == Granted("cut_out", "storm")
    assert granted("staffing") == Granted("client_fault", "the client set it")


@pytest.mark.parametrize(("claimed", "effect"), [(date(2025, 6, 13), "cut_out"), (date(2025, 6, 14), None)])
def test_a_claim_must_be_made_in_time(claimed: date, effect: str | None) -> None:
    found = granted(claimed=claimed)
    assert found.effect == effect
    assert effect or found.why == "claimed on 2025-06-14, later than 2025-06-13"


def test_without_a_limit_no_claim_is_late() -> None:
    assert granted(claimed=date(2030, 1, 1), claim_within=None).effect == "cut_out"


@pytest.mark.parametrize(
    ("cause", "decision", "why"),
    [
        ("promotion", "accepted", "promotion does not excuse: promotions are foreseen"),
        ("strike", "accepted", "strike is not among the causes that excuse"),
        ("storm", "refused", "the claim was refused"),
        ("storm", "open", "the claim is not decided yet"),
    ],
)
def test_what_has_no_effect_says_why(cause: str, decision: str, why: str) -> None:
    assert granted(cause, decision=decision) == Granted(None, why)


def test_an_agreement_without_relief_excuses_nothing() -> None:
    assert relief(None, "storm", ENDED, ENDED, "accepted", {}).why == "the agreement knows no relief"


def test_a_cause_stands_in_one_of_the_two_lists() -> None:
    with pytest.raises(ValidationError, match="excuses and does not excuse"):
        ReliefTerms.model_validate({**TERMS, "not_causes": {"storm": "no"}})
