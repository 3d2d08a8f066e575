"""``pactline ingest``: records in, and a receipt that accounts for every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pactline.cli.showing import FINDING, GOOD, guarded, json_option, print_json, read_zone
from pactline.values.exact import how_many

if TYPE_CHECKING:
    from pactline.importers.accounting import Receipt

_COUNTS = ("accepted", "duplicates", "conflicts", "rejected", "incomplete", "ignored")
_ONE = {"duplicates": "duplicate", "conflicts": "conflict"}
_MEANING = {
    "accepted": "new, and they count",
    "duplicates": "already there",
    "conflicts": "told in several ways; none of them counts",
    "rejected": "cannot be taken",
    "incomplete": "contacts that wait for the rest of their events",
    "ignored": "no contacts by rule",
}
_SHOWN = 10  # problems in the text receipt; all of them are in the record set
_KEY_LENGTH = 16


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False))
@click.option("--into", required=True, metavar="FOLDER", help="A contract folder, or its records folder; made if new.")
@click.option("--format", "format_name", metavar="NAME", help="What the files are, such as plain-csv; never guessed.")
@click.option("--zone", metavar="TZ", help="The zone of times without offset, such as Europe/Berlin.")
@click.option("--mapping", metavar="FILE", help="The mapping file for --format mapping, or the name of a shipped one.")
@click.option("--strict", is_flag=True, help="Refuse a whole file when a single record of it cannot be taken.")
@click.option(
    "--customer-key",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="A file with the secret by which caller numbers are hashed; without it no number is kept.",
)
@json_option
@guarded
def command(
    files: Sequence[str],
    into: str,
    format_name: str | None,
    zone: str | None,
    mapping: str | None,
    strict: bool,
    customer_key: str | None,
    as_json: bool,
) -> None:
    """Bring FILEs into the record set of FOLDER.

    The records go into FOLDER/records, or into FOLDER itself if it is called records or is a record set already. The
    same file a second time changes nothing. Filed statements that late records touch are named, and stay as they are.

    Exit code 0: every record was taken or was there already. 1: a record was refused, is incomplete or in conflict.
    """
    from pactline.importers.ingesting import records_folder
    from pactline.ledger.late import bring_in
    from pactline.records.folder.store import open_record_set

    name = _checked_format(format_name, mapping)
    with _progress() as progress:
        receipts = bring_in(
            files,
            into,
            name,
            zone=read_zone(zone),
            mapping=_read_mapping(mapping),
            customer_key=read_key(customer_key),
            strict=strict,
            progress=progress,
        )
    folder = records_folder(Path(into))
    digest = open_record_set(folder).digest()
    if as_json:
        late = [each.to_json() for each in receipts.late]
        print_json({"receipts": [receipt.to_json() for receipt in receipts], "record_set": digest, "late": late})
    else:
        for receipt in receipts:
            _show(receipt, folder)
        for each in receipts.late:
            click.echo(f"{each}; see: pactline prove {_plain(str(folder.parent))}")
        click.echo(f"record set {digest}")
    if receipts.late_unknown:
        click.echo(f"note: which filed statements this touches cannot be said: {receipts.late_unknown}", err=True)
    good = all(receipt.verdict == "accepted" for receipt in receipts)
    click.get_current_context().exit(GOOD if good else FINDING)


def _checked_format(name: str | None, mapping: str | None) -> str:
    from pactline.importers.registry import formats, importer

    if name is None:
        raise click.UsageError(f"say what the files are with --format NAME, one of {', '.join(formats())}")

    try:
        importer(name)
    except ValueError as unknown:
        raise click.UsageError(str(unknown)) from None
    if (name == "mapping") != (mapping is not None):
        raise click.UsageError("--format mapping and --mapping FILE go together")
    return name


def _read_mapping(name_or_path: str | None) -> Any:
    if name_or_path is None:
        return None
    from pactline.importers.mapping.file import read_mapping

    return read_mapping(name_or_path)


def read_key(path: str | None) -> bytes | None:
    """The secret of a file by which numbers are hashed. Raises UsageError for one that is too short."""
    if path is None:
        return None
    key = Path(path).read_bytes().strip()
    if len(key) < _KEY_LENGTH:
        raise click.UsageError(f"the customer key has {len(key)} bytes; it needs at least {_KEY_LENGTH}")
    return key


@contextmanager
def _progress() -> Iterator[Callable[[str, int], None]]:
    """A progress line on the error stream while the work is long and a person is watching."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda file, records: None
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:,} records"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def told(file: str, records: int) -> None:
            if file not in tasks:
                tasks[file] = bar.add_task(Path(file).name, total=None)
            bar.update(tasks[file], completed=records)

        yield told


def _show(receipt: Receipt, folder: Path) -> None:
    click.echo(f"{_plain(receipt.file)}: {receipt.verdict}")
    click.echo(f"  {receipt.read:>12,} read")
    for name in _COUNTS:
        if count := getattr(receipt, name):
            word = _ONE.get(name, name) if count == 1 else name
            click.echo(f"  {count:>12,} {word:<11} {_MEANING[name]}")
    for code, count in receipt.reasons.items():
        if count > 1:
            click.echo(f"    {code}: {count:,} times")
    listed = [*receipt.problems, *receipt.conflicting, *receipt.warnings]
    for problem in listed[:_SHOWN]:
        place = f"line {problem['line']}: " if problem["line"] else ""
        click.echo(f"  {place}{problem['code']}: {_plain(problem['message'])}")
    if len(listed) > _SHOWN:
        click.echo(f"  ... and more; {how_many(len(listed) - _SHOWN, 'further line')} in the receipt (--json)")
    if receipt.refused_rows:
        click.echo(f"  every row not taken, as it stood: {folder / receipt.refused_rows}")


def _plain(text: str) -> str:
    """Text from outside, without anything a terminal would obey."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
