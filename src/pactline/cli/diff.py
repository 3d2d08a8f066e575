"""``pactline diff``: what differs between two agreements, in plain words."""

from __future__ import annotations

import sys

import click

from pactline.cli.showing import FINDING, GOOD, guarded, json_option, print_json


@click.command("diff")
@click.argument("a")
@click.argument("b")
@json_option
@guarded
def command(a: str, b: str, as_json: bool) -> None:
    """Say in plain words what differs between the agreements A and B, and which changes can move money.

    A file is compared as it reads, a folder with all its amendments, and FOLDER@DAY as it is in force on that day.
    The order of keys and the spelling of a value make no difference. Exit code 0: nothing differs. 1: something does.

    \b
    pactline diff agreement.yaml draft.yaml
    pactline diff northwind@2025-06-30 northwind@2025-07-01
    """
    from pactline.agreement.differing import differ
    from pactline.agreement.sides import DayOutside, open_side
    from pactline.statement.rules import vocabulary

    try:
        difference = differ(open_side(a, vocabulary()), open_side(b, vocabulary()))
    except DayOutside as wrong:
        raise click.UsageError(str(wrong)) from None
    if as_json:
        print_json(difference.to_json())
    else:
        click.echo(str(difference))
    sys.exit(FINDING if difference else GOOD)
