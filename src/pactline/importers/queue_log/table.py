"""The database table ``queue_log`` as its exports write it: which columns there are, in which order, and how separated.

Tables differ: most have an ``id``, some a column ``data`` as well, reporting programs use names of their own. The names
of the columns say where each value stands, and columns that are not known are left alone.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass

from pactline.importers.fault import Fault
from pactline.importers.reading import SourceRefused

NEEDED = ("time", "callid", "queuename", "agent", "event")
DATA = ("data1", "data2", "data3", "data4", "data5")
_OTHER_NAMES: Mapping[str, str] = {"time_id": "time", "call_id": "callid", "queue": "queuename", "verb": "event"}
"""What the table of a reporting program calls them."""
_SEPARATORS = "\t,;|"
_LONGEST_HEADER = 4_000  # characters


@dataclass(frozen=True)
class Columns:
    """How an export of the table is written, and at which place each column that is read stands."""

    separator: str
    quoted: bool
    places: Mapping[str, int]
    many: int

    def split(self, text: str) -> list[str]:
        """A row as the fields of a log's line: time, call id, queue, agent, event, data. Raises Fault."""
        row = _cut(text, self.separator, quoted=self.quoted)
        if not max(self.places[name] for name in NEEDED) < len(row) <= self.many:
            raise Fault("QL_FIELDS", f"{len(row)} fields where the header names {self.many}")
        data = [self._value(row, name) for name in DATA]
        if not any(data):  # before Asterisk 1.8 all of it stood in one column
            data = self._value(row, "data").split("|")
        return [*(row[self.places[name]] for name in NEEDED), *data]

    def _value(self, row: list[str], name: str) -> str:
        place = self.places.get(name, len(row))
        value = row[place] if place < len(row) else ""
        return "" if value in ("\\N", "NULL") else value


def columns_of(text: str) -> Columns | None:
    """The columns, if the line is the header of the table; None of a line of a log. Raises SourceRefused."""
    if len(text) > _LONGEST_HEADER:
        return None
    for separator in _SEPARATORS:
        quoted = separator in ",;" or text.startswith('"')
        try:
            row = _cut(text, separator, quoted=quoted)
        except Fault:
            continue
        names = [_OTHER_NAMES.get(name, name) for name in (field.strip().lower() for field in row)]
        if "callid" in names:
            return Columns(separator, quoted, _places(names), len(names))
    return None


def _places(names: list[str]) -> Mapping[str, int]:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        message = f"this is an export of the table, and its header lacks {', '.join(missing)}; export these too"
        raise SourceRefused("HDR_MISSING_COLUMN", message, 1)
    twice = [name for name in (*NEEDED, "data", *DATA) if names.count(name) > 1]
    if twice:
        raise SourceRefused("HDR_DUPLICATE", f"the column {twice[0]} stands twice in the header", 1)
    return {name: names.index(name) for name in (*NEEDED, "data", *DATA) if name in names}


def _cut(text: str, separator: str, *, quoted: bool) -> list[str]:
    if not quoted:
        return text.split(separator)
    try:
        return next(csv.reader([text], delimiter=separator, strict=True), [])
    except csv.Error as error:
        raise Fault("CSV_QUOTE", f"the row's quotes do not add up ({error})") from None
