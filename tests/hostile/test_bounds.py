"""Inputs made to fill the memory: every text reader of the registry, and that of workbooks, stays within 64 MiB."""

from __future__ import annotations

import gzip
import os
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from tests.hostile.apart import Apart
from tests.importers.files.test_workbook import HEAD, book

from pactline.importers.registry import formats

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")

MOST_EXTRA_KIB = 64 * 1024
MOST_SECONDS = 30
_LONG = 1_900_000  # characters: the longest lines that are read
READERS = [name for name in formats() if name not in ("plain-xlsx", "mapping")]
READERS += ["mapping-csv", "mapping-tsv", "mapping-semicolon"]


def _line_without_end(file: Path) -> None:
    with file.open("wb") as written:
        written.write(b'{"a": "')
        written.truncate(300 * 1024**2)  # takes no room on the disk


def _wide_characters(file: Path) -> None:
    """One character beyond the others makes four bytes of each."""
    file.write_text(('{"a": "' + "x" * _LONG + '\U0001f600"}\n') * 12, encoding="utf-8")


INPUTS: Mapping[str, Callable[[Path], object]] = {
    "a line without end": _line_without_end,
    "long lines of wide characters": _wide_characters,
    "lines of very many fields": lambda f: f.write_text(("ab," * 600_000 + "\n" + "ab|" * 600_000 + "\n") * 3),
    "tiny lines": lambda f: f.write_text("x\n" * 50_000),
    "tiny objects": lambda f: f.write_text("{}\n" * 50_000),
    "an array of tiny objects": lambda f: f.write_text("[" + "{}," * 80_000 + "{}]"),
    "an object of very many lists": lambda f: f.write_text('{"a": [' + "[]," * 600_000 + "[]]}\n"),
    "brackets without end": lambda f: f.write_text("[" * 5_000_000),
    "brackets never closed": lambda f: f.write_text("{\n" * 60_000),
    "quotes never closed": lambda f: f.write_text('"\n' + '""\n' * 60_000),
    "a page without end": lambda f: f.write_text('{"calls": [' + '{"id": 1},' * 3_000_000 + "{}]}\n" * 2),
    "a bomb": lambda f: f.write_bytes(gzip.compress(bytes(200 * 1024**2), 9)),
}


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    """Processes that read and keep nothing."""
    with Apart() as forked:
        yield forked


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The inputs, each made once."""
    folder = tmp_path_factory.mktemp("given")

    def make(name: str) -> Path:
        file = folder / name
        if not file.exists():
            INPUTS[name](file)
        return file

    return make


def _extra(apart: Apart, file: Path, format: str, folder: Path) -> int:
    trivial = folder / "trivial"
    trivial.write_text("{}\n", encoding="utf-8")
    base = apart.read(trivial, format, folder)
    answer = apart.read(file, format, folder)
    assert answer["error"] is None
    assert answer["told"], "something is said of every input"
    return int(answer["kib"] - base["kib"])


@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.parametrize("format", READERS)
def test_no_text_fills_the_memory(
    name: str, format: str, apart: Apart, given: Callable[[str], Path], tmp_path: Path
) -> None:
    assert _extra(apart, given(name), format, tmp_path) <= MOST_EXTRA_KIB


def _unlike(number: int) -> str:
    chance = random.Random(number)
    return "".join(f"<si><t>{chance.getrandbits(48):x}</t></si>" for _ in range(number))


SHEET = "xl/worksheets/sheet1.xml"
BOOKS: Mapping[str, Callable[[], bytes]] = {
    "very many shared texts": lambda: book(f"<row>{HEAD}</row>", _unlike(400_000)),
    "very many cells in a row": lambda: book(f"<row>{HEAD}</row><row>{'<c/>' * 2_000_000}</row>"),
    "very many rows": lambda: book(f"<row>{HEAD}</row>" + "<row/>" * 1_100_000),
    "elements without end": lambda: book("", parts={SHEET: "<a>" * 3_000_000}),
    "a comment without end": lambda: book("", parts={SHEET: "<!--" + "x" * 9_000_000}),
    "a cell without end": lambda: book(f'<row>{HEAD}</row><row><c t="str"><v>{"x" * 9_000_000}</v></c></row>'),
}


@pytest.mark.parametrize("name", BOOKS)
def test_no_workbook_fills_the_memory(name: str, apart: Apart, tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(BOOKS[name]())
    assert _extra(apart, file, "plain-xlsx", tmp_path) <= MOST_EXTRA_KIB
