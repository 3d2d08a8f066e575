"""Bringing files in and opening records: receipts, strictness, folders, and what may not lie side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.plain import GONE, HEADER, csv_file, line
from tests.importers.suite import CLOCK, bring_in

from pactline.importers.ingesting import ingest, read_records
from pactline.importers.registry import formats, importer
from pactline.values.problem import Problems


def _mixed(folder: Path) -> Path:
    path = folder / "mixed.csv"
    rows = [line(), line(contact_id="c-2"), line(contact_id="c-2", queue="sales"), line(), "broken\n", "\n"]
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def test_a_receipt_accounts_for_every_record(tmp_path: Path) -> None:
    (receipt,), _ = bring_in([_mixed(tmp_path)], tmp_path / "set", "plain-csv")
    found = receipt.to_json()
    expected = {"read": 6, "accepted": 1, "duplicates": 1, "conflicts": 2, "rejected": 1, "ignored": 1}
    assert {key: found[key] for key in expected} == expected
    assert found["verdict"] == "partial"
    assert [(p["line"], p["code"]) for p in found["problems"]] == [(6, "CSV_COLUMNS")]
    assert [(p["line"], p["code"]) for p in found["conflicting"]] == [(3, "ID_CONFLICT"), (4, "ID_CONFLICT")]
    assert found["reasons"] == {"BLANK_LINE": 1, "CSV_COLUMNS": 1, "ID_CONFLICT": 2}
    kept = (tmp_path / "set" / "records" / found["refused_rows"]).read_text(encoding="utf-8").splitlines()
    assert [json.loads(row)["raw"] for row in kept] == ["broken"]
    (stored,) = read_records(tmp_path / "set").receipts
    assert stored == found


def test_strict_refuses_the_whole_file_and_leaves_no_row(tmp_path: Path) -> None:
    good = csv_file(tmp_path, {})
    (one, two), digest = bring_in([_mixed(tmp_path), good], tmp_path / "set", "plain-csv", strict=True)
    assert (one.verdict, one.read, one.rejected, one.ignored, one.accepted) == ("rejected", 6, 5, 1, 0)
    assert [p["code"] for p in one.problems] == ["STRICT", "CSV_COLUMNS"]
    assert (two.verdict, two.accepted) == ("accepted", 1)
    assert digest == bring_in([good], tmp_path / "other", "plain-csv")[1]


def test_a_file_refused_as_a_whole_leaves_its_receipt_and_no_row(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    path.write_bytes((HEADER + line() * 3).encode() + line(agent="Zoé").encode("latin-1"))
    (receipt,), _ = bring_in([path], tmp_path / "set", "plain-csv")
    assert (receipt.verdict, receipt.read) == ("rejected", 0)
    assert [(p["line"], p["code"]) for p in receipt.problems] == [(5, "ENC_NOT_UTF8")]
    records = read_records(tmp_path / "set")
    assert records.count == 0
    assert len(records.receipts) == 1


def test_a_long_list_of_problems_is_cut_in_the_receipt_and_whole_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(HEADER + "broken\n" * 1_200, encoding="utf-8")
    (receipt,), _ = bring_in([path], tmp_path / "set", "plain-csv")
    assert (receipt.rejected, len(receipt.problems)) == (1_200, 1_000)
    assert receipt.refused_rows is not None
    assert len((tmp_path / "set" / "records" / receipt.refused_rows).read_text(encoding="utf-8").splitlines()) == 1_200


def test_a_contract_folder_keeps_its_records_in_records(tmp_path: Path) -> None:
    bring_in([csv_file(tmp_path, {})], tmp_path, "plain-csv")
    assert (tmp_path / "records" / "record_set.json").exists()
    assert read_records(tmp_path).digest() == read_records(tmp_path / "records").digest()


def test_the_records_folder_may_be_named_itself(tmp_path: Path) -> None:
    bring_in([csv_file(tmp_path, {})], tmp_path / "north" / "records", "plain-csv")
    assert (tmp_path / "north" / "records" / "record_set.json").exists()
    assert read_records(tmp_path / "north").count == 1


def test_plain_files_in_a_folder_are_the_same_record_set(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    csv_file(plain, {}, {**GONE, "contact_id": "c-2"}, name="one.csv")
    csv_file(plain, {}, {"contact_id": "c-3"}, name="two.csv")
    (plain / "README.md").write_text("notes", encoding="utf-8")
    (plain / "empty.jsonl").write_text("\n", encoding="utf-8")
    records = read_records(plain)
    assert records.count == 3
    assert {row["source"] for row in records.rows(records.contacts())} == {"one.csv", "two.csv"}
    _, digest = bring_in([plain / "two.csv", plain / "one.csv"], tmp_path / "set", "plain-csv")
    assert records.digest() == digest
    assert read_records(plain / "one.csv").count == 2


def test_a_plain_file_with_a_wrong_row_is_refused_with_file_line_and_code(tmp_path: Path) -> None:
    csv_file(tmp_path, {}, {"contact_id": "c-2", "wait_s": "-4"}, {"contact_id": "c-3", "csat": "9"})
    (tmp_path / "other.xlsx").write_bytes(b"PK")
    with pytest.raises(Problems) as refused:
        read_records(tmp_path)
    told = [(Path(p.file).name, p.line, p.code) for p in refused.value.problems]
    assert told == [
        ("contacts.csv", 3, "NUM_NEGATIVE"),
        ("contacts.csv", 4, "CSAT_RANGE"),
        ("other.xlsx", 0, "RECORDS_FORMAT"),
    ]


def test_plain_files_and_a_record_set_may_not_lie_side_by_side(tmp_path: Path) -> None:
    bring_in([csv_file(tmp_path, {})], tmp_path / "set", "plain-csv")
    csv_file(tmp_path / "set" / "records", {"contact_id": "c-9"})
    for attempt in (
        lambda: read_records(tmp_path / "set"),
        lambda: read_records(tmp_path / "set" / "records"),
        lambda: ingest([tmp_path / "contacts.csv"], tmp_path / "set", "plain-csv"),
    ):
        with pytest.raises(Problems, match="RECORDS_MIXED"):
            attempt()


def test_a_folder_without_records_is_no_empty_record_set(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="RECORDS_NONE"):
        read_records(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_records(tmp_path / "nowhere")


def test_the_verdict_depends_on_the_declared_clock_alone(tmp_path: Path) -> None:
    file = csv_file(tmp_path, {})
    early: Any = CLOCK.replace(year=2020)
    (receipt,), _ = bring_in([file], tmp_path / "early", "plain-csv", now=early)
    assert [p["code"] for p in receipt.problems] == ["TS_RANGE"]
    assert read_records(file).count == 1


def test_progress_is_told_on_long_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "long.csv"
    monkeypatch.setattr("pactline.importers.plain.quick._LEAST_BYTES", 1 << 60)
    path.write_text(HEADER + "".join(line(contact_id=f"c-{n}") for n in range(20_001)), encoding="utf-8")
    told: list[tuple[str, int]] = []
    ingest([path], tmp_path / "set", "plain-csv", progress=lambda file, records: told.append((file, records)))
    assert told == [(str(path), 10_000), (str(path), 20_000)]
    monkeypatch.setattr("pactline.importers.plain.quick._LEAST_BYTES", 0)
    ingest([path], tmp_path / "again", "plain-csv", progress=lambda file, records: told.append((file, records)))
    assert told[2:] == [(str(path), 20_001)], "what the engine reads is told at once"


def test_formats_are_found_in_their_folder_and_an_unknown_one_is_answered_with_the_list() -> None:
    assert {"plain-csv", "plain-jsonl"} <= set(formats())
    assert importer("plain_csv") is importer("plain-csv")
    with pytest.raises(ValueError, match="plain-csv"):
        importer("reading")
    with pytest.raises(ValueError, match="no format"):
        importer("../plain_csv")
