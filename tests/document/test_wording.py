"""Figures in prose come from the data, and one that does not is found."""

from __future__ import annotations

import pytest
from tests.document.drafting import FULL, agreement

from pactline.document.placeholders import agreement_words, commitment_words
from pactline.document.rendering import document_of
from pactline.document.wording import UnknownPlaceholder, fill, placeholders, stray_figures
from pactline.values.problem import Problems

WORDS = {"target": "at least 80 %", "short_abandon": "5 seconds"}


def test_a_placeholder_is_replaced_by_its_words() -> None:
    assert fill("reach {target} in all", WORDS) == "reach at least 80 % in all"


def test_a_placeholder_may_be_written_with_blanks_or_a_hyphen() -> None:
    assert fill("{ short-abandon }", WORDS) == "5 seconds"


def test_what_a_placeholder_puts_in_is_not_filled_again() -> None:
    assert fill("{a}", {"a": "{b}", "b": "no"}) == "{b}"


def test_an_unknown_placeholder_names_the_nearest_and_all_known_ones() -> None:
    with pytest.raises(UnknownPlaceholder, match=r"\{targt\}.*did you mean \{target\}.*\{short_abandon\}, \{target\}"):
        fill("{targt}", WORDS)


@pytest.mark.parametrize("text", ["a { b", "a } b", "{}", "{1}", "{{target}}"])
def test_a_brace_that_is_no_placeholder_is_refused(text: str) -> None:
    with pytest.raises(UnknownPlaceholder, match="belongs to no placeholder"):
        fill(text, WORDS)


def test_the_placeholders_of_a_text_are_named_once_in_order() -> None:
    assert placeholders("{target} and {within} and {target}") == ("target", "within")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("at least 80 % of calls", ["80 %"]),
        ("within 20 s", ["20 s"]),
        ("EUR 1,000.00 for each", ["1,000.00 for"]),
        ("80.", ["80"]),
        ("of 3 calls, 5 %", ["3 calls", "5 %"]),
        ("24 hours a day", ["24 hours"]),
        ("at least {target} within {within}", []),
        ("as clause 4.2(b) says", []),
        ("clauses 4.1, 4.2 and 5.3 apply", []),
        ("see Schedule 2 and section 7", []),
        ("under 4.2(b)", []),
        ("Annex B, 2", ["2"]),
        ("article 12 (1)", []),
        ("clauses 4.1 and 90 % of calls", ["90 %"]),
        ("part 20 %", ["20 %"]),
        ("the second of three", []),
        ("ISO9001 and A4", []),
        ("clause 4.2 promises 90 %", ["90 %"]),
    ],
)
def test_a_figure_in_prose_is_stray_unless_it_is_a_reference(text: str, found: list[str]) -> None:
    strays = stray_figures(text)
    assert [stray.text for stray in strays] == found
    assert all(text[stray.at :].startswith(stray.text) for stray in strays)


def test_every_argument_and_key_of_a_commitment_can_be_named() -> None:
    words = commitment_words(agreement(), agreement()["prompt-answer"])
    assert {"within", "short_abandon", "abandons", "target", "each", "remedy", "bonus", "service", "hours"} <= set(
        words
    )
    assert {"provider", "client", "term", "currency", "monthly_fee"} <= set(words)
    assert (words["within"], words["target"], words["each"]) == ("20 seconds", "at least 80 %", "month")
    assert words["bonus_when"] == "at least 90 %"


def test_a_limit_that_leaves_itself_out_says_so() -> None:
    text = FULL.replace("within: 20 s", "within: under 20 s")
    assert commitment_words(agreement(text), agreement(text)["prompt-answer"])["within"] == "less than 20 seconds"


def test_a_target_that_changes_names_its_days() -> None:
    words = commitment_words(agreement(), agreement()["first-reply"])
    assert words["target"] == "at most 60 seconds from 1 January 2025 and at most 45 seconds from 1 July 2025"


def test_a_text_outside_commitments_names_keys_of_the_agreement_only() -> None:
    assert "within" not in agreement_words(agreement())


def test_an_unknown_placeholder_in_an_agreement_is_a_problem_with_its_remedy() -> None:
    text = FULL.replace("{target} are answered", "{tarket} are answered")
    with pytest.raises(Problems, match=r"AGR_PLACEHOLDER: \{tarket\}.*did you mean \{target\}") as refused:
        document_of(agreement(text))
    assert "such as {target}" in str(refused.value)


def test_a_changed_figure_changes_the_prose() -> None:
    text = FULL.replace("within: 20 s", "within: 30 s")
    assert "answered within 30 seconds" in " ".join(
        run.text.replace("\N{NO-BREAK SPACE}", " ")
        for section in document_of(agreement(text)).sections
        if section.title == "Service levels"
        for clause in section.blocks
        for block in getattr(clause, "blocks", ())
        for run in getattr(block, "runs", ())
    )
