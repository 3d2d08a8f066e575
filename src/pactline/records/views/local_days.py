"""Days of the calendar for an engine: a zone becomes a few clock changes, and the rest is adding integers."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import narwhals as nw

from pactline.values.zone import from_us, midnight_us

DAY_US = 86_400_000_000
_EPOCH = date(1970, 1, 1)


def offsets(where: ZoneInfo, start_us: int, end_us: int) -> list[tuple[int, int]]:
    """How far the clock of a zone is ahead of UTC, in microseconds, from which instant on; the first from the start."""
    found = [(start_us, _offset(start_us, where))]
    at = start_us
    while at < end_us:
        following = min(at + DAY_US, end_us)
        if _offset(following, where) != found[-1][1]:
            change = _change(at, following, where)
            found.append((change, _offset(change, where)))
        at = following
    return found


def _offset(us: int, where: ZoneInfo) -> int:
    ahead = from_us(us, where).utcoffset()
    assert ahead is not None, "zones know their offset"
    return ahead // timedelta(microseconds=1)


def _change(before: int, after: int, where: ZoneInfo) -> int:
    """The first instant with another offset than ``before`` has."""
    offset = _offset(before, where)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(middle, where) == offset else (before, middle)
    return after


def local_day(instant: nw.Expr, changes: list[tuple[int, int]]) -> nw.Expr:
    """The local day of an instant, counted from 1970-01-01; ``changes`` as :func:`offsets` gives them."""
    ahead = nw.lit(changes[0][1])
    for (_, before), (at, after) in pairwise(changes):
        ahead = ahead + (instant >= at).cast(nw.Int64) * (after - before)
    return (instant + ahead) // DAY_US


def day_number(us: int, where: ZoneInfo) -> int:
    """The local day of an instant, counted from 1970-01-01."""
    return (from_us(us, where).date() - _EPOCH).days


def first_us(day: int, where: ZoneInfo) -> int:
    """The first instant of a local day that is counted from 1970-01-01."""
    return midnight_us(_EPOCH + timedelta(days=day), where)
