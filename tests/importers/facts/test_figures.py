"""``figures.csv``: figures measured elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from pactline.importers.facts.figures import FILE, read_figures, read_value
from pactline.importers.fault import Fault
from pactline.records.facts import TALLY, ReportedFigure
from pactline.values.period import Period
from pactline.values.problem import Problems
from pactline.values.target import Unit

HEADER = "commitment,first,last,counted,good,value,evidence"
JUNE = Period(date(2025, 6, 1), date(2025, 7, 1))


@pytest.fixture
def figures(tmp_path: Path) -> Callable[..., tuple[ReportedFigure, ...]]:
    def read(*rows: str, header: str = HEADER) -> tuple[ReportedFigure, ...]:
        path = tmp_path / "figures.csv"
        path.write_text("\n".join([header, *rows]), encoding="utf-8", newline="")
        return read_figures(path)

    return read


def codes(refused: pytest.ExceptionInfo[Problems]) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in refused.value.problems]


def test_the_example_is_read_with_its_places(tmp_path: Path) -> None:
    (path := tmp_path / "figures.csv").write_text(FILE.example, encoding="utf-8")
    share, average = read_figures(path)
    assert share == ReportedFigure(
        "prompt-answer", JUNE, 12_000, 9_840, Fraction(82), Unit.PERCENT, "monthly report p. 4", date(2025, 7, 3)
    )
    assert (share.file, share.line, average.line) == (str(path), 2, 3)
    assert (average.value, average.value_unit, average.good) == (Fraction("48.6"), Unit.SECONDS, None)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("98.5 %", Fraction(197, 2), Unit.PERCENT),
        ("98.5%", Fraction(197, 2), Unit.PERCENT),
        ("48.6 s", Fraction(243, 5), Unit.SECONDS),
        ("12", Fraction(12), None),
        ("12.25", Fraction(49, 4), None),
        ("-7.5", Fraction(-15, 2), None),
        ("0 %", Fraction(0), Unit.PERCENT),
        ("999999999999999.00000000000000000001", Fraction("999999999999999.00000000000000000001"), None),
    ],
)
def test_a_value_is_exact_in_the_unit_it_is_written_in(text: str, amount: Fraction, unit: Unit | None) -> None:
    value = read_value(text, "value")
    assert (value.amount, value.unit) == (amount, unit)


@pytest.mark.parametrize(
    "text",
    [
        " 98.5 %", "98.5 % ", "98.5  %", "98,5", "1.000,5", "1,000", ".5", "5.", "+5", "1e3", "0x10",
        "\u0661\u0662", "NaN", "inf", "1/2",
        "1000000000000000", "0.000000000000000000001", "5 min", "--1", "=1+1", "%", "s",
    ],
)  # fmt: skip
def test_anything_else_is_no_value(text: str) -> None:
    with pytest.raises(Fault) as wrong:
        read_value(text, "value")
    assert wrong.value.code == "NUM_FORMAT"


@pytest.mark.parametrize(
    ("counts", "value"),
    [
        ("1000,985", "98.5 %"),
        ("1000,985", "98.50 %"),
        ("1000,985", "98 %"),  # between 98 and 99: rounded to even
        ("1000,985", "99 %"),  # and away from zero
        ("3,2", "66.7 %"),
        ("3,2", "66.67 %"),
        ("0,0", ""),
        ("1,0", "0 %"),
        ("1,1", "100 %"),
        ("1000,985", "98.4"),  # without a unit nobody knows that it is a percentage
        ("1000,985", "12.0 s"),
    ],
)
def test_a_percentage_agrees_with_its_counts_as_far_as_it_is_written(
    figures: Callable[..., tuple[ReportedFigure, ...]], counts: str, value: str
) -> None:
    assert len(figures(f"a,2025-06-01,2025-06-30,{counts},{value},")) == 1


@pytest.mark.parametrize(
    ("counts", "value"), [("1000,985", "98.4 %"), ("1000,985", "98.51 %"), ("3,2", "66.6 %"), ("0,0", "0 %")]
)
def test_a_percentage_that_is_not_that_of_its_counts_refuses_the_file(
    figures: Callable[..., tuple[ReportedFigure, ...]], counts: str, value: str
) -> None:
    with pytest.raises(Problems) as refused:
        figures(f"a,2025-06-01,2025-06-30,{counts},{value},")
    assert codes(refused) == [(2, "FIG_DISAGREE")]


def test_good_may_be_all_that_were_counted_and_no_more(figures: Callable[..., tuple[ReportedFigure, ...]]) -> None:
    assert figures("a,2025-06-01,2025-06-30,10,10,,")[0].good == 10
    with pytest.raises(Problems) as refused:
        figures("a,2025-06-01,2025-06-30,10,11,,")
    assert codes(refused) == [(2, "FIG_GOOD")]


def test_a_tally_alone_is_a_figure_and_keeps_its_zeros(figures: Callable[..., tuple[ReportedFigure, ...]]) -> None:
    (figure,) = figures(
        "a,2025-06-01,2025-06-01,,,,report,100,80,0,,1200000",
        header=f"{HEADER},offered,answered,abandoned,short_abandoned,wait_ms",
    )
    assert figure.tally == {"offered": 100, "answered": 80, "abandoned": 0, "wait_ms": 1_200_000}
    assert (figure.counted, figure.value) == (None, None)
    assert set(figure.tally) <= set(TALLY)


def test_a_part_of_the_tally_may_be_all_of_it(figures: Callable[..., tuple[ReportedFigure, ...]]) -> None:
    header = f"{HEADER},answered,answered_in_time,short_answered,abandoned,abandoned_in_time,short_abandoned"
    assert len(figures("a,2025-06-01,2025-06-30,,,,,8,8,8,2,2,2", header=header)) == 1
    with pytest.raises(Problems) as refused:
        figures("a,2025-06-01,2025-06-30,,,,,8,9,9,2,3,3", header=header)
    assert codes(refused) == [(2, "FIG_TALLY")] * 4


def test_what_came_late_and_with_which_incident_is_kept(figures: Callable[..., tuple[ReportedFigure, ...]]) -> None:
    (figure,) = figures(
        "report,2025-06-01,2025-06-30,,,3,mail,2025-06-01,INC-1,0", header=f"{HEADER},reported,incident,days_late"
    )
    assert (figure.reported, figure.incident, figure.days_late) == (date(2025, 6, 1), "INC-1", 0)


def test_columns_may_stand_in_any_order_and_an_empty_line_says_nothing(
    figures: Callable[..., tuple[ReportedFigure, ...]],
) -> None:
    (figure,) = figures(
        "", "report,82 %,2025-06-30,2025-06-01,,,a", "", header="evidence,value,last,first,good,counted,commitment"
    )
    assert (figure.commitment, figure.period, figure.line) == ("a", JUNE, 3)


def test_each_faulty_cell_of_a_row_is_told_with_its_place(figures: Callable[..., tuple[ReportedFigure, ...]]) -> None:
    with pytest.raises(Problems) as refused:
        figures(",2025-06-31,2025-06-30,x,-1,82 percent,e")
    told = [(p.column, p.code) for p in refused.value.problems]
    assert told == [(1, "FACT_EMPTY"), (2, "FACT_DAY"), (24, "NUM_FORMAT"), (26, "NUM_NEGATIVE"), (29, "NUM_FORMAT")]
    assert {p.excerpt for p in refused.value.problems} == {",2025-06-31,2025-06-30,x,-1,82 percent,e"}


@pytest.mark.parametrize(
    "days",
    [
        ["2025-01-01 2025-01-31", "2025-02-01 2025-02-28"],
        ["2025-01-01 2025-01-31", "2025-01-01 2025-02-28", "2025-01-01 2025-03-31", "2025-02-01 2025-04-30"],
        ["2025-01-15 2025-01-31", "2025-01-15 2025-02-28", "2025-01-15 2025-03-31", "2025-02-01 2025-04-30"],
        ["2024-07-01 2025-06-30", "2024-08-01 2025-07-31", "2024-10-01 2025-09-30"],
        ["2025-01-01 2025-03-31", "2025-02-01 2025-04-15"],  # the term ends in April
        ["2025-06-01 2025-06-30", "2025-06-02 2025-07-01", "2025-06-09 2025-07-08"],
        ["2025-06-01 2025-06-01", "2025-06-01 2025-06-02", "2025-06-01 2025-06-03", "2025-06-02 2025-06-04"],
    ],
)
def test_months_in_a_row_and_the_windows_of_a_rolling_promise_do_not_overlap(
    figures: Callable[..., tuple[ReportedFigure, ...]], days: list[str]
) -> None:
    rows = [f"a,{pair.replace(' ', ',')},,,1,e" for pair in days]
    assert len(figures(*rows)) == len(figures(*reversed(rows))) == len(days)


@pytest.mark.parametrize(
    "days",
    [
        ["2025-01-01 2025-01-31", "2025-01-31 2025-02-28"],
        ["2025-04-01 2025-06-30", "2025-06-01 2025-06-30"],
        ["2025-04-01 2025-06-30", "2025-05-01 2025-05-31"],
        ["2025-01-01 2025-01-31", "2025-04-01 2025-04-30", "2025-04-01 2025-06-30"],
        ["2025-01-01 2025-03-31", "2025-02-01 2025-05-31"],
        ["2025-06-01 2025-06-29", "2025-06-09 2025-07-07"],  # eight days apart
        ["2025-06-01 2025-06-30", "2025-06-02 2025-07-02"],  # a day longer
        ["2025-01-01 2025-01-31", "2025-02-10 2025-04-30", "2025-03-01 2025-05-31"],  # not whole months
    ],
)
def test_figures_that_share_a_day_and_roll_not_on_are_refused(
    figures: Callable[..., tuple[ReportedFigure, ...]], days: list[str]
) -> None:
    rows = [f"a,{pair.replace(' ', ',')},,,1,e" for pair in days]
    for order in (rows, rows[::-1]):
        with pytest.raises(Problems) as refused:
            figures(*order)
        assert {code for _, code in codes(refused)} == {"FACT_OVERLAP"}
    assert len(figures(*(row.replace("a,", f"a{n},", 1) for n, row in enumerate(rows)))) == len(rows)
