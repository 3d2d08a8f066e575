"""``pactline render``: the contract of an agreement as a document that people read and sign."""

from __future__ import annotations

import os

import click

from pactline.cli.showing import guarded


@click.command("render")
@click.argument("folder_or_agreement")
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="Where to: a name that ends in .html, .pdf or .docx."
)
@click.option("--on", "day", metavar="DAY", help="The text in force on this day; default: the first day of the term.")
@guarded
def command(folder_or_agreement: str, output: str, day: str | None) -> None:
    """Make the contract of an agreement: readable clauses, exact formulas in words, schedules, a worked example.

    Every figure in it comes from the agreement, and the same agreement gives the same bytes.

    \b
    pactline render northwind -o northwind.pdf
    pactline render agreement.yaml -o contract.docx --on 2025-07-01
    """
    from pactline.document.rendering import FORMATS, render
    from pactline.ledger.folder import ContractFolder
    from pactline.values.terms import parse_day

    if not output.lower().endswith(tuple(FORMATS)):
        raise click.UsageError(f"-o {output}: the name must end in {', '.join(FORMATS)}")
    try:
        on = parse_day(day) if day else None
    except ValueError as wrong:
        raise click.UsageError(f"--on: {wrong}") from None
    versions = ContractFolder(folder_or_agreement).versions
    if on is not None and not versions.term.first <= on < versions.term.end:
        raise click.UsageError(f"--on: {on} lies outside the term {versions.term}: no text is in force")
    render(versions, output, on=on)
    click.echo(f"wrote {os.path.relpath(output)}", err=True)
