"""``pactline compare --between``: one metric between the values of a tag."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
from tests.cli.running import as_json, run

from pactline.statement.comparison.between_schema import between_schema

HEAD = "contact_id,channel,queue,direction,offered_at,answered_at,ended_at,outcome,wait_s,talk_s,csat,tags\n"


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """Forty calls in June: of twenty with either greeting 17 and 9 were liked."""
    lines = []
    for number in range(40):
        warm, liked = number % 2, (number // 2) < (17 if number % 2 else 9)
        at = f"2025-06-{1 + number // 2:02d}T10:{number:02d}"
        lines.append(
            f"c{number},voice,billing,inbound,{at}:00Z,{at}:05Z,{at}:35Z,answered,5,30,{5 if liked else 2},"
            f"greeting={'warm' if warm else 'plain'}"
        )
    path = tmp_path / "calls.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return path


LIKED = ("--between", "tag:greeting", "--metric", "csat_top_box", "--with", "scale=1-5", "--with", "good_scores=4-5")


def test_the_difference_is_told_with_its_interval(calls: Path) -> None:
    found = run("compare", "--records", calls, *LIKED)
    assert found.exit_code == 0
    assert "85.00 %" in found.output
    assert "45.00 %" in found.output
    assert "plain less warm" in found.output
    assert "yes" in found.output


def test_programs_are_told_the_same(calls: Path) -> None:
    content = as_json("compare", "--records", calls, *LIKED)
    jsonschema.validate(content, between_schema())
    assert [(value["value"], value["good"], value["counted"]) for value in content["values"]] == [
        ("plain", 9, 20),
        ("warm", 17, 20),
    ]
    (pair,) = content["differences"]
    assert (pair["between"], pair["difference"]["fraction"], pair["shown"]) == (["plain", "warm"], "-2/5", True)


def test_a_period_and_a_scope_narrow_what_is_compared(calls: Path) -> None:
    half = as_json("compare", "--records", calls, *LIKED, "--period", "2025-06-01/2025-06-11", "--zone", "UTC")
    assert [value["counted"] for value in half["values"]] == [10, 10]
    none = as_json("compare", "--records", calls, *LIKED, "--channel", "chat")
    assert (none["values"], none["differences"]) == ([], [])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--metric", "csat_mean"), "--metric goes with --between"),
        ((), "name the promised wait with --within"),
        (("--between", "tag:greeting"), "name the metric"),
        ((*LIKED, "--within", "20"), "of the published forms"),
        ((*LIKED, "--confidence", "101"), "level of confidence"),
        (("--between", "tag:greeting", "--metric", "csat_box"), "did you mean csat_top_box"),
        (("--between", "tag:greeting", "--metric", "csat_mean"), "needs the choice 'scale'"),
        ((*LIKED, "--period", "2025-06"), "zone"),
    ],
)
def test_wrong_use_says_what_to_write(calls: Path, options: tuple[str, ...], said: str) -> None:
    found = run("compare", "--records", calls, *options)
    assert found.exit_code == 2
    assert said in " ".join(found.output.split())
