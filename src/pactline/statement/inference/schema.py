"""The JSON Schema of what ``infer --json`` prints."""

from __future__ import annotations

from pactline.statement.shown.schema_parts import Schema, list_of, object_of, or_null, ref, text, top, whole, words
from pactline.values.exact import RoundingMode


def infer_schema() -> Schema:
    """What ``infer --json`` prints."""
    rest = {
        "others": list_of(ref("answer", "one answer"), "the answers for other kinds of figure"),
        "columns": list_of(ref("answer", "one answer"), "the answers column by column"),
        "not_inferred": list_of({"type": "string"}, "columns whose kind of figure has no published forms"),
        "unreadable": list_of({"type": "string"}, "cells that could not be read, as sentences"),
    }
    whole = object_of({**_answer()["properties"], **rest})
    whole["required"] = ["best", "rows", "forms", "unexplained", *rest]
    return top("infer", "Which definition reproduces a report", whole, answer=_answer())


def _answer() -> Schema:
    form = object_of(
        {
            "code": text("the form's code, such as SL-F"),
            "name": text("what it is called"),
            "fits": whole("figures that it reproduces"),
            "by_chance": text("how many of them chance would reproduce"),
            "variants": whole("choices with which it fits as well"),
            "told_apart_by": or_null(whole("contacts that the best form treats differently; null when not known")),
            "with": words("its choices, by name"),
        }
    )
    unexplained = object_of(
        {
            "line": whole("the line in the report"),
            "label": text("what the report calls the row"),
            "group": text("the group the row belongs to"),
            "figure": text("the column it stood in"),
            "reported": text("as printed"),
            "computed": or_null(text("what the best form makes of it; null when it has nothing to divide by")),
        }
    )
    return object_of(
        {
            "best": or_null(text("the form that fits best; null when none does better than chance")),
            "also": list_of({"type": "string"}, "forms that the report cannot rule out"),
            "why": text("why this one, in a sentence"),
            "metric": text("the kind of figure"),
            "figure": text("the column; empty for all columns of the kind"),
            "group": text("the group; empty for all"),
            "rows": whole("figures that could be judged"),
            "no_data": whole("figures of rows without a contact to divide by"),
            "rounding": {"enum": [*RoundingMode], "description": "how the report rounds"},
            "forms": list_of(form, "every form, best first"),
            "unexplained": list_of(unexplained, "figures that the best form does not reproduce"),
            "untested": words("form code to what is missing for it"),
        }
    )
