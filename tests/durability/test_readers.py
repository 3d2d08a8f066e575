"""Readers work while one writer ingests, and one that opened before a compaction finishes what it asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.durability.rings import ring
from tests.records.sets import contacts, write

from pactline.importers.ingesting import ingest
from pactline.records.engine import plain_trouble
from pactline.records.folder.compacting import compact
from pactline.records.folder.store import open_record_set

READER = """
import sys
from pathlib import Path
from pactline.records.folder.store import is_record_set, open_record_set

folder, done, seen = Path(sys.argv[1]), Path(sys.argv[2]), []
while True:
    last = done.exists()
    if is_record_set(folder):
        records = open_record_set(folder)
        rows = records.rows(records.contacts().select("contact_id", "wait_ms"))
        seen.append((records.digest(), len(rows), records.count, len(records.receipts)))
    if last:
        break
print(len(seen))
for digest, rows, count, receipts in dict.fromkeys(seen):
    assert rows == count, (rows, count)
    print(digest, count, receipts)
"""

WRITER = """
import sys
from pactline.importers.ingesting import ingest
from pactline.records.folder.compacting import compact
from pathlib import Path

folder, done, *files = sys.argv[1:]
for number, file in enumerate(files):
    ingest([file], folder, "plain-csv")
    print(Path(file).name, flush=True)
    if number == len(files) // 2:
        compact(Path(folder))
Path(done).touch()
"""


def process(program: str, *words: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ})


def test_readers_see_whole_states_while_a_writer_ingests_and_compacts(place: Path) -> None:
    files = [write(place / f"r{n}.csv", contacts(n * 30, 40, seed=n)) for n in range(ring(6, 40))]
    states, alone = {}, place / "alone"
    for number, file in enumerate(files, 1):
        ingest([file], alone, "plain-csv")
        records = open_record_set(alone / "records")
        states[records.digest()] = (records.count, number)
    folder, done = place / "shared" / "records", place / "done"
    readers = [process(READER, folder, done) for _ in range(3)]
    writer = process(WRITER, folder, done, *files)
    _, said = writer.communicate(timeout=600)
    assert writer.returncode == 0, said
    for reader in readers:
        out, err = reader.communicate(timeout=600)
        assert reader.returncode == 0, err
        times, *lines = out.splitlines()
        seen = [line.split() for line in lines]
        assert int(times) >= len(seen) >= 1
        order = [states[digest] for digest, _, _ in seen]
        assert [(int(count), int(receipts)) for _, count, receipts in seen] == order
        assert order == sorted(order, key=lambda state: state[1])
        assert order[-1] == states[open_record_set(folder).digest()]


def test_a_reader_that_opened_before_a_compaction_finishes_its_query(place: Path) -> None:
    folder = place / "compacted" / "records"
    for number in range(4):
        ingest([write(place / f"c{number}.csv", contacts(number * 30, 40, seed=number))], folder, "plain-csv")
    records = open_record_set(folder)
    digest, count, asked = records.digest(), records.count, records.contacts().select("contact_id")
    conflicts = len(records.conflicts())
    assert compact(folder).segments["contacts"] == (4, 1)
    assert len(records.rows(asked)) == count >= 100
    assert len(records.conflicts()) == conflicts > 0
    assert len(records.receipts) == 4
    assert open_record_set(folder).digest() == digest
    compact(folder)  # this one removes what the first replaced
    with pytest.raises(Exception, match=r"No files found|Cannot open file") as gone:
        records.rows(asked)
    assert plain_trouble(gone.value, folder) is not None
    assert open_record_set(folder).digest() == digest
