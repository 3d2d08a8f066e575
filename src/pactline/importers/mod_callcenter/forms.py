"""The forms a file may have: events as JSON or as the socket's text, records as JSON, XML or CSV, rows of a table.

Which form it is shows in its first character; a console's list of agents, tiers or queues is none of them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias, cast

from pactline.importers.fault import Fault, quoted
from pactline.importers.files.csv_records import CsvRecords
from pactline.importers.files.json_records import json_records
from pactline.importers.files.lines import excerpt
from pactline.importers.files.opening import past_the_mark
from pactline.importers.files.strict_json import object_in
from pactline.importers.mod_callcenter.events import AgentFact, Hashing, read_event
from pactline.importers.mod_callcenter.facts import Fact
from pactline.importers.mod_callcenter.legs import COLUMNS, read_row, read_variables
from pactline.importers.mod_callcenter.socket_text import blocks
from pactline.importers.mod_callcenter.xml_cdr import xml_records
from pactline.importers.reading import Ignored, Reading, Refused, SourceRefused

_BLOCK = 1 << 12
_LISTS = ("events", "cdrs", "records", "data")
_CONSOLE = (
    "name|instance_id|",
    "name|system|",
    "name|strategy|",
    "queue|agent|",
    "queue|system|",
    "queue|instance_id|",
)


_OF_A_TABLE = "cc_member_uuid"
"""A column that tells the rows of a table of records, such as FusionPBX keeps, from everything else."""
_NEEDED = ("cc_side", "cc_queue", _OF_A_TABLE, "cc_queue_joined_epoch")


@dataclass(frozen=True)
class Said:
    """A fact and the line it stands on."""

    line: int
    fact: Fact | AgentFact


Found: TypeAlias = Said | Ignored | Refused


def facts_in(file: BinaryIO, reading: Reading, hashing: Hashing) -> Iterator[Found]:
    """Every record of a file as a fact, or why it is none. Raises SourceRefused, also while it is being read."""
    start = past_the_mark(file)
    head = cast(io.BufferedReader, start).peek(_BLOCK)[:_BLOCK].lstrip()
    if head.startswith(b"<"):
        return _of_xml(start, hashing)
    if head.startswith((b"{", b"[")):
        return _of_json(start, hashing)
    line = head.partition(b"\n")[0].decode("utf-8", "replace").strip()
    if _OF_A_TABLE in line.replace('"', "").split(","):
        return _of_table(start, reading, hashing)
    if head.startswith(b'"'):
        return _of_csv(start, reading, hashing)
    if line.startswith(_CONSOLE):
        message = "The file is a list that the console printed (agents, tiers, queues or members): it holds no calls."
        raise SourceRefused("FS_CONSOLE_LIST", message, 1)
    if ":" not in line and line != "RECV EVENT":
        message = (
            f"The file begins with {quoted(line)}: neither events (JSON, or Key: Value) nor records (JSON, XML, CSV)."
        )
        raise SourceRefused("FS_FORM", message, 1)
    return _of_socket(start, hashing)


def _found(line: int, raw: str, read: Callable[[], Fact | AgentFact | Ignored]) -> Found:
    try:
        fact = read()
    except Fault as fault:
        return Refused(line, fault.code, fault.message, raw)
    return fact if isinstance(fact, Ignored) else Said(line, fact)


def _of_json(file: BinaryIO, hashing: Hashing) -> Iterator[Found]:
    for record in json_records(file, _LISTS):
        line, value = record.line, record.value

        def read(line: int = line, value: object = value) -> Fact | AgentFact | Ignored:
            if isinstance(value, Fault):
                raise value
            if not isinstance(value, dict):
                raise Fault("JSON_TYPE", "The record is not a JSON object.")
            if "variables" in value:
                return read_variables(object_in(value["variables"], "variables"), _caller(value), line, hashing)
            if _OF_A_TABLE in value:
                return read_variables(value, "", line, hashing)
            return read_event(value, line, hashing, encoded=False)

        yield _found(line, record.raw, read)


def _caller(record: dict[str, object]) -> str:
    """The caller's number in the first call flow of a JSON record; empty where there is none."""
    flows = record.get("callflow")
    flow = flows[0] if isinstance(flows, list) and flows else flows
    profile = flow.get("caller_profile") if isinstance(flow, dict) else None
    number = profile.get("caller_id_number") if isinstance(profile, dict) else None
    return number.strip() if isinstance(number, str) else ""


def _of_xml(file: BinaryIO, hashing: Hashing) -> Iterator[Found]:
    for cdr in xml_records(file):
        raw = excerpt("\n".join(f"{name}: {value}" for name, value in cdr.variables.items() if name.startswith("cc_")))
        yield _found(cdr.line, raw, lambda cdr=cdr: read_variables(cdr.variables, cdr.caller, cdr.line, hashing))  # type: ignore[misc]


def _of_socket(file: BinaryIO, hashing: Hashing) -> Iterator[Found]:
    for block in blocks(file):
        values = block.values
        if isinstance(values, Fault):
            yield Refused(block.line, values.code, values.message, block.raw)
        else:
            line = block.line
            yield _found(line, block.raw, lambda v=values, n=line: read_event(v, n, hashing, encoded=True))  # type: ignore[misc]


def _of_table(file: BinaryIO, reading: Reading, hashing: Hashing) -> Iterator[Found]:
    """Rows with the names of their columns above them; those that are not known are left alone."""
    records = CsvRecords(file)
    names: list[str] = []
    for number, cells, raw in records:
        if cells is None:
            yield Ignored(number, "BLANK_LINE", "A blank line carries no record.")
        elif isinstance(cells, Fault):
            yield Refused(number, cells.code, cells.message, excerpt(raw))
        elif not names:
            names = cells
            missing = [name for name in _NEEDED if name not in names]
            if missing:
                raise SourceRefused("HDR_MISSING_COLUMN", f"The columns lack {', '.join(missing)}.", number)
        elif len(cells) != len(names):
            message = f"The row has {len(cells)} fields; the header names {len(names)}."
            yield Refused(number, "CSV_COLUMNS", message, excerpt(raw))
        else:
            row = {name: "" if cell in ("NULL", "\\N") else cell for name, cell in zip(names, cells, strict=True)}
            yield _found(
                number,
                excerpt(raw),
                lambda r=row, n=number: read_variables(r, "", n, hashing),  # type: ignore[misc]
            )
    _tell_no_newline(records, reading)


def _tell_no_newline(records: CsvRecords, reading: Reading) -> None:
    if records.no_final_newline:
        text = "The last line has no line end; was the file cut short?"
        reading.warnings.append((records.no_final_newline, "NO_FINAL_NEWLINE", text))


def _of_csv(file: BinaryIO, reading: Reading, hashing: Hashing) -> Iterator[Found]:
    where = reading.zone
    if where is None:
        message = (
            "The times of the CSV are local and no zone is declared. Say which with --zone, such as Europe/Berlin."
        )
        raise SourceRefused("TS_ZONE_MISSING", message)
    records = CsvRecords(file)
    for number, cells, raw in records:
        if cells is None:
            yield Ignored(number, "BLANK_LINE", "A blank line carries no record.")
        elif isinstance(cells, Fault):
            yield Refused(number, cells.code, cells.message, excerpt(raw))
        elif len(cells) != len(COLUMNS):
            message = f"The row has {len(cells)} fields; the template `example` of mod_cdr_csv writes {len(COLUMNS)}."
            yield Refused(number, "CSV_COLUMNS", message, excerpt(raw))
        else:
            yield _found(number, excerpt(raw), lambda c=cells: read_row(c, where, hashing))  # type: ignore[misc]
    _tell_no_newline(records, reading)
