"""Pages, lists, lines and wrappers: the shapes in which the exports are kept."""

from __future__ import annotations

import gzip
import json

import pytest
from tests.importers.zendesk_talk.made_up import Files, call, leg, lines

from pactline.importers.reading import Ignored, Read, Refused

PAGE = {"calls": [call(1), call(2)], "next_page": "https://x.zendesk.com/?start_time=1", "count": 2, "end_time": 1}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PAGE),
        json.dumps(PAGE, indent=1),
        json.dumps({"count": 2, **PAGE}),
        json.dumps([call(1), call(2)]),
        lines([call(1), call(2)]),
        lines([{**PAGE, "calls": [call(1)]}, {**PAGE, "calls": [call(2)]}, {**PAGE, "calls": [], "count": 0}]),
        lines({"stream": "calls", "data": each, "emitted_at": 1} for each in (call(1), call(2))),
        gzip.compress(lines([call(1), call(2)]).encode()),
        lines([call(1), call(2)]).replace("\n", "\r\n\r\n"),
    ],
    ids=["page", "pretty", "order", "list", "lines", "pages", "wrapped", "gzip", "crlf"],
)
def test_every_shape_holds_the_same_calls(text: str | bytes) -> None:
    assert [item.row["contact_id"] for item in Files().take(text) if isinstance(item, Read)] == ["1", "2"]


def test_calls_and_legs_are_told_apart_by_their_keys_also_in_one_file() -> None:
    told = Files().take(lines([{"legs": [leg(11)]}, {"calls": [call(1)]}]))
    assert sorted(type(item).__name__ for item in told) == ["Ignored", "Read"]
    document = Files().take(json.dumps({"legs": [leg(11)], "count": 1}))
    assert [item.code for item in document if not isinstance(item, Read)] == ["ZT_NO_CALL"]


@pytest.mark.parametrize("text", ["{}", '{"count": 0, "next_page": null, "end_time": 5}'])
def test_a_page_without_records_is_told(text: str) -> None:
    (item,) = Files().take(text)
    assert isinstance(item, Ignored)
    assert item.code == "ZT_EMPTY_PAGE"


@pytest.mark.parametrize("text", ['{"agents_overview": {}}', '{"id": 4, "name": "a group"}', "[[]]", '["x"]'])
def test_other_answers_are_refused(text: str) -> None:
    (item,) = Files().take(text)
    assert isinstance(item, Refused)
    assert item.code in ("ZT_NEITHER", "JSON_TYPE")
