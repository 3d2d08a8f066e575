"""Figures in prose: each is drawn from the data by a placeholder, and one that is not is found.

The readable clause of a commitment says ``{within}`` and ``{target}`` where a figure belongs. A figure typed into the
prose could say something else than the rule that is computed; :func:`stray_figures` finds those.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from pactline.agreement.prose_figures import PLACEHOLDER as _PLACEHOLDER
from pactline.agreement.prose_figures import Stray as Stray
from pactline.agreement.prose_figures import stray_figures as stray_figures

_BRACE = re.compile(r"[{}]")


class UnknownPlaceholder(ValueError):
    """A placeholder that names nothing in the data; the text lists what can be named."""


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
