"""A few agents more or fewer at some hours, as ``--add`` says them: one way of writing for plans and for shifts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pactline.values.calendar import WEEKDAYS, Hours

FORMS = "write 2@14:00-16:00, 2@sat 09:00-12:00 or 2@2025-03-05 14:00-16:00, and behind it @QUEUE where it is for one"
_FORM = re.compile(
    r"(?:(?P<before>[^@]+):)?(?P<agents>[+-]?[0-9]{1,4})@(?:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|[a-z]{3})(?:T|\s+))?"
    r"(?P<hours>[0-9:]+-[0-9:]+)(?:@(?P<behind>.+))?"
)


@dataclass(frozen=True)
class Added:
    """So many agents more (below 0: fewer) between two times of the local clock."""

    agents: int
    hours: Hours
    day: date | int | None  # a weekday is 0 for Monday; None: every day
    where: str | None  # a queue or pool


def read_addition(text: str) -> Added:
    """Read ``2@14:00-16:00``, ``2@sat 09:00-12:00``, ``-1@2025-03-05 14:00-16:00@billing``.

    For the blank a ``T`` may stand, and the queue may stand before it, as in ``billing:2@14:00-16:00``. Raises
    ValueError.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None or int(found["agents"]) == 0 or (found["before"] and found["behind"]):
        raise ValueError(f"{text!r} does not say how many agents are added when")
    return Added(
        int(found["agents"]),
        Hours.parse(found["hours"]),
        None if found["day"] is None else _day(found["day"]),
        found["before"] or found["behind"],
    )


def _day(text: str) -> date | int:
    return WEEKDAYS.index(text) if text in WEEKDAYS else date.fromisoformat(text)
