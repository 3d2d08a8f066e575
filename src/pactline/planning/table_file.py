"""The tables that planning commands hand on to one another: CSV with a fixed header, every fault told with its line."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pactline.planning.given_file import is_name, read_given
from pactline.records.columns import CHANNELS
from pactline.values.problem import Problem, Problems
from pactline.values.zone import to_us

MOST_BYTES = 64 * 1024**2
MOST_ROWS = 250_000  # seven queues over a year of quarters of an hour, or eighty over a month
MOST_FAULTS = 100  # that are told of one file
MOST_NUMBER = 1e9  # contacts, agents or seconds: what is more is a slip
EARLIEST, LATEST = 1970, 2199  # years; a time outside is a slip, and clocks and calendars end near them
T = TypeVar("T")


@dataclass
class Row:
    """One line of a table, read cell by cell; what is wrong is noted and read as nothing."""

    file: str
    line: int
    cells: Mapping[str, str]
    problems: list[Problem]

    def text(self, column: str, default: str = "") -> str:
        """The words of a cell; ``default`` where the table has no such column."""
        return self.cells.get(column, default).strip()

    def number(
        self, column: str, *, least: float = 0.0, most: float = MOST_NUMBER, default: float | None = None
    ) -> float:
        """A number from ``least`` to ``most``; an empty cell is the default, where there is one."""
        said = self.text(column)
        if not said and default is not None:
            return default
        try:
            value = float(said)
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            self.wrong("TABLE_NUMBER", f"{column} is {said!r}", f"write a number from {least:g} to {most:,.10g}")
            return default if default is not None else least
        return value

    def whole(self, column: str, *, most: float = MOST_NUMBER, default: int | None = None) -> int:
        """A whole number, nothing below nought."""
        value = self.number(column, most=most, default=default)
        if value != int(value):
            self.wrong("TABLE_NUMBER", f"{column} is {self.text(column)!r}", "write a whole number")
        return int(value)

    def instant_us(self, column: str) -> int:
        """An instant with its offset from UTC, as microseconds since 1970 UTC."""
        said = self.text(column)
        try:
            instant = datetime.fromisoformat(said)
            if instant.tzinfo is None or not EARLIEST <= instant.year <= LATEST:
                raise ValueError
        except ValueError:
            self.wrong(
                "TABLE_INSTANT", f"{column} is {said!r}", "write it with its offset, such as 2025-03-03T08:00:00+01:00"
            )
            return 0
        return to_us(instant)

    def queue(self) -> str:
        """The name of the queue, as records may have it."""
        said = self.text("queue")
        if not is_name(said):
            self.wrong("TABLE_QUEUE", f"the queue {said!r} has no name" if said else "the queue has no name",
                       "name it as the records do")  # fmt: skip
        return said

    def channel(self) -> str:
        """The channel; voice where nothing is said."""
        said = self.text("channel") or "voice"
        if said not in CHANNELS:
            self.wrong("TABLE_CHANNEL", f"there is no channel {said!r}", f"write one of {', '.join(CHANNELS)}")
        return said

    def wrong(self, code: str, message: str, remedy: str) -> None:
        """Note a fault of this row."""
        self.problems.append(Problem(self.file, self.line, 0, code, message, remedy))


def read_table(
    path: str | os.PathLike[str], columns: Sequence[str], read: Callable[[Row], T], *, optional: Sequence[str] = ()
) -> list[T]:
    """What ``read`` makes of each row of a CSV file that has all ``columns`` and perhaps some of the ``optional``.

    Raises Problems with every fault of the file: it cannot be read, a column is missing, unknown or twice, a row has
    another number of cells, and what ``read`` notes.
    """
    name = os.fspath(path)
    text = _text(path, name)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    problems: list[Problem] = []
    found: list[T] = []
    try:
        header = [each.strip() for each in next(lines, [])]
        _check_header(header, columns, optional, name, problems)
        for cells in lines:
            if problems and not found:
                break  # without a header no row can be read
            if not cells:
                continue
            if len(found) >= MOST_ROWS:
                message = f"the file has more than {MOST_ROWS:,} rows"
                problems.append(Problem(name, lines.line_num, 0, "FILE_TOO_LARGE", message, "split it"))
                break
            if len(problems) >= MOST_FAULTS:
                message = f"the file has {MOST_FAULTS} faults up to here; what follows was not read"
                problems.append(Problem(name, lines.line_num, 0, "TABLE_MORE_FAULTS", message, "mend these first"))
                break
            if len(cells) != len(header):
                message = f"the row has {len(cells)} fields, the header {len(header)}"
                problems.append(Problem(name, lines.line_num, 0, "TABLE_FIELDS", message, "give each column one field"))
                continue
            found.append(read(Row(name, lines.line_num, dict(zip(header, cells, strict=True)), problems)))
    except csv.Error as wrong:
        problems.append(Problem(name, lines.line_num, 0, "TABLE_CSV", f"this is no CSV: {wrong}", "mend the quotes"))
    if problems:
        raise Problems(problems)
    return found


def write_table(path: str | os.PathLike[str], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write a CSV file with this header. Raises OSError."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        out.writerows(rows)


def _text(path: str | os.PathLike[str], name: str) -> str:
    raw = read_given(path, "a CSV file", MOST_BYTES)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problems([Problem(name, 0, 0, "TABLE_UNREADABLE", "this is no UTF-8 text", "save it as UTF-8")]) from None


def _check_header(
    header: Sequence[str], columns: Sequence[str], optional: Sequence[str], name: str, problems: list[Problem]
) -> None:
    def wrong(message: str, remedy: str) -> None:
        problems.append(Problem(name, 1, 0, "TABLE_HEADER", message, remedy))

    known = [*columns, *optional]
    if missing := [column for column in columns if column not in header]:
        wrong(f"the header lacks {', '.join(missing)}", f"the columns are {', '.join(known)}")
    if unknown := [column for column in header if column not in known]:
        wrong(f"the header has {', '.join(map(repr, unknown))}", f"the columns are {', '.join(known)}")
    if twice := sorted({column for column in header if header.count(column) > 1}):
        wrong(f"the header has {', '.join(twice)} twice", "keep one of them")
