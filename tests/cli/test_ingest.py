"""The command ingest: what it prints, and what its exit code means."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from tests.importers.plain import HEADER, csv_file, line

from pactline.cli import main


def _ingest(*words: object) -> Result:
    return CliRunner().invoke(main, ["ingest", *map(str, words)], catch_exceptions=False)


def test_without_a_format_all_of_them_are_named(tmp_path: Path) -> None:
    said = _ingest(csv_file(tmp_path, {}), "--into", tmp_path / "set")
    assert said.exit_code == 2
    assert "say what the files are with --format NAME, one of 3cx, " in said.output
    assert "plain-csv" in said.output


def test_a_good_file_exits_0_and_again_0(tmp_path: Path) -> None:
    file = csv_file(tmp_path, {}, {"contact_id": "c-2"})
    first = _ingest(file, "--into", tmp_path / "set", "--format", "plain-csv")
    assert first.exit_code == 0
    assert "2 read" in first.output
    assert "2 accepted" in first.output
    again = _ingest(file, "--into", tmp_path / "set", "--format", "plain-csv")
    assert again.exit_code == 0
    assert "2 duplicates" in again.output
    assert first.output.splitlines()[-1] == again.output.splitlines()[-1]


def test_a_refused_row_exits_1_and_names_line_code_and_where_the_rows_are(tmp_path: Path) -> None:
    file = csv_file(tmp_path, {}, *({"contact_id": f"c-{n}", "wait_s": "soon"} for n in range(2, 16)))
    done = _ingest(file, "--into", tmp_path / "set", "--format", "plain-csv")
    assert done.exit_code == 1
    assert "line 3: NUM_FORMAT: wait_s 'soon' is not a number of seconds" in done.output
    assert "NUM_FORMAT: 14 times" in done.output
    assert "4 further lines" in done.output
    kept = next(row for row in done.output.splitlines() if "as it stood" in row).split(": ", 1)[1]
    assert len(Path(kept).read_text(encoding="utf-8").splitlines()) == 14


def test_one_is_told_in_the_singular(tmp_path: Path) -> None:
    for _ in range(2):
        done = _ingest(csv_file(tmp_path, {}), "--into", tmp_path / "set", "--format", "plain-csv")
    assert " 1 duplicate " in done.output


def test_a_file_is_no_place_for_records(tmp_path: Path) -> None:
    into = tmp_path / "taken"
    into.write_text("", encoding="utf-8")
    done = _ingest(csv_file(tmp_path, {}), "--into", into, "--format", "plain-csv")
    assert done.exit_code == 1
    assert "this is a file" in done.output
    assert "--into" in done.output


def test_a_workbook_is_sent_to_the_format_that_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    with ZipFile(file, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    for given in ("plain-csv", "plain-jsonl", "queue_log"):
        done = _ingest(file, "--into", tmp_path / "set", "--format", given)
        assert "FILE_WORKBOOK" in done.output
        assert "--format mapping" in done.output


def test_json_has_the_documented_shape(tmp_path: Path) -> None:
    done = _ingest(csv_file(tmp_path, {}), "--into", tmp_path / "set", "--format", "plain-csv", "--json")
    found = json.loads(done.output)
    assert found["record_set"].startswith("sha256:")
    assert list(found["receipts"][0])[:11] == [
        "file", "sha256", "format", "verdict", "read", "accepted", "duplicates", "conflicts", "rejected",
        "incomplete", "ignored",
    ]  # fmt: skip


def test_a_name_from_outside_cannot_command_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "odd\x1b[2J.csv"
    file.write_text(HEADER + line(channel="\x1b[31mfax"), encoding="utf-8")
    done = _ingest(file, "--into", tmp_path / "set", "--format", "plain-csv")
    assert done.exit_code == 1
    assert "\x1b" not in done.output


@pytest.mark.parametrize(
    "words",
    [
        ("--format", "csv"),
        ("--format", "plain-csv", "--zone", "Berlin"),
        ("--format", "plain-csv", "--mapping", "phonenow"),
        ("--format", "mapping"),
    ],
)
def test_wrong_use_exits_2_and_makes_no_folder(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = _ingest(csv_file(tmp_path, {}), "--into", tmp_path / "set", *words)
    assert done.exit_code == 2
    assert not (tmp_path / "set").exists()


def test_a_missing_file_and_a_short_customer_key_are_wrong_use(tmp_path: Path) -> None:
    assert _ingest(tmp_path / "no.csv", "--into", tmp_path / "set", "--format", "plain-csv").exit_code == 2
    key = tmp_path / "key"
    key.write_text("short\n", encoding="utf-8")
    words = ("--into", tmp_path / "set", "--format", "plain-csv", "--customer-key", key)
    assert _ingest(csv_file(tmp_path, {}), *words).exit_code == 2
