"""Compaction changes files and nothing else; what it replaced is kept for readers until the next one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.records.sets import CLOCK, contacts, made, write

from pactline.importers.ingesting import ingest, read_records
from pactline.records.folder.compacting import compact
from pactline.records.folder.manifest import read_manifest
from pactline.records.folder.store import open_record_set
from pactline.records.folder.verifying import verify
from pactline.records.record_set import RecordSet
from pactline.values.problem import Problems


def everything(records: RecordSet) -> list[dict[str, object]]:
    return sorted(records.rows(records.contacts()), key=lambda row: str(row["content"]))


def many(folder: Path, count: int) -> Path:
    for number in range(count):
        file = write(folder / f"{number}.csv", contacts(number * 8, 10, seed=number))
        ingest([file], folder / "records", "plain-csv", now=CLOCK)
    return folder / "records"


def test_rows_digest_conflicts_fingerprints_and_receipts_stay(tmp_path: Path) -> None:
    folder = made(tmp_path)
    before = open_record_set(folder)
    kept = (before.digest(), everything(before), before.conflicts(), list(before.fingerprints()), before.receipts)
    done = compact(folder, now=CLOCK)
    assert done.segments == {"contacts": (4, 1), "agent_states": (1, 1), "ticket_events": (1, 1)}
    after = open_record_set(folder)
    assert (
        after.digest(), everything(after), after.conflicts(), list(after.fingerprints()), after.receipts,
    ) == kept  # fmt: skip
    assert done.digest == kept[0]
    assert verify(folder).holds


def test_a_merged_segment_is_sorted_by_instant(tmp_path: Path) -> None:
    folder = many(tmp_path, 4)
    compact(folder)
    (part,) = read_manifest(folder).table("contacts").segments
    from pactline.records.engine import connect

    rows = connect().execute(f"SELECT offered_us FROM read_parquet('{folder / part.file}')").fetchall()
    assert rows == sorted(rows)
    assert part.rows == len(rows)


def test_replaced_files_stay_for_one_compaction_and_go_with_the_next(tmp_path: Path) -> None:
    folder = many(tmp_path, 3)
    old = [folder / part.file for part in read_manifest(folder).table("contacts").segments]
    assert compact(folder).removed == 0
    assert all(path.exists() for path in old)
    assert verify(folder).holds
    ingest([write(tmp_path / "more.csv", contacts(500, 3))], folder, "plain-csv", now=CLOCK)
    assert compact(folder).removed >= len(old)
    assert not any(path.exists() for path in old)
    assert verify(folder).holds
    assert compact(folder).segments["contacts"] == (1, 1)


def test_a_set_that_is_compact_is_left_alone(tmp_path: Path) -> None:
    folder = many(tmp_path, 1)
    before = (folder / "record_set.json").read_bytes()
    assert compact(folder).segments == {"contacts": (1, 1)}
    assert (folder / "record_set.json").read_bytes() == before


def test_the_budget_bounds_what_is_merged(tmp_path: Path) -> None:
    folder = many(tmp_path, 6)
    sizes = [part.bytes for part in read_manifest(folder).table("contacts").segments]
    budget = 2 * max(sizes) + 1  # two of them, and not a third
    assert compact(folder, budget).segments["contacts"] == (6, 3)
    digest = open_record_set(folder).digest()
    assert compact(folder, 2 * min(sizes) - 1).segments["contacts"] == (3, 3)  # each is more than half of it
    assert open_record_set(folder).digest() == digest


def test_many_receipts_and_carried_files_become_one_file_each(tmp_path: Path) -> None:
    from tests.records.sets import events

    folder = many(tmp_path, 12)
    for number in range(18):
        file = write(tmp_path / f"{number}.log", events(number, 1, cut=True), None)
        ingest([file], folder, "queue_log", now=CLOCK)
    before = open_record_set(folder).receipts
    done = compact(folder)
    assert (done.receipts, done.carried) == ((30, 1), (18, 1))
    assert open_record_set(folder).receipts == before
    assert verify(folder).holds
    rest = write(tmp_path / "rest.log", [events(n, 1)[-1] for n in range(18)], None)
    (receipt,) = ingest([rest], folder, "queue_log", now=CLOCK)
    assert (receipt.accepted, receipt.incomplete) == (18, 0)
    assert [json.loads(path.read_text(encoding="utf-8"))["sha256"] for path in folder.glob("receipts/000031-*")] == [
        receipt.sha256
    ]
    assert len(open_record_set(folder).receipts) == 31
    assert compact(folder).receipts == (2, 2)
    assert verify(folder).holds


def test_damage_is_not_merged_away(tmp_path: Path) -> None:
    folder = many(tmp_path, 3)
    part = read_manifest(folder).table("contacts").segments[1]
    content = bytearray((folder / part.file).read_bytes())
    content[60] ^= 4
    (folder / part.file).write_bytes(content)
    before = (folder / "record_set.json").read_bytes()
    with pytest.raises(Problems, match="RECORDS_DAMAGED"):
        compact(folder)
    assert (folder / "record_set.json").read_bytes() == before


def test_ingesting_goes_on_after_a_compaction(tmp_path: Path) -> None:
    folder = many(tmp_path, 3)
    compact(folder)
    (again,) = ingest([tmp_path / "1.csv"], folder, "plain-csv", now=CLOCK)
    assert (again.accepted, again.duplicates) == (0, 10)
    (new,) = ingest([write(tmp_path / "new.csv", contacts(900, 2))], folder, "plain-csv", now=CLOCK)
    assert new.accepted == 2
    assert read_records(folder).digest() == open_record_set(folder).digest()
    assert verify(folder).holds
