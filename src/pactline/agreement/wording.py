"""Which keys are words for people only: they change no figure and no amount."""

from __future__ import annotations

WORDING = frozenset({"title", "clause", "notes", "text"})
"""Keys whose value nothing is computed from, wherever in the file they stand."""

PROSE = frozenset({"agreement", "purpose", "parties", "definitions", "clauses", "reviews", "contacts"})
"""Keys at the top of the file that only the document needs, with all that stands below them."""


def is_wording(path: tuple[str, ...]) -> bool:
    """Whether the value at a path is for people only."""
    return path[0] in PROSE or path[-1] in WORDING
