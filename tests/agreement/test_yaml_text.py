"""YAML as text: what is read, what is refused, and that neither is ever expensive."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from pactline.agreement.report import Report
from pactline.agreement.yaml_text import MapNode, plain, read_tree

HOSTILE = Path(__file__).resolve().parents[2] / "../shared/data/hostile"
READ_ALL_THE_SAME = {  # nothing is wrong with the language of these files
    "yaml_money_unquoted.yaml",
    "yaml_sexagesimal.yaml",
}


def read(text: str | bytes) -> tuple[object, list[tuple[str, int, int]]]:
    """The tree as plain values, and each problem's code, line and column."""
    report = Report("agreement.yaml")
    tree = read_tree(text.encode() if isinstance(text, str) else text, report)
    return (plain(tree) if tree else None), [(p.code, p.line, p.column) for p in report.problems]


def hostile_files() -> list[Path]:
    return sorted(HOSTILE.glob("yaml_*.yaml")) or [HOSTILE]


@pytest.mark.parametrize("path", hostile_files(), ids=lambda path: path.stem)
def test_a_hostile_file_is_refused_with_its_cause_and_line_and_at_once(path: Path) -> None:
    if not path.is_file():
        pytest.skip("the hostile files are not here")
    expected = {entry["file"]: entry for entry in json.loads((HOSTILE / "index.json").read_text("utf-8"))["files"]}
    started = time.process_time()
    report = Report(path.name)
    read_tree(path.read_bytes(), report)
    assert time.process_time() - started < 2
    codes = {problem.code for problem in report.problems}
    if path.name in READ_ALL_THE_SAME:
        assert not codes
    else:
        assert set(expected[path.name]["expect"]["codes"]) <= codes
        assert all(problem.line >= 1 and problem.message and problem.remedy for problem in report.problems)


@pytest.mark.parametrize(
    "word", ["NO", "on", "8:30", "12:30", "010", "1e3", "0x1F", "null", "~", "2025-01-01", ".inf", "1_000"]
)
def test_no_word_is_typed_by_yaml(word: str) -> None:
    assert read(f"{word}: {word}") == ({word: word}, [])


def test_every_node_knows_its_line_and_column() -> None:
    tree = read_tree(b"a: 1\nb:\n  - x\n  - {c: y}\n", Report(""))
    assert isinstance(tree, MapNode)
    items = tree.values["b"].items  # type: ignore[union-attr]
    assert [(item.line, item.column) for item in items] == [(3, 5), (4, 5)]
    assert (items[1].values["c"].line, items[1].values["c"].column) == (4, 9)  # type: ignore[union-attr]


def test_an_empty_value_stands_at_its_key() -> None:
    tree = read_tree(b"a:\n\n\nb: 1\n", Report(""))
    assert tree is not None
    assert (tree.values["a"].line, tree.values["a"].column) == (1, 1)


def test_one_byte_order_mark_is_removed_and_a_second_is_not() -> None:
    assert read(b"\xef\xbb\xbfa: b") == ({"a": "b"}, [])
    assert read(b"\xef\xbb\xbf\xef\xbb\xbfa: b")[1] == [("TEXT_UNSAFE", 1, 1)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_named(encoding: str) -> None:
    assert read("agreement: Northwind\n".encode(encoding))[1] == [("ENC_UTF16", 1, 0)]


def test_bytes_that_are_not_utf8_are_placed() -> None:
    assert read("a: b\nc: Zürich\n".encode("latin-1"))[1] == [("ENC_NOT_UTF8", 2, 5)]


def test_all_problems_of_the_language_are_reported_together() -> None:
    text = "a: *x\nb: !t 1\nc: &y 2\n<<: {d: 1}\nd: 1\nd: 2\n[e]: 3\n"
    assert [code for code, _, _ in read(text)[1]] == [
        "YAML_ALIAS", "YAML_TAG", "YAML_ALIAS", "YAML_ALIAS", "YAML_DUP_KEY", "YAML_KEY",
    ]  # fmt: skip


def test_a_quoted_merge_sign_is_a_key_like_any_other() -> None:
    assert read('"<<": a') == ({"<<": "a"}, [])


def test_the_value_of_a_broken_key_goes_with_it() -> None:
    assert read("a: 1\n? [x, {y: z}]\n: {b: 2}\nc: 3\n")[0] == {"a": "1", "c": "3"}


def test_a_second_document_is_refused_and_the_first_still_read() -> None:
    assert read("a: 1\n---\nb: 2\n") == ({"a": "1"}, [("YAML_MULTI_DOC", 2, 1)])


@pytest.mark.parametrize("text", ["%TAG ! tag:x,2000:\n---\na: 1", "%YAML 1.1\n---\na: 1"])
def test_directives_are_refused(text: str) -> None:
    assert read(text)[1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\x00b: 1", "YAML_SYNTAX"),
        ("a: \x1b[31m", "YAML_SYNTAX"),
        ("a: x\u202ey", "TEXT_UNSAFE"),
        ("a: x\u200by", "TEXT_UNSAFE"),
        ("# note\u2028a: 1\nb: 2", "TEXT_UNSAFE"),
        ('a: "\\u202e"', "TEXT_UNSAFE"),
        ('a: "\\ud800"', "TEXT_UNSAFE"),
        ('a: "\\0"', "TEXT_UNSAFE"),
        ('a: "\\U00110000"', "YAML_SYNTAX"),
        ('a: "\\UFFFFFFFF"', "YAML_SYNTAX"),
        ("a: [1\nb: 2", "YAML_SYNTAX"),
        ("'': 1", "YAML_KEY"),
        ("' a': 1", "YAML_KEY"),
        ("{{}: 1}", "YAML_KEY"),
    ],
)
def test_what_cannot_be_seen_or_understood_is_refused(text: str, code: str) -> None:
    problems = read(text)[1]
    assert problems
    assert {found for found, _, _ in problems} == {code}


def test_no_excerpt_shows_a_control_character() -> None:
    report = Report("")
    read_tree(b"a: \x1b[31mred\n", report)
    assert "\x1b" not in str(report.problems[0])


@pytest.mark.parametrize("deep", ["[" * 5000, "{a: " * 3000, "- " * 5000, "? " * 5000, "a:\n" + " [\n" * 5000])
def test_depth_is_refused_in_under_a_second(deep: str) -> None:
    started = time.process_time()
    codes = {code for code, _, _ in read(deep)[1]}
    assert time.process_time() - started < 1
    assert "YAML_DEPTH" in codes


def test_the_limits_themselves_are_allowed() -> None:
    assert read("a: " + "[" * 31 + "]" * 31)[1] == []
    assert read("a: " + "[" * 32 + "]" * 32)[1] == [("YAML_DEPTH", 1, 35)]
    assert read("a: " + "x" * 16_384)[1] == []
    assert read("a: " + "x" * 16_385)[1] == [("FIELD_TOO_LONG", 1, 4)]
    comment = "a: 1\n#" + "x" * (262_144 - 6)
    assert read(comment)[1] == []
    assert read(comment + "x")[1] == [("DOC_TOO_LARGE", 1, 0)]


def test_a_file_of_countless_values_is_refused() -> None:
    assert read("a: [" + "b," * 9_990 + "]")[1] == []
    assert [code for code, _, _ in read("a: [" + "b," * 20_000 + "]")[1]] == ["DOC_TOO_LARGE"]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n...\n"])
def test_a_file_without_words_is_empty_or_no_mapping(text: str) -> None:
    assert read(text)[1][0][0] in ("EMPTY_FILE", "AGR_SHAPE")
