"""``pactline check``: every problem of an agreement, before anybody signs it."""

from __future__ import annotations

import click

from pactline.cli import open_questions
from pactline.cli.showing import FINDING, guarded, json_option, print_json
from pactline.values.exact import how_many


@click.command("check")
@click.argument("agreement")
@click.option("--records", metavar="PATH", help="What happened: prices the answers to open questions.")
@json_option
@guarded
def command(agreement: str, records: str | None, as_json: bool) -> None:
    """Find every problem in AGREEMENT, a file or a contract folder.

    Each problem comes with file, line, what is wrong and how to put it right. Notes name what is legal and worth
    knowing before signing; they do not change the exit code. Amendments beside agreement.yaml are checked with it: each
    by itself, and the whole text that is in force from its day.

    A choice that the agreement leaves open is asked as a question, with the answers it could have. With --records, or
    with records, figures.csv or events.csv in the folder, each answer comes with the money it would move: over the
    periods of the statements on file, or else over every month that something is known of.

    \b
    pactline check northwind
    pactline check northwind/agreement.yaml --json
    pactline check draft.yaml --records northwind/records
    """
    from pactline.agreement.versions import examine_versions
    from pactline.statement.rules import vocabulary

    examined = examine_versions(agreement, vocabulary())
    pricing = open_questions.priced(examined, agreement, records)
    questions = tuple(each.question for each in pricing.priced) if pricing else examined.questions
    if as_json:
        keys = ("file", "line", "column", "code", "message", "remedy")
        print_json(
            {
                "problems": [{key: found.to_json()[key] for key in keys} for found in examined.problems],
                "notes": [{key: found.to_json()[key] for key in keys} for found in examined.notes],
                "questions": open_questions.as_json(questions, pricing),
                "pricing": open_questions.pricing_json(pricing),
            }
        )
    else:
        for found in examined.problems:
            click.echo(f"{found}\n")
        for found in examined.notes:
            click.echo(f"note: {found}\n".replace("put right:", "hint:"))
        open_questions.tell(questions, pricing)
        click.echo(_summary(agreement, len(examined.problems), len(examined.notes), len(questions)))
        for version in list(examined.versions or ())[1:]:
            click.echo(f"  from {version.effective}: {version.name}")
    if examined.problems:
        raise click.exceptions.Exit(FINDING)


def _summary(file: str, problems: int, notes: int, questions: int) -> str:
    said = [how_many(problems, "problem") if problems else "no problems"]
    said += [how_many(notes, "note")] if notes else []
    said += [how_many(questions, "open question")] if questions else []
    return f"{file}: {', '.join(said)}"
