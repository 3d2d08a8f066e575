"""Misses in a row: how many windows, this one the last, were missed one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from pactline.records.choices.contacts import Choice
from pactline.remedies.miss import Past
from pactline.remedies.reach import JUDGED
from pactline.values.period import Period

_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Excused(Choice):
    """What a window that was not judged (excused, suspended, without contacts, report only) does to a row."""

    BREAK = "break", "a window that was not judged ends the row"
    SKIP = "skip", "a window that was not judged is passed over"


def missed_before(past: Sequence[Past], excused: Excused) -> tuple[Period, ...]:
    """The missed windows that directly precede the present one, oldest first."""
    found: list[Period] = []
    for old in reversed(past):
        if old.verdict == "missed":
            found.append(old.window)
        elif old.verdict in JUDGED or excused is Excused.BREAK:
            break
    return tuple(reversed(found))


def ordinal(number: int) -> str:
    """``first`` to ``tenth``, then ``11th``, ``12th``, ``21st``."""
    if number <= len(_WORDS):
        return _WORDS[number - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"
