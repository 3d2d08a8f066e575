"""What hostile names and values must never do: become a path, command a terminal, change on their way, be guessed."""

from __future__ import annotations

import json
import os
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from tests.hostile.corpus import CORPUS, FORMATS, entries
from tests.importers.suite import bring_in

from pactline.cli import main
from pactline.importers.ingesting import read_records

pytestmark = pytest.mark.skipif(not entries(), reason="no corpus here")

BASE = "csv_base_lf.csv"
ODD = [
    name for name in entries() if any(word in name for word in ("formula", "xss", "hostile", "sql", "unicode", "odd"))
]


def names() -> list[str]:
    """Names under which a file is delivered."""
    path = CORPUS / "upload_names.json"
    return [each["name"] for each in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []


def inert(text: str) -> bool:
    """Whether a terminal shows every character and obeys none."""
    return all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in text)


def run(*words: object) -> str:
    """The output of a command, both streams."""
    done = CliRunner().invoke(main, [*map(str, words)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


@pytest.mark.parametrize("name", names(), ids=range(len(names())))
def test_a_file_is_read_whatever_it_is_called_and_its_name_is_only_shown(name: str, tmp_path: Path) -> None:
    content = (CORPUS / BASE).read_bytes()
    folder = tmp_path / "inbox"
    folder.mkdir()
    if "/" in name or "\0" in name:
        pytest.skip("no file system has a file of this name")
    try:
        (folder / name).write_bytes(content)
    except OSError:
        pytest.skip("this file system has no file of this name")
    before = os.getcwd()
    os.chdir(folder)
    try:
        output = run("ingest", "--into", tmp_path / "set", "--format", "plain-csv", "--", name)
    finally:
        os.chdir(before)
    assert inert(output)
    assert "5 accepted" in output
    (receipt,) = read_records(tmp_path / "set").receipts
    assert inert(receipt["file"])
    assert len(receipt["file"]) <= 255
    assert {path.name for path in tmp_path.iterdir()} == {"inbox", "set"}
    (written,) = (tmp_path / "set" / "records" / "receipts").iterdir()
    assert inert(written.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", names(), ids=range(len(names())))
def test_an_entry_of_an_archive_is_read_or_refused_and_its_name_is_no_path(name: str, tmp_path: Path) -> None:
    raw = BytesIO()
    stand_in = "N" * len(name.encode())
    with ZipFile(raw, "w") as archive:
        archive.writestr(stand_in, (CORPUS / BASE).read_bytes())
    path = tmp_path / "delivery.zip"
    path.write_bytes(raw.getvalue().replace(stand_in.encode(), name.encode()))
    output = run("ingest", path, "--into", tmp_path / "set", "--format", "plain-csv")
    assert inert(output)
    assert ("5 accepted" in output) != ("ZIP_PATH" in output)
    assert {each.name for each in tmp_path.iterdir()} == {"delivery.zip", "set"}


def test_a_name_that_is_no_text_is_shown_too(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.csv"
    try:
        with open(path, "wb") as file:
            file.write((CORPUS / BASE).read_bytes())
    except OSError:
        pytest.skip("this file system has no file of this name")
    (receipt,), _ = bring_in([Path(os.fsdecode(path))], tmp_path / "set", "plain-csv")
    assert receipt.file.endswith("caf\\udce9.csv")
    assert receipt.accepted == 5


@pytest.mark.parametrize("name", ODD)
def test_hostile_values_are_inert_in_everything_that_is_printed_or_kept_to_be_read(name: str, tmp_path: Path) -> None:
    kind = FORMATS[entries()[name]["kind"]]
    folder = tmp_path / "set"
    assert inert(run("ingest", CORPUS / name, "--into", folder, "--format", kind))
    assert inert(run("ingest", CORPUS / name, "--into", folder, "--format", kind, "--json"))
    volume = ("volume", "--with", "counted=offered", "--with", "short_abandons=count")
    compare = ("compare", "--within", "20", "--short-abandon", "5")
    for words in (("measure", *volume, "--by", "queue,agent"), ("contacts", *volume), compare):
        assert "Usage" not in run(*words, "--records", folder / "records")
        assert inert(run(*words, "--records", folder / "records"))
        assert inert(run(*words, "--records", folder / "records", "--json"))
    for kept in [*(folder / "records").glob("receipts/*"), *(folder / "records").glob("refused/*")]:
        assert inert(kept.read_text(encoding="utf-8"))


def _stored(name: str, folder: Path) -> list[dict[str, Any]]:
    bring_in([CORPUS / name], folder, FORMATS[entries()[name]["kind"]])
    records = read_records(folder)
    return records.rows(records.contacts().sort("contact_id"))


def test_what_looks_like_a_formula_is_stored_as_it_stands(tmp_path: Path) -> None:
    """Neutralising is for exports into spreadsheets; the records are what was sent."""
    text = (CORPUS / "csv_formula_cells.csv").read_text(encoding="utf-8")
    rows = _stored("csv_formula_cells.csv", tmp_path)
    assert rows
    for row in rows:
        assert str(row["queue"]).replace('"', '""') in text


def test_a_wait_over_the_change_of_the_clock_is_the_time_that_went_by(tmp_path: Path) -> None:
    waits = {row["wait_ms"] for row in _stored("csv_dst_across_change.csv", tmp_path)}
    assert waits
    assert not waits & {3_615_000, -3_585_000}


def test_an_open_call_is_neither_abandoned_nor_answered(tmp_path: Path) -> None:
    ids = {row["contact_id"] for row in _stored("ql_rotated_midcall.log", tmp_path)}
    assert ids
    assert not ids & {"1772442180.109", "1772442600.110"}


def test_a_date_that_two_readings_fit_is_read_only_as_declared(tmp_path: Path) -> None:
    """The corpus gives the profile: day first, in Berlin; a mapping file declares it."""
    from pactline.importers.mapping.file import parse_mapping

    mapping = parse_mapping(MAPPING.encode(), "profile.yaml")
    (receipt,), _ = bring_in([CORPUS / "csv_ts_dmy_mdy_mixed.csv"], tmp_path, "mapping", mapping=mapping)
    assert receipt.accepted == 2
    assert [(problem["line"], problem["code"]) for problem in receipt.problems] == [(4, "TS_FORMAT")]


MAPPING = """\
mapping: profile
kind: records
source: {format: csv}
zone: Europe/Berlin
key: {columns: [contact_id]}
clocks: {tolerance: 1 s, beyond: flag}
always:
  channel: {column: channel}
  queue: {column: queue}
  direction: {column: direction}
  offered: {column: offered_at, format: "%d/%m/%Y %H:%M:%S"}
rows:
  - record: {outcome: {column: outcome, words: {answered: answered, abandoned: abandoned}}}
"""
