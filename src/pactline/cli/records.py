"""``pactline records``: look after a record set: what is in it, whether it is whole, what is kept and what goes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from pactline.cli.ingest import read_key
from pactline.cli.showing import FINDING, GOOD, guarded, json_option, print_json
from pactline.values.exact import how_many

if TYPE_CHECKING:
    from datetime import date

_MB = 1_000_000


@click.group("records")
def command() -> None:
    """Look after a record set. FOLDER is a contract folder, or its records folder.

    Exit codes: 0 good, 1 a finding or a refusal, 2 wrong use.
    """


@command.command("show", short_help="What lies in a record set.")
@click.argument("folder")
@json_option
@guarded
def show(folder: str, as_json: bool) -> None:
    """Show what lies in the record set of FOLDER: tables, rows, hours, files, digest.

    \b
    pactline records show northwind
    """
    from pactline.ledger.keeping import record_set_in
    from pactline.records.folder.describing import described

    found = described(record_set_in(folder))
    if as_json:
        print_json(found)
        return
    for name, table in found["tables"].items():
        hours = f", {table['first_hour']} to {table['last_hour']} UTC" if table["hours"] else ""
        rows = f"{table['counting']:,} of {how_many(table['rows'], 'row')} count"
        click.echo(f"{name:<16} {rows}, {how_many(table['segments'], 'segment')}, {_size(table['bytes'])}{hours}")
    for name in ("raw", "refused", "carried"):
        click.echo(f"{name:<16} {how_many(found[name]['files'], 'file')}, {_size(found[name]['bytes'])}")
    click.echo(f"{'receipts':<16} {found['receipts']:,}")
    for name, (thing, words) in _WAITING.items():
        if found[name]:
            click.echo(f"{name:<16} {how_many(found[name], thing)} {words}")
    click.echo(f"record set {found['digest']}")


_WAITING = {
    "incomplete": ("contact", "told in part so far"),
    "erasures": ("time", "something was taken out on purpose"),
    "removed": ("file", "gone by that"),
    "retired": ("replaced file", "kept for whoever is reading"),
}


@command.command("verify", short_help="Whether every byte is as it was written.")
@click.argument("folder")
@json_option
@guarded
def verify(folder: str, as_json: bool) -> None:
    """Look at every file and every row in the record set of FOLDER and name what is not as it was written.

    Exit code 0: everything is. 1: a byte changed, something does not fit, or a file lies there that nothing names.

    \b
    pactline records verify northwind
    """
    from pactline.ledger.keeping import verify_records

    found = verify_records(folder)
    if as_json:
        print_json(found.to_json())
    else:
        for finding in found.findings:
            click.echo(str(finding))
        for note in found.notes:
            click.echo(f"note: {note}", err=True)
        looked = f"{how_many(found.files, 'file')}, {how_many(found.rows, 'row')}, {_size(found.bytes)}"
        if found.holds:
            click.echo(f"{looked}: all as it was written\nrecord set {found.digest}")
        else:
            click.echo(f"{looked}: {how_many(len(found.findings), 'finding')}")
            for code, remedy in sorted({(finding.code, finding.remedy) for finding in found.findings}):
                click.echo(f"  put right {code}: {remedy}")
    sys.exit(GOOD if found.holds else FINDING)


@command.command("compact", short_help="Merge small files into large ones.")
@click.argument("folder")
@click.option(
    "--megabytes", type=click.IntRange(1, 100_000), help="The most a merged segment is made of.  [default: 268]"
)
@json_option
@guarded
def compact(folder: str, megabytes: int | None, as_json: bool) -> None:
    """Merge the many small files of the record set of FOLDER into few large ones. Rows, digest and receipts stay.

    The files that were replaced are kept for whoever is reading them; the next compaction removes them.

    \b
    pactline records compact northwind
    """
    from pactline.ledger.keeping import compact_records
    from pactline.records.folder.compacting import BUDGET

    found = compact_records(folder, budget=BUDGET if megabytes is None else megabytes * _MB)
    if as_json:
        print_json(found.to_json())
        return
    pairs = {**{f"segments of {name}": pair for name, pair in found.segments.items()}}
    pairs |= {"files of receipts": found.receipts, "files of carried lines": found.carried}
    for what, (before, after) in pairs.items():
        if before != after:
            click.echo(f"{what}: {before:,} became {after:,}")
    if found.removed:
        click.echo(f"{how_many(found.removed, 'file')} removed that the last compaction had replaced")
    click.echo(f"record set {found.digest}")


@command.command("erase", short_help="Take a person out; statements still prove.")
@click.argument("folder")
@click.option("--customer", "customers", multiple=True, metavar="X", help="A customer as in the records, or a number.")
@click.option("--agent", "agents", multiple=True, metavar="X", help="An agent as in the records.")
@click.option("--contact", "contacts", multiple=True, metavar="ID", help="A contact of the customer to be erased.")
@click.option("--also", multiple=True, metavar="TEXT", help="Another name or number of the same person.")
@click.option("--because", required=True, metavar="TEXT", help="The reason, without the person in it; it is kept.")
@click.option(
    "--customer-key",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="The file with the secret by which numbers were hashed, if --customer gives a number.",
)
@json_option
@guarded
def erase(
    folder: str, customers: Sequence[str], agents: Sequence[str], contacts: Sequence[str], also: Sequence[str],
    because: str, customer_key: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Take a person out of the record set of FOLDER. Figures and digests stay; every filed statement still proves.

    In rows a pseudonym takes the person's place; raw files, refused rows and carried lines that name the person go.
    Each option may be repeated. Exit code 1: nothing names the person, or something that may not be changed still does.

    \b
    pactline records erase northwind --customer "+49 30 5550199" --customer-key key.txt --because "request 17"
    """
    from pactline.ledger.keeping import erase_person

    if not (customers or agents or contacts):
        raise click.UsageError("name the person with --customer, --agent or --contact")
    found = erase_person(
        folder, because=because, customer=customers, agent=agents, contact=contacts, also=also,
        customer_key=read_key(customer_key),
    )  # fmt: skip
    if as_json:
        print_json(found.to_json())
    else:
        _tell([("row", "changed", sum(found.rows.values())), *_gone(found, "refused row")])
        for note in found.notes:
            click.echo(f"note: {note}", err=True)
        for place in found.left:
            click.echo(f"still named: {place}")
        click.echo(f"record set {found.digest}")
    sys.exit(FINDING if found.left else GOOD)


@command.command("retain", short_help="Take out what is no longer kept.")
@click.argument("folder")
@click.option("--raw-before", metavar="DAY", help="Files as they came, and refused rows, that came before this day.")
@click.option("--persons-before", metavar="DAY", help="Customers and agents of whom no row lies on this day or later.")
@click.option("--rows-before", metavar="DAY", help="Rows before this day, unless a filed statement names them.")
@json_option
@guarded
def retain(
    folder: str, raw_before: str | None, persons_before: str | None, rows_before: str | None, as_json: bool
) -> None:
    """Take out of the record set of FOLDER what is no longer kept. Days are days of UTC; the day itself is kept.

    Persons become pseudonyms. Rows that were taken out are not taken again, whoever sends them.

    \b
    pactline records retain northwind --raw-before 2025-01-01 --persons-before 2024-01-01
    """
    from pactline.ledger.keeping import retain_records

    if not (raw_before or persons_before or rows_before):
        raise click.UsageError("say what is no longer kept: --raw-before, --persons-before or --rows-before")
    found = retain_records(
        folder, raw_before=_day(raw_before), persons_before=_day(persons_before), rows_before=_day(rows_before)
    )
    if as_json:
        print_json(found.to_json())
        return
    rows = ("row", "taken out", sum(found.rows.values()))
    _tell([rows, ("person", "now under a pseudonym", found.persons), *_gone(found, "refusal file")])
    click.echo(f"record set {found.digest}")


def _gone(found: Any, refused: str) -> list[tuple[str, str, int]]:
    return [
        ("raw file", "taken out", found.raw),
        (refused, "taken out", found.refused),
        ("carried line", "taken out", found.carried),
        ("receipt", "reworded", getattr(found, "receipts", 0)),
    ]


def _tell(counts: Sequence[tuple[str, str, int]]) -> None:
    for thing, what, count in counts:
        if count:
            number, _, things = how_many(count, thing).partition(" ")
            click.echo(f"{number:>12} {things} {what}")
    if not any(count for _, _, count in counts):
        click.echo("nothing to take out")


def _day(text: str | None) -> date | None:
    from pactline.values.terms import parse_day

    if text is None:
        return None
    try:
        return parse_day(text)
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from None


def _size(size: int) -> str:
    """Bytes for people."""
    for unit, many in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if size >= many:
            whole, tenths = divmod(size * 10 // many, 10)
            return f"{whole:,}.{tenths} {unit}"
    return how_many(size, "byte")


@command.command("roll-up", short_help="Keep what the agreement's questions come to, per quarter of an hour.")
@click.argument("folder")
@json_option
@guarded
def roll_up_(folder: str, as_json: bool) -> None:
    """Ask every question of the agreement in FOLDER over all its records and keep the answers beside them.

    Statements then read intervals instead of contacts, and give the same figures.

    \b
    pactline records roll-up northwind
    """
    from pactline.ledger.folder import ContractFolder
    from pactline.ledger.rolling_up import roll_up

    kept = roll_up(ContractFolder(folder))
    if as_json:
        print_json({"questions": kept.questions, "quarters": kept.quarters, "folder": kept.folder})
        return
    click.echo(f"kept {how_many(kept.questions, 'answer')} ({kept.quarters:,} quarters of an hour) in {kept.folder}")
