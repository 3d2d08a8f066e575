"""``pactline check`` as people and programs call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.agreement.faults import GOOD

from pactline.cli import main


def check(folder: Path, text: str, *options: str) -> Result:
    (folder / "agreement.yaml").write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["check", str(folder), *options], catch_exceptions=False)


def test_a_good_agreement_is_exit_0(tmp_path: Path) -> None:
    result = check(tmp_path, GOOD)
    assert result.exit_code == 0
    assert "no problems" in result.output


def test_problems_are_shown_with_the_line_and_a_caret_and_are_exit_1(tmp_path: Path) -> None:
    result = check(tmp_path, GOOD.replace("zone: Europe/Berlin", "zone: +01:00"))
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0].startswith(f"{tmp_path / 'agreement.yaml'}:5:7: AGR_TIME_ZONE: ")
    assert lines[1] == "  5 | zone: +01:00"
    assert lines[2] == "    |       ^"
    assert "IANA name" in lines[3]
    assert lines[-1].endswith("1 problem")


def test_the_json_holds_every_problem(tmp_path: Path) -> None:
    text = GOOD.replace("within: 20 s", "withn: 20 s").replace("currency: EUR", "currency: EURO")
    result = check(tmp_path, text, "--json")
    assert result.exit_code == 1
    content = json.loads(result.output)
    assert [question["about"] for question in content["questions"]] == ["commitments.prompt-answer.within"]
    assert [problem["code"] for problem in content["problems"]] == [
        "AGR_CURRENCY_UNKNOWN", "AGR_MISSING_KEY", "AGR_UNKNOWN_KEY",
    ]  # fmt: skip
    assert list(content["problems"][0]) == ["file", "line", "column", "code", "message", "remedy"]


def test_a_note_is_told_and_is_exit_0(tmp_path: Path) -> None:
    result = check(tmp_path, GOOD.replace("percent: 12 %", "percent: 9 %"))
    assert result.exit_code == 0
    assert "note: " in result.output
    assert "AGR_CAP_CAN_BIND" in result.output
    content = json.loads(check(tmp_path, GOOD.replace("percent: 12 %", "percent: 9 %"), "--json").output)
    assert (content["problems"], [note["code"] for note in content["notes"]]) == ([], ["AGR_CAP_CAN_BIND"])


@pytest.mark.parametrize("name", ["nowhere", "nowhere/agreement.yaml", "", "a file/agreement.yaml"])
def test_a_file_that_is_not_there_is_wrong_use(name: str, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    result = CliRunner().invoke(main, ["check", str(tmp_path / name)], catch_exceptions=False)
    assert result.exit_code == 2
    assert "no such file" in result.output
