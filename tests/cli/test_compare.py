"""``pactline compare`` at the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pactline.cli import main

HEADER = "contact_id,channel,queue,direction,offered_at,answered_at,ended_at,outcome,wait_s\n"
GROUPS = [(860, "answered", 10), (140, "answered", 40), (10, "abandoned", 3), (10, "abandoned", 15),
          (40, "abandoned", 60)]  # fmt: skip


@pytest.fixture
def records(tmp_path: Path) -> str:
    """The published example as a plain file: 1,000 answered, 60 abandoned."""
    lines = []
    for many, outcome, wait in GROUPS:
        for _ in range(many):
            number = len(lines) + 1
            queue = "sales" if number % 2 else "support"
            answered = f"2025-06-03T10:00:{wait:02}Z" if outcome == "answered" else ""
            ended = "2025-06-03T10:05:00Z" if answered else f"2025-06-03T10:{wait // 60:02}:{wait % 60:02}Z"
            lines.append(
                f"c{number:04},voice,{queue},inbound,2025-06-03T10:00:00Z,{answered},{ended},{outcome},{wait}\n"
            )
    path = tmp_path / "calls.csv"
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["compare", *arguments])


def test_json_holds_exact_fractions_and_the_contacts_of_every_pair(records: str) -> None:
    result = run("--records", records, "--within", "20", "--short-abandon", "5", "--json")
    assert result.exit_code == 0, result.output
    content = json.loads(result.stdout)
    fractions = {form["code"]: form["value"]["fraction"] for form in content["forms"]}
    assert [fractions[f"SL-{letter}"] for letter in "ABCDEF"] == [
        "43/50",
        "43/53",
        "43/52",
        "44/53",
        "87/106",
        "86/105",
    ]
    (between,) = [pair for pair in content["differences"] if pair["between"] == ["SL-B", "SL-F"]]
    assert [contact["contact_id"] for contact in between["contacts"]] == [f"c{n}" for n in range(1001, 1011)]
    assert between["contacts"][0]["treated"] == {"SL-B": "not met", "SL-F": "left out"}


def test_the_text_shows_the_figures_and_their_spread(records: str) -> None:
    result = run("--records", records, "--within", "20", "--short-abandon", "5")
    assert result.exit_code == 0, result.output
    for figure in ("86.00 %", "81.13 %", "82.69 %", "83.02 %", "82.08 %", "81.90 %"):
        assert figure in result.stdout
    assert "the same contacts give 81.13 to 86.00 %" in result.stdout


def test_the_limit_bounds_the_list_and_not_the_total(records: str) -> None:
    result = run("--records", records, "--within", "20", "--short-abandon", "5", "--limit", "1", "--json")
    for pair in json.loads(result.stdout)["differences"]:
        assert len(pair["contacts"]) == 1
        assert pair["total"] >= 10


def test_queues_and_periods_narrow_the_contacts(records: str) -> None:
    common = ("--records", records, "--within", "20", "--json", "--limit", "1")
    (half,) = [f for f in json.loads(run(*common, "--queue", "sales").stdout)["forms"] if f["code"] == "SL-A"]
    assert half["counted"] == 500
    empty = run(*common, "--period", "2025-07", "--zone", "Europe/Berlin")
    assert {form["value"] for form in json.loads(empty.stdout)["forms"] if form["code"] == "SL-A"} == {None}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--within", "soon"), "--within"),
        (("--within", "20", "--period", "2025-06"), "--zone"),
        (("--within", "20", "--with", "abandons=count_all"), "the forms fix it"),
        (("--within", "20", "--channel", "pigeon"), "pigeon"),
    ],
)
def test_wrong_use_says_what_to_write(records: str, arguments: tuple[str, ...], words: str) -> None:
    result = run("--records", records, *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
