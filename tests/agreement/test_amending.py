"""Merging, replacing and taking out, on trees whose keys mean nothing; and the YAML they are written back to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactline.agreement.amending import Amendment, Pointer, amend, filed, find
from pactline.agreement.report import Line, Report, file_of
from pactline.agreement.yaml_text import UNSAFE, MapNode, Node, TextNode, plain, read_tree
from pactline.agreement.yaml_writing import yaml_text

HERE = TextNode("", 1, 1)


def tree(text: str, file: str = "") -> MapNode:
    report = Report(file)
    found = read_tree(text.encode(), report)
    assert isinstance(found, MapNode), report.problems
    changed = filed(found, file) if file else found
    assert isinstance(changed, MapNode)
    return changed


def amended(
    base: MapNode, change: MapNode | None = None, *, replaced: list[Any] | None = None, removed: list[Any] | None = None
) -> tuple[Any, list[str]]:
    """The changed tree as plain values, and the messages."""
    report = Report("")
    made = Amendment(
        file="x.yaml",
        name="x",
        effective=date(2025, 7, 1),
        agreed={},
        place=HERE,
        changes=change,
        replaced=tuple(Pointer(words, HERE) for words in replaced or []),
        removed=tuple(Pointer(words, HERE) for words in removed or []),
    )
    return plain(amend(base, made, report)), [f"{p.message}; {p.remedy}" for p in report.problems]


BASE = "a: {b: {c: 1, d: 2}, e: [x, y]}\nf: 3\n"


def test_mappings_are_merged_deep_and_keep_the_order_of_their_keys() -> None:
    changed, problems = amended(tree(BASE), tree("a: {b: {d: 9, new: 4}}\nlast: 5"))
    assert changed == {"a": {"b": {"c": "1", "d": "9", "new": "4"}, "e": ["x", "y"]}, "f": "3", "last": "5"}
    assert [list(changed), list(changed["a"]["b"])] == [["a", "f", "last"], ["c", "d", "new"]]
    assert problems == []


@pytest.mark.parametrize(
    ("change", "result"),
    [
        ("a: {e: [z]}", {"b": {"c": "1", "d": "2"}, "e": ["z"]}),
        ("a: {b: word}", {"b": "word", "e": ["x", "y"]}),
        ("a: {e: {now: mapping}}", {"b": {"c": "1", "d": "2"}, "e": {"now": "mapping"}}),
    ],
)
def test_lists_and_texts_are_replaced_whole(change: str, result: dict[str, Any]) -> None:
    assert amended(tree(BASE), tree(change))[0]["a"] == result


def test_a_mapping_is_replaced_whole_only_where_that_is_said() -> None:
    assert amended(tree(BASE), tree("a: {b: {z: 1}}"))[0]["a"]["b"] == {"c": "1", "d": "2", "z": "1"}
    assert amended(tree(BASE), tree("a: {b: {z: 1}}"), replaced=["a.b"])[0]["a"]["b"] == {"z": "1"}


def test_what_is_removed_is_gone_and_its_neighbours_stay() -> None:
    assert amended(tree(BASE), removed=["a.b.c", "f"]) == ({"a": {"b": {"d": "2"}, "e": ["x", "y"]}}, [])


def test_a_path_inside_another_removed_one_is_gone_already() -> None:
    assert amended(tree(BASE), removed=["a", "a.b"]) == ({"f": "3"}, [])


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("a.x", "below `a` there are `b`, `e`"),
        ("x", "at the top there are `a`, `f`"),
        ("a.e.x", "below `a.e` there are no keys"),
        ("f.g", "below `f` there are no keys"),
        (("a", "x"), "below `a` there are"),
    ],
)
def test_a_path_that_leads_nowhere_says_how_far_it_leads(path: Any, says: str) -> None:
    changed, (problem,) = amended(tree(BASE), removed=[path])
    assert changed == plain(tree(BASE))
    assert says in problem


def test_names_with_dots_are_found_and_a_path_with_two_meanings_is_refused() -> None:
    assert amended(tree("a.b: {c.d: 1, e: 2}"), removed=["a.b.c.d"])[0] == {"a.b": {"e": "2"}}
    two = "a: {b.c: 1}\na.b: {c: 2}\n"
    changed, (problem,) = amended(tree(two), removed=["a.b.c"])
    assert changed == plain(tree(two))
    assert "can mean 2 places" in problem
    assert amended(tree(two), removed=[("a.b", "c")])[0] == {"a": {"b.c": "1"}, "a.b": {}}


def test_every_word_keeps_its_file_and_line() -> None:
    report = Report("agreement.yaml")
    made = Amendment("x.yaml", "x", date(2025, 7, 1), {}, HERE, changes=tree("\n\na: {b: {d: 9}}\nz: 1", "x.yaml"))
    changed = amend(tree(BASE), made, report)
    places = {path: find(changed, path) for path in [("a", "b", "c"), ("a", "b", "d"), ("z",), ("a", "b")]}
    assert {path: (file_of(node, "agreement.yaml"), int(node.line)) for path, node in places.items() if node} == {
        ("a", "b", "c"): ("agreement.yaml", 1), ("a", "b", "d"): ("x.yaml", 3), ("z",): ("x.yaml", 4),
        ("a", "b"): ("agreement.yaml", 1),
    }  # fmt: skip
    assert changed.keys["z"].line.file == "x.yaml"  # type: ignore[attr-defined]


def test_a_problem_is_shown_in_the_file_of_its_line() -> None:
    report = Report("agreement.yaml")
    report.lines, report.elsewhere = ["first", "second"], {"x.yaml": ["other first", "other second"]}
    for line in (2, Line(2, "x.yaml"), Line(2), Line(2, "gone.yaml")):
        report.problem("CODE", TextNode("", line, 3), "m", "r")
    assert [(p.file, p.line, p.excerpt) for p in report.problems] == [
        ("agreement.yaml", 2, "second"), ("gone.yaml", 2, ""), ("x.yaml", 2, "other second"),
    ]  # fmt: skip
    assert all(type(p.line) is int for p in report.problems)


WORDS = st.text(max_size=30).filter(lambda text: not UNSAFE.search(text) and "\r" not in text) | st.sampled_from(
    ["", " ", "NO", "null", "~", "2025-01-01", "8:30", "a: b", "# x", "- x", "a\nb", "a\n\n b \n", "\tx", "x\t", "'",
     '"', "a\\b", "%x", "@x", "`", "? x", "<<", "=", "!x", "&x", "*x", "|", ">", "{", "[", "a, b", "---", "...",
     "x " * 80]
)  # fmt: skip
KEYS = (WORDS | st.sampled_from("abc")).map(str.strip).filter(bool)
VALUES = st.recursive(WORDS, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(KEYS, inside, max_size=3))
TREES = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


def built(value: Any) -> Node:
    """A tree of nodes from plain values, all at one place."""
    from pactline.agreement.yaml_text import ListNode

    match value:
        case str():
            return TextNode(value, 1, 1)
        case list():
            return ListNode(1, 1, [built(item) for item in value])
        case _:
            keys = {key: TextNode(key, 1, 1) for key in value}
            return MapNode(1, 1, keys, {key: built(item) for key, item in value.items()})


def mapping(value: dict[str, Any]) -> MapNode:
    made = built(value)
    assert isinstance(made, MapNode)
    return made


@settings(deadline=None, max_examples=300)
@given(TREES)
def test_what_is_written_reads_back_to_the_same_words_in_the_same_order(value: dict[str, Any]) -> None:
    report = Report("")
    again = read_tree(yaml_text(mapping(value), "a remark\n# another").encode(), report)
    assert report.problems == ()
    assert again is not None
    assert plain(again) == value
    assert list(again.values) == list(value)


@settings(deadline=None)
@given(TREES, TREES)
def test_amending_gives_what_is_set_keeps_the_rest_and_leaves_the_old_tree_alone(
    base: dict[str, Any], change: dict[str, Any]
) -> None:
    before = mapping(base)
    changed, problems = amended(before, mapping(change))
    assert problems == []
    assert plain(before) == base
    assert amended(mapping(changed), mapping(change))[0] == changed  # twice is once
    for key, value in base.items():
        if key not in change:
            assert changed[key] == value
    for key, value in change.items():
        assert changed[key] == value or (isinstance(value, dict) and isinstance(base[key], dict))
    assert list(changed)[: len(base)] == list(base)


def test_the_examples_are_written_as_they_are_read() -> None:
    for file in (Path(__file__).resolve().parents[2] / "examples").glob("*/agreement.yaml"):
        read = tree(file.read_text(encoding="utf-8"))
        assert plain(tree(yaml_text(read))) == plain(read)
