"""``performed.csv``: responsibilities as they were performed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pactline.importers.facts.performed import FILE, read_performed
from pactline.records.facts import Performed
from pactline.values.problem import Problems


def _read(folder: Path, *rows: str, header: str = "responsibility,due,done,quantity,evidence") -> tuple[Performed, ...]:
    path = folder / "performed.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return read_performed(path)


def test_the_example_is_read(tmp_path: Path) -> None:
    (path := tmp_path / "performed.csv").write_text(FILE.example, encoding="utf-8")
    delivery, *training = read_performed(path)
    assert delivery == Performed("forecast-delivery", date(2025, 6, 15), date(2025, 6, 13), None, "mail of 13 June")
    assert [part.quantity for part in training] == [Decimal(4), Decimal("2.5")]


def test_the_quantity_is_a_column_that_may_be_absent(tmp_path: Path) -> None:
    (row,) = _read(tmp_path, "plan,2025-06-15,,", header="responsibility,due,done,evidence")
    assert (row.done, row.quantity) == (None, None)


def test_one_of_due_and_done_is_enough(tmp_path: Path) -> None:
    due, done = _read(tmp_path, "plan,2025-06-15,,,", "plan,,2025-06-15,,")
    assert (due.done, done.due) == (None, None)
    with pytest.raises(Problems, match="PERFORMED_NO_DAY"):
        _read(tmp_path, "plan,,,,")


def test_parts_with_quantities_are_no_repetition(tmp_path: Path) -> None:
    assert len(_read(tmp_path, "plan,2025-06-15,2025-06-13,0,", "plan,2025-06-15,2025-06-14,1,")) == 2
    for rows in (
        ("plan,2025-06-15,2025-06-13,,", "plan,2025-06-15,2025-06-14,1,"),
        ("plan,2025-06-15,2025-06-13,1,", "plan,2025-06-15,,,"),
    ):
        with pytest.raises(Problems, match="not both rows say how much"):
            _read(tmp_path, *rows)


def test_the_same_on_another_day_is_another_performance(tmp_path: Path) -> None:
    assert len(_read(tmp_path, "plan,2025-06-15,2025-06-13,,", "plan,2025-07-15,2025-06-13,,")) == 2
    assert len(_read(tmp_path, "plan,,2025-06-13,,", "plan,,2025-06-14,,")) == 2
