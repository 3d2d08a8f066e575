"""A folder held for writing: one writer, nothing swept that is not known, and troubles told plainly."""

from __future__ import annotations

import errno
import json
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from tests.records.sets import CLOCK, contacts, write

from pactline.importers.ingesting import ingest
from pactline.records.folder import durable
from pactline.records.folder.holding import Held
from pactline.records.folder.manifest import read_manifest
from pactline.records.folder.store import open_record_set
from pactline.records.folder.verifying import ORPHAN, verify
from pactline.values.problem import Problems


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ingest([write(tmp_path / "one.csv", contacts(0, 10))], tmp_path / "records", "plain-csv", now=CLOCK)
    return tmp_path / "records"


def test_a_second_writer_waits_until_the_first_is_done(folder: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with Held(folder):
            order.append("second")

    with Held(folder):
        assert durable.is_locked(folder)
        other = threading.Thread(target=second)
        other.start()
        time.sleep(0.2)
        order.append("first")
    other.join(timeout=10)
    assert order == ["first", "second"]
    assert not durable.is_locked(folder)


def test_a_writer_that_was_overtaken_in_spite_of_the_lock_takes_nothing(folder: Path) -> None:
    manifest = folder / "record_set.json"
    with Held(folder) as held:
        before = manifest.read_bytes()
        manifest.write_bytes(before + b" ")  # as a machine does that does not see this one's lock
        with pytest.raises(Problems, match="RECORDS_TWO_WRITERS"):
            held.write(held.manifest)
        manifest.write_bytes(before)
        held.write(held.manifest)
    assert manifest.read_bytes() == before


def test_what_a_cut_run_was_about_to_place_is_swept_and_nothing_else(folder: Path) -> None:
    cut, stranger = folder / "segments" / ("0" * 32 + ".parquet"), folder / "raw" / "stranger"
    left = folder / ".incoming-cut"
    left.mkdir()
    named = read_manifest(folder).table("contacts").segments[0].file
    (left / "placing").write_text(
        f"segments/{cut.name}\n{named}\n../outside\nrecord_set.json\nraw/st", encoding="utf-8"
    )
    outside = folder.parent / "outside"
    for file in (cut, stranger, outside):
        file.write_bytes(b"x")
    with Held(folder):
        pass
    assert not cut.exists()
    assert not left.exists()
    assert stranger.exists()
    assert outside.exists()
    assert open_record_set(folder).count == 10
    (found,) = verify(folder).findings
    assert (found.code, found.file) == (ORPHAN, "raw/stranger")


def test_a_folder_without_its_manifest_is_never_swept(folder: Path) -> None:
    before = sorted(folder.rglob("*.parquet"))
    (folder / "record_set.json").unlink()
    ingest([write(folder.parent / "two.csv", contacts(50, 3))], folder, "plain-csv", now=CLOCK)
    ingest([write(folder.parent / "three.csv", contacts(60, 3))], folder, "plain-csv", now=CLOCK)
    assert set(before) <= set(folder.rglob("*.parquet"))
    assert {finding.code for finding in verify(folder).findings} == {ORPHAN}


def test_a_replaced_file_is_kept_for_readers_and_goes_after_a_day(folder: Path) -> None:
    for number in range(2):
        file = write(folder.parent / f"other-{number}.csv", contacts(3 * number, 5, seed=7 + number))
        ingest([file], folder, "plain-csv", now=CLOCK)
    (retired,) = read_manifest(folder).retired
    assert retired.file.startswith("exclusions/")
    with Held(folder, CLOCK.replace(hour=23)):
        assert (folder / retired.file).exists()
    with Held(folder, CLOCK.replace(day=3)) as held:
        assert not (folder / retired.file).exists()
        assert held.manifest.retired == ()
    assert verify(folder).holds


def test_a_sync_that_fails_is_told_with_the_file_and_not_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def fails(handle: int) -> None:
        tried.append(handle)
        raise OSError(errno.EIO, "Input/output error")

    file = write(folder.parent / "two.csv", contacts(50, 3))
    digest = open_record_set(folder).digest()
    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="while making it last; nothing of this step counts") as failed:
        ingest([file], folder, "plain-csv")
    assert len(tried) == 1
    assert str(failed.value.filename).startswith(str(folder))
    monkeypatch.undo()
    assert open_record_set(folder).digest() == digest
    assert verify(folder).holds


def test_what_was_placed_and_came_to_nothing_is_removed_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(path for path in folder.rglob("*"))
    file = write(folder.parent / "two.csv", contacts(5, 9, seed=4))
    real, placed = durable.place, []

    def full(written: Path, target: Path) -> None:
        if target.name == "record_set.json":
            placed.extend(
                path for path in folder.rglob("*.parquet") if path not in before and "incoming" not in str(path)
            )
            raise OSError(errno.ENOSPC, "No space left on device")
        real(written, target)

    monkeypatch.setattr(durable, "place", full)
    with pytest.raises(OSError, match="No space left on device"):
        ingest([file], folder, "plain-csv")
    monkeypatch.undo()
    assert len(placed) == 2  # a segment and the exclusions: they were in their places
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == [path for path in before if path.is_file()]
    assert verify(folder).holds


def test_a_step_that_was_stopped_after_the_manifest_is_left_to_the_next_writer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(folder.parent / "two.csv", contacts(50, 3))
    real = durable.sync_folder

    def fails(path: Path) -> None:
        if path == folder:  # the last step: the manifest has its name, and may lose it with the power
            raise OSError(errno.EIO, "Input/output error")
        real(path)

    monkeypatch.setattr(durable, "sync_folder", fails)
    with pytest.raises(OSError, match="Input/output error"):
        ingest([file], folder, "plain-csv")
    monkeypatch.undo()
    assert open_record_set(folder).count == 13  # it was not acknowledged, and it is there as a whole
    assert [finding.code for finding in verify(folder).findings] == [ORPHAN]
    with Held(folder):
        pass
    assert verify(folder).holds


def test_a_disk_that_cannot_be_locked_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def none(*_: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    with pytest.raises(OSError, match="records need a disk of this machine"), Held(folder):
        pass


def test_a_process_whose_syncs_are_switched_off_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_PRELOAD", "/usr/lib/libeatmydata.so")
    with pytest.raises(OSError, match="syncs are switched off by libeatmydata"), Held(folder):
        pass


def test_troubles_of_the_engine_become_errors_of_the_disk(folder: Path) -> None:
    with pytest.raises(OSError, match="pactline records verify") as told, Held(folder) as held:
        held.connection.execute("SELECT * FROM read_parquet('/nowhere/at-all.parquet')")
    assert told.value.filename == str(folder)
    with pytest.raises(Exception, match="syntax error") as ours, Held(folder) as held:
        held.connection.execute("SELEKT")
    assert not isinstance(ours.value, OSError)


def test_the_manifest_says_when_a_file_came(folder: Path) -> None:
    manifest = json.loads((folder / "record_set.json").read_text(encoding="utf-8"))
    assert [part["came"] for name in ("raw", "receipts") for part in manifest[name]] == ["2025-07-01T00:00:00Z"] * 2
