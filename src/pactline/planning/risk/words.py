"""What a period is called: a simulated *month* only where the period that is planned is one."""

from __future__ import annotations

from pactline.values.period import Each, Period, next_window, window_start

PERIOD = "period"


def word_for(period: Period) -> str:
    """``day``, ``week``, ``month``, ``quarter`` or ``year`` where the period is one of them, else ``period``."""
    for each in (Each.DAY, Each.WEEK, Each.MONTH, Each.QUARTER, Each.YEAR):
        if window_start(period.first, each) == period.first and next_window(period.first, each) == period.end:
            return each.value
    return PERIOD
