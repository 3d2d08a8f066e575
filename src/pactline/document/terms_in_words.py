"""Terms of any shape in words: whatever the language can say, the document shows, from the descriptions of its fields.

A part of the agreement that has no sentences of its own is shown as a table: the term, what was agreed, what it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, get_args

from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from pactline.document.formulas import within
from pactline.document.model import Block, paragraph, table
from pactline.document.saying import amount, capital, dated, day, joined, length, money, percent, spoken, target, term
from pactline.records.choices.contacts import Choice
from pactline.values.dated import Dated
from pactline.values.duration import Duration, Limit
from pactline.values.exact import how_many, plain
from pactline.values.period import Period
from pactline.values.target import Target, Unit
from pactline.values.terms import DatedTerm

PROSE = ("text", "what", "agenda", "notes")
"""Keys whose value is a sentence of the parties themselves."""


@dataclass(frozen=True)
class Term:
    """One key of a part of the agreement."""

    key: str
    said: str
    meaning: str
    rows: tuple[BaseModel, ...] = ()  # of a key that is itself a table


def terms_of(part: BaseModel, currency: str) -> Iterator[Term]:
    """Every key of a part that says something, in the order of the language."""
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        if value is None or value == () or value == {}:
            continue
        key = info.alias or name.rstrip("_")
        rows = value if isinstance(value, tuple) and value and all(isinstance(row, BaseModel) for row in value) else ()
        said = "see the table" if rows else in_words(value, currency, _hint(info))
        yield Term(key, said, info.description or "", rows)


def in_words(value: Any, currency: str, hint: str = "") -> str:
    """A value of any type as words; ``hint`` is what the language's schema says of a bare number."""
    if isinstance(value, BaseModel):
        parts = [f"{spoken(part.key)}: {part.said}" for part in _flat(value, currency)]
        return "; ".join(parts)
    if isinstance(value, Mapping):
        return "; ".join(f"{spoken(str(key))}: {in_words(item, currency, hint)}" for key, item in value.items())
    if isinstance(value, Dated):
        return dated(value, lambda item: in_words(item, currency, hint))
    if isinstance(value, tuple | list | frozenset):
        return _listed(value, currency, hint)
    return _scalar(value, currency, hint)


def _flat(part: BaseModel, currency: str) -> Iterator[Term]:
    """The keys of a part for a line of text: its tables are written out in brackets."""
    for found in terms_of(part, currency):
        rows = " / ".join(f"({in_words(row, currency)})" for row in found.rows)
        yield Term(found.key, rows or found.said, found.meaning)


def _listed(value: Sequence[Any] | frozenset[Any], currency: str, hint: str) -> str:
    items = sorted(value) if isinstance(value, frozenset) else list(value)
    if len(items) == 2 and isinstance(items[1], Unit):
        return amount(items[0], items[1])  # the edge of a band
    return joined(in_words(item, currency, hint) for item in items)


def _scalar(value: Any, currency: str, hint: str) -> str:
    match value:
        case Choice():
            return f"{spoken(str(value.value))} ({value.meaning})"
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return money(value, currency)
        case Fraction():
            return percent(value) if "percentage" in hint or "share" in hint else plain(value)
        case Target():
            return target(value)
        case Limit():
            return within(value)
        case Duration():
            return length(value)
        case Period():
            return term(value)
        case date():
            return day(value)
        case Enum():
            return spoken(str(value.value))
        case int():
            return how_many(value, "month") if "month" in hint else f"{value:,}"
    return spoken(value) if isinstance(value, str) and _is_word(value) else str(value)


def _is_word(text: str) -> bool:
    """Whether a text is a word of the language, such as ``first_to_arrive``, and no sentence or name of the writer."""
    return "_" in text and text == text.lower() and " " not in text


def _hint(info: FieldInfo) -> str:
    """What the schema says of the numbers in a field."""
    return " ".join(_descriptions([*info.metadata, *get_args(info.annotation)]))


def _descriptions(marks: Sequence[Any]) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, WithJsonSchema):
            yield str((mark.json_schema or {}).get("description", ""))
        elif isinstance(mark, DatedTerm):
            yield from _descriptions(get_args(mark.item))
        elif get_args(mark):
            yield from _descriptions(get_args(mark))


def part_blocks(part: Any, currency: str, caption: str, fill: Callable[[str], str] = str) -> list[Block]:
    """A part of the agreement as blocks: its own sentences first, then a table of its terms, then its tables.

    ``fill`` puts the figures into the sentences of the parties.
    """
    if isinstance(part, str):
        return [paragraph(fill(part))]
    if not isinstance(part, BaseModel):
        return [paragraph(capital(in_words(_plain_part(part), currency)) + ".")]
    found = list(terms_of(part, currency))
    blocks: list[Block] = [paragraph(fill(item.said)) for item in found if item.key in PROSE]
    rows = [[capital(spoken(item.key)), item.said, item.meaning] for item in found if item.key not in PROSE]
    if rows:
        blocks.append(table(caption, "Term | As agreed | What it says", rows, "<<<", (3, 5, 5)))
    for item in found:
        if item.rows:
            blocks.append(rows_table(item.rows, currency, f"{caption}: {spoken(item.key)}"))
    return blocks


def rows_table(rows: Sequence[BaseModel], currency: str, caption: str) -> Block:
    """Rows of one shape as a table with a column for every key that any of them uses."""
    used: dict[str, None] = {}
    for row in rows:
        used |= dict.fromkeys(item.key for item in _flat(row, currency))
    cells = [{item.key: item.said for item in _flat(row, currency)} for row in rows]
    heads = [capital(spoken(key)) for key in used]
    lines = [[cell.get(key, "") for key in used] for cell in cells]
    return table(caption, " | ".join(heads), lines, "<" * len(heads), (1,) * len(heads))


def _plain_part(part: Any) -> Any:
    """A dataclass as a mapping of its fields; anything else as it is."""
    if is_dataclass(part) and not isinstance(part, type):
        return {item.name: getattr(part, item.name) for item in fields(part) if getattr(part, item.name) is not None}
    return part
