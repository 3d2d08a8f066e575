"""Looking after the records of a contract: what filed statements name is never taken out, and persons are looked for
beside the records as well."""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from pathlib import Path

from pactline.importers.customers import hashed
from pactline.importers.ingesting import Path_, records_folder
from pactline.ledger.folder import ContractFolder, listing_holds, read_filed
from pactline.ledger.late import contract_of
from pactline.records.engine import connect
from pactline.records.folder.compacting import BUDGET, Compacted, compact
from pactline.records.folder.manifest import read_manifest
from pactline.records.folder.segments import segments_sql
from pactline.records.folder.verifying import Verified, verify
from pactline.records.removal.erasing import Erased, Person, erase
from pactline.records.removal.retaining import Kept, Limits, retain
from pactline.records.removal.searching import Unsearchable, Words
from pactline.records.staging import path_in_sql
from pactline.records.tables import TABLES
from pactline.values.exact import how_many
from pactline.values.problem import Problem, Problems

_EPOCH = date(1970, 1, 1)


def record_set_in(folder: Path_) -> Path:
    """The record-set folder that a contract folder, or a name of it, means. Raises Problems if there is none."""
    path = Path(folder)
    if not path.is_dir():
        raise FileNotFoundError(2, "no such folder", str(path))
    found = records_folder(path)
    if not found.is_dir() or not any((found / name).exists() for name in ("record_set.json", "segments", "raw")):
        message = (
            "the folder holds no record set; plain files that are read in place are looked after by whoever has them"
        )
        remedy = "name a folder that records were brought into with pactline ingest"
        raise Problems([Problem(str(found), 0, 0, "RECORDS_NONE", message, remedy)])
    return found


def verify_records(folder: Path_) -> Verified:
    """Look at every file and every row of a record set, and name whatever is not as it was written."""
    return verify(record_set_in(folder))


def compact_records(folder: Path_, *, budget: int = BUDGET) -> Compacted:
    """Merge the small files of a record set; its digest stays. Raises Problems when a file is not what it was."""
    return compact(record_set_in(folder), budget)


def erase_person(
    folder: Path_,
    *,
    because: str,
    customer: str | Collection[str] = (),
    agent: str | Collection[str] = (),
    contact: str | Collection[str] = (),
    also: str | Collection[str] = (),
    customer_key: bytes | None = None,
) -> Erased:
    """Take a person out of a record set; every filed statement still proves.

    ``customer`` and ``agent`` are the values in the records, or a number as the source wrote it together with the
    ``customer_key`` it was hashed with; ``contact`` names a contact whose customer it is, ``also`` further names and
    numbers that texts and files may hold. Each is one or several. Raises ValueError when nobody is named, Problems
    when nothing in the set names them or the reason does.
    """
    customers, agents, contacts, others = (_several(given) for given in (customer, agent, contact, also))
    if not (customers or agents or contacts):
        raise ValueError("name the person: a customer, an agent, or a contact of theirs")
    keyed = tuple(each for number in customers if (each := hashed(number, customer_key)) is not None)
    records = record_set_in(folder)
    found = erase(records, Person((*customers, *keyed), agents, contacts, others), because)
    found.left += _beside(records, Words([*customers, *agents, *others]))
    return found


def retain_records(
    folder: Path_,
    *,
    raw_before: date | None = None,
    persons_before: date | None = None,
    rows_before: date | None = None,
) -> Kept:
    """Take out what is no longer kept: files that came before a day, persons not seen since a day, rows before a day.

    Days are days of UTC. Raises Problems when a filed statement names one of the rows: it could not be proven any more.
    """
    records = record_set_in(folder)
    if rows_before is not None and (contract := contract_of(records)) is not None:
        problems = list(_named_by_statements(contract, records, rows_before))
        if problems:
            raise Problems(problems)
    return retain(records, Limits(raw_before, persons_before, rows_before))


def _several(given: str | Collection[str]) -> tuple[str, ...]:
    found = (given,) if isinstance(given, str) else tuple(given)
    return tuple(each for each in found if each.strip())


def _beside(records: Path, words: Words) -> Iterator[str]:
    """The files of the contract folder, outside the records, that name somebody."""
    home = records.absolute().parent
    if not (home / "agreement.yaml").is_file():
        return
    for path in sorted(home.rglob("*")):
        if path.is_file() and not path.is_relative_to(records.absolute()):
            try:
                if words.in_file(path):
                    yield f"{path.relative_to(home)}: not part of the records; look at it yourself"
            except (Unsearchable, OSError):
                yield f"{path.relative_to(home)}: cannot be looked into"


def _named_by_statements(contract: ContractFolder, records: Path, day: date) -> Iterator[Problem]:
    """For each filed statement that names rows before a day, the problem of it."""
    manifest, us = read_manifest(records), (day - _EPOCH) // timedelta(microseconds=1)
    placed = ((segments_sql(records, TABLES[name], parts), TABLES[name].at) for name, parts in manifest.tables.items())
    old = " UNION ALL ".join(f"SELECT content[:32] AS half FROM ({rows}) WHERE {at} < {us}" for rows, at in placed)
    if not old:
        return
    connection = connect()
    try:
        connection.execute(f"CREATE TABLE old AS {old}")
        for path in contract.filed():
            try:
                filed = read_filed(path)
            except ValueError:
                continue  # no filed statement; prove says so
            if not listing_holds(filed):
                yield _problem(
                    path, "it cannot be seen which rows this statement names, because its listing is not whole"
                )
                continue
            listed = (
                f"SELECT content FROM read_csv('{path_in_sql(filed.listing)}', header=true, auto_detect=false, "
                "delim=',', quote='\"', escape='\"', "
                "columns={'contact_id': 'VARCHAR', 'visit': 'BIGINT', 'content': 'VARCHAR'})"
            )
            asked = f"SELECT count(*) FROM old SEMI JOIN ({listed}) l ON half = l.content"
            ((count,),) = connection.execute(asked).fetchall()
            if count:
                yield _problem(path, f"this filed statement names {how_many(count, 'row')} before {day}")
    finally:
        connection.close()


def _problem(path: Path, message: str) -> Problem:
    remedy = "choose an earlier day; what is filed must stay provable, so its rows stay as long as the statement does"
    return Problem(str(path), 0, 0, "RECORDS_FILED", message, remedy)
