"""Pictures of patience: survival with its interval, and abandonment against service level beside the observed days."""

from __future__ import annotations

from typing import Any

import numpy as np

from pactline.planning.patience.curve import Curve
from pactline.planning.patience.days import Days
from pactline.planning.patience.estimate import Estimate
from pactline.planning.pictures.drawing import COLOURS, INK, LINES, PALE, Picture, sheet, style

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


def curve_picture(curve: Curve, days: Days | None, name: str = "", old: Curve | None = None) -> Picture:
    """Abandonment against service level as agents are swept; the observed days as points, sized by their contacts."""
    with style():
        return _curve(curve, days, name, old)


def _curve(curve: Curve, days: Days | None, name: str, old: Curve | None) -> Picture:
    figure, (plot,) = sheet(1, height=4.6)
    plot.plot(
        100 * curve.service_level,
        100 * curve.abandonment,
        color=COLOURS[0],
        label="computed from patience; numbers are agents",
    )
    if old is not None:
        plot.plot(
            100 * old.service_level, 100 * old.abandonment, color=COLOURS[1], linestyle=LINES[1],
            label="computed from patience before the change",
        )  # fmt: skip
    top, drawn = 30.0, 0
    if days is not None:
        kept = days.offered >= _FEWEST
        drawn = int(kept.sum())
        if drawn:
            level, gone = 100 * days.service_level[kept], 100 * days.abandonment[kept]
            sizes = 12 + 60 * days.offered[kept] / days.offered.max()
            plot.scatter(
                level, gone, s=sizes, facecolor="none", edgecolor=INK, linewidth=1, zorder=6,
                label=f"days observed (with {_FEWEST} contacts or more)",
            )  # fmt: skip
            top = max(10.0, 1.25 * float(gone.max()))
    _mark_agents(plot, curve, top)
    plot.set(
        xlabel=f"service level, % answered within {curve.within_s:g} s of all offered", ylabel="abandonment, %",
        xlim=(0, 100), ylim=(0, top),
    )  # fmt: skip
    plot.set_title(f"Abandonment against service level{name}")
    plot.legend(loc="upper right")
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
    for place in apart:
        plot.text(
            100 * level[place], 100 * gone[place], f"{whole[place]:,.0f}", fontsize=9, color="white", zorder=5,
            ha="center", va="center", bbox={"boxstyle": "round,pad=0.25", "facecolor": COLOURS[0], "linewidth": 0},
        )  # fmt: skip
