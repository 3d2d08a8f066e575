"""A list of codes that people wrote, such as dispositions: ``sold, promise to pay``, or a list of the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from pactline.values.terms import fault


@dataclass(frozen=True)
class Codes:
    """Codes as they stand in the records, each once, in the order in which they were written."""

    words: tuple[str, ...]

    @classmethod
    def parse(cls, written: str | Sequence[object]) -> Codes:
        """Read a list, or words with commas between. Raises ValueError."""
        parts = written.split(",") if isinstance(written, str) else [str(part) for part in written]
        words = tuple(dict.fromkeys(part.strip() for part in parts))
        if not words or "" in words:
            raise ValueError("a code is missing; write a list such as [sold, promise to pay]")
        return cls(words)

    def __str__(self) -> str:
        return ", ".join(self.words)


def _read(value: object) -> Codes:
    try:
        if not isinstance(value, str | list | tuple):
            raise ValueError("codes are a list of words")
        return Codes.parse(value)
    except ValueError as wrong:
        raise fault("AGR_TEXT", str(wrong), "write the codes as a list, as they stand in the records") from None


CodesTerm = Annotated[
    Codes,
    PlainValidator(_read),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
            "description": "codes as they stand in the records",
            "examples": ["sold, promise to pay"],
        }
    ),
]
