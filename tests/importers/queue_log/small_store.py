"""A small store that keeps what importers may rely on: rows by revision, and carried lines by key."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from pactline.importers.queue_log import importing as queue_log
from pactline.importers.reading import Carried, Ignored, Incomplete, Item, Read, Reading, Refused, Source
from pactline.values.zone import zone


class Store:
    """Files in, rows that count out. Returns only what is asked for, so nothing else may be relied on."""

    def __init__(self, folder: Path, zone_name: str | None = None, customer_key: bytes | None = None) -> None:
        self._folder = folder
        self._declared = {"zone": zone(zone_name) if zone_name else None, "customer_key": customer_key}
        self._carried: dict[str, list[Carried]] = {}
        self._rows: dict[tuple[str, int], dict[int, set[tuple[tuple[str, Any], ...]]]] = {}
        self.items: list[Item] = []
        self.warnings: list[tuple[int, str, str]] = []

    def take(self, data: str | bytes | Path) -> Store:
        """Import one file."""
        path = data if isinstance(data, Path) else self._folder / "queue_log"
        if not isinstance(data, Path):
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        reading = Reading(earlier=self._earlier, **self._declared)
        self.items = list(queue_log.read(Source(path.name, path), reading))
        self.warnings = reading.warnings
        for item in self.items:
            if isinstance(item, Read):
                content = tuple(sorted((name, value) for name, value in item.row.items() if value is not None))
                key = (item.row["contact_id"], item.row["visit"])
                self._rows.setdefault(key, {}).setdefault(item.row["source_rev"], set()).add(content)
        for carried in reading.carry:
            self._carried.setdefault(carried.key, []).append(carried)
        return self

    def _earlier(self, keys: Collection[str]) -> Iterable[Carried]:
        return [carried for key in keys for carried in self._carried.get(key, ())]

    @property
    def versions(self) -> dict[tuple[str, int], set[tuple[tuple[str, Any], ...]]]:
        """Of each visit the versions with the greatest revision: one, or several that are in conflict."""
        return {key: versions[max(versions)] for key, versions in self._rows.items()}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows that count, in order of contact and visit."""
        return [dict(next(iter(held))) for _, held in sorted(self.versions.items()) if len(held) == 1]

    def told(self, kind: type[Item]) -> list[tuple[int, str]]:
        """Line and code of what was refused, ignored or waits, in order of lines."""
        return sorted((item.line, item.code) for item in self.items if isinstance(item, kind))

    def report(self) -> str:
        """Everything the importer told of the last file, as text."""
        lines = []
        for item in self.items:
            if isinstance(item, Read):
                row = item.row
                words = (row["outcome"], row.get("reason"), row.get("flags"))
                told = (
                    f"{row['contact_id']} visit {row['visit']} {row['queue']}: {' '.join(str(w) for w in words if w)}"
                )
                lines.append((item.line, "read", told))
            else:
                assert isinstance(item, Refused | Incomplete | Ignored)
                lines.append((item.line, type(item).__name__.lower(), f"{item.code}: {item.message}"))
        lines += [(line, "warning", f"{code}: {message}") for line, code, message in self.warnings]
        return "".join(f"{line} {kind} {text}\n" for line, kind, text in sorted(lines))
