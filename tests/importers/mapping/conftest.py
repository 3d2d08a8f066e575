"""Small made-up tables, read by small mappings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pactline.importers.mapping.file import parse_mapping
from pactline.importers.mapping.importing import read
from pactline.importers.reading import Item, Reading, Source
from pactline.values.zone import zone

Importing = Callable[..., list[Item]]

BASE = """\
mapping: made-up
kind: records
source: {format: csv}
zone: Europe/Berlin
key: {columns: [id]}
clocks: {tolerance: 1 s, beyond: refuse}
always:
  channel: voice
  queue: support
  direction: inbound
  offered: {column: start, format: "%Y-%m-%d %H:%M:%S"}
rows:
  - record:
      outcome: answered
      wait: {column: wait, unit: s}
"""


@pytest.fixture
def base() -> str:
    """A mapping of three columns: id, start, wait."""
    return BASE


@pytest.fixture
def importing(tmp_path: Path) -> Importing:
    """Reads a table (text, bytes, or rows of a workbook) by a mapping's text; gives the items."""

    def run(mapping: str, content: str | bytes | Sequence[Sequence[Any]], where: str = "", **given: Any) -> list[Item]:
        path = tmp_path / "calls"
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8", newline="")
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            book = openpyxl.Workbook()
            for row in content:
                book.active.append(row)  # type: ignore[union-attr]
            book.save(path)
        reading = Reading(mapping=parse_mapping(mapping.encode(), "made-up.yaml"), zone=zone(where) if where else None)
        for name, value in given.items():
            setattr(reading, name, value)
        return list(read(Source("calls", path), reading))

    return run
