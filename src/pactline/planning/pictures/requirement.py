"""Pictures of a requirement: the agents of each interval with the promise that asks for most, and a plan against it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patheffects import withStroke

from pactline.planning.pictures.drawing import COLOURS, HATCHES, INK, PALE, Picture, sheet, style
from pactline.planning.requirement.staffing import Plan, StaffedQueue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MOST_DAYS = 7  # of a queue, in one picture
_NOTHING = "somebody must be there"


def requirement_pictures(plan: Plan) -> list[Picture]:
    """For each queue its busiest week: agents by interval, filled by the promise that asks for most."""
    with style():
        return [_requirement(queue) for queue in plan.queues if queue.agents.any()]


def plan_against_requirement(queue: StaffedQueue, planned: Array, title: str = "") -> Picture:
    """A plan (or what shifts provide) against what a queue needs, with what is over and what is under."""
    with style():
        return _against(queue, planned, title or f"Plan against requirement, {queue.expected.queue}")


def _days(queue: StaffedQueue) -> list[tuple[date, NDArray[np.intp]]]:
    """The days of the busiest week in which anybody is needed, with their intervals."""
    expected = queue.expected
    names = [expected.local(place).date() for place in range(expected.starts_us.size)]
    open_days = [day for day in dict.fromkeys(names) if any(queue.agents[[n == day for n in names]])]
    totals = [float(queue.agents[[n == day for n in names]].sum()) for day in open_days]
    windows = range(max(len(open_days) - MOST_DAYS, 0) + 1)
    first = max(windows, key=lambda place: sum(totals[place : place + MOST_DAYS]))
    shown = open_days[first : first + MOST_DAYS]
    return [(day, np.array([place for place, name in enumerate(names) if name == day])) for day in shown]


def _hours(queue: StaffedQueue, places: NDArray[np.intp]) -> Array:
    """Local hours of the day at which intervals begin."""
    local = [queue.expected.local(int(place)) for place in places]
    return np.array([each.hour + each.minute / 60 for each in local])


def _requirement(queue: StaffedQueue) -> Picture:
    days = _days(queue)
    figure, plots = sheet(len(days), height=2.0 if len(days) > 1 else 3.8, share_x=True)
    asks = Counter(str(each) or _NOTHING for _, places in days for each in queue.binding[places])
    names = sorted(asks, key=lambda name: (name == _NOTHING, -asks[name]))
    width, ends = queue.expected.length_s / 3600, _ends(queue, days)
    for plot, (day, places) in zip(plots, days, strict=True):
        hours, shown = _hours(queue, places), queue.binding[places]
        for number, name in enumerate(names):
            mine = np.array([(str(each) or _NOTHING) == name for each in shown]) & (queue.agents[places] > 0)
            if mine.any():
                plot.bar(
                    hours[mine], queue.agents[places][mine], width, align="edge", linewidth=0.4, edgecolor="white",
                    color=COLOURS[number % 6] if name != _NOTHING else PALE, hatch=HATCHES[number % 6],
                )  # fmt: skip
        load = queue.live.coming.load[places]
        plot.step(
            np.append(hours, hours[-1] + width), np.append(load, load[-1]), where="post", color=INK, linewidth=1.5,
            path_effects=[withStroke(linewidth=3.5, foreground="white")],
        )  # fmt: skip
        _dress(plot, f"{queue.expected.queue}, {day:%a %d %b %Y}", ends)
    _legend(figure, names)
    plots[-1].set_xlabel("local time")
    top = max(float(queue.agents[places].max()) for _, places in days)
    _same_height(plots, top)
    title = f"Agents by interval, {queue.expected.queue}"
    return Picture(title, _says(queue, days, asks), figure)


def _legend(figure: Any, names: Sequence[str]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Patch(
            facecolor=COLOURS[number % 6] if name != _NOTHING else PALE, hatch=HATCHES[number % 6], edgecolor="white",
            label=name if name == _NOTHING else f"{name} asks for most",
        )
        for number, name in enumerate(names)
    ]  # fmt: skip
    handles.append(Line2D([], [], color=INK, linewidth=1.3, label="load (Erlang)"))
    figure.legend(handles=handles, loc="outside upper left", ncols=min(len(handles), 4))


def _ends(queue: StaffedQueue, days: list[tuple[date, NDArray[np.intp]]]) -> tuple[float, float]:
    """The first and last hour of the clock in which anybody is needed on any of the days."""
    hours = np.concatenate([_hours(queue, places[queue.agents[places] > 0]) for _, places in days])
    return float(np.floor(hours.min())), float(np.ceil(hours.max() + queue.expected.length_s / 3600))


def _dress(plot: Axes, title: str, ends: tuple[float, float]) -> None:
    first, last = ends
    plot.set_title(title, fontsize=10)
    plot.set_ylabel("agents")
    plot.set_xlim(first, last)
    ticks = np.arange(first, last + 1, 1 if last - first <= 14 else 2)
    plot.set_xticks(ticks, [f"{int(each):02d}:00" for each in ticks])
    plot.grid(axis="x", visible=False)


def _same_height(plots: Sequence[Axes], top: float) -> None:
    from matplotlib.ticker import MaxNLocator

    for plot in plots:
        plot.set_ylim(0, top * 1.1)
        plot.yaxis.set_major_locator(MaxNLocator(5, integer=True))


def _says(queue: StaffedQueue, days: list[tuple[date, NDArray[np.intp]]], asks: Counter[str]) -> str:
    places = np.concatenate([each for _, each in days])
    most = int(places[np.argmax(queue.agents[places])])
    said = ", ".join(f"{name} in {many} intervals" for name, many in asks.most_common() if name != _NOTHING)
    return (
        f"Agents that keep every promise of {queue.expected.queue}, {days[0][0]} to {days[-1][0]}: at most "
        f"{queue.agents[most]:,.0f}, at {queue.expected.local(most):%H:%M on %d %B}. What asks for most: "
        f"{said or 'nothing'}."
    )


def _against(queue: StaffedQueue, planned: Array, title: str) -> Picture:
    days = _days(queue)
    figure, plots = sheet(len(days), height=2.0 if len(days) > 1 else 3.8)
    width, over, under, ends = queue.expected.length_s / 3600, 0.0, 0.0, _ends(queue, days)
    for plot, (day, places) in zip(plots, days, strict=True):
        hours, need, there = _hours(queue, places), queue.agents[places], planned[places]
        edges = np.append(hours, hours[-1] + width)
        need_e, there_e = np.append(need, need[-1]), np.append(there, there[-1])
        more, fewer = np.maximum(there - need, 0), np.maximum(need - there, 0)
        plot.bar(hours, more, width, need, align="edge", color=COLOURS[0], alpha=0.3, linewidth=0)
        plot.bar(
            hours, fewer, width, there, align="edge", facecolor=COLOURS[1], alpha=0.75, hatch=HATCHES[1],
            edgecolor="white", linewidth=0,
        )  # fmt: skip
        plot.step(edges, need_e, where="post", color=INK, linewidth=1.6)
        plot.step(edges, there_e, where="post", color=COLOURS[0], linewidth=1.4, linestyle="--")
        _dress(plot, f"{queue.expected.queue}, {day:%a %d %b %Y}", ends)
        over, under = over + float(more.sum()) * width, under + float(fewer.sum()) * width
    _same_height(plots, max(float(np.maximum(queue.agents, planned)[places].max()) for _, places in days))
    _legend_against(figure)
    plots[-1].set_xlabel("local time")
    says = (
        f"The plan has {over:,.1f} agent-hours more than needed and {under:,.1f} fewer, {days[0][0]} to {days[-1][0]}."
    )
    return Picture(title, says, figure)


def _legend_against(figure: Any) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Line2D([], [], color=INK, linewidth=1.6, label="needed"),
        Line2D([], [], color=COLOURS[0], linewidth=1.4, linestyle="--", label="planned"),
        Patch(facecolor=COLOURS[0], alpha=0.3, label="over"),
        Patch(facecolor=COLOURS[1], alpha=0.75, hatch=HATCHES[1], edgecolor="white", label="under"),
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=4)
