"""What a call of Aircall becomes: outcomes by reason, revisions, transfers, tags, and each rule on both sides."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from tests.importers.aircall.made_up import BEGAN, SECOND, USER, call, codes, event, items, lines, missed, row_of
from tests.importers.suite import bring_in

from pactline.importers.aircall import importing
from pactline.importers.customers import hashed
from pactline.importers.ingesting import read_records
from pactline.importers.reading import Reading, Source


def test_an_answered_call(tmp_path: Path) -> None:
    row = row_of(tmp_path, call(), customer_key=b"k")
    assert row.pop("source_rev") // SECOND == BEGAN + 192
    assert row == {
        "contact_id": "812", "visit": 1, "channel": "voice", "queue": "Support", "direction": "inbound",
        "arrived_us": BEGAN * SECOND, "offered_us": BEGAN * SECOND, "answered_us": (BEGAN + 12) * SECOND,
        "ended_us": (BEGAN + 192) * SECOND, "outcome": "answered", "wait_ms": 12_000, "talk_ms": 180_000,
        "agent": "Ada", "customer": hashed("+4930123456", b"k"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "voicemail", "outcome", "self_service"),
    [
        ("out_of_opening_hours", None, "refused", None),
        ("out_of_opening_hours", "https://v", "refused", None),
        ("agents_did_not_answer", "", "flowed_out", None),
        ("short_abandoned", None, "abandoned", None),
        ("abandoned_in_classic", None, "abandoned", None),
        ("abandoned", None, "abandoned", None),
        ("abandoned_in_ivr", None, "refused", "left"),
        ("no_available_agent", None, "flowed_out", None),
        ("agents_did_not_answer", None, "flowed_out", None),
        ("agents_did_not_answer", "https://v", "flowed_out", None),
        ("short_abandoned", "https://v", "flowed_out", None),
        (None, "https://v", "flowed_out", None),
        (None, None, "abandoned", None),
    ],
)
def test_why_a_call_was_missed_decides(
    tmp_path: Path, reason: str | None, voicemail: str | None, outcome: str, self_service: str | None
) -> None:
    row = row_of(tmp_path, missed(reason, voicemail=voicemail))
    assert (row["outcome"], row.get("self_service")) == (outcome, self_service)
    assert row["left_us"] == (BEGAN + 25) * SECOND
    assert ("wait_ms" in row) == (outcome != "refused" and not voicemail)
    assert (row.get("flags") == "wait_unknown") == (outcome == "flowed_out" and bool(voicemail))
    assert "agent" not in row


def test_a_reason_that_is_not_known_is_refused_and_a_missing_one_is_told(tmp_path: Path) -> None:
    assert codes(items(tmp_path, missed("eaten_by_the_dog"))) == ["AIR_REASON"]
    path = tmp_path / "aircall.json"
    path.write_text("".join(lines(missed(None), missed(None, 813), call(814, number=None))), encoding="utf-8")
    reading = Reading()
    list(importing.read(Source("a", path), reading))
    assert [(line, code) for line, code, _ in reading.warnings] == [(3, "AIR_NO_NUMBER"), (1, "AIR_NO_REASON")]


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (call(missed_call_reason="eaten_by_the_dog"), "answered"),
        (missed("eaten_by_the_dog", direction="outbound"), "failed"),
        (missed("eaten_by_the_dog", voicemail="https://example.com/1.mp3"), "flowed_out"),
        (missed("eaten_by_the_dog", ended_at=None, status="initial"), "open"),
        (missed(" "), "abandoned"),
    ],
)
def test_a_reason_that_decides_nothing_refuses_no_call(tmp_path: Path, told: dict[str, Any], outcome: str) -> None:
    assert row_of(tmp_path, told)["outcome"] == outcome


def test_outbound_calls_that_reached_somebody_or_nobody(tmp_path: Path) -> None:
    assert row_of(tmp_path, call(direction="outbound"))["outcome"] == "answered"
    nobody = row_of(tmp_path, missed(None, direction="outbound"))
    assert (nobody["outcome"], nobody["direction"]) == ("failed", "outbound")
    assert row_of(tmp_path, missed("short_abandoned", direction="outbound"))["outcome"] == "failed"


def test_open_calls(tmp_path: Path) -> None:
    ringing = row_of(tmp_path, missed(None, ended_at=None, status="initial"))
    talking = row_of(tmp_path, call(ended_at=None, status="answered"))
    assert (ringing["outcome"], "wait_ms" in ringing) == ("open", False)
    assert (talking["outcome"], talking["wait_ms"], talking["agent"]) == ("open", 12_000, "Ada")


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, None),
        ({"transferred_to": USER}, "blind"),
        ({"transferred_to": {"id": 3, "name": "Billing"}}, "queue"),
        ({"external_transferred_to": "+4930", "transferred_to": USER}, "external"),
        ({"transferred_by": USER}, None),
    ],
)
def test_transfers(tmp_path: Path, changes: dict[str, Any], kind: str | None) -> None:
    assert row_of(tmp_path, call(**changes)).get("transfer_out") == kind


@pytest.mark.parametrize(
    ("digits", "kept"),
    [("+49 30 123456", True), ("+49-30-123.456", True), ("(hidden)", False), ("anonymous", False),
     ("+33 6 ** ** ** 12", False), ("12", False), (None, False)],
)  # fmt: skip
def test_masked_digits_are_no_customer_and_spelling_does_not_matter(
    tmp_path: Path, digits: str | None, kept: bool
) -> None:
    row = row_of(tmp_path, call(raw_digits=digits), customer_key=b"k")
    assert row.get("customer") == (hashed("+4930123456", b"k") if kept else None)
    assert "customer" not in row_of(tmp_path, call(raw_digits=digits))


def test_labels_and_teams_are_tags(tmp_path: Path) -> None:
    labels = [{"id": 1, "name": "VIP; gold=1", "tagged_at": BEGAN + 300}, {"id": 2, "name": "billing"}]
    row = row_of(tmp_path, call(tags=labels, teams=[{"name": "North"}, {"name": "East"}]))
    assert row["tags"] == "VIP, gold:1=yes;billing=yes;team=East,North"
    assert row["source_rev"] // SECOND == BEGAN + 300


def test_the_line_else_the_team_stands_for_the_queue(tmp_path: Path) -> None:
    assert row_of(tmp_path, call(number={"id": 7, "name": " "}))["queue"] == "number 7"
    assert row_of(tmp_path, call(number=None, teams=[{"id": 1, "name": "North"}]))["queue"] == "North"
    assert row_of(tmp_path, call(number=None))["queue"] == "aircall"


@pytest.mark.parametrize(("duration", "flag"), [(191, None), (193, None), (194, "clock_disagrees"), (None, None)])
def test_the_duration_may_be_a_second_away_from_the_instants(
    tmp_path: Path, duration: int | None, flag: str | None
) -> None:
    assert row_of(tmp_path, call(duration=duration)).get("flags") == flag


COURSE = [
    event("call.created", missed(None, status="initial", ended_at=None, duration=0), 0),
    event("call.answered", call(status="answered", ended_at=None, duration=0), 12),
    event("call.hungup", call(), 192),
    event("call.ended", call(), 192),
    event("call.tagged", call(tags=[{"id": 1, "name": "vip"}]), 300),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(5)))[::7])
def test_events_in_any_order_make_one_call_and_the_last_telling_counts(order: tuple[int, ...], tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text("".join(lines(*(COURSE[n] for n in order))), encoding="utf-8")
    bring_in([file], tmp_path / "set", "aircall")
    records = read_records(tmp_path / "set")
    (row,) = records.rows(records.contacts())
    assert (row["outcome"], row["tags"]) == ("answered", "vip=yes")


def test_a_voicemail_that_is_told_after_the_hang_up_takes_its_place(tmp_path: Path) -> None:
    """The reason is known at the hang-up, the message half a minute later: of the wait nothing certain is left."""
    left = missed("agents_did_not_answer", voicemail="https://example.com/1.mp3")
    told = [
        event("call.ringing_on_agent", missed(None, status="initial", ended_at=None, duration=0, user=USER), 0),
        event("call.hungup", missed("agents_did_not_answer"), 25),
        event("call.ended", left, 55),
        event("call.voicemail_left", left, 58),
    ]
    file = tmp_path / "events.jsonl"
    file.write_text("".join(lines(*told)), encoding="utf-8")
    bring_in([file], tmp_path / "set", "aircall")
    records = read_records(tmp_path / "set")
    (row,) = records.rows(records.contacts())
    assert (row["outcome"], row["reason"], row["wait_ms"]) == ("flowed_out", "voicemail agents_did_not_answer", None)


def test_two_tellings_of_one_second_the_one_that_knows_more_counts(tmp_path: Path) -> None:
    """A call answered in the second it was created: both events carry the same timestamp."""
    created = event("call.created", missed(None, status="initial", ended_at=None, duration=0), 0)
    answered = event("call.answered", call(status="answered", answered_at=BEGAN, ended_at=None, duration=0), 0)
    assert row_of(tmp_path, created)["source_rev"] < row_of(tmp_path, answered)["source_rev"]


def test_a_call_fetched_while_it_was_open_gives_way_to_its_end(tmp_path: Path) -> None:
    earlier = row_of(tmp_path, call(ended_at=None, status="answered"))
    assert earlier["source_rev"] < row_of(tmp_path, call())["source_rev"]


def test_the_webhook_and_the_interface_tell_one_call_alike(tmp_path: Path) -> None:
    assert row_of(tmp_path, event("call.ended", call(), 192)) == row_of(tmp_path, {"call": call()})


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (event("user.opened", {"id": 1}, 0, resource="user"), "AIR_OTHER_EVENT"),
        (event("call.comm_assets_generated", {"id": 812, "recording": "x"}, 0), "AIR_OTHER_EVENT"),
        (event("call.ended", call(), 0, timestamp=None), "FIELD_MISSING"),
        (event("call.ended", call(), 0, timestamp=BEGAN * 1000), "TS_RANGE"),
        ({"meta": {"count": 0}}, "AIR_NO_CALL"),
        ({"id": 812, "name": "Ada"}, "AIR_NO_CALL"),
        ({}, "AIR_NO_CALL"),
        ([1], "JSON_TYPE"),
        (call(None), "ID_EMPTY"),
        (call(direction="sideways"), "ENUM_DIRECTION"),
        (call(started_at=None), "FIELD_MISSING"),
        (call(ended_at=None), "FIELD_MISSING"),
        (call(started_at="2026-03-02T09:00:00Z"), "NUM_FORMAT"),
        (call(started_at=12.5), "NUM_FORMAT"),
        (call(answered_at=BEGAN - 1), "TIME_ORDER"),
        (call(ended_at=BEGAN + 11), "TIME_ORDER"),
        (call(answered_at=BEGAN, ended_at=BEGAN, duration=0), "read"),
        (call(user="Ada"), "JSON_TYPE"),
        (call(tags={"name": "vip"}), "JSON_TYPE"),
        (call(number={"name": "a\u202eb"}), "TEXT_UNSAFE"),
    ],
)
def test_what_is_no_call_or_cannot_be_taken(tmp_path: Path, told: Any, code: str) -> None:
    assert codes(items(tmp_path, told)) == [code]


def test_whole_numbers_written_with_a_point_are_whole_numbers(tmp_path: Path) -> None:
    told = {
        **call(812.0),
        **{name: float(call()[name]) for name in ("started_at", "answered_at", "ended_at", "duration")},
    }  # type: ignore[arg-type]
    assert row_of(tmp_path, told) == row_of(tmp_path, call())


def test_a_page_without_calls_holds_no_record(tmp_path: Path) -> None:
    assert items(tmp_path, {"meta": {"count": 0}, "calls": []}) == []


def test_the_token_is_kept_nowhere_in_a_report(tmp_path: Path) -> None:
    (refused,) = items(tmp_path, event("call.ended", call(direction="sideways"), 0))
    assert "s3cr3t" not in str(refused)
    assert '"token": "..."' in str(refused)


def test_codes_shown_and_codes_explained_are_one_list_and_in_the_how_to() -> None:
    folder = Path(importing.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    shown = set(re.findall(r'"(AIR_[A-Z_]+)"(?!:)', text))
    assert shown == set(importing.CODES)
    page = (Path(__file__).resolve().parents[3] / "docs/how-to/import-aircall.md").read_text(encoding="utf-8")
    assert [code for code in importing.CODES if f"`{code}`" not in page] == []
