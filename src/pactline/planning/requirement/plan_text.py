"""A plan for people: day by day or interval by interval, what the windows come to, and what to know about it."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from pactline.planning.requirement.assumptions import Assumptions, Method, Mode
from pactline.planning.requirement.staffing import Plan, StaffedQueue
from pactline.planning.requirement.words import agents_text, figure_text, promised, share_text
from pactline.statement.shown.terminal import WIDTH, folded, table
from pactline.values.exact import how_many

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_MOST_ROWS = 110  # intervals are shown one by one up to so many in all
_MOST_WINDOWS = 31


def plan_text(plan: Plan) -> str:
    """All lines."""
    lines: list[str] = []
    one_by_one = sum(queue.expected.starts_us.size for queue in plan.queues) <= _MOST_ROWS
    for queue in plan.queues:
        shown = _intervals(queue) if one_by_one else _days(queue)
        lines += [_heading(queue, plan.given), *shown, *_short(queue, plan.given), ""]
    lines += [*_windows(plan), *_together(plan)]
    lines += [f"note: {note}" for note in plan.notes]
    lines += [f"not planned for: {name}: {why}" for name, why in plan.left_out]
    return "\n".join(folded(lines)).rstrip()


def _heading(queue: StaffedQueue, given: Assumptions) -> str:
    hours = queue.expected.length_s / 3600
    agents, scheduled = queue.agents.sum() * hours, queue.scheduled.sum() * hours
    said = f"{queue.expected.queue} ({queue.expected.channel}): {agents:,.1f} agent-hours"
    if scheduled > agents:
        said += f", {scheduled:,.1f} hours scheduled"
        if not given.shrinkage.at:
            said += f" as {share_text(given.shrinkage.share)} of paid time is lost"
    if given.mode is Mode.MONTH_TOTAL:
        every = queue.every_interval.sum() * hours
        if every > 0:
            said += f"; to keep every interval it would be {every:,.1f} agent-hours"
    return said


def _by_day(queue: StaffedQueue) -> list[tuple[str, NDArray[np.intp]]]:
    """The days in which anything comes or anybody is needed, with their intervals."""
    expected = queue.expected
    names = [expected.local(place).strftime("%a %d %b %Y") for place in range(expected.starts_us.size)]
    days = [(day, np.array([n for n, name in enumerate(names) if name == day])) for day in dict.fromkeys(names)]
    return [(day, places) for day, places in days if queue.agents[places].any() or expected.offered[places].any()]


def _intervals(queue: StaffedQueue) -> list[str]:
    promises, expected = queue.live.promises, queue.expected
    shrunk = bool((queue.scheduled > queue.agents).any())
    heads = ["", "Contacts", "AHT", "Agents", *(["Scheduled"] if shrunk else []), "Asks for most"]
    heads += [each.id for each in promises]
    lines = []
    for day, places in _by_day(queue):
        rows = []
        for place in places:
            if not queue.agents[place] and not expected.offered[place]:
                continue
            figures = [
                _marked(queue, each.id, figure_text(each, float(queue.best.figures[each.id][place])), place)
                for each in promises
            ]
            scheduled = [agents_text(float(queue.scheduled[place]))] if shrunk else []
            rows.append(
                [
                    f"{expected.local(place):%H:%M}", f"{expected.offered[place]:,.1f}",
                    f"{expected.aht_s[place]:,.0f} s", agents_text(float(queue.agents[place])), *scheduled,
                    str(queue.binding[place]), *figures,
                ]
            )  # fmt: skip
        lines += [day, *table(heads, "<>>>" + (">" if shrunk else "") + "<" + ">" * len(promises), rows, WIDTH)]
    return lines


def _marked(queue: StaffedQueue, name: str, text: str, place: int) -> str:
    return text if queue.kept[name][place] else f"{text} short"


def _days(queue: StaffedQueue) -> list[str]:
    expected, hours = queue.expected, queue.expected.length_s / 3600
    rows = []
    for day, places in _by_day(queue):
        agents, most = queue.agents[places], int(np.argmax(queue.agents[places]))
        asks = Counter(str(each) for each in queue.binding[places] if each)
        rows.append(
            [
                day,
                f"{expected.offered[places].sum():,.0f}",
                f"{agents.sum() * hours:,.1f}",
                f"{queue.scheduled[places].sum() * hours:,.1f}",
                f"{agents_text(float(agents[most]))} at {expected.local(int(places[most])):%H:%M}",
                ", ".join(f"{name} {many}" for name, many in asks.most_common(3)),
            ]
        )
    heads = ["Day", "Contacts", "Agent-hours", "Scheduled hours", "Most agents", "Asks for most, in intervals"]
    return table(heads, "<>>>><", rows, WIDTH)


def _short(queue: StaffedQueue, given: Assumptions) -> list[str]:
    """In how many intervals each promise is broken; with contacts followed through the day, also when none is."""
    lines, what = [], "followed through the day, " if queue.followed else ""
    busy = int((queue.live.open & (queue.expected.offered > 0)).sum())
    for promise in queue.live.promises:
        broken = np.flatnonzero(~queue.kept[promise.id])
        if broken.size:
            figures = queue.best.figures[promise.id][broken]
            worst = float(np.nanmin(figures) if promise.at_least else np.nanmax(figures))
            where = f"{broken.size} of {how_many(busy, 'interval')}, at worst {figure_text(promise, worst)}"
            lines.append(f"{what}{promise.id} is short in {where}")
    if lines and queue.followed and (given.mode, given.method) == (Mode.EVERY_INTERVAL, Method.OFFERED_LOAD):
        lines.append("--method repaired adds the agents that put this right")
    if queue.followed and not lines:
        lines.append(f"{what}every promise is kept in all {how_many(busy, 'interval')}")
    return lines


def against_text(queue: StaffedQueue, planned: Array, name: str) -> str:
    """What another plan (or what shifts provide) has too many and too few, against what a queue needs."""
    hours, delivered = queue.expected.length_s / 3600, queue.live.delivered(planned)
    over, under = np.maximum(planned - queue.agents, 0), np.maximum(queue.agents - planned, 0)
    said = (
        f"{name} against this, {queue.expected.queue}: {over.sum() * hours:,.1f} agent-hours too many, "
        f"{under.sum() * hours:,.1f} too few, in {how_many(int((under > 0).sum()), 'interval')}"
    )
    short = [f"{each} in {int((~kept).sum())}" for each, kept in delivered.kept.items() if not kept.all()]
    return f"{said}; short of {', '.join(short) or 'nothing'}"


def _together(plan: Plan) -> list[str]:
    """Of promises over several queues the interval in which all of them together come out worst."""
    lines = []
    promises = {each.promise.id: each.promise for each in plan.together}
    for promise in promises.values():
        known = [each for each in plan.together if each.promise is promise and not math.isnan(each.figure)]
        if not known:
            continue
        worst = (min if promise.at_least else max)(known, key=lambda each: each.figure)
        at = datetime.fromisoformat(worst.window)
        lines.append(
            f"{promise.id}, {' and '.join(worst.queues)} together: at worst {figure_text(promise, worst.figure)}, at "
            f"{at:%H:%M on %a %d %b}"
        )
    return lines


def _windows(plan: Plan) -> list[str]:
    shown = [each for each in plan.windows if not each.promise.every_interval]
    if not shown:
        return []
    rows = [
        [
            each.promise.id,
            promised(each.promise),
            each.window,
            figure_text(each.promise, each.figure) + ("" if each.kept else " short"),
        ]
        for each in shown[:_MOST_WINDOWS]
    ]
    more = [f"and {len(shown) - _MOST_WINDOWS} windows more"] if len(shown) > _MOST_WINDOWS else []
    return [*table(["Promise", "", "Window", "Planned"], "<<<>", rows, WIDTH), *more]
