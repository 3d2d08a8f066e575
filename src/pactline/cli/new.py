"""``pactline new``: a contract folder from a template, to be made one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pactline.agreement.starting import NAMES
from pactline.cli.showing import guarded, json_option, print_json

if TYPE_CHECKING:
    from pactline.ledger.starting import Started


@click.command("new")
@click.argument("folder", required=False)
@click.option("--from", "template", required=True, type=click.Choice(NAMES), help="The template.")
@click.option("--provider", metavar="NAME", help="Who answers the contacts.")
@click.option("--client", metavar="NAME", help="Whose contacts they are.")
@click.option("--from-date", "first", metavar="DAY", help="The first day of the term; its length stays.")
@click.option("--zone", metavar="ZONE", help="The time zone, such as Europe/Berlin.")
@click.option("--currency", metavar="CODE", help="The currency, such as EUR; amounts stay as they are.")
@json_option
@guarded
def command(
    folder: str | None,
    template: str,
    provider: str | None,
    client: str | None,
    first: str | None,
    zone: str | None,
    currency: str | None,
    as_json: bool,
) -> None:
    """Make a contract folder from a template: a whole agreement that has no problem and leaves nothing open.

    \b
    customer-support  telephone and chat in office hours; bands of the fee, an amount at risk
    sales-line        two tiers of speed, an incentive on orders that works both ways
    premium-line      at all hours; every day watched; rights that open after a run of misses
    outbound          calls to customers; dialler limits by the day, results by the month
    helpdesk          telephone and tickets; points, and a ladder that makes credits of them
    bpo-master        four grades of service, a pool at risk, volume by forecast, change orders

    What is not given stays as the template invented it, and is listed as to be replaced. FOLDER is called like the
    template unless it is given; one that holds anything already is left alone.

    \b
    pactline new helpline --from customer-support --provider "Northwind Contact GmbH" --client "Aurora Energy"
    """
    from pactline.ledger.starting import start
    from pactline.values.terms import parse_day

    try:
        day = parse_day(first) if first else None
        started = start(
            folder or template, template, provider=provider, client=client, first=day, zone=zone, currency=currency
        )
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from None
    if as_json:
        print_json(_content(started))
        return
    for file in started.files:
        click.echo(f"made {file}")
    if started.to_replace:
        click.echo(f"\nInvented by the template, to replace in {started.files[0]}:")
        for line in started.to_replace:
            click.echo(f"  {line.line:>4}  {line.text}")
    click.echo("\nWhat to try next:")
    for following in started.next_commands:
        click.echo(f"  {following}")


def _content(started: Started) -> dict[str, object]:
    return {
        "folder": str(started.folder),
        "template": started.template,
        "files": [str(file) for file in started.files],
        "to_replace": [{"line": line.line, "text": line.text} for line in started.to_replace],
        "next": list(started.next_commands),
    }
