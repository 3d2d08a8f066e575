"""What a charge comes to for a window: its own periods, cut to the term, under the text in force in each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from tests.handed_over import bill, promise

from pactline.agreement.model import Agreement
from pactline.agreement.versions import read_versions
from pactline.records.facts import Facts
from pactline.remedies.rules.lines import Unknown
from pactline.statement.money.charging import Charges, told
from pactline.statement.rules import vocabulary
from pactline.statement.windows.contract import Contract
from pactline.values.cadence import read_window
from pactline.values.period import Period

Agreed = Callable[..., Agreement]
CHARGES = """
  fee: {each: month, amount: {from 2025-01-01: 100.00, from 2025-07-01: 130.00}}
  guarantee: {each: year, amount: 20000.00}
  tenth: {share: 10 %, of: fee, each: quarter}
  invoice: {each: month, billed: charges.csv}
  next-bill: {next: invoice}
  share-of-bills: {share: 50 %, of: invoice, each: quarter}"""
YEAR = tuple(bill(f"2025-{month:02}", f"{1000 + month}.00") for month in range(1, 13))


@pytest.fixture
def charges(agreed: Agreed) -> Callable[..., Charges]:
    """The charges of a contract, with bills."""

    def make(*bills: object, **head: str) -> Charges:
        agreement = agreed(promise("prompt"), charges=CHARGES, **head)
        return Charges(Contract.until(agreement, agreement.term.end), Facts(charges=bills or YEAR))  # type: ignore[arg-type]

    return make


def of(charges: Charges, name: str, window: str, on: str | None = None) -> Fraction:
    """The charge of a window that is settled on the day after it, or on another day."""
    period = read_window(window)
    return charges.of(name, period, date.fromisoformat(on) if on else period.end)


@pytest.mark.parametrize(
    ("name", "window", "amount"),
    [
        ("fee", "2025-06", 100),
        ("fee", "2025-07", 130),
        ("fee", "2025-Q2", 300),
        ("fee", "2025", 1380),
        ("fee", "2025-06-03", 100),  # a day costs its month
        ("fee", "2025-W23", 100),
        ("fee", "2025-W27", 100),  # 30 June to 6 July: the month that ends in it
        ("fee", "2025-06-15/2025-07-15", 100),  # a month of the contract: one month ends in it
        ("fee", "2025-01-15/2025-07-15", 600),
        ("guarantee", "2025-06", 20000),
        ("tenth", "2025-06", 30),
        ("tenth", "2025-Q3", 39),
        ("tenth", "2025", 138),
        ("invoice", "2025-06", 1006),
        ("invoice", "2025-Q1", 3006),
        ("next-bill", "2025-06", 1007),
        ("next-bill", "2025-Q1", 1004),
        ("next-bill", "2025-06-03", 1007),
        ("share-of-bills", "2025-Q1", 1503),
    ],
)
def test_what_a_charge_comes_to(charges: Callable[..., Charges], name: str, window: str, amount: int) -> None:
    assert of(charges(), name, window) == amount


def test_an_hour_costs_its_month(charges: Callable[..., Charges]) -> None:
    assert of(charges(), "fee", "2025-06-03T09:00+02:00") == 100


@pytest.mark.parametrize(
    ("window", "amount"),
    [("2025", 1180), ("2025-Q1", 100), ("2025-03-15/2025-04-01", 100), ("2025-12", 130), ("2025-Q4", 390)],
)
def test_charges_outside_the_term_do_not_exist(charges: Callable[..., Charges], window: str, amount: int) -> None:
    """The term begins on 15 March and ends on 20 December: ten months are paid, the first and the last in full."""
    assert of(charges(term="2025-03-15/2025-12-20"), "fee", window) == amount


@pytest.mark.parametrize(
    ("name", "window"), [("invoice", "2025-06"), ("next-bill", "2025-05"), ("share-of-bills", "2025-Q2")]
)
def test_what_is_not_billed_yet_is_unknown(charges: Callable[..., Charges], name: str, window: str) -> None:
    with pytest.raises(Unknown, match="invoice of 2025-06 is not known yet"):
        of(charges(*YEAR[:5]), name, window)


def test_a_bill_in_parts_is_known_when_the_parts_fill_it(charges: Callable[..., Charges]) -> None:
    halves = (bill("2025-06-01/2025-06-16", "10.00"), bill("2025-06-16/2025-07-01", "20.00"))
    assert of(charges(*halves), "invoice", "2025-06") == 30
    with pytest.raises(Unknown):
        of(charges(halves[0], bill("2025-06-16/2025-06-30", "20.00")), "invoice", "2025-06")


@pytest.mark.parametrize("on", ["2025-06-09", "2025-07-01"])
def test_a_week_knows_the_bill_of_its_own_month_whenever_it_came(charges: Callable[..., Charges], on: str) -> None:
    assert of(charges(), "invoice", "2025-W23", on) == 1006


def test_nobody_looks_at_bills_of_later_months(charges: Callable[..., Charges]) -> None:
    with pytest.raises(Unknown, match="2025-07"):
        of(charges(), "invoice", "2025", "2025-07-01")
    with pytest.raises(Unknown, match="2025-07"):
        of(charges(), "share-of-bills", "2025-Q3", "2025-07-01")


AMENDMENT = """
amendment: Dearer
effective: 2025-07-01
agreed: {provider: 2025-06-01, client: 2025-06-01}
windows: new
set: {charges: {fee: {amount: 200.00}}}
"""


def test_each_month_costs_what_the_text_in_force_says(tmp_path: Path, agreed: Agreed) -> None:
    text = agreed(
        promise("prompt"), charges=CHARGES.replace("{from 2025-01-01: 100.00, from 2025-07-01: 130.00}", "100.00")
    )
    (tmp_path / "amendments").mkdir()
    (tmp_path / "agreement.yaml").write_text(text.text, encoding="utf-8")
    (tmp_path / "amendments" / "a.yaml").write_text(AMENDMENT, encoding="utf-8")
    versions = read_versions(tmp_path, vocabulary())
    later = Charges(Contract.until(versions, date(2026, 1, 1)), Facts())
    assert [of(later, "fee", window) for window in ("2025-06", "2025-07", "2025")] == [100, 200, 1800]
    before = Charges(Contract.until(versions, date(2025, 7, 1)), Facts())
    assert of(before, "fee", "2025") == 1200  # nobody knows of the amendment yet


def test_a_statement_depends_on_the_bills_of_its_time_and_on_one_more_where_the_next_one_counts(agreed: Agreed) -> None:
    contract = Contract.until(agreed(promise("prompt"), charges=CHARGES), date(2025, 7, 1))
    other = bill("2025-07", "5.00", "other")
    kept = told(contract, Facts(charges=(*YEAR, other)), Period.parse("2025-06")).charges
    assert kept == YEAR[:7]
    assert Decimal("5.00") not in [each.amount for each in kept]
