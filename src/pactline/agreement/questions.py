"""Questions: a choice that the agreement leaves open, where it belongs, and the answers it could have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Path: TypeAlias = tuple[str, ...]
"""The keys from the top of the file down to a value; an entry of a list goes by its number, from 0."""


@dataclass(frozen=True)
class Choice:
    """One answer to a question."""

    answer: str  # as it would be written behind the key
    meaning: str = ""  # what it means, where the word alone does not say it
    listed: tuple[str, ...] = ()  # of an answer that is a list: its entries
    keyed: tuple[tuple[str, str], ...] = ()  # of an answer that is a mapping: its keys and values


@dataclass(frozen=True)
class Question:
    """A choice that nobody has made."""

    file: str
    line: int  # where the answer belongs
    column: int
    path: Path
    text: str
    choices: tuple[Choice, ...]  # empty where the answer is no choice between usual ones, such as the time zone

    @property
    def about(self) -> str:
        """The path with dots, such as ``commitments.asa.rounding``."""
        return ".".join(self.path)

    def __str__(self) -> str:
        place = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])
        return f"{place}: {self.about} is open: {self.text}"


Answers: TypeAlias = Mapping[Path, Choice]


def in_order(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Every question once, in the order of the file."""
    once = {question.path: question for question in reversed(list(questions))}
    return tuple(sorted(once.values(), key=lambda asked: (asked.file, asked.line, asked.column, asked.path)))
