"""The records of a JSON file, one after the other and never all at once.

Exports come as one object a line, as objects written one after the other, as one array, or as an object around an
array (``{"conversations": [...]}``). In a file of lines a broken record costs itself; in a document, which is good as a
whole or not at all, it refuses the file.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from pactline.importers.fault import Fault
from pactline.importers.files.json_document import elements, key_before
from pactline.importers.files.json_lines import Ahead
from pactline.importers.files.lines import excerpt, numbered_lines
from pactline.importers.files.opening import past_the_mark, utf8
from pactline.importers.files.strict_json import BLANK, BRACKETS, Json, parse

HEAD = 1 << 18
"""Bytes in which an object around a list must show it."""


@dataclass(frozen=True)
class JsonRecord:
    """One record: where it begins, what it holds or why it cannot be read, and its text."""

    line: int  # the line it begins on; in a document the number of the element, from 1
    value: Json | Fault
    text: str  # of one that cannot be read only what is kept with the refusal

    def __post_init__(self) -> None:
        if isinstance(self.value, Fault):  # it may be held for long, and must not hold megabytes with it
            self.value.with_traceback(None)
            object.__setattr__(self, "text", excerpt(self.text.strip()))

    @property
    def raw(self) -> str:
        """The text as it is kept with a refusal."""
        return self.text if isinstance(self.value, Fault) else excerpt(self.text.strip())


def json_records(file: BinaryIO, lists: Collection[str] = ()) -> Iterator[JsonRecord]:
    """Every record of a file; ``lists`` names the keys whose array holds the records where an object is around it.

    Raises SourceRefused, also while it is being read: an empty file, one that is not UTF-8, a broken document.
    """
    start = past_the_mark(file)
    head = cast(io.BufferedReader, start).peek(HEAD)[:HEAD].lstrip()
    if head.startswith(b"[") or is_around_a_list(head, lists):
        yield from document_records(start, lists)
    else:
        yield from _of_lines(start)


def document_records(file: BinaryIO, lists: Collection[str] = ()) -> Iterator[JsonRecord]:
    """The elements of the array that a document is, or that one of the ``lists`` in it is. Raises SourceRefused."""
    for number, text, value in elements(file, lists):
        yield JsonRecord(number, value, text)


def is_around_a_list(head: bytes, lists: Collection[str]) -> bool:
    """Whether the first object holds one of the lists, as far as the beginning of the file shows."""
    if not lists or not head.startswith(b"{"):
        return False
    text = head.decode("utf-8", "replace")
    depth = 0
    for token in BRACKETS.finditer(text):
        if token[0] in ("{", "["):
            if depth == 1 and token[0] == "[" and key_before(text[max(0, token.start() - 200) : token.start()], lists):
                return True
            depth += 1
        elif token[0] in ("}", "]"):
            depth -= 1
            if not depth:
                return False
    return False


def _of_lines(file: BinaryIO) -> Iterator[JsonRecord]:
    for number, text, closed in Ahead(_numbered(file)):
        if isinstance(text, Fault):
            yield JsonRecord(number, text, "")
        elif not closed:
            yield JsonRecord(number, _why_not(text), text)
        elif text.strip(BLANK):
            yield from (JsonRecord(number, _value(part), part) for part in _apart(text))


def _numbered(file: BinaryIO) -> Iterator[tuple[int, str | Fault]]:
    for number, line, whole in numbered_lines(file):
        if whole:
            yield number, utf8(line, number)
        else:
            yield number, Fault("FIELD_TOO_LONG", f"The line is longer than {len(line):,} bytes.")


def _apart(text: str) -> Iterator[str]:
    """The objects that stand one after the other in a text; the text itself where it is none of that."""
    ends = _ends(text)
    first, second = next(ends, 0), next(ends, 0)
    if not second:
        yield text
        return
    yield text[:first]
    start = first
    while second:
        yield text[start:second]
        start, second = second, next(ends, 0)
    if text[start:].strip(BLANK):
        yield text[start:]


def _ends(text: str) -> Iterator[int]:
    """Where brackets that nothing is around are closed."""
    depth = 0
    for token in BRACKETS.finditer(text):
        if token[0] in "{[":
            depth += 1
        elif token[0] in "}]":
            depth -= 1
            if depth == 0:
                yield token.end()


def _value(text: str) -> Json | Fault:
    try:
        return parse(text)
    except Fault as fault:
        return fault


def _why_not(text: str) -> Fault:
    found = _value(text)
    return found if isinstance(found, Fault) else Fault("JSON_SYNTAX", "No JSON: a bracket is never closed.")
