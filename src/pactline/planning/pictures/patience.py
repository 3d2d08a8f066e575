"""Pictures of patience: survival with its interval, and abandonment against service level beside the observed days."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pactline.planning.patience.curve import Curve
from pactline.planning.patience.days import Days
from pactline.planning.patience.estimate import Estimate
from pactline.planning.pictures.drawing import COLOURS, INK, LINES, MARKS, PALE, Picture, sheet, style

_APART, _LAST = 0.04, 0.97
_FEWEST = 50  # a day with fewer contacts is no point: its shares are chance


def survival_picture(estimate: Estimate, name: str = "") -> Picture:
    """What share still waits after so many seconds, with the interval, and one hazard for all waits beside it."""
    with style():
        return _survival(estimate, name)


def _survival(estimate: Estimate, name: str) -> Picture:
    survival = estimate.survival
    until = max(estimate.table()[-1].wait_s, 10.0)
    times = np.linspace(0.0, until, 400)
    figure, (plot,) = sheet(1, height=4.2)
    plot.plot(times, 100 * survival.at(times), color=COLOURS[0], drawstyle="steps-post", label="still waiting")
    if estimate.resampled:
        low, high = estimate.resampled.band(survival, times)
        plot.fill_between(
            times,
            100 * low,
            100 * high,
            color=COLOURS[0],
            alpha=0.18,
            linewidth=0,
            label="95 of 100 draws of such days lie here",
        )
    plot.plot(
        times, 100 * np.exp(-estimate.rate_per_s * times), color=COLOURS[1], linestyle=LINES[1],
        label=f"one hang-up per {estimate.seconds_per_hang_up:,.0f} waiting seconds, throughout",
    )  # fmt: skip
    median = survival.median_s
    if median is not None and median <= until:
        plot.plot([0, median, median], [50, 50, 0], color=PALE, linewidth=1, linestyle=LINES[3])
        plot.annotate(f"half wait longer than {median:,.0f} s", (median, 50), (6, 6), textcoords="offset points")
    plot.set(xlabel="seconds of waiting", ylabel="would still wait, %", ylim=(0, 102), xlim=(0, until))
    plot.set_title(f"How long customers are prepared to wait{name}")
    plot.legend(loc="upper right")
    said = f"half of the customers would wait longer than {median:,.0f} s" if median else "fewer than half gave up"
    exposure = estimate.exposure
    says = (
        f"Of {exposure.waited:,} contacts that waited {exposure.hang_ups:,} hung up; {said}. "
        f"{100 * estimate.law.at_once:.1f} % hang up at once."
    )
    return Picture(f"Patience{name}", says, figure)


def curve_picture(
    curve: Curve, days: Days | None, name: str = "", old: Curve | None = None, since_day: int | None = None
) -> Picture:
    """Abandonment against service level as agents are swept; the observed days as points, sized by their contacts.

    ``old`` is the curve before a change, ``since_day`` the first day of the change: its days are drawn as squares.
    """
    with style():
        return _curve(curve, days, name, old, since_day)


def _curve(curve: Curve, days: Days | None, name: str, old: Curve | None, since_day: int | None) -> Picture:
    figure, (plot,) = sheet(1, height=4.6)
    now = "computed from patience" if old is None else "computed from patience since the change"
    plot.plot(100 * curve.service_level, 100 * curve.abandonment, color=COLOURS[0], label=f"{now}; numbers are agents")
    if old is not None:
        plot.plot(
            100 * old.service_level, 100 * old.abandonment, color=COLOURS[1], linestyle=LINES[1],
            label="computed from patience before the change",
        )  # fmt: skip
    left, top, drawn = 0.0, 30.0, 0
    if days is not None:
        kept = days.offered >= _FEWEST
        drawn = int(kept.sum())
        if drawn:
            _draw_days(plot, days, kept, since_day)
            top = max(10.0, 125 * float(days.abandonment[kept].max()))
            left = max(0.0, 10 * np.floor(10 * float(days.service_level[kept].min()) - 2))
    _mark_agents(plot, curve, top)
    plot.set(
        xlabel=f"service level, % answered within {curve.within_s:g} s of all offered", ylabel="abandonment, %",
        xlim=(left, 100), ylim=(0, top),
    )  # fmt: skip
    plot.set_title(f"Abandonment against service level{name}")
    plot.legend(loc="lower left")  # the curve falls from the upper left to the lower right
    at_80 = curve.abandonment_at(0.8)
    said = (
        f"at 80 % in {curve.within_s:g} s, {100 * at_80:.1f} % hang up"
        if at_80 is not None
        else "80 % lie outside of it"
    )
    says = (
        f"For {curve.rate_per_s * 3600:,.0f} contacts an hour of {curve.aht_s:,.0f} s ({curve.load:,.1f} Erlang), "
        f"agents swept from {curve.agents[0]:,.0f} to {curve.agents[-1]:,.0f}: {said}. {drawn} observed days beside it."
    )
    return Picture(f"Abandonment against service level{name}", says, figure)


def _draw_days(plot: Any, days: Days, kept: NDArray[np.bool_], since_day: int | None) -> None:
    """The observed days with enough contacts; those since a change in another form."""
    after = np.zeros(len(kept), dtype=bool) if since_day is None else days.numbers >= since_day
    most = f"with {_FEWEST} contacts or more"
    said = f"days observed ({most})" if since_day is None else f"days before the change ({most})"
    for part, mark, label in ((kept & ~after, MARKS[0], said), (kept & after, MARKS[1], "days since the change")):
        if part.any():
            plot.scatter(
                100 * days.service_level[part], 100 * days.abandonment[part], marker=mark, facecolor="none",
                s=12 + 60 * days.offered[part] / days.offered.max(), edgecolor=INK if mark == MARKS[0] else COLOURS[4],
                linewidth=1, zorder=6, label=label,
            )  # fmt: skip


def _mark_agents(plot: Any, curve: Curve, top: float) -> None:
    """Whole numbers of agents along the curve, as many as can be read, inside the picture."""
    first, last = np.ceil(curve.agents[0]), np.floor(curve.agents[-1])
    whole = np.arange(first, last + 1)
    level = np.interp(whole, curve.agents, curve.service_level)
    gone = np.interp(whole, curve.agents, curve.abandonment)
    seen = np.flatnonzero((100 * gone <= 0.97 * top) & (level < 0.995))
    if not len(seen):
        return
    apart = [seen[0]]
    for place in seen[1:]:  # not where the words would lie upon one another
        if level[place] - level[apart[-1]] >= _APART and level[place] <= _LAST:
            apart.append(place)
    box = {"boxstyle": "round,pad=0.25", "facecolor": COLOURS[0], "linewidth": 0}
    for place in apart:  # the box below the days, the number above them
        for layer, around in ((5, box), (7, None)):
            plot.text(
                100 * level[place], 100 * gone[place], f"{whole[place]:,.0f}", fontsize=9, color="white", zorder=layer,
                ha="center", va="center", bbox=around,
            )  # fmt: skip
