"""The reference of formats: every importer there is, what it fills, on what it was tried, and the codes it shows."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markdown import GENERATED, table
from pactline.importers.mapping.file import mapping_names, read_mapping
from pactline.importers.registry import formats, importer
from pactline.records.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
_HEAD = """\
The name goes behind `--format` of [`pactline ingest`](commands.md#ingest). A format is declared and never guessed. All
of them answer with the same receipt; see [Bring in records](../how-to/bring-in-records.md).

*Tried on* says on what data the reader was tried: real records of the system, the vendor's published examples, or data
we made in the shape of its documentation. Where it does not say real data, compare one day with the system's own report
before you settle by it.
"""
_CODES = """\
Beside its own codes each format shows those of [the plain format](plain-format.md#codes), which mean the same
everywhere.
"""
_MAPPINGS = """\
Any other table is read by a mapping file, `--format mapping --mapping FILE`:
[Map any spreadsheet](../how-to/map-any-spreadsheet.md), [all keys](mapping-keys.md). These ship with Pactline and are
named without a path; those that make a `report` are for `infer`. Each says in its head what it makes of the source, and
can be copied and changed.
"""
_NOT_TRIED = "not tried on real data"


def formats_page() -> str:
    """The whole page."""
    overview = [
        [f"[`{name}`](#{name})", _first(name), _tables(name), _kind_of_trial(name), _links(name)] for name in formats()
    ]
    head = ["Format", "What is read", "Fills", "Tried on", "More"]
    parts = ["# Formats\n", GENERATED, _HEAD, table(head, overview), _CODES]
    parts += [part for name in formats() for part in _section(name)]
    return "\n".join([*parts, "## Mappings that ship with Pactline\n", _MAPPINGS, _shipped()])


def _section(name: str) -> Iterator[str]:
    module: Any = importer(name)
    yield f"## {name}\n\n{_first(name)}\n"
    yield f"Fills {_tables(name)}. Tried on: {_tried(name)}. More: {_links(name)}.\n"
    if codes := getattr(module, "CODES", {}):
        yield table(["Code", "Meaning"], [[f"`{code}`", meaning] for code, meaning in sorted(codes.items())])


def _first(name: str) -> str:
    line = (inspect.getdoc(importer(name)) or "").splitlines()[0]
    return line.replace("``", "`")


def _tables(name: str) -> str:
    fills = getattr(importer(name), "FILLS", ("?",))
    return "every table" if set(fills) == set(TABLES) else " and ".join(f"`{table}`" for table in fills)


def _kind_of_trial(name: str) -> str:
    return re.split(r"[:,]", _tried(name))[0]


def _tried(name: str) -> str:
    return str(getattr(importer(name), "TRIED", "?"))  # a test of the house asks each format for what it lacks


def pages_of(name: str) -> list[Path]:
    """The pages that the docstring of a format names; they need not be there."""
    return [ROOT / found for found in re.findall(r"docs/[\w./-]+\.md", inspect.getdoc(importer(name)) or "")]


def _links(name: str) -> str:
    found = []
    for page in pages_of(name):
        title = page.read_text(encoding="utf-8").splitlines()[0].lstrip("# ") if page.exists() else page.name
        place = page.relative_to(ROOT / "docs")
        found.append(f"[{title}]({'../' + str(place) if place.parts[0] != 'reference' else place.name})")
    return ", ".join(found)


def _shipped() -> str:
    rows = []
    for name in mapping_names():
        mapping = read_mapping(name)
        title = mapping.title or ""
        tried = _NOT_TRIED not in title
        title = title.replace(f" ({_NOT_TRIED})", "")
        rows.append([f"`{name}`", title, f"`{mapping.kind}`", "the set that it names" if tried else _NOT_TRIED])
    return table(["Name", "Source", "Makes", "Tried on"], rows)
