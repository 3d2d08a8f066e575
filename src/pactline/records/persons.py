"""Where persons stand in a record: the columns that name them, and the texts in which they may be mentioned."""

from __future__ import annotations

from pactline.records.columns import Kind
from pactline.records.tables import CONTACTS, Table

PERSONS = ("customer", "agent")
"""Columns whose value is a person. Figures compare these values and never read them."""

_TEXTS = ("reason", "disposition", "debt", "tags")
"""Columns in which a source may have written anything."""

PSEUDONYM = "erased:"
"""How the value begins that stands where a person stood."""


def person_columns(table: Table) -> tuple[str, ...]:
    """The columns of a table that name a person."""
    return tuple(column.name for column in table.columns if column.name in PERSONS)


def persons_in_key(table: Table) -> bool:
    """Whether a person is part of what tells two rows of a table apart."""
    return any(name in table.key for name in PERSONS)


def text_columns(table: Table) -> tuple[str, ...]:
    """The columns of a table in which a person may be mentioned."""
    return tuple(c.name for c in table.columns if c.name in _TEXTS and c.kind is Kind.TEXT and not c.words)


def named_in_listings(table: Table) -> str:
    """SQL for how a row is called in what is filed with a statement: its key without the person in it.

    A listing is never changed, so no person may stand in it. Rows that differ in the person alone share a name there;
    their contents tell them apart.
    """
    if table is CONTACTS:
        return "contact_id"
    return f"'{table.name}/' || concat_ws('|', {', '.join(name for name in table.key if name not in PERSONS)})"
