"""Values and places of an agreement in words for people who do not read YAML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pactline.agreement.meaning import UNREAD, Side, models_in, value_of, words_of
from pactline.agreement.yaml_text import ListNode, MapNode, Node, TextNode
from pactline.values.dated import Dated
from pactline.values.duration import Duration, Limit
from pactline.values.money import minor_digits, money_text
from pactline.values.target import Target

_SINGULAR = {
    "critical": "critical failure", "points": "points scheme", "indices": "index",
}  # fmt: skip
_EXPLAINED = frozenset({
    "title", "clause", "notes", "text", "target", "provider", "client", "currency", "term", "zone", "each", "amount",
    "remedy", "bonus", "service", "metric", "agreement", "hours", "queues", "channels", "direction", "tiers", "of",
    "credit", "percent", "what", "name", "from", "above", "to", "below", "at", "order",
})  # fmt: skip
"""Keys that need no explanation beside their own word."""
_PAID = ("credit", "points", "amount", "percent")  # what a row of a table pays
_TITLED = re.compile(r"[A-Z][\w ]*: ")  # the title of a remedy or rule, which its word says already
_LONGEST = 120  # of an explanation that is read in passing


def singular(section: str) -> str:
    """What one part of a section is called: ``commitment``, ``charge``, ``responsibility``."""
    usual = section[:-3] + "y" if section.endswith("ies") else section.removesuffix("s")
    return words(_SINGULAR.get(section, usual))


def words(key: str) -> str:
    """A key as words."""
    return key.replace("_", " ")


def chain(keys: Sequence[str], info: FieldInfo | None) -> str:
    """The keys down to a value, the last one with what the model says of it where its word alone says little."""
    shown = [words(key) for key in keys if key not in ("table", "tiers")]
    meaning = (info.description or "").rstrip(".") if info else ""
    if meaning and keys[-1] not in _EXPLAINED and len(meaning) <= _LONGEST and not _TITLED.match(meaning):
        shown[-1] += f" ({meaning})"
    return ", ".join(shown)


def and_list(items: Sequence[str], mark: str = ", ") -> str:
    """``a, b and c``."""
    return items[0] if len(items) == 1 else f"{mark.join(items[:-1])} and {items[-1]}" if items else "nothing"


def say(side: Side, model: type[BaseModel] | None, key: str, node: Node) -> str:
    """The value under a key, as one would say it."""
    value = value_of(model, key, node)
    if value is not UNREAD and not isinstance(node, MapNode | ListNode):
        return say_value(value, node.text, side)
    if isinstance(value, Dated):
        return and_list([f"{say_value(one, '', side)} from {day or 'the start'}" for day, one in value.steps])
    return _say_node(side, models_below(model, key), node)


def say_value(value: Any, written: str, side: Side) -> str:
    """A single value: amounts with their currency, words of a closed list with what they mean."""
    match value:
        case Dated(steps=((None, one),)):
            return say_value(one, written, side)
        case Decimal():
            return money(value, side)
        case Target() | Limit() | Duration():
            return str(value)
        case Enum():
            meaning = getattr(value, "meaning", "")
            return f"{value.value} ({meaning})" if meaning else str(value.value)
        case bool() | None:
            return "yes" if value else "no"
        case _:
            return " ".join((written or str(value)).split())


def money(amount: Decimal, side: Side) -> str:
    """``EUR 1,500.00``; the bare figure where the currency is not written."""
    try:
        return f"{side.currency} {money_text(amount, minor_digits(side.currency))}".strip()
    except (KeyError, ValueError):
        return f"{side.currency} {amount}".strip()


def models_below(model: type[BaseModel] | None, key: str) -> list[type[BaseModel]]:
    """The models that may read what stands under a key."""
    info = words_of(model).get(key)
    return models_in(info.annotation) if info else []


def fitting(models: Sequence[type[BaseModel]], node: MapNode) -> type[BaseModel] | None:
    """Of several models the first that knows all keys of a mapping."""
    return next((model for model in models if set(node.values) <= set(words_of(model))), models[0] if models else None)


def say_part(side: Side, model: type[BaseModel] | None, node: Node) -> str:
    """A whole part: each of its keys with what it says."""
    if not isinstance(node, MapNode):
        return _say_node(side, [], node)
    said = _said(side, [model] if model else [], node)
    return "; ".join(_under(key, text) for key, text in said.items()) or "nothing"


def _say_node(side: Side, models: Sequence[type[BaseModel]], node: Node) -> str:
    match node:
        case TextNode():
            return " ".join(node.text.split()) or "nothing"
        case ListNode():
            items = [_say_row(side, models, item) for item in node.items]
            return "; ".join(items) if _is_table(node) else and_list(items)
        case MapNode():
            said = _said(side, models, node)
            table = {key: text for key, text in said.items() if _is_table(node.values[key])}
            single = ", ".join(_under(key, text) for key, text in said.items() if key not in table)
            return ": ".join(part for part in (single, "; ".join(table.values())) if part)


def _said(side: Side, models: Sequence[type[BaseModel]], node: MapNode) -> dict[str, str]:
    model = fitting(models, node)
    return {key: say(side, model, key, value) for key, value in node.values.items()}


def _say_row(side: Side, models: Sequence[type[BaseModel]], node: Node) -> str:
    """A row of a table: ``credit 2 % from 75 % below 80 %``."""
    if not isinstance(node, MapNode) or not set(_PAID) & set(node.values):
        return _say_node(side, models, node)
    said = _said(side, models, node)
    pays = ", ".join(_under(key, text) for key, text in said.items() if key in _PAID)
    return f"{pays} {row_name(node)}"


def _under(key: str, text: str) -> str:
    """A key with what it says; a value that holds from a day is said before its day."""
    return f"{text} {key}" if key.startswith("from ") else f"{words(key)} {text}"


def _is_table(node: Node) -> bool:
    return isinstance(node, ListNode) and any(isinstance(item, MapNode) for item in node.items)


def row_name(row: MapNode) -> str:
    """What tells a row of a table from the others: everything but what it pays."""
    said = [f"{words(key)} {value.text}" for key, value in row.values.items()
            if isinstance(value, TextNode) and key not in _PAID]  # fmt: skip
    return " ".join(said) or "any figure"
