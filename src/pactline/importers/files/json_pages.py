"""The records of a vendor's JSON export: documents one after the other, one record a line, or one page a line.

People fetch page after page and append each answer to a file, on a line of its own or not. Such a file is no JSON
document; it is several.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator
from typing import BinaryIO

from pactline.importers.fault import Fault
from pactline.importers.files.json_document import appended_elements
from pactline.importers.files.json_records import HEAD, JsonRecord, is_around_a_list, json_records
from pactline.importers.files.lines import LONGEST_LINE
from pactline.importers.files.opening import past_the_mark
from pactline.importers.reading import SourceRefused

LONGEST_PAGE = 8 * LONGEST_LINE
"""Bytes of a page on a line of its own. Vendors give at most a thousand records in one."""

_BLANK = b" \t\r\n"
_PROGRESS = 10_000
_SHOWN = 10_000  # bytes of a page that cannot be read, of which an excerpt is kept


def json_pages(
    open_file: Callable[[], BinaryIO], lists: Collection[str], progress: Callable[[int], None] = lambda records: None
) -> Iterator[JsonRecord]:
    """Every record of the file ``open_file`` opens; ``lists`` names the keys whose arrays hold the records of a page.

    A record of a page on a line of its own has the number of that line; such a page is taken as a whole or not at all,
    and costs no other. Raises SourceRefused, also while the file is being read.
    """
    with open_file() as file:
        head = past_the_mark(file).read(HEAD).lstrip(_BLANK)
    with open_file() as file:
        by_line = _is_one_object_a_line(past_the_mark(file))
    pages = is_around_a_list(head, lists)
    with open_file() as file:
        start = past_the_mark(file)
        if by_line and pages:
            records = _of_pages(start, lists)
        elif not by_line and (pages or head.startswith(b"[")):
            records = (JsonRecord(number, value, text) for number, text, value in appended_elements(start, lists))
        else:
            records = (each for record in json_records(start) for each in _in_page(record, lists))
        for count, record in enumerate(records, 1):
            if count % _PROGRESS == 0:
                progress(count)
            yield record


def _is_one_object_a_line(file: BinaryIO) -> bool:
    """Whether the first line is an object and the next line that is not blank begins another."""
    for line in iter(lambda: file.readline(LONGEST_LINE), b""):
        begins, end = line.strip(_BLANK)[:1], line
        while not end.endswith(b"\n") and (more := file.readline(LONGEST_LINE)):
            end = end[-1:] + more
        if begins:
            ends = end.rstrip(_BLANK)[-1:]
            break
    else:
        return False
    following = next(
        (text for line in iter(lambda: file.readline(LONGEST_LINE), b"") if (text := line.strip(_BLANK))), b""
    )
    return begins == b"{" and ends == b"}" and following.startswith(b"{")


def _of_pages(file: BinaryIO, lists: Collection[str]) -> Iterator[JsonRecord]:
    """The records of pages, each on a line of its own."""
    number = 0
    while line := file.readline(LONGEST_PAGE):
        number += 1
        if not line.strip(_BLANK):
            continue
        if len(line) == LONGEST_PAGE and not line.endswith(b"\n"):
            line = b""
            while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield JsonRecord(number, Fault("FIELD_TOO_LONG", f"The page is longer than {LONGEST_PAGE:,} bytes."), "")
            continue
        fault = _page_fault(line, lists)
        if fault is not None:
            yield JsonRecord(number, fault, _start(line))
            continue
        yield from (JsonRecord(number, value, text) for _, text, value in appended_elements(io.BytesIO(line), lists))


def _page_fault(line: bytes, lists: Collection[str]) -> Fault | None:
    """Why nothing of a page is taken; its records are looked at one by one, and none is kept. Raises SourceRefused."""
    try:
        for _ in appended_elements(io.BytesIO(line), lists):
            pass
    except SourceRefused as refusal:
        if refusal.code == "ENC_NOT_UTF8":
            raise
        return Fault(refusal.code, f"The page cannot be read: {refusal.message}")
    return None


def _start(line: bytes) -> str:
    return line[:_SHOWN].decode("utf-8", "replace")


def _in_page(record: JsonRecord, lists: Collection[str]) -> Iterator[JsonRecord]:
    """The records of a page among records; a record that is no page as it is."""
    page = record.value
    found = [page[name] for name in lists if isinstance(page.get(name), list)] if isinstance(page, dict) else []
    if isinstance(page, Fault) or not found:
        yield record
    for values in found:
        yield from (JsonRecord(record.line, value, record.text) for value in values)
