"""Damaged and hostile logs: verdict, counts, lines and codes as the corpus has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importers.queue_log.small_store import Store

from pactline.importers.reading import Ignored, Incomplete, Read, Refused, SourceRefused

CORPUS = Path(__file__).resolve().parents[3] / "../shared/data/hostile"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the hostile corpus is not here")


def _cases() -> dict[str, dict[str, Any]]:
    index = CORPUS / "index.json"
    files = json.loads(index.read_text())["files"] if index.is_file() else []
    return {each["file"]: each for each in files if each["kind"] == "queue_log"}


CASES = _cases()
TAKEN = [name for name, each in CASES.items() if each["expect"]["verdict"] != "rejected"]
REFUSED = [name for name in CASES if name not in TAKEN]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_refused_as_a_whole(store: Store, name: str) -> None:
    """Nothing of it is taken."""
    with pytest.raises(SourceRefused) as refused:
        store.take(CORPUS / name)
    assert refused.value.code == CASES[name]["expect"]["code"]
    assert store.rows == []


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_that_is_taken(store: Store, name: str) -> None:
    """Accepted, incomplete, ignored and rejected add up as expected, each rejection with its line or contact."""
    expect = CASES[name]["expect"]
    store.take(CORPUS / name)
    counted = {
        kind: sum(isinstance(item, kind) for item in store.items) for kind in (Read, Incomplete, Ignored, Refused)
    }
    read = (
        expect["accepted"] + expect["conflicts"]
    )  # two ends that differ in no figure are one record, as the corpus allows
    assert counted == {
        Read: read, Incomplete: expect["incomplete"], Ignored: expect["ignored"], Refused: expect["rejected"]
    }  # fmt: skip
    assert len(store.rows) == read
    refused = [item for item in store.items if isinstance(item, Refused)]
    for row in expect["rows"]:
        found = [item for item in refused if item.code == row["code"]]
        assert [item for item in found if item.line == row.get("line") or row.get("contact", "\0") in item.message]


@pytest.mark.parametrize(
    "name", [name for name in TAKEN if "same_as" in CASES[name]["expect"] or "same_as" in CASES[name]]
)
def test_a_file_that_holds_the_records_of_another(store: Store, tmp_path: Path, name: str) -> None:
    """Noise and order change nothing."""
    other = Store(tmp_path).take(CORPUS / CASES[name]["same_as"])
    assert store.take(CORPUS / name).versions == other.versions
