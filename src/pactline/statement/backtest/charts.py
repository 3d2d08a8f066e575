"""The two charts of a back-test: what each month comes to under each terms, and what each value of a sweep comes to.

Nothing is told by colour alone: the bars of each terms have their own filling and stand in the order of the legend; the
value that stands in the agreement is a ring and a broken line. Money above the line is owed by the provider, money
below it by the client.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup, escape

from pactline.statement.backtest.backtested import Backtest, Point, Swept
from pactline.statement.backtest.told import each_word, money
from pactline.statement.shown import svg
from pactline.statement.shown.charts import round_step
from pactline.statement.shown.saying import MONTHS
from pactline.statement.shown.svg import BOTTOM, HEIGHT, LEFT, TOP, WIDTH
from pactline.values.period import Period

_LEFT, _RIGHT = LEFT + 24, 20  # sums of money need room for their digits
_PLOT = WIDTH - _LEFT - _RIGHT
FILLINGS = 4  # terms that are told apart by their filling; further ones begin again, and their order tells them


def _scale(amounts: Iterable[Decimal]) -> tuple[Fraction, Fraction, Fraction]:
    """Lowest and highest value of the axis and the step of its ticks, with nothing owed in between."""
    shown = [Fraction(0), *(Fraction(amount) for amount in amounts)]
    low, high = min(shown), max(shown)
    step = round_step(max(high - low, Fraction(1)) / 4)
    low, high = low // step * step, -(-high // step) * step
    return low, high + step if low == high else high, step


def _axis(low: Fraction, high: Fraction, step: Fraction, y: Callable[[Fraction], Fraction]) -> list[Markup]:
    """The lines of the grid with their sums, and the line on which nobody owes anything."""
    lines: list[Markup] = []
    for number in range(int((high - low) / step) + 1):
        value = low + number * step
        label = (
            f"{value.numerator:,}" if value.denominator == 1 else f"{Decimal(value.numerator) / value.denominator:,}"
        )
        lines.append(svg.tag("path", {"d": f"M{_LEFT} {svg.at(y(value))} H{WIDTH - _RIGHT}"}))
        lines.append(svg.words(Fraction(_LEFT - 8), y(value) + 4, label, "tick"))
    nought = svg.tag("path", {"d": f"M{_LEFT} {svg.at(y(Fraction(0)))} H{WIDTH - _RIGHT}", "class": "nought"})
    return [svg.tag("g", {"class": "grid"}, *lines), nought]


def _height(low: Fraction, high: Fraction) -> Callable[[Fraction], Fraction]:
    return lambda value: BOTTOM - (value - low) / (high - low) * HEIGHT


def months_chart(test: Backtest, chart_id: str, title: str, description: str) -> Markup:
    """For each period one bar for each set of terms, from the line of nothing owed."""
    low, high, step = _scale(row.net for course in test.courses for row in course.rows)
    y = _height(low, high)
    slot = Fraction(_PLOT, len(test.periods))
    width = min(slot * 4 / 5 / len(test.terms), Fraction(46))
    body = [_hatch(chart_id, number) for number in (1, 3)]
    body += _axis(low, high, step, y)
    for place in range(len(test.periods)):
        left = _LEFT + place * slot + (slot - width * len(test.terms)) / 2
        for number in range(len(test.terms)):
            body.append(_bar(test, chart_id, number, place, left + number * width, width, y))
    body += _below([_short(test, period) for period in test.periods], slot) + _years(test, slot)
    return svg.picture(chart_id, title, description, BOTTOM + 42, body)


def _bar(
    test: Backtest,
    chart_id: str,
    number: int,
    place: int,
    x: Fraction,
    width: Fraction,
    y: Callable[[Fraction], Fraction],
) -> Markup:
    row, terms = test.courses[number].rows[place], test.terms[number]
    net = Fraction(row.net)
    top, foot = (y(net), y(Fraction(0))) if net >= 0 else (y(Fraction(0)), y(net))
    hint = (
        f"{row.period}, {terms.label}: {test.own.currency} {money(test, row.net)}, {row.missed} of {row.judged} missed"
    )
    shown = svg.rect(x + Fraction(1, 2), top, width - 1, foot - top, filling(number), filled(chart_id, number))
    return svg.tag("g", {}, svg.tag("title", {}, escape(hint)), shown)


def filling(number: int) -> str:
    """The class of the bars of one set of terms."""
    return f"terms-{number % FILLINGS}"


def filled(chart_id: str, number: int) -> str:
    """The style that a bar needs besides its class: the hatched ones name their pattern."""
    return f"fill:url(#{chart_id}-hatch-{number % FILLINGS})" if number % FILLINGS in (1, 3) else ""


def _hatch(chart_id: str, number: int) -> Markup:
    """Strokes for the second terms, dots for the fourth."""
    ground = svg.tag("rect", {"width": "6", "height": "6", "class": "hatch-ground"})
    stroke = svg.tag("path", {"d": "M0 0 V6", "class": f"stroke-{number}"})
    if number != 1:
        stroke = svg.tag("circle", {"cx": "3", "cy": "3", "r": "1.6", "class": f"dot-{number}"})
    pattern = {"id": f"{chart_id}-hatch-{number}", "width": "6", "height": "6", "patternUnits": "userSpaceOnUse",
               "patternTransform": "rotate(45)"}  # fmt: skip
    return svg.tag("defs", {}, svg.tag("pattern", pattern, ground, stroke))


def _below(labels: Sequence[str], slot: Fraction) -> list[Markup]:
    """The labels below the axis: all of them, or every second, third ... where there is no room."""
    longest = max(len(label) for label in labels)
    every = next(n for n in range(1, len(labels) + 2) if n * slot >= 7 * longest + 8)
    return [
        svg.words(_LEFT + number * slot + slot / 2, BOTTOM + 17, label, "label")
        for number, label in enumerate(labels)
        if number % every == 0
    ]


def _short(test: Backtest, period: Period) -> str:
    """The period without its year, which stands below: ``Jan``, ``Q1``, ``W05``, ``31 Jan``."""
    match each_word(test):
        case "month":
            return MONTHS[period.first.month - 1][:3]
        case "day":
            return f"{period.first.day} {MONTHS[period.first.month - 1][:3]}"
    return str(period).rpartition("-")[2]


def _years(test: Backtest, slot: Fraction) -> list[Markup]:
    """Each year below its first period."""
    if each_word(test) == "year":
        return []
    years = [str(period)[:4] for period in test.periods]
    return [
        svg.words(_LEFT + number * slot + slot / 2, BOTTOM + 34, year, "label")
        for number, year in enumerate(years)
        if year not in years[:number]
    ]


def sweep_chart(test: Backtest, swept: Swept, chart_id: str, title: str, description: str) -> Markup:
    """What it comes to at each value, as a line of steps; the value that stands in the agreement is marked."""
    points = swept.points
    low, high, step = _scale(point.course.net for point in points if point.course is not None)
    y = _height(low, high)
    slot = Fraction(_PLOT, len(points))
    body = _axis(low, high, step, y)
    body += _present(swept, slot)
    path = ""
    for number, point in enumerate(points):
        left = _LEFT + number * slot
        if point.course is None:
            path += " "  # no agreement has this value: the line is broken
            continue
        at = svg.at(y(Fraction(point.course.net)))
        joined = path and not path.endswith(" ")
        path += f"{'V' if joined else f'M{svg.at(left)} '}{at}H{svg.at(left + slot)}"
    body.append(svg.tag("path", {"d": " ".join(path.split()), "class": "steps"}))
    for number, point in enumerate(points):
        body.append(_mark(test, point, _LEFT + number * slot + slot / 2, y))
    body += _below([f"{point.trial.value:f}" for point in points], slot)
    body.append(svg.words(Fraction(WIDTH - _RIGHT), BOTTOM + 34, swept.sweep.path, "name last"))
    return svg.picture(chart_id, title, description, BOTTOM + 42, body)


def _mark(test: Backtest, point: Point, x: Fraction, y: Callable[[Fraction], Fraction]) -> Markup:
    written = point.trial.written
    if point.course is None:
        hint = svg.tag("title", {}, escape(f"{written}: not possible: {point.trial.refused}"))
        return svg.tag("g", {}, hint, svg.words(x, BOTTOM - 5, "–", "nothing"))
    course = point.course
    said = f"{written}: {test.own.currency} {money(test, course.net)}, {course.missed} of {course.judged} missed"
    size, kind = ("5", "mark now") if point.trial.is_present else ("3", "mark")
    dot = svg.tag("circle", {"cx": svg.at(x), "cy": svg.at(y(Fraction(course.net))), "r": size, "class": kind})
    return svg.tag("g", {}, svg.tag("title", {}, escape(said)), dot)


def _present(swept: Swept, slot: Fraction) -> list[Markup]:
    """The value that stands in the agreement, as a broken line with its text on the side that has more room."""
    number = swept.points.index(swept.present)
    x = _LEFT + number * slot + slot / 2
    right = number < len(swept.points) / 2
    line = svg.tag("path", {"d": f"M{svg.at(x)} {TOP - 22} V{BOTTOM}", "class": "target"})
    said = f"now: {swept.present.trial.written}"
    return [line, svg.words(x + (5 if right else -5), TOP - 14, said, "goal" if right else "goal last")]


def months_sentence(test: Backtest) -> str:
    """What the chart of the periods shows, in words."""
    word = each_word(test)
    parts = []
    for terms, course in zip(test.terms, test.courses, strict=True):
        owing = sum(row.net > 0 for row in course.rows)
        worst = course.worst_for_provider
        said = f", most in {worst.period} with {money(test, worst.net)}" if worst.net > 0 else ""
        parts.append(f"{terms.label}: something is owed in {owing} of {len(course.rows)} {word}s{said}")
    return "; ".join(parts) + "."
