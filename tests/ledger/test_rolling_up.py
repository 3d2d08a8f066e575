"""Roll-ups: the same statements from intervals as from contacts, whatever came in since they were made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.importers.suite import CLOCK

from pactline.importers.ingesting import ingest
from pactline.ledger.folder import ContractFolder
from pactline.ledger.proving import prove
from pactline.ledger.rolling_up import roll_up
from pactline.records.folder import roll_ups as kept
from pactline.statement.counting import counted, rolled_up

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FOLDERS = sorted(
    folder
    for folder in EXAMPLES.iterdir()
    if (folder / "statements").is_dir() and list((folder / "records").glob("*.csv"))
)


def as_record_set(example: Path, folder: Path) -> ContractFolder:
    """An example with its plain records brought into a record set."""
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns("records"))
    files = sorted((example / "records").iterdir())
    for receipt in ingest([file for file in files if file.suffix == ".csv"], folder, "plain-csv", now=CLOCK):
        assert receipt.verdict == "accepted"
    return ContractFolder(folder)


def statement(folder: Path, period: str, *, rolled: bool = True) -> dict[str, Any]:
    contract = ContractFolder(folder)
    if not rolled:
        contract.records.roll_ups = None  # type: ignore[union-attr]
    return contract.evaluate(period).to_json()


@pytest.mark.parametrize("example", FOLDERS, ids=lambda folder: folder.name)
def test_every_filed_statement_of_the_examples_comes_out_of_roll_ups(example: Path, tmp_path: Path) -> None:
    contract = as_record_set(example, tmp_path / "contract")
    roll_up(contract)
    proofs = list(prove(ContractFolder(contract.path)))
    assert proofs
    assert [str(proof) for proof in proofs if not proof.holds] == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    contract = as_record_set(EXAMPLES / "opening-hours", tmp_path / "contract")
    receipt = roll_up(contract)
    assert receipt.questions > 1
    assert receipt.quarters
    return contract.path


def period_of(folder: Path) -> str:
    (file, *_) = sorted((folder / "statements").glob("*.json"))
    return file.name.removesuffix(".json").replace("_", "/")


def test_no_contact_is_looked_at_for_a_statement_whose_hours_are_as_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    period = period_of(folder)
    expected = statement(folder, period, rolled=False)

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("contacts were counted")

    monkeypatch.setattr(counted, "count_by_quarter", never)
    monkeypatch.setattr(rolled_up, "count_by_quarter", never)
    assert statement(folder, period) == expected


def test_what_came_since_is_counted_and_what_was_settled_otherwise_too(folder: Path, tmp_path: Path) -> None:
    period = period_of(folder)
    before = statement(folder, period)
    (source,) = (EXAMPLES / "opening-hours" / "records").glob("*.csv")
    header, first, second, third, *_ = source.read_text(encoding="utf-8").splitlines()
    columns = header.split(",")
    late = dict(zip(columns, first.split(","), strict=True)) | {"contact_id": "came-late"}
    told_twice = dict(zip(columns, second.split(","), strict=True))
    told_twice["queue"] += "-elsewhere"
    text = "\n".join([header, *(",".join(row[name] for name in columns) for row in (late, told_twice)), third, ""])
    (tmp_path / "late.csv").write_text(text, encoding="utf-8")
    (receipt,) = ingest([tmp_path / "late.csv"], folder, "plain-csv", now=CLOCK)
    assert (receipt.accepted, receipt.conflicts, receipt.duplicates) == (1, 1, 1)
    after = statement(folder, period)
    assert after != before
    assert after == statement(folder, period, rolled=False)
    roll_up(ContractFolder(folder))
    assert statement(folder, period) == after


def test_roll_ups_that_were_tampered_with_are_not_believed(folder: Path) -> None:
    period, place = period_of(folder), folder / "records" / kept.FOLDER
    expected = statement(folder, period, rolled=False)
    for file in place.glob("*.parquet"):
        whole = file.read_bytes()
        file.write_bytes(whole[:-20] + bytes(20))
    assert statement(folder, period) == expected
    index = place / "rolled_up.json"
    found = json.loads(index.read_text(encoding="utf-8"))
    found["hours"] = {}
    index.write_text(json.dumps(found), encoding="utf-8")
    assert statement(folder, period) == expected
    index.write_text("{", encoding="utf-8")
    assert statement(folder, period) == expected
    shutil.rmtree(place)
    assert statement(folder, period) == expected


def test_a_question_has_one_name_in_every_run_and_another_for_another_choice() -> None:
    one = rolled_up.file_name(("a", frozenset({"x", "y", "z"}), {"k": 1, "j": (1, 2)}))
    assert one == rolled_up.file_name(("a", frozenset({"z", "y", "x"}), {"j": (1, 2), "k": 1}))
    assert one != rolled_up.file_name(("a", frozenset({"x", "y"}), {"k": 1, "j": (1, 2)}))
