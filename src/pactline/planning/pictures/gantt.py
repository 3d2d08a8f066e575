"""The picture of a schedule: a day's shifts with their breaks, and below them who is at work against what is needed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from pactline.planning.pictures.drawing import COLOURS, GRID, HATCHES, INK, PALE, Picture, sheet, style
from pactline.planning.shifts.demand import Demand
from pactline.planning.shifts.gantt_text import busiest_day
from pactline.planning.shifts.schedule import Schedule, Shift
from pactline.values.exact import how_many
from pactline.values.zone import from_us, midnight_us

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_NAMED = 45  # bars that carry a name; more are drawn without


def gantt_pictures(schedule: Schedule, day: date | None = None) -> list[Picture]:
    """A picture for each pool that works on a day; left out, the busiest day."""
    shown = day or busiest_day(schedule)
    found = []
    for demand in schedule.demands:
        shifts = _on(schedule, demand, shown)
        if shifts or demand.need.any():
            found.append(_picture(schedule, demand, shifts, shown))
    return found


def _on(schedule: Schedule, demand: Demand, day: date) -> list[Shift]:
    zone = schedule.slots.zone
    low, high = midnight_us(day, zone), midnight_us(day + timedelta(days=1), zone)
    return [each for each in schedule.of_pool(demand.pool) if each.start_us < high and each.end_us > low]


def _picture(schedule: Schedule, demand: Demand, shifts: list[Shift], day: date) -> Picture:
    with style():
        tall = min(max(0.9, 0.16 * len(shifts) / 2.4), 3.2)
        figure, (bars, cover) = sheet(2, height=2.4, ratios=(tall, 1.0))
        origin = midnight_us(day, schedule.slots.zone)
        _bars(bars, shifts, origin)
        under, over = _cover(cover, schedule, demand, day)
        title = f"{demand.pool}, {day:%A} {day.isoformat()}: {how_many(len(shifts), 'shift')}"
        bars.set_title(title)
        _clock(cover, schedule, origin)
    said = f"over {over:.2f} agent-hours, under {under:.2f}"
    says = f"{title}; bars are shifts, their gaps breaks; below, agents at work against agents needed: {said}."
    return Picture(title, says, figure)


def _hour(us: int, origin: int) -> float:
    return (us - origin) / 3.6e9


def _bars(plot: Axes, shifts: list[Shift], origin: int) -> None:
    kinds = list(dict.fromkeys(each.kind for each in sorted(shifts, key=lambda s: s.kind)))
    told: set[str] = set()

    def label(text: str) -> str | None:
        if text in told:
            return None
        told.add(text)
        return text

    for row, each in enumerate(shifts):
        place = kinds.index(each.kind)
        colour, hatch = COLOURS[place % len(COLOURS)], HATCHES[place % len(HATCHES)]
        end = each.end_us - each.overtime_us
        plot.barh(row, _hour(end, each.start_us), left=_hour(each.start_us, origin), height=0.78, color=colour,
                  hatch=hatch, edgecolor="white", linewidth=0.3, label=label(f"shift: {each.kind}"))  # fmt: skip
        if each.overtime_us:
            plot.barh(row, each.overtime_us / 3.6e9, left=_hour(end, origin), height=0.78, color="white",
                      edgecolor=colour, hatch="xxxx", linewidth=0.8, label=label("overtime"))  # fmt: skip
        for pause in each.breaks:
            paid = pause.paid
            plot.barh(row, _hour(pause.end_us, pause.start_us), left=_hour(pause.start_us, origin), height=0.78,
                      color="white" if not paid else GRID, edgecolor=colour, linewidth=0.6,
                      label=label("break, paid" if paid else "break, unpaid"))  # fmt: skip
    plot.set_ylim(len(shifts) - 0.4, -0.6)
    if len(shifts) <= MOST_NAMED and any(each.agent for each in shifts):
        plot.set_yticks(range(len(shifts)), [each.agent or each.kind for each in shifts], fontsize=7)
    else:
        plot.set_yticks([])
        plot.set_ylabel("shifts, by start")
    plot.grid(visible=False, axis="y")
    if told:
        plot.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))


def _cover(plot: Axes, schedule: Schedule, demand: Demand, day: date) -> tuple[float, float]:
    """Draw who is at work against what is needed; returns agent-hours under and over on the day."""
    slots = schedule.slots
    number = (day - slots.first).days
    mine = np.array([slot for slot in range(slots.count) if slots.day_of(slot) == number])
    need, there = demand.need[mine], schedule.at_work(demand)[mine]
    used = np.flatnonzero((need > 0) | (there > 0))
    if not len(used):
        return 0.0, 0.0
    mine = mine[used[0] : used[-1] + 1]
    need, there = demand.need[mine], schedule.at_work(demand)[mine]
    edges = np.array([_hour(slots.us(int(slot)), slots.us(int(mine[0]))) for slot in [*mine, int(mine[-1]) + 1]])
    edges += _hour(slots.us(int(mine[0])), midnight_us(day, slots.zone))
    low = np.minimum(need, there)

    def steps(values: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.append(values, values[-1])

    plot.fill_between(edges, steps(low), steps(np.maximum(there, low)), step="post", color=COLOURS[0], alpha=0.22,
                      linewidth=0, label="over")  # fmt: skip
    if (need > there).any():
        plot.fill_between(edges, steps(low), steps(need), step="post", facecolor="none", edgecolor=COLOURS[4],
                          hatch="////", linewidth=0, label="under")  # fmt: skip
    plot.step(edges, steps(there), where="post", color=COLOURS[0], linewidth=1.4, label="at work")
    plot.step(edges, steps(need), where="post", color=INK, linestyle="--", linewidth=1.4, label="needed")
    plot.set_ylabel("agents")
    plot.set_ylim(0, 1.08 * max(int(need.max()), int(there.max()), 1))
    plot.yaxis.set_major_locator(MaxNLocator(integer=True))
    plot.set_xlim(float(np.floor(edges[0])), float(np.ceil(edges[-1])))
    plot.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    under, over = (float(np.maximum(gap, 0).sum()) * slots.hours for gap in (need - there, there - need))
    return under, over


def _clock(plot: Axes, schedule: Schedule, origin: int) -> None:
    """Hours of the local clock below the plot: on the day of a clock change they are those that people read."""
    low, high = plot.get_xlim()
    every = 1 if high - low <= 16 else 2
    marks = [hour for hour in range(int(np.ceil(low)), int(high) + 1) if hour % every == 0]
    zone = schedule.slots.zone
    plot.set_xticks(marks, [f"{from_us(origin + round(hour * 3.6e9), zone):%H:%M}" for hour in marks])
    plot.set_xlabel(f"local time ({zone.key})", color=PALE)
