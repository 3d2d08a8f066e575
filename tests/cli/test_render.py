"""``pactline render``: the contract as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.running import EXAMPLES, finding, run, wrong_use

import pactline

FOLDERS = sorted(path.parent.name for path in EXAMPLES.glob("*/agreement.yaml"))


@pytest.mark.parametrize("ending", ["html", "pdf", "docx"])
def test_a_contract_is_written_by_the_ending_of_the_name(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"contract.{ending}"
    result = run("render", EXAMPLES / "bands-and-cap", "-o", file)
    assert (result.exit_code, result.stdout) == (0, ""), result.output
    assert result.stderr.startswith("wrote ")
    assert file.stat().st_size > 10_000


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_example_has_a_contract(folder: str, tmp_path: Path) -> None:
    assert run("render", EXAMPLES / folder, "-o", tmp_path / "contract.pdf").exit_code == 0


def test_the_python_interface_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("command.docx", "python.docx"):
        if name.startswith("command"):
            run("render", EXAMPLES / "bands-and-cap", "-o", tmp_path / name)
        else:
            pactline.render(pactline.read_agreement(EXAMPLES / "bands-and-cap"), tmp_path / name)
    assert (tmp_path / "command.docx").read_bytes() == (tmp_path / "python.docx").read_bytes()


def test_another_ending_is_wrong_use() -> None:
    said = wrong_use("render", EXAMPLES / "bands-and-cap", "-o", "contract.txt")
    assert said == "-o contract.txt: the name must end in .html, .pdf, .docx"


@pytest.mark.parametrize(
    ("day", "says"),
    [("2024-12-31", "lies outside the term"), ("2026-01-01", "lies outside the term"), ("soon", "is not a day")],
)
def test_a_day_without_a_text_is_wrong_use(day: str, says: str, tmp_path: Path) -> None:
    assert says in wrong_use("render", EXAMPLES / "bands-and-cap", "-o", tmp_path / "c.pdf", "--on", day)


@pytest.mark.parametrize("day", ["2025-01-01", "2025-12-31"])
def test_the_first_and_the_last_day_of_the_term_have_a_text(day: str, tmp_path: Path) -> None:
    assert run("render", EXAMPLES / "bands-and-cap", "-o", tmp_path / "c.html", "--on", day).exit_code == 0


def test_a_wrong_placeholder_is_a_finding_that_names_the_known_ones(tmp_path: Path) -> None:
    text = (EXAMPLES / "first-look" / "agreement.yaml").read_text(encoding="utf-8")
    changed = text.replace("metric: service_level,", 'metric: service_level, text: "answered within {witin}",')
    assert changed != text
    (tmp_path / "agreement.yaml").write_text(changed, encoding="utf-8")
    said = finding("render", tmp_path, "-o", tmp_path / "c.pdf")
    assert "{witin} names nothing here; did you mean {within}?" in said
    assert not (tmp_path / "c.pdf").exists()
