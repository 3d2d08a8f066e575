"""The bad-input corpus through the plain format's doors: verdict, counts, lines and codes of every file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.importers.suite import HOSTILE, bring_in

from pactline.importers.ingesting import read_records
from pactline.values.zone import zone

_FORMATS = {"csv": "plain-csv", "jsonl": "plain-jsonl"}
_COUNTS = ("accepted", "rejected", "duplicates", "conflicts", "ignored")


@cache
def _entries() -> dict[str, dict[str, Any]]:
    index = HOSTILE / "index.json"
    if not index.exists():
        return {}
    entries = json.loads(index.read_text(encoding="utf-8"))["files"]
    return {e["file"]: e for e in entries if e["kind"] in _FORMATS or e["file"] == "gz_bomb.csv.gz"}


def _digest(name: str, folder: Path) -> str:
    entry = _entries()[name]
    declared = entry.get("profile", {}).get("time_zone")
    format_name = _FORMATS.get(entry["kind"], "plain-csv")
    return bring_in([HOSTILE / name], folder, format_name, zone=zone(declared) if declared else None)[1]


@pytest.mark.parametrize("name", _entries() or [pytest.param("", marks=pytest.mark.skip("no corpus here"))])
def test_the_corpus_file_gets_its_verdict_counts_lines_and_codes_and_twice_changes_nothing(
    name: str, tmp_path: Path
) -> None:
    entry = _entries()[name]
    expected = entry["expect"]
    declared = entry.get("profile", {}).get("time_zone")
    format_name = _FORMATS.get(entry["kind"], "plain-csv")
    (receipt, again), digest = bring_in(
        [HOSTILE / name, HOSTILE / name], tmp_path / "set", format_name, zone=zone(declared) if declared else None
    )
    found = receipt.to_json()
    assert found["verdict"] == expected["verdict"]
    if "code" in expected:
        assert [problem["code"] for problem in found["problems"]] == [expected["code"]]
        assert found["read"] == 0
    else:
        assert {key: found[key] for key in _COUNTS} == {key: expected[key] for key in _COUNTS}
        lines = [(problem["line"], problem["code"]) for problem in found["problems"]]
        assert lines == [(row["line"], row["code"]) for row in expected.get("rows", [])]
    assert again.accepted == again.conflicts == 0
    assert again.duplicates == receipt.accepted + receipt.duplicates + receipt.conflicts
    if same := entry.get("same_as"):
        assert digest == _digest(same, tmp_path / "other")
    for queue, count in entry.get("queues", {}).items():
        records = read_records(tmp_path / "set")
        assert [row["queue"] for row in records.rows(records.contacts())] == [queue] * count
