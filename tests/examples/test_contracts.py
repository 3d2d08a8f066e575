"""Every folder in ``examples/contracts/`` is a test: real clauses as agreements, and the money of their READMEs."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.examples.by_hand import agrees, filed, period_of, questions, sum_by_hand, tabled, told

from pactline.agreement.report import Report
from pactline.agreement.yaml_text import MapNode, read_tree
from pactline.agreement.yaml_writing import yaml_text
from pactline.cli import main
from pactline.ledger.folder import ContractFolder
from pactline.ledger.proving import Proof, prove

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = ROOT / "examples" / "contracts"
FOLDERS = sorted(path.parent for path in CONTRACTS.glob("*/agreement.yaml"))
EVERY = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
ASKED = [(folder, question) for folder in FOLDERS for question in questions(folder)]


@EVERY
def test_every_filed_statement_proves(folder: Path) -> None:
    proofs = list(prove(ContractFolder(folder)))
    assert proofs, "nothing is filed"
    assert [str(proof) for proof in proofs if not proof.holds] == []


@EVERY
def test_every_line_of_the_sum_done_by_hand_stands_in_a_filed_statement(folder: Path) -> None:
    statements, lines = filed(folder), sum_by_hand(folder)
    assert lines, "the README has no sum"
    wrong = []
    for line in lines:
        if line.what == "pending":
            waiting = sum(len(statement["pending"]) for statement in statements)
            wrong += [f"{line.text}: {waiting} wait"] if str(waiting) != line.words[-1] else []
            continue
        entries = told(statements, line)
        alike = any if line.what in ("cap", "right", "renewal") else all  # what is told again in later statements
        if not entries or not alike(agrees(entry, line) for entry in entries):
            wrong.append(f"{line.text}: {[_short(entry, set(line.figures)) for entry in entries] or 'not there'}")
    assert wrong == []


@EVERY
def test_every_filed_statement_has_its_total_by_hand(folder: Path) -> None:
    totals = {line.words[1] for line in sum_by_hand(folder) if line.what == "total"}
    assert {period_of(statement["period"]) for statement in filed(folder)} <= totals


@EVERY
def test_every_commitment_of_every_filed_statement_is_reckoned_by_hand(folder: Path) -> None:
    by_hand = {line.words[:2] for line in sum_by_hand(folder)}
    in_prose = tabled(folder / "README.md")
    left_out = [
        f"{result['id']} in {period_of(statement['period'])}"
        for statement in filed(folder)
        for result in statement["commitments"]
        if not any((result["id"], window["window"]) in by_hand for window in result["windows"])
        and not in_prose(result["id"])
    ]
    assert left_out == []


@EVERY
def test_the_output_in_the_readme_is_current(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    monkeypatch.chdir(ROOT)
    sys.modules.pop("generate", None)
    from generate import filled  # type: ignore[import-not-found]

    text = (folder / "README.md").read_text(encoding="utf-8")
    assert filled(text) == text


@EVERY
def test_one_changed_fact_turns_the_proof_red_and_shows_where(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / folder.name))
    changed = _change_a_fact(copy)
    red = [proof for proof in prove(ContractFolder(copy)) if not proof.holds]
    assert red, f"nothing noticed that {changed} changed"
    assert any(_names(proof, changed) for proof in red), [str(proof) for proof in red]


@pytest.mark.parametrize(
    ("folder", "question"), ASKED, ids=lambda each: getattr(each, "about", getattr(each, "name", ""))
)
def test_the_linter_asks_what_the_text_leaves_silent(folder: Path, question: Any, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / folder.name))
    _take_out(copy / "agreement.yaml", question.about)
    result = CliRunner().invoke(main, ["check", str(copy), "--json"], catch_exceptions=False)
    asked = [each for each in json.loads(result.output)["questions"] if each["about"] == question.about]
    assert len(asked) == 1, result.output
    choices = {choice["answer"]: choice["amount"] for choice in asked[0]["choices"]}
    assert {answer: choices.get(answer) for answer in question.amounts} == question.amounts


def test_the_list_of_contracts_names_each_in_order() -> None:
    page = (CONTRACTS / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[([a-z0-9-]+)\]\(\1/README\.md\) \|", page, re.MULTILINE) == [f.name for f in FOLDERS]


def _short(entry: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: entry.get(name, "no such key") for name in names}


def _names(proof: Proof, changed: str) -> bool:
    return any(re.search(rf"(^|[ .]){re.escape(changed)}([ .:]|$)", line) for line in proof.differences)


def _change_a_fact(folder: Path) -> str:
    """Change one figure, one event or one second of one contact that a filed statement rests on; what it was about."""
    if (folder / "figures.csv").exists():
        return _change_a_figure(folder)
    if (folder / "events.csv").exists():
        return _change_an_event(folder)
    return _change_a_record(folder)


def _change_a_figure(folder: Path) -> str:
    rows = _rows(folder / "figures.csv")
    windows = {
        (result["id"], window["first"])
        for statement in filed(folder)
        for result in statement["commitments"]
        for window in result["windows"]
    }
    judged = [row for row in rows if (row["commitment"], row["first"]) in windows] or rows
    row = judged[len(judged) // 2]
    if row["counted"] and row["good"]:
        row["good"] = str(int(row["good"]) + (1 if int(row["good"]) < int(row["counted"]) else -1))
        row["value"] = ""
    elif row["value"]:
        row["value"] = re.sub(
            r"[0-9](?=[^0-9]*$)", lambda last: "8" if last[0] == "9" else str(int(last[0]) + 1), row["value"]
        )
    else:
        told_of = next(name for name in ("answered_in_time", "wait_ms", "abandoned", "counted") if row.get(name))
        row[told_of] = str(int(row[told_of]) - 1)
    _write(folder / "figures.csv", rows)
    return row["commitment"]


def _change_an_event(folder: Path) -> str:
    rows = _rows(folder / "events.csv")
    row = rows[len(rows) // 2]
    row["end"] = re.sub(r"T([0-9]{2}):([0-9]{2})(:[0-9]{2})?", r"T\1:\2:01", row["end"])
    _write(folder / "events.csv", rows)
    return row["commitment"]


def _change_a_record(folder: Path) -> str:
    listings = sorted((folder / "statements").glob("*.records.csv"))
    contacts = [row["contact_id"] for listing in listings for row in _rows(listing)]
    contact = contacts[len(contacts) // 2]
    for file in (folder / "records").iterdir():
        rows = _rows(file)
        for row in rows:
            if row["contact_id"] == contact:
                whole, point, rest = row["wait_s"].partition(".")
                row["wait_s"] = f"{int(whole) + 1}{point}{rest}"
        _write(file, rows)
    return contact


def _take_out(file: Path, path: str) -> None:
    """The agreement without the key at a dotted path, written again."""
    tree = read_tree(file.read_bytes(), Report(file.name))
    assert isinstance(tree, MapNode)
    *above, last = path.split(".")
    node = tree
    for key in above:
        below = node.values[key]
        assert isinstance(below, MapNode), f"{key} of {path} has nothing below it"
        node = below
    del node.values[last], node.keys[last]
    file.write_text(yaml_text(tree), encoding="utf-8")


def _rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def _write(file: Path, rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(text.getvalue(), encoding="utf-8")
