"""The JSON Schemas (draft 2020-12) of an amendment's file and of what ``diff --json`` prints."""

from __future__ import annotations

from typing import Any

from pactline.agreement.amendment_file import AmendmentShape
from pactline.agreement.json_schema import WithMeanings

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def amendment_schema() -> dict[str, Any]:
    """The schema of ``amendments/NAME.yaml``, made of the models that read it; what ``set`` holds is an agreement's."""
    made = AmendmentShape.model_json_schema(schema_generator=WithMeanings)
    for shape in (made, *made["$defs"].values()):
        shape.pop("title", None)
    return {"$schema": _DRAFT, **made, "title": "Pactline amendment"}


def diff_schema() -> dict[str, Any]:
    """What ``diff --json`` prints."""
    said = {"type": ["string", "null"]}
    change = {
        "type": "object",
        "description": "one difference",
        "properties": {
            "path": {"type": "string", "description": "the keys from the top of the file, joined by dots"},
            "kind": {"enum": ["added", "removed", "changed", "renamed", "reordered"]},
            "from": {**said, "description": "what A says, in words; null where it says nothing"},
            "to": {**said, "description": "what B says, in words; null where it says nothing"},
            "sentence": {"type": "string", "description": "the whole change in one sentence"},
            "effect": {**said, "description": "on whom it bears; null where that is not certain"},
            "moves_money": {"type": "boolean", "description": "whether it can; false only where it certainly cannot"},
            "a": {"anyOf": [{"$ref": "#/$defs/place"}, {"type": "null"}]},
            "b": {"anyOf": [{"$ref": "#/$defs/place"}, {"type": "null"}]},
        },
    }
    place = {
        "type": "object",
        "description": "where it is written",
        "properties": {"file": {"type": "string"}, "line": {"type": "integer", "minimum": 1}},
    }
    whole = {
        "type": "object",
        "properties": {
            "a": {"type": "string", "description": "the agreement that the changes lead from, as it was named"},
            "b": {"type": "string", "description": "the agreement that they lead to"},
            "changes": {"type": "array", "items": {"$ref": "#/$defs/change"}},
        },
    }
    return {
        "$schema": _DRAFT,
        "title": "What differs between two agreements",
        **_closed(whole),
        "$defs": {"change": _closed(change), "place": _closed(place)},
    }


def _closed(shape: dict[str, Any]) -> dict[str, Any]:
    """An object that has all of these keys and no other."""
    return {**shape, "required": list(shape["properties"]), "additionalProperties": False}
