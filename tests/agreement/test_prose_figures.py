"""Figures typed into clauses: told where the data has its own, and refused where the two contradict."""

from __future__ import annotations

import pytest
from tests.agreement.faults import GOOD

from pactline.agreement.model import Vocabulary
from pactline.agreement.reading import examine

_TARGET = "    target: at least 80 %\n"


def codes(text: str, vocabulary: Vocabulary, clause: str = "") -> list[str]:
    """What is said of a text of the first promise, or of a clause."""
    source = GOOD.replace(_TARGET, f"{_TARGET}    text: {text}\n") if text else GOOD
    if clause:
        source = source.replace("clauses: {", f"clauses: {{one: {{title: One, text: {clause}}}, ")
    examined = examine(source.encode(), vocabulary)
    return [found.code.removeprefix("AGR_PROSE_") for found in (*examined.problems, *examined.notes)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The provider answers {target} of all calls within {within}.", []),
        ("The provider answers at least 80 % of all calls within {within}.", ["FIGURE"]),
        ("The provider answers at least 85 % of all calls within {within}.", ["CONTRADICTS"]),
        ("The provider answers 85 % of the calls within {within}.", ["CONTRADICTS"]),
        ("The provider answers 85 per cent of calls.", ["CONTRADICTS"]),
        ("Better than 90 % earns a bonus.", ["FIGURE"]),  # the bonus mark is in the data
        ("A miss below 70 % costs 8 % of the fee.", ["FIGURE"]),
        ("Credits are never more than 12 % of the fee.", ["FIGURE"]),  # the amount at risk
        ("About 85 % of calls come on working days.", ["FIGURE"]),  # told, but it promises nothing
        ("Calls are answered within 20 seconds.", ["FIGURE"]),
        ("Calls are answered within 30 seconds.", ["FIGURE"]),
        ("As clause 4.1 and schedule 2 say.", []),
        ("A report follows within 10 business days.", []),  # the data has no days
        ("Open in 2 cities.", []),
    ],
)
def test_a_figure_in_the_text_of_a_promise(text: str, found: list[str], vocabulary: Vocabulary) -> None:
    assert codes(text, vocabulary) == found


def test_the_target_of_another_promise_is_no_excuse(vocabulary: Vocabulary) -> None:
    """99 % is promised of another commitment; of this one it contradicts."""
    assert codes("The provider answers at least 99 % of all calls.", vocabulary) == ["CONTRADICTS"]


@pytest.mark.parametrize(
    ("clause", "found"),
    [
        ("The client may end the agreement with 30 days of notice.", []),
        ("Credits are never more than 12 % of the fee.", ["FIGURE"]),
        ("Interest on late payments is 5 % above the base rate.", ["FIGURE"]),
        ("Interest on late payments is 6.5 % above the base rate.", []),
    ],
)
def test_a_clause_is_told_only_where_the_data_has_the_very_figure(
    clause: str, found: list[str], vocabulary: Vocabulary
) -> None:
    assert codes("", vocabulary, clause) == found


def test_a_text_that_is_said_for_all_tiers_is_told_once(vocabulary: Vocabulary) -> None:
    text = GOOD.replace('    clause: "4.2"\n', '    clause: "4.2"\n    text: All calls are answered within 300 s.\n')
    (note,) = examine(text.encode(), vocabulary).notes
    assert note.code == "AGR_PROSE_FIGURE"
