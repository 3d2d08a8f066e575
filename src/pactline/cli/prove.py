"""``pactline prove``: recompute what was filed."""

from __future__ import annotations

import sys

import click

from pactline.cli.showing import FINDING, GOOD, guarded, json_option, print_json


@click.command("prove")
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...")
@json_option
@guarded
def command(folders: tuple[str, ...], as_json: bool) -> None:
    """Recompute every filed statement of the folders and print each difference.

    \b
    pactline prove examples/*
    """
    from pactline.ledger.folder import ContractFolder
    from pactline.ledger.proving import prove

    proofs = [proof for folder in folders for proof in prove(ContractFolder(folder))]
    if as_json:
        print_json({"proofs": [proof.to_json() for proof in proofs]})
    else:
        for proof in proofs:
            click.echo(str(proof))
        good = sum(proof.holds for proof in proofs)
        click.echo(f"{good} of {len(proofs)} statements recomputed to the bit" if proofs else "no statement is filed")
    sys.exit(GOOD if proofs and all(proof.holds for proof in proofs) else FINDING)
