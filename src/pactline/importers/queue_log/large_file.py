"""A log too large for memory: how its lines are made of bytes, and which of them the engine reads by itself."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from pactline.importers.files.opening import GZIP
from pactline.importers.queue_log.lines import LONGEST_LINE, Trailing
from pactline.importers.reading import Source
from pactline.records.staging import path_in_sql

LEAST_BYTES = 1 << 20
"""A file below this is read in memory: that is as quick."""
_LEAST_PACKED = 1 << 16
_BLOCK = 1 << 22


def is_large(source: Source) -> bool:
    """Whether the lines of the file may be too many for memory."""
    try:
        with source.path.open("rb") as file:
            packed = file.read(2) == GZIP
        size = source.path.stat().st_size
    except OSError:
        return False  # the reader says what is wrong with it
    return size >= (min(_LEAST_PACKED, LEAST_BYTES) if packed else LEAST_BYTES)


def unpacked(source: Source, aside: Path) -> Path:
    """The file as it is read: itself, or unpacked beside it. Raises SourceRefused."""
    with source.path.open("rb") as file:
        if file.read(2) != GZIP:
            return source.path
    target = aside / "unpacked-log"
    with source.open() as file, target.open("wb") as written:
        shutil.copyfileobj(file, written, _BLOCK)
    return target


def lines_of(path: Path) -> str:
    """SQL for the number (``seq``) and the text of each line, as the engine cuts them."""
    columns = "columns={'text': 'VARCHAR'}"
    return (
        f"SELECT row_number() OVER () AS seq, coalesce(text, '') AS text FROM read_csv('{path_in_sql(path)}', "
        f"auto_detect=false, header=false, delim='\x01', quote='', escape='', {columns})"
    )


@dataclass
class Shape:
    """What a file of lines is like."""

    lines: int
    ended: bool  # the last line has a line end
    trailing: Trailing


def shape_of(path: Path) -> Shape | None:
    """What the file is like; None for one that the engine may cut into lines otherwise than the reader does.

    That is one with bare carriage returns or with line ends of both kinds, one that is not UTF-8, one with bytes that
    the engine is told never to find, and one with a line that is longer than any event.
    """
    lines, returns, ended, trailing = 0, 0, True, Trailing()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            block += file.readline(LONGEST_LINE)
            if _holds_a_long_line(block) or not _plain(block):
                return None
            returns += block.count(b"\r\n") if b"\r" in block else 0
            _note_trailing(block, lines, trailing)
            lines += block.count(b"\n")
            ended = block.endswith(b"\n")
    return Shape(lines + (not ended), ended, trailing) if returns in (0, lines) else None


def _plain(block: bytes) -> bool:
    """Whether whole lines are UTF-8 with no bytes that the engine may take for something else."""
    if b"\0" in block or b"\x01" in block or (b"\r" in block and block.count(b"\r") != block.count(b"\r\n")):
        return False
    if not block.isascii():
        try:
            block.decode()
        except UnicodeDecodeError:
            return False
    return True


def _holds_a_long_line(block: bytes) -> bool:
    """Whether a line of the block is longer than any event."""
    start = 0
    while len(block) - start > LONGEST_LINE:
        start = block.rfind(b"\n", start, start + LONGEST_LINE) + 1
        if not start:
            return True
    return False


def _note_trailing(block: bytes, before: int, trailing: Trailing) -> None:
    """Note the lines of a block that end in an empty field; so many lines lie before the block."""
    end = b"|\r\n" if b"\r" in block else b"|\n"
    many = block.count(end)
    if many and not trailing.many:
        trailing.first = before + block.count(b"\n", 0, block.index(end)) + 1
    trailing.many += many
    if block.endswith(b"|"):
        trailing.note(before + block.count(b"\n") + 1)
