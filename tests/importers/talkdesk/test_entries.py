"""What an entry of a calls report becomes, in each generation and as JSON and CSV; each rule on both sides of its
edge."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.importers.suite import bring_in
from tests.importers.talkdesk.made_up import (
    BERLIN,
    SECOND,
    START,
    UTC,
    codes,
    csv_lines,
    days,
    gone,
    items,
    json_lines,
    new,
    old,
    row_of,
)

from pactline.importers.customers import hashed
from pactline.importers.reading import Item, Read, Reading, Source, SourceRefused
from pactline.importers.talkdesk import importing

CALL = {
    "contact_id": "t-1", "visit": 1, "channel": "voice", "queue": "billing", "direction": "inbound",
    "arrived_us": START, "offered_us": START + 8 * SECOND, "answered_us": START + 20 * SECOND,
    "ended_us": START + 200 * SECOND, "outcome": "answered", "reason": "inbound", "wait_ms": 12_000, "ring_ms": 9_000,
    "talk_ms": 170_000, "hold_ms": 10_000, "agent": "Ada", "customer": hashed("+4930123456", b"k"),
    "disposition": "Solved", "csat": 4, "surveyed": "yes", "tags": "business_hours=yes;ivr=1,2;team=North",
    "source_rev": 21,
}  # fmt: skip


def rows(found: Iterable[Item]) -> list[Any]:
    return [item.row for item in found if isinstance(item, Read)]


def test_one_call_in_two_generations_is_the_same_row(tmp_path: Path) -> None:
    assert row_of(tmp_path, old(), customer_key=b"k") == CALL
    assert row_of(tmp_path, new(), customer_key=b"k") == CALL


def test_the_same_as_csv_however_the_columns_are_spelt(tmp_path: Path) -> None:
    spelt = {"interaction_id": "Interaction ID", "call_type": "Call Type", "in_business_hours?": "In Business Hours?"}
    for lines in (csv_lines(old()), csv_lines(old(), named=spelt), csv_lines(new())):
        (row,) = rows(items(tmp_path, *lines, zone=UTC, customer_key=b"k"))
        assert {name: value for name, value in row.items() if value is not None} == CALL


def test_the_reporting_interface_before_explore(tmp_path: Path) -> None:
    """Whole seconds, times without zone, and a talk that has the hold in it: 775 + 5 = 780."""
    entry = {
        "callsid": "CA73", "type": "inbound", "start_at": "2016-03-30 10:22:02", "end_at": "2016-03-30 10:35:02",
        "total_time": 780, "talk_time": 775, "wait_time": 5, "hold_time": 70, "agent_speed_to_answer_time": 5,
        "ring_groups": "Product Support", "is_callback_from_queue": None, "handling_agent_name": "Charlie",
        "agent_name": None, "is_external_transfer": True,
    }  # fmt: skip
    row = row_of(tmp_path, entry)
    assert (row["talk_ms"], row["hold_ms"], row["wait_ms"]) == (705_000, 70_000, 5_000)
    assert (row["agent"], row["transfer_out"], row["contact_id"]) == ("Charlie", "external", "CA73")
    assert row["offered_us"] == row["arrived_us"]


@pytest.mark.parametrize(
    ("kind", "outcome", "direction"),
    [
        ("abandoned", "abandoned", "inbound"),
        ("short_abandoned", "abandoned", "inbound"),
        ("Short Abandoned", "abandoned", "inbound"),
        ("missed", "abandoned", "inbound"),
        ("voicemail", "flowed_out", "inbound"),
        ("outbound_missed", "failed", "outbound"),
    ],
)
def test_calls_that_nobody_answered(tmp_path: Path, kind: str, outcome: str, direction: str) -> None:
    row = row_of(tmp_path, gone(kind))
    assert (row["outcome"], row["direction"]) == (outcome, direction)
    assert row["reason"] == kind.lower().replace(" ", "_")
    assert "agent" not in row
    if outcome == "abandoned":
        assert (row["offered_us"], row["left_us"]) == (START + 10 * SECOND, START + 40 * SECOND)


def test_the_wait_of_a_voicemail_ends_where_the_message_begins(tmp_path: Path) -> None:
    row = row_of(tmp_path, gone("voicemail"))
    assert (row["offered_us"], row["left_us"], row["wait_ms"]) == (START, START + 30 * SECOND, 30_000)


def test_a_missed_call_that_went_on_to_another_number_flowed_out(tmp_path: Path) -> None:
    assert row_of(tmp_path, gone("missed", is_if_no_answer=True))["outcome"] == "flowed_out"


def test_a_call_without_an_end_is_open(tmp_path: Path) -> None:
    row = row_of(tmp_path, new(end_at=None))
    assert (row["outcome"], row["offered_us"]) == ("open", START)
    assert row["source_rev"] < row_of(tmp_path, new())["source_rev"]


def test_outbound_calls_wait_for_nobody_in_a_queue(tmp_path: Path) -> None:
    row = row_of(tmp_path, new(type="outbound", wait_time=0))
    assert (row["direction"], row["offered_us"], row["answered_us"]) == ("outbound", START, START + 20 * SECOND)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [({}, None), ({"is_transfer": True}, "blind"), ({"is_transfer": True, "is_external_transfer": True}, "external")],
)
def test_transfers(tmp_path: Path, changes: dict[str, Any], kind: str | None) -> None:
    assert row_of(tmp_path, new(**changes)).get("transfer_out") == kind


@pytest.mark.parametrize("yes", ["TRUE", "Yes", "true", "y", "1", True])
@pytest.mark.parametrize("no", ["FALSE", "No", "false", "n", "0", False])
def test_yes_and_no_in_every_spelling(tmp_path: Path, yes: Any, no: Any) -> None:
    row = row_of(tmp_path, old(**{"callback_from_queue?": yes, "in_business_hours?": no}))
    assert (row["channel"], row["tags"].split(";")[0]) == ("callback", "business_hours=no")


@pytest.mark.parametrize(
    ("text", "ms", "warned"),
    [
        ("6.9444446e-05", 6_000, False),
        ("0.000069444446", 6_000, False),
        ("5.787037e-05", 5_000, False),
        ("0.0", 0, False),
        ("6.886575e-05", 6_000, False),  # 5.950001 s: as near as may be
        ("6.8854e-05", 5_949, True),
        ("1.2345e-04", 10_666, True),
        ("0:00:06", 6_000, False),
    ],
)
def test_a_fraction_of_a_day_is_exact_and_meant_to_be_whole_seconds(
    tmp_path: Path, text: str, ms: int, warned: bool
) -> None:
    path = tmp_path / "report"
    entry = old(waiting_time=text)
    path.write_text("".join(csv_lines(entry)), encoding="utf-8")
    reading = Reading(zone=UTC)
    (row,) = rows(importing.read(Source("r", path), reading))
    assert row["wait_ms"] == ms
    assert ("TD_NOT_WHOLE" in [code for _, code, _ in reading.warnings]) == warned


def test_every_second_of_three_hours_survives_eight_digits(tmp_path: Path) -> None:
    entries = [old(f"t-{n}", end_time="2026-03-02 13:00:00", waiting_time=days(n)) for n in range(0, 10_800, 37)]
    found = rows(items(tmp_path, *csv_lines(*entries), zone=UTC))
    assert [row["wait_ms"] for row in found] == [n * 1_000 for n in range(0, 10_800, 37)]


def test_seconds_where_fractions_were_are_refused_and_not_taken_for_days(tmp_path: Path) -> None:
    assert codes(items(tmp_path, *json_lines(old(talk_time=170)), zone=UTC)) == ["NUM_RANGE"]
    assert codes(items(tmp_path, *json_lines(old(talk_time=1)), zone=UTC)) == ["DUR_MISMATCH"]


def test_old_names_with_times_in_utc_are_in_seconds(tmp_path: Path) -> None:
    entry = old(start_time="2026-03-02T09:00:00Z", end_time="2026-03-02T09:03:20Z")
    entry |= {"talk_time": 170, "waiting_time": 12, "holding_time": 10, "agent_speed_to_answer": 9}
    assert row_of(tmp_path, entry, customer_key=b"k") == CALL


@pytest.mark.parametrize(
    ("talk", "found"),
    [(200, None), (202, None), (203, "durations_disagree"), (260, "durations_disagree"), (261, "DUR_MISMATCH")],
)
def test_a_length_longer_than_the_call_is_marked_and_beyond_a_minute_refused(
    tmp_path: Path, talk: int, found: str | None
) -> None:
    (item,) = items(tmp_path, *json_lines(new(talk_time=talk, hold_time=0, wait_time=0, total_ringing_time=0)))
    assert (item.row.get("flags") if isinstance(item, Read) else item.code) == found


@pytest.mark.parametrize(("ring", "flag"), [(12, None), (13, None), (14, "clock_disagrees")])
def test_nobodys_phone_rings_longer_than_the_caller_waits(tmp_path: Path, ring: int, flag: str | None) -> None:
    assert row_of(tmp_path, new(total_ringing_time=ring)).get("flags") == flag


@pytest.mark.parametrize(("wait", "flag"), [(20, None), (22, None), (23, "clock_disagrees")])
def test_a_wait_cannot_begin_before_the_call(tmp_path: Path, wait: int, flag: str | None) -> None:
    row = row_of(tmp_path, new(wait_time=wait, talk_time=180, hold_time=0))
    assert (row.get("flags"), row["offered_us"]) == (flag, START)


def test_local_times_are_taken_in_the_declared_zone(tmp_path: Path) -> None:
    assert row_of(tmp_path, old(), zone=BERLIN)["arrived_us"] == START - 3_600 * SECOND


def test_the_night_the_clocks_go_back(tmp_path: Path) -> None:
    """02:10 occurs twice. A call from 02:50 to 02:10 ended in the second one."""
    night = {"start_time": "2025-10-26 02:10:00", "end_time": "2025-10-26 02:13:20"}
    twice = row_of(tmp_path, old(**night), zone=BERLIN)
    assert (twice["flags"], twice["ended_us"] - twice["arrived_us"]) == ("zone_ambiguous", 200 * SECOND)
    over = {"start_time": "2025-10-26 02:58:20", "end_time": "2025-10-26 02:01:40"}
    row = row_of(tmp_path, old(**over), zone=BERLIN)
    assert row["ended_us"] - row["arrived_us"] == 200 * SECOND


def test_the_night_the_clocks_go_forward(tmp_path: Path) -> None:
    skipped = old(start_time="2026-03-29 02:30:00", end_time="2026-03-29 03:10:00")
    assert codes(items(tmp_path, *json_lines(skipped), zone=BERLIN)) == ["TS_NONEXISTENT"]


def test_a_report_with_zones_needs_none_and_one_without_asks(tmp_path: Path) -> None:
    assert codes(items(tmp_path, *json_lines(new()))) == ["read"]
    assert codes(items(tmp_path, *json_lines(new(start_at="2026-03-02 09:00:00 UTC")))) == ["read"]
    with pytest.raises(SourceRefused, match="--zone"):
        items(tmp_path, *json_lines(old()))


def test_a_call_without_ring_group_is_named_by_its_line(tmp_path: Path) -> None:
    assert row_of(tmp_path, old(tags=None))["queue"] == "support"
    assert row_of(tmp_path, old(tags=None, phone_display_name=None))["queue"] == "talkdesk"


def test_scores(tmp_path: Path) -> None:
    for score, scale in ((1, None), (5, None), (0, "0-10"), (6, "0-10"), (10, "0-10")):
        row = row_of(tmp_path, new(csat_score=str(score)))
        assert (row["csat"], row.get("csat_scale")) == (score, scale)
    assert "csat" not in row_of(tmp_path, new(csat_score=None))
    reading = Reading()
    path = tmp_path / "report"
    path.write_text("".join(json_lines(gone("missed", csat_score=3))), encoding="utf-8")
    (row,) = rows(importing.read(Source("r", path), reading))
    assert "csat" not in row
    assert [code for _, code, _ in reading.warnings] == ["TD_SCORE"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"call_type": "teleported"}, "TD_TYPE"),
        ({"call_type": None}, "FIELD_MISSING"),
        ({"interaction_id": ""}, "FIELD_MISSING"),
        ({"interaction_id": "two words"}, "ID_FORMAT"),
        ({"start_time": "02/03/2026 09:00"}, "TS_FORMAT"),
        ({"start_time": "2026-03-02"}, "TS_FORMAT"),
        ({"start_time": "1999-03-02 09:00:00"}, "TS_RANGE"),
        ({"end_time": "2026-03-02 08:59:59"}, "TIME_ORDER"),
        ({"end_time": "2026-03-02 09:00:00"}, "DUR_MISMATCH"),
        ({"talk_time": "long"}, "NUM_FORMAT"),
        ({"talk_time": "1e400"}, "NUM_FORMAT"),
        ({"talk_time": "-0.001"}, "NUM_NEGATIVE"),
        ({"talk_time": [1]}, "JSON_TYPE"),
        ({"transfer?": "perhaps"}, "ENUM_WORD"),
        ({"csat_score": "11"}, "CSAT_RANGE"),
        ({"csat_score": "4.5"}, "CSAT_RANGE"),
        ({"tags": "bil\u202eling"}, "TEXT_UNSAFE"),
        ({"Transfer ?": "No"}, "JSON_DUP_KEY"),
    ],
)
def test_what_cannot_be_taken(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    assert codes(items(tmp_path, *json_lines(old(**changes)), zone=UTC)) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n1,2\n", "HDR_MISSING_COLUMN"),
        ("Interaction ID;Call Type;Start Time\n1;inbound;2026-03-02 09:00:00\n", "CSV_DELIMITER"),
        ("interaction_id,type,start,start\n", "HDR_DUPLICATE"),
        ("", "EMPTY_FILE"),
        ('"interaction_id,type\n', "CSV_QUOTE"),
        ('{"entries": [{"interaction_id": 1,}]}', "JSON_SYNTAX"),
    ],
)
def test_files_that_are_no_report(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "report"
    file.write_text(text, encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "talkdesk", zone=UTC)
    assert (receipt.verdict, list(receipt.reasons)) == ("rejected", [code])


def test_codes_shown_and_codes_explained_are_one_list_and_in_the_how_to() -> None:
    folder = Path(importing.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    shown = set(re.findall(r'"(TD_[A-Z_]+)"(?!: "(?:without|with) )', text))
    assert shown == set(importing.CODES)
    page = (Path(__file__).resolve().parents[3] / "docs/how-to/import-talkdesk.md").read_text(encoding="utf-8")
    assert [code for code in importing.CODES if f"`{code}`" not in page] == []
