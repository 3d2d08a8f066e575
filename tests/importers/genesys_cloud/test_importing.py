"""Shapes of answers, fetches that know more and less, wrong types, and customers."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest
from tests.importers.genesys_cloud.made_up import (
    answered,
    at,
    conversation,
    customer,
    items,
    party,
    read_text,
    rows,
    segment,
    waiting,
)
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing, bring_in

from pactline.importers.customers import hashed
from pactline.importers.reading import Ignored, Read, Refused
from pactline.values.zone import zone

KEY = b"0123456789abcdef"
TWO = [answered("c-1"), answered("c-2", 4, 10, 60)]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"conversations": TWO, "totalHits": 2}),
        json.dumps({"cursor": "abc", "conversations": TWO, "dataAvailabilityDate": at(0)}, indent=2),
        json.dumps(TWO),
        "".join(json.dumps(each) + "\n" for each in TWO),
        "\n".join(json.dumps({"conversations": [each]}) for each in TWO),
        json.dumps(TWO[0], indent=4) + "\n" + json.dumps(TWO[1], indent=4),
        "\ufeff" + json.dumps({"conversations": TWO}),
        gzip.compress(json.dumps({"conversations": TWO}).encode()),
    ],
    ids=["answer", "job", "list", "lines", "pages", "pretty", "mark", "gzip"],
)
def test_every_shape_holds_the_same_conversations(text: str | bytes) -> None:
    told, _ = read_text(text)
    assert [item.row["contact_id"] for item in told if isinstance(item, Read)] == ["c-1", "c-2"]


def test_one_conversation_alone_is_a_whole_file() -> None:
    assert len(read_text(json.dumps(TWO[0], indent=2))[0]) == 1


@pytest.mark.parametrize("text", ["{}", '{"totalHits": 0}', '{"conversations": null}'])
def test_an_answer_without_conversations_is_told(text: str) -> None:
    (item,) = read_text(text)[0]
    assert isinstance(item, Ignored)
    assert item.code == "GC_EMPTY_PAGE"


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ({"id": "c-1", "participants": [], "startTime": at(0)}, "GC_NOT_DETAILS"),
        ({"results": []}, "GC_NOT_DETAILS"),
        ({"conversations": {"conversationId": "c"}}, "GC_NOT_DETAILS"),
        ({"conversationId": "c-1"}, "FIELD_MISSING"),
        ({**TWO[0], "conversationId": "a b"}, "ID_FORMAT"),
        ({**TWO[0], "conversationId": 7}, "JSON_TYPE"),
        ({**TWO[0], "participants": {}}, "JSON_TYPE"),
        ({**TWO[0], "conversationStart": "2021-04-2T15:30:51.418Z"}, "TS_FORMAT"),
        ({**TWO[0], "conversationStart": "2021-04-02T15:30:51.418"}, "TS_NO_OFFSET"),
        ({**TWO[0], "conversationEnd": "1999-12-31T23:59:59.999Z"}, "TS_RANGE"),
    ],
)
def test_what_is_no_conversation_is_refused_with_a_word(found: Any, code: str) -> None:
    (item,) = read_text(json.dumps(found))[0]
    assert isinstance(item, Refused)
    assert item.code == code


def _with(**changes: Any) -> dict[str, Any]:
    return conversation("c-1", customer(30), party("acd", {**segment("interact", 3, 30, "q"), **changes}), end=30)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (_with(segmentEnd=at(2)), "TIME_ORDER"),
        (_with(segmentStart=None), "FIELD_MISSING"),
        (_with(segmentType=3), "JSON_TYPE"),
        (_with(conference="yes"), "JSON_TYPE"),
        (_with(queueId="sa\u202eles"), "TEXT_UNSAFE"),
        (_with(queueId="q" * 129), "FIELD_TOO_LONG"),
        (conversation("c-1", waiting(3, 30, "peer", metrics={"tAcd": "x"}), end=30), "NUM_FORMAT"),
        (conversation("c-1", waiting(3, 30, "peer", metrics={"tAcd": -1}), end=30), "NUM_NEGATIVE"),
        (conversation("c-1", waiting(3, 30, "peer", metrics={"tAcd": 2_678_400_001}), end=30), "NUM_RANGE"),
    ],
)
def test_a_part_that_cannot_be_refuses_its_conversation_and_no_other(found: Any, code: str) -> None:
    first, second = items(found, answered("c-2"))
    assert isinstance(first, Refused)
    assert (first.code, "c-1" in first.message) == (code, True)
    assert isinstance(second, Read)


def test_times_that_lost_their_offset_need_the_zone_and_a_program_may_have_spelt_them_anew() -> None:
    def spelt(old: str, new: str) -> Any:
        return json.loads(json.dumps(answered("c-1")).replace(old, new))

    (plain,) = items(answered("c-1"))
    (java,) = items(spelt('Z"', '+0000"'))
    (bare,) = items(spelt('Z"', '"'), zone=zone("UTC"))
    assert isinstance(plain, Read)
    assert isinstance(java, Read)
    assert isinstance(bare, Read)
    assert java.row == bare.row == plain.row


def test_a_metric_that_is_not_read_costs_nothing_whatever_its_value() -> None:
    strange = {"oMeanOpinion": 4.31, "tOfTomorrow": -3, "nWords": "many", "oNested": {"a": 1}, "tNever": None}
    told = conversation("c-1", waiting(3, 30, "peer", metrics={"tAcd": 27_000, **strange}), end=30)
    plain = conversation("c-1", waiting(3, 30, "peer", metrics={"tAcd": 27_000}), end=30)
    (first,), (second,) = items(told), items(plain)
    assert isinstance(first, Read)
    assert isinstance(second, Read)
    assert {**first.row, "source_rev": 0} == {**second.row, "source_rev": 0}


def test_an_instant_in_the_future_is_refused_and_a_promise_for_tomorrow_is_not() -> None:
    found = answered("c-1")
    last = int(rows(found)[0]["ended_us"])
    assert isinstance(items(found, latest_us=last)[0], Read)
    assert isinstance(items(found, latest_us=last - 1)[0], Refused)
    found["participants"][1]["sessions"][0]["callbackScheduledTime"] = at(86_400)
    assert isinstance(items(found, latest_us=last)[0], Read)


# -- fetches


def _fetches() -> list[dict[str, Any]]:
    """One conversation as four fetches saw it: waiting, talking, over without metrics, over with them."""
    over = answered("c-1")
    with_metrics = json.loads(json.dumps(over))
    with_metrics["participants"][2]["sessions"][0]["metrics"] = [
        {"name": "tTalk", "value": 119_900, "emitDate": at(143)}
    ]
    waits = conversation("c-1", customer(None), waiting(3, None, None), originatingDirection="inbound")
    talks = conversation("c-1", customer(None), waiting(3, 23, "transfer"), over["participants"][2],
                         originatingDirection="inbound")  # fmt: skip
    talks = json.loads(json.dumps(talks))
    del talks["participants"][2]["sessions"][0]["segments"][1]["segmentEnd"]
    return [waits, talks, over, with_metrics]


def test_each_fetch_knows_more_and_wins_whatever_the_order() -> None:
    revisions = [row["source_rev"] for row in rows(*_fetches())]
    assert revisions == sorted(set(revisions))


def test_the_fetch_that_knows_most_counts_in_any_order(tmp_path: Path) -> None:
    digests = set()
    for seed in range(6):
        fetches = _fetches()
        random.Random(seed).shuffle(fetches)
        files = []
        for number, fetch in enumerate(fetches):
            files.append(tmp_path / f"{seed}-{number}.json")
            files[-1].write_text(json.dumps({"conversations": [fetch]}), encoding="utf-8")
        receipts, digest = bring_in(files, tmp_path / f"set-{seed}", "genesys-cloud")
        assert not any(receipt.conflicts for receipt in receipts)
        digests.add(digest)
    only = tmp_path / "only.json"
    only.write_text(json.dumps(_fetches()[3]), encoding="utf-8")
    assert digests == {bring_in([only], tmp_path / "only", "genesys-cloud")[1]}


def test_two_contents_that_know_equally_much_are_a_conflict(tmp_path: Path) -> None:
    other = answered("c-1")
    other["participants"][2]["userId"] = "u-9"
    file = tmp_path / "two.json"
    file.write_text(json.dumps([answered("c-1"), other]), encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "genesys-cloud")
    assert (receipt.accepted, receipt.conflicts) == (0, 2)


def test_order_and_split_do_not_matter(tmp_path: Path) -> None:
    found = [answered(f"c-{n}", 3, 10 + n, 60 + n) for n in range(8)] + _fetches()
    lines = [json.dumps(each) + "\n" for each in found]
    assert_order_and_split_do_not_matter(lines, tmp_path / "parts", "genesys-cloud")


def test_the_same_answer_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps({"conversations": [*TWO, {"conversationId": "x"}]}), encoding="utf-8")
    receipt = assert_twice_changes_nothing(file, tmp_path / "set", "genesys-cloud")
    assert (receipt.accepted, receipt.rejected, receipt.verdict) == (2, 1, "partial")


# -- customers


@pytest.mark.parametrize(
    "told",
    [
        {"ani": "tel:+4930123"},
        {"ani": "sip:+4930123@10.0.0.1;user=phone"},
        {"direction": "outbound", "ani": "tel:+491111", "dnis": "tel:+4930123"},
        {"ani": None, "callbackNumbers": ["+4930123"]},
    ],
)
def test_one_number_is_one_customer_however_it_is_written(told: dict[str, Any]) -> None:
    found = conversation("c-1", customer(30, **told), waiting(3, 30, "peer"), end=30)
    (row,) = rows(found, customer_key=KEY)
    assert row["customer"] == hashed("+4930123", KEY)
    assert "customer" not in rows(found)[0], "without a key no number is kept"


@pytest.mark.parametrize("ani", ["tel:anonymous", "sip:anonymous@anonymous.invalid", None])
def test_a_withheld_number_is_no_customer(ani: str | None) -> None:
    assert (
        "customer"
        not in rows(conversation("c-1", customer(30, ani=ani), waiting(3, 30, "peer"), end=30), customer_key=KEY)[0]
    )


def test_no_number_is_told_anywhere() -> None:
    told, warnings = read_text(json.dumps(TWO), customer_key=KEY)
    assert "4930123" not in str(told) + str(warnings)
