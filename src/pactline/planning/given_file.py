"""The bytes of a file that somebody names: what is not there or too much is told, whatever the file claims to be."""

from __future__ import annotations

import os
import unicodedata

from pactline.values.problem import Problem, Problems

NOT_THERE = "FILE_UNREADABLE"
"""The code of a name that leads to no file: commands take it for wrong use."""


def is_name(text: str) -> bool:
    """Whether a text can be the name of a queue: something to be seen, on one line, as in records."""
    strange = ("Cc", "Cs", "Zl", "Zp")
    return bool(text.strip()) and not any(unicodedata.category(character) in strange for character in text)


def read_given(path: str | os.PathLike[str], what: str, most_bytes: int) -> bytes:
    """All bytes of a file. Raises Problems where there is none, it may not be read, or it holds more.

    What counts is what can be read, not the size that the system tells: a pipe and a device have none.
    """
    name, remedy = os.fspath(path), f"give the path of {what}"
    try:
        with open(path, "rb") as file:
            raw = file.read(most_bytes + 1)
    except FileNotFoundError:
        raise Problems([Problem(name, 0, 0, NOT_THERE, "there is no such file", remedy)]) from None
    except IsADirectoryError:
        raise Problems([Problem(name, 0, 0, NOT_THERE, "this is a folder", remedy)]) from None
    except (OSError, ValueError) as wrong:  # ValueError: a name with a null byte
        reason = wrong.strerror if isinstance(wrong, OSError) and wrong.strerror else "no file can have this name"
        raise Problems([Problem(name, 0, 0, NOT_THERE, f"it cannot be read: {reason}", remedy)]) from None
    if len(raw) > most_bytes:
        size = f"{most_bytes // 1024**2} MiB" if most_bytes >= 1024**2 else f"{most_bytes // 1024} KiB"
        raise Problems([Problem(name, 0, 0, "FILE_TOO_LARGE", f"the file has more than {size}", "split it")])
    return raw
