"""``pactline evaluate``: the statement of a period."""

from __future__ import annotations

import os

import click

from pactline.cli.showing import guarded, json_option, json_text, print_utf8, tell_notes


@click.command("evaluate")
@click.argument("folder_or_agreement")
@click.option("--records", metavar="PATH", help="Record set, folder of plain files, or file; default: FOLDER/records.")
@click.option("--period", required=True, metavar="P", help="2025-06, 2025-Q2, 2025, 2025-W23, 2025-06-03 or FIRST/END.")
@json_option
@click.option("--html", "as_html", is_flag=True, help="Write the statement as a page.")
@click.option("-o", "--output", metavar="FILE", help="Write to this file instead of the terminal.")
@guarded
def command(
    folder_or_agreement: str, records: str | None, period: str, as_json: bool, as_html: bool, output: str | None
) -> None:
    """Compute the statement of a period: what was promised, delivered and is owed.

    \b
    pactline evaluate northwind --period 2025-03
    pactline evaluate agreement.yaml --records records --period 2025-03 --html -o statement.html
    """
    from pactline.ledger.folder import ContractFolder

    if as_json and as_html:
        raise click.UsageError("choose one of --json and --html")
    folder = ContractFolder(folder_or_agreement, records)
    statement = folder.evaluate(period)
    tell_notes(folder.records)
    if as_html:
        from pactline.statement.html import render_html

        text = render_html(statement)
    elif as_json:
        text = json_text(statement.to_json())
    else:
        text = str(statement)
    if output is not None:
        _write(text, output)
    elif as_html or as_json:
        print_utf8(text)
    else:
        click.echo(text)


def _write(text: str, output: str) -> None:
    with open(output, "w", encoding="utf-8", newline="") as file:
        file.write(text.removesuffix("\n") + "\n")
    click.echo(f"wrote {os.path.relpath(output)}", err=True)
