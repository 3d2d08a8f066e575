"""A whole folder of facts: what is there is read, what is wrong is told together, sizes have an end."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from tests.importers.facts.faults import GOOD

from pactline.importers import registry
from pactline.importers.facts import table, told
from pactline.importers.facts.reading import READERS, read_facts
from pactline.records.facts import NO_FACTS, Facts
from pactline.values.problem import Problem, Problems

HEADER = "charge,first,last,amount\n"


def _refused(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(Problems) as refused:
        read_facts(folder)
    return refused.value.problems


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    for name, text in GOOD.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_fact_file_fills_its_part(whole: Path) -> None:
    facts = read_facts(whole)
    assert {part for part, _ in READERS.values()} == set(Facts.__slots__)
    assert all(getattr(facts, part) for part in Facts.__slots__)


def test_a_folder_without_fact_files_has_no_facts(tmp_path: Path) -> None:
    (tmp_path / "agreement.yaml").write_text("agreement: x\n", encoding="utf-8")
    (tmp_path / "statements").mkdir()
    assert read_facts(tmp_path) == NO_FACTS
    assert not read_facts(tmp_path)


def test_the_faults_of_all_files_are_told_together(whole: Path) -> None:
    for name in GOOD:
        (whole / name).write_bytes(b"\xff\xfe\xfd")
    assert {Path(problem.file).name for problem in _refused(whole)} == set(GOOD)


def test_a_folder_that_is_not_there_is_no_folder_without_facts(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_facts(tmp_path / "nowhere")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_marks_and_gzip_change_nothing(whole: Path, end: str, mark: bytes) -> None:
    before = read_facts(whole).digest()
    for name, text in GOOD.items():
        raw = mark + text.replace("\n", end).encode()
        (whole / name).write_bytes(gzip.compress(raw) if name.endswith(".csv") else raw)
    assert read_facts(whole).digest() == before


def test_a_name_that_is_nearly_right_is_told(whole: Path) -> None:
    (whole / "change-orders.yaml").rename(whole / "change_orders.yml")
    (whole / "Figure.csv").write_text("", encoding="utf-8")
    (whole / "figures-2024.csv").write_text("", encoding="utf-8")  # somebody's archive
    problems = _refused(whole)
    assert [(problem.code, Path(problem.file).name) for problem in problems] == [
        ("FACT_FILE_NAME", "Figure.csv"),
        ("FACT_FILE_NAME", "change_orders.yml"),
    ]
    assert "delete it" in problems[0].remedy
    assert problems[1].remedy == "rename it to change-orders.yaml"


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_folder_or_a_pipe_under_the_name_of_a_file_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert [problem.code for problem in _refused(tmp_path)] == ["FILE_UNREADABLE"]
    (tmp_path / name).rmdir()
    os.mkfifo(tmp_path / name)
    assert [problem.code for problem in _refused(tmp_path)] == ["FILE_UNREADABLE"]


def test_a_gzip_bomb_is_told(tmp_path: Path) -> None:
    raw = HEADER.encode() + b"x" * 12 * 1024**2
    (tmp_path / "charges.csv").write_bytes(gzip.compress(raw))
    assert [problem.code for problem in _refused(tmp_path)] == ["ZIP_BOMB"]


def test_a_file_of_just_so_many_bytes_is_read_and_one_more_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert table.MOST_BYTES == 64 * 1024 * 1024
    text = HEADER + "fee,2025-06-01,2025-06-30,1\n"
    monkeypatch.setattr(table, "MOST_BYTES", len(text))
    (tmp_path / "charges.csv").write_text(text, encoding="utf-8")
    assert len(read_facts(tmp_path).charges) == 1
    for raw in (text.encode() + b"\n", gzip.compress(text.encode() + b"\n")):
        (tmp_path / "charges.csv").write_bytes(raw)
        assert [problem.code for problem in _refused(tmp_path)] == ["FACT_TOO_LARGE"]


def test_one_row_too_many_is_told_and_empty_lines_are_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert table.MOST_ROWS == 1_000_000
    monkeypatch.setattr(table, "MOST_ROWS", 3)
    rows = [f"fee,2025-06-0{day},2025-06-0{day},1\n" for day in range(1, 5)]
    (tmp_path / "charges.csv").write_text(HEADER + "".join(rows[:3]), encoding="utf-8")
    assert len(read_facts(tmp_path).charges) == 3
    for one_more in (rows[3], "\n"):
        (tmp_path / "charges.csv").write_text(HEADER + "".join(rows[:3]) + one_more, encoding="utf-8")
        assert [(problem.code, problem.line) for problem in _refused(tmp_path)] == [("FACT_TOO_LARGE", 5)]


def test_so_many_faults_are_told_and_the_rest_is_counted(tmp_path: Path) -> None:
    (tmp_path / "charges.csv").write_text(HEADER + "x\n" * told.MOST_TOLD, encoding="utf-8")
    assert {problem.code for problem in _refused(tmp_path)} == {"CSV_COLUMNS"}
    (tmp_path / "charges.csv").write_text(HEADER + "x\n" * (told.MOST_TOLD + 3), encoding="utf-8")
    problems = _refused(tmp_path)
    assert len(problems) == told.MOST_TOLD + 1
    assert [problem.message for problem in problems if problem.code == "FACT_MORE_FAULTS"] == [
        "the file has 3 more faults than the 1,000 that are told"
    ]


def test_an_overlong_line_is_told_and_read_no_further(tmp_path: Path) -> None:
    (tmp_path / "charges.csv").write_bytes(
        HEADER.encode() + b"x" * (16 * 1024**2 + 5) + b"\nfee,2025-06-01,2025-06-30,1\n"
    )
    assert [(problem.code, problem.line) for problem in _refused(tmp_path)] == [("FIELD_TOO_LONG", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "'; DROP TABLE facts; --",
        "{{7*7}}",
        "..\\..\\etc",
        "Gebühr €",
    ],
)
def test_markup_formulas_and_sql_are_names_like_any_other(tmp_path: Path, text: str) -> None:
    (tmp_path / "charges.csv").write_text(f"{HEADER}{text},2025-06-01,2025-06-30,1\n", encoding="utf-8")
    assert read_facts(tmp_path).charges[0].charge == text


def test_names_are_composed_and_trimmed(tmp_path: Path) -> None:
    (tmp_path / "charges.csv").write_text(f"{HEADER} Gebu\u0308hr ,2025-06-01,2025-06-30,1\n", encoding="utf-8")
    assert read_facts(tmp_path).charges[0].charge == "Gebühr"


def test_no_excerpt_carries_a_control_character(tmp_path: Path) -> None:
    (tmp_path / "charges.csv").write_text(f"{HEADER}a\x1b[31m\u202e\tb,2025-06-01,2025-06-30,x\n", encoding="utf-8")
    shown = "".join(str(problem) for problem in _refused(tmp_path))
    assert not {"\x1b", "\u202e", "\t"} & set(shown)


def test_fact_files_are_no_format_of_records() -> None:
    assert not {name for name in registry.formats() if "fact" in name}
    for name in ("facts", "facts.figures", "facts.reading"):
        with pytest.raises(ValueError, match="is no format"):
            registry.importer(name)
