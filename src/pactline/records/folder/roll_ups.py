"""Roll-ups: what questions came to, per quarter of an hour, kept beside the records they were counted from.

A roll-up is never the truth and can be thrown away. It knows the digest of every hour it was made of, and is believed
for exactly those hours whose digest is still the same: of an hour to which something came, or that was settled in
another way, the contacts are counted again. So a figure made from roll-ups is the figure of the full computation.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from pactline.records.digest import Hours, hour_name, hour_number
from pactline.records.engine import connect
from pactline.records.folder.durable import make_folder, place_by_content, place_text, remove, sha256_of
from pactline.records.folder.manifest import is_as_written, with_its_own_sha256
from pactline.records.staging import path_in_sql
from pactline.values.span import Span

FOLDER = "rollups"
_INDEX = "rolled_up.json"
_LAYOUT = 2
COLUMNS = ("quarter", "counted", "good", "sum_ms", "longest_ms", "unknown", "part", "whole")
Cells: TypeAlias = Sequence[tuple[int | None, ...]]
"""The values of COLUMNS for every quarter of an hour in which something counted."""


@dataclass(frozen=True)
class RolledUp:
    """The answer to one question."""

    cells: Cells
    spans: tuple[Span, ...]  # what was asked about


class RollUps:
    """The roll-ups of a record-set folder, as they were made last."""

    def __init__(self, folder: Path, hours: Hours, files: Mapping[str, Any]) -> None:
        self._folder, self._files = folder, files
        self.hours = hours
        """The digest of every hour they were made of."""

    @property
    def names(self) -> frozenset[str]:
        """The questions that were rolled up."""
        return frozenset(self._files)

    def answer(self, name: str) -> RolledUp | None:
        """What a question came to; None for one that was not rolled up, or whose file is not what it was."""
        if name not in self._files or not self.is_whole(name):
            return None
        connection = connect()
        try:
            cells = connection.execute(
                f"SELECT {', '.join(COLUMNS)} FROM read_parquet('{path_in_sql(self._folder / self.file(name))}')"
            ).fetchall()
        finally:
            connection.close()
        return RolledUp(cells, tuple(Span(*span) for span in self._files[name]["spans"]))

    def file(self, name: str) -> str:
        """The file in which the answer to a question is kept."""
        return str(self._files[name]["file"])

    def is_whole(self, name: str) -> bool:
        """Whether that file is what was written."""
        file = self._folder / self.file(name)
        return file.is_file() and sha256_of(file) == self._files[name]["sha256"]


def open_roll_ups(records: Path) -> RollUps | None:
    """The roll-ups of a record-set folder; None where there are none that can be read: they are made again."""
    folder = records / FOLDER
    try:
        text = (folder / _INDEX).read_text(encoding="utf-8")
        found = json.loads(text)
        if found["layout"] != _LAYOUT or not is_as_written(text):
            return None
        return RollUps(folder, {hour_number(h): digest for h, digest in found["hours"].items()}, found["questions"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def damaged_roll_ups(records: Path) -> Iterator[str]:
    """The files of the roll-ups that are not what was written, relative to the record set's folder."""
    folder = records / FOLDER
    if not any(folder.glob("[!.]*")):
        return
    kept = open_roll_ups(records)
    if kept is None:
        yield f"{FOLDER}/{_INDEX}"
        return
    for name in sorted(kept.names):
        if not kept.is_whole(name):
            yield f"{FOLDER}/{kept.file(name)}"


def write_roll_ups(records: Path, hours: Hours, answers: Iterable[tuple[str, RolledUp]]) -> int:
    """Replace the roll-ups of a folder by these, in one step; how many there are."""
    folder = records / FOLDER
    make_folder(folder)
    aside = Path(tempfile.mkdtemp(prefix=".incoming-", dir=folder))
    try:
        questions = {name: _written(folder, aside, answer) for name, answer in answers}
        index = {
            "layout": _LAYOUT,
            "hours": {hour_name(hour): hours[hour] for hour in sorted(hours)},
            "questions": questions,
        }
        place_text(with_its_own_sha256(index), folder / _INDEX, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    named = {str(kept["file"]) for kept in questions.values()}
    for file in folder.glob("*.parquet"):
        if file.name not in named:
            remove(file)
    return len(questions)


def _written(folder: Path, aside: Path, answer: RolledUp) -> dict[str, Any]:
    text, written = aside / "cells.csv", aside / "cells.parquet"
    with text.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(answer.cells)
    columns = ", ".join(f"'{name}': 'BIGINT'" for name in COLUMNS)
    connection = connect()
    try:
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{path_in_sql(text)}', header=false, auto_detect=false, delim=',', "
            f"columns={{{columns}}}) ORDER BY quarter) TO '{path_in_sql(written)}' (FORMAT parquet, COMPRESSION zstd)"
        )
    finally:
        connection.close()
    file_, sha256 = place_by_content(written, folder, ".parquet")
    return {"file": file_.name, "sha256": sha256, "spans": [[span.start, span.end] for span in answer.spans]}
