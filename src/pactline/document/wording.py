"""Figures in prose: each is drawn from the data by a placeholder, and one that is not is found.

The readable clause of a commitment says ``{within}`` and ``{target}`` where a figure belongs. A figure typed into the
prose could say something else than the rule that is computed; :func:`stray_figures` finds those.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

_PLACEHOLDER = re.compile(r"\{\s*([A-Za-z][\w-]*)\s*\}")
_BRACE = re.compile(r"[{}]")
_PART = r"(?:[0-9]+|[IVXLC]+|[A-Z])(?:\.[0-9]+)*(?:\s?\([0-9a-z]{1,4}\))*"
_ONE = "clause|section|schedule|article|annex|appendix|paragraph|part|item"
_MANY = "clauses|sections|schedules|articles|annexes|appendices|paragraphs|parts|items"
_REFERENCE = re.compile(
    rf"\b(?i:{_ONE})\s+{_PART}(?![0-9.]*[0-9]|\s?%)|\b(?i:{_MANY})\s+{_PART}(?:(?:,|\s+(?:and|or|to))\s+{_PART}(?![0-9.]*[0-9]|\s?%))*"
)
_NUMBERED = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]+)*\s?\([a-z0-9]{1,4}\)")  # 4.2(b) needs no word before it
_FIGURE = re.compile(r"(?<![\w{])[0-9][0-9.,:/-]*(?:\s?(?:%|[^\W\d_]{1,12}\b))?")


class UnknownPlaceholder(ValueError):
    """A placeholder that names nothing in the data; the text lists what can be named."""


@dataclass(frozen=True)
class Stray:
    """A figure in prose that no placeholder put there."""

    text: str  # the figure with the word after it: "80 %"
    at: int  # where it begins, counted in characters


def fill(text: str, words: Mapping[str, str]) -> str:
    """The text with every ``{key}`` replaced by its words. Raises UnknownPlaceholder."""

    def put(found: re.Match[str]) -> str:
        key = found[1].replace("-", "_")
        if key not in words:
            raise UnknownPlaceholder(unknown_placeholder(found[1], words))
        return words[key]

    left = _PLACEHOLDER.sub("", text)
    if brace := _BRACE.search(left):
        raise UnknownPlaceholder(
            f"the text has a {brace[0]!r} that belongs to no placeholder; write {{target}}, or leave it out"
        )
    return _PLACEHOLDER.sub(put, text)


def unknown_placeholder(key: str, words: Mapping[str, str]) -> str:
    """What to say of a placeholder that names nothing: the nearest one, and all there are."""
    near = difflib.get_close_matches(key, words, 1)
    hint = f"did you mean {{{near[0]}}}? " if near else ""
    return f"{{{key}}} names nothing here; {hint}Known are {', '.join(f'{{{known}}}' for known in sorted(words))}"


def placeholders(text: str) -> tuple[str, ...]:
    """The keys a text asks for, in order, each once."""
    return tuple(dict.fromkeys(found[1].replace("-", "_") for found in _PLACEHOLDER.finditer(text)))


def stray_figures(text: str) -> tuple[Stray, ...]:
    """Every figure in a text that a placeholder did not put there.

    References such as ``clause 4.2(b)``, ``schedule 2`` or ``4.2(b)`` are names and no figures.
    """
    kept = text
    for pattern in (_PLACEHOLDER, _REFERENCE, _NUMBERED):
        kept = pattern.sub(lambda found: " " * len(found[0]), kept)
    return tuple(Stray(found[0].rstrip(" .,:/-"), found.start()) for found in _FIGURE.finditer(kept))
