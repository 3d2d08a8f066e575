"""Figures measured elsewhere as a chart: one bar for each window, from its target to its figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup, escape

from pactline.statement.model import Result, Window, judged_figure
from pactline.statement.shown import svg
from pactline.statement.shown.charts import grid, kind_of, scale, shape, target_line
from pactline.statement.shown.saying import MONTHS, long_day, period_text
from pactline.statement.shown.svg import BOTTOM, HEIGHT, LEFT, PLOT
from pactline.statement.windows.daily import BY_VERDICT, State
from pactline.values.period import Hour, Period
from pactline.values.target import Target, Unit

FEWEST, MOST = 4, 93
"""So many windows with a figure make a chart; fewer are told by the table alone, more would be too thin to read."""

_NARROW = 44  # pixels a window needs for a label of its own


@dataclass(frozen=True)
class Bar:
    """One window."""

    window: Window
    value: Fraction | None
    target: Target | None
    state: State


def bars(result: Result) -> tuple[Bar, ...]:
    """The windows of a result as bars; none where there are too few or too many, or days that tell more."""
    shown = [window for window in result.windows if window.value is not None]
    if result.days or len(shown) < FEWEST or len(result.windows) > MOST:
        return ()
    return tuple(Bar(w, w.value, w.target, BY_VERDICT[w.verdict]) for w in result.windows)


def windows_sentence(found: Sequence[Bar]) -> str:
    """What the chart of the windows shows, in words."""
    kept = sum(bar.state is State.KEPT for bar in found)
    missed = sum(bar.state is State.MISSED for bar in found)
    others = [state for state in State if state not in (State.KEPT, State.MISSED)]
    rest = [f"{many} {state}" for state in others if (many := sum(bar.state is state for bar in found))]
    first, last = found[0].window.period, found[-1].window.period
    days = period_text(Period(first.first, last.end))
    return f"{len(found)} windows, {days}: {', '.join([f'{kept} kept the target', f'{missed} missed it', *rest])}."


def window_chart(found: Sequence[Bar], unit: Unit, chart_id: str, title: str, description: str) -> Markup:
    """Each window's figure as a bar from its target, with the mark of its verdict at its end."""
    low, high, step = scale(found, unit)
    slot = Fraction(PLOT, len(found))

    def y(value: Fraction) -> Fraction:
        return BOTTOM - (value - low) / (high - low) * HEIGHT

    body = [grid(low, high, step, unit, y(low) - y(low + step))]
    for number, bar in enumerate(found):
        middle = LEFT + number * slot + slot / 2
        if bar.value is None:
            hint = f"{period_text(bar.window.period)}: no figure"
            body.append(svg.words(middle, BOTTOM - 5, "–", "nothing", hint=hint))
            continue
        assert bar.target is not None
        body.append(_bar(bar, middle, y(bar.value), y(bar.target.amount), slot, unit))
    body += target_line(found, slot, y)
    body += _labels(found, slot)
    return svg.picture(chart_id, title, description, BOTTOM + 42, body)


def _bar(bar: Bar, x: Fraction, y: Fraction, foot: Fraction, slot: Fraction, unit: Unit) -> Markup:
    width = min(slot * Fraction(3, 5), Fraction(28))
    assert bar.target is not None
    figure = judged_figure(bar.value, unit, bar.target)
    said = f"{period_text(bar.window.period)}: {figure}, {bar.target}: {bar.state}"
    column = svg.rect(x - width / 2, min(y, foot), width, abs(foot - y), "column")
    return svg.tag(
        "g", {"class": kind_of(bar.state)}, svg.tag("title", {}, escape(said)), column, shape(bar.state, x, y)
    )


def _labels(found: Sequence[Bar], slot: Fraction) -> list[Markup]:
    """The first day of as many windows as there is room for, the year below where it changes."""
    every = max(1, -(-_NARROW // max(int(slot), 1)))
    drawn: list[Markup] = []
    year = None
    for number, bar in enumerate(found):
        if number % every:
            continue
        middle, first = LEFT + number * slot + slot / 2, bar.window.period.first
        drawn.append(svg.words(middle, BOTTOM + 16, _label(bar.window.period), "label", hint=long_day(first)))
        if first.year != year:
            year = first.year
            drawn.append(svg.words(middle, BOTTOM + 33, str(year), "name"))
    return drawn


def _label(period: Period) -> str:
    if isinstance(period, Hour):
        return f"{period.begins:%H:%M}"
    return f"{period.first.day} {MONTHS[period.first.month - 1][:3]}"
