"""The manifest of a record-set folder: which files belong to it. Replacing it is the moment an ingest takes effect.

A file that the manifest does not name does not exist, so a run that was cut short leaves nothing behind that counts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pactline.records.digest import hour_name, hour_number, set_digest
from pactline.records.durable import place
from pactline.values.problem import Problem, Problems

NAME = "record_set.json"
_LAYOUT = 1


@dataclass(frozen=True)
class Segment:
    """One immutable Parquet file, named by its content."""

    file: str
    rows: int
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """What a record set is made of; paths are relative to its folder."""

    count: int = 0  # rows that count
    segments: tuple[Segment, ...] = ()
    exclusions: str | None = None  # the keys told in several ways, with the revision that counts
    hours: dict[int, str] = field(default_factory=dict)  # digest by UTC hour
    receipts: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()  # lines of event logs kept for later files
    incomplete: tuple[str, ...] = ()  # contacts that wait for the rest of their events

    def with_receipt(self, name: str) -> Manifest:
        """The same set after a file that brought nothing."""
        return replace(self, receipts=(*self.receipts, name))

    def to_json(self) -> dict[str, Any]:
        """As written to ``record_set.json``."""
        return {
            "layout": _LAYOUT,
            "digest": set_digest(self.hours),
            "count": self.count,
            "segments": [vars(segment) for segment in self.segments],
            "exclusions": self.exclusions,
            "hours": {hour_name(hour): self.hours[hour] for hour in sorted(self.hours)},
            "receipts": list(self.receipts),
            "carried": list(self.carried),
            "incomplete": list(self.incomplete),
        }


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder; an empty set if there is none. Raises Problems when it or a segment is damaged."""
    path = folder / NAME
    if not path.exists():
        return Manifest()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["layout"] != _LAYOUT:
            raise ValueError(f"layout {found['layout']} is newer than this version of pactline reads")
        manifest = Manifest(
            found["count"],
            tuple(Segment(**segment) for segment in found["segments"]),
            found["exclusions"],
            {hour_number(name): digest for name, digest in found["hours"].items()},
            tuple(found["receipts"]),
            tuple(found["carried"]),
            tuple(found["incomplete"]),
        )
        if found["digest"] != set_digest(manifest.hours):
            raise ValueError("its digest does not fit its hours")
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise _damaged(path, f"cannot be read: {error}") from None
    for segment in manifest.segments:
        file = folder / segment.file
        if not file.is_file() or file.stat().st_size != segment.bytes:
            raise _damaged(file, "is missing or was cut short")
    return manifest


def write_manifest(folder: Path, manifest: Manifest, aside: Path) -> None:
    """Replace the manifest in one step; ``aside`` is a folder on the same disk to write in."""
    written = aside / NAME
    text = json.dumps(manifest.to_json(), indent=1, ensure_ascii=False)
    written.write_text(text + "\n", encoding="utf-8", newline="\n")
    place(written, folder / NAME)


def _damaged(path: Path, what: str) -> Problems:
    return Problems(
        [
            Problem(
                str(path), 0, 0, "RECORDS_DAMAGED", f"this part of the record set {what}",
                "restore the folder from a backup, or ingest the original files into a new folder",
            )
        ]
    )  # fmt: skip
