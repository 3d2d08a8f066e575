"""The JSON Schema (draft 2020-12) of what ``check --json`` prints."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
_LINE = {"type": "integer", "minimum": 0, "description": "1 is the first; 0 the file as a whole"}
_AMOUNT = {
    "type": ["string", "null"],
    "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
    "description": "net: positive is owed by the provider, negative by the client",
}
_ANSWERS = {"type": "object", "additionalProperties": _TEXT}


def check_schema() -> dict[str, Any]:
    """Problems, notes, open questions, and what their prices rest on."""
    problem = {
        "file": _TEXT,
        "line": _LINE,
        "column": _LINE,
        "code": {"type": "string", "pattern": "^[A-Z0-9_]+$"},
        "message": _TEXT,
        "remedy": _TEXT,
    }
    choice = {
        "answer": {"type": "string", "description": "as it would be written behind the key"},
        "meaning": _TEXT,
        "amount": {**_AMOUNT, "description": "what it comes to; null where nothing is priced, or see why"},
        "why": {"type": "string", "description": "why there is no amount, or what is missing in it"},
        "also": {**_ANSWERS, "description": "what else has to be said with this answer, and how it was answered"},
    }
    question = {
        "file": _TEXT,
        "line": _LINE,
        "column": _LINE,
        "about": {"type": "string", "description": "the keys from the top of the file, joined by dots"},
        "question": _TEXT,
        "choices": {"type": "array", "items": _closed(choice)},
        "only": {
            "anyOf": [{"type": "string"}, {"type": "null"}],
            "description": "the commitment whose own amounts these are; null: those of the whole agreement",
        },
        "difference": {**_AMOUNT, "description": "between the dearest and the cheapest answer"},
    }
    pricing = {
        "periods": {"type": "array", "items": {"type": "string", "description": "first day/the day after the last"}},
        "currency": _TEXT,
        "meanwhile": {**_ANSWERS, "description": "how each question was answered while the others were priced"},
    }
    found = {"$ref": "#/$defs/problem"}
    whole = {
        "problems": {"type": "array", "items": found, "description": "what refuses the file"},
        "notes": {"type": "array", "items": found, "description": "what is legal and worth knowing"},
        "questions": {"type": "array", "items": _closed(question), "description": "choices that nobody has made"},
        "pricing": {"anyOf": [_closed(pricing), {"type": "null"}], "description": "null where nothing is priced"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What check says of an agreement",
        **_closed(whole),
        "$defs": {"problem": _closed(problem)},
    }


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that has all of these keys and no other."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
