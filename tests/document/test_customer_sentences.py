"""Every choice and every formula about customers has its words in a contract."""

from __future__ import annotations

import inspect

import pytest

from pactline.document.choice_sentences import SENTENCES, sentence
from pactline.document.formulas import formula, name_of
from pactline.document.formulas_of_customers import OF_CUSTOMERS
from pactline.records.choices import customers as customer_choices
from pactline.records.choices.contacts import Choice
from pactline.statement.counting.choices_in_words import choose

LISTS = [
    item
    for _, item in inspect.getmembers(customer_choices, inspect.isclass)
    if issubclass(item, Choice) and item is not Choice
]
REPEATS = {
    "repeat_within": "168 h", "distance": "end_to_start", "starts": "answered", "same": "customer",
    "across": "queues_and_channels", "withheld": "exclude", "outbound": "ignore",
}  # fmt: skip
LINES = [
    (
        "first_contact_resolution_no_repeat",
        {**REPEATS, "repeat_within": "7 calendar days"},
        "(those of them with no repeat within 7 calendar days) ÷ (answered contacts of known customers), in percent",
    ),
    (
        "first_contact_resolution_no_repeat",
        {**REPEATS, "repeat_within": "1 h", "withheld": "single", "starts": "answered_or_abandoned"},
        "(those of them with no repeat within 1 hour) ÷ (answered or abandoned contacts), in percent",
    ),
    (
        "first_contact_resolution_chains",
        {**REPEATS, "chain": "gap"},
        (
            "(chains of a single contact) ÷ (chains of answered contacts of known customers, each within 168 hours of "
            "the one before), in percent"
        ),
    ),
    (
        "first_contact_resolution_flag",
        {},
        "(contacts that the agent marked as settled) ÷ (contacts that the agent marked as settled or not), in percent",
    ),
    (
        "first_contact_resolution_survey",
        {},
        "(answers that say yes) ÷ (answers to the question whether the wish was settled the first time), in percent",
    ),
    (
        "csat_top_box",
        {"scale": "1-5", "good_scores": "4-5"},
        "(answers of 4-5) ÷ (answers on the scale 1-5), in percent",
    ),
    ("csat_mean", {"scale": "1-5"}, "(sum of the scores on the scale 1-5) ÷ (number of answers)"),
    (
        "customer_effort_score",
        {"scale": "1-7", "better": "lower"},
        "(sum of the answers about effort on the scale 1-7) ÷ (number of answers)",
    ),
    (
        "net_promoter_score",
        {},
        "(100 × (number of answers of 9 and 10 − number of answers of 0 to 6)) ÷ (number of answers on the scale 0-10)",
    ),
    (
        "survey_response_rate",
        {"over": "surveyed"},
        "(those of them with an answer) ÷ (contacts whose customer was asked), in percent",
    ),
    ("survey_response_rate", {"over": "answered"}, "(those of them with an answer) ÷ (answered contacts), in percent"),
    (
        "quality_score",
        {"selected": "five a month, drawn by lot."},
        "(sum of the scores that evaluators gave) ÷ (number of evaluated contacts)",
    ),
    (
        "blockage",
        {"reasons": "FULL, BUSY"},
        (
            "(contacts refused for the reason FULL or BUSY) ÷ (contacts refused for the reason FULL or BUSY + contacts "
            "that left the queue (answered, abandoned, flowed out, or asked for a callback)), in percent"
        ),
    ),
    (
        "self_service_containment",
        {},
        "(contacts whose task was done in self-service) ÷ (contacts that entered self-service), in percent",
    ),
    (
        "after_contact_cap_breach",
        {"limit": "60 s"},
        "(answered contacts with a wrap time of more than 60 seconds) ÷ (answered contacts), in percent",
    ),
    (
        "after_contact_cap_breach",
        {"limit": "under 60 s"},
        "(answered contacts with a wrap time of at least 60 seconds) ÷ (answered contacts), in percent",
    ),
    (
        "hops",
        {},
        "(queue visits) ÷ (contacts that left the queue (answered, abandoned, flowed out, or asked for a callback))",
    ),
    ("requeue_rate", {}, "(offers to agents that were not answered) ÷ (offers to agents), in percent"),
    (
        "callback_kept",
        {"promised": "within", "within": "1 h", "kept_by": "first_attempt"},
        (
            "(callbacks that began at most 1 hour after they were asked for) ÷ (callbacks that customers asked for), "
            "in percent"
        ),
    ),
    (
        "callback_kept",
        {"promised": "due_time", "kept_by": "connection", "not_reached": "kept", "attempts": "3"},
        (
            "(callbacks that were connected by the promised instant, or whose customer was not reached in 3 attempts "
            "in that time) ÷ (callbacks that customers asked for), in percent"
        ),
    ),
    (
        "callback_kept",
        {"promised": "due_time", "kept_by": "connection", "not_reached": "exclude", "attempts": "3"},
        (
            "(callbacks that were connected by the promised instant) ÷ (callbacks that customers asked for, without "
            "those whose customer was not reached in 3 attempts in that time), in percent"
        ),
    ),
]


@pytest.mark.parametrize("words", LISTS, ids=lambda words: words.__name__)
def test_every_word_has_its_sentence_and_no_other(words: type[Choice]) -> None:
    assert set(SENTENCES[words]) == {word.value for word in words}
    said = [sentence("same", word, {"within": "at most 1 hour"}) for word in words]
    assert all(text.endswith(".") and "{" not in text for text in said)
    assert len(said) == len(set(said))


@pytest.mark.parametrize(("metric", "words", "line"), LINES, ids=lambda value: value if isinstance(value, str) else "")
def test_the_formula_follows_the_choices(metric: str, words: dict[str, str], line: str) -> None:
    found = formula(metric, dict(choose(metric, words).arguments))
    assert found is not None
    assert found.line("x") == f"x = {line}"
    assert not found.unknown or found.unknown.endswith(".")
    assert name_of(metric)


def test_every_formula_of_this_kind_is_looked_at() -> None:
    assert {made.__name__ for made in OF_CUSTOMERS} == {metric for metric, _, _ in LINES}
