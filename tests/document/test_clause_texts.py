"""The text of a clause or a rule for explanations in the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pactline.agreement.model import Agreement
from pactline.document.clause_texts import clause_of, rule_clause
from pactline.ledger.folder import ContractFolder
from pactline.statement.shown.explaining_rules import explain_rule, names, rule_json

CONTRACTS = Path(__file__).resolve().parents[2] / "examples" / "contracts"
FOLDERS = sorted(path for path in CONTRACTS.iterdir() if (path / "statements").is_dir())

PROMISE = """
prompt: {service: support, metric: service_level, within: 20 s, abandons: count_all, each: month,
         target: at least 80 %, text: "In each month {target} of the calls.\\n\\nWithin {within}."}
plain: {service: support, metric: service_level, within: 30 s, abandons: count_all, each: month,
         target: at least 90 %}
"""


def test_the_figures_of_a_clause_are_filled_in_paragraph_by_paragraph(agreed: Callable[..., Agreement]) -> None:
    agreement = agreed(PROMISE)
    assert clause_of(agreement, "prompt") == ["In each month at least 80 % of the calls.", "Within 20 seconds."]
    assert clause_of(agreement, "plain") == []
    assert clause_of(agreement, "none") == []


def test_a_clause_that_asks_for_what_is_not_there_is_shown_as_it_stands(agreed: Callable[..., Agreement]) -> None:
    agreement = agreed(PROMISE.replace("{within}", "{wihtin}"))
    assert clause_of(agreement, "prompt")[1] == "Within {wihtin}."


def test_a_rule_that_the_agreement_has_not_got_has_no_clause(agreed: Callable[..., Agreement]) -> None:
    agreement = agreed(PROMISE)
    assert rule_clause(agreement, "caps/year") == []
    assert rule_clause(agreement, "at_risk") == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_rule_of_the_last_statement_of_every_contract_is_explained_with_its_clause(folder: Path) -> None:
    filed = json.loads(sorted((folder / "statements").glob("*.json"))[-1].read_text(encoding="utf-8"))["statement"]
    contract = ContractFolder(folder)
    statement = contract.evaluate(f"{filed['period']['first']}/{filed['period']['end']}")
    agreement = contract.versions.on(statement.period.days()[-1]).agreement
    for name in names(statement):
        if not name.startswith(("incidents/", "change_orders/")):  # named by the facts, not by the agreement
            assert rule_clause(agreement, name), name
        text = explain_rule(statement, name)
        assert text.count("\n") >= 2, name
        assert json.loads(json.dumps(rule_json(statement, name)))["rule"] == name.partition("/")[0]
