"""``pactline explain``: one commitment or one rule, from the amount to the clause and the contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pactline.cli.engine_options import contract_records, opened_for
from pactline.cli.showing import guarded, json_option, print_json, tell_notes

if TYPE_CHECKING:
    from pactline.statement.model import Statement


@click.command("explain")
@click.argument("folder")
@click.argument("commitment")
@contract_records
@click.option("--period", required=True, metavar="P", help="The period of the statement, such as 2025-06.")
@click.option(
    "--contacts", "all_contacts", is_flag=True, help="List every contact behind the result, not only the first 10."
)
@json_option
@guarded
def command(folder: str, commitment: str, records: str | None, period: str, all_contacts: bool, as_json: bool) -> None:
    """Explain one COMMITMENT of a statement: clause, counts, working, what rules left of it, contacts.

    In place of a commitment it takes one line of a rule: points/NAME, pools/NAME, caps/NAME, critical/NAME,
    rights/NAME and so on, at_risk, settlement or renewal.

    With --json a commitment is printed as in evaluate --json, with its lines (what the rules left of each amount) and
    contacts; a rule as the points it gained, its own lines, its caps, the lines it changed, outcomes and what is
    pending.

    \b
    pactline explain northwind --period 2025-03 prompt-answer
    pactline explain northwind --period 2025-03 at_risk
    """
    from pactline.document.clause_texts import clause_of, rule_clause
    from pactline.ledger.folder import ContractFolder
    from pactline.statement.shown.explaining import SHOWN, explain
    from pactline.statement.shown.explaining_rules import explain_rule, names, rule_json

    contract = ContractFolder(folder, opened_for(folder, records))
    statement = contract.evaluate(period)
    tell_notes(contract.records)
    settled = commitment in [result.id for result in statement]
    if not settled and commitment not in names(statement):
        raise click.UsageError(_not_settled(statement, commitment))
    if as_json:
        print_json(_commitment_json(statement, commitment) if settled else rule_json(statement, commitment))
        return
    agreement = contract.versions.on(statement.period.days()[-1]).agreement
    if settled:
        clause = clause_of(agreement, commitment)
        click.echo(explain(statement[commitment], statement, None if all_contacts else SHOWN, clause))
    else:
        click.echo(explain_rule(statement, commitment, rule_clause(agreement, commitment)))


def _commitment_json(statement: Statement, commitment: str) -> dict[str, Any]:
    """The commitment as in ``evaluate --json``, and the contacts behind it."""
    from pactline.statement.behind import json_of
    from pactline.statement.shown.explaining import against

    result = statement[commitment]
    evidence = result.evidence  # none where the figure was measured elsewhere
    listed = [json_of(row, evidence.zone) for row in evidence.contacts(good=against(result))] if evidence else []
    content = statement.to_json()
    (found,) = [item for item in content["commitments"] if item["id"] == commitment]
    return {**found, "lines": [line for line in content["lines"] if line["source"] == commitment], "contacts": listed}


def _not_settled(statement: Statement, commitment: str) -> str:
    """Why a statement does not settle what was asked for, and what to ask for instead."""
    import difflib

    from pactline.statement.shown.explaining_rules import names

    for item in statement.not_due:
        if item.id == commitment:
            runs = f": its window {item.settles_in} runs on" if item.settles_in else ""
            return f"{commitment} is not settled in {statement.period}{runs}"
    ids = [result.id for result in statement]
    rules = names(statement)
    near = difflib.get_close_matches(commitment, [*ids, *rules], 1)
    of_rules = f"; of rules it explains {', '.join(rules)}" if rules else ""
    hint = f"did you mean {near[0]!r}?" if near else f"it settles {', '.join(ids) or 'none'}{of_rules}"
    return f"the statement for {statement.period} settles no commitment {commitment!r}; {hint}"
