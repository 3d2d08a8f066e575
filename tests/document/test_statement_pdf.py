"""The statement as PDF: what the page says, in print."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.cli.running import EXAMPLES, run, wrong_use

from pactline.document.statement_parts import commitment_parts
from pactline.document.statement_pdf import statement_pdf
from pactline.ledger.folder import ContractFolder
from pactline.statement.model import Statement


@pytest.fixture(scope="module")
def statement() -> Statement:
    return ContractFolder(EXAMPLES / "two-tiers").evaluate("2025-11")


def test_the_same_statement_gives_the_same_bytes(statement: Statement) -> None:
    made = statement_pdf(statement)
    assert made == statement_pdf(statement)
    assert made.startswith(b"%PDF")
    assert b"/StructTreeRoot" in made


def test_the_pdf_says_what_the_page_says(statement: Statement, tmp_path: Path) -> None:
    reader = shutil.which("pdftotext")
    if reader is None:
        if os.environ.get("CI"):
            pytest.fail("CI has poppler-utils")
        pytest.skip("pdftotext is not installed")
    file = tmp_path / "statement.pdf"
    file.write_bytes(statement_pdf(statement))
    found = subprocess.run([reader, "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True).stdout.decode()
    text = " ".join(found.replace("\N{NO-BREAK SPACE}", " ").split())
    for said in (
        statement.digest,
        statement.agreement_digest,
        f"{statement.currency} {statement.money(statement.net)}",
        "1 to 30 November 2025",
        statement.provider,
        "What was counted",
        "How the amount was worked out",
        "Day by day",
        "Contacts that count against the promise",
        "How it is counted",
        "What this statement rests on",
    ):
        assert said in text or said.replace(",", "") in text.replace(",", ""), said


def test_a_chart_brings_its_own_colours_and_a_description(statement: Statement) -> None:
    charts = [part for result in statement for part in commitment_parts(statement, result) if part["kind"] == "chart"]
    assert len(charts) == 2 * len(statement.results)
    for chart in charts:
        assert chart["svg"].startswith("<svg xmlns=")
        assert "<style>" in chart["svg"]
        assert "var(" not in chart["svg"]
        assert len(chart["alt"]) > 40


@pytest.mark.parametrize("folder", sorted({path.parents[1].name for path in EXAMPLES.glob("*/statements/*.json")}))
def test_every_example_can_be_printed(folder: str) -> None:
    filed = sorted((EXAMPLES / folder / "statements").glob("*.json"))
    statement = ContractFolder(EXAMPLES / folder).evaluate(filed[-1].stem.replace("_", "/"))
    assert statement_pdf(statement).startswith(b"%PDF")


def test_evaluate_writes_a_pdf(tmp_path: Path) -> None:
    file = tmp_path / "statement.pdf"
    result = run("evaluate", EXAMPLES / "two-tiers", "--period", "2025-11", "--pdf", "-o", file)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert re.match(r"wrote .*statement\.pdf", result.stderr)
    assert file.read_bytes().startswith(b"%PDF")


def test_a_pdf_needs_a_file_to_go_to() -> None:
    said = wrong_use("evaluate", EXAMPLES / "two-tiers", "--period", "2025-11", "--pdf")
    assert said == "--pdf needs a file to write to: -o statement.pdf"


def test_a_statement_has_one_format() -> None:
    said = wrong_use("evaluate", EXAMPLES / "two-tiers", "--period", "2025-11", "--pdf", "--html", "-o", "x")
    assert said == "choose one of --json, --html and --pdf"


CONTRACTS = EXAMPLES / "contracts"


def printed(folder: str, period: str) -> str:
    """Every word of the parts about each commitment, spaces made one."""
    found = ContractFolder(CONTRACTS / folder).evaluate(period)
    parts = [part for result in found for part in commitment_parts(found, result)]
    said = json.dumps(parts, ensure_ascii=False).replace("\N{NO-BREAK SPACE}", " ")
    assert statement_pdf(found).startswith(b"%PDF")
    return said


def test_relief_its_claims_and_the_evidence_are_printed() -> None:
    said = printed("c16-outage-left-out", "2025")
    assert '["without relief", "10,000", "6,750", "67.50 %", "at least 70 %", "missed"]' in said
    assert "outage report 2025-07-18, feeder log, trunk report of both days" in said
    assert "Evidence: annual report 2025 table 4." in said


def test_what_rules_left_and_what_the_client_owes_are_printed() -> None:
    assert "What the rules left of it: EUR 0.00" in printed("x2-pool-incident-critical", "2025-03")
    said = printed("c10-misdirected-calls", "2025-06")
    assert "Due from the client USD 2,600.00" in said
    assert "A promise of the client." in said


def test_windows_measured_elsewhere_are_printed_as_a_chart_and_with_their_evidence() -> None:
    said = printed("c24-warren-hundred-a-day", "2025-06")
    assert "Window by window. 30 windows, 1 to 30 June 2025: 18 kept the target, 12 missed it." in said
    assert '"daily report 5 June"' in said


def test_a_text_that_rolls_is_printed_with_what_rolls() -> None:
    assert "rolling 3 months up to 30 November 2025, judged each month" in printed("c02-call-off-credits", "2025-11")
