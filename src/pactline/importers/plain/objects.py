"""The plain format as JSON objects: text as strings, durations, whole numbers and scores as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pactline.importers.fault import LONGEST_FIELD, MOST_COLUMNS, Fault, quoted
from pactline.importers.files.strict_json import Json, Number
from pactline.importers.plain.fields import FILLED, WAITED
from pactline.importers.plain.tables import REQUIRED, known, reader_of, table_of
from pactline.importers.reading import Reading
from pactline.records.columns import Kind
from pactline.records.staging import Row
from pactline.records.tables import CONTACTS, TABLES, Table

_EITHER = {"source_rev"}
_MOST_UNKNOWN = 1_000  # keys remembered to be warned of; 20 of them are named
_NUMBERS: Mapping[str, frozenset[str]] = {
    name: frozenset(c.plain for c in table.columns if c.kind in (Kind.DURATION, Kind.WHOLE, Kind.POINTS))
    for name, table in TABLES.items()
}


class PlainObjects:
    """Makes records of objects, and remembers the keys that none has a use for."""

    def __init__(self, reading: Reading) -> None:
        self._readers = {
            name: reader_of(table, known(table), reading.zone, reading.latest_us) for name, table in TABLES.items()
        }
        self._unknown: set[str] = set()

    def record(self, found: Json) -> tuple[Table, Row]:
        """The record of an object and its table. Raises Fault."""
        if not isinstance(found, dict):
            raise Fault("JSON_TYPE", "The record is not a JSON object.")
        if len(found) > MOST_COLUMNS:
            raise Fault("JSON_TOO_WIDE", f"The record has {len(found):,} keys; at most {MOST_COLUMNS}.")
        table = table_of(found.keys())
        names = known(table)
        if len(self._unknown) < _MOST_UNKNOWN:
            self._unknown.update(key[:128] for key in found.keys() - set(names))
        return table, self._readers[table.name].read(_cells(found, table, names))

    def tell_unknown_keys(self, reading: Reading) -> None:
        """Warn of the keys that were ignored."""
        if self._unknown:
            names = ", ".join(quoted(name) for name in sorted(self._unknown)[:20])
            reading.warnings.append((1, "HDR_UNKNOWN_COLUMN", f"Ignored unknown keys: {names}."))


def _cells(found: Mapping[str, Any], table: Table, names: tuple[str, ...]) -> list[str]:
    """The values in the order of the columns, as text; null and absent are empty. Raises Fault."""
    cells, numbers = [], _NUMBERS[table.name]
    for name in names:
        value = found.get(name)
        if value is None:
            cells.append("")
            continue
        if not isinstance(value, str) or (name not in _EITHER and isinstance(value, Number) != (name in numbers)):
            raise Fault("JSON_TYPE", f"{name} must be a {'number' if name in numbers else 'string'}.")
        if len(value) > LONGEST_FIELD and name not in numbers:
            raise Fault("FIELD_TOO_LONG", f"{name} has {len(value):,} characters; at most {LONGEST_FIELD:,}.")
        cells.append(value)
    wanted = FILLED if table is CONTACTS else REQUIRED[table.name]
    missing = [name for name in wanted if found.get(name) is None]
    if table is CONTACTS and found.get("wait_s") is None and found.get("outcome") in WAITED:
        missing.append("wait_s")
    if missing:
        raise Fault("FIELD_MISSING", f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing or null.")
    return cells
