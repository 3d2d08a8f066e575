"""Durations, limits and targets as people write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pactline.values.duration import Duration, Limit, Sense
from pactline.values.target import Bound, Target, Unit


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [("20", 20_000), ("20 s", 20_000), ("1.5s", 1_500), ("5 min", 300_000), ("1 h 30 min", 5_400_000), ("250 ms", 250)],
)
def test_a_duration_is_read_in_its_unit(text: str, milliseconds: int) -> None:
    assert Duration.parse(text).ms == milliseconds


@pytest.mark.parametrize("text", ["", "-5 s", "5 fortnights", "5 s s", "1e3", "1.0005 s", "P1M", "20:00", "s"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        Duration.parse(text)


def test_within_means_at_most_unless_it_says_under() -> None:
    assert Limit.parse("20 s") == Limit.parse("at most 20 s") == Limit.parse("<= 20")
    assert Limit.parse("under 20 s").sense is Sense.UNDER
    assert str(Limit.parse("< 20")) == "under 20 s"


@pytest.mark.parametrize(
    ("text", "bound", "amount", "unit"),
    [
        ("at least 80 %", Bound.AT_LEAST, Fraction(80), Unit.PERCENT),
        (">= 80%", Bound.AT_LEAST, Fraction(80), Unit.PERCENT),
        ("at most 30 s", Bound.AT_MOST, Fraction(30), Unit.SECONDS),
        ("less than 4 min", Bound.LESS_THAN, Fraction(240), Unit.SECONDS),
        ("more than 1000", Bound.MORE_THAN, Fraction(1000), Unit.CONTACTS),
    ],
)
def test_a_target_says_its_side(text: str, bound: Bound, amount: Fraction, unit: Unit) -> None:
    target = Target.parse(text)
    assert (target.bound, target.amount, target.unit) == (bound, amount, unit)
    assert Target.parse(str(target)) == target


@pytest.mark.parametrize("text", ["80 %", "about 80 %", "at least", "at least eighty %"])
def test_a_target_without_a_side_or_a_figure_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"side|decimal|duration"):
        Target.parse(text)


@pytest.mark.parametrize(
    ("target", "kept", "missed"),
    [
        ("at least 80 %", "80", "79.999999"),
        ("more than 80 %", "80.000001", "80"),
        ("at most 5 %", "5", "5.000001"),
        ("less than 5 %", "4.999999", "5"),
    ],
)
def test_the_edge_belongs_to_the_side_the_words_say(target: str, kept: str, missed: str) -> None:
    assert Target.parse(target).kept_by(Fraction(kept))
    assert not Target.parse(target).kept_by(Fraction(missed))


def test_distance_is_positive_on_the_wrong_side() -> None:
    assert Target.parse("at least 80 %").distance(Fraction("78.5")) == Fraction("1.5")
    assert Target.parse("at most 30 s").distance(Fraction(47)) == 17
    assert Target.parse("at most 30 s").distance(Fraction(14)) == -16
