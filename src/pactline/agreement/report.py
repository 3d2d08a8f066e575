"""Collecting what is wrong with a file, so that its writer hears all of it at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Protocol, SupportsInt

from pactline.agreement.questions import Choice, Path, Question, in_order
from pactline.values.problem import Problem

LONGEST_EXCERPT = 160
UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
"""Characters that show nothing, turn the reading direction or end a line unseen: none belongs in a contract."""


class Line(int):
    """The number of a line in a named file. A place keeps its file wherever it goes, as long as it keeps its line."""

    file: str

    def __new__(cls, number: SupportsInt, file: str = "") -> Line:
        """Line ``number`` of ``file``; without a file the one that a report is about."""
        line = super().__new__(cls, number)
        line.file = file
        return line


def file_of(place: Place, otherwise: str) -> str:
    """The file a place stands in: the one its line names, or else the one that is being read."""
    return (place.line.file if isinstance(place.line, Line) else "") or otherwise


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
        self.elsewhere: dict[str, Sequence[str]] = {}  # the lines of other files that places may stand in
        self._problems: dict[Problem, None] = {}
        self._notes: dict[Problem, None] = {}
        self._questions: dict[Question, None] = {}

    def problem(self, code: str, place: Place | None, message: str, remedy: str) -> None:
        """A fault: the agreement cannot be used until it is put right."""
        self._problems[self._at(code, place, message, remedy)] = None

    def note(self, code: str, place: Place | None, message: str, remedy: str) -> None:
        """Legal and worth knowing."""
        self._notes[self._at(code, place, message, remedy)] = None

    def ask(self, path: Path, place: Place | None, text: str, choices: tuple[Choice, ...]) -> None:
        """A choice that nobody has made; ``path`` is where the answer belongs in the tree."""
        line, column = (place.line, place.column) if place else (0, 0)
        file = file_of(place, self.file) if place else self.file
        self._questions[Question(file, int(line), column, path, text, choices)] = None

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every open choice once, in the order of the file."""
        return in_order(self._questions)

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
        file = file_of(place, self.file) if place else self.file
        lines = self.lines if file == self.file else self.elsewhere.get(file, ())
        shown = lines[line - 1] if 0 < line <= len(lines) and column <= LONGEST_EXCERPT else ""
        shown = UNSAFE.sub("\N{REPLACEMENT CHARACTER}", shown.replace("\t", " "))
        if len(shown) > LONGEST_EXCERPT:
            shown = shown[:LONGEST_EXCERPT] + "…"
        return Problem(file, int(line), column, code, message, remedy, shown)


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean `within`?`` when a known word is close to what was written, else nothing."""
    close = difflib.get_close_matches(word[:80].lower(), list(known), n=2)
    return f"did you mean {' or '.join(f'`{near}`' for near in close)}?" if close else ""


_SINGULAR = {"responsibilities": "responsibility", "critical": "critical failure", "points": "points scheme"}


def singular(section: str) -> str:
    """What one of the parts below a key at the top of the file is called: ``charge`` below ``charges``."""
    return _SINGULAR.get(section, section.removesuffix("s")).replace("_", " ")


def one_of(words: Iterable[str]) -> str:
    """``one of `a`, `b```."""
    return "one of " + ", ".join(f"`{word}`" for word in words)
