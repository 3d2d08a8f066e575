"""What is wrong, where, and how to put it right: the one shape of every message about bad input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in an input, addressed to the person who wrote it."""

    file: str
    line: int  # 1 = first; 0 = the file as a whole
    column: int  # 1 = first; 0 = the line as a whole
    code: str  # stable, upper case, such as AGR_MONEY
    message: str  # what is wrong, in one sentence
    remedy: str = ""  # how to put it right
    excerpt: str = ""  # the line itself

    def to_json(self) -> dict[str, str | int]:
        """As in ``check --json``."""
        return asdict(self)

    def __str__(self) -> str:
        place = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])
        text = f"{place}: {self.code}: {self.message}"
        if self.excerpt:
            number = str(self.line)
            text += f"\n  {number} | {self.excerpt}"
            if self.column:
                text += "\n  " + " " * len(number) + " | " + " " * (self.column - 1) + "^"
        return text + (f"\n  put right: {self.remedy}" if self.remedy else "")


class Problems(Exception):
    """An input refused, with every problem found in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        assert problems, "a refusal names at least one problem"
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
