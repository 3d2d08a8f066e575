"""The second in an Asterisk call id, and what it tells of the zone that was declared for the database table."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from pactline.values.zone import from_us

_CALL_EPOCH = re.compile(r"(?:.*-)?([0-9]{9,10})\.[0-9]+")


def call_epoch_us(call: str) -> int | None:
    """The second at which the system made the call's channel, which Asterisk writes into the call id."""
    found = _CALL_EPOCH.fullmatch(call)
    return int(found[1]) * 1_000_000 if found else None


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

    def warnings(self) -> list[tuple[int, str, str]]:
        """One warning when most calls disagree with their ids by more than five minutes."""
        apart = [
            (us - epoch, line) for call, (us, line) in self._first.items() if (epoch := call_epoch_us(call)) is not None
        ]
        wrong = sorted(pair for pair in apart if abs(pair[0]) > 300_000_000)
        if not apart or 2 * len(wrong) <= len(apart):
            return []
        middle = wrong[len(wrong) // 2][0]
        declared = from_us(self._first_us(), self._zone).utcoffset() if self._zone else timedelta(0)
        assert declared is not None
        fits = declared + timedelta(minutes=15) * round(Fraction(middle, 900_000_000))
        hours, minutes = divmod(abs(fits) // timedelta(minutes=1), 60)
        message = (
            f"{len(wrong)} of {len(apart)} calls are logged more than 5 minutes away from the second in their call id; "
            f"the offset that would fit is {'-' if fits < timedelta(0) else '+'}{hours:02}:{minutes:02}: "
            "is the declared zone the one of the system's clock?"
        )
        return [(min(line for _, line in wrong), "ZONE_DISAGREES", message)]

    def _first_us(self) -> int:
        return min(us for us, _ in self._first.values())
