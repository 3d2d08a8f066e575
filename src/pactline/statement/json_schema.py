"""The JSON Schemas (draft 2020-12) of what ``--json`` prints: statements, measurements, comparisons, inferences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from pactline.records.columns import Outcome
from pactline.statement.model import Verdict
from pactline.values.exact import RoundingMode
from pactline.values.target import Unit

Schema: TypeAlias = dict[str, Any]

FOLDER = "src/pactline/statement"
"""Where the generated schemas are kept in the project, each as ``NAME.schema.json``; they ship in the package."""


def _text(description: str, **more: Any) -> Schema:
    return {"type": "string", "description": description, **more}


def _whole(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}


def _or_null(schema: Schema) -> Schema:
    description = schema.get("description", "")
    bare = {key: value for key, value in schema.items() if key != "description"}
    return {"anyOf": [bare, {"type": "null"}], "description": description}


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _object(properties: Mapping[str, Schema], description: str = "") -> Schema:
    """An object with exactly these keys."""
    found: Schema = {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
    return {**found, "description": description} if description else found


def _words(description: str, values: Schema | None = None) -> Schema:
    """An object with keys of its own, such as the choices of a metric."""
    return {"type": "object", "additionalProperties": values or {"type": "string"}, "description": description}


def _ref(name: str, description: str) -> Schema:
    return {"$ref": f"#/$defs/{name}", "description": description}


_MONEY = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
_DAY = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_DIGEST = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
_STEPS = _list({"type": "string"}, "how the amount came about, one step each")
_EXACT = {
    "type": "string",
    "pattern": "^-?[0-9]+/[0-9]+$",
    "description": "the exact figure; a share as a ratio 0 to 1",
}
_DECIMAL = {
    "type": "string",
    "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
    "description": "the figure rounded half-up for reading: shares to six places, durations in seconds to three",
}
_PERCENT = {**_DECIMAL, "description": "a share in percent to two places"}
_VALUE: Schema = {
    "description": "a figure; null when nothing counted",
    "anyOf": [
        {
            "type": "object",
            "properties": {
                "fraction": _EXACT,
                "decimal": _DECIMAL,
                "percent": _PERCENT,
                "as_compared": _text("the figure exactly as it was held against the target, with its unit"),
            },
            "required": ["fraction", "decimal"],
            "additionalProperties": False,
        },
        {"type": "null"},
    ],
}
_COUNTED = _whole("contacts that count")
_GOOD = _or_null(_whole("of them the good ones; null where the metric is no share"))
_SUM = _or_null(_whole("the sum of the durations in milliseconds; null where the metric adds up none"))
_UNKNOWN = _whole("contacts that a missing wait or duration left undecided or out")
_VERDICT = {"enum": [*(verdict.value for verdict in Verdict)], "description": "what became of the promise"}
_UNIT = {"enum": [unit.value for unit in Unit], "description": "what the figure counts in"}
_FIRST = {**_DAY, "description": "the first day"}
_END = {**_DAY, "description": "the day after the last"}


def _amount(description: str) -> Schema:
    return {**_MONEY, "description": description}


def _top(name: str, title: str, shape: Schema, **defs: Schema) -> Schema:
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:pactline:{name}", "title": title}
    return {**head, **shape, "$defs": defs}


def statement_schema() -> Schema:
    """What ``evaluate --json`` prints."""
    shape = _object(
        {
            "agreement": _text("the agreement's name"),
            "provider": _text("who promises"),
            "client": _text("to whom"),
            "agreement_digest": {**_DIGEST, "description": "sha256 of the agreement file"},
            "record_set": {**_DIGEST, "description": "identity of the records that were looked at"},
            "rules": _text("the rule version: metrics, remedies and conventions"),
            "period": _object(
                {"first": _FIRST, "end": _END, "zone": _text("the time zone of the days")}, "what is settled"
            ),
            "commitments": _list(_ref("commitment", "one promise"), "promises with a window that ends in the period"),
            "not_due": _list(_not_due(), "promises without a window that ends in the period"),
            "caps": _list(_cap(), "limits on credits, and what they cut off"),
            "rights": _list({}, "rights that came about other than money"),
            "duties": _list({}, "duties that came about other than money"),
            "totals": _object(
                {
                    "credits": _amount("what the provider owes, after caps"),
                    "bonuses": _amount("what the client owes"),
                    "net": _amount("credits less bonuses: positive is owed by the provider, negative by the client"),
                    "currency": _text("ISO 4217 code", pattern="^[A-Z]{3}$"),
                },
                "what it comes to",
            ),
        }
    )
    return _top("statement", "A statement", shape, value=_VALUE, commitment=_commitment(), window=_window())


def _commitment() -> Schema:
    target = _text("the target in words")
    return _object(
        {
            "id": _text("the commitment's key; a tier has its own after a slash"),
            "title": _text("what it is called"),
            "clause": _text("where it stands in the contract"),
            "service": _text("the service it is about"),
            "metric": _text("the metric's name"),
            "with": _words("every choice that was made, by name"),
            "unit": _UNIT,
            "counted": _COUNTED,
            "good": _GOOD,
            "sum_ms": _SUM,
            "unknown": _UNKNOWN,
            "value": _ref("value", "the figure of all windows together"),
            "target": {
                "anyOf": [target, _list(target, "several, where it changed between windows")],
                "description": "the target, or the targets of the windows in order",
            },
            "verdict": _VERDICT,
            "relief": _list({}, "relief that was granted"),
            "working": _STEPS,
            "credit": _amount("what the provider owes for it, before caps"),
            "bonus": _amount("what the client owes for it"),
            "amount": _amount("the difference of the two, never negative"),
            "owed_by": {"enum": ["provider", "client", "nobody"], "description": "who owes the amount"},
            "windows": _list(_ref("window", "one window"), "the windows that end in the period, in order"),
            "days": _list(
                _object(
                    {
                        "day": {**_DAY, "description": "a local day with records"},
                        "counted": _COUNTED,
                        "good": _GOOD,
                        "value": _ref("value", "the day's own figure"),
                    }
                ),
                "the days that have any, in order",
            ),
        }
    )


def _window() -> Schema:
    return _object(
        {
            "first": _FIRST,
            "end": _END,
            "counted": _COUNTED,
            "good": _GOOD,
            "value": _ref("value", "the window's figure by the agreed roll-up"),
            "intervals": _or_null(_whole("intervals or days with data, where the roll-up looks at them")),
            "intervals_met": _or_null(_whole("of them those that kept the interval target")),
            "target": _text("the target in force on the window's first day"),
            "verdict": _VERDICT,
            "notes": _list({"type": "string"}, "what else has to be known, as sentences"),
            "credit": _amount("what the provider owes for the window, before caps"),
            "bonus": _amount("what the client owes for the window"),
            "working": _STEPS,
        }
    )


def _not_due() -> Schema:
    running = _or_null(_text("the window now running, such as 2025-Q3; null when none is"))
    return _object({"id": _text("the commitment's key"), "settles_in": running})


def _cap() -> Schema:
    return _object(
        {
            "first": _FIRST,
            "end": _END,
            "id": _text("the rule that limits"),
            "of": _text("the charge the limit is a share of"),
            "working": _STEPS,
            "limit": _amount("the most that credits may come to"),
            "before": _amount("credits before the limit"),
            "after": _amount("credits after it"),
            "cut": _amount("what the provider does not owe because of it"),
        }
    )


def measure_schema() -> Schema:
    """What ``measure --json`` prints."""
    row = _object(
        {
            "by": _words("the group: queue, channel, interval, day, ...", {"type": ["string", "null"]}),
            "counted": _COUNTED,
            "good": _GOOD,
            "sum_ms": _SUM,
            "unknown": _UNKNOWN,
            "value": _ref("value", "the group's figure"),
            "unit": _UNIT,
        }
    )
    shape = _object(
        {
            "metric": _text("the metric's name"),
            "with": _words("every choice that was made, by name"),
            "rows": _list(row, "one figure for each group, in order of the groups"),
        }
    )
    return _top("measure", "A measurement", shape, value=_VALUE)


def compare_schema() -> Schema:
    """What ``compare --json`` prints."""
    form = _object(
        {
            "code": _text("the form's code, such as SL-F"),
            "name": _text("what it is called"),
            "formula": _text("its formula: A answered, B abandoned, F flowed out, C callback"),
            "with": _words("its choices, by name"),
            "counted": _or_null(_COUNTED),
            "good": _GOOD,
            "unknown": _or_null(_UNKNOWN),
            "value": _ref("value", "its figure"),
            "not_computable": _or_null(_text("why it has no figure; null where it has one")),
            "sources": _text("who uses it"),
        }
    )
    contact = _object(
        {
            "contact_id": _text("the contact"),
            "visit": _whole("which of its queue visits"),
            "outcome": {"enum": [*Outcome], "description": "how the visit ended"},
            "wait_ms": _or_null({"type": "integer", "description": "how long it waited; null when unknown"}),
            "treated": _words("form code to what the form makes of it: left out, met, not met ..."),
        }
    )
    difference = _object(
        {
            "between": {**_list({"type": "string"}, "the codes of two forms"), "minItems": 2, "maxItems": 2},
            "total": _whole("contacts that the two treat differently"),
            "contacts": _list(contact, "these contacts, or the first of them"),
        }
    )
    shape = _object(
        {
            "forms": _list(form, "every published form"),
            "differences": _list(difference, "every pair of forms that some contact tells apart"),
        }
    )
    return _top("compare", "The published forms side by side", shape, value=_VALUE)


def infer_schema() -> Schema:
    """What ``infer --json`` prints."""
    rest = {
        "others": _list(_ref("answer", "one answer"), "the answers for other kinds of figure"),
        "columns": _list(_ref("answer", "one answer"), "the answers column by column"),
        "not_inferred": _list({"type": "string"}, "columns whose kind of figure has no published forms"),
        "unreadable": _list({"type": "string"}, "cells that could not be read, as sentences"),
    }
    whole = _object({**_answer()["properties"], **rest})
    whole["required"] = ["best", "rows", "forms", "unexplained", *rest]
    return _top("infer", "Which definition reproduces a report", whole, answer=_answer())


def _answer() -> Schema:
    form = _object(
        {
            "code": _text("the form's code, such as SL-F"),
            "name": _text("what it is called"),
            "fits": _whole("figures that it reproduces"),
            "by_chance": _text("how many of them chance would reproduce"),
            "variants": _whole("choices with which it fits as well"),
            "told_apart_by": _or_null(_whole("contacts that the best form treats differently; null when not known")),
            "with": _words("its choices, by name"),
        }
    )
    unexplained = _object(
        {
            "line": _whole("the line in the report"),
            "label": _text("what the report calls the row"),
            "group": _text("the group the row belongs to"),
            "figure": _text("the column it stood in"),
            "reported": _text("as printed"),
            "computed": _or_null(_text("what the best form makes of it; null when it has nothing to divide by")),
        }
    )
    return _object(
        {
            "best": _or_null(_text("the form that fits best; null when none does better than chance")),
            "also": _list({"type": "string"}, "forms that the report cannot rule out"),
            "why": _text("why this one, in a sentence"),
            "metric": _text("the kind of figure"),
            "figure": _text("the column; empty for all columns of the kind"),
            "group": _text("the group; empty for all"),
            "rows": _whole("figures that could be judged"),
            "no_data": _whole("figures of rows without a contact to divide by"),
            "rounding": {"enum": [*RoundingMode], "description": "how the report rounds"},
            "forms": _list(form, "every form, best first"),
            "unexplained": _list(unexplained, "figures that the best form does not reproduce"),
            "untested": _words("form code to what is missing for it"),
        }
    )


def schemas() -> dict[str, Schema]:
    """Every schema of this room, by name."""
    return {
        "statement": statement_schema(),
        "measure": measure_schema(),
        "compare": compare_schema(),
        "infer": infer_schema(),
    }
