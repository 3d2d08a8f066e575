"""Every choice and every formula about agents' time and forecasts has its words in a contract."""

from __future__ import annotations

import inspect

import pytest

from pactline.document.choice_sentences import SENTENCES, sentence
from pactline.document.formulas import formula
from pactline.document.formulas_of_agents import OF_AGENTS
from pactline.records.choices import agents as agent_choices
from pactline.records.choices.contacts import Choice
from pactline.statement.counting.choices_in_words import choose

LISTS = [item for _, item in inspect.getmembers(agent_choices, inspect.isclass)
         if issubclass(item, Choice) and item is not Choice]  # fmt: skip
LINES = {
    ("occupancy", "over=handling_and_available alerting=busy"): (
        "(time in which agents talked, held or wrapped up, or a phone rang) ÷ (time in which agents handled contacts "
        "or waited for one), in percent"
    ),
    ("occupancy", "over=logged_in alerting=leave_out"): (
        "(time in which agents talked, held or wrapped up) ÷ (time in which agents were logged in, ringing left out), "
        "in percent"
    ),
    ("utilisation", "productive=handling paid=without_breaks"): (
        "(time in which agents talked, held or wrapped up) ÷ (time in which agents were logged in, breaks left out), "
        "in percent"
    ),
    ("shrinkage", "paid=with_breaks"): (
        "(time of breaks and other paid work) ÷ (time in which agents were logged in), in percent"
    ),
    ("adherence", "scheduled=for_contacts"): (
        "(time scheduled for contacts that agents spent as scheduled, when it was scheduled) ÷ (time scheduled for "
        "contacts), in percent"
    ),
    ("conformance", ""): (
        "(time in which agents handled contacts or waited for one) ÷ (time scheduled for contacts), in percent"
    ),
    ("staffing_delivered", ""): (
        "(time in which agents were logged in) ÷ (time in which agents were scheduled to be logged in), in percent"
    ),
    ("forecast_accuracy", ""): (
        "(offered contacts − differences between the offered contacts of each forecast interval and its forecast) ÷ "
        "(offered contacts), in percent"
    ),
    ("forecast_variance", ""): "(offered contacts − forecast contacts) ÷ (forecast contacts), in percent",
}


@pytest.mark.parametrize("words", LISTS, ids=lambda words: words.__name__)
def test_every_word_has_its_sentence_and_no_other(words: type[Choice]) -> None:
    assert set(SENTENCES[words]) == {word.value for word in words}
    said = [sentence("paid", word, {}) for word in words]
    assert all(text.endswith(".") for text in said)
    assert len(said) == len(set(said))


@pytest.mark.parametrize("asked", LINES, ids=" ".join)
def test_the_formula_follows_the_choices(asked: tuple[str, str]) -> None:
    metric, words = asked
    found = formula(metric, dict(choose(metric, dict(word.split("=") for word in words.split())).arguments))
    assert found is not None
    assert found.line("x") == f"x = {LINES[asked]}"


def test_every_formula_of_this_kind_is_looked_at() -> None:
    assert {made.__name__ for made in OF_AGENTS} == {metric for metric, _ in LINES}
