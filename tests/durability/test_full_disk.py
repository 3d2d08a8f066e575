"""A disk that is full at any point of an ingest: refused with a message, whole afterwards, and it goes on by itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.durability.rings import ring, tell
from tests.records.sets import contacts, write

from pactline.records.folder.store import open_record_set
from pactline.records.folder.verifying import ORPHAN, verify

_SIZE = 1 << 20
_KIB = 1024


@pytest.fixture
def small_disk(place: Path) -> Iterator[Path]:
    """A file system of its own of one mebibyte. Skips where none may be mounted."""
    folder = place / "small"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(words, capture_output=True, check=False).returncode != 0:
        pytest.skip("no file system may be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def pactline(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.durability.command", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": "."})


def test_a_disk_that_is_full_at_any_point_loses_nothing(small_disk: Path, place: Path) -> None:
    first = write(place / "first.csv", contacts(0, 200))
    second = write(place / "second.csv", contacts(200, 800))
    into, filler = small_disk / "records", small_disk / "filler"
    assert pactline("ingest", first, "--into", into, "--format", "plain-csv").returncode == 0
    before, tries, refused = open_record_set(into).digest(), 0, 0
    whole = shutil.copytree(into, place / "whole")
    for free in range(0, _SIZE // _KIB, ring(96, 8)):
        shutil.rmtree(into)
        shutil.copytree(whole, into)
        there = shutil.disk_usage(small_disk).free
        filler.write_bytes(bytes(max(0, there - free * _KIB)))
        done = pactline("ingest", second, "--into", into, "--format", "plain-csv")
        filler.unlink()
        tries += 1
        assert "Traceback" not in done.stderr, done.stderr
        assert [found for found in verify(into).findings if found.code != ORPHAN] == []
        if done.returncode == 0:
            assert open_record_set(into).count == 1_000
        else:
            refused += 1
            assert "No space left on device" in done.stderr
            assert open_record_set(into).digest() == before
            again = pactline("ingest", second, "--into", into, "--format", "plain-csv")
            assert again.returncode == 0, again.stderr
            assert open_record_set(into).count == 1_000
            assert verify(into).holds
    tell("full-disk", tries, 0, refused=refused)
    assert 0 < refused < tries
