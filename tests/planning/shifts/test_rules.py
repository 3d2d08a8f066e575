"""Labour rules as data: what is read, and every way in which they contradict themselves, at its line."""

from __future__ import annotations

import pytest
from tests.planning.shifts.plans import SIMPLE, rules

from pactline.planning.shifts.rules_file import example_rules, example_text, parse_rules, read_rules
from pactline.values.problem import Problem, Problems


def refused(text: str) -> list[Problem]:
    with pytest.raises(Problems) as found:
        rules(text)
    return list(found.value.problems)


def test_the_example_can_be_read_and_its_times_meet_at_a_quarter_of_an_hour() -> None:
    law = example_rules()
    assert law.shifts["full"].lengths == (510,)
    assert law.grain_min(30) == 15
    assert law.paid_minutes(law.shifts["full"], 510) == 480


def test_an_unknown_key_is_refused_at_its_line_with_the_nearest_known_one() -> None:
    text = example_text().replace("  days_on: 5", "  dayson: 5")
    (problem,) = refused(text)
    line = text.splitlines().index(next(row for row in text.splitlines() if "dayson" in row)) + 1
    assert (problem.code, problem.line) == ("SHIFT_KEY", line)
    assert "did you mean `days_on`" in problem.remedy


def test_all_faults_are_told_at_once() -> None:
    text = example_text().replace("hours: {at_most: 40 h}", "hours: {at_most: 40}").replace('"14:00"', '"25:00"')
    assert [problem.code for problem in refused(text)] == ["SHIFT_CLOCK", "SHIFT_LENGTH"]
    assert all(problem.remedy and problem.line for problem in refused(text))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("lengths: [4 h]", "lengths: [0 h]", "shift of 0 min"),
        ("every: 1 h", "every: 1 min", "less than 5 minutes apart"),
        ("week: {edge: open}", "week: {days_on: 6, days_off_in_a_row: 2}", "more than a week"),
        ("week: {edge: open}", "week: {hours: {at_least: 38 h}}", "do not fit into 5 days"),
        ("week: {edge: open}", "week: {hours: {at_least: 9 h, at_most: 8 h}}", "at_least is more than at_most"),
        ("week: {edge: open}", "week: {edge: round}", "'round' is not a word"),
        ("week: {edge: open}", "shortfall: {per_contact: 1.00, per_agent_hour: 2.00}", "has one price"),
        ('"08:00"', '"8"', "not a time of day"),
        ("per_hour: 10.00", "per_hour: ten", "not an amount"),
    ],
)
def test_rules_that_contradict_themselves_are_refused_with_a_remedy(old: str, new: str, words: str) -> None:
    assert old in SIMPLE
    (problem,) = refused(SIMPLE.replace(old, new))
    assert words in problem.message
    assert problem.remedy
    assert problem.line > 0


@pytest.mark.parametrize(
    ("breaks", "words"),
    [
        ("[{length: 30 min, from: 3 h 45 min, to: 4 h}]", "does not fit into a shift of 240 min"),
        ("[{length: 30 min, from: 2 h, to: 1 h}]", "ends before it begins"),
        ("[{length: 30 min, from: 2 h, to: 2 h}, {length: 30 min, from: 1 h, to: 2 h}]", "does not fit"),
    ],
)
def test_breaks_that_cannot_lie_in_their_shift_are_refused(breaks: str, words: str) -> None:
    (problem,) = refused(SIMPLE.replace("every: 1 h}", f"every: 1 h}}, breaks: {breaks}"))
    assert words in problem.message


def test_a_break_at_the_very_end_still_fits() -> None:
    law = rules(SIMPLE.replace("every: 1 h}", "every: 1 h}, breaks: [{length: 30 min, from: 3 h 30 min, to: 4 h}]"))
    assert law.shifts["day"].breaks[0].earliest == 210


def test_work_without_a_break_longer_than_allowed_is_refused() -> None:
    between = "every: 1 h}, work_between_breaks: {at_most: 2 h}, breaks: [{length: 30 min, from: 1 h, to: 1 h}]"
    (problem,) = refused(SIMPLE.replace("every: 1 h}", between))
    assert "after the last break more than 120 min" in problem.message


def test_starts_may_run_over_midnight() -> None:
    law = rules(SIMPLE.replace('earliest: "08:00", latest: "12:00"', 'earliest: "22:00", latest: "01:00"'))
    assert [minute // 60 for minute in law.shifts["day"].starts.minutes()] == [22, 23, 24, 25]


def test_a_missing_file_is_told_as_such() -> None:
    with pytest.raises(Problems, match="FILE_UNREADABLE"):
        read_rules("no/such/rules.yaml")


def test_a_file_that_is_no_yaml_is_told_as_such() -> None:
    with pytest.raises(Problems, match="YAML_SYNTAX"):
        parse_rules(b"rules: [", "rules.yaml")
