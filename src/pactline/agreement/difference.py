"""The difference between two agreements: each change with its sentence, its places and whether it can move money."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any, Literal

from pactline.values.exact import how_many

Kind = Literal["added", "removed", "changed", "renamed", "reordered"]

_WIDTH = 96  # of a sentence on a terminal
_SERVICES = ("services", "calendars")
_CHARGES = ("charges", "indices")
_TOP = (
    "provider", "client", "term", "zone", "currency", "conventions", "rounding", "precedence",
)  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """A line of a file."""

    file: str
    line: int

    def to_json(self) -> dict[str, Any]:
        """As in ``diff --json``."""
        return {"file": self.file, "line": self.line}

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Change:
    """One difference."""

    path: tuple[str, ...]
    kind: Kind
    before: str | None  # in words; None where there was nothing
    after: str | None
    sentence: str
    moves_money: bool  # False only where that is certain
    a: Spot | None  # None where that side says nothing
    b: Spot | None
    effect: str | None = None  # for whom it is harder, or dearer; None where that is not certain

    def to_json(self) -> dict[str, Any]:
        """As in ``diff --json``."""
        return {
            "path": ".".join(self.path),
            "kind": self.kind,
            "from": self.before,
            "to": self.after,
            "sentence": self.sentence,
            "effect": self.effect,
            "moves_money": self.moves_money,
            "a": self.a.to_json() if self.a else None,
            "b": self.b.to_json() if self.b else None,
        }

    @property
    def heading(self) -> str:
        """Under which heading people look for it."""
        section = self.path[0]
        if self.kind == "renamed":
            return "Renamed, and otherwise the same"
        if not self.moves_money:
            return "Wording, which moves no figure"
        if section == "commitments":
            if len(self.path) <= 2:
                return {"added": "Commitments added", "removed": "Commitments removed"}.get(
                    self.kind, "Commitments changed"
                )
            return "Remedies and bonuses" if {"remedy", "bonus"} & set(self.path[2:]) else "Commitments changed"
        for words, heading in ((_TOP, "Parties and term"), (_SERVICES, "Services and their hours")):
            if section in words:
                return heading
        return "Charges" if section in _CHARGES else "Caps and other sections"

    def __str__(self) -> str:
        return self.sentence


HEADINGS = (
    "Parties and term", "Services and their hours", "Charges", "Commitments added", "Commitments removed",
    "Commitments changed", "Remedies and bonuses", "Caps and other sections", "Renamed, and otherwise the same",
    "Wording, which moves no figure",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """What leads from one agreement to the other."""

    a: str  # as each was named
    b: str
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.changes)

    @property
    def moving(self) -> tuple[Change, ...]:
        """The changes that can move money."""
        return tuple(change for change in self.changes if change.moves_money)

    def to_json(self) -> dict[str, Any]:
        """As in ``diff --json``."""
        return {"a": self.a, "b": self.b, "changes": [change.to_json() for change in self.changes]}

    def __str__(self) -> str:
        lines = [f"From {self.a}", f"to   {self.b}", ""]
        for heading in HEADINGS:
            found = [change for change in self.changes if change.heading == heading]
            if found:
                lines += [heading, ""]
            for change in found:
                told = textwrap.wrap(change.sentence, _WIDTH, break_long_words=False, break_on_hyphens=False)
                lines += [*(f"  {line}" for line in told), f"      {_places(change)}", ""]
        return "\n".join([*lines, self._summary()])

    def _summary(self) -> str:
        if not self.changes:
            return "Nothing differs in meaning."
        moving, all_of_it = len(self.moving), how_many(len(self.changes), "change")
        if moving == len(self.changes):
            return f"{all_of_it}, and {'it' if moving == 1 else 'each'} can move money."
        return f"{all_of_it}, of which {moving or 'none'} can move money."


def _places(change: Change) -> str:
    if change.a and change.b:
        return f"{change.a} -> {change.b}"
    return f"{change.a} -> nothing" if change.a else f"nothing -> {change.b}"
