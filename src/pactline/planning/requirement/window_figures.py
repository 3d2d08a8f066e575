"""The figures of a plan over the windows of the promises: what the month (or day) comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from pactline.planning.requirement.contributions import Part, Total
from pactline.planning.requirement.live import LiveQueue
from pactline.planning.requirement.promise import Promise
from pactline.planning.requirement.windows import window_numbers
from pactline.values.zone import from_us

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class WindowFigure:
    """What a plan delivers of one promise over one window, all queues that it covers together."""

    promise: Promise
    window: str
    queues: tuple[str, ...]
    figure: float  # not a number where nothing counts
    kept: bool


def totals_of(lives: Sequence[LiveQueue], zone: ZoneInfo) -> list[tuple[Total, list[str]]]:
    """Each promise that more agents help to keep over its windows, all queues together, and the windows' names."""
    promises = {each.id: each for live in lives for each in live.promises if each.helped_by_agents}
    starts = np.concatenate([live.expected.starts_us for live in lives])
    found = []
    for promise in promises.values():
        never = [np.zeros(live.expected.starts_us.size, dtype=bool) for live in lives]
        held = np.concatenate([live.holds.get(promise.id, no) for live, no in zip(lives, never, strict=True)])
        busy = np.concatenate([live.expected.offered > 0 for live in lives])
        inside = np.flatnonzero(held & busy)
        numbers, names = window_numbers(promise.each, starts[inside], zone)
        windows = np.full(starts.size, -1, dtype=np.intp)
        windows[inside] = numbers
        found.append((Total(promise, windows), names))
    return found


def window_figures(lives: Sequence[LiveQueue], agents: Sequence[Array], zone: ZoneInfo) -> tuple[WindowFigure, ...]:
    """What so many agents deliver over the windows of every promise, in the long run of each interval."""
    return tuple(each for total, names in totals_of(lives, zone) for each in _figures(lives, agents, total, names))


def together_figures(lives: Sequence[LiveQueue], agents: Sequence[Array]) -> tuple[WindowFigure, ...]:
    """The same over each interval, for the promises that cover several queues: what their service delivers in it."""
    starts = np.concatenate([live.expected.starts_us for live in lives])
    found: list[WindowFigure] = []
    for total, _ in totals_of(lives, lives[0].expected.zone):
        covering = [live.expected for live in lives if total.promise.id in live.holds]
        if len(covering) < 2 or len({each.length_us for each in covering}) > 1:
            continue
        inside = np.flatnonzero(total.windows >= 0)
        known, numbers = np.unique(starts[inside], return_inverse=True)
        windows = np.full(starts.size, -1, dtype=np.intp)
        windows[inside] = numbers
        names = [from_us(int(start), covering[0].zone).isoformat() for start in known]
        found += _figures(lives, agents, Total(total.promise, windows), names)
    return tuple(found)


def _figures(
    lives: Sequence[LiveQueue], agents: Sequence[Array], total: Total, names: Sequence[str]
) -> list[WindowFigure]:  # fmt: skip
    parts = [Part(live.coming, live.expected.offered, each) for live, each in zip(lives, agents, strict=True)]
    covered = tuple(live.expected.queue for live in lives if total.promise.id in live.holds)
    found = []
    for name, figure in zip(names, total.figures(parts, np.concatenate(agents)), strict=True):
        kept = bool(total.promise.kept_by(figure)) or bool(np.isnan(figure))
        found.append(WindowFigure(total.promise, name, covered, float(figure), kept))
    return found
