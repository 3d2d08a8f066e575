"""``charges.csv``: what was charged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pactline.importers.facts.charges import FILE, read_charges
from pactline.records.facts import BilledCharge
from pactline.values.period import Period
from pactline.values.problem import Problems


def _read(folder: Path, *rows: str) -> tuple[BilledCharge, ...]:
    path = folder / "charges.csv"
    path.write_text("\n".join(["charge,first,last,amount", *rows, ""]), encoding="utf-8")
    return read_charges(path)


def test_the_example_is_read(tmp_path: Path) -> None:
    (path := tmp_path / "charges.csv").write_text(FILE.example, encoding="utf-8")
    june = Period(date(2025, 6, 1), date(2025, 7, 1))
    assert read_charges(path) == (BilledCharge("invoice", june, Decimal("118250.00")),)


def test_a_header_without_rows_charges_nothing(tmp_path: Path) -> None:
    assert _read(tmp_path) == ()


def test_one_day_is_a_period_and_the_last_day_is_included(tmp_path: Path) -> None:
    (charge,) = _read(tmp_path, "fee,2025-06-30,2025-06-30,0")
    assert charge.period == Period(date(2025, 6, 30), date(2025, 7, 1))
    assert charge.amount == 0


def test_the_first_and_the_last_day_that_can_be_told(tmp_path: Path) -> None:
    assert len(_read(tmp_path, "fee,2000-01-01,2099-12-31,1.0001")) == 1
    for days in ("1999-12-31,2099-12-31", "2000-01-01,2100-01-01"):
        with pytest.raises(Problems, match="outside the years 2000 to 2099"):
            _read(tmp_path, f"fee,{days},1.0001")


def test_charges_may_touch_and_not_overlap(tmp_path: Path) -> None:
    assert len(_read(tmp_path, "fee,2025-06-01,2025-06-30,1", "fee,2025-07-01,2025-07-31,1")) == 2
    with pytest.raises(Problems, match="line 2 tells of"):
        _read(tmp_path, "fee,2025-06-01,2025-07-01,1", "fee,2025-07-01,2025-07-31,1")


def test_a_charge_does_not_roll(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="FACT_OVERLAP"):
        _read(tmp_path, "fee,2025-01-01,2025-03-31,1", "fee,2025-02-01,2025-04-30,1")


def test_other_charges_may_be_for_the_same_days(tmp_path: Path) -> None:
    assert len(_read(tmp_path, "fee,2025-06-01,2025-06-30,1", "Fee,2025-06-01,2025-06-30,1")) == 2


@pytest.mark.parametrize("amount", ["1234567890123456", "1.00001", "1,5", "EUR 5", " 5", "5 ", "\uff15", "1e3", "=5"])
def test_an_amount_that_is_not_plain_is_refused(tmp_path: Path, amount: str) -> None:
    with pytest.raises(Problems) as refused:
        _read(tmp_path, f'fee,2025-06-01,2025-06-30,"{amount}"')
    assert [problem.code for problem in refused.value.problems] == ["NUM_FORMAT"]
