"""Every contract of the examples as text, page and print: complete, well-formed, readable."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.statement.test_html import Outline

from pactline.document.statement_pdf import statement_pdf
from pactline.ledger.folder import ContractFolder
from pactline.statement.model import Statement
from pactline.statement.shown.html import render_html
from pactline.statement.shown.terminal import WIDTH, width_of

CONTRACTS = Path(__file__).resolve().parents[2] / "examples" / "contracts"
FOLDERS = sorted(path for path in CONTRACTS.iterdir() if (path / "statements").is_dir())


def shown(folder: str, period: str) -> tuple[Statement, str, str]:
    """A statement, its text and its page, spaces made one."""
    statement = ContractFolder(CONTRACTS / folder).evaluate(period)
    return statement, " ".join(str(statement).split()), Outline(render_html(statement)).words


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_last_statement_of_every_contract_is_a_sound_page_and_fits_the_terminal(folder: Path) -> None:
    filed = json.loads(sorted((folder / "statements").glob("*.json"))[-1].read_text(encoding="utf-8"))["statement"]
    statement = ContractFolder(folder).evaluate(f"{filed['period']['first']}/{filed['period']['end']}")
    page = render_html(statement)
    outline = Outline(page)
    assert (outline.unbalanced, outline.open) == ([], [])
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert all(attributes.get("scope") in ("col", "row") for attributes in outline.named("th"))
    assert " None" not in outline.words
    for result in filed["commitments"]:
        for step in result["working"]:
            assert step.split(": ", 1)[1] in outline.words, step
    for line in filed["lines"]:
        for step in line["steps"]:
            assert step in outline.words, step
    wide = [line for line in str(statement).splitlines() if width_of(line) > WIDTH]
    assert wide == []


@pytest.mark.parametrize(
    ("folder", "period", "commitment", "word"),
    [
        ("c01-model-services-points", "2025-11", "answered-in-20-s", "excused"),
        ("c10-misdirected-calls", "2025-06", "answered-in-30-s", "suspended"),
        ("c25-voice-system-in-the-divisor", "2013", "", "report only"),
    ],
)
def test_a_verdict_that_is_no_verdict_has_a_word_and_a_shape_of_its_own(
    folder: str, period: str, commitment: str, word: str
) -> None:
    statement = ContractFolder(CONTRACTS / folder).evaluate(period)
    page = render_html(statement)
    shapes = dict(
        (said, shape)
        for shape, said in re.findall(r'class="verdict [a-z-]+"><svg[^>]*>(.*?)</svg>([a-z ]+)<', page, re.S)
    )
    assert word in shapes
    assert len(set(shapes.values())) == len(shapes)
    assert word in str(statement)
    assert not commitment or statement[commitment].verdict.replace("_", " ") == word


def test_figures_with_and_without_relief_stand_beside_each_other_with_the_claim() -> None:
    statement, text, page = shown("c16-outage-left-out", "2025")
    assert "without relief 10,000 6,750 67.50 % at least 70 % missed" in page
    assert "with relief 9,100 6,600 72.53 % at least 70 % met" in page
    claim = "outage report 2025-07-18, feeder log, trunk report of both days"
    assert f"{claim} accepted by Public Service Commission staff on 2 September 2025 cut out:" in page
    assert "without relief: 67.50 %: missed" in text
    assert claim in text
    assert statement_pdf(statement).startswith(b"%PDF")


def test_rights_say_until_when_and_responsibilities_whether_they_were_done() -> None:
    _, text, page = shown("x2-pool-incident-critical", "2025-03")
    assert "terminate: end the agreement Stadtwerke Falkenau AG 1 April 2025 1 May 2025 90 days" in page
    assert "open since 2025-04-01, until 2025-05-01" in text
    _, text, page = shown("c24-warren-hundred-a-day", "2025-06")
    assert "22 July 2025 done on 15 July 2025 notarised record of the second quarter" in page
    assert "done on 2025-07-15 (notarised record of the second quarter)" in text


def test_an_amount_that_waits_says_for_what() -> None:
    statement, text, page = shown("c05-ivr-ladder", "2025-03")
    assert statement.pending
    assert "Not settled yet" in page
    for said in statement.pending:
        assert said in page
        assert f"Pending: {said}" in text


def test_a_window_that_reaches_back_says_so() -> None:
    _, text, page = shown("c02-call-off-credits", "2025-11")
    assert "over rolling 3 months, judged each month" in page
    assert "1 September to 30 November 2025: rolling 3 months up to 30 November 2025, judged each month" in page
    assert "25 h 30 min where at most 24 h was promised" in page
    assert "2025-09-01/2025-12-01 (rolling 3 months): 25 h 30 min, at most 24 h: missed" in text


def test_the_texts_in_force_are_named_where_there_are_two() -> None:
    statement, text, page = shown("x1-bank-streak-two-caps", "2025-04")
    first, second = statement.texts
    for shown_text in (page, text):
        assert first.digest[:19] in shown_text
        assert second.digest[:19] in shown_text
    assert "Texts in force" in page
    assert "Texts in force" not in shown("x1-bank-streak-two-caps", "2025-05")[2]


def test_what_is_remembered_and_the_facts_are_among_what_it_rests_on() -> None:
    statement, text, page = shown("x1-bank-streak-two-caps", "2025-04")
    assert statement.facts
    assert statement.earlier
    assert statement.facts in page
    assert statement.earlier in page
    assert f"earlier {statement.earlier[:19]}" in text
    assert "none: every figure is measured elsewhere" in page


def test_a_reported_figure_does_not_claim_that_no_contact_counts_against_it() -> None:
    _, _, page = shown("c02-call-off-credits", "2025-11")
    assert "Contacts that count against the promise" not in page
    assert "Evidence: monthly report November p. 2." in page
