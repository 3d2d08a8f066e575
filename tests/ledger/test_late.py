"""Late data: whoever brings records in for a filed period is told which statements they touch, and by how many rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import run
from tests.durability.scenario import AGREEMENT
from tests.records.sets import CONTACT_COLUMNS, write

from pactline import api
from pactline.ledger.folder import ContractFolder
from pactline.ledger.late import BroughtIn, bring_in
from pactline.ledger.proving import prove
from pactline.records.folder.compacting import compact


def contact(name: str, at: str, wait: int = 9, revision: str = "") -> str:
    return f"{name},voice,billing,inbound,{at},,,abandoned,{wait},,,,,{revision}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two months of a few contacts, both filed."""
    folder = tmp_path / "contract"
    folder.mkdir()
    (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    bring(folder, contact("m-1", "2025-03-03T10:00:00Z"), contact("m-2", "2025-03-31T23:59:59Z"),
          contact("a-1", "2025-04-01T00:00:00Z"), contact("a-2", "2025-04-02T10:00:00Z"))  # fmt: skip
    for month in ("2025-03", "2025-04"):
        ContractFolder(folder).file(month)
    return folder


def bring(folder: Path, *rows: str) -> BroughtIn:
    return bring_in([write(folder.parent / "in.csv", list(rows), CONTACT_COLUMNS)], folder, "plain-csv")


def late(found: BroughtIn) -> list[tuple[str, int]]:
    return [(each.period, each.rows) for each in found.late]


def test_new_rows_touch_the_month_they_lie_in_to_the_microsecond(home: Path) -> None:
    found = bring(home, contact("m-9", "2025-03-31T23:59:59.999999Z"), contact("f-1", "2025-05-01T00:00:00Z"))
    assert late(found) == [("2025-03", 1)]
    assert found.late[0].statement == str(home / "statements" / "2025-03.json")
    assert late(bring(home, contact("m-0", "2025-02-28T23:59:59.999999Z"))) == []
    assert late(bring(home, contact("m-8", "2025-03-01T00:00:00Z"), contact("a-9", "2025-04-30T23:59:59Z"))) == [
        ("2025-03", 1),
        ("2025-04", 1),
    ]


def test_revised_and_conflicting_rows_count_and_duplicates_and_overtaken_ones_do_not(home: Path) -> None:
    assert late(bring(home, contact("m-1", "2025-03-03T10:00:00Z"))) == []  # the same again
    assert late(bring(home, contact("m-1", "2025-03-03T10:00:00Z", 8))) == [("2025-03", 1)]  # a conflict
    assert late(bring(home, contact("m-1", "2025-03-03T10:00:00Z", 7, "5"))) == [("2025-03", 1)]  # settled
    assert late(bring(home, contact("m-1", "2025-03-03T10:00:00Z", 6, "4"))) == []  # overtaken when it came


def test_a_revision_that_moves_a_row_touches_the_month_it_leaves_and_the_one_it_enters(home: Path) -> None:
    assert late(bring(home, contact("m-2", "2025-04-01T00:00:01Z", 9, "1"))) == [("2025-03", 1), ("2025-04", 1)]
    assert late(bring(home, contact("a-2", "2025-06-01T00:00:00Z", 9, "1"))) == [("2025-04", 1)]


def test_nothing_is_late_where_nothing_is_filed(home: Path, tmp_path: Path) -> None:
    for file in (home / "statements").iterdir():
        file.unlink()
    assert bring(home, contact("m-9", "2025-03-31T10:00:00Z")).late == ()
    other = tmp_path / "no contract"
    other.mkdir()
    assert bring(other, contact("m-9", "2025-03-31T10:00:00Z")).late == ()


def test_the_records_folder_itself_belongs_to_its_contract(home: Path) -> None:
    assert late(bring(home / "records", contact("m-9", "2025-03-31T10:00:00Z"))) == [("2025-03", 1)]


def test_a_compaction_in_between_makes_nothing_late(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pactline.ledger import late as module

    for number in range(3):
        bring(home, contact(f"f-{number}", f"2025-05-0{number + 1}T00:00:00Z"))
    real = module.ingest_files

    def ingest_and_compact(*words: object, **named: object) -> object:
        found = real(*words, **named)  # type: ignore[arg-type]
        compact(home / "records")
        return found

    monkeypatch.setattr(module, "ingest_files", ingest_and_compact)
    assert late(bring(home, contact("m-9", "2025-03-31T10:00:00Z"))) == [("2025-03", 1)]


def test_an_agreement_that_cannot_be_read_stops_no_ingest_and_is_said(home: Path) -> None:
    (home / "agreement.yaml").write_text("agreement: [", encoding="utf-8")
    found = bring(home, contact("m-9", "2025-03-31T10:00:00Z"))
    assert (found[0].accepted, found.late) == (1, ())
    assert "agreement.yaml" in found.late_unknown


def test_the_command_says_it_as_text_and_as_json(home: Path) -> None:
    file = write(home.parent / "late.csv", [contact("m-9", "2025-03-31T10:00:00Z")], CONTACT_COLUMNS)
    said = run("ingest", file, "--into", home, "--format", "plain-csv").stdout
    statement = home / "statements" / "2025-03.json"
    assert f"late: 1 record of 2025-03 came after {statement} was filed; it stays as it is; see: pactline prove" in said
    write(file, [contact("m-10", "2025-03-31T10:00:00Z")], CONTACT_COLUMNS)
    done = run("ingest", file, "--into", home, "--format", "plain-csv", "--json")
    assert json.loads(done.stdout)["late"] == [{"statement": str(statement), "period": "2025-03", "rows": 1}]
    assert done.exit_code == 0
    again = run("ingest", file, "--into", home, "--format", "plain-csv", "--json")
    assert json.loads(again.stdout)["late"] == []


def test_python_says_it_too(home: Path) -> None:
    file = write(home.parent / "late.csv", [contact("m-9", "2025-03-31T10:00:00Z")], CONTACT_COLUMNS)
    found = api.ingest(file, home, "plain-csv")
    assert [receipt.accepted for receipt in found] == [1]
    assert [(each.period, each.rows) for each in found.late] == [("2025-03", 1)]


def test_prove_counts_the_same_records(home: Path) -> None:
    bring(home, contact("m-9", "2025-03-31T10:00:00Z"), contact("m-1", "2025-03-03T10:00:00Z", 7, "5"))
    march, april = prove(ContractFolder(home))
    assert (march.holds, march.late) == (False, 2)
    assert (april.holds, april.late) == (True, 0)
    assert march.to_json()["late"] == 2
    assert "DIFFERS; 2 records came, changed or went after it was filed" in str(march)
    assert {"contact m-1 visit 1: changed since the filing", "contact m-9 visit 1: came after the filing"} <= {
        *march.differences
    }
