"""Asterisk ``queue_log``: the log file or its database table, to one record per queue visit.

All lines are gathered by call id before a record is made, because lines may come in any order: those of a small file in
memory, those of a large one in files aside. Every line is handed to the store to be carried: a call that log rotation
cut is put together again whichever file comes first, and the record of a call that grew has a greater revision. See
docs/how-to/import-asterisk-queue-log.md.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from pactline.importers.queue_log.codes import CODES as CODES
from pactline.importers.queue_log.giving import Repeated
from pactline.importers.queue_log.in_memory import InMemory
from pactline.importers.queue_log.large_file import is_large
from pactline.importers.queue_log.lines import logged
from pactline.importers.queue_log.on_disk import OnDisk
from pactline.importers.queue_log.shelf import Shelf
from pactline.importers.reading import Item, Reading, Source
from pactline.records.staging import Proven
from pactline.values.exact import how_many

FILLS = ("contacts",)
TRIED = "real data: fragments of logs of 2012 to 2024, as a file and as a database table; and made-up logs"


def read(source: Source, reading: Reading) -> Iterator[Item | Proven]:
    """Each queue visit of the log as one record, each other line with its reason. Raises SourceRefused."""
    yield from _read_on_disk(source, reading) if is_large(source) else _read_in_memory(source, reading)


def _read_in_memory(source: Source, reading: Reading) -> Iterator[Item]:
    log = InMemory(reading)
    for found in logged(source, reading):
        problem = log.take(found)
        if problem:
            yield problem
    log.recall()
    yield from log.items()
    _warn(log.repeated, reading)


def _read_on_disk(source: Source, reading: Reading) -> Iterator[Item | Proven]:
    """What is handed on as SQL lies in the folder of the store; where there is none, everything is handed on itself."""
    with (
        nullcontext(reading.aside) if reading.aside else tempfile.TemporaryDirectory() as folder,
        Shelf(Path(folder)) as shelf,
    ):
        log = OnDisk(source, reading, shelf)
        yield from log.take()
        log.recall()
        yield from log.items(prove=reading.aside is not None)
        _warn(log.repeated, reading)


def _warn(repeated: Repeated, reading: Reading) -> None:
    if repeated.many:
        message = f"{how_many(repeated.many, 'line')} seen before, word for word; each counts once"
        reading.warnings.append((repeated.first, "QL_REPEATED_LINES", message))
