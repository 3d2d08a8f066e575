"""Golden reports: what a file brought, in full, as a JSON file beside the test that holds it.

``PACTLINE_RENEW=1`` writes the reports anew; look at the difference before it is committed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.importers.suite import bring_in

from pactline.importers.ingesting import read_records
from pactline.records.tables import TABLES

_COUNTS = ("read", "accepted", "duplicates", "conflicts", "rejected", "incomplete", "ignored")
_SOURCE = ("source", "source_ref", "content", "offered_quarter", "at_quarter")


def report(files: Sequence[Path], folder: Path, format: str, most: int | None = None, **declared: Any) -> Any:
    """Verdict, counts, reasons and what was told of each file, and the rows that count (the first ``most``)."""
    receipts, _ = bring_in(files, folder, format, **declared)
    told = []
    for receipt in receipts:
        found = receipt.to_json()
        told.append(
            {
                "file": Path(found["file"]).name,
                "verdict": found["verdict"],
                **{name: found[name] for name in _COUNTS if found[name] or name == "read"},
                "reasons": found["reasons"],
                **{name: found[name][:most] for name in ("problems", "conflicting") if found[name]},
                "warnings": [[each["line"], each["code"], each["message"]] for each in found["warnings"][:most]],
            }
        )
    records = read_records(folder)
    rows = {}
    for name in records.tables:
        table = TABLES[name]
        stored = records._engine._connection.sql(records._engine._relations[name])
        found_rows = [dict(zip(stored.columns, row, strict=True)) for row in stored.fetchall()]
        kept = [{k: v for k, v in row.items() if v is not None and k not in _SOURCE} for row in found_rows]
        rows[name] = sorted(kept, key=lambda row: [str(row.get(key, "")) for key in (table.at, *table.key)])[:most]
    return {"receipts": told, "rows": rows}


def assert_golden(found: Any, path: Path) -> None:
    """The report is the one that was kept."""
    text = json.dumps(found, indent=1, ensure_ascii=False, sort_keys=False) + "\n"
    if os.environ.get("PACTLINE_RENEW"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{path.name} is another report"
