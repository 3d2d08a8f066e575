"""Every file of the corpus gets its verdict, counts, lines and codes, costs little and touches nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.hostile.apart import Apart
from tests.hostile.corpus import CORPUS, FORMATS, MET, OTHERWISE, differences, entries
from tests.importers.plain import HEADER, line

pytestmark = pytest.mark.skipif(not entries() or not hasattr(os, "fork"), reason="no corpus here, or no fork")

MOST_SECONDS, MOST_EXTRA_KIB = 2.0, 64 * 1024
_QUICK = {"more than 1 s": 1.0}


class Watched:
    """Answers of processes apart, each asked for once."""

    def __init__(self, apart: Apart, folder: Path) -> None:
        self._apart, self._folder = apart, folder
        self._answers: dict[str, dict[str, Any]] = {}
        trivial = folder / "trivial.csv"
        trivial.write_text(HEADER + line(), encoding="utf-8")
        self.baseline = min(self._ingest(f"trivial-{n}", trivial, "plain-csv", None)["kib"] for n in range(3))

    def answer(self, name: str) -> dict[str, Any]:
        """What came of a file of the corpus, twice."""
        if name not in self._answers:
            entry = entries()[name]
            zone = entry.get("profile", {}).get("time_zone")
            self._answers[name] = self._ingest(name, CORPUS / name, FORMATS[entry["kind"]], zone)
        return self._answers[name]

    def _ingest(self, name: str, file: Path, format: str, zone: str | None) -> dict[str, Any]:
        return self._apart.ingest([file, file], format, self._folder / f"of-{name}", zone)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """The corpus, read in processes of their own."""
    with Apart() as apart:
        yield Watched(apart, tmp_path_factory.mktemp("corpus"))


@pytest.mark.parametrize("name", entries())
def test_a_file_of_the_corpus_is_met(name: str, watched: Watched) -> None:
    answer, entry = watched.answer(name), entries()[name]
    assert answer["error"] is None
    receipts = answer["receipts"]
    half = len(receipts) // 2
    first, again = receipts[:half], receipts[half:]
    assert differences(name, first) == []
    for receipt in receipts:
        assert receipt["read"] == sum(receipt[each] for each in ("accepted", "duplicates", "conflicts", "rejected",
                                                                 "incomplete", "ignored"))  # fmt: skip
    for one, two in zip(first, again, strict=True):
        assert two["accepted"] == two["conflicts"] == 0, "the same file a second time changes nothing"
        assert two["duplicates"] == one["accepted"] + one["duplicates"] + one["conflicts"]
    if same := entry.get("same_as"):
        assert answer["digest"] == watched.answer(same)["digest"]
    for queue, count in entry.get("queues", {}).items():
        assert answer["queues"] == {queue: count}


@pytest.mark.parametrize("name", entries())
def test_a_file_of_the_corpus_costs_little_and_touches_nothing(name: str, watched: Watched) -> None:
    answer = watched.answer(name)
    most = min([MOST_SECONDS, *(_QUICK[never] for never in entries()[name].get("never", []) if never in _QUICK)])
    assert answer["seconds"] <= most
    assert answer["kib"] - watched.baseline <= MOST_EXTRA_KIB
    assert (answer["forbidden"], answer["left"]) == ([], [])


def test_the_published_table_is_what_was_found(watched: Watched) -> None:
    """Written down with ``PACTLINE_WRITE_MET=1``; the page is made of it by ``make generate``."""
    kinds: dict[str, dict[str, Any]] = {}
    for name, entry in entries().items():
        found = kinds.setdefault(entry["kind"], {"kind": entry["kind"], "files": 0, "met": 0})
        found["files"] += 1
        found["met"] += not differences(
            name, watched.answer(name)["receipts"][: len(watched.answer(name)["receipts"]) // 2]
        )
    table = {"kinds": list(kinds.values()), "otherwise": {name: why for name, (_, why) in OTHERWISE.items()}}
    if os.environ.get("PACTLINE_WRITE_MET"):
        MET.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    assert json.loads(MET.read_text(encoding="utf-8")) == table
    assert all(kind["files"] == kind["met"] for kind in table["kinds"])


def test_the_watch_sees_what_is_forbidden(tmp_path: Path) -> None:
    """A watch that sees nothing would find nothing."""
    import subprocess
    import sys

    code = f"""
import os, socket, subprocess, sys
from pathlib import Path
from tests.hostile.apart import watch
work = Path({str(tmp_path)!r}) / "work"
work.mkdir()
found = []
watch(work, found)
(work / "inside").write_text("x")
(work.parent / "outside").write_text("x")
os.mkdir(work.parent / "folder")
open(os.devnull, "w").close()
open(__file__ if "__file__" in globals() else sys.executable, "rb").close()
socket.socket().close()
subprocess.run([sys.executable, "-c", ""])
print([each.split()[0] for each in found])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=MET.parents[2])
    assert done.stdout.startswith("['open', 'os.mkdir', 'socket.__new__', 'subprocess.Popen'")
