"""How long after a contact another one still belongs to it: in clock time, or in days of the calendar.

"7 days" is read in two ways that differ by up to a day, so it has to be written in one of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import WithJsonSchema

from pactline.values.duration import Duration
from pactline.values.exact import how_many
from pactline.values.terms import text_term

_CALENDAR = re.compile(r"([0-9]{1,4})\s*calendar\s*days?")
_DAYS = re.compile(r"([0-9]{1,4})\s*(?:d|days?)")
_HOURS = re.compile(r"([0-9]{1,6})\s*(?:h|hours?)")


@dataclass(frozen=True)
class Lapse:
    """A length of time after something. Exactly one of the two is not null."""

    clock_ms: int | None = None
    calendar_days: int | None = None

    @classmethod
    def parse(cls, text: str) -> Lapse:
        """Read ``168 h``, ``90 min`` or ``7 calendar days``. Raises ValueError, also for ``7 days``."""
        words = text.strip().lower()
        if days := _CALENDAR.fullmatch(words):
            return cls(calendar_days=int(days[1]))
        if days := _DAYS.fullmatch(words):
            raise ValueError(
                f"{text!r} may mean {24 * int(days[1])} h by the clock or {days[1]} calendar days; write which"
            )
        ms = int(hours[1]) * 3_600_000 if (hours := _HOURS.fullmatch(words)) else Duration.parse(words).ms
        if not ms:
            raise ValueError(f"{text!r} is no time at all")
        return cls(clock_ms=ms)

    def __str__(self) -> str:
        if self.clock_ms is None:
            return how_many(self.calendar_days or 0, "calendar day")
        for name, length in (("h", 3_600_000), ("min", 60_000)):
            if self.clock_ms % length == 0:
                return f"{self.clock_ms // length} {name}"
        return str(Duration(self.clock_ms))


LapseTerm = Annotated[
    Lapse,
    text_term(Lapse.parse, "AGR_LAPSE", "write hours, such as 168 h, or days of the calendar, such as 7 calendar days"),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "description": "a length of time after a contact: hours by the clock, or whole days of the calendar",
            "examples": ["168 h", "7 calendar days"],
        }
    ),
]
