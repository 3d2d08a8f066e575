"""``pactline demo``: a contract folder with a simulated centre, and its first statement."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pactline.cli.showing import guarded, json_option, print_json

if TYPE_CHECKING:
    from pactline.statement.model import Statement

DEFAULT_SEED = 2025
MARKER = "demo.json"  # says that a folder is a demo's own, so that running the demo again may replace its records


@click.command("demo")
@click.argument("folder", default="northwind", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--seed", default=DEFAULT_SEED, show_default=True, type=click.IntRange(0), help="Another month of chance."
)
@click.option(
    "--months",
    default=1,
    show_default=True,
    type=click.IntRange(1, 24),
    help="As many months of records, March 2025 the last: what a forecast needs.",
)
@json_option
@click.option("--no-open", is_flag=True, help="Do not open the statement in a browser.")
@guarded
def command(folder: Path, seed: int, months: int, as_json: bool, no_open: bool) -> None:
    """Make a contract folder with a simulated centre, evaluate a month and show the statement.

    FOLDER (default: northwind) is made; a folder that an earlier demo made is made anew, and any other that is there
    already is left alone. An agreement you have changed in it is kept.
    """
    try:
        _claim(folder, seed)
        statement = _make(folder, seed, months)
        page = _write_page(folder, statement)
    except OSError as wrong:
        raise click.ClickException(f"{wrong.filename or folder}: {wrong.strerror or wrong}") from None
    opened = not no_open and not as_json and _open(page)
    following = next_commands(folder)
    if as_json:
        made = {"folder": str(folder), "seed": seed, "html": str(page), "next": following}
        print_json({**made, "statement": statement.to_json()})
        return
    click.echo(str(statement))
    click.echo(f"\nThe same as a page: {page}" + (" (opened in your browser)" if opened else ""))
    click.echo("\nWhat to try next:")
    for line in following:
        click.echo(f"  {line}")


def next_commands(folder: Path) -> list[str]:
    """Three commands that lead on from the statement, ready to be copied into a terminal."""
    program, contract, records = _program(), shlex.quote(str(folder)), shlex.quote(str(folder / "records"))
    choices = "--with within=20 --with abandons=ignore_short --with short_abandon=5"
    day = "--queue technical --period 2025-03-18 --zone Europe/Berlin"
    return [
        f"{program} explain {contract} --period 2025-03 prompt-answer",
        f"{program} compare --records {records} --within 20 --short-abandon 5",
        f"{program} contacts service_level --records {records} {choices} {day} --not-good --limit 20",
    ]


def _program() -> str:
    """How to call this program from here: by name if a terminal finds it, else by its path (as after ``make demo``)."""
    called = Path(sys.argv[0])
    if called.name != "pactline" or shutil.which("pactline"):
        return "pactline"
    return shlex.quote(os.path.relpath(called))


def _claim(folder: Path, seed: int) -> None:
    """Take the folder for the demo. Raises ClickException if it belongs to somebody else."""
    if folder.exists() and any(folder.iterdir()):
        earlier = _earlier_seed(folder)
        if earlier is None:
            raise click.ClickException(
                f"{folder} is there already and was not made by pactline demo; nothing in it was changed.\n"
                f"Name another folder: pactline demo {shlex.quote(str(folder) + '-demo')}"
            )
        filed = folder / "statements"
        if earlier != seed and filed.is_dir() and any(filed.iterdir()):
            raise click.ClickException(
                f"{filed} holds statements on the records of seed {earlier}; seed {seed} would contradict them.\n"
                f"Name another folder: pactline demo {shlex.quote(f'{folder}-{seed}')} --seed {seed}"
            )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text(json.dumps({"made_by": "pactline demo", "seed": seed}) + "\n", encoding="utf-8")


def _earlier_seed(folder: Path) -> int | None:
    """The seed of the demo that made this folder, or None if none did."""
    try:
        marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        return int(marker["seed"]) if marker["made_by"] == "pactline demo" else None
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _make(folder: Path, seed: int, months: int) -> Statement:
    """Write agreement and records and evaluate the month. Raises OSError and Problems."""
    from pactline import api
    from pactline.importers.ingesting import ingest
    from pactline.planning.demo.centre import simulate
    from pactline.planning.demo.northwind import MONTH, NORTHWIND, agreement_text, months_before
    from pactline.planning.demo.plain_records import write_plain_csv
    from pactline.values.exact import how_many
    from pactline.values.zone import from_us

    file = folder / "agreement.yaml"
    if not file.exists():
        file.write_text(agreement_text(), encoding="utf-8", newline="\n")
    elif file.read_bytes() != agreement_text().encode():
        _say(f"{file} was changed since the demo made it: kept as it is")
    agreement = api.read_agreement(folder)
    _say(f"Simulating {MONTH} of {NORTHWIND.name}: customers come, wait, hang up or are answered (seed {seed})")
    log, records = folder / f"contacts-{MONTH}.csv", folder / "records"
    visits = {log: simulate(NORTHWIND, MONTH, seed)}
    if months > 1:
        before = months_before(months - 1)
        _say(f"Simulating the {how_many(months - 1, 'month')} before it")
        visits[folder / "contacts-before.csv"] = simulate(NORTHWIND, before, seed, "before-")
    rows = sum(write_plain_csv(NORTHWIND, each, file) for file, each in visits.items())
    _say(f"Reading {rows:,} queue visits from {' and '.join(map(str, visits))} into {records}")
    if records.exists():
        shutil.rmtree(records)
    now = from_us(MONTH.span(NORTHWIND.zone).end, NORTHWIND.zone)
    receipts = ingest(list(visits), folder, format="plain-csv", now=now)
    assert {receipt.verdict for receipt in receipts} == {"accepted"}, "the simulator writes what the importer reads"
    _say(f"Evaluating {MONTH} under {file}")
    return api.evaluate(agreement, api.read_records(records), period=str(MONTH))


def _write_page(folder: Path, statement: Statement) -> Path:
    from pactline.statement.shown.html import render_html

    page = folder / f"statement-{statement.period}.html"
    page.write_text(render_html(statement), encoding="utf-8", newline="\n")
    return page


def _open(page: Path) -> bool:
    """Show the page where there is a desktop. A browser that does not start is no fault of the demo."""
    if sys.platform not in ("darwin", "win32") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    import webbrowser

    try:
        return webbrowser.open(page.resolve().as_uri())
    except (webbrowser.Error, OSError):
        return False


def _say(step: str) -> None:
    click.echo(step, err=True)
