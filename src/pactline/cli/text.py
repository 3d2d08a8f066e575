"""``pactline text``: what the parties hold each other to on a day, amendments included."""

from __future__ import annotations

import click

from pactline.cli.showing import guarded, json_option, print_json, print_utf8


@click.command("text")
@click.argument("folder")
@click.option("--on", "day", required=True, metavar="DAY", help="The day, such as 2025-07-01.")
@json_option
@guarded
def command(folder: str, day: str, as_json: bool) -> None:
    """Print the text of the agreement in FOLDER that is in force on a day: agreement.yaml with every amendment that
    has taken effect by then. What is printed is an agreement file itself.

    \b
    pactline text northwind --on 2025-07-01
    """
    from pactline.agreement.versions import read_versions
    from pactline.statement.rules import vocabulary
    from pactline.values.terms import parse_day

    try:
        asked = parse_day(day)
    except ValueError as wrong:
        raise click.UsageError(f"--on: {wrong}") from None
    versions = read_versions(folder, vocabulary())
    if not versions.term.first <= asked < versions.term.end:
        raise click.UsageError(f"{asked} lies outside the term {versions.term}: no text is in force")
    version, text = versions.on(asked), versions.text_on(asked)
    if not as_json:
        print_utf8(text)
        return
    print_json(
        {
            "on": asked.isoformat(),
            "name": version.name,
            "effective": (version.effective or versions.term.first).isoformat(),
            "agreed": {party: agreed.isoformat() for party, agreed in version.agreed.items()},
            "windows": version.windows_rule,
            "files": list(version.files),
            "digest": version.digest,
            "text": text,
        }
    )
