"""A time of day by the clock on the wall: ``08:00``, ``21:00:30``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import WithJsonSchema

from pactline.values.terms import text_term

_FORM = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")


@dataclass(frozen=True, order=True)
class DayTime:
    """A second of a day, counted from its midnight by the clock."""

    second: int

    @classmethod
    def parse(cls, text: str) -> DayTime:
        """Read ``08:00`` or ``08:00:30``. Raises ValueError."""
        found = _FORM.fullmatch(text.strip())
        if not found:
            raise ValueError(f"{text!r} is not a time of day; write it like 08:00 or 21:00:30")
        return cls((int(found[1]) * 60 + int(found[2])) * 60 + int(found[3] or 0))

    def __str__(self) -> str:
        minutes, seconds = divmod(self.second, 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")


DayTimeTerm = Annotated[
    DayTime,
    text_term(DayTime.parse, "AGR_HOURS", "write the time of day like 08:00 or 21:00:30"),
    WithJsonSchema(
        {
            "type": "string",
            "description": "a time of day",
            "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$",
            "examples": ["08:00", "21:00"],
        }
    ),
]
