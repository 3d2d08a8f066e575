"""The record set in a folder: one step per file, immutable segments, nothing that the manifest does not name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pactline.records.folder.durable import sha256_of
from pactline.records.folder.store import Settlement, Store, is_record_set, open_record_set
from pactline.records.record_set import from_rows
from pactline.records.tables import CONTACTS
from pactline.values.problem import Problems

DAY = 86_400_000_000
RECEIPT = {"sha256": "ab" * 32, "format": "plain-events"}


def visit(contact: str, **changes: Any) -> dict[str, Any]:
    row = {"contact_id": contact, "visit": 1, "offered_us": 20_000 * DAY, "outcome": "answered", "wait_ms": 4_000}
    return {**row, **changes}


def add(folder: Path, rows: Sequence[dict[str, Any]], **further: Any) -> Settlement:
    records = ((line, CONTACTS, [row]) for line, row in enumerate(rows, 2))
    with Store(folder) as store, store.stage(records, "f" * 16) as settled:
        store.commit(RECEIPT, **further)
    return settled


def segments(folder: Path) -> dict[str, str]:
    return {file.name: sha256_of(file) for file in (folder / "segments").iterdir()}


def test_a_row_keeps_the_file_and_line_it_came_from(tmp_path: Path) -> None:
    add(tmp_path, [visit("a"), visit("b", source_ref="record 77")])
    records = open_record_set(tmp_path)
    rows = {row["contact_id"]: row for row in records.rows(records.contacts())}
    assert (rows["a"]["source"], rows["a"]["source_ref"]) == ("f" * 16, "2")
    assert rows["b"]["source_ref"] == "record 77"
    assert rows["a"]["offered_quarter"] == 20_000 * 96


def test_a_conflict_takes_the_version_that_counted_away_and_a_revision_settles_it(tmp_path: Path) -> None:
    one, other, later = visit("a"), visit("a", wait_ms=9_000), visit("a", wait_ms=5_000, source_rev=1)
    assert add(tmp_path, [one, visit("b")]).accepted == 2
    assert add(tmp_path, [other]).conflicts == [(2, "contact a")]
    records = open_record_set(tmp_path)
    assert records.count == 1
    assert [row["wait_ms"] for row in records.conflicts()] == sorted(
        [4_000, 9_000], key=lambda ms: next(r["content"] for r in records.conflicts() if r["wait_ms"] == ms)
    )
    assert add(tmp_path, [later]).accepted == 1
    assert add(tmp_path, [visit("a", wait_ms=7_000)]).superseded == [(2, "contact a")]
    records = open_record_set(tmp_path)
    assert records.conflicts() == []
    assert {row["wait_ms"] for row in records.rows(records.contacts())} == {4_000, 5_000}
    assert records.digest() == from_rows([later, visit("b")]).digest()


def test_a_revision_that_moves_a_visit_to_another_day_leaves_the_first_hour_empty(tmp_path: Path) -> None:
    add(tmp_path, [visit("a")])
    moved = visit("a", offered_us=20_003 * DAY, source_rev=1)
    add(tmp_path, [moved])
    manifest = json.loads((tmp_path / "record_set.json").read_text(encoding="utf-8"))
    assert list(manifest["tables"]["contacts"]["hours"]) == ["2024-10-07T00"]
    assert manifest["digest"] == from_rows([moved]).digest()


def test_segments_are_never_written_again(tmp_path: Path) -> None:
    add(tmp_path, [visit("a"), visit("b")])
    before = segments(tmp_path)
    add(tmp_path, [visit("a", wait_ms=1), visit("c")])
    after = segments(tmp_path)
    assert before.items() < after.items()
    assert all(name == digest[:32] + ".parquet" for name, digest in after.items())


def test_a_file_of_duplicates_brings_a_receipt_and_no_segment(tmp_path: Path) -> None:
    add(tmp_path, [visit("a")])
    digest = open_record_set(tmp_path).digest()
    assert add(tmp_path, [visit("a"), visit("a")]).duplicates == 2
    assert len(segments(tmp_path)) == 1
    assert len(open_record_set(tmp_path).receipts) == 2
    assert open_record_set(tmp_path).digest() == digest


def test_a_run_that_is_cut_short_leaves_nothing_that_counts(tmp_path: Path) -> None:
    add(tmp_path, [visit("a")])
    whole = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(KeyboardInterrupt), Store(tmp_path) as store, store.stage([(1, CONTACTS, [visit("b")])], "x"):
        raise KeyboardInterrupt
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == whole
    (tmp_path / ".incoming-lost").mkdir()
    (tmp_path / "segments" / "orphan.parquet").write_bytes(b"half")
    add(tmp_path, [visit("b")])
    assert not list(tmp_path.glob(".incoming-*"))
    assert open_record_set(tmp_path).count == 2


def test_everything_before_the_manifest_can_be_lost(tmp_path: Path) -> None:
    add(tmp_path, [visit("a")])
    manifest = (tmp_path / "record_set.json").read_bytes()
    digest = open_record_set(tmp_path).digest()
    add(tmp_path, [visit("a", wait_ms=1), visit("b")])
    (tmp_path / "record_set.json").write_bytes(manifest)  # as after a power cut before the last rename
    assert open_record_set(tmp_path).digest() == digest
    add(tmp_path, [visit("b")])
    assert open_record_set(tmp_path).digest() == from_rows([visit("a"), visit("b")]).digest()


@pytest.mark.parametrize("harm", ["missing", "cut", "manifest", "hours"])
def test_a_damaged_folder_is_refused_with_the_file_named(tmp_path: Path, harm: str) -> None:
    add(tmp_path, [visit("a")])
    (segment,) = (tmp_path / "segments").iterdir()
    manifest = tmp_path / "record_set.json"
    match harm:
        case "missing":
            segment.unlink()
        case "cut":
            segment.write_bytes(segment.read_bytes()[:-1])
        case "manifest":
            manifest.write_text('{"layout": 1', encoding="utf-8")
        case "hours":
            manifest.write_text(
                manifest.read_text(encoding="utf-8").replace("2024-10-04", "2024-10-05"), encoding="utf-8"
            )
    with pytest.raises(Problems, match="RECORDS_DAMAGED") as refused:
        open_record_set(tmp_path)
    assert Path(refused.value.problems[0].file).name in (segment.name, manifest.name)


def test_a_folder_can_be_moved_and_its_name_may_hold_anything(tmp_path: Path) -> None:
    first = tmp_path / 'it\'s a "centre"'
    add(first, [visit("a"), visit("a", wait_ms=1), visit("b")])
    moved = tmp_path / "moved"
    shutil.move(first, moved)
    assert is_record_set(moved)
    assert open_record_set(moved).count == 1
    assert add(moved, [visit("b")]).duplicates == 1


def test_carried_lines_are_kept_once_and_found_by_key(tmp_path: Path) -> None:
    lines = [("a", 'entered "sales"'), ("a", "left, angry"), ("b", "")]
    add(tmp_path, [], carried=lines, incomplete=["b"])
    add(tmp_path, [visit("b")], carried=[lines[0], ("b", "ended")], incomplete=["c"])
    with Store(tmp_path) as store:
        found = store.carrying.lines(store.manifest.carried, {"a", "b"}, "plain-events")
        assert list(found) == sorted([*lines, ("b", "ended")])
        assert list(store.carrying.lines(store.manifest.carried, {"a"}, "plain_events")) == sorted(lines[:2])
        assert list(store.carrying.lines(store.manifest.carried, {"z"}, "plain-events")) == []
        assert list(store.carrying.lines(store.manifest.carried, {"a", "b"}, "queue_log")) == [], "another's lines"
        assert store.manifest.incomplete == ("c",)
