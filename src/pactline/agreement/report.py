"""Collecting what is wrong with a file, so that its writer hears all of it at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from pactline.values.problem import Problem

LONGEST_EXCERPT = 160
UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
"""Characters that show nothing, turn the reading direction or end a line unseen: none belongs in a contract."""


class Place(Protocol):
    """Anything that stands somewhere in the file."""

    @property
    def line(self) -> int:
        """1 is the first; 0 the file as a whole."""

    @property
    def column(self) -> int:
        """1 is the first; 0 the line as a whole."""


class Report:
    """The problems (which refuse the file) and notes (which both sides should know) found in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: Sequence[str] = ()
        self._problems: dict[Problem, None] = {}
        self._notes: dict[Problem, None] = {}

    def problem(self, code: str, place: Place | None, message: str, remedy: str) -> None:
        """A fault: the agreement cannot be used until it is put right."""
        self._problems[self._at(code, place, message, remedy)] = None

    def note(self, code: str, place: Place | None, message: str, remedy: str) -> None:
        """Legal and worth knowing."""
        self._notes[self._at(code, place, message, remedy)] = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every fault once, in the order of the file."""
        return tuple(sorted(self._problems))

    @property
    def notes(self) -> tuple[Problem, ...]:
        """Every note once, in the order of the file."""
        return tuple(sorted(self._notes))

    def _at(self, code: str, place: Place | None, message: str, remedy: str) -> Problem:
        line, column = (place.line, place.column) if place else (0, 0)
        shown = self.lines[line - 1] if 0 < line <= len(self.lines) and column <= LONGEST_EXCERPT else ""
        shown = UNSAFE.sub("\N{REPLACEMENT CHARACTER}", shown.replace("\t", " "))
        if len(shown) > LONGEST_EXCERPT:
            shown = shown[:LONGEST_EXCERPT] + "…"
        return Problem(self.file, line, column, code, message, remedy, shown)


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean `within`?`` when a known word is close to what was written, else nothing."""
    close = difflib.get_close_matches(word[:80].lower(), list(known), n=2)
    return f"did you mean {' or '.join(f'`{near}`' for near in close)}?" if close else ""


def one_of(words: Iterable[str]) -> str:
    """``one of `a`, `b```."""
    return "one of " + ", ".join(f"`{word}`" for word in words)
