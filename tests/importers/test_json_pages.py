"""Vendors' JSON exports: a document, a record a line, a page a line, and what is none of them."""

from __future__ import annotations

import io
from typing import Any

import pytest

from pactline.importers.fault import Fault
from pactline.importers.files import json_pages as json_pages_module
from pactline.importers.files.json_pages import json_pages
from pactline.importers.files.lines import LONGEST_LINE
from pactline.importers.reading import SourceRefused


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
        ('{"calls": [{"id": "a"}], "legs": [{"id": "b"}]}', [1, 2]),
        ('{"calls": [{"id": "a"}]}{"legs": [{"id": "b"}]}', [1, 2]),
        ('{"calls": [{"id": "a"}]}{"calls": []}{"legs": [{"id": "b"}]}\n{"calls": []}', [1, 1]),
        ('{\n"calls": [\n{\n"id": "a"\n}\n]\n}\n{\n"calls": [\n{\n"id": "b"\n}\n]\n}\n', [1, 2]),
        ('[{"id": "a"}]\n[]\n[{"id": "b"}]', [1, 2]),
        ('[{"id": "a"}, {"id": "b"}]\n', [1, 2]),
        ('{\n"id": "a"\n}\n{\n"id": "b"\n}', [1, 4]),
        ('{"id": "a"}{"id": "b"}', [1, 1]),
    ],
)
def test_every_shape_gives_the_same_records(text: str, lines: list[int]) -> None:
    """At their lines; in a document that is one array, at their places in it."""
    assert read(text) == [(line, {"id": name}) for line, name in zip(lines, "ab", strict=True)]


def test_a_line_that_is_no_page_is_a_record_as_it_is() -> None:
    """Such as the error that an interface answers with in the middle of an export."""
    assert read('{"calls": [{"id": "a"}]}\n{"calls": "none"}\n') == [(1, {"id": "a"}), (2, {"calls": "none"})]
    assert read('{"calls": [{"id": "a"}]}{"error": "busy"}') == [(1, {"id": "a"}), (2, {"error": "busy"})]
    assert read('{"id": "a"}\n{"error": "busy"}\n') == [(1, {"id": "a"}), (2, {"error": "busy"})]


def test_a_page_that_was_cut_short_is_one_fault_and_the_others_go_on() -> None:
    assert read('{"calls": [{"id": "a"}]}\n{"calls": [{"id": "b"\n{"calls": [{"id": "c"}]}\n') == [
        (1, {"id": "a"}), (2, "JSON_SYNTAX"), (3, {"id": "c"}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        '{"calls": [{"id": "a"}]}{"calls": [{"id": "b"', '{"calls": [{"id": "a"},]}',
        '{"calls": [{"id": "a"}]},{"calls": []}',
        '{"calls": [{"id": "a"}]} end', '[{"id": "a"}][{"id": "b"}',
    ],
)  # fmt: skip
def test_documents_one_after_the_other_are_good_as_a_whole_or_not_at_all(text: str) -> None:
    with pytest.raises(SourceRefused) as refused:
        read(text)
    assert refused.value.code == "JSON_SYNTAX"


def test_a_page_on_a_line_is_longer_than_a_record_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record may hold 2 MiB and 100,000 values; a page holds up to a thousand records."""
    records = ", ".join(
        f'{{"id": "{number}", "text": "{"x" * 5_000}", "list": [{"1, " * 500}1]}}' for number in range(500)
    )
    page = f'{{"calls": [{records}]}}\n'
    assert len(page) > LONGEST_LINE
    assert [line for line, _ in read(page + page)] == [1] * 500 + [2] * 500
    monkeypatch.setattr(json_pages_module, "LONGEST_PAGE", len(page))
    assert len(read(page + page)) == 1_000
    monkeypatch.setattr(json_pages_module, "LONGEST_PAGE", len(page) - 2)
    assert read(page + page) == [(1, "FIELD_TOO_LONG"), (2, "FIELD_TOO_LONG")]


def test_a_list_may_come_late_in_its_page() -> None:
    around = ", ".join(f'"{number}": "{"x" * 1_000}"' for number in range(100))
    assert read(f'{{{around}, "calls": [{{"id": "a"}}]}}') == [(1, {"id": "a"})]
