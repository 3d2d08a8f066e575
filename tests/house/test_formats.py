"""Every format there is says what it is, and is documented and tried as it says."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pactline.importers.plain.codes import OTHERS, REFUSED_FILES, REFUSED_RECORDS
from pactline.importers.registry import formats, importer
from pactline.records.tables import CONTACTS, TABLES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
IMPORTERS = ROOT / "src" / "pactline" / "importers"
PLAIN = {**REFUSED_RECORDS, **REFUSED_FILES, **OTHERS}
TRIED = ("real data", "partly real data", "published example", "made-up data", "our own format")
EVERY = pytest.mark.parametrize("name", formats())
_CODE = re.compile(r"[A-Z]{2,}(_[A-Z0-9]+)+")


def module(name: str) -> Any:
    return importer(name)


def files(name: str) -> list[Path]:
    """The files of a format: its folder's, or its only one."""
    own = Path(inspect.getfile(module(name)))
    return sorted(own.parent.glob("*.py")) if own.name == "importing.py" else [own]


def codes(name: str) -> Mapping[str, str]:
    found: Mapping[str, str] = getattr(module(name), "CODES", {})
    return found


@EVERY
def test_its_docstring_names_pages_that_are_there_and_that_name_the_format(name: str) -> None:
    pages = re.findall(r"docs/[\w./-]+\.md", inspect.getdoc(module(name)) or "")
    assert pages, "the docstring does not say where the format is explained: See docs/how-to/import-NAME.md."
    for page in pages:
        text = (ROOT / page).read_text(encoding="utf-8")
        assert f"--format {name}" in text or f"`{name}`" in text, page


@EVERY
def test_it_stands_among_the_formats_and_where_records_are_brought_in(name: str) -> None:
    for page in (DOCS / "reference" / "formats.md", DOCS / "how-to" / "bring-in-records.md"):
        assert f"`{name}`" in page.read_text(encoding="utf-8"), f"{page.name} does not name {name}"


@EVERY
def test_it_says_what_it_fills_and_on_what_it_was_tried(name: str) -> None:
    fills, tried = module(name).FILLS, module(name).TRIED
    assert fills
    assert sorted(fills) == sorted(set(fills) & set(TABLES))
    named = {word for file in files(name) for word in re.findall(r"\b[A-Z_]{6,}\b", file.read_text(encoding="utf-8"))}
    others = {table for table in TABLES if table != CONTACTS.name and table.upper() in named}
    assert others <= set(fills), "it imports a table that it does not say it fills"
    assert re.split("[:,]", tried)[0] in TRIED, tried


@EVERY
def test_what_was_never_seen_in_real_data_is_said_in_its_how_to(name: str) -> None:
    if re.split("[:,]", module(name).TRIED)[0] in ("real data", "our own format"):
        return
    (page,) = re.findall(r"docs/how-to/import-[\w-]+\.md", inspect.getdoc(module(name)) or "")
    assert re.search(r"not tried on real data", (ROOT / page).read_text(encoding="utf-8"), re.IGNORECASE)


@EVERY
def test_the_codes_it_explains_are_those_it_shows(name: str) -> None:
    if name == "mapping":
        pytest.skip("its codes are those of mapping files, held by tests/importers/mapping")
    explained = set(codes(name))
    families = {code.split("_")[0] for code in explained} - {code.split("_")[0] for code in PLAIN}
    shown = {code for file in files(name) for code in _literals(file)}
    assert {code for code in shown if code.split("_")[0] in families} <= explained, "shown and not explained"
    built = "QL_" if name == "queue_log" else None  # QL_MEMBER and QL_SYSTEM are made of the kind of the event
    unshown = {code for code in explained - shown if not (built and code in (f"{built}MEMBER", f"{built}SYSTEM"))}
    assert not unshown, "explained and not shown"
    assert not explained & set(PLAIN), "a code of the plain format means the same everywhere and is explained there"
    assert name.startswith("plain-") or explained, "a format of its own shows codes of its own"


@EVERY
def test_every_code_it_shows_is_explained_where_the_format_is(name: str) -> None:
    pages = re.findall(r"docs/[\w./-]+\.md", inspect.getdoc(module(name)) or "")
    text = "\n".join((ROOT / page).read_text(encoding="utf-8") for page in [*pages, "docs/reference/formats.md"])
    assert sorted(code for code in codes(name) if f"`{code}`" not in text) == []


@EVERY
def test_its_meanings_are_sentences_without_an_end(name: str) -> None:
    for code, meaning in codes(name).items():
        assert _CODE.fullmatch(code)
        assert meaning == meaning.strip().rstrip("."), code


@EVERY
def test_it_has_tests_of_its_own_and_a_golden_report_of_each_real_sample(name: str) -> None:
    own = Path(inspect.getfile(module(name)))
    stem = own.parent.name if own.name == "importing.py" else own.stem
    folder, tests = ROOT / "tests" / "importers" / stem, ROOT / "tests" / "importers"
    assert folder.is_dir() or (tests / f"test_{stem}.py").exists() or (name.startswith("plain-") and _doors(name))
    if module(name).TRIED.startswith(("real data", "partly real data", "published example")):
        assert list((folder / "golden").glob("*.json")), "no golden report of the sample it was tried on"


def _doors(name: str) -> bool:
    """Whether the doors of the plain format are tried against one another on it."""
    return f'"{name}":' in (ROOT / "tests" / "importers" / "doors.py").read_text(encoding="utf-8")


def _literals(file: Path) -> Iterator[str]:
    """The codes that stand in a file as literals, but for those that only explain them: the keys of CODES."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    explaining = {
        id(key)
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "CODES"
        if isinstance(node.value, ast.Dict)
        for key in node.value.keys
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in explaining else None
        if isinstance(text, str) and _CODE.fullmatch(text):
            yield text
