"""Which keys are words for people only: they change no figure and no amount."""

from __future__ import annotations

WORDING = frozenset({"title", "clause", "notes", "text"})
"""Keys whose value nothing is computed from, wherever in the file they stand."""


def is_wording(path: tuple[str, ...]) -> bool:
    """Whether the value at a path is for people only: the name of the agreement, a title, a clause, notes, a text."""
    return path == ("agreement",) or path[-1] in WORDING
