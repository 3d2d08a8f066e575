"""The picture of plans: the chance of missing something, and what staff and misses cost, against agent-hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import FuncFormatter

from pactline.planning.pictures.drawing import COLOURS, INK, LINES, MARKS, PALE, Picture, sheet, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from pactline.planning.risk.report import Report

_MOST_LINES = 5  # commitments that are drawn one by one


def risk_picture(found: Report) -> Picture:
    """Above the chance, below the money; what is recommended is marked in both."""
    with style():
        return _drawn(found)


def _drawn(found: Report) -> Picture:
    prices = found.prices
    priced = prices.priced
    figure, plots = sheet(2, height=3.6, ratios=[1.15, 1.0])
    _chance(found, plots[0])
    _money(found, plots[1])
    plots[1].set_xlabel(f"agent-hours on the phone in {found.outlook.period}")
    for plot in plots:
        plot.axvline(prices.recommended.hours, color=PALE, linewidth=1, linestyle=LINES[3], zorder=0)
        plot.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    best = prices.recommended
    says = (
        f"From {prices.plans[0].hours:,.0f} to {prices.plans[-1].hours:,.0f} agent-hours the share of {found.word}s in "
        f"which something is missed goes from {prices.plans[0].risk.any_missed.share:.1%} to "
        f"{prices.plans[-1].risk.any_missed.share:.1%}. The plan for {best.name} with {best.hours:,.0f} agent-hours is "
        f"recommended: {best.risk.any_missed.share:.1%}, with at most {prices.limit:.1%} allowed."
    )
    if priced:
        says += f" The lowest sum of staff cost and money owed has the plan for {prices.cheapest.name}."
    return Picture("Chance of a miss, and its price", says, figure)


def _chance(found: Report, plot: Axes) -> None:
    plans = found.prices.plans
    hours = [plan.hours for plan in plans]
    shares = [100 * plan.risk.any_missed.share for plan in plans]
    bands = [plan.risk.any_missed.interval for plan in plans]
    plot.fill_between(
        hours, [100 * low for low, _ in bands], [100 * high for _, high in bands], color=COLOURS[0], alpha=0.18,
        linewidth=0,
    )  # fmt: skip
    plot.plot(hours, shares, color=COLOURS[0], marker=MARKS[0], markersize=5, label="anything (band: 95 of 100 runs)")
    missed = [id for id in found.commitments if any(plan.risk.missed(id).times for plan in plans)]
    missed.sort(key=lambda id: -sum(plan.risk.missed(id).times for plan in plans))
    for number, id in enumerate(missed[:_MOST_LINES], 1):
        plot.plot(
            hours, [100 * plan.risk.missed(id).share for plan in plans], color=COLOURS[number % len(COLOURS)],
            linestyle=LINES[number % len(LINES)], linewidth=1.3, label=id,
        )  # fmt: skip
    limit = 100 * found.prices.limit
    plot.axhline(limit, color=INK, linewidth=1)
    plot.annotate(f"allowed: {limit:.3g} %", (hours[-1], limit), (0, 4), textcoords="offset points", ha="right",
                  fontsize=9)  # fmt: skip
    if found.given is not None:
        given = found.given
        plot.plot([given.hours], [100 * given.risk.any_missed.share], color=INK, marker=MARKS[2], markersize=9,
                  linestyle="", label="the plan given")  # fmt: skip
    plot.plot([], [], color=PALE, linewidth=1, linestyle=LINES[3], label="recommended")
    plot.set(ylabel=f"{found.word}s that miss, %", ylim=(-2, 102))
    plot.set_title(f"Chance of missing something in {found.outlook.period}")
    plot.legend(loc="upper right")


def _money(found: Report, plot: Axes) -> None:
    plans, currency = found.prices.plans, found.outlook.text.currency
    hours = [plan.hours for plan in plans]
    if found.prices.priced:
        cost = [float(plan.cost) for plan in plans]
        total = [float(plan.total) for plan in plans]
        plot.plot(hours, cost, color=COLOURS[1], linestyle=LINES[1], label="staff cost")
        plot.plot(hours, total, color=COLOURS[0], marker=MARKS[0], markersize=5, label="with credits less bonuses")
        cheapest, best = found.prices.cheapest, found.prices.recommended
        for plan, word, mark in ((cheapest, "lowest sum", MARKS[1]), (best, "recommended", MARKS[3])):
            plot.plot([plan.hours], [float(plan.total)], color=INK, marker=mark, markersize=8, linestyle="", label=word)
        plot.set_title("Staff cost and what is owed, on average")
    else:
        plot.plot(hours, [float(plan.risk.net) for plan in plans], color=COLOURS[0], marker=MARKS[0], markersize=5,
                  label="credits less bonuses")  # fmt: skip
        plot.axhline(0, color=PALE, linewidth=1)
        plot.set_title("What the provider owes, on average")
    plot.set_ylabel(f"{currency} a {found.word}")
    plot.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    plot.legend(loc="best")
