"""Every choice, metric, shape, modifier and rule of the language has its words in a contract."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from pactline.document.choice_sentences import SENTENCES, SUBJECTS, sentence
from pactline.document.formulas import FORMULAS, formula, name_of
from pactline.document.glossary import GLOSSARY, used_in, uses
from pactline.document.modifiers_in_words import _SENTENCES as MODIFIERS
from pactline.document.remedies_in_words import _PHRASES as SHAPES
from pactline.document.rules_in_words import _SENTENCES as RULES
from pactline.metrics import metrics
from pactline.records.choices import contacts as choices
from pactline.records.choices.contacts import Abandons, Choice, NotAbandoned, Refused, ShortAbandons, Unrecorded
from pactline.remedies import remedies
from pactline.remedies.modifiers import modifiers
from pactline.remedies.rules import rules
from pactline.statement.counting.choices_in_words import choose

LISTS = [
    item for _, item in inspect.getmembers(choices, inspect.isclass) if issubclass(item, Choice) and item is not Choice
]
WORDS = {
    "within": "at most 20 seconds",
    "short_abandon": "at most 5 seconds",
    "interval": "30 minutes",
    "interval_target": "at least 80 %",
    "each": "month",
}
IN_TIME = "answered contacts with a wait of at most 20 seconds"
GLOSSARY_PAGE = Path(__file__).resolve().parents[2] / "docs" / "why" / "glossary.md"


@pytest.mark.parametrize("words", LISTS, ids=lambda words: words.__name__)
def test_every_word_of_every_closed_list_has_its_sentence_and_no_other(words: type[Choice]) -> None:
    assert set(SENTENCES[words]) == {word.value for word in words}


@pytest.mark.parametrize(
    "word", [word for words in LISTS for word in words], ids=lambda word: f"{type(word).__name__}.{word}"
)
def test_a_sentence_has_all_its_values_filled_and_ends(word: Choice) -> None:
    said = sentence("flow_outs", word, WORDS)
    assert "{" not in said
    assert said.endswith(".") or isinstance(word, choices.NoData)


def test_no_two_words_of_a_list_say_the_same() -> None:
    for words in LISTS:
        said = list(SENTENCES[words].values())
        assert len(said) == len(set(said)), words.__name__


def test_a_list_of_another_package_says_its_short_meaning() -> None:
    class Odd(Choice):
        ONE = "one", "just one"

    assert sentence("odd_choice", Odd.ONE, {}) == "Odd choice: just one."


def test_every_metric_has_its_formula_in_words() -> None:
    assert set(FORMULAS) == set(metrics())


def made(metric: str, **given: str) -> dict[str, Any]:
    """The typed arguments of a metric."""
    return dict(choose(metric, given).arguments)


@pytest.mark.parametrize(
    ("abandons", "above", "below"),
    [
        ("ignore_all", IN_TIME, "answered contacts"),
        ("count_all", IN_TIME, "answered contacts + abandoned contacts"),
        (
            "ignore_within_T",
            IN_TIME,
            "answered contacts + abandoned contacts − abandoned contacts with a wait of at most 20 seconds",
        ),
        (
            "ignore_short",
            IN_TIME,
            "answered contacts + abandoned contacts − abandoned contacts with a wait of at most 5 seconds",
        ),
        (
            "count_as_met_within_T",
            f"{IN_TIME} + abandoned contacts with a wait of at most 20 seconds",
            "answered contacts + abandoned contacts",
        ),
        (
            "count_as_met_short",
            f"{IN_TIME} + abandoned contacts with a wait of at most 5 seconds",
            "answered contacts + abandoned contacts",
        ),
    ],
)
def test_the_formula_of_a_service_level_follows_its_abandons(abandons: str, above: str, below: str) -> None:
    short = {"short_abandon": "5 s"} if "short" in abandons else {}
    found = formula("service_level", made("service_level", within="20 s", abandons=abandons, **short))
    assert found is not None
    assert (found.above, found.below) == (above, below)
    assert found.line("service level") == f"service level = ({above}) ÷ ({below}), in percent"
    assert len(Abandons) == 6


def test_contacts_swept_in_with_the_abandoned_stand_on_both_sides_of_the_bar() -> None:
    given = {"short_abandons": "count", "flow_outs": "count_as_abandoned", "callbacks": "count_as_offered"}
    found = formula("abandonment_rate", made("abandonment_rate", **given))
    assert found is not None
    assert found.above == "abandoned contacts + contacts that flowed out"
    assert found.below == (
        "answered contacts + abandoned contacts + contacts that flowed out + contacts that asked for a callback"
    )
    assert NotAbandoned.COUNT_AS_ABANDONED == "count_as_abandoned"


@pytest.mark.parametrize(
    ("rule", "above_less", "below_less"),
    [("count", False, False), ("ignore", True, True), ("ignore_in_numerator", True, False)],
)
def test_short_abandons_leave_the_sides_they_are_said_to_leave(rule: str, above_less: bool, below_less: bool) -> None:
    short = {} if rule == "count" else {"short_abandon": "5 s"}
    found = formula("abandonment_rate", made("abandonment_rate", short_abandons=rule, **short))
    assert found is not None
    assert (" − " in found.above, " − " in found.below) == (above_less, below_less)
    assert {rule for rule in ShortAbandons} == {"count", "ignore", "ignore_in_numerator"}


def test_refused_contacts_are_offered_only_where_they_count() -> None:
    out = formula("answer_rate", made("answer_rate", short_abandons="count"))
    counted = formula("answer_rate", made("answer_rate", short_abandons="count", refused="count_as_missed"))
    assert out is not None
    assert counted is not None
    assert "refused contacts" not in out.below
    assert "refused contacts" in counted.below
    assert Refused.EXCLUDE == "exclude"


def test_an_average_names_what_is_added_up_and_who_is_counted() -> None:
    found = formula("average_handle_time", {"unrecorded": Unrecorded.LEAVE_OUT})
    assert found is not None
    line = found.line("average handle time")
    assert line == (
        "average handle time = (sum of the talk, hold and wrap times of answered contacts) ÷ "
        "(number of answered contacts)"
    )
    assert "talk, hold or wrap time is unknown" in found.unknown


def test_a_metric_without_words_has_no_formula() -> None:
    assert formula("of_another_package", {}) is None
    assert name_of("of_another_package") == "of another package"


def test_every_remedy_shape_modifier_and_rule_has_its_words() -> None:
    assert set(SHAPES) == set(remedies())
    assert set(MODIFIERS) == set(modifiers())
    assert set(RULES) - {"reviews"} == set(rules())


def test_the_glossary_of_contracts_is_that_of_the_documentation() -> None:
    page = GLOSSARY_PAGE.read_text(encoding="utf-8")
    for word, meaning in GLOSSARY.items():
        found = re.search(rf"^\*\*{word}\*\*: (.+)$", page, re.MULTILINE)
        assert found, f"{word} is not on the page"
        assert found[1].startswith(meaning), word


@pytest.mark.parametrize(
    ("text", "word", "used"),
    [
        ("two contacts", "contact", True),
        ("contactless", "contact", False),
        ("the day from which it holds", "hold", False),
        ("put on hold", "hold", True),
        ("a wait of", "wait", True),
        ("a waiter", "wait", False),
        ("Bonuses are not limited", "bonus", True),
    ],
)
def test_a_word_is_defined_where_it_is_used_and_only_there(text: str, word: str, used: bool) -> None:
    assert uses(text, word) is used


def test_a_definition_brings_the_words_it_uses_itself() -> None:
    found = used_in("the service level", {})
    assert {"service level", "contact", "offered", "answered", "wait", "queue"} <= set(found)
    assert "wrap" not in found


def test_the_parties_own_meaning_of_a_word_replaces_the_usual_one() -> None:
    found = used_in("a contact", {"Contact": "a call"})
    assert found["Contact"] == "a call"
    assert "contact" not in found


def test_every_subject_of_a_choice_is_a_choice_of_some_metric() -> None:
    named = {name for metric in metrics().values() for name in metric.terms.model_fields}
    assert set(SUBJECTS) <= named
