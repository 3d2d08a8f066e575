"""The JSON Schema of what ``compare --between --json`` prints."""

from __future__ import annotations

from pactline.statement.shown.schema_parts import (
    COUNTED,
    DECIMAL,
    GOOD,
    SUMS,
    UNIT,
    UNKNOWN,
    VALUE,
    Schema,
    list_of,
    object_of,
    or_null,
    ref,
    text,
    top,
    whole,
    words,
)

_EDGE = {**DECIMAL, "description": "to six places, in the unit of the figure; of a share a ratio"}
_TAIL = or_null({**DECIMAL, "description": "how likely chance alone makes a difference at least as great"})


def between_schema() -> Schema:
    """What ``compare --between --json`` prints."""
    interval = or_null(object_of({"low": _EDGE, "high": _EDGE}, "the interval at the level; null where there is none"))
    value = object_of(
        {
            "value": text("the value of the tag or column"),
            "counted": COUNTED,
            "good": GOOD,
            "unknown": UNKNOWN,
            "figure": ref("value", "its figure"),
            "interval": interval,
            "caution": or_null(text("why the interval is rough; null where it is not")),
        },
        optional=SUMS,
    )
    pair = object_of(
        {
            "between": {**list_of({"type": "string"}, "two values"), "minItems": 2, "maxItems": 2},
            "difference": ref("value", "the figure of the first less that of the second"),
            "interval": interval,
            "p": _TAIL,
            "p_holm": or_null({**DECIMAL, "description": "the same among all pairs, by Holm's method"}),
            "shown": or_null(
                {
                    "type": "boolean",
                    "description": "whether the interval leaves 0 out and p_holm is at most 1 less the level",
                }
            ),
        }
    )
    shape = object_of(
        {
            "metric": text("the metric's name"),
            "with": words("every choice that was made, by name"),
            "between": text("what the values are of, such as tag:greeting"),
            "level": {**DECIMAL, "description": "the level of the intervals, such as 0.95"},
            "method": or_null(text("how the intervals are made; null where there are none")),
            "no_interval": or_null(text("why there are none; null where there are")),
            "unit": UNIT,
            "values": list_of(value, "every value that any contact has, in order"),
            "without": whole("contacts that count and have no value: not compared"),
            "differences": list_of(pair, "every pair of values"),
        }
    )
    return top("between", "A comparison between values", shape, value=VALUE)
