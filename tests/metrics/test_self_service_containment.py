"""Self-service containment: the share of those who came to the voice menu or the bot that were settled there."""

from __future__ import annotations

from fractions import Fraction

from tests.customers import figure
from tests.figures import visit


def test_who_hung_up_there_or_was_passed_on_was_not_contained() -> None:
    told = ["done", "done", "left", "passed_on", None, None]
    rows = [visit("abandoned", None, n, self_service=word) for n, word in enumerate(told, 1)]
    found = figure(rows, "self_service_containment")
    assert (found.of, found.value) == ((2, 4), 50)


def test_what_self_service_never_saw_is_no_part_of_it() -> None:
    assert figure([visit()], "self_service_containment").value is None


def test_of_a_whole_contact_the_last_word_counts() -> None:
    rows = [visit(visit=1, self_service="passed_on"), visit(visit=2, self_service="done"), visit(number=2, visit=1)]
    assert figure(rows, "self_service_containment").value == Fraction(50)
    assert figure(rows, "self_service_containment", level="contact").of == (1, 1)
