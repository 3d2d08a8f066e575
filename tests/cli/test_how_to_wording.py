"""The how-to page about wordings: its commands run, and its figures are those that a pencil finds in the calls."""

from __future__ import annotations

import csv
import re
import shlex
from collections import Counter
from pathlib import Path

import pytest
from tests.cli.running import EXAMPLES, as_json, good

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "which-wording-do-customers-like.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"<!-- output: pactline ([^\n]+?) -->", PAGE)
FILE = EXAMPLES / "greetings" / "records" / "calls-2025-06.csv"
CALLS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
LIKED = ("--metric", "csat_top_box", "--with", "scale=1-5", "--with", "good_scores=4-5")


def compared(*options: str) -> dict[str, object]:
    """The comparison of the page's calls between greetings."""
    records = EXAMPLES / "greetings" / "records"
    return as_json("compare", "--records", records, "--between", "tag:greeting", *options)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_runs_in_the_folder_of_the_project(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert good(*shlex.split(command)).strip() in PAGE


def test_a_pencil_counts_the_same_good_answers() -> None:
    answered = [(row["tags"].removeprefix("greeting="), int(row["csat"])) for row in CALLS if row["csat"]]
    liked = Counter(greeting for greeting, score in answered if score >= 4)
    asked = Counter(greeting for greeting, _ in answered)
    values = compared(*LIKED)["values"]
    assert isinstance(values, list)
    assert {value["value"]: (value["good"], value["counted"]) for value in values} == {
        greeting: (liked[greeting], asked[greeting]) for greeting in asked
    }
    assert len(CALLS) == 300
    assert set(asked.values()) == {80}


def test_the_differences_that_the_page_calls_real_are_and_the_others_are_not() -> None:
    pairs = compared(*LIKED)["differences"]
    assert isinstance(pairs, list)
    assert {tuple(pair["between"]): pair["shown"] for pair in pairs} == {
        ("by-name", "plain"): True,
        ("by-name", "short"): False,
        ("plain", "short"): False,
    }
    assert "Here calling customers by their name beats the plain greeting." in PAGE
