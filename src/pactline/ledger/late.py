"""Late data: records that come, or are told anew, after the statement that they belong to was filed.

A filed statement is never changed, and nothing is passed over in silence either: whoever brings such records in is told
which statements they touch, and so is whoever proves them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pactline.importers.accounting import Receipt
from pactline.importers.ingesting import Path_, records_folder
from pactline.importers.ingesting import ingest as ingest_files
from pactline.records.folder.manifest import Manifest, read_manifest
from pactline.values.exact import how_many
from pactline.values.period import Period
from pactline.values.problem import Problems

if TYPE_CHECKING:
    from pactline.ledger.folder import ContractFolder


@dataclass(frozen=True)
class Late:
    """A filed statement that late records touch."""

    statement: str  # its file
    period: str
    rows: int  # records that came, or are told otherwise now, among those it was computed from

    def to_json(self) -> dict[str, Any]:
        """As in ``ingest --json``."""
        return asdict(self)

    def __str__(self) -> str:
        touched = f"{how_many(self.rows, 'record')} of {self.period} came after {self.statement} was filed"
        return f"late: {touched}; it stays as it is"


class BroughtIn(list[Receipt]):
    """The receipts of an ingest, and the filed statements that it touched."""

    late: tuple[Late, ...] = ()
    late_unknown: str = ""
    """Why it cannot be said which statements were touched; empty if it can."""


def bring_in(files: Sequence[Path_], into: Path_, format: str, **declared: Any) -> BroughtIn:
    """Ingest files, and say which filed statements of the contract folder the new records touch.

    Takes what :func:`pactline.importers.ingesting.ingest` takes and raises what it raises.
    """
    folder = records_folder(Path(into))
    contract = contract_of(folder)
    before = read_manifest(folder) if contract else Manifest()
    found = BroughtIn(ingest_files(files, into, format, **declared))
    if contract is not None:
        try:
            found.late = tuple(late_statements(contract, folder, before, read_manifest(folder)))
        except (Problems, ValueError, OSError) as wrong:  # the records are in; the contract is another matter
            found.late_unknown = str(wrong).splitlines()[0]
    return found


def ingest(
    files: Path_ | Sequence[Path_],
    into: Path_,
    format: str,
    *,
    zone: str | None = None,
    mapping: Path_ | None = None,
    strict: bool = False,
) -> BroughtIn:
    """Bring files into the record set of a folder; one receipt for each, in which every record is found again.

    ``format`` and ``mapping`` are named as on the command line: ``ingest("calls.csv", "northwind", "plain-csv")``.
    ``late`` of the result names the filed statements that the new records touch.
    Raises ValueError for an unknown format, Problems for a mapping file that is none.
    """
    from pactline.importers.mapping.file import read_mapping
    from pactline.values.zone import zone as zone_called

    named = [files] if isinstance(files, str | os.PathLike) else list(files)
    return bring_in(
        named,
        into,
        format,
        zone=zone_called(zone) if zone else None,
        mapping=read_mapping(os.fspath(mapping)) if mapping else None,
        strict=strict,
    )


def contract_of(records: Path) -> ContractFolder | None:
    """The contract folder in which a ``records`` folder lies, if a statement is filed in it; else None."""
    home = records.parent if records.name else records.absolute().parent  # as it was named, so that it is told so
    if not (home / "agreement.yaml").is_file() or not any((home / "statements").glob("*.json")):
        return None
    from pactline.ledger.folder import ContractFolder

    return ContractFolder(home, records)


def late_statements(contract: ContractFolder, folder: Path, before: Manifest, after: Manifest) -> Iterator[Late]:
    """The filed statements that are touched by what came between two states of the records."""
    if before.hours == after.hours:
        return
    from pactline.ledger.folder import read_filed
    from pactline.records.folder.arrivals import records_changed
    from pactline.statement.evaluating import named_span, named_tables

    for path in contract.filed():
        try:
            period = _period(read_filed(path).statement)
        except ValueError:
            continue  # no filed statement; prove says so
        assert contract.records is not None, "there is a record set: something was just brought in"
        span = named_span(contract.versions, contract.records, period)
        tables = named_tables(contract.versions, period)
        rows = records_changed(folder, before, after, [span] if span else [], tables)
        if rows:
            yield Late(str(path), str(period), rows)


def _period(statement: dict[str, Any]) -> Period:
    return Period.parse(f"{statement['period']['first']}/{statement['period']['end']}")
