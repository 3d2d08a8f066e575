"""Lines of a log gathered by key, however many there are: sorted in memory, beyond some megabytes on disk.

The order is that of the keys and, under one key, of the lines; it does not depend on how much fits into memory.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self, TypeAlias

_IN_MEMORY = 8 * 1024**2  # characters, each entry counted with what an object takes
_ENTRY = 200
_BLOCK = 1 << 14

Entry: TypeAlias = tuple[str, int, str]
"""Key, line and text; none of them holds a tab (but the text may) or a line end."""


class Gathering:
    """Takes entries in any order and gives them back in order. Use it as a context."""

    def __init__(self, aside: Path | None) -> None:
        self._aside = aside
        self._entries: list[Entry] = []
        self._size = 0
        self._file: IO[bytes] | None = None
        self._runs: list[tuple[int, int]] = []  # sorted stretches of the file: from, to

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, key: str, line: int, text: str) -> None:
        """Another entry."""
        self._entries.append((key, line, text))
        self._size += len(key) + len(text) + _ENTRY
        if self._size > _IN_MEMORY:
            self._put_aside()

    def __iter__(self) -> Iterator[Entry]:
        self._entries.sort()
        if self._file is None:
            return iter(self._entries)
        return heapq.merge(self._entries, *(self._run(start, end) for start, end in self._runs))

    def _put_aside(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._aside)  # noqa: SIM115 - closed with the context
        self._entries.sort()
        start = self._file.tell()
        for key, line, text in self._entries:
            self._file.write(f"{key}\t{line}\t{text}\n".encode("utf-8", "surrogatepass"))
        self._runs.append((start, self._file.tell()))
        self._entries, self._size = [], 0

    def _run(self, start: int, end: int) -> Iterator[Entry]:
        assert self._file is not None
        rest = b""
        while start < end:
            self._file.seek(start)
            block = self._file.read(min(_BLOCK, end - start))
            start += len(block)
            *lines, rest = (rest + block).split(b"\n")
            for written in lines:
                key, line, text = written.decode("utf-8", "surrogatepass").split("\t", 2)
                yield key, int(line), text
