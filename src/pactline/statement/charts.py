"""The statement's two charts as SVG, drawn from whole numbers and fractions; colours belong to the page's style sheet.

Nothing is told by colour alone: a missed day is a diamond on a heavy stem, a kept one a dot; abandoned contacts are
hatched. Each chart has a title and a description, and the page has the same figures as a table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from markupsafe import Markup, escape

from pactline.statement.daily import Mark, State
from pactline.statement.profile import Profile, brief, edge_labels, first_beyond
from pactline.values.exact import RoundingMode, plain, round_fraction
from pactline.values.period import Each
from pactline.values.target import Unit, amount_text

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_WIDTH, _LEFT, _RIGHT = 720, 60, 84
_PLOT = _WIDTH - _LEFT - _RIGHT
_TOP, _HEIGHT = 34, 180
_BOTTOM = _TOP + _HEIGHT
_NARROW = 15  # pixels a day needs for a number of its own


def day_chart(marks: Sequence[Mark], unit: Unit, chart_id: str, title: str, description: str) -> Markup:
    """Each day's figure as a mark, joined by a stem to the target it is held against."""
    low, high, step = _scale(marks, unit)
    slot = Fraction(_PLOT, len(marks))

    def y(value: Fraction) -> Fraction:
        return _BOTTOM - (value - low) / (high - low) * _HEIGHT

    resting = [n for n, mark in enumerate(marks) if mark.weekend or mark.state is State.CLOSED]
    body = [_rect(_LEFT + number * slot, _TOP, slot, _HEIGHT, "rest") for number in resting]
    body.append(_grid(low, high, step, unit, y(low) - y(low + step)))
    for number, mark in enumerate(marks):
        middle = _LEFT + number * slot + slot / 2
        if mark.value is None:
            body.append(_text(middle, _BOTTOM - 5, "–", "nothing", hint=f"{day_text(mark)}: {mark.state}"))
            continue
        foot = y(mark.target.amount) if mark.target else Fraction(_BOTTOM)
        body.append(_day(mark, middle, y(mark.value), foot, unit))
    body += _target_line(marks, slot, y)
    body += _day_labels(marks, slot)
    return _svg(chart_id, title, description, _BOTTOM + 42, body)


def _scale(marks: Sequence[Mark], unit: Unit) -> tuple[Fraction, Fraction, Fraction]:
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
    if unit is Unit.PERCENT and high > 100:
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
    kind = {State.KEPT: "kept", State.MISSED: "missed"}.get(mark.state, "unjudged")
    shape = {
        "kept": _tag("circle", {"cx": _n(x), "cy": _n(y), "r": "4"}),
        "missed": _tag("path", {"d": f"M{_n(x)} {_n(y - 6)} l6 6 l-6 6 l-6 -6 z"}),
        "unjudged": _tag("rect", {"x": _n(x - 3), "y": _n(y - 3), "width": "6", "height": "6"}),
    }[kind]
    stem = _tag("path", {"d": f"M{_n(x)} {_n(foot)} V{_n(y)}", "class": "stem"})
    figure = f"{round_fraction(mark.value, 2, RoundingMode.HALF_UP)}{amount_text(Fraction(0), unit)[1:]}"
    hint = _tag("title", {}, escape(f"{day_text(mark)}: {figure} of {mark.counts.counted:,} counted, {mark.state}"))
    return _tag("g", {"class": kind}, hint, stem, shape)


def _target_line(marks: Sequence[Mark], slot: Fraction, y: Callable[[Fraction], Fraction]) -> list[Markup]:
    """The target as a broken line, which steps where the target changes."""
    path, last = "", None
    for number, mark in enumerate(marks):
        left = _LEFT + number * slot
        if mark.target is None:
            continue
        at = _n(y(mark.target.amount))
        path += f"{'L' if path else 'M'}{_n(left)} {at} H{_n(left + slot)} "
        last = mark.target
    if last is None:
        return []
    x, at_end = Fraction(_WIDTH - _RIGHT + 6), y(last.amount)
    return [
        _tag("path", {"d": path.strip(), "class": "target"}),
        _text(x, at_end - 2, last.bound.replace("_", " "), "goal"),
        _text(x, at_end + 11, amount_text(last.amount, last.unit), "goal"),
    ]


def _day_labels(marks: Sequence[Mark], slot: Fraction) -> list[Markup]:
    """Every day's number where there is room, otherwise that of each Monday or of every fourth week; months below."""
    found: list[Markup] = []
    month = None
    for number, mark in enumerate(marks):
        middle = _LEFT + number * slot + slot / 2
        monday, fourth = mark.first.weekday() == 0, number % 4 == 0
        if slot >= _NARROW or (monday if mark.each is Each.DAY else fourth):
            found.append(_text(middle, _BOTTOM + 16, str(mark.first.day), "label"))
            if mark.first.month != month:
                month = mark.first.month
                anchor = "name first" if number * slot < 30 else "name"
                x = middle - 4 if number * slot < 30 else middle
                found.append(_text(x, _BOTTOM + 33, f"{MONTHS[month - 1][:3]} {mark.first.year}", anchor))
    return found


def wait_chart(profile: Profile, chart_id: str, title: str, description: str) -> Markup:
    """How many were answered and abandoned after each stretch of waiting, with the promised wait as a line."""
    buckets = profile.buckets
    most = max(bucket.total for bucket in buckets)
    step = round_step(max(Fraction(most, 4), Fraction(1)))
    high = max(-(-most // step) * step, step)
    slot = Fraction(_PLOT + _RIGHT - 20, len(buckets))
    body = [_grid(Fraction(0), high, step, Unit.CONTACTS, step / high * _HEIGHT, right=20), _hatching(chart_id)]
    for number, bucket in enumerate(buckets):
        left, width = _LEFT + number * slot + 2, slot - 4
        answered = bucket.answered / high * _HEIGHT
        abandoned = bucket.abandoned / high * _HEIGHT
        hint = escape(f"{bucket}: {bucket.answered:,} answered, {bucket.abandoned:,} abandoned")
        late = number >= _place(profile, first_beyond(profile.within))
        bars = [_rect(left, _BOTTOM - answered, width, answered, "late" if late else "answered")]
        hatch = f"fill:url(#{chart_id}-hatch)"
        bars.append(_rect(left, _BOTTOM - answered - abandoned, width, abandoned, "abandoned", hatch))
        total = _text(left + width / 2, _BOTTOM - answered - abandoned - 4, f"{bucket.total:,}", "total")
        body.append(_tag("g", {}, _tag("title", {}, hint), *bars, *([total] if bucket.total else [])))
    body += [
        _text(_LEFT + (number + 1) * slot, _BOTTOM + 16, label, "label")
        for number, label in enumerate(edge_labels(buckets))
    ]
    body.append(_text(Fraction(_WIDTH - 20), _BOTTOM + 33, "wait", "name last"))
    body += _limits(profile, slot)
    return _svg(chart_id, title, description, _BOTTOM + 42, body)


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
        x = _LEFT + _place(profile, first_beyond(limit)) * slot
        right = kind == right_one
        found.append(_tag("path", {"d": f"M{_n(x)} {_TOP - 22} V{_BOTTOM}", "class": f"limit {kind}"}))
        found.append(_text(x + (5 if right else -5), _TOP - 14, words, "goal" if right else "goal last"))
    return found


def _limit_text(profile: Profile) -> str:
    return f"{profile.within.sense.replace('_', ' ')} {brief(profile.within.duration)}"


def day_text(mark: Mark) -> str:
    """``Mon 3 March 2025``, or ``week from Mon 3 March 2025``."""
    day = mark.first
    text = f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1]} {day.year}"
    return text if mark.each is Each.DAY else f"week from {text}"


def _grid(low: Fraction, high: Fraction, step: Fraction, unit: Unit, rise: Fraction, right: int = _RIGHT) -> Markup:
    lines = []
    for number in range(int((high - low) / step) + 1):
        y = _BOTTOM - number * rise
        value = low + number * step
        label = f"{value.numerator:,}" if value.denominator == 1 else plain(value)
        lines.append(_tag("path", {"d": f"M{_LEFT} {_n(y)} H{_WIDTH - right}"}))
        lines.append(_text(Fraction(_LEFT - 8), y + 4, label + amount_text(Fraction(0), unit)[1:], "tick"))
    return _tag("g", {"class": "grid"}, *lines)


def _hatching(chart_id: str) -> Markup:
    ground = _tag("rect", {"width": "5", "height": "5", "class": "hatch-ground"})
    stroke = _tag("path", {"d": "M0 0 V5", "class": "hatch-line"})
    pattern = {
        "id": f"{chart_id}-hatch",
        "width": "5",
        "height": "5",
        "patternUnits": "userSpaceOnUse",
        "patternTransform": "rotate(45)",
    }
    return _tag("defs", {}, _tag("pattern", pattern, ground, stroke))


def _svg(chart_id: str, title: str, description: str, height: int, body: Sequence[Markup]) -> Markup:
    return _tag(
        "svg",
        {
            "viewBox": f"0 0 {_WIDTH} {height}",
            "role": "img",
            "aria-labelledby": f"{chart_id}-title {chart_id}-desc",
        },
        _tag("title", {"id": f"{chart_id}-title"}, escape(title)),
        _tag("desc", {"id": f"{chart_id}-desc"}, escape(description)),
        *body,
    )


def _rect(
    x: Fraction, y: Fraction | int, width: Fraction, height: Fraction | int, kind: str, style: str = ""
) -> Markup:
    place = {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height), "class": kind}
    return _tag("rect", {**place, **({"style": style} if style else {})})


def _text(x: Fraction, y: Fraction | int, words: str, kind: str, hint: str = "") -> Markup:
    inside = [_tag("title", {}, escape(hint))] if hint else []
    return _tag("text", {"x": _n(x), "y": _n(y), "class": kind}, *inside, escape(words))


def _tag(name: str, attributes: dict[str, str], *children: Markup) -> Markup:
    """An element; attributes and text are escaped, so that no name can become markup."""
    written = Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in attributes.items())
    return Markup("<{0}{1}>{2}</{0}>").format(name, written, Markup("").join(children))


def _n(value: Fraction | int) -> str:
    """A coordinate to a tenth of a pixel."""
    return plain(Fraction(round_fraction(Fraction(value), 1, RoundingMode.HALF_UP)))
