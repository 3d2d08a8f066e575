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


def visible(text: str, most: int = 1_000) -> str:
    """Text from outside with everything that does not print escaped, and not endless: safe in a receipt, a log, a line.

    Of a long text the end is kept, which of a path is its name.
    """
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[-most - 1 :])
    return shown if len(shown) <= most else "..." + shown[3 - most :]
