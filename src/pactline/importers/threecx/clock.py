"""The local times of one record. Where the clock was set back, order and duration tell which hour is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import product
from zoneinfo import ZoneInfo

from pactline.importers.fault import Fault, quoted
from pactline.values.zone import to_us

_TIME = re.compile(r"([0-9]{4})[/-]([0-9]{2})[/-]([0-9]{2})[ T]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,6})?")
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9]):([0-5][0-9])(?:\.[0-9]{1,6})?")
_YEARS = range(2000, 2100)


def instants(
    texts: Sequence[str], duration_ms: int | None, where: ZoneInfo, latest_us: int | None
) -> tuple[list[int | None], bool]:
    """The instants of times in order (an empty one is None), and whether some other reading would do as well.

    ``duration_ms`` is from the last but one to the last. A local time that occurs twice is taken so that the order and
    the duration hold; where both readings hold, the first is taken. Raises Fault.
    """
    readings = [[None] if not text else _readings(text, where) for text in texts]
    fitting = [found for found in product(*readings) if _in_order(found) and _as_long(found, duration_ms)]
    if not fitting:
        fitting = [found for found in product(*readings) if _in_order(found)]
    if not fitting:
        raise Fault("TIME_ORDER", f"The times {' '.join(text for text in texts if text)} are not in order.")
    known = [[us for us in found if us is not None] for found in fitting]
    shortest = min(each[-1] - each[0] for each in known)
    best = sorted(each for each, us in zip(fitting, known, strict=True) if us[-1] - us[0] == shortest)
    latest = max(us for us in best[0] if us is not None)
    if latest_us is not None and latest > latest_us:
        raise Fault("TS_RANGE", f"{quoted(texts[-1])} lies in the future; check the clock of the source and the zone.")
    return list(best[0]), len(best) > 1


def length_ms(text: str, name: str) -> int | None:
    """A length ``hh:mm:ss`` in milliseconds; None for an empty one. Raises Fault."""
    if not text:
        return None
    match = _CLOCK.fullmatch(text)
    if not match:
        raise Fault("NUM_FORMAT", f"{name} {quoted(text)} is not a length such as 00:05:15.")
    hours, minutes, seconds = map(int, match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def _readings(text: str, where: ZoneInfo) -> list[int | None]:
    match = _TIME.fullmatch(text)
    if not match:
        raise Fault("TS_FORMAT", f"{quoted(text)} is not a time such as 2024/06/17 05:59:49.")
    try:
        year, month, day, hour, minute, second = map(int, match.groups())
        local = datetime(year, month, day, hour, minute, second, tzinfo=where)
    except ValueError as error:
        raise Fault("TS_FORMAT", f"{quoted(text)} is no real date and time: {error}.") from None
    if local.year not in _YEARS:
        raise Fault("TS_RANGE", f"{quoted(text)} lies outside the years 2000 to 2099.")
    early, late = local.replace(fold=0), local.replace(fold=1)
    before, after = early.utcoffset(), late.utcoffset()
    assert before is not None
    assert after is not None
    if before < after:
        raise Fault("TS_NONEXISTENT", f"{quoted(text)} was skipped by the clock change in {where.key}.")
    return [to_us(early)] if before == after else [to_us(early), to_us(late)]


def _in_order(found: Sequence[int | None]) -> bool:
    known = [us for us in found if us is not None]
    return known == sorted(known)


def _as_long(found: Sequence[int | None], duration_ms: int | None) -> bool:
    answered, ended = found[-2], found[-1]
    if duration_ms is None or answered is None or ended is None:
        return True
    return abs((ended - answered) // 1000 - duration_ms) <= 1_000
