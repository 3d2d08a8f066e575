"""The XML parts of a workbook, read piece by piece; no DOCTYPE, nothing nested or long beyond reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, TypeAlias
from xml.parsers import expat

from pactline.importers.reading import SourceRefused

_BLOCK = 1 << 16
_MOST_DEPTH = 64
_LONGEST_TOKEN = 1 << 20  # bytes between two events

Attributes: TypeAlias = Mapping[str, str]


class Handler:
    """Told what a part holds; names come without their namespace's prefix."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters, in pieces."""


class _Enough(Exception):
    """The first element was reached."""


class _Part:
    """A part while it is parsed."""

    def __init__(self, name: str, handler: Handler | None) -> None:
        self._name, self._handler = name, handler
        self._depth = self._quiet = 0
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.DefaultHandler = self._other  # comments, instructions: not longer than other things either
        if handler is not None:
            parser.EndElementHandler = self._end
            parser.CharacterDataHandler = self._text

    def feed(self, block: bytes) -> None:
        self._quiet += len(block)
        try:
            self._parser.Parse(block, not block)
        except expat.ExpatError as wrong:
            raise SourceRefused("XLSX_XML", f"The part {self._name} of the workbook is broken: {wrong}.") from None
        if self._quiet > _LONGEST_TOKEN:
            raise SourceRefused("XLSX_XML", f"The part {self._name} holds something longer than any workbook has.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._quiet = 0
        if self._handler is None:
            raise _Enough
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise SourceRefused("XLSX_XML", f"The part {self._name} is nested deeper than {_MOST_DEPTH}.")
        self._handler.start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self._quiet = 0
        self._depth -= 1
        assert self._handler is not None
        self._handler.end(name.rpartition(":")[2])

    def _text(self, text: str) -> None:
        self._quiet = 0
        assert self._handler is not None
        self._handler.text(text)

    def _other(self, _: str) -> None:
        self._quiet = 0

    def _doctype(self, *_: Any) -> None:
        message = f"The part {self._name} of the workbook holds a DOCTYPE; no honest workbook does."
        raise SourceRefused("XLSX_DTD", message)


def parse_part(name: str, file: BinaryIO, handler: Handler) -> Iterator[None]:
    """Parse a part; comes back after every block, so that what was gathered can be taken. Raises SourceRefused."""
    part = _Part(name, handler)
    while block := file.read(_BLOCK):
        part.feed(block)
        yield
    part.feed(b"")
    yield


def check_prolog(name: str, file: BinaryIO) -> None:
    """Refuse a part that holds a DOCTYPE, which can only stand before its first element. Raises SourceRefused."""
    part = _Part(name, None)
    try:
        while block := file.read(_BLOCK):
            part.feed(block)
    except _Enough:
        return


def attribute(attributes: Attributes, name: str) -> str | None:
    """The attribute of this name, whatever its prefix."""
    for given, value in attributes.items():
        if given.rpartition(":")[2] == name:
            return value
    return None
