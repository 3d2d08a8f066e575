"""The how-to page about back-tests: every sweep it names can be made, and the month done by hand comes out."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from tests.cli.running import EXAMPLES, as_json

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "back-test-terms.md").read_text(encoding="utf-8")
FOLDER = EXAMPLES / "back-tests" / "a-year-of-figures"
SWEEPS = re.findall(r"`([\w/-]+\.[\w.]+=[0-9][^`]*)`", PAGE)
ELSEWHERE = ("two-tiers/", "caps.")  # what the example has not


@pytest.mark.parametrize("sweep", [sweep for sweep in SWEEPS if not sweep.startswith(ELSEWHERE)])
def test_every_sweep_of_the_page_can_be_made(sweep: str) -> None:
    found = as_json("backtest", FOLDER, "--from", "2024-01", "--to", "2024-12", "--sweep", sweep)["sweep"]
    assert len([point for point in found if point["net"] is not None]) >= 2


def test_the_page_names_sweeps_of_every_kind() -> None:
    assert len(SWEEPS) >= 9
    assert {sweep.split("=")[0] for sweep in SWEEPS} >= {
        "prompt-answer.target",
        "at_risk.percent",
        "prompt-answer.within",
    }


def test_november_comes_out_as_done_by_hand() -> None:
    page = (EXAMPLES / "back-tests" / "README.md").read_text(encoding="utf-8")
    terms = ("--terms", FOLDER / "client.yaml", "--terms", FOLDER / "provider.yaml")
    found = as_json("backtest", FOLDER, *terms, "--from", "2024-11")["periods"]
    by_hand = {"A": ("6468.00", "5400.00"), "B": ("10068.00", "9000.00"), "C": ("6300.00", "5400.00")}
    for row in found:
        before, after = by_hand[row["terms"]]
        assert (row["net"], Decimal(row["cut"])) == (after, Decimal(before) - Decimal(after))
        assert f"{Decimal(before):,}" in page
        assert f"{Decimal(after):,}" in page
