"""Call detail records as mod_xml_cdr writes them: one ``<cdr>`` a file, or several inside one element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

from pactline.importers.fault import LONGEST_FIELD
from pactline.importers.reading import SourceRefused

_CHUNK = 1 << 16
_DEEPEST = 32
_MOST_ELEMENTS = 20_000  # of one record; real ones have some hundreds
_CALLER = ("caller_profile", "caller_id_number")


@dataclass
class XmlCdr:
    """One record: the line it begins on, its variables, and the caller's number of its first call flow."""

    line: int
    variables: dict[str, str] = field(default_factory=dict)
    caller: str = ""


class _Reading:
    """Follows the elements of a file; finished records wait in ``done``."""

    def __init__(self) -> None:
        self.done: list[XmlCdr] = []
        self._path: list[str] = []
        self._text: list[str] = []
        self._size = self._elements = 0
        self._cdr: XmlCdr | None = None
        self._cdr_depth = 0
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def _doctype(self, *_: Any) -> None:
        raise SourceRefused("FS_XML_DTD", "The file holds a DOCTYPE; no call detail record does.")

    def _start(self, name: str, _: Any) -> None:
        self._path.append(name)
        self._text, self._size = [], 0
        self._elements += 1
        if len(self._path) > _DEEPEST or (self._cdr and self._elements > _MOST_ELEMENTS):
            self._refuse("a record is nested deeper or has more elements than any call detail record")
        if name == "cdr" and self._cdr is None:
            self._cdr = XmlCdr(self.parser.CurrentLineNumber)
            self._cdr_depth, self._elements = len(self._path), 0

    def _characters(self, text: str) -> None:
        self._size += len(text)
        if self._size > LONGEST_FIELD:
            self._refuse(f"an element holds more than {LONGEST_FIELD:,} characters")
        self._text.append(text)

    def _end(self, name: str) -> None:
        inside = tuple(self._path[self._cdr_depth :])
        if self._cdr is not None:
            if len(inside) == 2 and inside[0] == "variables":
                self._cdr.variables.setdefault(name, "".join(self._text))
            elif inside[:1] == ("callflow",) and inside[1:] == _CALLER and not self._cdr.caller:
                self._cdr.caller = "".join(self._text).strip()
            elif not inside and name == "cdr":
                self.done.append(self._cdr)
                self._cdr = None
        self._path.pop()
        self._text, self._size = [], 0

    def _refuse(self, why: str) -> None:
        line = self.parser.CurrentLineNumber
        raise SourceRefused("FS_XML_SIZE", f"Line {line}: {why}.", line)


def xml_records(file: BinaryIO) -> Iterator[XmlCdr]:
    """Every record of a file, none of them kept after it. Raises SourceRefused, also while it is being read."""
    reading = _Reading()
    found = False
    over = False
    while not over:
        chunk = file.read(_CHUNK)
        over = not chunk
        try:
            reading.parser.Parse(chunk, over)
        except expat.ExpatError as wrong:
            raise SourceRefused("FS_XML_SYNTAX", f"The file is broken XML: {wrong}.", wrong.lineno) from None
        found = found or bool(reading.done)
        yield from reading.done
        reading.done.clear()
    if not found:
        raise SourceRefused("FS_FORM", "The XML holds no <cdr>, as mod_xml_cdr writes them.")
