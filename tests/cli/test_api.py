"""The Python interface does what the commands do."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.running import as_json

import pactline

FIRST = Path(__file__).resolve().parents[2] / "examples" / "first-look"
CHOICES = {"within": "20 s", "abandons": "count_all"}


def test_from_records_to_a_filed_and_proven_statement(tmp_path: Path) -> None:
    (tmp_path / "agreement.yaml").write_bytes((FIRST / "agreement.yaml").read_bytes())
    (receipt,) = pactline.ingest(next((FIRST / "records").glob("*.csv")), tmp_path, "plain-csv")
    assert receipt.read == receipt.accepted == 20
    agreement, records = pactline.read_agreement(tmp_path), pactline.read_records(tmp_path / "records")
    statement = pactline.evaluate(agreement, records, period="2025-06")
    assert statement.to_json()["totals"]["net"] == "2000.00"
    assert "80 - 75 = 5 points" in statement["prompt-answer"].explain()
    assert pactline.file(tmp_path, "2025-06").digest == statement.digest
    assert [proof.holds for proof in pactline.prove(tmp_path)] == [True]


def test_figures_and_the_contacts_behind_them() -> None:
    records = pactline.read_records(FIRST / "records")
    figure = pactline.measure(records, "service_level", CHOICES).rows[0].figure
    assert (figure.counts.good, figure.counts.counted) == (15, 20)
    late = pactline.contacts(records, "service_level", CHOICES, good=False)
    assert [row["contact_id"] for row in late] == ["HL-1004", "HL-1006", "HL-1010", "HL-1014", "HL-1017"]
    assert len(pactline.contacts(records, "service_level", CHOICES, limit=3)) == 3
    assert pactline.compare(records, within="20 s", short_abandon="5 s").forms[1].counts.counted == 20


def test_an_agreement_that_is_none_says_all_that_is_wrong() -> None:
    with pytest.raises(pactline.AgreementProblems) as refused:
        pactline.read_agreement(b"agreement: x\nzone: Mars/Olympus\nterm: 2025-13\n")
    assert {"AGR_TIME_ZONE", "AGR_MISSING_KEY"} <= {problem.code for problem in refused.value.problems}


def test_a_name_that_is_not_there_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="evaluat"):
        pactline.evaluat  # noqa: B018
    assert {"evaluate", "ingest", "prove"} <= set(dir(pactline))


BANK = FIRST.parent / "contracts" / "x1-bank-streak-two-caps"


def test_an_opened_contract_gives_amendments_and_facts_as_the_commands_do() -> None:
    contract = pactline.open_contract(BANK)
    assert len(contract.versions) == 2
    assert contract.records is None
    assert contract.facts.figures
    statement = contract.evaluate("2025-04")
    assert statement.to_json()["totals"] == as_json("evaluate", BANK, "--period", "2025-04")["totals"]
    assert len(statement.texts) == 2
    assert {proof.holds for proof in contract.prove()} == {True}
    with pytest.raises(ValueError, match="lies outside the agreement's term"):
        contract.evaluate("2024-04")


def test_a_statement_explains_a_commitment_and_a_rule_by_name() -> None:
    statement = pactline.open_contract(BANK).evaluate("2025-04")
    assert "from the bank 2 of 2025-04-01/2025-04-16" in statement.explain("answered")
    assert "limit = EUR 9,000.00" in statement.explain("caps/quarter")
    with pytest.raises(KeyError, match="caps/quarter"):
        statement.explain("caps/none")


def test_facts_can_be_handed_to_evaluate_with_the_text_they_belong_to() -> None:
    contract = pactline.open_contract(BANK)
    whole = contract.evaluate("2025-04")
    assert pactline.evaluate(contract.versions, None, "2025-04", facts=contract.facts).digest == whole.digest
    without = pactline.evaluate(contract.versions, None, "2025-04")
    assert without.net == 0
    assert without.facts is None
