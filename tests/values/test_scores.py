"""Scores, scales, lapses and lists of words: text in, exact value out, and nothing that can be read in two ways."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from pactline.values.dated import Dated
from pactline.values.lapse import Lapse
from pactline.values.scale import Scores
from pactline.values.target import Target, Unit
from pactline.values.words import Words


def test_a_bare_number_fits_a_count_and_a_score_and_nothing_else_does() -> None:
    assert Unit.SCORE.fits(Unit.CONTACTS)
    assert Unit.CONTACTS.fits(Unit.SCORE)
    assert Unit.SCORE.fits(Unit.SCORE)
    assert not Unit.SCORE.fits(Unit.PERCENT)
    assert not Unit.SECONDS.fits(Unit.CONTACTS)
    assert not Unit.PERCENT.fits(Unit.SCORE)


def test_a_target_is_meant_in_the_unit_of_its_figure_where_it_says_no_other() -> None:
    bare = Target.parse("at least -4.2")
    assert (bare.unit, bare.amount) == (Unit.CONTACTS, Fraction(-42, 10))
    meant = bare.meant_in(Unit.SCORE)
    assert (meant.unit, str(meant)) == (Unit.SCORE, "at least -4.2")
    assert Target.parse("at least 80 %").meant_in(Unit.SCORE).unit is Unit.PERCENT
    assert bare.meant_in(Unit.SECONDS) is bare


def test_dated_values_are_changed_and_keep_their_days() -> None:
    dated = Dated(((None, 1), (date(2025, 7, 1), 2)))
    assert dated.map(lambda value: value * 10) == Dated(((None, 10), (date(2025, 7, 1), 20)))


@pytest.mark.parametrize(("text", "scores"), [("4-5", Scores(4, 5)), (" 9 - 10 ", Scores(9, 10)), ("5", Scores(5, 5))])
def test_scores_are_a_range_or_a_single_one(text: str, scores: Scores) -> None:
    assert Scores.parse(text) == scores
    assert Scores.parse(str(scores)) == scores


@pytest.mark.parametrize("text", ["", "5-4", "4-", "-5", "4.5-5", "4 to 5", "1000"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"range of scores|begins above"):
        Scores.parse(text)


def test_a_scale_has_more_than_one_score_and_holds_its_own() -> None:
    assert Scores.parse_scale("0-1") == Scores(0, 1)
    with pytest.raises(ValueError, match="no scale"):
        Scores.parse_scale("5")
    assert Scores(1, 5).holds(Scores(1, 5))
    assert Scores(1, 5).holds(Scores(5, 5))
    assert not Scores(1, 5).holds(Scores(0, 4))
    assert not Scores(1, 5).holds(Scores(5, 6))


@pytest.mark.parametrize(
    ("text", "lapse", "written"),
    [
        ("168 h", Lapse(clock_ms=604_800_000), "168 h"),
        ("168 hours", Lapse(clock_ms=604_800_000), "168 h"),
        ("90 min", Lapse(clock_ms=5_400_000), "90 min"),
        ("1 h 30 min", Lapse(clock_ms=5_400_000), "90 min"),
        ("45 s", Lapse(clock_ms=45_000), "45 s"),
        ("7 calendar days", Lapse(calendar_days=7), "7 calendar days"),
        ("1 calendar day", Lapse(calendar_days=1), "1 calendar day"),
        ("0 calendar days", Lapse(calendar_days=0), "0 calendar days"),
    ],
)
def test_a_lapse_is_of_the_clock_or_of_the_calendar(text: str, lapse: Lapse, written: str) -> None:
    assert (Lapse.parse(text), str(lapse)) == (lapse, written)
    assert Lapse.parse(written) == lapse


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("7 days", "168 h by the clock or 7 calendar days"),
        ("1 d", "24 h"),
        ("0 h", "no time at all"),
        ("soon", "not a"),
    ],
)
def test_a_lapse_that_can_be_read_in_two_ways_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Lapse.parse(text)


def test_words_stand_between_commas_each_once() -> None:
    assert str(Words.parse("FULL,BUSY , FULL")) == "FULL, BUSY"
    with pytest.raises(ValueError, match="empty word"):
        Words.parse("FULL,")
