"""Events as the event socket writes them: blocks of ``Key: Value`` lines, one empty line after each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pactline.importers.fault import LONGEST_FIELD, Fault, quoted
from pactline.importers.files.lines import excerpt, numbered_lines
from pactline.importers.files.opening import utf8

_FRAME = frozenset({"Content-Length", "Content-Type", "Reply-Text"})
"""Keys of the blocks that the socket wraps around events; such a block is no record."""
_SAID_BY_THE_CONSOLE = frozenset({"RECV EVENT"})
_MOST_KEYS = 2_000


@dataclass(frozen=True)
class Block:
    """One block: the line it begins on, its values by key or what is wrong with it, and its text."""

    line: int
    values: dict[str, str] | Fault
    raw: str


def blocks(file: BinaryIO) -> Iterator[Block]:
    """Every block that is an event, or that cannot be read. A broken block costs itself."""
    lines: list[str] = []
    first, broken = 0, ""
    for number, raw, whole in numbered_lines(file):
        text = utf8(raw, number).rstrip("\r\n")
        if not text.strip() or text in _SAID_BY_THE_CONSOLE:
            yield from _block(first, lines, broken)
            lines, broken = [], ""
            continue
        if not lines:
            first = number
        if not whole or len(text) > LONGEST_FIELD or len(lines) >= _MOST_KEYS:
            broken = f"line {number} or the event as a whole is longer than any event is"
        else:
            lines.append(text)
    yield from _block(first, lines, broken)


def _block(first: int, lines: list[str], broken: str) -> Iterator[Block]:
    if not lines:
        return
    raw = excerpt("\n".join(lines))
    try:
        if broken:
            raise Fault("FIELD_TOO_LONG", f"{broken[0].upper()}{broken[1:]}.")
        values = _values(lines)
    except Fault as fault:
        yield Block(first, fault, raw)
        return
    if not set(values) <= _FRAME:
        yield Block(first, values, raw)


def _values(lines: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for line in lines:
        key, colon, value = line.partition(":")
        if not colon or not key or key != key.strip() or " " in key:
            raise Fault("FS_BLOCK", f"{quoted(line)} is not written Key: Value, as events on the socket are.")
        values.setdefault(key, value.strip())  # a key may come twice: the first is the event's own
    return values
