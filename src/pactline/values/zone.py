"""Time zones by IANA name, from the pinned zone data and never from the machine's own."""

from __future__ import annotations

import importlib.resources
import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NAME = re.compile(r"UTC|[A-Za-z_-]{1,40}(/[A-Za-z0-9_+-]{1,40}){1,2}")


@cache
def zone(name: str) -> ZoneInfo:
    """The zone called ``name``, such as ``Europe/Berlin`` or ``UTC``. Raises ValueError for anything else."""
    *folders, leaf = name.split("/")
    try:
        if not _NAME.fullmatch(name) or folders[:1] == ["Etc"]:
            raise FileNotFoundError
        package = importlib.resources.files(".".join(["tzdata", "zoneinfo", *folders]))
        with package.joinpath(leaf).open("rb") as data:
            return ZoneInfo.from_file(data, key=name)
    except (FileNotFoundError, ModuleNotFoundError, IsADirectoryError, ValueError):
        raise ValueError(f"{name!r} is not a time zone; use an IANA name such as Europe/Berlin or UTC") from None


def to_us(instant: datetime) -> int:
    """An aware datetime as whole microseconds since 1970-01-01 UTC."""
    return (instant.astimezone(UTC) - _EPOCH) // _MICROSECOND


def from_us(us: int, where: ZoneInfo) -> datetime:
    """Microseconds since 1970-01-01 UTC as a local datetime of ``where``."""
    return (_EPOCH + timedelta(microseconds=us)).astimezone(where)


def edge_us(day: date, at: time, where: ZoneInfo, *, closing: bool = False) -> int:
    """The UTC instant of a local clock time that opens (or, with ``closing``, closes) a span.

    A time the clock skips moves forward to the first valid instant. A time that occurs twice is taken the first time
    for an opening and the second time for a closing, so that no open minute is lost.
    """
    local = datetime.combine(day, at, where)
    early, late = local.replace(fold=0), local.replace(fold=1)
    first, second = early.utcoffset(), late.utcoffset()
    assert first is not None
    assert second is not None
    if second > first:  # skipped: both readings name no real clock time; the gap ends where the two meet
        return _end_of_gap_us(early.astimezone(UTC), where)
    return to_us(late if closing else early)


def _end_of_gap_us(after: datetime, where: ZoneInfo) -> int:
    """The instant of the clock change at most a day before ``after``, to the microsecond."""
    low, high = to_us(after) - 86_400_000_000, to_us(after)
    offset = from_us(high, where).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if from_us(middle, where).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high


def midnight_us(day: date, where: ZoneInfo) -> int:
    """The first instant of a local day."""
    return edge_us(day, time(0), where)
