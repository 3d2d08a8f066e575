"""Lines put together to JSON texts: a record may go on over several lines, and one that never ends costs one line."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from pactline.importers.fault import Fault
from pactline.importers.files.lines import LONGEST_LINE
from pactline.importers.files.strict_json import open_brackets

MOST_LINES = 50_000
"""Lines that one record may go on over."""


class _Line:
    """A line read ahead. ``last`` is the index of the line that closes its brackets; -1: not known, -2: none does."""

    __slots__ = ("before", "index", "last", "number", "text")

    def __init__(self, index: int, number: int, text: str | Fault, before: int) -> None:
        self.index, self.number, self.text, self.before, self.last = index, number, text, before, -1


class Ahead:
    """Line number, text and whether its brackets are closed, of every record; a line with a Fault is one by itself.

    Of every line that waits it is known on which line the brackets that it opens are closed. Each line is looked at
    once for this, however many of those before it were read in vain.
    """

    def __init__(self, lines: Iterator[tuple[int, str | Fault]]) -> None:
        self._lines = lines
        self._waiting: deque[_Line] = deque()
        self._open: deque[_Line] = deque()  # not closed yet; the depth before them grows from left to right
        self._read, self._depth, self._size = 0, 0, 0

    def __iter__(self) -> Iterator[tuple[int, str | Fault, bool]]:
        while self._waiting or self._next():
            line = self._waiting[0]
            while line.last == -1 and self._size <= LONGEST_LINE and len(self._waiting) < MOST_LINES and self._next():
                pass
            if isinstance(line.text, Fault) or line.last <= line.index:
                self._taken()
                yield line.number, line.text, line.last >= 0
            else:
                parts = [str(self._taken().text) for _ in range(line.last - line.index + 1)]
                yield line.number, "".join(parts), True

    def _taken(self) -> _Line:
        line = self._waiting.popleft()
        if not isinstance(line.text, Fault):
            self._size -= len(line.text)
        if self._open and self._open[0] is line:
            self._open.popleft()
        return line

    def _next(self) -> bool:
        found = next(self._lines, None)
        if found is None:
            return False
        number, text = found
        line = _Line(self._read, number, text, self._depth)
        self._read += 1
        self._waiting.append(line)
        if isinstance(text, Fault):  # no record goes on over a line that was not read
            for each in self._open:
                each.last = -2
            self._open.clear()
            return True
        self._size += len(text)
        self._open.append(line)
        self._depth += open_brackets(text)
        while self._open and self._open[-1].before >= self._depth:
            closed = self._open.pop()
            closed.last = line.index if closed is line or closed.before == self._depth else -2
        return True
