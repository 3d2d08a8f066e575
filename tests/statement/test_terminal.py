"""Text for a terminal: tables that fit and lines that are broken between words."""

from __future__ import annotations

import pytest

from pactline.statement.shown.terminal import WIDTH, folded, table, width_of

HEADS, SIDES = ["Clause", "Target", "Amount"], "<<>"


def test_a_table_that_fits_is_left_as_it_is() -> None:
    rows = [["1.1", "at least 80 %", "100.00"]]
    assert table(HEADS, SIDES, rows, 29) == table(HEADS, SIDES, rows)
    assert len(table(HEADS, SIDES, rows, 29)) == 4


def test_a_table_that_is_one_column_too_wide_breaks_its_words_and_never_a_figure_from_its_unit() -> None:
    rows = [["1.1", "at least 80 %", "100.00"]]
    broken = table(HEADS, SIDES, rows, 28)
    assert max(map(width_of, broken)) <= 28
    assert [line.split() for line in broken[2:4]] == [["1.1", "at", "least", "100.00"], ["80", "%"]]


def test_a_table_that_cannot_be_made_narrow_stays_wide() -> None:
    rows = [["one-word-without-an-end", "at least 80 %", "100.00"]]
    assert "one-word-without-an-end" in "\n".join(table(HEADS, SIDES, rows, 20))


@pytest.mark.parametrize("cell", ["missed (18 of 30 met)", "met (1 of 3 met, 9 no data)", "4 report only"])
def test_counts_of_windows_stay_together(cell: str) -> None:
    column = "\n".join(line.strip() for line in table(["V", "W"], "<<", [[cell, "x" * 40]], 60)[2:-1])
    for whole in ("18 of 30 met", "1 of 3 met", "9 no data", "4 report only"):
        assert (whole in column) is (whole in cell)


def test_a_line_of_the_width_is_kept_and_one_more_letter_breaks_it() -> None:
    fits = "  " + "word " * 19 + "end"
    assert (len(fits), folded([fits])) == (WIDTH, [fits])
    first, second = folded([fits + "s"])
    assert (first, second) == ("  " + "word " * 18 + "word", "      ends")


def test_the_rule_of_a_table_is_never_broken() -> None:
    assert folded(["─" * 130]) == ["─" * 130]
