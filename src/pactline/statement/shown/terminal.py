"""Text for a terminal: tables that fit, long lines that are broken where a word ends."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

WIDTH = 100
"""The columns that a statement in the terminal keeps to."""

_LEAST = 8  # a column is never made narrower than this
_BREAK = re.compile(r"(?<![0-9])(?<!of) (?!data\b|only\b|met\b)")  # never inside 80 %, 18 of 30 met, 9 no data
_ANY = re.compile(r" (?!%|s\b)")  # where nothing else makes a table fit: also in 18 of 30 met


def table(heads: Sequence[str], sides: str, rows: Sequence[Sequence[str]], most: int | None = None) -> list[str]:
    """Columns as wide as their widest cell; ``sides`` holds < or > for each.

    With ``most``, columns are broken between words until the table is at most so wide, if that can be.
    """
    widths = [max(width_of(row[n]) for row in [heads, *rows]) for n in range(len(heads))]
    gap = _BREAK
    if most is not None:
        room, natural = most - 2 * (len(heads) - 1), widths
        for gap in (_BREAK, _ANY):
            widths = _fitted(natural, [heads, *rows], room, gap)
            if sum(widths) <= room:
                break

    def lines(cells: Sequence[str]) -> list[str]:
        broken = [_broken(cell, width, gap) for cell, width in zip(cells, widths, strict=True)]
        return [
            _line([part[n] if n < len(part) else "" for part in broken], sides, widths)
            for n in range(max(map(len, broken)))
        ]

    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
    return [*lines(heads), rule, *(line for row in rows for line in lines(row)), rule]


def _line(cells: Sequence[str], sides: str, widths: Sequence[int]) -> str:
    filled = []
    for cell, side, width in zip(cells, sides, widths, strict=True):
        blanks = " " * (width - width_of(cell))
        filled.append(blanks + cell if side == ">" else cell + blanks)
    return "  ".join(filled).rstrip()


def _fitted(widths: list[int], rows: Sequence[Sequence[str]], room: int, gap: re.Pattern[str]) -> list[int]:
    """The widths with the widest columns made narrower, one place at a time, until all fit."""
    words = [[word for row in rows for word in gap.split(row[n])] for n in range(len(widths))]
    least = [min(width, max(_LEAST, *map(width_of, found))) for width, found in zip(widths, words, strict=True)]
    found = list(widths)
    while sum(found) > room:
        able = [n for n in range(len(found)) if found[n] > least[n]]
        if not able:
            return found
        widest = max(able, key=lambda n: found[n])
        found[widest] -= 1
    return found


def _broken(cell: str, width: int, gap: re.Pattern[str]) -> list[str]:
    """A cell as lines of at most a width, broken between words."""
    if width_of(cell) <= width:
        return [cell]
    lines = [""]
    for word in gap.split(cell):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width_of(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def width_of(text: str) -> int:
    """How many columns of a terminal the text takes; Chinese and Japanese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def folded(lines: Iterable[str]) -> list[str]:
    """The lines with those that are too long broken between words; what follows stands deeper than its first line."""
    found: list[str] = []
    for line in lines:
        if width_of(line) <= WIDTH or _is_of_a_table(line):
            found.append(line)
            continue
        indent = re.match(r" *", line)
        assert indent is not None, "no text begins with less than nothing"
        deeper = indent[0] + "    "
        found += textwrap.wrap(
            line,
            WIDTH,
            initial_indent="",
            subsequent_indent=deeper,
            break_long_words=False,
            break_on_hyphens=False,
            drop_whitespace=True,
        )
    return found


def _is_of_a_table(line: str) -> bool:
    return line.startswith("─")
