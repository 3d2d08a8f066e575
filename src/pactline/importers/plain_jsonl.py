"""The plain record format as JSON Lines: one object a line, text as strings, durations and scores as numbers.

See docs/reference/plain-format.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from pactline.importers.fault import Fault
from pactline.importers.files.lines import excerpt, numbered_lines
from pactline.importers.files.opening import past_the_mark, utf8
from pactline.importers.files.strict_json import parse
from pactline.importers.plain.objects import PlainObjects
from pactline.importers.reading import Ignored, Item, Read, Reading, Refused, Source
from pactline.records.tables import TABLES

FILLS = tuple(TABLES)
TRIED = "our own format"

_PROGRESS = 10_000


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each line of the file as one item, in order. Raises SourceRefused."""
    objects = PlainObjects(reading)
    with source.open() as file:
        for number, line, whole in numbered_lines(past_the_mark(file)):
            if number % _PROGRESS == 0:
                reading.progress(number)
            try:
                if not whole:
                    raise Fault("FIELD_TOO_LONG", f"The line is longer than {len(line):,} bytes.")
                text = utf8(line, number)
                if not text.strip(" \t\r\n"):
                    yield Ignored(number, "BLANK_LINE", "A blank line carries no record.")
                    continue
                table, row = objects.record(parse(text))
                yield Read(number, row, table)
            except Fault as fault:
                raw = excerpt(line.decode("utf-8", "backslashreplace").strip())
                yield Refused(number, fault.code, fault.message, raw)
    objects.tell_unknown_keys(reading)
