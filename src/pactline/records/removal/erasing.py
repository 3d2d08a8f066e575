"""Erasing a person: gone from rows, raw files, refused rows, carried lines and receipts; every figure stays.

The record of it says what was done and why, and never who it was.
"""

# ruff: noqa: S608 - the SQL is made of our own column names and of the paths of files we wrote
from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pactline.records.digest import set_digest
from pactline.records.folder.holding import Held
from pactline.records.folder.manifest import ERASED, Part
from pactline.records.folder.segments import segments_sql
from pactline.records.persons import PSEUDONYM
from pactline.records.removal.pseudonyms import Renaming, pseudonym, texts_of
from pactline.records.removal.searching import Unsearchable, Words
from pactline.records.removal.taking_out import TakingOut
from pactline.records.tables import TABLES
from pactline.values.exact import how_many
from pactline.values.problem import Problem, Problems

_HASHED = "h:"


@dataclass(frozen=True)
class Person:
    """Who is to be erased, in all the ways in which the records may name them."""

    customers: tuple[str, ...] = ()  # values of the column customer, and numbers as they came
    agents: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()  # contacts whose customer it is
    also: tuple[str, ...] = ()  # further names and numbers, looked for in texts and files only


@dataclass
class Erased:
    """What was done."""

    digest: str = ""
    rows: dict[str, int] = field(default_factory=dict)  # by table
    raw: int = 0
    refused: int = 0
    carried: int = 0
    receipts: int = 0
    left: list[str] = field(default_factory=list)  # where the person is still named, because it is part of a key
    notes: list[str] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether the person was there at all."""
        return bool(self.rows or self.raw or self.refused or self.carried or self.receipts)

    def to_json(self) -> dict[str, Any]:
        """As in ``records erase --json``."""
        return dict(vars(self))


def erase(folder: Path, person: Person, because: str, now: datetime | None = None) -> Erased:
    """Take a person out of a record set. Digest, content hashes and figures stay.

    Raises Problems when nothing names the person, when the reason does, or when a file is not what it was.
    """
    if not because.strip():
        raise _refused(folder, "RECORDS_ERASURE", "no reason is given", "say why, without naming the person")
    with Held(folder, now) as held:
        contacts, customers = set(person.contacts), {*person.customers, *_customers_of(held, person.contacts)}
        names = Words([name for name in (*customers, *person.agents, *person.also) if not _says_nobody(name)])
        if names.in_text(because) or Words(person.contacts).in_text(because):
            remedy = "write a reason that may be kept, such as: request of 3 March, file 17"
            raise _refused(folder, "RECORDS_ERASURE", "the reason names the person", remedy)
        values = [*(("customer", each) for each in customers), *(("agent", each) for each in person.agents)]
        renamed = Renaming(held, values, names).rename()
        if any(each.startswith(_HASHED) for each in customers):
            contacts |= renamed.contacts  # files hold the number, which nobody here knows; they do hold the contacts
        taking = TakingOut(held, ERASED)
        taking.renamed(renamed.manifest, renamed.replaced)
        words = Words([*person.customers, *person.agents, *person.also, *contacts])
        found = Erased(rows=renamed.rows, notes=[_too_short(word) for word in words.too_short])
        if person.customers and not renamed.rows:
            found.notes.append("no row has this customer; where numbers are hashed, name the key: --customer-key")
        found.raw = taking.raw(_raw_naming(held, taking.manifest.raw, renamed.sources, words))
        found.refused = taking.refused_rows(words.in_text)
        found.carried = taking.carried_lines(lambda key, text: key in contacts or words.in_text(f"{key}\n{text}"))
        name = pseudonym()
        found.receipts = taking.receipts(lambda text: names.replaced(text, lambda _: name))
        if not found.anything:
            remedy = "write the name as it stands in the records: pactline contacts shows it"
            raise _refused(folder, "RECORDS_NOBODY", "nothing in this record set names that person", remedy)
        taking.finish({"because": because, "what": _what(person), **_counts(found)})
        found.digest = set_digest(held.manifest.hours)
        found.left = list(_left(held, names))
    return found


def _says_nobody(name: str) -> bool:
    return name.startswith(PSEUDONYM)


def _customers_of(held: Held, contacts: Collection[str]) -> set[str]:
    """The customers of some contacts."""
    found: set[str] = set()
    for name, parts in held.manifest.tables.items():
        table = TABLES[name]
        if contacts and {"contact_id", "customer"} <= {column.name for column in table.columns}:
            rows = segments_sql(held.folder, table, parts)
            asked = f"SELECT DISTINCT customer FROM ({rows}) WHERE contact_id IN (SELECT unnest(?))"
            found |= {customer for (customer,) in held.connection.execute(asked, [sorted(contacts)]).fetchall()}
    return {customer for customer in found if customer and not _says_nobody(customer)}


def _raw_naming(held: Held, raw: Iterable[Part], sources: set[str], words: Words) -> Iterator[Part]:
    """The files that rows of the person came from, and those that name the person; also those nobody can look into."""
    for part in raw:
        if any(source and part.sha256.startswith(source.partition("/")[0]) for source in sources):
            yield part
            continue
        try:
            if words.in_file(held.folder / part.file):
                yield part
        except Unsearchable:
            yield part


def _what(person: Person) -> list[str]:
    """Which kinds of names were given: never the names."""
    return [kind for kind in ("customers", "agents", "contacts", "also") if getattr(person, kind)]


def _counts(found: Erased) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("rows", "raw", "refused", "carried", "receipts")}


def _left(held: Held, words: Words) -> Iterator[str]:
    """Where the person is named still: in keys and in words of the agreement, which no erasure may change."""
    for name, parts in held.manifest.tables.items():
        table = TABLES[name]
        for column in (column.name for column in table.columns if column.sql_type == "VARCHAR" and not column.words):
            for value in sorted(filter(words.in_text, texts_of(held, table, parts, column))):
                yield f"{name}: {column} {value!r}"
    if count := sum(map(words.in_text, held.manifest.incomplete)):
        yield f"record_set.json: {how_many(count, 'contact')} that wait for the rest of their events"
    for part in held.manifest.erasures:
        if part.file.endswith(".json") and words.in_text((held.folder / part.file).read_text(encoding="utf-8")):
            yield f"{part.file}: the reason of another erasure"


def _too_short(word: str) -> str:
    return f"{word!r} is too short to be looked for in texts and files; rows and their files were changed"


def _refused(folder: Path, code: str, message: str, remedy: str) -> Problems:
    return Problems([Problem(str(folder), 0, 0, code, message, remedy)])
