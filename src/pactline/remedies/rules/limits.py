"""A limit in money: a fixed sum, or a share of a charge."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from pactline.remedies.amounts import ShareOf
from pactline.remedies.rules.lines import Settling
from pactline.values.dated import Dated
from pactline.values.exact import plain
from pactline.values.period import Each, Period, next_window, window_start


def tile_before(on: date, each: Each, term: Period | None = None) -> Period:
    """The calendar window of the day before a settlement day: windows are settled on the day after their last.

    With a term, the window ends with it at the latest.
    """
    start = window_start(on - timedelta(days=1), each)
    end = next_window(start, each)
    return Period(start, min(end, term.end) if term is not None and on <= term.end else end)


def limit_of(
    limit: ShareOf | Dated[Decimal], settling: Settling, period: Period, since: date | None = None
) -> tuple[Decimal, tuple[str, ...], str]:
    """The limit for a period, rounded; how it comes about; and the charge it is a share of. Raises Unknown.

    Of a sum that changes, the one in force on ``since`` holds: left out, on the first day of the period in the term.
    """
    if not isinstance(limit, ShareOf):
        due = limit.on(since or max(period.first, settling.term.first))
        return settling.rounded(Fraction(due)), (f"fixed sum {settling.money(due)}",), ""
    base = settling.charge(limit.of, period)
    exact = base * limit.percent / 100
    step = f"{plain(limit.percent)} % of {limit.of} {settling.money(base)} = {settling.money(exact)}"
    rounded = settling.rounded(exact)
    steps = (step,) if Fraction(rounded) == exact else (step, f"rounded to {rounded:,f}")
    return rounded, steps, limit.of
