"""The physical lines of a text file, numbered from 1, none of them longer than memory bears."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

LONGEST_LINE = 2 * 1024 * 1024
"""Bytes of a line, or characters of a JSON record; so that with its copies none takes more than some 40 MiB."""


def numbered_lines(file: BinaryIO, longest: int | None = None) -> Iterator[tuple[int, bytes, bool]]:
    """Number, bytes with their line end, and whether the line is whole; the rest of one that is too long is dropped."""
    longest = LONGEST_LINE if longest is None else longest
    number = 0
    read = file.readline
    while line := read(longest):
        number += 1
        if len(line) == longest and line[-1:] != b"\n":
            while (rest := read(longest)) and rest[-1:] != b"\n":
                pass
            yield number, line, False
        else:
            yield number, line, True


def excerpt(text: str, most: int = 2_000) -> str:
    """A refused record as it is kept: the beginning, if it is very long; what UTF-8 cannot write is escaped."""
    kept = text if len(text) <= most else f"{text[:most]}... ({len(text):,} characters)"
    return kept.encode("utf-8", "backslashreplace").decode()
