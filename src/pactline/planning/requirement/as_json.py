"""Requirements and plans for programs: numbers as plain decimals, nothing where there is no figure."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pactline.planning.requirement.staffing import Plan, StaffedQueue
    from pactline.planning.requirement.window_figures import WindowFigure

_MARK = "\ue000"  # of a private use: no name of a queue holds it
_MARKED = re.compile(f'"{_MARK}([^"]*)"')


def number(value: float) -> Any:
    """A figure as it goes into :func:`decimals_json`: whole numbers as such, None for what is no number or endless."""
    if not math.isfinite(value):
        return None
    if value == int(value) and abs(value) < 1e15:
        return int(value)
    return _MARK + f"{Decimal(repr(float(value))):f}"


def decimals_json(content: Any) -> str:
    """JSON text in which the figures of :func:`number` are plain decimals, never ``1e-07``."""
    return _MARKED.sub(r"\1", json.dumps(content, indent=2, ensure_ascii=False))


def plan_json(plan: Plan) -> dict[str, Any]:
    """``staff FOLDER --forecast ... --json``."""
    return {
        "rows": [row for queue in plan.queues for row in _rows(queue)],
        "windows": [_window(each) for each in plan.windows],
        "together": [_window(each) for each in plan.together],
        "left_out": [{"commitment": name, "why": why} for name, why in plan.left_out],
        "notes": list(plan.notes),
    }


def _window(each: WindowFigure) -> dict[str, Any]:
    return {
        "commitment": each.promise.id,
        "window": each.window,
        "queues": list(each.queues),
        "figure": _short(each.figure),
        "target": number(each.promise.target),
        "kept": each.kept,
    }


def _short(value: float) -> Any:
    return number(round(float(value), 6)) if math.isfinite(value) else None


def _rows(queue: StaffedQueue) -> list[dict[str, Any]]:
    expected, best = queue.expected, queue.best
    rows = []
    for place in range(expected.starts_us.size):
        rows.append(
            {
                "interval": expected.local(place).isoformat(),
                "queue": expected.queue,
                "channel": expected.channel,
                "offered_per_hour": _short(expected.offered[place] * 3600 / expected.length_s),
                "aht_s": _short(expected.aht_s[place]),
                "agents": number(float(queue.agents[place])),
                "scheduled": number(float(queue.scheduled[place])),
                "kept": {name: bool(kept[place]) for name, kept in queue.kept.items()},
                "asa_s": _short(best.shown["asa_s"][place]),
                "abandoned_share": _short(best.shown["p_abandon"][place]),
                "occupancy": _short(best.shown["occupancy"][place]),
                "binding": str(queue.binding[place]) or None,
                "figures": {name: _short(figures[place]) for name, figures in best.figures.items()},
                "every_interval": number(float(queue.every_interval[place])),
            }
        )
    return rows
