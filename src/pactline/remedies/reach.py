"""How far memory reaches: so many calendar months, or so many windows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import WithJsonSchema

from pactline.remedies.miss import Past
from pactline.values.months import parse_months
from pactline.values.period import Period, months_after
from pactline.values.terms import text_term

JUDGED = frozenset({"met", "missed"})
"""The verdicts that say how a promise went; every other one says that it was not judged."""


@dataclass(frozen=True)
class Reach:
    """A length of memory: one of the two is given."""

    months: int | None = None
    windows: int | None = None

    @classmethod
    def parse(cls, text: str) -> Reach:
        """Read ``12 months``, ``1 year``, ``6 windows`` or a bare ``6`` (windows). Raises ValueError."""
        if found := re.fullmatch(r"([1-9][0-9]{0,3})(?:\s+windows?)?", text.strip()):
            return cls(windows=int(found[1]))
        try:
            return cls(months=parse_months(text))
        except ValueError:
            raise ValueError(f"{text!r} is not a number of months or windows") from None

    def within(self, past: Sequence[Past], window: Period) -> tuple[Past, ...]:
        """The earlier windows that lie in the same reach as ``window``, which is the last in it.

        Months are counted back from the end of the window, and a window lies in them when it ends in them.
        """
        if self.windows is not None:
            return tuple(past[max(0, len(past) - self.windows + 1) :])
        assert self.months is not None
        since = months_after(window.end, -self.months)
        return tuple(old for old in past if old.window.end > since)

    def lasts(self, earlier: Period, windows_since: int, now: Period) -> bool:
        """Whether what was gained in an earlier window, so many windows ago, can still be used in this one."""
        if self.windows is not None:
            return windows_since <= self.windows
        assert self.months is not None
        return now.end <= months_after(earlier.end, self.months)

    def __str__(self) -> str:
        if self.windows is not None:
            return "1 window" if self.windows == 1 else f"{self.windows} windows"
        return "1 month" if self.months == 1 else f"{self.months} months"


ReachTerm = Annotated[
    Reach,
    text_term(Reach.parse, "AGR_NUMBER", "write a number of months or windows, such as 12 months or 6 windows"),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "description": "a number of calendar months, or of windows",
            "pattern": r"^[1-9][0-9]{0,3}(\s+(windows?|months?|years?))?$",
            "examples": ["12 months"],
        }
    ),
]
