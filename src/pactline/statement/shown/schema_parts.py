"""The parts that the published schemas are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from pactline.statement.model import Verdict
from pactline.values.target import Unit

Schema: TypeAlias = dict[str, Any]


def text(description: str, **more: Any) -> Schema:
    """A string."""
    return {"type": "string", "description": description, **more}


def whole(description: str) -> Schema:
    """A whole number."""
    return {"type": "integer", "minimum": 0, "description": description}


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    description = schema.get("description", "")
    bare = {key: value for key, value in schema.items() if key != "description"}
    return {"anyOf": [bare, {"type": "null"}], "description": description}


def list_of(items: Schema, description: str) -> Schema:
    """A list of such items."""
    return {"type": "array", "items": items, "description": description}


def object_of(
    properties: Mapping[str, Schema], description: str = "", optional: Mapping[str, Schema] | None = None
) -> Schema:
    """An object with exactly these keys, and perhaps the optional ones."""
    found: Schema = {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": list(properties),
        "additionalProperties": False,
    }
    return {**found, "description": description} if description else found


def words(description: str, values: Schema | None = None) -> Schema:
    """An object with keys of its own, such as the choices of a metric."""
    return {"type": "object", "additionalProperties": values or {"type": "string"}, "description": description}


def ref(name: str, description: str) -> Schema:
    """A named part of the schema."""
    return {"$ref": f"#/$defs/{name}", "description": description}


MONEY = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
DAY = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
DIGEST = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
STEPS = list_of({"type": "string"}, "how the amount came about, one step each")
EXACT = {
    "type": "string",
    "pattern": "^-?[0-9]+/[0-9]+$",
    "description": "the exact figure; a share as a ratio 0 to 1",
}
DECIMAL = {
    "type": "string",
    "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
    "description": "the figure rounded half-up for reading: shares to six places, durations in seconds to three",
}
PERCENT = {**DECIMAL, "description": "a share in percent to two places"}
VALUE: Schema = {
    "description": "a figure; null when nothing counted",
    "anyOf": [
        {
            "type": "object",
            "properties": {
                "fraction": EXACT,
                "decimal": DECIMAL,
                "percent": PERCENT,
                "as_compared": text("the figure exactly as it was held against the target, with its unit"),
            },
            "required": ["fraction", "decimal"],
            "additionalProperties": False,
        },
        {"type": "null"},
    ],
}
COUNTED = whole("contacts that count")
GOOD = or_null(whole("of them the good ones; null where the metric is no share"))
SUMS: Mapping[str, Schema] = {
    "part": {"type": "integer", "description": "of a ratio: the sum above the line; absent for other figures"},
    "whole": {"type": "integer", "description": "of a ratio: the sum below the line; absent for other figures"},
}
"""What only ratios have; the unit is the metric's own, such as points, legs or microseconds."""
SUM = or_null(whole("the sum of the durations in milliseconds; null where the metric adds up none"))
UNKNOWN = whole("contacts that a missing wait or duration left undecided or out")
VERDICT = {"enum": [*(verdict.value for verdict in Verdict)], "description": "what became of the promise"}
UNIT = {"enum": [unit.value for unit in Unit], "description": "what the figure counts in"}
FIRST = {**DAY, "description": "the first day"}
END = {**DAY, "description": "the day after the last"}


def amount(description: str) -> Schema:
    """An amount of money as a string."""
    return {**MONEY, "description": description}


def top(name: str, title: str, shape: Schema, **defs: Schema) -> Schema:
    """A whole schema, with its name and its parts."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:pactline:{name}", "title": title}
    return {**head, **shape, "$defs": defs}
