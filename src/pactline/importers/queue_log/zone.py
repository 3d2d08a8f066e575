"""The second in an Asterisk call id, and what it tells of the zone that was declared for the database table."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from typing import Protocol
from zoneinfo import ZoneInfo

from pactline.values.zone import from_us

APART_US = 300_000_000
"""So far may the first time of a call lie from the second in its id."""
CALL_EPOCH = "^(?:.*-)?([0-9]{9,10})[.][0-9]+$"
"""The second in a call id, for SQL as well."""
_CALL_EPOCH = re.compile(CALL_EPOCH)

Warnings = list[tuple[int, str, str]]


def call_epoch_us(call: str) -> int | None:
    """The second at which the system made the call's channel, which Asterisk writes into the call id."""
    found = _CALL_EPOCH.fullmatch(call)
    return int(found[1]) * 1_000_000 if found else None


class TimeCheck(Protocol):
    """What is shown the times of a table."""

    def note(self, call: str, us: int, line: int) -> None:
        """Another event."""
        ...

    def warnings(self) -> Warnings:
        """What is odd about them, once all are known."""
        ...


class ZoneCheck:
    """Compares the first time of each call with the second in its call id."""

    def __init__(self, zone: ZoneInfo | None) -> None:
        self._zone = zone
        self._first: dict[str, tuple[int, int]] = {}

    def note(self, call: str, us: int, line: int) -> None:
        """Keep the earliest time of the call."""
        kept = self._first.get(call)
        if kept is None or us < kept[0]:
            self._first[call] = (us, line)

    def warnings(self) -> Warnings:
        """One warning when most calls disagree with their ids by more than five minutes."""
        apart = [
            (us - epoch, line) for call, (us, line) in self._first.items() if (epoch := call_epoch_us(call)) is not None
        ]
        wrong = sorted(pair for pair in apart if abs(pair[0]) > APART_US)
        if not wrong:
            return []
        first_us = min(us for us, _ in self._first.values())
        middle_us, line = wrong[len(wrong) // 2][0], min(line for _, line in wrong)
        return disagreement(len(apart), len(wrong), middle_us, line, declared=offset_of(self._zone, first_us))


def offset_of(zone: ZoneInfo | None, us: int) -> timedelta:
    """The offset from UTC of a zone at an instant; none of no zone."""
    declared = from_us(us, zone).utcoffset() if zone else timedelta(0)
    assert declared is not None
    return declared


def disagreement(calls: int, wrong: int, middle_us: int, line: int, *, declared: timedelta) -> Warnings:
    """The warning, when more than half of the calls are logged too far from their ids.

    ``middle_us`` is how far the middle one of them is, ``line`` the first line that is, ``declared`` the offset of the
    declared zone when the log begins.
    """
    if 2 * wrong <= calls:
        return []
    fits = declared + timedelta(minutes=15) * round(Fraction(middle_us, 900_000_000))
    hours, minutes = divmod(abs(fits) // timedelta(minutes=1), 60)
    message = (
        f"{wrong} of {calls} calls are logged more than 5 minutes away from the second in their call id; "
        f"the offset that would fit is {'-' if fits < timedelta(0) else '+'}{hours:02}:{minutes:02}: "
        "is the declared zone the one of the system's clock?"
    )
    return [(line, "ZONE_DISAGREES", message)]
