"""``pactline explain``: one commitment, from the amount to the clause and the contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pactline.cli.showing import guarded, json_option, print_json, tell_notes

if TYPE_CHECKING:
    from pactline.statement.model import Statement


@click.command("explain")
@click.argument("folder")
@click.argument("commitment")
@click.option("--records", metavar="PATH", help="Record set, folder of plain files, or file; default: FOLDER/records.")
@click.option("--period", required=True, metavar="P", help="The period of the statement, such as 2025-06.")
@click.option(
    "--contacts", "all_contacts", is_flag=True, help="List every contact behind the result, not only the first 10."
)
@json_option
@guarded
def command(folder: str, commitment: str, records: str | None, period: str, all_contacts: bool, as_json: bool) -> None:
    """Explain one COMMITMENT of a statement: clause, counts, working, contacts.

    \b
    pactline explain northwind --period 2025-03 prompt-answer
    """
    from pactline.cli.contacts import contact_json
    from pactline.ledger.folder import ContractFolder
    from pactline.statement.explaining import SHOWN, against, explain

    contract = ContractFolder(folder, records)
    statement = contract.evaluate(period)
    tell_notes(contract.records)
    if commitment not in [result.id for result in statement]:
        raise click.UsageError(_not_settled(statement, commitment))
    result = statement[commitment]
    if as_json:
        evidence = result.evidence  # none where the figure was measured elsewhere
        listed = (
            [contact_json(row, evidence.zone) for row in evidence.contacts(good=against(result))] if evidence else []
        )
        (found,) = [item for item in statement.to_json()["commitments"] if item["id"] == commitment]
        print_json({**found, "contacts": listed})
        return
    click.echo(explain(result, shown=None if all_contacts else SHOWN))


def _not_settled(statement: Statement, commitment: str) -> str:
    """Why a statement does not settle what was asked for, and what to ask for instead."""
    import difflib

    for item in statement.not_due:
        if item.id == commitment:
            runs = f": its window {item.settles_in} runs on" if item.settles_in else ""
            return f"{commitment} is not settled in {statement.period}{runs}"
    ids = [result.id for result in statement]
    near = difflib.get_close_matches(commitment, ids, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"it settles {', '.join(ids) or 'none'}"
    return f"the statement for {statement.period} settles no commitment {commitment!r}; {hint}"
