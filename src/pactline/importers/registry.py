"""Which formats can be read: one file of this folder each, found by looking."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from pathlib import Path
from typing import cast

from pactline.importers.reading import Importer

_SPELT_WITH_UNDERSCORE = frozenset({"queue_log", "mod_callcenter"})  # as their own documentation spells them


def formats() -> tuple[str, ...]:
    """The names of all formats, in alphabetical order."""
    found = []
    for entry in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if hasattr(importlib.import_module(f"pactline.importers.{entry.name}"), "read"):
            found.append(entry.name if entry.name in _SPELT_WITH_UNDERSCORE else entry.name.replace("_", "-"))
    return tuple(sorted(found))


def importer(name: str) -> Importer:
    """The importer of a format. Raises ValueError naming the formats there are."""
    module = f"pactline.importers.{name.replace('-', '_')}"
    if name.replace("-", "").replace("_", "").isalnum() and importlib.util.find_spec(module):
        found = importlib.import_module(module)
        if hasattr(found, "read"):
            return cast(Importer, found)
    raise ValueError(f"{name!r} is no format; known are {', '.join(formats())}")
