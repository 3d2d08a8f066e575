"""One part of a contact: what a contact record, or the contact events of one contact id, say about it.

Each agent connection of a transfer and each call back is a part of its own, with a ContactId of its own; parts of one
contact share InitialContactId. What a neighbour decides is left open here and settled in ``chains``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

_SECOND_US = 1_000_000


@dataclass(frozen=True)
class Part:
    """What is known of one ContactId."""

    id: str
    contact: str  # InitialContactId, or the id itself: the contact it is a part of
    method: str  # how it began
    begun_us: int
    known: int  # revision among the tellings of this id: the instant of the last update, or how many events are known
    row: dict[str, Any] | None  # without number and revision; None: no queue visit
    next: str | None = None  # the part that came of it, if the source names it
    previous: str | None = None
    waits_for_next: bool = False  # whether the next part decides what became of it
    by_events: bool = False
    ended: bool = True

    @property
    def first(self) -> bool:
        """Whether it is the one its contact began with."""
        return self.id == self.contact

    @property
    def place(self) -> tuple[int, str]:
        """By which parts stand in order of time: records have whole seconds, events milliseconds."""
        return self.begun_us // _SECOND_US, self.id

    def to_text(self) -> str:
        """As one line, for later files."""
        told = {name: value for name, value in vars(self).items() if value is not None}
        return json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def part_of(text: str) -> Part:
    """The part of :meth:`Part.to_text`."""
    return Part(**{"row": None, **json.loads(text)})
