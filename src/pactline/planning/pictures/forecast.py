"""Pictures of a forecast: the past and the days to come with their interval, and the busiest day by interval."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import matplotlib.dates
import numpy as np

from pactline.planning.forecasting.coverage import Standing
from pactline.planning.forecasting.forecasting import DayForecast, QueueForecast
from pactline.planning.forecasting.rest_of_day import RestOfDay
from pactline.planning.pictures.drawing import COLOURS, INK, LINES, MARKS, PALE, Picture, sheet, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_dates: Any = matplotlib.dates
MOST_PAST = 35  # days shown before the forecast, or three times as many as are forecast
_MINUTES_OF_DAY = 1440


def forecast_pictures(made: QueueForecast) -> list[Picture]:
    """The forecast of one queue by day, and by interval for a week of it."""
    with style():
        return [_by_day(made), _by_interval(made)]


def _by_day(made: QueueForecast) -> Picture:
    figure, (plot,) = sheet(1, height=4.2)
    ahead = [each for each in made.days if each.offered > 0]
    most = max(MOST_PAST, 3 * len(made.days))
    first = ahead[0].day - timedelta(days=most)
    past = [(day, total) for day, total in zip(made.training.dates, made.training.totals, strict=True) if day >= first]
    odd = {each.day for each in made.left_out if each.standing is Standing.OUTLIER}
    _line(plot, [day for day, _ in past], [total for _, total in past], INK, "-", "came", width=1.1)
    if strange := [(day, total) for day, total in past if day in odd]:
        plot.plot(*_xy(strange), MARKS[3], color=COLOURS[1], markersize=6, label="far off, damped")
    missing = [each.day for each in made.left_out if each.standing is not Standing.OUTLIER and each.day >= first]
    for number, day in enumerate(missing):
        plot.axvspan(_at(day, -0.5), _at(day, 0.5), color=PALE, alpha=0.25, linewidth=0,
                     label="missing or cut short" if not number else None)  # fmt: skip
    days = [each.day for each in ahead]
    for run in _runs(ahead):
        plot.fill_between(
            [_at(each.day) for each in run], [each.low for each in run], [each.high for each in run],
            color=COLOURS[0], alpha=0.2, linewidth=0, label="8 in 10 lie here" if run[0] is ahead[0] else None,
        )  # fmt: skip
    _line(plot, days, [each.offered for each in ahead], COLOURS[0], "-", "forecast", mark=MARKS[0])
    _line(
        plot, days, [each.naive for each in ahead], COLOURS[1], LINES[1], "naive: last four of the weekday", width=1.2
    )
    if came := [(each.day, each.actual) for each in ahead if each.actual is not None]:
        plot.plot(*_xy(came), MARKS[2], color=INK, markersize=5, label="came since")
    named = [each for each in made.days if each.kind and "closed" not in each.kind]
    for each in named:
        plot.annotate(each.kind, (_at(each.day), each.high), (0, 4), textcoords="offset points", fontsize=8,
                      ha="center", color=INK)  # fmt: skip
    plot.axvline(_at(made.days[0].day, -0.5), color=PALE, linewidth=1, linestyle=LINES[3])
    _date_axis(plot)
    plot.set(ylabel="contacts a day", ylim=(0, None))
    plot.yaxis.set_major_formatter("{x:,.0f}")
    plot.margins(x=0.01)
    plot.set_title(f"Contacts a day, {made.queue}", pad=34)
    plot.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=6, borderaxespad=0.2, columnspacing=1.2)
    return Picture(f"Forecast of {made.queue} by day", _says(made), figure)


def _says(made: QueueForecast) -> str:
    total = sum(each.offered for each in made.days)
    said = f"{total:,.0f} contacts are expected from {made.days[0].day} to {made.days[-1].day}."
    if made.test and (found := made.test.accuracy(made.speaks_for)):
        said += (
            f" Such forecasts were off by {found.wape:.1%} of a day's contacts in the past, the naive ones by "
            f"{found.naive:.1%}."
        )
    return said


def _line(
    plot: Axes, days: list[date], values: list[float], colour: str, line: Any, label: str, *, mark: str = "",
    width: float = 1.8,
) -> None:  # fmt: skip
    """A line over days, broken where days are closed or missing for more than a weekend."""
    x: list[float] = []
    y: list[float] = []
    for day, value in zip(days, values, strict=True):
        if x and _at(day) - x[-1] > 3.5:
            x.append(_at(day) - 1)
            y.append(np.nan)
        x.append(_at(day))
        y.append(value)
    plot.plot(x, y, linestyle=line, color=colour, marker=mark or None, markersize=3.5, linewidth=width, label=label)


def _runs(days: list[DayForecast]) -> list[list[DayForecast]]:
    found: list[list[DayForecast]] = []
    for each in days:
        if found and (each.day - found[-1][-1].day).days <= 3:
            found[-1].append(each)
        else:
            found.append([each])
    return found


def _at(day: date, shift: float = 0.0) -> float:
    return float(_dates.date2num(day)) + shift


def _xy(points: list[tuple[date, float]]) -> tuple[list[float], list[float]]:
    return [_at(day) for day, _ in points], [value for _, value in points]


def _date_axis(plot: Axes) -> None:
    locator = _dates.AutoDateLocator(minticks=4, maxticks=10)
    plot.xaxis.set_major_locator(locator)
    plot.xaxis.set_major_formatter(_dates.ConciseDateFormatter(locator))


def _by_interval(made: QueueForecast) -> Picture:
    """The days of the first week that is forecast, interval by interval, each in a plot of its own height."""
    expected, minutes = made.expected, made.history.minutes
    locals_ = [expected.local(n) for n in range(len(expected.starts_us))]
    days = list(dict.fromkeys(each.date() for each in locals_))[:7]
    rows = -(-len(days) // 2)
    with style():
        figure, _ = sheet(rows, height=1.9)
    figure.clear()
    grid = figure.subplots(rows, min(2, len(days)), squeeze=False, sharey=True)
    cells = [each for line in grid for each in line]
    for plot, day in zip(cells, days, strict=False):
        here = [n for n, each in enumerate(locals_) if each.date() == day]
        hours = np.array([locals_[n].hour + locals_[n].minute / 60 for n in here])
        _steps(plot, hours, minutes / 60, expected.low[here], expected.high[here], expected.offered[here])
        if made.outcome is not None:
            came = made.outcome.intervals[here]
            plot.plot(hours + minutes / 120, came, ".", color=INK, markersize=4, label="came since")
        plot.set_title(f"{day:%a} {day}", fontsize=10)
        plot.xaxis.set_major_locator(_hours())
        plot.xaxis.set_major_formatter("{x:02.0f}:00")
    opens, closes = (edge(each.hour + each.minute / 60 for each in locals_) for edge in (min, max))
    for plot in cells[: len(days)]:  # only now: a limit that is set ends the scaling of the plots that share it
        plot.set(ylim=(0, None), xlim=(max(opens - 0.5, 0), min(closes + 1, 24)))
    for plot in cells[len(days) :]:
        plot.set_axis_off()
    handles, labels = cells[0].get_legend_handles_labels()
    if len(cells) > len(days):
        cells[-1].legend(handles, labels, loc="center")
    else:
        cells[0].legend(handles, labels, loc="upper right")
    for line in grid:
        line[0].set_ylabel(f"in {minutes} min")
    says = (
        f"The contacts of each interval of {minutes} minutes on {len(days)} days from {days[0]}, with the range in "
        "which eight of ten will lie."
    )
    return Picture(f"Forecast of {made.queue} by interval", says, figure)


def _hours() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=6, steps=[1, 2, 3, 4, 6], integer=True)


def _steps(plot: Axes, hours: Any, length: float, low: Any, high: Any, offered: Any) -> None:
    """Steps from the beginning of each interval to its end; where intervals are apart the line is broken."""
    apart = np.flatnonzero(np.diff(hours) > 1.5 * length) + 1
    for number, run in enumerate(np.split(np.arange(len(hours)), apart)):
        x = np.append(hours[run], hours[run][-1] + length)
        plot.step(x, np.append(offered[run], offered[run][-1]), where="post", linewidth=1.5, color=COLOURS[0],
                  label="forecast" if not number else None)  # fmt: skip
        plot.fill_between(
            x, np.append(low[run], low[run][-1]), np.append(high[run], high[run][-1]), step="post", color=COLOURS[0],
            alpha=0.2, linewidth=0, label="8 in 10 lie here" if not number else None,
        )  # fmt: skip


def rest_picture(rest: RestOfDay, came: Any) -> Picture:
    """A day that has begun: what came, the forecast of before, and what is expected now.

    ``came`` are the contacts of every interval of the day (of the clock); those after now are not looked at.
    """
    with style():
        figure, (plot,) = sheet(1, height=3.8)
        before, minutes = rest.made.expected, rest.made.history.minutes
        hours = np.array([each.hour + each.minute / 60 for each in map(before.local, range(len(before.starts_us)))])
        later = rest.expected
        rest_hours = np.array([each.hour + each.minute / 60 for each in map(later.local, range(len(later.starts_us)))])
        _steps(plot, rest_hours, minutes / 60, later.low, later.high, later.offered)
        ends = np.append(hours, hours[-1] + minutes / 60)
        was = np.append(before.offered, before.offered[-1])
        plot.step(ends, was, where="post", color=COLOURS[1], linestyle=LINES[1], linewidth=1.2,
                  label="forecast of before")  # fmt: skip
        begins = np.arange(_MINUTES_OF_DAY // minutes) * minutes / 60
        known = (begins >= hours[0]) & (begins < rest_hours[0])
        plot.plot(begins[known] + minutes / 120, np.asarray(came)[known], ".", color=INK, label="came")
        plot.axvline(rest_hours[0], color=PALE, linewidth=1, linestyle=LINES[3])
        plot.set(ylabel=f"contacts in {minutes} min", ylim=(0, None), xlim=(hours[0] - 0.25, hours[-1] + 0.75))
        plot.xaxis.set_major_locator(_hours())
        plot.xaxis.set_major_formatter("{x:02.0f}:00")
        plot.set_title(f"{rest.made.queue}, {rest.at:%a %Y-%m-%d} at {rest.at:%H:%M}")
        plot.legend(loc="upper right")
    now = rest.updated
    says = (
        f"By {rest.at:%H:%M} {now.so_far:,.0f} contacts came where {now.expected_so_far:,.0f} were forecast; "
        f"{now.rest:,.0f} are still to come ({now.rest_low:,.0f} to {now.rest_high:,.0f})."
    )
    return Picture(f"The rest of the day, {rest.made.queue}", says, figure)
