"""A list of words written as one text with commas, such as the reasons of a telephone system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import WithJsonSchema

from pactline.values.terms import text_term


@dataclass(frozen=True)
class Words:
    """Words in the order in which they were written, each once."""

    words: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Words:
        """Read ``FULL, BUSY``. Raises ValueError."""
        found = tuple(dict.fromkeys(word.strip() for word in text.split(",")))
        if not all(found):
            raise ValueError(f"{text!r} has an empty word")
        return cls(found)

    def __str__(self) -> str:
        return ", ".join(self.words)


WordsTerm = Annotated[
    Words,
    text_term(Words.parse, "AGR_TEXT", "write the words with commas between them, such as FULL, BUSY"),
    WithJsonSchema({"type": ["string", "number"], "description": "words with commas between them"}),
]
