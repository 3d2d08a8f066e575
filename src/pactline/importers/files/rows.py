"""The rows of a table, whatever file they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pactline.importers.files.cells import Content, shown
from pactline.importers.reading import Ignored, Refused

Warn: TypeAlias = Callable[[int, str, str], None]
"""Told line, code and sentence of what is odd."""


@dataclass(frozen=True)
class TableRow:
    """One row below the header."""

    line: int  # physical line on which it begins, or sheet row; 1 = first
    cells: tuple[Content, ...]

    @property
    def raw(self) -> str:
        """The row as text, cells between tabs."""
        return "\t".join(shown(cell) for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A header and the rows below it, each once."""

    header: tuple[str, ...]
    rows: Iterator[TableRow | Refused | Ignored]
