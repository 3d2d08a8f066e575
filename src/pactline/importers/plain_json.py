"""The plain record format as one JSON array: the objects of JSON Lines, taken as a whole or not at all.

A syntax error or a key twice, wherever it stands, refuses the document: what comes before it may be a part of something
else. An element that is sound JSON and no sound record is refused alone; its line is its number, from 1. See
docs/reference/plain-format.md.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from pactline.importers.fault import Fault
from pactline.importers.files.json_records import document_records
from pactline.importers.files.opening import past_the_mark
from pactline.importers.files.strict_json import BLANK
from pactline.importers.plain.objects import PlainObjects
from pactline.importers.reading import Item, Read, Reading, Refused, Source, SourceRefused
from pactline.records.tables import TABLES

FILLS = tuple(TABLES)
TRIED = "our own format"

_PROGRESS = 10_000


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each element of the array as one item, in order. Raises SourceRefused."""
    objects = PlainObjects(reading)
    with source.open() as file:
        start = past_the_mark(file)
        _check_that_it_is_an_array(start)
        for found in document_records(start):
            if found.line % _PROGRESS == 0:
                reading.progress(found.line)
            try:
                if isinstance(found.value, Fault):
                    raise found.value
                table, row = objects.record(found.value)
                yield Read(found.line, row, table)
            except Fault as fault:
                yield Refused(found.line, fault.code, fault.message, found.raw)
    objects.tell_unknown_keys(reading)


def _check_that_it_is_an_array(file: BinaryIO) -> None:
    """Pass over the blanks before the array. Raises SourceRefused."""
    buffered = cast(io.BufferedReader, file)
    blank = BLANK.encode()
    while (ahead := buffered.peek(1)) and not ahead.lstrip(blank):
        buffered.read(len(ahead))
    ahead = ahead.lstrip(blank)
    if ahead[:1] == b"[":
        return
    if not ahead or ahead[:1] not in b'{"-0123456789tfn':
        raise SourceRefused("JSON_SYNTAX", "The file is not JSON; one array of objects is expected.")
    remedy = (
        "for one object a line use --format plain-jsonl" if ahead[:1] == b"{" else "put the objects between [ and ]"
    )
    raise SourceRefused("JSON_TYPE", f"The file is not an array of objects; {remedy}.")
