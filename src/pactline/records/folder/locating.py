"""Where in a damaged segment the damage lies: run as a process of its own, because damaged bytes may bring it down.

``python -m pactline.records.folder.locating FOLDER TABLE FILE`` prints one JSON list of places.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb

from pactline.records.digest import HOUR_US, hour_name
from pactline.records.engine import connect
from pactline.records.folder.fitting import unfit_rows
from pactline.records.folder.manifest import UNREADABLE, manifest_of
from pactline.records.folder.segments import parquet
from pactline.records.tables import TABLES, Table

_SECONDS = 300
_NOWHERE = "no row is touched: what changed is where a row came from, or lies between the rows"
_UNREADABLE = "it cannot be decoded at all"


def places(folder: Path, table: Table, file: str) -> list[str]:
    """The rows of a damaged segment that are no longer what they were, or else what can be said of the place."""
    words = [sys.executable, "-m", "pactline.records.folder.locating", str(folder), table.name, file]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
        found = json.loads(done.stdout) if done.returncode == 0 else [_UNREADABLE]
    except (subprocess.TimeoutExpired, ValueError):
        return [_UNREADABLE]
    return [str(place) for place in found]


def _located(folder: Path, table: Table, file: str) -> list[str]:
    connection = connect()
    try:
        erasures = manifest_of((folder / "record_set.json").read_text(encoding="utf-8")).erasures
    except (OSError, *UNREADABLE):
        erasures = ()
    try:
        return unfit_rows(connection, folder, table, file, erasures) or [_NOWHERE]
    except (duckdb.Error, UnicodeDecodeError):
        return _columns(connection, table, str(folder / file))


def _columns(connection: duckdb.DuckDBPyConnection, table: Table, path: str) -> list[str]:
    """The columns that cannot be decoded, and the hours that the segment holds, where they can be."""
    broken = []
    for column in table.stored:
        try:
            connection.execute(f"SELECT min({column}), count({column}) FROM {parquet([path])}").fetchall()  # noqa: S608
        except (duckdb.Error, UnicodeDecodeError):
            broken.append(column)
    if not broken or len(broken) == len(table.stored):
        return [_UNREADABLE]
    said = f"of its columns {', '.join(broken)} cannot be decoded"
    if table.at in broken:
        return [said]
    sql = f"SELECT DISTINCT {table.at} // {HOUR_US} AS hour FROM {parquet([path])} ORDER BY hour"  # noqa: S608
    hours = [hour for (hour,) in connection.execute(sql).fetchall()]
    return [f"{said}; it holds the hours {hour_name(hours[0])} to {hour_name(hours[-1])}"]


if __name__ == "__main__":
    print(json.dumps(_located(Path(sys.argv[1]), TABLES[sys.argv[2]], sys.argv[3])))  # noqa: T201
