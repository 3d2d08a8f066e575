"""``pactline diff`` as people and programs call it, and ``pactline.diff``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.agreement.amendment_faults import AMENDMENT, folder
from tests.agreement.faults import GOOD
from tests.cli.running import EXAMPLES, as_json, finding, good, run, wrong_use

import pactline


@pytest.fixture
def amended(tmp_path: Path) -> Path:
    return folder(tmp_path, {"raise.yaml": AMENDMENT})


def test_two_texts_of_one_folder(amended: Path) -> None:
    text = finding("diff", f"{amended}@2025-06-30", f"{amended}@2025-07-01")
    assert text.splitlines()[:2] == [f"From {amended}@2025-06-30", f"to   {amended}@2025-07-01"]
    assert "it ends 181 days later" in text
    assert "The commitment abandonment (clause 4.3) is removed" in text
    assert text.splitlines()[-1] == "4 changes, and each can move money."


def test_nothing_differs_is_exit_0(amended: Path) -> None:
    assert "Nothing differs in meaning." in good("diff", amended / "agreement.yaml", f"{amended}@2025-06-30")
    assert as_json("diff", amended, amended)["changes"] == []


def test_the_json_has_both_places_of_each_change(tmp_path: Path) -> None:
    for name, text in (("a.yaml", GOOD), ("b.yaml", GOOD.replace("target: at least 80 %", "target: at least 85 %"))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = run("diff", tmp_path / "a.yaml", tmp_path / "b.yaml", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "a": str(tmp_path / "a.yaml"),
        "b": str(tmp_path / "b.yaml"),
        "changes": [
            {
                "path": "commitments.prompt-answer.target",
                "kind": "changed",
                "from": "at least 80 %",
                "to": "at least 85 %",
                "sentence": "In the commitment prompt-answer (clause 4.1), target: "
                "from at least 80 % to at least 85 %; stricter for the provider.",
                "effect": "stricter for the provider",
                "moves_money": True,
                "a": {"file": str(tmp_path / "a.yaml"), "line": 30},
                "b": {"file": str(tmp_path / "b.yaml"), "line": 30},
            }
        ],
    }


def test_the_same_from_python(amended: Path) -> None:
    difference = pactline.diff(amended / "agreement.yaml", amended)
    assert difference
    assert len(difference.changes) == len(difference.moving) == 4
    assert not pactline.diff(GOOD.encode(), amended / "agreement.yaml")


@pytest.mark.parametrize(
    ("a", "says"), [("nowhere", "no such file"), ("@2024-12-31", "outside the term"), ("@July", "YYYY-MM-DD")]
)
def test_what_is_not_there_is_wrong_use(a: str, says: str, amended: Path) -> None:
    assert says in wrong_use("diff", f"{amended}{a}", amended)


def test_a_folder_with_problems_is_refused_with_all_of_them(amended: Path) -> None:
    file = amended / "amendments" / "raise.yaml"
    file.write_text(AMENDMENT.replace("windows: split\n", ""), encoding="utf-8")
    assert f"{file}:1:1: AGR_AMENDMENT_WINDOWS" in finding("diff", amended, EXAMPLES / "first-look")


def test_every_two_examples_can_be_compared() -> None:
    one, other = EXAMPLES / "two-tiers", EXAMPLES / "bands-and-cap"
    text = finding("diff", one, other)
    assert "Commitments added" in text
    assert "Commitments removed" in text
