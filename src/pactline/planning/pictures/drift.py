"""The picture of drift: observed over expected hang-ups by day, and both sums with their threshold and alarms."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from pactline.planning.patience.days import day_of
from pactline.planning.patience.drift import Watched
from pactline.planning.pictures.drawing import COLOURS, INK, LINES, MARKS, PALE, Picture, sheet, style

_TITLES = {
    "patience": "Hang-ups after the first second", "at_once": "Hang-ups at once", "handling_time": "Handling time",
    "volume": "Volume",
}  # fmt: skip


def drift_picture(watched: Watched, name: str = "") -> Picture:
    """One thing watched: above, what was observed over what was expected; below, the sums with their threshold."""
    with style():
        return _drift(watched, name)


def _drift(watched: Watched, name: str) -> Picture:
    dates: Any = [day_of(int(number)) for number in watched.days]
    figure, (upper, lower) = sheet(2, height=3.0, ratios=(1.0, 1.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(watched.expected > 0, watched.observed / watched.expected, np.nan)
    upper.axhline(100, color=PALE, linewidth=1)
    upper.plot(dates, 100 * ratio, MARKS[0], color=INK, markersize=4, label="day")
    upper.set(ylabel="observed, % of expected")
    what = _TITLES[watched.name]
    upper.set_title(f"{what} against what was to be expected{name}")
    if np.isfinite(ratio).any():
        low, high = float(np.nanmin(ratio)), float(np.nanmax(ratio))
        upper.set_ylim(100 * min(low - 0.05, 0.8), 100 * (max(high, 1.1) + 0.2 * (max(high, 1.1) - min(low, 0.8))))
    cusum = watched.cusum
    lower.plot(dates, cusum.up, color=COLOURS[1], label="more than expected")
    lower.plot(dates, cusum.down, color=COLOURS[0], linestyle=LINES[1], label="less than expected")
    lower.axhline(cusum.threshold, color=INK, linewidth=1, linestyle=LINES[3], label="alarm above this line")
    lower.set(ylabel="evidence, added up", ylim=(0, 1.5 * max(cusum.threshold, float(cusum.up.max(initial=0)),
                                                              float(cusum.down.max(initial=0)))))  # fmt: skip
    says = f"{what}: {len(dates)} days watched, no alarm."
    if cusum.alarms:
        alarm, since, found = cusum.alarms[0], dates[cusum.alarms[0].since], dates[cusum.alarms[0].day]
        height = (cusum.up if alarm.rising else cusum.down)[alarm.day]
        lower.plot([found], [height], "v", color=COLOURS[4], markersize=10, label=f"first alarm, {found:%d %B %Y}")
        for plot in (upper, lower):
            plot.axvline(since, color=COLOURS[4], linewidth=1, linestyle=LINES[2])
        upper.annotate(
            f" change since about {_said(since)}", (since, 1.0), xycoords=("data", "axes fraction"), va="top",
            fontsize=9, color=COLOURS[4],
        )  # fmt: skip
        says = f"{what}: {len(dates)} days watched; first alarm on {_said(found)}, changed since about {_said(since)}."
    lower.legend(loc="upper left", ncols=3)
    marked = dates[:: max(1, -(-len(dates) // 8))]
    lower.set_xticks(marked, [f"{day.day} {day:%b}\n{day.year}" if n == 0 else f"{day.day} {day:%b}"
                              for n, day in enumerate(marked)])  # fmt: skip
    return Picture(f"Drift: {what.lower()}{name}", says, figure)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
