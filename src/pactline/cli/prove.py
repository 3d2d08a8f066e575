"""``pactline prove``: recompute what was filed."""

from __future__ import annotations

import os
import sys

import click

from pactline.cli.showing import FINDING, GOOD, guarded, json_option, print_json


@click.command("prove")
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...")
@json_option
@guarded
def command(folders: tuple[str, ...], as_json: bool) -> None:
    """Recompute every filed statement of the folders and print each difference.

    Exit code 0: statements are filed, and every one holds. 1: one differs, or none is filed.

    \b
    pactline prove examples/*
    """
    from pactline.ledger.folder import ContractFolder
    from pactline.ledger.proving import prove

    proofs, without = [], []
    for folder in folders:
        if what := _no_contract(folder):
            click.echo(f"{folder} is {what} and no contract folder; passed over", err=True)
            continue
        found = list(prove(ContractFolder(folder)))
        proofs += found
        if not found:
            without.append(folder)
    if as_json:
        print_json({"proofs": [proof.to_json() for proof in proofs], "nothing_filed": without})
    else:
        for proof in proofs:
            click.echo(str(proof))
        for folder in without:
            click.echo(f"{folder}: no statement is filed")
        if len(proofs) > 1:
            click.echo(f"{sum(proof.holds for proof in proofs)} of {len(proofs)} statements recomputed to the bit")
    sys.exit(GOOD if proofs and all(proof.holds for proof in proofs) else FINDING)


def _no_contract(path: str) -> str:
    """What a path is that holds no agreement: a file of another kind, or a folder without one; else nothing."""
    if os.path.isfile(path):
        return "" if path.endswith((".yaml", ".yml")) else "a file"
    return "a folder" if os.path.isdir(path) and not os.path.exists(os.path.join(path, "agreement.yaml")) else ""
