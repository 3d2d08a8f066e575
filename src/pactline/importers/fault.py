"""Why a value, or the record it stands in, cannot be taken; and the limits that no source may pass."""

from __future__ import annotations

MOST_MS = 2_678_400_000  # 31 days
LONGEST_FIELD = 65_536  # characters
MOST_COLUMNS = 256


class Fault(Exception):
    """A stable code and a sentence that says what is wrong and what to do."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


def quoted(text: str) -> str:
    """A value as it may stand in a message: quoted, escaped, not endless."""
    return ascii(text) if len(text) <= 60 else ascii(text[:57] + "...")
