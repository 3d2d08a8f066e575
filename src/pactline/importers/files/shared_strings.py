"""The texts that the cells of a workbook share, in little memory however many they are."""

from __future__ import annotations

import tempfile
from array import array
from pathlib import Path
from typing import IO

from pactline.importers.fault import LONGEST_FIELD
from pactline.importers.files.xml_parts import Attributes, Handler
from pactline.importers.reading import SourceRefused

MOST_TEXTS = 4_000_000
_IN_MEMORY = 8 * 1024**2  # bytes; what is beyond lies in a file without a name


class SharedStrings(Handler):
    """Reads the part ``sharedStrings``; afterwards the text of each number. Close it."""

    def __init__(self, aside: Path | None) -> None:
        self._aside = aside
        self._ends = array("I")  # four bytes each; all texts together have less than 4 GiB
        self._kept = bytearray()
        self._file: IO[bytes] | None = None
        self._text: InlineText | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if name == "si":
            self._text = InlineText()
        elif self._text is not None:
            self._text.start(name, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "si" and self._text is not None:
            self._add(self._text.whole())
            self._text = None
        elif self._text is not None:
            self._text.end(name)

    def text(self, text: str) -> None:
        """Characters, in pieces."""
        if self._text is not None:
            self._text.text(text)

    def _add(self, text: str) -> None:
        if len(self._ends) == MOST_TEXTS:
            raise SourceRefused("XLSX_TOO_LONG", f"The workbook has more than {MOST_TEXTS:,} shared texts; split it.")
        before = self._ends[-1] if self._ends else 0
        content = text.encode("utf-8", "surrogatepass")
        self._ends.append(before + len(content))
        if self._file is None and self._ends[-1] > _IN_MEMORY:
            self._file = tempfile.TemporaryFile(dir=self._aside)  # noqa: SIM115 - closed with the strings
            self._file.write(self._kept)
            self._kept = bytearray()
        if self._file is None:
            self._kept += content
        else:
            self._file.write(content)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        """The text of a number. Raises IndexError."""
        if not 0 <= number < len(self._ends):
            raise IndexError(number)
        start, end = (self._ends[number - 1] if number else 0), self._ends[number]
        if self._file is None:
            return self._kept[start:end].decode("utf-8", "surrogatepass")
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Let the texts go."""
        if self._file is not None:
            self._file.close()


class InlineText(Handler):
    """The text of a cell: its runs one after the other, without phonetic hints; of one too long the beginning."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._in_text = self._in_hint = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        self._in_text += name == "t"
        self._in_hint += name == "rPh"

    def end(self, name: str) -> None:
        """An element ends."""
        self._in_text -= name == "t"
        self._in_hint -= name == "rPh"

    def text(self, text: str) -> None:
        """Characters, in pieces."""
        if self._in_text and not self._in_hint and self._size <= LONGEST_FIELD:
            self._parts.append(text)
            self._size += len(text)

    def whole(self) -> str:
        """The text, of which at most one character more is kept than a field may have."""
        return "".join(self._parts)[: LONGEST_FIELD + 1]
