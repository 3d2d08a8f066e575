"""The contacts behind a result, fetched when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from pactline.statement.counting.asking import Question, Records
from pactline.statement.measuring import contacts_behind
from pactline.values.span import Span


@dataclass(frozen=True)
class Evidence:
    """Where a result's contacts are to be found."""

    records: Records
    question: Question
    within: Span
    zone: ZoneInfo

    def contacts(self, *, good: bool | None = None, limit: int | None = None) -> list[dict[str, Any]]:
        """The contacts that counted, in order of time; only the good or only the not good ones if asked."""
        return contacts_behind(self.records, self.question, self.within, good=good, limit=limit)
