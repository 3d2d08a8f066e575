"""The strokes that the statement's charts are drawn with: SVG elements, escaped, placed to a tenth of a pixel."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup, escape

from pactline.values.exact import RoundingMode, plain, round_fraction

WIDTH, LEFT, RIGHT = 720, 60, 84
PLOT = WIDTH - LEFT - RIGHT
TOP, HEIGHT = 34, 180
BOTTOM = TOP + HEIGHT


def picture(chart_id: str, title: str, description: str, height: int, body: Sequence[Markup]) -> Markup:
    """A whole chart with its title and its description."""
    return tag(
        "svg",
        {
            "viewBox": f"0 0 {WIDTH} {height}",
            "role": "img",
            "aria-labelledby": f"{chart_id}-title {chart_id}-desc",
        },
        tag("title", {"id": f"{chart_id}-title"}, escape(title)),
        tag("desc", {"id": f"{chart_id}-desc"}, escape(description)),
        *body,
    )


def rect(x: Fraction, y: Fraction | int, width: Fraction, height: Fraction | int, kind: str, style: str = "") -> Markup:
    """A rectangle of a class of the style sheet."""
    place = {"x": at(x), "y": at(y), "width": at(width), "height": at(height), "class": kind}
    return tag("rect", {**place, **({"style": style} if style else {})})


def words(x: Fraction, y: Fraction | int, said: str, kind: str, hint: str = "") -> Markup:
    """Text at a place, with more of it where the pointer rests."""
    inside = [tag("title", {}, escape(hint))] if hint else []
    return tag("text", {"x": at(x), "y": at(y), "class": kind}, *inside, escape(said))


def tag(name: str, attributes: dict[str, str], *children: Markup) -> Markup:
    """An element; attributes and text are escaped, so that no name can become markup."""
    written = Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in attributes.items())
    return Markup("<{0}{1}>{2}</{0}>").format(name, written, Markup("").join(children))


def at(value: Fraction | int) -> str:
    """A coordinate to a tenth of a pixel."""
    return plain(Fraction(round_fraction(Fraction(value), 1, RoundingMode.HALF_UP)))
