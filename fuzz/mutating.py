"""A plain mutator: the same inputs for the same seed, without coverage; for the short ring that the tests run."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

_NUMBERS = (b"0", b"-1", b"1e400", b"99999999999999999999", b"NaN", b"1.0000000000000000001", b"2678400001", b"12,5")
_WORDS = (
    b"null", b"true", b"[]", b"{}", b'""', b"[[[[", b"}}}}", b'"', b"\\", b"\\u0000", b"\\ud800", b",", b"|", b"\t",
    b"\n", b"\r\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", "\u202e\u200b\u00e9".encode(), b"=1+1", b"<!DOCTYPE a>",
    b"2026-03-29T02:30:00", b"1900-01-01T00:00:00Z", b"9999-12-31T23:59:59-14:00", b"&a *a", b"!!python/object", b"- ",
    b": ", b"A" * 70_000,
)  # fmt: skip
_TOKEN = re.compile(rb'"(?:[^"\\\n]|\\.)*"|[A-Za-z_]{2,}|-?[0-9]+(?:\.[0-9]+)?')


def mutated(seeds: Sequence[bytes], number: int, seed: str) -> Iterator[bytes]:
    """So many inputs made of the seeds, first the seeds themselves."""
    chance = random.Random(seed)
    for made in range(number):
        if made < len(seeds):
            yield seeds[made]
            continue
        content = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
            _change(content, chance, seeds)
        yield bytes(content)


def _change(content: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    match chance.randrange(9):
        case 0 if content:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        case 1:
            at = chance.randint(0, len(content))
            content[at:at] = chance.choice(_WORDS)
        case 2:
            _swap_token(content, chance, chance.choice(_NUMBERS + _WORDS))
        case 3:
            _swap_token(content, chance, _token_of(bytes(chance.choice(seeds)), chance))
        case 4:
            start, end = sorted(chance.randint(0, len(content)) for _ in range(2))
            del content[start : min(end, start + chance.choice((1, 8, 64, 100_000)))]
        case 5:
            lines = content.split(b"\n")
            lines.insert(chance.randint(0, len(lines)), chance.choice(lines))
            content[:] = b"\n".join(lines)
        case 6:
            lines = content.split(b"\n")
            chance.shuffle(lines)
            content[:] = b"\n".join(lines)
        case 7:
            other = chance.choice(seeds)
            at, start = chance.randint(0, len(content)), chance.randint(0, len(other))
            content[at:at] = other[start : start + chance.choice((4, 40, 400))]
        case _:
            del content[chance.randint(0, len(content)) :]


def _swap_token(content: bytearray, chance: random.Random, new: bytes) -> None:
    places = [found.span() for found in _TOKEN.finditer(content)]
    if places:
        start, end = chance.choice(places)
        content[start:end] = new


def _token_of(content: bytes, chance: random.Random) -> bytes:
    tokens = _TOKEN.findall(content)
    return chance.choice(tokens) if tokens else b""
