"""The Python interface plans as the commands do: one way from records to shifts, each step handed to the next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import EXAMPLES, good, run

import pactline

TERMS, EXPECTED = (
    EXAMPLES / "planning" / "month-ahead" / "terms.yaml",
    EXAMPLES / "planning" / "month-ahead" / "expected.csv",
)


@pytest.fixture(scope="module")
def northwind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contract folder of the demo."""
    folder = tmp_path_factory.mktemp("planning") / "northwind"
    assert run("demo", str(folder), "--no-open").exit_code == 0
    return folder


def test_one_question_has_one_answer_on_both_ways() -> None:
    asked = pactline.requirement(1200, 300, patience=180, promises=["90/10", "99/300"], abandonment="3%")
    words = ("--offered-per-hour", "1200", "--aht", "300", "--patience", "180", "--promise", "90/10")
    printed = good("staff", *words, "--promise", "99/300", "--abandonment", "3%")
    assert asked.agents == 111
    assert str(asked) == printed.rstrip("\n")


def test_a_month_is_forecast_staffed_and_planned(northwind: Path, tmp_path: Path) -> None:
    contract = pactline.open_contract(northwind)
    assert contract.records is not None
    found = pactline.forecast(contract.records, "2025-04", agreement=contract.agreement, interval="60m")
    printed = json.loads(good("forecast", str(northwind), "--period", "2025-04", "--interval", "60m", "--json"))
    assert found.to_json() == printed
    look = pactline.patience(contract.records, zone="Europe/Berlin", queues=["billing"])
    assert 150 < (look.found[0].survival.median_s or 0) < 350
    assert pactline.requirement(120, 300, patience=look.law, promises=["80/20"]).agents in (12, 13)
    billing = [each for each in found.expected if each.queue == "billing"]
    plan = pactline.staff(billing, contract.versions, patience=300, shrinkage=["30%"])
    (queue,) = plan.queues
    assert queue.agents.min() >= 1
    assert (queue.scheduled >= queue.agents / 0.7 - 1e-9).all()
    ahead = pactline.plan(contract, billing, "2025-04", cost_per_hour="25", patience=300, months=40, levels=["+0%"])
    assert ahead.prices.recommended.queues[0].agents.sum() == pytest.approx(queue.agents.sum())
    assert str(ahead).startswith("Northwind customer service: plans for 2025-04")
    shifts = pactline.schedule([queue.planned()], period="2025-W15", seconds=10)
    assert shifts.shifts


def test_a_centre_is_simulated_and_judged_by_an_agreement(northwind: Path) -> None:
    centre = next((EXAMPLES / "planning" / "two-skills").glob("*.yaml"))
    outcome = pactline.simulate(centre, "2025-03-05", seeds=3)
    again = json.loads(good("simulate", str(centre), "--period", "2025-03-05", "--seeds", "3", "--json"))
    assert outcome.to_json()["queues"] == again["queues"]


def test_what_cannot_be_asked_is_refused_in_words(northwind: Path) -> None:
    records = pactline.read_records(northwind / "records")
    with pytest.raises(ValueError, match="name their zone, such as Europe/Berlin"):
        pactline.forecast(records, "2025-04")
    with pytest.raises(ValueError, match="intervals are of 15m, 30m or 60m"):
        pactline.forecast(records, "2025-04", zone="Europe/Berlin", interval="20m")
    with pytest.raises(ValueError, match="leave it out where nobody gives up"):
        pactline.requirement(100, 300, patience=-1.0, promises=["80/20"])


def test_a_plan_needs_no_records() -> None:
    contract = pactline.open_contract(TERMS)
    found = pactline.plan(
        contract, EXPECTED, "2025-04", patience=240, concurrent=["chat=3x1"], months=20, levels=["+0%"]
    )
    assert found.prices.recommended.queues
