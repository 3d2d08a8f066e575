"""Vendors' JSON exports: a document, a record a line, a page a line, and what is none of them."""

from __future__ import annotations

import io
from typing import Any

import pytest

from pactline.importers.fault import Fault
from pactline.importers.files.json_pages import json_pages


def read(text: str) -> list[tuple[int, Any]]:
    """Line and value of each record; of a fault its code."""
    found = json_pages(lambda: io.BufferedReader(io.BytesIO(text.encode())), ("calls", "legs"))
    return [
        (r.line, r.value.code if isinstance(r.value, Fault) else {k: str(v) for k, v in r.value.items()}) for r in found
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('{"calls": [{"id": "a"}, {"id": "b"}], "next_page": null}', [1, 2]),
        ('{"count": 2,\n "calls": [\n  {"id": "a"},\n  {"id": "b"}\n ]\n}\n', [1, 2]),
        ('[\n {"id": "a"},\n {"id": "b"}\n]', [1, 2]),
        ('{"id": "a"}\n{"id": "b"}\n', [1, 2]),
        ('\n{"id": "a"}\n\n{"id": "b"}', [2, 4]),
        ('\ufeff{"id": "a"}\r\n{"id": "b"}\r\n', [1, 2]),
        ('{"calls": [{"id": "a"}]}\n{"calls": [{"id": "b"}]}\n', [1, 2]),
        ('{"calls": [{"id": "a"}], "legs": [{"id": "b"}]}\n{"calls": []}\n', [1, 1]),
    ],
)
def test_every_shape_gives_the_same_records(text: str, lines: list[int]) -> None:
    """At their lines; in a document that is one array, at their places in it."""
    assert read(text) == [(line, {"id": name}) for line, name in zip(lines, "ab", strict=True)]


def test_a_line_that_is_no_page_is_a_record_as_it_is() -> None:
    assert read('{"calls": [{"id": "a"}]}\n{"calls": "none"}\n') == [(1, {"id": "a"}), (2, {"calls": "none"})]


def test_a_page_that_was_cut_short_is_one_fault_and_the_others_go_on() -> None:
    assert read('{"calls": [{"id": "a"}]}\n{"calls": [{"id": "b"\n{"calls": [{"id": "c"}]}\n') == [
        (1, {"id": "a"}), (2, "JSON_SYNTAX"), (3, {"id": "c"}),
    ]  # fmt: skip
