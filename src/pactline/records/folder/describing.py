"""What lies in a record set, in figures: for a person who wants to know, and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pactline.records.digest import hour_name, set_digest
from pactline.records.folder.manifest import Manifest, Part, TableParts, read_manifest
from pactline.records.tables import TABLES


def described(folder: Path) -> dict[str, Any]:
    """Tables, files and digest of a record-set folder, as in ``records show --json``. Raises Problems for a damaged
    one."""
    manifest = read_manifest(folder)
    return {
        "folder": str(folder),
        "digest": set_digest(manifest.hours),
        "tables": {name: _table(manifest.tables[name]) for name in TABLES if name in manifest.tables},
        "receipts": manifest.receipt_count,
        "raw": _files(manifest.raw),
        "refused": _files(manifest.refused),
        "carried": _files(manifest.carried),
        "incomplete": len(manifest.incomplete),
        "erasures": sum(part.file.endswith(".json") for part in manifest.erasures),
        "removed": len(manifest.removed),
        "retired": len(manifest.retired),
        "bytes": _bytes(manifest),
    }


def _table(parts: TableParts) -> dict[str, Any]:
    hours = sorted(parts.hours)
    return {
        "counting": parts.count,
        "rows": sum(part.rows or 0 for part in parts.segments),
        "segments": len(parts.segments),
        "bytes": sum(part.bytes for part in parts.files),
        "hours": len(hours),
        "first_hour": hour_name(hours[0]) if hours else None,
        "last_hour": hour_name(hours[-1]) if hours else None,
    }


def _files(parts: Iterable[Part]) -> dict[str, int]:
    sizes = [part.bytes for part in parts]
    return {"files": len(sizes), "bytes": sum(sizes)}


def _bytes(manifest: Manifest) -> int:
    return sum(part.bytes for part in manifest.parts())
