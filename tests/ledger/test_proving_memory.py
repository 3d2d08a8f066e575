"""The proof replays filed statements: what they remember must be what is computed from the start."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pactline.ledger.folder import ContractFolder
from pactline.ledger.proving import prove
from pactline.statement.windows.history import GapInHistory
from pactline.values.period import Period

AGREEMENT = """\
agreement: Memory
provider: A
client: B
term: 2025-01-01/2026-01-01
zone: UTC
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
services: {line: {hours: always}}
commitments:
  prompt: {service: line, metric: reported, unit: percent, better: higher, means: share, measured: figures, each: month,
           target: at least 80 %, no_data: excluded, remedy: {flat: 40.00, repeat: {times: 2, excused: break}}}
caps: {year: {each: year, at_most: 100.00}}
"""
FIGURES = "commitment,first,last,counted,good,value,evidence\n" + "".join(
    f"prompt,2025-{month:02}-01,2025-{month:02}-{last},,,70 %,report\n" for month, last in ((1, 31), (2, 28), (3, 31))
)


@pytest.fixture
def filed(tmp_path: Path) -> ContractFolder:
    """January to March, filed one after the other: 40, 60 of 80, nothing."""
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    (tmp_path / "figures.csv").write_text(FIGURES, encoding="utf-8")
    folder = ContractFolder(tmp_path)
    for month in ("2025-01", "2025-02", "2025-03"):
        folder.file(month)
    return folder


def credit(folder: ContractFolder, month: str) -> str:
    statement = json.loads((folder.statements / f"{month}.json").read_text(encoding="utf-8"))["statement"]
    return str(statement["totals"]["credits"])


def test_statements_one_after_the_other_prove(filed: ContractFolder) -> None:
    assert [credit(filed, f"2025-0{month}") for month in (1, 2, 3)] == ["40.00", "60.00", "0.00"]
    assert all(proof.holds for proof in prove(filed))
    assert filed.replay(Period.parse("2025-04")).canonical == filed.evaluate("2025-04").canonical


def test_a_month_filed_beside_its_quarter_is_remembered_once(filed: ContractFolder) -> None:
    filed.file("2025-Q1")
    assert all(proof.holds for proof in prove(filed))
    assert filed.replay(Period.parse("2025-04")).canonical == filed.evaluate("2025-04").canonical


def test_a_filed_statement_that_remembers_something_else_is_named(filed: ContractFolder) -> None:
    path = filed.statements / "2025-01.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"left": "40.00"', '"left": "30.00"'), encoding="utf-8")
    january, february, march = prove(ContractFolder(filed.home))
    assert not january.holds
    assert not february.holds
    assert any(said.startswith("with the memory of the filed statements: ") for said in february.differences)
    assert any("totals.credits" in said for said in february.differences)
    assert not march.holds


def test_where_statements_leave_a_gap_the_start_is_asked(filed: ContractFolder) -> None:
    (filed.statements / "2025-02.json").unlink()
    with pytest.raises(GapInHistory, match="2025-02"):
        filed.replay(Period.parse("2025-03"))
    assert all(proof.holds for proof in prove(filed))


def test_a_copy_of_the_folder_proves_as_well(filed: ContractFolder, tmp_path: Path) -> None:
    copy = shutil.copytree(filed.home, tmp_path / "copy")
    assert all(proof.holds for proof in prove(ContractFolder(copy)))
