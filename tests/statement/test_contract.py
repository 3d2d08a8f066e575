"""Texts over time: which text governs which window, and in which statement a window is settled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.handed_over import facts, over, promise

from pactline.agreement.model import Agreement
from pactline.agreement.versions import Versions, read_versions
from pactline.statement.evaluating import evaluate
from pactline.statement.rules import vocabulary
from pactline.statement.windows.contract import Contract, Due
from pactline.values.period import Period

Agreed = Callable[..., Agreement]
AMENDMENT = """
amendment: Number {number}
effective: {day}
agreed: {{provider: 2025-01-05, client: 2025-01-05}}
windows: {windows}
set: {{commitments: {{prompt: {{target: at least {target} %}}}}}}
"""


@pytest.fixture
def amended(tmp_path: Path, agreed: Agreed) -> Callable[..., Versions]:
    """A promise of 80 % over some window, amended on days: ``2025-06-15 split 85``."""

    def make(each: str, *changes: str, more: str = "") -> Versions:
        text = agreed(promise("prompt", f"part_windows: whole{more}", each=each), "").text
        (tmp_path / "agreement.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "amendments").mkdir()
        for number, change in enumerate(changes):
            day, windows, target = change.split()
            content = AMENDMENT.format(number=number, day=day, windows=windows, target=target)
            (tmp_path / "amendments" / f"{number}.yaml").write_text(content, encoding="utf-8")
        return read_versions(tmp_path, vocabulary())

    return make


def due(versions: Versions, period: str) -> list[tuple[str, str]]:
    """Each window that is settled in a period, and the target it is held to."""
    over_ = Period.parse(period)
    found: list[Due] = Contract.until(versions, over_.end).due(over_)
    return [(str(each.judged.period), str(each.commitment.target.on(each.judged.settles.first))) for each in found]


def test_a_window_that_the_change_falls_into_is_split_or_goes_to_one_of_the_texts(
    amended: Callable[..., Versions],
) -> None:
    split = amended("month", "2025-06-15 split 85")
    assert due(split, "2025-05") == [("2025-05", "at least 80 %")]
    assert due(split, "2025-06") == [
        ("2025-06-01/2025-06-15", "at least 80 %"), ("2025-06-15/2025-07-01", "at least 85 %"),
    ]  # fmt: skip
    assert due(split, "2025-07") == [("2025-07", "at least 85 %")]


@pytest.mark.parametrize(("windows", "target"), [("old", 80), ("new", 85)])
def test_or_it_goes_whole_to_the_old_or_the_new_text(
    amended: Callable[..., Versions], windows: str, target: int
) -> None:
    versions = amended("month", f"2025-06-15 {windows} 85")
    assert due(versions, "2025-06") == [("2025-06", f"at least {target} %")]
    assert due(versions, "2025-07") == [("2025-07", "at least 85 %")]


@pytest.mark.parametrize("windows", ["split", "old", "new"])
def test_a_change_where_a_window_begins_cuts_none(amended: Callable[..., Versions], windows: str) -> None:
    versions = amended("month", f"2025-07-01 {windows} 85")
    assert due(versions, "2025-06") == [("2025-06", "at least 80 %")]
    assert due(versions, "2025-07") == [("2025-07", "at least 85 %")]


def test_the_first_part_of_a_year_is_settled_once_the_change_is_known(amended: Callable[..., Versions]) -> None:
    """The statement of June knows nothing of July; that of July settles the half year that has ended."""
    versions = amended("year", "2025-07-01 split 85")
    settled = [window for month in range(1, 13) for window in due(versions, f"2025-{month:02}")]
    halves = [("2025-01-01/2025-07-01", "at least 80 %"), ("2025-07-01/2026-01-01", "at least 85 %")]
    assert settled == halves == due(versions, "2025")
    assert due(versions, "2025-06") == []
    assert due(versions, "2025-07") == halves[:1]


def test_the_statement_of_july_shows_the_part_that_ended_with_june(amended: Callable[..., Versions]) -> None:
    versions = amended("quarter", "2025-06-01 split 85", more=", remedy: {flat: 10.00}")
    told = facts(over(("prompt 2025-04-01/2025-06-01", "70"), ("prompt 2025-06", "82")))
    may, june = (evaluate(versions, None, month, facts=told) for month in ("2025-05", "2025-06"))
    assert not may.results
    assert [str(window.period) for window in june["prompt"].windows] == ["2025-04-01/2025-06-01", "2025-06"]
    assert [str(line.settles) for line in june.lines] == ["2025-06-02", "2025-07-01"]


def test_a_month_that_the_term_cuts_and_that_ends_with_its_text_is_settled_in_its_own_month(
    tmp_path: Path, agreed: Agreed
) -> None:
    text = agreed(promise("prompt", "part_windows: whole"), "", term="2025-01-15/2026-01-01").text
    (tmp_path / "agreement.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "amendments").mkdir()
    (tmp_path / "amendments" / "a.yaml").write_text(
        AMENDMENT.format(number=1, day="2025-02-01", windows="split", target=85), encoding="utf-8"
    )
    versions = read_versions(tmp_path, vocabulary())
    assert due(versions, "2025-01") == [("2025-01-15/2025-02-01", "at least 80 %")]
    assert due(versions, "2025-02") == [("2025-02", "at least 85 %")]


def test_two_changes_in_one_quarter_make_three_parts(amended: Callable[..., Versions]) -> None:
    versions = amended("quarter", "2025-04-20 split 85", "2025-05-20 split 90")
    assert due(versions, "2025-Q2") == [
        ("2025-04-01/2025-04-20", "at least 80 %"),
        ("2025-04-20/2025-05-20", "at least 85 %"),
        ("2025-05-20/2025-07-01", "at least 90 %"),
    ]
    months = [window for month in ("04", "05", "06") for window in due(versions, f"2025-{month}")]
    assert months == due(versions, "2025-Q2")


def test_a_rolling_window_is_never_split(amended: Callable[..., Versions]) -> None:
    versions = amended(
        "rolling 3 months", "2025-06-15 split 85", more=", before_full: shorter, over_months: mean_of_parts"
    )
    assert due(versions, "2025-06") == [("2025-Q2", "at least 85 %")]
    assert due(versions, "2025-05") == [("2025-03-01/2025-06-01", "at least 80 %")]


def test_an_hour_goes_to_the_text_of_its_day(amended: Callable[..., Versions]) -> None:
    versions = amended("hour", "2025-06-15 split 85")
    targets = {window[:10]: target for window, target in due(versions, "2025-06")}
    assert (targets["2025-06-14"], targets["2025-06-15"]) == ("at least 80 %", "at least 85 %")
    assert len(due(versions, "2025-06")) == 30 * 24


@pytest.mark.parametrize("each", ["week", "month", "quarter", "contract quarter"])
def test_no_window_is_settled_twice_or_never(amended: Callable[..., Versions], each: str) -> None:
    versions = amended(each, "2025-05-20 split 85", "2025-08-01 old 90")
    months = [window for month in range(1, 13) for window in due(versions, f"2025-{month:02}")]
    assert months == due(versions, "2025")
    days = [Period.parse(window) for window, _ in months]
    assert (days[0].first, days[-1].end) == (date(2025, 1, 1), date(2026, 1, 1))
    assert [one.end for one in days[:-1]] == [other.first for other in days[1:]]


def test_a_later_amendment_is_not_looked_at(amended: Callable[..., Versions]) -> None:
    versions = amended("month", "2025-06-15 split 85")
    assert len(Contract.until(versions, date(2025, 6, 15)).texts) == 1
    assert len(Contract.until(versions, date(2025, 6, 16)).texts) == 2
