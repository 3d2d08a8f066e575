"""What is odd about the records themselves: what a party may want to look into before it pays.

Figures are not touched. Each finding is worked out from the record set alone, so that both parties are told the same:
hours without a contact between busy ones, bursts of calls answered at once and over in seconds, counts of a second feed
and assertions of the parties that the records do not bear out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

import narwhals as nw

from pactline.records.oddities.bursts import Burst
from pactline.records.views.interval_counts import Interval
from pactline.statement.counting.parts import QuarterCounts
from pactline.statement.windows.odd import Finding
from pactline.values.exact import how_many
from pactline.values.span import QUARTER_HOUR_US, Span
from pactline.values.zone import from_us

BUSY = 20  # contacts in the hour before and in the hour after that make an hour without any odd
_HOUR_US = 4 * QUARTER_HOUR_US


def empty_hours(everything: QuarterCounts, within: Span, where: ZoneInfo) -> list[Finding]:
    """The hours of UTC without a contact, between two busy ones."""
    by_hour = _by_hour(everything)
    found = []
    for hour in sorted(by_hour):
        gap, after = hour + 1, hour + 2
        inside = within.start <= gap * _HOUR_US and (gap + 1) * _HOUR_US <= within.end
        if inside and not by_hour.get(gap) and by_hour[hour] >= BUSY and by_hour.get(after, 0) >= BUSY:
            message = (
                f"No contact was offered from {_clock(gap, where)}; {by_hour[hour]:,} in the hour before and "
                f"{by_hour[after]:,} in the hour after."
            )
            found.append(Finding("INTEGRITY_HOUR", gap * _HOUR_US, (gap + 1) * _HOUR_US, message))
    return found


def bursts(known: Mapping[int, Burst], within: Span, where: ZoneInfo) -> list[Finding]:
    """The hours in which calls that were answered at once and over in seconds came in numbers."""
    return [
        Finding("INTEGRITY_BURST", hour * _HOUR_US, (hour + 1) * _HOUR_US, burst.sentence(_clock(hour, where)) + ".")
        for hour, burst in sorted(known.items())
        if within.start <= hour * _HOUR_US < within.end
    ]


def second_feed(compared: Iterable[tuple[Interval, Mapping[str, int]]], where: ZoneInfo) -> list[Finding]:
    """The queues whose interval counts say otherwise than their contacts; both are known, the contacts count."""
    differing: dict[str, list[tuple[Interval, list[str]]]] = {}
    many: Counter[str] = Counter()
    for interval, contacts in compared:
        many[interval.queue] += 1
        odd = [
            f"{interval.totals[what, 0]:,} {what.replace('_', ' ')} against {contacts.get(what, 0):,}"
            for what in ASSERTABLE
            if (what, 0) in interval.totals and interval.totals[what, 0] != contacts.get(what, 0)
        ]
        if odd:
            differing.setdefault(interval.queue, []).append((interval, odd))
    found = []
    for queue, odd_ones in sorted(differing.items()):
        first, said = odd_ones[0]
        begins = f"{from_us(first.from_us, where):%Y-%m-%d %H:%M}"
        message = (
            f"The counts of a second feed for queue {queue!r} differ from its contacts in {len(odd_ones):,} of "
            f"{how_many(many[queue], 'interval')}; first at {begins}: {', '.join(said)}."
        )
        found.append(Finding("INTEGRITY_FEED", first.from_us, odd_ones[-1][0].to_us, message))
    return found


ASSERTABLE = ("offered", "answered", "abandoned", "flowed_out", "callback", "refused")


def assertable(what: str) -> nw.Expr:
    """The contacts that an assertion counts; offered are all that entered a queue and left it in whatever way."""
    return reduce(or_, (nw.col("outcome") == outcome for outcome in _meant(what)))


def told_of(what: str, interval: Interval) -> int:
    """The same of an interval that is known from counts alone; offered are what the source calls so, if it does."""
    if (what, 0) in interval.totals:
        return interval.totals[what, 0]
    return sum(interval.totals.get((outcome, 0), 0) for outcome in _meant(what))


def _meant(what: str) -> tuple[str, ...]:
    return (what,) if what != "offered" else ("answered", "abandoned", "flowed_out", "callback")


def _by_hour(cells: QuarterCounts) -> Counter[int]:
    found: Counter[int] = Counter()
    for quarter, counts in cells.items():
        found[quarter * QUARTER_HOUR_US // _HOUR_US] += counts.counted
    return found


def _clock(hour: int, where: ZoneInfo) -> str:
    first, end = (from_us(each * _HOUR_US, where) for each in (hour, hour + 1))
    return f"{first:%Y-%m-%d %H:%M} to {end:%H:%M}"
