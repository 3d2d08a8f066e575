"""Hops: how many queues a contact went through."""

from __future__ import annotations

from fractions import Fraction

from tests.customers import figure
from tests.figures import START_US, visit

from pactline.records.record_set import from_rows
from pactline.statement.counting.choices_in_words import choose
from pactline.statement.measuring import measure

DAY_US = 86_400_000_000


def test_every_queue_visit_of_a_contact_is_a_hop() -> None:
    rows = [visit("flowed_out", number=1), visit(number=1, visit=2), visit(number=2), visit("refused", None, 3)]
    found = figure(rows, "hops")
    assert (found.value, found.of) == (Fraction(3, 2), (3, 2))
    assert figure(rows, "hops", level="contact") == found


def test_a_contact_belongs_with_all_its_visits_to_the_day_it_came() -> None:
    rows = [visit("flowed_out", number=1), visit(number=1, visit=2, offered_us=START_US + DAY_US), visit(number=2)]
    by_day = measure(from_rows(rows), choose("hops", {}), where=None, by=["queue"]).rows
    assert [row.figure.value for row in by_day] == [Fraction(3, 2)]
