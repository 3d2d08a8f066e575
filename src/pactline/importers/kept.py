"""What a reading gathers besides records, within bounds: lines carried to later files, and what is to be told."""

from __future__ import annotations

import json
import tempfile
import weakref
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, Self, TypeAlias

_IN_MEMORY = 4 * 1024**2  # characters, each line counted with what an object takes
_LINE = 200
MOST_TOLD = 1_000

Warning_: TypeAlias = tuple[int, str, str]
"""Line, code and sentence."""


class Carried(NamedTuple):
    """A line of an event log that is kept, so that a later file can complete the contact it belongs to."""

    key: str  # the contact (call id) the line belongs to
    text: str


class Carry(Collection[Carried]):
    """Lines to be carried, in the order they came; those beyond some megabytes lie in a file without a name."""

    def __init__(self, lines: Iterable[Carried] = (), aside: Path | None = None) -> None:
        self._aside = aside
        self._lines: list[Carried] = []
        self._size = self._count = 0
        self._file: IO[str] | None = None
        self.selects: list[str] = []
        """SQL for ``key`` and ``text`` of further lines that lie in files of the importer; no line is there twice."""
        self += lines

    def append(self, line: Carried) -> None:
        """Another line."""
        self._lines.append(line)
        self._count += 1
        self._size += len(line.key) + len(line.text) + _LINE
        if self._size > _IN_MEMORY:
            if self._file is None:
                kept = tempfile.TemporaryFile("w+", dir=self._aside, encoding="ascii", newline="")  # noqa: SIM115
                self._file = kept
                weakref.finalize(self, kept.close)
            self._file.seek(0, 2)
            self._file.writelines(json.dumps([each.key, each.text]) + "\n" for each in self._lines)
            self._lines, self._size = [], 0

    def __iadd__(self, lines: Iterable[Carried]) -> Self:
        for line in lines:
            self.append(line)
        return self

    def __iter__(self) -> Iterator[Carried]:
        if self._file is not None:
            self._file.seek(0)
            for written in self._file:
                yield Carried(*json.loads(written))
        yield from self._lines

    def __len__(self) -> int:
        return self._count

    def __contains__(self, line: object) -> bool:
        return any(each == line for each in self)


class Told(list[Warning_]):
    """Warnings, of which so many are kept and the others counted."""

    def __init__(self, warnings: Iterable[Warning_] = ()) -> None:
        super().__init__()
        self.more = 0
        self.extend(warnings)

    def append(self, warning: Warning_) -> None:
        """Another warning."""
        if len(self) < MOST_TOLD:
            super().append(warning)
        else:
            self.more += 1

    def extend(self, warnings: Iterable[Warning_]) -> None:
        """More warnings."""
        for warning in warnings:
            self.append(warning)

    def __iadd__(self, warnings: Iterable[Warning_], /) -> Self:  # type: ignore[override, misc]
        self.extend(warnings)
        return self
