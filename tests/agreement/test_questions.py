"""Every choice that is left open is asked, where it belongs, with the answers it could have; and each answer works."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.agreement.amendment_faults import folder
from tests.agreement.faults import GOOD
from tests.agreement.open_choices import COMPLETE, OPEN, Open

from pactline.agreement.model import Vocabulary
from pactline.agreement.questions import Question
from pactline.agreement.reading import examine
from pactline.agreement.usual_answers import TEXTS
from pactline.agreement.versions import examine_versions
from pactline.metrics import metrics

EVERY = pytest.mark.parametrize("left_out", OPEN, ids=lambda left_out: left_out.about + ": " + left_out.what)
_ANSWERABLE = {"AGR_MISSING_KEY", "AGR_TRIGGER", "AGR_PRECEDENCE", "AGR_BAND_GAP"}


def asked(text: str, vocabulary: Vocabulary) -> dict[str, Question]:
    """The questions by what they are about."""
    return {question.about: question for question in examine(text.encode(), vocabulary).questions}


@pytest.mark.parametrize("text", COMPLETE, ids=["good", "everything"])
def test_an_agreement_that_leaves_nothing_open_is_asked_nothing(text: str, vocabulary: Vocabulary) -> None:
    examined = examine(text.encode(), vocabulary)
    assert (examined.problems, examined.notes, examined.questions) == ((), (), ())


@EVERY
def test_a_choice_that_is_taken_out_is_asked_with_its_place(left_out: Open, vocabulary: Vocabulary) -> None:
    examined = examine(left_out.text.encode(), vocabulary)
    question = next(q for q in examined.questions if q.about == left_out.about)
    assert question.file == "agreement.yaml"
    assert question.line >= 1
    assert question.text.endswith("?")
    assert {problem.code for problem in examined.problems} <= _ANSWERABLE, "a missing choice stays a problem"
    assert len({choice.answer for choice in question.choices}) == len(question.choices)


@EVERY
def test_some_answer_closes_the_question_and_leaves_nothing_wrong(left_out: Open, vocabulary: Vocabulary) -> None:
    """What is written into the tree does what writing it into the file would do."""
    examined = examine_versions(left_out.text.encode(), vocabulary)
    question = next(q for q in examined.questions if q.about == left_out.about)
    assert examined.with_answers
    for choice in question.choices:
        others = {q.path: q.choices[0] for q in examined.questions if q is not question and q.choices}
        again = examined.with_answers({**others, question.path: choice})
        assert question.path not in {q.path for q in again.questions}
        assert not again.problems or {p.code for p in again.problems} <= {"AGR_CONTRADICTION", "AGR_MISSING_KEY"}
    if not question.choices:
        assert question.about == "zone"


def test_a_question_is_asked_of_all_tiers_together_unless_one_of_them_answers_it(vocabulary: Vocabulary) -> None:
    for_all = GOOD.replace("    abandons: count_all\n", "")
    assert list(asked(for_all, vocabulary)) == ["commitments.two-tiers.abandons"]
    one_left = for_all.replace("fast: {within: 10 s,", "fast: {within: 10 s, abandons: count_all,")
    assert list(asked(one_left, vocabulary)) == ["commitments.two-tiers.tiers.everyone.abandons"]


def test_rounding_is_asked_once_for_all_or_of_the_promises_that_lack_it(vocabulary: Vocabulary) -> None:
    none = GOOD.replace("shares: exact, ", "")
    assert list(asked(none, vocabulary)) == ["rounding.shares"]
    own = none.replace("    target: at most 3 %\n", "    target: at most 3 %\n    rounding: exact\n")
    assert "rounding.shares" not in asked(own, vocabulary)
    assert "commitments.abandonment.rounding" not in asked(own, vocabulary)
    assert "commitments.prompt-answer.rounding" in asked(own, vocabulary)


def test_what_a_point_is_worth_is_asked_with_a_percent_of_each_charge(vocabulary: Vocabulary) -> None:
    silent = GOOD.replace("remedy: {flat: 1000.00}", "remedy: {points: {into: severity, each_miss: 1}}", 1)
    examined = examine_versions((silent + "points: {severity: {each: quarter}}\n").encode(), vocabulary)
    question = {q.about: q for q in examined.questions}["points.severity.rate"]
    (choice,) = question.choices
    assert choice.answer == "{percent: 1 %, of: monthly-fee}"
    assert examined.with_answers is not None
    assert not examined.with_answers({question.path: choice}).problems
    ladder = "{of: monthly-fee, between: step_up, table: [{at: 1, credit: 1 %}]}"
    whole = silent + f"points: {{severity: {{each: quarter, ladder: {ladder}}}}}\n"
    assert "points.severity.rate" not in asked(whole, vocabulary)


def test_only_roundings_that_leave_no_hole_between_bands_are_offered(vocabulary: Vocabulary) -> None:
    """At most 45 s, 46 to 48 s, from 49 s on: 45.5 s and 48.5 s have no band unless figures are whole seconds."""
    (open_rounding,) = [each for each in OPEN if each.about == "commitments.waiting.rounding"]
    question = asked(open_rounding.text, vocabulary)["commitments.waiting.rounding"]
    assert [choice.answer for choice in question.choices] == ["0 decimals half_up", "0 decimals down"]
    assert "45.5 s has no band" in question.text
    silent = open_rounding.complete.replace("    rounding: 0 decimals half_up\n", "").replace(
        "shares: 1 decimal half_up, ", ""
    )
    assert [c.answer for c in asked(silent, vocabulary)["rounding.shares"].choices] == [
        "0 decimals half_up",
        "0 decimals down",
    ]


@pytest.mark.parametrize(
    ("term", "open_"),
    [
        ("2025-01-01/2026-01-01", set()),
        ("2025-01-02/2026-01-01", {"prompt-answer", "two-tiers", "abandonment"}),
        ("2025-01-01/2025-12-31", {"prompt-answer", "two-tiers", "abandonment"}),
        ("2025-02-01/2026-01-01", {"two-tiers"}),
        ("2025-01-01/2025-12-01", {"two-tiers"}),
    ],
)
def test_a_window_that_the_term_cuts_is_asked_about_where_money_hangs_on_it(
    term: str, open_: set[str], vocabulary: Vocabulary
) -> None:
    """Half-hours are judged by the month as well, and no money hangs on them."""
    text = GOOD.replace("2025-01-01/2026-01-01", term).replace(
        "{from 2025-01-01: 120000.00, from 2025-07-01: 125000.00}", "9.00"
    )
    text = text.replace("{from 2025-01-01: at least 85 %, from 2025-04-01: at least 90 %}", "at least 85 %")
    assert {about.split(".")[1] for about in asked(text, vocabulary)} == open_


_CAP = "caps: {monthly: {each: month, at_most: 500.00}}\n"
_POINTS = "points: {p: {each: month, rate: 10.00}}\n"
_FLOOR = "floors: {small: {each: month, under: 10.00, then: waived}}\n"


@pytest.mark.parametrize(
    ("rules", "orders"),
    [
        (_CAP, None),
        (_POINTS + _CAP, 2),
        (_POINTS + _CAP.replace("each: month", "on: abandonment, each: month"), None),
        (_CAP + _FLOOR, 2),
        (_POINTS + _CAP + _FLOOR, 6),
        ("incidents: {pay: highest}\n" + _POINTS, None),
        ("incidents: {pay: highest}\n" + _CAP, 2),
        (_POINTS + _CAP + "order: [caps, points]\n", None),
    ],
)
def test_the_order_is_asked_only_where_it_can_move_money(
    rules: str, orders: int | None, vocabulary: Vocabulary
) -> None:
    question = asked(GOOD + rules, vocabulary).get("order")
    assert (len(question.choices) if question else None) == orders


def test_an_answer_to_precedence_keeps_what_is_ordered_already(vocabulary: Vocabulary) -> None:
    text = GOOD.replace("target: at least 80 %", "target: {stated: {table: at least 80 %, clause: at least 81 %}}")
    (question,) = asked("precedence: [annex]\n" + text, vocabulary).values()
    assert [choice.listed for choice in question.choices] == [
        ("annex", "table", "clause"),
        ("annex", "clause", "table"),
    ]
    assert question.line == text.splitlines().index(next(x for x in text.splitlines() if "stated" in x)) + 2


def test_a_choice_that_an_amendment_leaves_open_is_asked_in_its_file(tmp_path: Path, vocabulary: Vocabulary) -> None:
    amendment = """\
amendment: Repeat misses
effective: 2025-07-01
agreed: {provider: 2025-06-10, client: 2025-06-12}
windows: new
set:
  commitments:
    abandonment:
      remedy: {repeat: {times: 2}}
"""
    at = folder(tmp_path, {"one.yaml": amendment})
    examined = examine_versions(at, vocabulary)
    (question,) = examined.questions
    assert (question.about, question.line) == ("commitments.abandonment.remedy.repeat.excused", 8)
    assert question.file == str(at / "amendments" / "one.yaml")
    assert examined.versions is None
    assert examined.with_answers
    answered = examined.with_answers({question.path: question.choices[0]})
    assert answered.versions, answered.problems
    assert len(answered.versions) == 2


def test_an_answer_whose_place_is_not_there_is_left_out(vocabulary: Vocabulary) -> None:
    examined = examine_versions(GOOD.encode(), vocabulary)
    assert examined.with_answers
    choice = next(iter(asked(OPEN[0].text, vocabulary).values())).choices[0]
    again = examined.with_answers({("commitments", "nobody", "within"): choice})
    assert again.versions
    assert not again.problems


@pytest.mark.parametrize("name", sorted(metrics()))
def test_every_closed_choice_of_every_metric_is_asked_in_words_of_its_own(name: str) -> None:
    for argument, field in metrics()[name].terms.model_fields.items():
        closed = any(isinstance(item, type) and issubclass(item, Enum) for item in _types(field.annotation))
        if closed:
            assert argument in TEXTS or f"commitments.{argument}" in TEXTS, "it would be asked: what is agreed?"
            assert "hold time" not in TEXTS.get(argument, "") or name == "hold_time"


def _types(annotation: Any) -> tuple[Any, ...]:
    return (annotation, *get_args(annotation))
