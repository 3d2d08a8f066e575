"""``change-orders.yaml``: work that was agreed on later."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pactline.importers.facts.change_orders import FILE, read_change_orders
from pactline.records.facts import ChangeOrder
from pactline.values.problem import Problems


def _read(folder: Path, text: str) -> tuple[ChangeOrder, ...]:
    (path := folder / "change-orders.yaml").write_text(text, encoding="utf-8")
    return read_change_orders(path)


def test_the_example_is_read(tmp_path: Path) -> None:
    order = ChangeOrder(
        "CR-7",
        "reporting-hours",
        date(2025, 5, 20),
        date(2025, 6, 1),
        Decimal(120),
        Decimal("131.5"),
        "minutes of 20 May",
    )
    assert _read(tmp_path, FILE.example) == (order,)


def test_what_it_came_to_may_not_be_known_yet(tmp_path: Path) -> None:
    (order,) = _read(
        tmp_path, FILE.example.replace("  actual: 131.5\n", "").replace("  evidence: minutes of 20 May\n", "")
    )
    assert (order.actual, order.evidence) == (None, "")


@pytest.mark.parametrize("planned", ["-1", "1,5", "1e3", "120 h", "1.00001", "1234567890123456", "about 100"])
def test_a_quantity_is_a_plain_number(tmp_path: Path, planned: str) -> None:
    with pytest.raises(Problems) as refused:
        _read(tmp_path, FILE.example.replace("120", f'"{planned}"'))
    assert [(p.line, p.code) for p in refused.value.problems] == [(5, "CHANGE_QUANTITY")]


def test_ids_are_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = FILE.example.replace("CR-7", "CR-9") + FILE.example
    assert [order.id for order in _read(tmp_path, text)] == ["CR-9", "CR-7"]
