"""The planner's own list of special days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pactline.planning.forecasting.special_file import read_special
from pactline.values.problem import Problems


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "special.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_days_and_runs_of_days_with_and_without_a_factor(tmp_path: Path) -> None:
    found = read_special(
        written(tmp_path, "day,kind,factor,note\n2025-04-07/2025-04-09,campaign,,by post\n2025-04-11,moved,0,\n")
    )
    assert found.events == {
        date(2025, 4, 7): "campaign", date(2025, 4, 8): "campaign", date(2025, 4, 11): "moved",
    }  # fmt: skip
    assert found.factors == {date(2025, 4, 11): 0.0}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("monday,campaign,", "TABLE_DAY"), ("2025-04-07,campaign,120", "TABLE_NUMBER"), ("2025-04-07,,1", "TABLE_KIND"),
        ("2025-04-07,campaign,-1", "TABLE_NUMBER"), ("2025-04-07,campaign,\n2025-04-07,other,", "TABLE_TWICE"),
        ("2025-04-07,campaign", "TABLE_FIELDS"), ("0001-01-01/9999-12-31,campaign,", "TABLE_DAY"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, line: str, code: str) -> None:
    with pytest.raises(Problems) as refused:
        read_special(written(tmp_path, f"day,kind,factor\n{line}\n"))
    (problem,) = refused.value.problems
    assert problem.code == code
    assert problem.line == (3 if code == "TABLE_TWICE" else 2)
    assert problem.remedy


def test_an_unknown_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="TABLE_HEADER"):
        read_special(written(tmp_path, "day,kind,faktor\n"))
