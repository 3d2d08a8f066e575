"""``pactline backtest``: other terms over past records."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from pactline.cli.engine_options import contract_records, opened_for
from pactline.cli.showing import guarded, json_option, json_text, print_utf8, tell_notes

if TYPE_CHECKING:
    from pactline.statement.backtest.backtested import Backtest


@click.command("backtest")
@click.argument("folder_or_agreement")
@click.option(
    "--terms",
    multiple=True,
    metavar="FILE",
    help="Other terms: an agreement, an amendment, or only the keys that change; may be repeated.",
)
@click.option("--from", "first", required=True, metavar="P", help="The first period: 2024-01, 2024-Q1, 2024, 2024-W05.")
@click.option("--to", "last", metavar="P", help="The last period, of the same length; default: the first alone.")
@click.option(
    "--sweep",
    multiple=True,
    metavar="PATH=A..B[:STEP]",
    help="Try many values of one number, such as prompt-answer.target=75..95; may be repeated.",
)
@contract_records
@json_option
@click.option("--html", "as_html", is_flag=True, help="Write a page with charts.")
@click.option("--csv", "as_csv", is_flag=True, help="Write a table for a spreadsheet.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Write tables to paste into a paper.")
@click.option("-o", "--output", metavar="FILE", help="Write to this file instead of the terminal.")
@guarded
def command(
    folder_or_agreement: str,
    terms: tuple[str, ...],
    first: str,
    last: str | None,
    sweep: tuple[str, ...],
    records: str | None,
    as_json: bool,
    as_html: bool,
    as_csv: bool,
    as_markdown: bool,
    output: str | None,
) -> None:
    """Replay other terms over past records: what would have been paid, and who would have won.

    \b
    pactline backtest northwind --terms stricter.yaml --from 2024-01 --to 2024-12
    pactline backtest northwind --from 2024-01 --to 2024-12 --sweep prompt-answer.target=75..95
    pactline backtest northwind --from 2024-Q1 --to 2024-Q4 --sweep at_risk.percent=5..15 --html -o page.html
    """
    from pactline.ledger.backtesting import backtest_folder
    from pactline.ledger.folder import ContractFolder

    chosen = [name for name, given in _forms(as_json, as_html, as_csv, as_markdown) if given]
    if len(chosen) > 1:
        raise click.UsageError("choose one of --json, --html, --csv and --markdown")
    if not terms and not sweep:
        raise click.UsageError("nothing to compare with: name other terms with --terms, or values with --sweep")
    folder = ContractFolder(folder_or_agreement, opened_for(folder_or_agreement, records))
    test = backtest_folder(folder, terms, first=first, last=last, sweep=sweep)
    tell_notes(folder.records)
    text = _rendered(test, chosen[0] if chosen else "")
    if output is not None:
        with open(output, "w", encoding="utf-8", newline="") as file:
            file.write(text.removesuffix("\n") + "\n")
        click.echo(f"wrote {os.path.relpath(output)}", err=True)
    elif chosen:
        print_utf8(text)
    else:
        click.echo(text)


def _forms(as_json: bool, as_html: bool, as_csv: bool, as_markdown: bool) -> tuple[tuple[str, bool], ...]:
    return ("json", as_json), ("html", as_html), ("csv", as_csv), ("markdown", as_markdown)


def _rendered(test: Backtest, form: str) -> str:
    from pactline.statement.backtest.as_json import backtest_json
    from pactline.statement.backtest.html import render_html
    from pactline.statement.backtest.tables import render_csv, render_markdown

    forms: dict[str, Callable[[Backtest], str]] = {
        "json": lambda found: json_text(backtest_json(found)),
        "html": render_html,
        "csv": render_csv,
        "markdown": render_markdown,
        "": str,
    }
    return forms[form](test)
