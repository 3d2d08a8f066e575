"""The charts of days and of waits as SVG, drawn from whole numbers; colours belong to the page's style sheet.

Nothing is told by colour alone: a missed day is a diamond on a heavy stem, a kept one a dot; abandoned contacts are
hatched. Each chart has a title and a description, and the page has the same figures as a table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Protocol

from markupsafe import Markup, escape

from pactline.statement.shown import svg
from pactline.statement.shown.saying import MONTHS as MONTHS
from pactline.statement.shown.svg import BOTTOM, HEIGHT, LEFT, PLOT, RIGHT, TOP, WIDTH
from pactline.statement.windows.daily import Mark, State
from pactline.statement.windows.profile import Profile, brief, edge_labels, first_beyond
from pactline.values.exact import RoundingMode, plain, round_fraction
from pactline.values.period import Each
from pactline.values.target import Target, Unit, amount_text

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_NARROW = 15  # pixels a day needs for a number of its own


class Held(Protocol):
    """Anything with a figure and what it is held against."""

    @property
    def value(self) -> Fraction | None:
        """The figure."""

    @property
    def target(self) -> Target | None:
        """What it is held against."""


def day_chart(marks: Sequence[Mark], unit: Unit, chart_id: str, title: str, description: str) -> Markup:
    """Each day's figure as a mark, joined by a stem to the target it is held against."""
    low, high, step = scale(marks, unit)
    slot = Fraction(PLOT, len(marks))

    def y(value: Fraction) -> Fraction:
        return BOTTOM - (value - low) / (high - low) * HEIGHT

    resting = [n for n, mark in enumerate(marks) if mark.weekend or mark.state is State.CLOSED]
    body = [svg.rect(LEFT + number * slot, TOP, slot, HEIGHT, "rest") for number in resting]
    body.append(grid(low, high, step, unit, y(low) - y(low + step)))
    for number, mark in enumerate(marks):
        middle = LEFT + number * slot + slot / 2
        if mark.value is None:
            body.append(svg.words(middle, BOTTOM - 5, "–", "nothing", hint=f"{day_text(mark)}: {mark.state}"))
            continue
        foot = y(mark.target.amount) if mark.target else Fraction(BOTTOM)
        body.append(_day(mark, middle, y(mark.value), foot, unit))
    body += target_line(marks, slot, y)
    body += _day_labels(marks, slot)
    return svg.picture(chart_id, title, description, BOTTOM + 42, body)


def scale(marks: Sequence[Held], unit: Unit) -> tuple[Fraction, Fraction, Fraction]:
    """Lowest and highest value of the axis and the step of its ticks, all round numbers around everything shown."""
    shown = [mark.value for mark in marks if mark.value is not None]
    shown += [mark.target.amount for mark in marks if mark.target is not None]
    if unit is not Unit.PERCENT or not shown:
        shown.append(Fraction(0))
    low, high = min(shown), max(shown)
    step = round_step(max(high - low, Fraction(1)) / 4)
    low, high = low // step * step, -(-high // step) * step
    if low == high:
        high += step
    if unit is Unit.PERCENT and high > 100 >= max(shown):
        low, high = low - (high - 100), Fraction(100)
    return low, high, step


def round_step(least: Fraction) -> Fraction:
    """The smallest of 1, 2, 5, 10, 20, 50 ... (and a half, a fifth, a tenth ...) that is not below ``least``."""
    assert least > 0, "an axis has a length"
    power = Fraction(1)
    while power > least:
        power /= 10
    while 10 * power < least:
        power *= 10
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)


def _day(mark: Mark, x: Fraction, y: Fraction, foot: Fraction, unit: Unit) -> Markup:
    assert mark.value is not None
    stem = svg.tag("path", {"d": f"M{svg.at(x)} {svg.at(foot)} V{svg.at(y)}", "class": "stem"})
    figure = f"{round_fraction(mark.value, 2, RoundingMode.HALF_UP)}{amount_text(Fraction(0), unit)[1:]}"
    hint = svg.tag("title", {}, escape(f"{day_text(mark)}: {figure} of {mark.counts.counted:,} counted, {mark.state}"))
    return svg.tag("g", {"class": kind_of(mark.state)}, hint, stem, shape(mark.state, x, y))


def kind_of(state: State) -> str:
    """The class of a mark: kept, missed, excused, suspended, reported, or unjudged for all else."""
    kinds = {
        State.KEPT: "kept",
        State.MISSED: "missed",
        State.EXCUSED: "excused",
        State.SUSPENDED: "suspended",
        State.REPORTED: "reported",
    }
    return kinds.get(state, "unjudged")


def shape(state: State, x: Fraction, y: Fraction) -> Markup:
    """The mark of a state: no two states share one, so that it is told without colour.

    A dot kept, a full diamond missed, an empty diamond excused, an empty dot suspended, a triangle only reported, a
    square not judged.
    """
    kind = kind_of(state)
    if kind in ("kept", "suspended"):
        return svg.tag("circle", {"cx": svg.at(x), "cy": svg.at(y), "r": "4"})
    if kind in ("missed", "excused"):
        return svg.tag("path", {"d": f"M{svg.at(x)} {svg.at(y - 6)} l6 6 l-6 6 l-6 -6 z", "class": "mark"})
    if kind == "reported":
        return svg.tag("path", {"d": f"M{svg.at(x)} {svg.at(y - 5)} l5 9 h-10 z", "class": "mark"})
    return svg.tag("rect", {"x": svg.at(x - 3), "y": svg.at(y - 3), "width": "6", "height": "6"})


def target_line(marks: Sequence[Held], slot: Fraction, y: Callable[[Fraction], Fraction]) -> list[Markup]:
    """The target as a broken line, which steps where the target changes."""
    path, last = "", None
    for number, mark in enumerate(marks):
        left = LEFT + number * slot
        if mark.target is None:
            continue
        at = svg.at(y(mark.target.amount))
        path += f"{'L' if path else 'M'}{svg.at(left)} {at} H{svg.at(left + slot)} "
        last = mark.target
    if last is None:
        return []
    x, at_end = Fraction(WIDTH - RIGHT + 6), y(last.amount)
    return [
        svg.tag("path", {"d": path.strip(), "class": "target"}),
        svg.words(x, at_end - 2, last.bound.replace("_", " "), "goal"),
        svg.words(x, at_end + 11, amount_text(last.amount, last.unit), "goal"),
    ]


def _day_labels(marks: Sequence[Mark], slot: Fraction) -> list[Markup]:
    """Every day's number where there is room, otherwise that of each Monday or of every fourth week; months below."""
    found: list[Markup] = []
    month = None
    for number, mark in enumerate(marks):
        middle = LEFT + number * slot + slot / 2
        monday, fourth = mark.first.weekday() == 0, number % 4 == 0
        if slot >= _NARROW or (monday if mark.each is Each.DAY else fourth):
            found.append(svg.words(middle, BOTTOM + 16, str(mark.first.day), "label"))
            if mark.first.month != month:
                month = mark.first.month
                anchor = "name first" if number * slot < 30 else "name"
                x = middle - 4 if number * slot < 30 else middle
                found.append(svg.words(x, BOTTOM + 33, f"{MONTHS[month - 1][:3]} {mark.first.year}", anchor))
    return found


def wait_chart(profile: Profile, chart_id: str, title: str, description: str) -> Markup:
    """How many were answered and abandoned after each stretch of waiting, with the promised wait as a line."""
    buckets = profile.buckets
    most = max(bucket.total for bucket in buckets)
    step = round_step(max(Fraction(most, 4), Fraction(1)))
    high = max(-(-most // step) * step, step)
    slot = Fraction(PLOT + RIGHT - 20, len(buckets))
    body = [grid(Fraction(0), high, step, Unit.CONTACTS, step / high * HEIGHT, right=20), _hatching(chart_id)]
    for number, bucket in enumerate(buckets):
        left, width = LEFT + number * slot + 2, slot - 4
        answered = bucket.answered / high * HEIGHT
        abandoned = bucket.abandoned / high * HEIGHT
        hint = escape(f"{bucket}: {bucket.answered:,} answered, {bucket.abandoned:,} abandoned")
        late = number >= _place(profile, first_beyond(profile.within))
        bars = [svg.rect(left, BOTTOM - answered, width, answered, "late" if late else "answered")]
        hatch = f"fill:url(#{chart_id}-hatch)"
        bars.append(svg.rect(left, BOTTOM - answered - abandoned, width, abandoned, "abandoned", hatch))
        total = svg.words(left + width / 2, BOTTOM - answered - abandoned - 4, f"{bucket.total:,}", "total")
        body.append(svg.tag("g", {}, svg.tag("title", {}, hint), *bars, *([total] if bucket.total else [])))
    body += [
        svg.words(LEFT + (number + 1) * slot, BOTTOM + 16, label, "label")
        for number, label in enumerate(edge_labels(buckets))
    ]
    body.append(svg.words(Fraction(WIDTH - 20), BOTTOM + 33, "wait", "name last"))
    body += _limits(profile, slot)
    return svg.picture(chart_id, title, description, BOTTOM + 42, body)


def _place(profile: Profile, beyond: int) -> int:
    """How many buckets lie before an edge."""
    return sum(b.upper is not None and first_beyond(b.upper) <= beyond for b in profile.buckets)


def _limits(profile: Profile, slot: Fraction) -> list[Markup]:
    """The promised wait as a heavy line, the short-abandon time as a light one, their names on opposite sides."""
    within, short = profile.within, profile.short_abandon
    lines = [("within", within, f"promised: {_limit_text(profile)}")]
    if short is not None:
        lines.append(("short", short, f"short abandon: {brief(short.duration)}"))
    right_one = max(lines, key=lambda line: first_beyond(line[1]))[0]
    found: list[Markup] = []
    for kind, limit, words in lines:
        x = LEFT + _place(profile, first_beyond(limit)) * slot
        right = kind == right_one
        found.append(svg.tag("path", {"d": f"M{svg.at(x)} {TOP - 22} V{BOTTOM}", "class": f"limit {kind}"}))
        found.append(svg.words(x + (5 if right else -5), TOP - 14, words, "goal" if right else "goal last"))
    return found


def _limit_text(profile: Profile) -> str:
    return f"{profile.within.sense.replace('_', ' ')} {brief(profile.within.duration)}"


def day_text(mark: Mark) -> str:
    """``Mon 3 March 2025``, or ``week from Mon 3 March 2025``."""
    day = mark.first
    text = f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1]} {day.year}"
    return text if mark.each is Each.DAY else f"week from {text}"


def grid(low: Fraction, high: Fraction, step: Fraction, unit: Unit, rise: Fraction, right: int = RIGHT) -> Markup:
    """The lines of the axis with their values."""
    lines = []
    for number in range(int((high - low) / step) + 1):
        y = BOTTOM - number * rise
        value = low + number * step
        label = f"{value.numerator:,}" if value.denominator == 1 else plain(value)
        lines.append(svg.tag("path", {"d": f"M{LEFT} {svg.at(y)} H{WIDTH - right}"}))
        lines.append(svg.words(Fraction(LEFT - 8), y + 4, label + amount_text(Fraction(0), unit)[1:], "tick"))
    return svg.tag("g", {"class": "grid"}, *lines)


def _hatching(chart_id: str) -> Markup:
    ground = svg.tag("rect", {"width": "5", "height": "5", "class": "hatch-ground"})
    stroke = svg.tag("path", {"d": "M0 0 V5", "class": "hatch-line"})
    pattern = {
        "id": f"{chart_id}-hatch",
        "width": "5",
        "height": "5",
        "patternUnits": "userSpaceOnUse",
        "patternTransform": "rotate(45)",
    }
    return svg.tag("defs", {}, svg.tag("pattern", pattern, ground, stroke))
