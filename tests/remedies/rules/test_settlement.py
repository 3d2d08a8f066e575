"""Settlement: when amounts are reported, claimed and paid."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError
from tests.remedies.rules.days import OFFICE

from pactline.remedies.rules.settlement import Settlement, SettlementTerms, settlement
from pactline.values.period import Period

NEXT = {"by": "next_invoice", "claim": "not_needed"}


def settled(period: str, **more: Any) -> Settlement:
    """The dates for a statement over a period."""
    return settlement(SettlementTerms.model_validate({**NEXT, **more}), Period.parse(period), OFFICE)


def test_on_the_next_invoice_a_statement_settles_itself() -> None:
    found = settled("2025-05", pay_within="30 days", report_within="5 business days", calendar="office")
    assert (str(found.period), found.settles) == ("2025-05", date(2025, 5, 31))
    assert (found.report_by, found.pay_by, found.claim_by) == (date(2025, 6, 6), date(2025, 6, 30), None)


@pytest.mark.parametrize(
    ("by", "period", "settles"), [("quarterly", "2025-Q2", "2025-06-30"), ("yearly", "2025", "2025-12-31")]
)
@pytest.mark.parametrize("month", ["2025-04", "2025-06"])
def test_amounts_wait_for_their_quarter_or_year(by: str, period: str, settles: str, month: str) -> None:
    found = settled(month, by=by)
    assert (str(found.period), found.settles) == (period, date.fromisoformat(settles))


def test_claims_are_counted_from_the_statements_own_last_day_and_payment_from_settlement() -> None:
    """contracts.md C35: claimed within 21 business days; 30 April 2025 is a Wednesday, and 29 May the 21st after it."""
    found = settled(
        "2025-04",
        by="quarterly",
        claim="needed",
        claim_within="21 business days",
        pay_within="1 month",
        calendar="office",
    )
    assert (found.claim_by, found.pay_by) == (date(2025, 5, 29), date(2025, 7, 30))


@pytest.mark.parametrize("said", [{"claim": "needed"}, {"claim_within": "21 days"}])
def test_claims_that_are_needed_have_a_time_and_others_none(said: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="do not go together"):
        SettlementTerms.model_validate({**NEXT, **said})
