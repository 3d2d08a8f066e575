"""Bringing files into a record set: read, account for every record, store, and hand back the receipts."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import chain, starmap
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pactline.importers.accounting import Account, Receipt
from pactline.importers.delivered import delivered
from pactline.importers.kept import Carried, Carry
from pactline.importers.reading import Ignored, Read, Reading, Source, SourceRefused
from pactline.importers.registry import importer
from pactline.records.folder.manifest import NAME
from pactline.records.folder.store import Raw, Store, is_record_set, open_record_set
from pactline.records.record_set import RecordSet, from_lines
from pactline.records.staging import Proven, Row
from pactline.records.tables import Table
from pactline.values.problem import Problem, Problems
from pactline.values.zone import to_us

_AHEAD_US = 300_000_000  # a source's clock may be five minutes fast
_PLAIN = {".csv": "plain-csv", ".jsonl": "plain-jsonl"}
_RECORDS = "records"
_ERASED = (
    "This file was taken out because it names a person who was erased; it is not kept again. "
    "If rows, refused rows or events of it came in anew, erase the person again."
)

Path_ = str | os.PathLike[str]


def ingest(
    files: Sequence[Path_],
    into: Path_,
    format: str,
    *,
    zone: ZoneInfo | None = None,
    mapping: Any = None,
    customer_key: bytes | None = None,
    strict: bool = False,
    now: datetime | None = None,
    progress: Callable[[str, int], None] = lambda file, records: None,
) -> list[Receipt]:
    """Bring files into the record set of a folder; one receipt for each, in order; for each file of an archive.

    ``into`` is a contract folder or a ``records`` folder, see :func:`records_folder`. Each file is taken with its
    receipt in one step. ``zone`` is for times without offset, ``mapping`` a read mapping for the format ``mapping``,
    ``customer_key`` the secret that caller numbers are hashed with (without it none is kept). With ``strict`` a file
    with a refused, incomplete or conflicting record is refused as a whole. Instants more than five minutes after
    ``now`` (the clock of the machine, unless given) are refused. ``progress`` is told the file and the records read
    so far.

    Raises ValueError for an unknown format, Problems when the folder cannot take records.
    """
    read = importer(format).read
    folder = records_folder(Path(into))
    for place in (Path(into), folder):
        if place.is_file():
            raise _no_folder(place)
    if plain := _plain_files_in(folder):
        raise _mixed(folder, plain)
    latest_us = to_us(now or datetime.now(UTC)) + _AHEAD_US
    receipts = []
    with Store(folder, now) as store:
        for file in files:
            raw = store.copy_aside(Path(file))
            for part in delivered(os.fspath(file), raw.path, store.aside, workbooks=_reads_workbooks(format, mapping)):
                reading = Reading(zone=zone, mapping=mapping, customer_key=customer_key, latest_us=latest_us)
                reading.earlier, reading.aside = _earlier(store, format), store.aside
                reading.carry = Carry(aside=store.aside)
                reading.warnings += part.warnings
                if store.was_erased(raw.sha256):
                    reading.warnings.append((0, "FILE_ERASED", _ERASED))
                reading.progress = partial(progress, part.name)
                account = Account(Receipt(part.name, raw.sha256, format), store.aside / "refused.jsonl")
                items = part.items(read, reading, store.aside)
                receipts.append(_take(store, account, items, reading, raw, part.source(raw.sha256), strict=strict))
    return receipts


def _reads_workbooks(format: str, mapping: Any) -> bool:
    return format == "plain-xlsx" or (mapping is not None and mapping.source.format == "xlsx")


def _take(
    store: Store, account: Account, items: Iterator[Any], reading: Reading, raw: Raw, source: str, *, strict: bool
) -> Receipt:
    kept_in = store.refused_name(raw.sha256)
    try:
        with store.stage(account.rows(items), source) as settlement:
            receipt = account.close(settlement, reading.warnings, kept_in)
            refused = account.refused if receipt.refused_rows else None
            if strict and receipt.verdict != "accepted":
                receipt = account.refuse_all()
                store.commit_nothing(receipt.to_json(), raw, refused)
            else:
                carry = reading.carry
                store.commit(receipt.to_json(), raw, refused, carry, account.open_contacts, carry.selects)
    except SourceRefused as refusal:
        receipt = account.refuse_file(refusal, reading.warnings)
        store.commit_nothing(receipt.to_json(), raw)
    return receipt


def _earlier(store: Store, format: str) -> Callable[[Collection[str]], Iterable[Carried]]:
    def earlier(keys: Collection[str]) -> Iterable[Carried]:
        wanted = chain(keys, store.manifest.incomplete)  # both may be many
        return starmap(Carried, store.carrying.lines(store.manifest.carried, wanted, format))

    return earlier


def records_folder(path: Path) -> Path:
    """Where records that are brought into a folder go: into ``records/`` of it, as in a contract folder.

    A folder that is a record set already, or is itself called ``records``, takes them itself.
    """
    return path if is_record_set(path) or path.absolute().name == _RECORDS else path / _RECORDS


def read_records(path: Path_) -> RecordSet:
    """Open records: a record set, a folder of plain ``.csv`` and ``.jsonl`` files, one such file, or a contract folder.

    Plain files are read strictly. Raises Problems with file, line and code for every row that cannot be taken,
    FileNotFoundError if there is nothing at ``path``.
    """
    place = Path(path)
    if not place.exists():
        raise FileNotFoundError(2, "no such file or folder", str(place))
    if place.is_file():
        return _read_plain([place])
    inner = place / _RECORDS
    folder = inner if inner.is_dir() and not is_record_set(place) else place
    plain = _plain_files_in(folder)
    if is_record_set(folder):
        if plain:
            raise _mixed(folder, plain)
        return open_record_set(folder)
    if not plain:
        remedy = "name a folder written by pactline ingest, or one with plain .csv or .jsonl files"
        raise Problems([Problem(str(folder), 0, 0, "RECORDS_NONE", "the folder holds no records", remedy)])
    return _read_plain(plain)


def _read_plain(files: Sequence[Path]) -> RecordSet:
    problems: list[Problem] = []
    notes: list[Problem] = []
    record_set = from_lines(_plain_rows(files, problems, notes))
    if problems:
        raise Problems(problems)
    record_set.notes = tuple(notes)
    return record_set


def _plain_rows(
    files: Sequence[Path], problems: list[Problem], notes: list[Problem]
) -> Iterator[tuple[int, Table, list[Row]]]:
    for file in files:
        reading = Reading()
        try:
            for item in importer(_format_of(file)).read(Source(str(file), file), reading):
                assert not isinstance(item, Proven), "the engine reads by itself only into a folder"
                if isinstance(item, Read):
                    rows: list[Row] = [{**row, "source": file.name} for row in (item.row, *item.further)]
                    yield item.line, item.table, rows
                elif not isinstance(item, Ignored):
                    problems.append(Problem(str(file), item.line, 0, item.code, item.message))
        except SourceRefused as refusal:
            problems.append(Problem(str(file), refusal.line, 0, refusal.code, refusal.message))
        notes += [Problem(str(file), line, 0, code, message) for line, code, message in reading.warnings]


def _format_of(file: Path) -> str:
    suffix = Path(file.name.lower().removesuffix(".gz")).suffix
    if suffix not in _PLAIN:
        raise SourceRefused(
            "RECORDS_FORMAT",
            "Only .csv and .jsonl files in the plain format are read in place; bring others in with pactline ingest.",
        )
    return _PLAIN[suffix]


def _plain_files_in(folder: Path) -> list[Path]:
    """The files of a folder that are meant as records: all but hidden ones, the manifest and notes."""
    if not folder.is_dir():
        return []
    return sorted(
        file
        for file in folder.iterdir()
        if file.is_file() and not file.name.startswith(".") and file.suffix not in (".md", ".txt") and file.name != NAME
    )


def _no_folder(file: Path) -> Problems:
    remedy = "name a contract folder with --into; it is made if it is new"
    return Problems([Problem(str(file), 0, 0, "RECORDS_MIXED", "records go into a folder, this is a file", remedy)])


def _mixed(folder: Path, plain: Sequence[Path]) -> Problems:
    message = f"{plain[0].name} lies beside a record set, where it would not be counted"
    remedy = f"move it out of {folder} and bring it in with pactline ingest"
    return Problems([Problem(str(folder), 0, 0, "RECORDS_MIXED", message, remedy)])
