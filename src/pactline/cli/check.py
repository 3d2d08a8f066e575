"""``pactline check``: every problem of an agreement, before anybody signs it."""

from __future__ import annotations

import click

from pactline.cli.showing import FINDING, guarded, json_option, print_json
from pactline.values.exact import how_many


@click.command("check")
@click.argument("agreement")
@json_option
@guarded
def command(agreement: str, as_json: bool) -> None:
    """Find every problem in AGREEMENT, a file or a contract folder.

    Each problem comes with file, line, what is wrong and how to put it right. Notes name what is legal and worth
    knowing before signing; they do not change the exit code. Amendments beside agreement.yaml are checked with it: each
    by itself, and the whole text that is in force from its day.

    \b
    pactline check northwind
    pactline check northwind/agreement.yaml --json
    """
    from pactline.agreement.versions import examine_versions
    from pactline.statement.rules import vocabulary

    examined = examine_versions(agreement, vocabulary())
    if as_json:
        keys = ("file", "line", "column", "code", "message", "remedy")
        print_json(
            {
                "problems": [{key: found.to_json()[key] for key in keys} for found in examined.problems],
                "notes": [{key: found.to_json()[key] for key in keys} for found in examined.notes],
                "questions": [],
            }
        )
    else:
        for found in examined.problems:
            click.echo(f"{found}\n")
        for found in examined.notes:
            click.echo(f"note: {found}\n".replace("put right:", "hint:"))
        click.echo(_summary(agreement, len(examined.problems), len(examined.notes)))
        for version in list(examined.versions or ())[1:]:
            click.echo(f"  from {version.effective}: {version.name}")
    if examined.problems:
        raise click.exceptions.Exit(FINDING)


def _summary(file: str, problems: int, notes: int) -> str:
    said = how_many(problems, "problem") if problems else "no problems"
    return f"{file}: {said}" + (f", {how_many(notes, 'note')}" if notes else "")
