"""``pactline file``: put a statement on record."""

from __future__ import annotations

import click

from pactline.cli.showing import guarded, json_option, print_json, tell_notes


@click.command("file")
@click.argument("folder")
@click.option("--period", required=True, metavar="P", help="The period of the statement, such as 2025-06.")
@json_option
@guarded
def command(folder: str, period: str, as_json: bool) -> None:
    """File the statement of a period under FOLDER/statements; a filed statement is never changed.

    \b
    pactline file northwind --period 2025-03
    """
    from pactline.ledger.folder import ContractFolder

    contract = ContractFolder(folder)
    filed = contract.file(period)
    tell_notes(contract.records)
    if as_json:
        print_json({"period": period, "files": filed.files, "statement": filed.digest, "new": filed.new})
    elif filed.new:
        click.echo(f"filed {filed.files[0]} ({filed.digest})")
    else:
        click.echo(f"{filed.files[0]} is filed already and says the same ({filed.digest})")
