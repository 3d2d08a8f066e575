"""``pactline evaluate``: the statement of a period."""

from __future__ import annotations

import os

import click

from pactline.cli.engine_options import contract_records, opened_for
from pactline.cli.showing import guarded, json_option, json_text, print_utf8, tell_notes


@click.command("evaluate")
@click.argument("folder_or_agreement")
@contract_records
@click.option("--period", required=True, metavar="P", help="2025-06, 2025-Q2, 2025, 2025-W23, 2025-06-03 or FIRST/END.")
@json_option
@click.option("--html", "as_html", is_flag=True, help="Write the statement as a page.")
@click.option("--pdf", "as_pdf", is_flag=True, help="Write the statement as a PDF; needs -o.")
@click.option("-o", "--output", metavar="FILE", help="Write to this file instead of the terminal.")
@guarded
def command(
    folder_or_agreement: str,
    records: str | None,
    period: str,
    as_json: bool,
    as_html: bool,
    as_pdf: bool,
    output: str | None,
) -> None:
    """Compute the statement of a period: what was promised, delivered and is owed.

    \b
    pactline evaluate northwind --period 2025-03
    pactline evaluate agreement.yaml --records records --period 2025-03 --html -o statement.html
    pactline evaluate northwind --period 2025-03 --pdf -o statement.pdf
    """
    from pactline.ledger.folder import ContractFolder

    if as_json + as_html + as_pdf > 1:
        raise click.UsageError("choose one of --json, --html and --pdf")
    if as_pdf and output is None:
        raise click.UsageError("--pdf needs a file to write to: -o statement.pdf")
    folder = ContractFolder(folder_or_agreement, opened_for(folder_or_agreement, records))
    statement = folder.evaluate(period)
    tell_notes(folder.records)
    if as_pdf and output is not None:
        from pactline.document.statement_pdf import statement_pdf

        _write_bytes(statement_pdf(statement), output)
        return
    if as_html:
        from pactline.statement.shown.html import render_html

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


def _write_bytes(content: bytes, output: str) -> None:
    with open(output, "wb") as file:
        file.write(content)
    click.echo(f"wrote {os.path.relpath(output)}", err=True)


def _write(text: str, output: str) -> None:
    with open(output, "w", encoding="utf-8", newline="") as file:
        file.write(text.removesuffix("\n") + "\n")
    click.echo(f"wrote {os.path.relpath(output)}", err=True)
