"""The records of a vendor's JSON export, whether it is one document, one record a line, or one page of records a line.

People fetch page after page and append each answer to a file. Such a file is no JSON document; every line of it is one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import BinaryIO

from pactline.importers.fault import Fault
from pactline.importers.files.json_records import JsonRecord, json_records
from pactline.importers.files.lines import LONGEST_LINE
from pactline.importers.files.opening import past_the_mark

_BLANK = b" \t\r\n"
_PROGRESS = 10_000


def json_pages(
    open_file: Callable[[], BinaryIO], lists: Collection[str], progress: Callable[[int], None] = lambda records: None
) -> Iterator[JsonRecord]:
    """Every record of the file ``open_file`` opens; ``lists`` names the keys whose array holds the records of a page.

    A record in a page of its own line has the number of that line. Raises SourceRefused, also while it is being read.
    """
    with open_file() as file:
        by_line = _is_one_object_a_line(past_the_mark(file))
    count = 0
    with open_file() as file:
        for record in json_records(file, () if by_line else lists):
            for each in _in_page(record, lists) if by_line else (record,):
                count += 1
                if count % _PROGRESS == 0:
                    progress(count)
                yield each


def _is_one_object_a_line(file: BinaryIO) -> bool:
    """Whether the first line is an object and the next line that is not blank begins another."""
    first = b""
    while line := file.readline(LONGEST_LINE):
        text = line.strip(_BLANK)
        if first and text:
            return text.startswith(b"{")
        if text and not (text.startswith(b"{") and text.endswith(b"}")):
            return False
        first = first or text
    return False


def _in_page(record: JsonRecord, lists: Collection[str]) -> Iterator[JsonRecord]:
    """The records of a page; a record that is no page as it is."""
    page = record.value
    found = [page[name] for name in lists if isinstance(page.get(name), list)] if isinstance(page, dict) else []
    if isinstance(page, Fault) or not found:
        yield record
    for values in found:
        yield from (JsonRecord(record.line, value, record.text) for value in values)
