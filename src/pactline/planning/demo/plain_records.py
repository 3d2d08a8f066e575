"""What happened on the floor, in the plain record format.

Planned contacts are contacts: the importer that reads a real centre's file reads this one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pactline.planning.demo.centre import HALF_HOUR_MS, Centre
from pactline.planning.demo.floor import Visit
from pactline.values.zone import from_us

PLAIN_COLUMNS = (
    "contact_id", "visit", "channel", "queue", "direction", "offered_at", "answered_at", "ended_at", "outcome",
    "reason", "wait_s", "ring_s", "talk_s", "hold_s", "wrap_s", "agent", "transfer_in", "transfer_out", "callback_of",
)  # fmt: skip


def plain_rows(centre: Centre, visits: Sequence[Visit]) -> Iterator[dict[str, str]]:
    """Each visit as a row of the plain record format; what does not apply is empty."""
    channels = {desk.name: desk.channel for desk in centre.desks}
    for visit in visits:
        answered_ms, ended_ms = visit.answered_ms, visit.ended_ms
        assert ended_ms is not None, "a centre that has run to its end has no open visits"
        left_queue_ms = ended_ms if answered_ms is None else answered_ms
        answered = answered_ms is not None
        yield {
            "contact_id": visit.contact_id,
            "visit": str(visit.number),
            "channel": channels[visit.queue],
            "queue": visit.queue,
            "direction": visit.direction,
            "offered_at": _stamp(visit.offered_ms, centre.zone),
            "answered_at": _stamp(answered_ms, centre.zone) if answered_ms is not None else "",
            "ended_at": _stamp(ended_ms, centre.zone),
            "outcome": visit.outcome,
            "reason": visit.reason,
            "wait_s": _seconds(left_queue_ms - visit.offered_ms),
            "ring_s": _seconds(visit.ring_ms) if answered else "",
            "talk_s": _seconds(visit.talk_ms) if answered else "",
            "hold_s": _seconds(visit.hold_ms) if answered else "",
            "wrap_s": _seconds(visit.wrap_ms) if answered else "",
            "agent": visit.agent,
            "transfer_in": visit.transfer_in,
            "transfer_out": visit.transfer_out,
            "callback_of": visit.callback_of,
        }


def write_plain_csv(centre: Centre, visits: Sequence[Visit], path: Path) -> int:
    """Write the visits as ``plain-csv`` and say how many. Raises OSError."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, PLAIN_COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(plain_rows(centre, visits))
    return len(visits)


def _stamp(ms: int, where: ZoneInfo) -> str:
    half_hours, rest_ms = divmod(ms, HALF_HOUR_MS)
    # Clocks change on the half hour, so within one it is enough to count on; asking the zone each time is slow.
    return (_half_hour(half_hours, where) + timedelta(milliseconds=rest_ms)).isoformat(timespec="milliseconds")


@cache
def _half_hour(number: int, where: ZoneInfo) -> datetime:
    return from_us(number * HALF_HOUR_MS * 1000, where)


def _seconds(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03d}"
