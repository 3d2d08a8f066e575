"""The contract of an agreement about tickets and diallers: formulas, choices and sentences in words that fit them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pactline.document.choice_sentences import SENTENCES, sentence
from pactline.document.counting_sentences import choices_of, counting_sentences
from pactline.document.formulas import formula
from pactline.document.written_sentences import WRITTEN_SENTENCES
from pactline.ledger.folder import ContractFolder
from pactline.records.choices.contacts import Choice
from pactline.statement.counting.choices_in_words import choose

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "replies-in-business-time"


def said(metric: str, **words: str) -> Any:
    """The formula of a metric in words."""
    found = formula(metric, dict(choose(metric, words).arguments))
    assert found is not None
    return found


@pytest.mark.parametrize("words", WRITTEN_SENTENCES, ids=lambda words: words.__name__)
def test_every_word_has_its_sentence_and_no_other(words: type[Choice]) -> None:
    assert set(SENTENCES[words]) == {word.value for word in words}
    assert all(sentence("", word, {}).endswith(".") for word in words)
    assert len(set(SENTENCES[words].values())) == len(SENTENCES[words])


def test_a_response_says_whose_reply_counts_in_which_time() -> None:
    agreed = {"within": "4 h", "hours": "business", "closed_unanswered": "leave_out"}
    found = said("first_response_within", **agreed)
    assert found.above == (
        "tickets with a message of the customer answered in public by a person in at most 4 hours of opening time"
    )
    assert found.below == "tickets with a message of the customer that were not closed unanswered"
    counted = said("first_response_within", **{**agreed, "automatic_replies": "count", "closed_unanswered": "as_reply"})
    assert "by a person or a machine or by closing the ticket in" in counted.above
    assert counted.below == "tickets with a message of the customer"


def test_a_resolution_says_what_its_clock_leaves_out() -> None:
    found = said("resolution_within", within="under 2 h", hours="clock", solved="last", pauses="pending_and_on_hold")
    assert found.above == (
        "tickets solved in less than 2 hours, from the creation of a ticket to its last solution, less the time it was "
        "pending or on hold"
    )


def test_the_estimates_of_a_dialler_stand_on_both_sides_of_the_bar() -> None:
    used = said("dialler_abandonment_ofcom", detection="used", false_positives="2 %")
    assert "+ 2 % of the calls that machines took" in used.above
    assert used.below.startswith(used.above)


def test_choices_that_only_contacts_have_are_left_out_of_contract_and_statement() -> None:
    (first, _) = ContractFolder(EXAMPLE).agreement.commitments
    named = {name for name, _, _ in choices_of(first)}
    assert {"hours", "automatic_replies", "attribution", "no_data"} <= named
    assert not {"level", "clock", "transfers_in", "closed_hours"} & named
    told = counting_sentences(first)
    assert told["attribution"] == "What is counted belongs to the period in which it began."
    assert not {"level", "clock", "transfers_in", "closed_hours"} & set(told)
    result = ContractFolder(EXAMPLE).evaluate("2025-10")["first-reply"]
    assert not {"level", "clock", "transfers_in", "closed_hours"} & set(result.choices)
