"""Which formats can be read: one file or folder of this room each, found by looking.

A format is a module here with a function ``read``, or a folder here whose module ``importing`` has one. Its name is the
name of the file, with ``-`` for ``_`` unless its own documentation spells it otherwise. Beside ``read`` a format holds
``CODES`` (what it shows beyond the codes of the plain format, with meanings), ``FILLS`` (the tables that it fills) and
``TRIED`` (on what data it was tried), and its docstring names the page that tells more.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from pactline.importers.reading import Importer

_ROOM = "pactline.importers"
_SPELT_WITH_UNDERSCORE = frozenset({"queue_log", "mod_callcenter"})  # as their own documentation spells them
_NAMES = {"threecx": "3cx"}  # no Python name begins with a digit


def formats() -> tuple[str, ...]:
    """The names of all formats, in alphabetical order."""
    return tuple(sorted(name for name, _ in _found()))


def importer(name: str) -> Importer:
    """The importer of a format. Raises ValueError naming the formats there are."""
    for known, module in _found():
        if known == name or known == name.replace("_", "-"):
            return cast(Importer, importlib.import_module(module))
    raise ValueError(f"{name!r} is no format; known are {', '.join(formats())}")


def _found() -> Iterator[tuple[str, str]]:
    """Name and module of every format, from the files alone: nothing is imported to list them."""
    here = Path(__file__).parent
    for entry in pkgutil.iter_modules([str(here)]):
        file = here / entry.name / "importing.py" if entry.ispkg else here / f"{entry.name}.py"
        if file.is_file() and "\ndef read(source: Source, reading: Reading)" in file.read_text(encoding="utf-8"):
            usual = entry.name if entry.name in _SPELT_WITH_UNDERSCORE else entry.name.replace("_", "-")
            module = f"{_ROOM}.{entry.name}" + (".importing" if entry.ispkg else "")
            yield _NAMES.get(entry.name, usual), module
