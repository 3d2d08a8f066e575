"""A small table that every form of a statement shows: heads, rows, and which side each column keeps to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Listing:
    """Rows under a head. ``sides`` has < or > for each column; ``widths`` their shares of a printed line."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sides: str
    widths: tuple[int, ...]
    before: str = ""  # a sentence that stands before it

    def __post_init__(self) -> None:
        assert len(self.heads) == len(self.sides) == len(self.widths), self.heads
        assert all(len(row) == len(self.heads) for row in self.rows), self.title

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Each head with its side."""
        return list(zip(self.heads, self.sides, strict=True))


def listing(title: str, heads: str, rows: list[list[str]], sides: str, widths: tuple[int, ...]) -> Listing:
    """A table whose heads are written with bars between them; columns that say nothing in any row are left out."""
    named = [head.strip() for head in heads.split("|")]
    kept = [n for n in range(len(named)) if n == 0 or any(row[n] for row in rows)]
    return Listing(
        title,
        tuple(named[n] for n in kept),
        tuple(tuple(row[n] for n in kept) for row in rows),
        "".join(sides[n] for n in kept),
        tuple(widths[n] for n in kept),
    )
