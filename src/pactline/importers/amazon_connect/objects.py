"""The objects of a file, also of one that a delivery stream wrote: object after object with no line end between them.

Such a file is one line as long as the stream's buffer, up to 128 MB. One that is longer than a line may be is read in
pieces.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from typing import BinaryIO

from pactline.importers.fault import Fault
from pactline.importers.files.json_records import JsonRecord, json_records
from pactline.importers.files.lines import LONGEST_LINE
from pactline.importers.files.opening import past_the_mark
from pactline.importers.files.strict_json import BLANK, BRACKETS, parse
from pactline.importers.reading import Source, SourceRefused

_PROGRESS = 10_000
_BLOCK = 1 << 20
_HEAD = 1 << 16


def objects(source: Source, progress: Callable[[int], None]) -> Iterator[JsonRecord]:
    """Every record of the file. Raises SourceRefused."""
    with source.open() as file:
        endless = _is_one_endless_line(past_the_mark(file))
    with source.open() as file:
        records = _in_a_row(past_the_mark(file)) if endless else json_records(file)
        for count, record in enumerate(records, 1):
            if count % _PROGRESS == 0:
                progress(count)
            yield record


def _is_one_endless_line(file: BinaryIO) -> bool:
    line = file.readline(LONGEST_LINE)
    return len(line) == LONGEST_LINE and line[-1:] != b"\n" and line[:_HEAD].lstrip().startswith(b"{")


def _in_a_row(file: BinaryIO) -> Iterator[JsonRecord]:
    """Objects one after the other; each has its place in the row, from 1, for a line."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    text, depth, at, number = "", 0, 0, 0
    over = False
    while not over:
        block = file.read(_BLOCK)
        over = not block
        try:
            text += decoder.decode(block, final=over)
        except UnicodeDecodeError as error:
            raise SourceRefused("ENC_NOT_UTF8", f"The file is not UTF-8: {error.reason}. Nothing was taken.") from None
        start = 0
        for token in BRACKETS.finditer(text, at):
            if token[0].startswith('"') and not token[1]:
                break  # a string that goes on in the next block
            at = token.end()
            depth += (token[0] in "{[") - (token[0] in "}]")
            if depth <= 0 and token[0] in "}]":
                number += 1
                yield _record(number, text[start:at])
                start, depth = at, 0
        text, at = text[start:], at - start
        if len(text) > LONGEST_LINE:
            raise SourceRefused("FIELD_TOO_LONG", f"Object {number + 1} is longer than {LONGEST_LINE:,} characters.")
    if text.strip(BLANK):
        yield _record(number + 1, text)


def _record(number: int, text: str) -> JsonRecord:
    try:
        return JsonRecord(number, parse(text.strip(BLANK)), text)
    except Fault as fault:
        return JsonRecord(number, fault, text)
