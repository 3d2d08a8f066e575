"""Which rows count when several claim to be the same visit: one rule for every door and every order.

A record is the pair of its key (contact id, visit) and its content. The same pair again is a duplicate. Of several
contents under one key the greatest revision counts; two contents of the greatest revision are in conflict, and then
none of them counts until a greater revision settles it. The rule looks at the set alone, never at the order of arrival.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

COUNTING = "NOT coalesce(ex.top > coalesce(source_rev, -1) OR ex.conflict, false)"
IN_DIGEST = "NOT coalesce(ex.top > coalesce(source_rev, -1), false)"


def contested(versions: str) -> str:
    """SQL for the keys that occur with several contents, with the greatest revision and whether it is in conflict.

    ``versions`` is SQL for distinct ``contact_id, visit, rev, content``.
    """
    return (
        "SELECT contact_id, visit, top, count(*) FILTER (rev = top) > 1 AS conflict FROM ("
        "SELECT *, max(rev) OVER (PARTITION BY contact_id, visit) AS top FROM ("
        f"SELECT *, count(*) OVER (PARTITION BY contact_id, visit) AS several FROM ({versions})) WHERE several > 1) "
        "GROUP BY contact_id, visit, top"
    )


def without(stored: str, exclusions: str | None, rule: str) -> str:
    """SQL for the stored rows that a rule keeps; with no exclusions the stored rows themselves, read straight."""
    if exclusions is None:
        return stored
    return (
        f"SELECT s.* FROM ({stored}) s LEFT JOIN ({exclusions}) ex "
        f"ON s.contact_id = ex.contact_id AND s.visit = ex.visit WHERE {rule}"
    )
