"""The document of an agreement: what it has, in which order, under which numbers, and that nothing is left out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.agreement.amendment_faults import AMENDMENT, folder
from tests.document.drafting import FULL, GOOD, agreement, clause, document, plain, section, words

from pactline.agreement.versions import read_versions
from pactline.document.arranging import plan
from pactline.document.common_clauses import section_texts
from pactline.document.model import Clause, Definitions, Paragraph, Table
from pactline.document.parts import further
from pactline.document.rendering import document_of
from pactline.document.sample import sample_statement
from pactline.document.terms_in_words import part_blocks
from pactline.remedies.rules.settlement import SettlementTerms
from pactline.statement.rules import vocabulary

EVERYTHING = plain(" ".join(text for section in document().sections for text in section_texts(section)))


def test_the_sections_stand_in_the_order_of_a_contract() -> None:
    assert [section.heading for section in document(GOOD).sections] == [
        "Parties",
        "1. Definitions",
        "2. Term",
        "3. Services",
        "4. Service levels",
        "5. Measurement",
        "6. Remedies",
        "7. Statements",
        "8. Text and amendments",
        "Schedule 1: Commitments",
        "Schedule 2: Charges",
        "Schedule 3: Opening hours",
        "Schedule 4: How each commitment is counted",
        "Schedule 5: Worked example",
    ]


def test_every_section_of_the_language_that_is_given_is_in_the_document() -> None:
    numbers = plan(agreement(), example=True)
    for key in further(agreement()):
        assert numbers.number(key)
    titles = {section.title for section in document().sections}
    assert {"Relief", "Rights of the parties", "Plans and notices", "Reviews", "Contact persons", "Renewal"} <= titles
    assert {"Confidentiality", "Law and place of jurisdiction", "Precedence", "Settlement", "Points"} <= titles


@pytest.mark.parametrize(
    "said",
    [
        "Hafenstraße 12, 20457 Hamburg", "HRB 104711", "Dr. Ada Lindqvist", "notices@northwind.example",
        "supplies electricity to households", "a day on which more than twice the usual number of contacts",
        "EUR 120,000.00 from 1 January 2025 and EUR 125,000.00 from 1 January 2026",
        "at least 75 % and less than 80 %", "less than 70 %", "2 times for the second and every later miss",
        "a bonus of EUR 2,000.00", "EUR 250.00 for each second", "within 10 business days after the last day",
        "Windows that begin before 1 April 2025 are reported and not judged", "The Client shall ensure",
        "the Client owes the Provider EUR 500.00", "Each point is worth 1 % of the charge “monthly fee”",
        "at most 12 % of the charge “monthly fee”", "at most EUR 100,000.00", "less than EUR 100.00 are waived",
        "in 3 windows in a row (a window that was not judged ends the row)", "within 60 days", "notice of 30 days",
        "end this agreement for cause", "within 15 business days", "hand over a plan that names the cause",
        "10 days before the start of the month", "a miss of clause 4.1 is excused", "by 15 January 2025",
        "keep the reporting portal open to Aurora Energy", "a storm warning of the highest level",
        "the contacts of that time leave the figure", "put down to the Client", "campaigns and price changes",
        "Credits are claimed within 21 business days", "taken off the invoice", "extend this agreement by 12 months",
        "3 months before the end of the term", "at most 2 windows of the last 12 months",
        "Each party keeps confidential", "The duty goes on", "The law of Germany governs", "clause, then table",
        "open plans, the forecast", "account manager and vendor manager", "Mirela Okonjo", "+49 40 555 0100",
        "Wednesday, 24 December 2025", "08:00 to 12:00 and 13:00 to 18:00", "rounded to 2 decimal places",
        "rounded to whole numbers of its unit", "Europe/Berlin",
    ],
)  # fmt: skip
def test_what_the_agreement_says_is_in_the_document(said: str) -> None:
    assert said in EVERYTHING


def test_no_placeholder_and_no_word_of_the_language_is_left_in_a_sentence() -> None:
    assert "{" not in EVERYTHING
    for key in ("excuse_window", "cut_out", "next_invoice", "option_client", "client_fault", "prompt-answer"):
        assert key not in EVERYTHING, key


def test_the_title_page_names_parties_term_version_and_digest() -> None:
    title = document().title
    assert title.name == "Customer care master agreement"
    assert title.parties[0] == ("Northwind Contact Gesellschaft mit beschränkter Haftung", "Provider")
    facts = {label: plain(text) for label, text in title.facts}
    assert facts["Term"] == "1 January 2025 to 31 December 2026, both days included"
    assert facts["Version"] == "the text in force on 1 January 2025"
    assert facts["Digest of the text"] == agreement().digest


def test_a_party_without_a_name_of_its_own_is_called_as_the_agreement_calls_it() -> None:
    assert document(GOOD).title.parties == (("Northwind Contact GmbH", "Provider"), ("Aurora Energy", "Client"))
    assert "“" not in words(document(GOOD).sections[0])


def test_the_signature_page_has_both_parties_and_the_digest() -> None:
    first, second = document().signatures
    assert (first.role, second.role) == ("Provider", "Client")
    assert first.name == "Dr. Ada Lindqvist, managing director"
    assert set(first.lines) == {"Place", "Date", "Signature", "Name", "Title"}
    assert document().digest == agreement().digest


@pytest.mark.parametrize(
    ("first", "expected"),
    [("2.1", "2"), ("4.1", "4"), ("5.1", "5"), ("6.1", "6"), ("12.1", "4"), ("Annex B, 2", "4"), ("4", "4")],
)
def test_service_levels_take_the_number_their_clauses_ask_for_if_they_can(first: str, expected: str) -> None:
    section_number, _, rest = first.partition(".")
    text = re.sub(
        r'clause: "4\.([0-9])"',
        lambda found: f'clause: "{section_number}.{found[1]}"' if rest else f'clause: "{first}"',
        GOOD,
    )
    levels = section("Service levels", text)
    assert levels.number == expected
    assert [part.number for part in document(text).sections if part.number and not part.new_page] == [
        str(n) for n in range(1, 9)
    ]


def test_a_clause_that_is_cited_otherwise_says_how() -> None:
    text = GOOD.replace('clause: "4.3"', 'clause: "Annex B, 2"')
    assert "Statements cite this clause as “Annex B, 2”." in words(clause("4.3", text))
    assert "Statements cite" not in words(clause("4.3", GOOD))


def test_a_gap_between_named_clauses_stays_a_gap() -> None:
    text = GOOD.replace('clause: "4.4"', 'clause: "4.9"')
    numbers = [block.number for block in section("Service levels", text).blocks if isinstance(block, Clause)]
    assert numbers == ["4.1", "4.2", "4.3", "4.9"]


def test_clauses_named_out_of_order_are_numbered_by_the_document() -> None:
    text = GOOD.replace('clause: "4.1"', 'clause: "4.8"')
    numbers = [block.number for block in section("Service levels", text).blocks if isinstance(block, Clause)]
    assert numbers == ["4.1", "4.2", "4.3", "4.4"]
    assert "Statements cite this clause as “4.8”." in words(clause("4.1", text))


def test_the_tiers_of_a_promise_are_parts_of_one_clause() -> None:
    tiers = [block for block in clause("4.2").blocks if isinstance(block, Clause)]
    assert [(tier.number, tier.title) for tier in tiers] == [("(a)", "Fast"), ("(b)", "Everyone")]
    assert "the commitment of clause 4.2(b) is missed" in words(section("Remedies"))


def test_the_readable_text_stands_beside_the_exact_formula() -> None:
    said = words(clause("4.1"))
    assert "Of the calls of each month, at least 80 % are answered within 20 seconds." in said
    assert (
        "Service level = (answered contacts with a wait of at most 20 seconds) ÷ (answered contacts + abandoned "
        "contacts − abandoned contacts with a wait of at most 5 seconds), in percent." in said
    )


def test_a_commitment_without_text_gets_a_sentence() -> None:
    assert words(clause("4.1", GOOD)).startswith(
        "Prompt answer The Provider shall ensure that, for each month, the service level for the service “support” is "
        "at least 80 %."
    )


def test_a_share_of_intervals_says_what_an_interval_must_keep() -> None:
    said = words(clause("4.4", GOOD))
    assert "the share of the intervals of 30 minutes with contacts in which the average speed of answer" in said
    assert "is at most 45 seconds is at least 85 % from 1 January 2025 and at least 90 % from 1 April 2025." in said


def test_choices_that_all_commitments_share_are_told_once() -> None:
    sentence = "The wait runs from entering the queue until the contact is answered or leaves."
    assert EVERYTHING.count(sentence) == 1
    assert sentence in words(section("Measurement"))


def test_a_choice_that_differs_is_told_in_its_own_clause() -> None:
    text = GOOD.replace('clause: "4.3"\n', 'clause: "4.3"\n    clock: arrival\n')
    assert "The wait runs from the moment the system picks up" in words(clause("4.3", text))
    assert "The wait runs from entering the queue" in words(clause("4.1", text))
    assert "The wait runs" not in words(section("Measurement", text))


def test_exactly_the_words_used_are_defined() -> None:
    (found,) = [block for block in clause("1.1", GOOD).blocks if isinstance(block, Definitions)]
    terms = [item.term for item in found.items]
    assert terms == sorted(terms, key=str.lower)
    assert {"service level", "short abandon", "average speed of answer"} <= set(terms)
    assert not {"wrap", "hold", "talk", "average handle time", "answer rate"} & set(terms)
    (meaning,) = [plain(item.meaning) for item in found.items if item.term == "service level"]
    assert meaning.endswith("Its exact formula is in clauses 4.1, 4.2(a) and 4.2(b).")


def test_every_reference_leads_somewhere() -> None:
    numbers = {part.number for part in document().sections}
    clauses: set[str] = set()
    for part in document().sections:
        for block in part.blocks:
            if isinstance(block, Clause):
                clauses.add(block.number)
                clauses |= {f"{block.number}{inner.number}" for inner in block.blocks if isinstance(inner, Clause)}
    for number in re.findall(r"\bclause ([0-9]+\.[0-9]+(?:\([a-z]\))?)", EVERYTHING):
        assert number in clauses, number
    for number in re.findall(r"\bsection ([0-9]+)", EVERYTHING):
        assert number in numbers, number
    for number in re.findall(r"\b(Schedule [0-9]+)", EVERYTHING):
        assert number in numbers, number


def test_figures_measured_elsewhere_are_said_to_be_where_there_are_any() -> None:
    assert "measured elsewhere is reported with its evidence" in words(section("Measurement"))
    assert "measured elsewhere" not in words(section("Measurement", GOOD))


def test_a_count_is_a_plain_number_whatever_it_counts() -> None:
    text = FULL.replace("    unit: percent\n    better: lower", "    unit: count\n    better: lower").replace(
        "target: at most 15 %", "target: at most 1500"
    )
    assert "is at most 1,500." in words(clause("4.5", text))


def test_the_bands_of_a_remedy_are_a_table() -> None:
    (bands,) = [block for block in clause("6.1", GOOD).blocks if isinstance(block, Table)]
    assert [[plain(cell) for cell in row] for row in bands.rows] == [
        ["at least 75 % and less than 80 %", "2 %"],
        ["at least 70 % and less than 75 %", "4 %"],
        ["less than 70 %", "8 %"],
    ]


def test_the_order_of_steps_is_the_agreement_s_own() -> None:
    said = words(clause("6.8"))
    assert said.index("points are added up") < said.index("each limit of credits") < said.index("small amounts")


def test_the_worked_example_is_worked_by_the_engine() -> None:
    said = words(section("Worked example", GOOD))
    assert "suppose the figure is 78.50 %. The target is at least 80 %, so the promise is missed." in said
    assert "2 % x 120,000.00 = 2,400.00" in said
    assert "Northwind Contact GmbH owes Aurora Energy a credit of EUR 2,400.00." in said
    assert "suppose the figure is 90.00 %" in said
    assert "Aurora Energy owes Northwind Contact GmbH a bonus of EUR 2,000.00." in said


def test_a_debt_of_the_client_is_owed_the_other_way() -> None:
    assert "Aurora Energy owes Northwind Contact GmbH a credit of EUR 500.00." in words(section("Worked example"))


def test_an_example_may_be_given() -> None:
    statement = sample_statement(agreement(GOOD))
    assert statement is not None
    one = replace(statement, results=statement.results[:1])
    (example,) = [part for part in document_of(agreement(GOOD), one).sections if part.title == "Worked example"]
    assert sum(isinstance(block, Clause) for block in example.blocks) == 2


def test_an_agreement_without_money_has_neither_remedies_nor_example() -> None:
    text = re.sub(r"    remedy:.*?(?=\n  \w|\n\w)", "", GOOD, flags=re.DOTALL)
    text = re.sub(r", remedy: \{flat: 1000.00\}", "", text)
    text = re.sub(r"    bonus: .*\n", "", text).replace("at_risk: {percent: 12 %, of: monthly-fee}\n", "")
    titles = [part.title for part in document(text).sections]
    assert "Remedies" not in titles
    assert "Worked example" not in titles


def test_the_text_of_a_later_day_is_the_amended_one_with_its_list_of_texts(tmp_path: Path) -> None:
    versions = read_versions(folder(tmp_path, {"raise.yaml": AMENDMENT}), vocabulary())
    june, july = (document_of(versions, on=day) for day in (date(2025, 6, 30), date(2025, 7, 1)))
    assert june.digest != july.digest
    assert july.digest == versions.last.digest
    (old, new) = (plain(" ".join(t for part in made.sections for t in section_texts(part))) for made in (june, july))
    assert "is at least 80 %" in old
    assert "is at least 85 %" in new
    for said in (old, new):
        assert "Raise the answer target" in said
        assert "provider on 10 June 2025 and client on 12 June 2025" in said


def test_a_part_without_sentences_is_a_table_of_all_its_terms() -> None:
    terms = SettlementTerms.model_validate({"by": "quarterly", "claim": "needed", "claim_within": "21 days"})
    (found,) = part_blocks(terms, "EUR", "Settlement")
    assert isinstance(found, Table)
    assert [row[:2] for row in found.rows] == [
        ("By", "quarterly"), ("Claim", "needed"), ("Claim within", "21 days"),
    ]  # fmt: skip
    assert all(row[2] for row in found.rows)


def test_paragraphs_of_the_parties_words_are_parted_by_blank_lines() -> None:
    background = next(part for part in document().sections if part.title == "Background")
    assert [block.number for block in background.blocks if isinstance(block, Clause)] == ["(A)", "(B)"]
    confidential = section("Confidentiality")
    assert all(isinstance(block, Clause) and isinstance(block.blocks[0], Paragraph) for block in confidential.blocks)
    assert FULL.count("  confidentiality:") == 1
