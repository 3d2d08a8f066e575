"""Attempts per record: how often a campaign tried each person, on average."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.attempts import attempts
from tests.tickets import measured

from pactline.statement.counting.choices_in_words import choose
from pactline.statement.measuring import measure
from pactline.values.period import Period
from pactline.values.zone import zone

FOUND = attempts(
    (3, {"customer": "k1"}),
    (1, {"customer": "k2"}),
    (2, {"customer": "k1", "campaign": "summer"}),
    (1, {"customer": "k1", "dialled": "2026-04-01 10:00"}),
    (2, {}),
)


def test_a_person_of_two_campaigns_is_two_records_and_one_without_a_name_is_one_each() -> None:
    assert measured(FOUND, "attempts_per_record")[3] == Fraction(9, 5)


def test_a_person_belongs_to_the_month_of_the_first_attempt_with_all_attempts() -> None:
    named, where = choose("attempts_per_record", {}), zone("Europe/Berlin")
    march, april = (Period(date(2026, month, 1), date(2026, month + 1, 1)) for month in (3, 4))
    for month, expected in ((march, Fraction(9, 5)), (april, None)):
        (row,) = measure(FOUND, named, period=month, where=where).rows
        assert row.figure.value == expected
