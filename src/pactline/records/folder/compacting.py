"""Compaction: many small files become few large ones; rows, digest and receipts stay what they are.

Files that were replaced are kept for whoever is still reading them, and removed by the next compaction.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pactline.records.digest import set_digest
from pactline.records.folder.carrying import Carrying
from pactline.records.folder.holding import Held
from pactline.records.folder.manifest import Manifest, Part, damaged
from pactline.records.folder.segments import parquet, write_segment
from pactline.records.folder.store import read_receipts
from pactline.records.tables import TABLES, Table

BUDGET = 256 * 1024 * 1024
"""Bytes of small segments that become one: a size that is read at full speed, and sorted in little memory."""
_FEW = 16  # receipts and carried files that may lie singly
_RECEIPTS = 4_096  # in one file


@dataclass(frozen=True)
class Compacted:
    """What a compaction did; each pair is a number of files before and after."""

    digest: str
    segments: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # by table
    receipts: tuple[int, int] = (0, 0)
    carried: tuple[int, int] = (0, 0)
    removed: int = 0  # files that the last compaction had replaced

    def to_json(self) -> dict[str, Any]:
        """As in ``records compact --json``."""
        return {
            "digest": self.digest,
            "segments": {name: list(pair) for name, pair in self.segments.items()},
            "receipts": list(self.receipts),
            "carried": list(self.carried),
            "removed": self.removed,
        }


def compact(folder: Path, budget: int = BUDGET, now: datetime | None = None) -> Compacted:
    """Merge the small files of a record set. Raises Problems when a file to be merged is not what it was."""
    with Held(folder, now) as held:
        before = held.manifest
        manifest, due = _without_what_is_due(before)
        for name, parts in before.tables.items():
            segments = _merged(held, TABLES[name], parts.segments, budget)
            manifest = manifest.with_table(name, replace(parts, segments=segments))
        manifest = replace(manifest, receipts=_packed(held, before), carried=_carried(held, before.carried))
        kept = {part.file for part in manifest.parts()}
        manifest = held.retire(manifest, (part for part in before.parts() if part.file not in kept))
        if manifest != before:
            held.write(replace(manifest, compacted=held.now))
        return Compacted(
            set_digest(manifest.hours),
            {name: (len(parts.segments), len(manifest.table(name).segments)) for name, parts in before.tables.items()},
            (len(before.receipts), len(manifest.receipts)),
            (len(before.carried), len(manifest.carried)),
            due,
        )


def _without_what_is_due(manifest: Manifest) -> tuple[Manifest, int]:
    """The manifest with the files to be removed at once that were replaced by the time of the last compaction, and how
    many they are. Those who opened the set since then read what was replaced later."""
    last = manifest.compacted
    due = [each for each in manifest.retired if last is not None and each.since <= last]
    retired = tuple(replace(each, since="") if each in due else each for each in manifest.retired)
    return replace(manifest, retired=retired), len(due)


def _merged(held: Held, table: Table, segments: Sequence[Part], budget: int) -> tuple[Part, ...]:
    """The segments of a table, with runs of small ones in the place of which a large one stands."""
    found: list[Part] = []
    run: list[Part] = []
    size = 0
    for part in segments:
        if part.bytes * 2 > budget:
            found.append(part)
            continue
        if size + part.bytes > budget:
            found.append(_one(held, table, run))
            run, size = [], 0
        run.append(part)
        size += part.bytes
    if run:
        found.append(_one(held, table, run))
    return tuple(found)


def _one(held: Held, table: Table, run: Sequence[Part]) -> Part:
    if len(run) == 1:
        return run[0]
    held.sound(run)
    files = [str(held.folder / part.file) for part in run]
    merged = write_segment(held, table, f"SELECT {', '.join(table.stored)} FROM {parquet(files)}")
    if (merged.rows, _identity(held, [str(held.folder / merged.file)])) != (
        sum(part.rows or 0 for part in run),
        _identity(held, files),
    ):
        raise damaged(held.folder / merged.file, "did not come out as it went in; nothing was replaced")
    return merged


def _identity(held: Held, files: Sequence[str]) -> tuple[int, ...]:
    """A number made of all whole rows of some files, in whatever order: the same before and after."""
    sums = "sum(hash(s)::HUGEINT), sum((hash(s) >> 7)::HUGEINT * (hash(s) & 127)::HUGEINT)"
    (found,) = held.connection.execute(f"SELECT count(*), {sums} FROM {parquet(files)} s").fetchall()
    return tuple(int(value or 0) for value in found)


def _packed(held: Held, manifest: Manifest) -> tuple[Part, ...]:
    """The receipts, several to a file if they are many."""
    single = [part for part in manifest.receipts if part.rows is None]
    if len(single) <= _FEW:
        return manifest.receipts
    held.sound(manifest.receipts)
    receipts = read_receipts(held.folder, manifest)
    found = []
    for first in range(0, len(receipts), _RECEIPTS):
        some = receipts[first : first + _RECEIPTS]
        text = "".join(json.dumps(receipt) + "\n" for receipt in some)
        name = f"receipts/{first + 1:06d}-{first + len(some):06d}.jsonl"
        kept = next((part for part in manifest.receipts if part.file == name), None)
        part = kept or held.place_text(text, name, len(some))
        found.append(replace(part, came=max(each.came or "" for each in manifest.receipts) or None))
    return tuple(found)


def _carried(held: Held, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The carried lines in one file if they lie in many."""
    if len(parts) <= _FEW:
        return parts
    held.sound(parts)
    files = [str(held.folder / part.file) for part in parts]
    merged = Carrying(held).keep(f"SELECT DISTINCT key, text FROM {parquet(files)}")
    assert merged is not None, "a carried file holds a line"
    return (replace(merged, came=max(part.came or "" for part in parts) or None),)
