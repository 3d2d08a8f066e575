"""Facts that the agreement has no use for are refused by name, with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pactline.ledger.folder import ContractFolder
from pactline.values.problem import Problems

AGREEMENT = """\
agreement: Test contract
provider: Northwind Contact
client: Aurora Energy
term: 2025
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
services: {support: {channels: [voice], hours: always}}
commitments:
  uptime: {service: support, metric: reported, unit: percent, better: higher, means: share of minutes, each: month,
           target: at least 99 %}
  asa: {service: support, metric: reported_ratio, unit: seconds, better: lower, over: answered, means: waits,
        each: month, target: at most 30 s}
"""
HEAD = "commitment,first,last,counted,good,value,evidence,answered,wait_ms\n"


def folder(path: Path, figures: str) -> ContractFolder:
    """A contract folder with these figures."""
    (path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    (path / "figures.csv").write_text(HEAD + figures, encoding="utf-8")
    return ContractFolder(path)


def problems(contract: ContractFolder) -> list[tuple[int, str, str]]:
    """Line, code and message of everything that is refused."""
    with pytest.raises(Problems) as refused:
        contract.evaluate("2025-03")
    return [(found.line, found.code, found.message) for found in refused.value.problems]


def test_a_tally_is_refused_where_the_metric_cannot_be_computed_from_one(tmp_path: Path) -> None:
    contract = folder(tmp_path, "uptime,2025-03-01,2025-03-31,,,,x,900,1000\n")
    message = "`uptime` is measured by reported, which cannot be computed from a tally of contacts"
    assert problems(contract) == [(2, "FIG_METRIC", message)]


def test_a_value_beside_a_tally_is_taken(tmp_path: Path) -> None:
    contract = folder(tmp_path, "uptime,2025-03-01,2025-03-31,,,99.5 %,x,900,1000\n")
    assert contract.evaluate("2025-03")["uptime"].value is not None


def test_a_metric_that_is_always_reported_needs_no_word_that_it_is(tmp_path: Path) -> None:
    contract = folder(tmp_path, "asa,2025-03-01,2025-03-31,,,,x,900,18000000\n")
    assert contract.evaluate("2025-03")["asa"].value == 20


def test_a_name_that_the_agreement_does_not_know_is_refused(tmp_path: Path) -> None:
    contract = folder(tmp_path, "uptimes,2025-03-01,2025-03-31,,,99.5 %,x,,\n")
    message = "the agreement has no commitment measured by figures called 'uptimes'"
    assert problems(contract) == [(2, "FACT_UNKNOWN", message)]
