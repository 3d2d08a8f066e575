"""Which rows count when several claim to be the same: one rule for every door, every table and every order.

A record is the pair of its key (of a contact: contact id and visit) and its content. The same pair again is a
duplicate. Of several contents under one key the greatest revision counts; two contents of the greatest revision are in
conflict, and then none of them counts until a greater revision settles it. The rule looks at the set alone, never at
the order of arrival.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from pactline.records.tables import Table

COUNTING = "NOT coalesce(ex.top > coalesce(source_rev, -1) OR ex.conflict, false)"
IN_DIGEST = "NOT coalesce(ex.top > coalesce(source_rev, -1), false)"


def contested(table: Table, versions: str) -> str:
    """SQL for the keys that occur with several contents, with the greatest revision and whether it is in conflict.

    ``versions`` is SQL for distinct key columns, ``rev`` and ``content``.
    """
    key = table.keys()
    return (
        f"SELECT {key}, top, count(*) FILTER (rev = top) > 1 AS conflict FROM ("
        f"SELECT *, max(rev) OVER (PARTITION BY {key}) AS top FROM ("
        f"SELECT *, count(*) OVER (PARTITION BY {key}) AS several FROM ({versions})) WHERE several > 1) "
        f"GROUP BY {key}, top"
    )


def without(table: Table, stored: str, exclusions: str | None, rule: str) -> str:
    """SQL for the stored rows that a rule keeps; with no exclusions the stored rows themselves, read straight."""
    if exclusions is None:
        return stored
    return f"SELECT s.* FROM ({stored}) s LEFT JOIN ({exclusions}) ex ON {table.same('s', 'ex')} WHERE {rule}"
