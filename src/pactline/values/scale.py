"""Scales of answers: the scale a customer's score was given on, and the scores that count as good."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import WithJsonSchema

from pactline.values.terms import text_term

_RANGE = re.compile(r"([0-9]{1,3})(?:\s*-\s*([0-9]{1,3}))?")


@dataclass(frozen=True)
class Scores:
    """Whole numbers from the lowest to the highest, both included."""

    lowest: int
    highest: int

    @classmethod
    def parse(cls, text: str) -> Scores:
        """Read ``4-5`` or ``5``. Raises ValueError."""
        found = _RANGE.fullmatch(text.strip())
        if not found:
            raise ValueError(f"{text!r} is not a range of scores such as 4-5")
        lowest, highest = int(found[1]), int(found[2] or found[1])
        if lowest > highest:
            raise ValueError(f"{text!r} begins above its end")
        return cls(lowest, highest)

    @classmethod
    def parse_scale(cls, text: str) -> Scores:
        """Read ``1-5``: a scale has more than one score. Raises ValueError."""
        found = cls.parse(text)
        if found.lowest == found.highest:
            raise ValueError(f"{text!r} is a single score and no scale")
        return found

    def holds(self, other: Scores) -> bool:
        """Whether all of the others lie on this scale."""
        return self.lowest <= other.lowest and other.highest <= self.highest

    def __str__(self) -> str:
        return f"{self.lowest}-{self.highest}" if self.lowest < self.highest else str(self.lowest)


def _schema(description: str, pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": ["string", "number"], "description": description, "pattern": pattern, "examples": [example]}
    )


ScaleTerm = Annotated[
    Scores,
    text_term(Scores.parse_scale, "AGR_SCALE", "write the lowest and the highest score, such as 1-5 or 0-10"),
    _schema("the scale of the scores, such as 1-5 or 0-10", r"^\s*[0-9]{1,3}\s*-\s*[0-9]{1,3}\s*$", "1-5"),
]
ScoresTerm = Annotated[
    Scores,
    text_term(Scores.parse, "AGR_SCALE", "write the scores, such as 4-5 or 5"),
    _schema("some scores of a scale, such as 4-5 or 5", r"^\s*[0-9]{1,3}(\s*-\s*[0-9]{1,3})?\s*$", "4-5"),
]
