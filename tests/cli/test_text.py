"""``pactline text``, and ``pactline check`` of a folder with amendments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.agreement.amendment_faults import AMENDMENT, folder
from tests.cli.running import as_json, finding, good, run, wrong_use

from pactline.agreement.reading import read
from pactline.statement.rules import vocabulary


@pytest.fixture
def amended(tmp_path: Path) -> Path:
    return folder(tmp_path, {"raise.yaml": AMENDMENT})


def test_the_text_of_a_day_is_an_agreement_file(amended: Path, tmp_path: Path) -> None:
    texts = {day: good("text", amended, "--on", day) for day in ("2025-06-30", "2025-07-01")}
    targets = {
        day: str(read(text.encode(), vocabulary())["prompt-answer"].target.values[0]) for day, text in texts.items()
    }
    assert targets == {"2025-06-30": "at least 80 %", "2025-07-01": "at least 85 %"}
    assert texts["2025-07-01"].startswith(
        "# The text in force on 2025-07-01: agreement.yaml, with raise.yaml.\n# sha256:"
    )
    (tmp_path / "july.yaml").write_text(texts["2025-07-01"], encoding="utf-8")
    assert "no problems" in good("check", tmp_path / "july.yaml")


def test_the_json_says_which_files_are_in_force_and_since_when(amended: Path) -> None:
    july = as_json("text", amended, "--on", "2025-12-24")
    assert list(july) == ["on", "name", "effective", "agreed", "windows", "files", "digest", "text"]
    assert (july["effective"], july["windows"]) == ("2025-07-01", "split")
    assert july["agreed"] == {"provider": "2025-06-10", "client": "2025-06-12"}
    assert [Path(file).name for file in july["files"]] == ["agreement.yaml", "raise.yaml"]
    june = as_json("text", amended, "--on", "2025-01-01")
    assert (june["effective"], june["agreed"], june["windows"]) == ("2025-01-01", {}, None)
    assert june["digest"] != july["digest"]


@pytest.mark.parametrize("day", ["2024-12-31", "2026-07-01"])
def test_a_day_outside_the_term_has_no_text(day: str, amended: Path) -> None:
    assert "outside the term" in wrong_use("text", amended, "--on", day)


def test_the_last_day_of_an_extended_term_has_one(amended: Path) -> None:
    assert "2026-07-01" in good("text", amended, "--on", "2026-06-30")


@pytest.mark.parametrize("day", ["2025-13-01", "1.7.2025", "July"])
def test_a_day_that_is_none_is_wrong_use(day: str, amended: Path) -> None:
    assert day in wrong_use("text", amended, "--on", day)


def test_check_names_the_texts_and_the_problems_of_amendments(amended: Path) -> None:
    assert good("check", amended).splitlines()[-1] == "  from 2025-07-01: Raise the answer target"
    file = amended / "amendments" / "raise.yaml"
    file.write_text(AMENDMENT.replace("windows: split\n", ""), encoding="utf-8")
    assert f"{file}:1:1: AGR_AMENDMENT_WINDOWS: " in finding("check", amended)
    problems = json.loads(run("check", amended, "--json").stdout)["problems"]
    assert [(problem["file"], problem["line"], problem["code"]) for problem in problems] == [
        (str(file), 1, "AGR_AMENDMENT_WINDOWS")
    ]
    assert "AGR_AMENDMENT_WINDOWS" in finding("text", amended, "--on", "2025-07-01")
