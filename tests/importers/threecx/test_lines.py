"""Lines: columns, lengths, local times and the two nights on which the clocks change."""

from __future__ import annotations

import pytest
from tests.importers.threecx.made_up import Files, abandoned, cdr, items, rows

from pactline.importers.reading import Ignored, Read, Refused, SourceRefused
from pactline.importers.threecx.columns import USUAL
from pactline.values.zone import zone

HOUR_US = 3_600_000_000


def test_without_a_zone_the_file_is_refused() -> None:
    with pytest.raises(SourceRefused) as refused:
        Files(zone=None).take(cdr())
    assert refused.value.code == "TS_ZONE_MISSING"


def test_blank_lines_marks_and_either_line_end_are_fine() -> None:
    told = items("\ufeff", cdr(1), "\r\n", cdr(2).replace("\r\n", "\n"), " \n", cdr(3).rstrip())
    assert [type(item) for item in told if not isinstance(item, Read)] == [Ignored, Ignored]
    assert len([item for item in told if isinstance(item, Read)]) == 3


def test_the_prefix_of_the_first_value_may_be_there_or_not() -> None:
    assert [row["contact_id"] for row in rows(cdr(historyid="Call 288831"), cdr(historyid="288832", callid="b"))] == [
        "288831", "288832",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["Miller, Anna", "a,b,c"])
def test_a_comma_inside_a_name_does_not_shift_columns_in_silence(name: str) -> None:
    (item,) = items(cdr(from_dispname=name))
    assert isinstance(item, Refused)
    assert item.code == "CX_COLUMNS"


def test_a_quoted_comma_is_read() -> None:
    assert rows(cdr(from_dispname='"Miller, Anna"'))[0]["wait_ms"] == 12_000


def test_another_number_of_columns_is_refused_line_by_line() -> None:
    shorter = USUAL[:20]
    told = items(cdr(1, columns=shorter), cdr(2))
    assert [getattr(item, "code", "") for item in told] == ["CX_COLUMNS", ""]


@pytest.mark.parametrize("hyphen", [False, True])
def test_a_first_line_of_names_declares_another_list(hyphen: bool) -> None:
    names = [name for name in reversed(USUAL) if not name.startswith("bill")]
    header = ",".join(name.replace("_", "-") if hyphen else name for name in names) + "\n"
    (row,) = rows(header, cdr(columns=names))
    assert (row["contact_id"], row["wait_ms"], row["agent"]) == ("1", 12_000, "101")
    told = items(header, cdr(1, columns=names), header, cdr(2, columns=names))
    assert [item.code for item in told if isinstance(item, Ignored)] == ["CX_HEADER"]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (",".join(USUAL[1:]).replace("callid", "historyid"), None),
        (",".join(name for name in USUAL if name != "time_end"), "HDR_MISSING_COLUMN"),
        (",".join((*USUAL, "chain")), "HDR_DUPLICATE"),
        ("cdr_id,call_history_id,source_participant_id,cdr_started_at", "CX_SEGMENTS"),
    ],
)
def test_a_list_that_cannot_be_read_refuses_the_file(header: str, code: str | None) -> None:
    if code is None:
        assert items(header + "\n") == []
        return
    with pytest.raises(SourceRefused) as refused:
        items(header + "\n", cdr())
    assert refused.value.code == code


def test_a_segment_of_the_newer_log_is_called_by_its_name() -> None:
    (item,) = items("00000000-01dc-2f3a-9c1b-5a0000000001,00000000-01dc-2f3a-9c1b-5a0000000002,queue,800,2026-03-02\n")
    assert isinstance(item, Refused)
    assert item.code == "CX_SEGMENTS"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"historyid": "Call "}, "ID_EMPTY"), ({"historyid": "Call 1/2"}, "ID_FORMAT"),
        ({"time_start": ""}, "FIELD_MISSING"), ({"time_end": ""}, "FIELD_MISSING"),
        ({"time_start": "02.03.2026 09:00"}, "TS_FORMAT"), ({"time_start": "2026/02/30 09:00:00"}, "TS_FORMAT"),
        ({"time_start": "1999/12/31 09:00:00"}, "TS_RANGE"), ({"time_answered": "2026/03/02 08:59:59"}, "TIME_ORDER"),
        ({"time_end": "2026/03/02 09:00:11"}, "TIME_ORDER"), ({"duration": "125"}, "NUM_FORMAT"),
        ({"to_dn": "8\u200b00"}, "TEXT_UNSAFE"), ({"callid": "x\x07"}, "CTRL_CHAR"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_word(changes: dict[str, str], code: str) -> None:
    told = items(cdr(1, **changes), cdr(2))
    assert isinstance(told[0], Refused)
    assert told[0].code == code
    assert isinstance(told[1], Read)


def test_an_instant_in_the_future_is_refused() -> None:
    ended = int(rows(cdr())[0]["ended_us"])
    assert isinstance(items(cdr(), latest_us=ended)[0], Read)
    assert [getattr(item, "code", "") for item in items(cdr(), latest_us=ended - 1)] == ["TS_RANGE"]


# -- lengths


@pytest.mark.parametrize(
    ("duration", "flags"),
    [("00:02:00", None), ("00:01:59", None), ("00:02:01", None), ("00:01:58", "durations_disagree"),
     ("00:02:02", "durations_disagree"), ("", None)],
)  # fmt: skip
def test_the_duration_is_end_minus_answer_within_a_second(duration: str, flags: str | None) -> None:
    assert rows(cdr(duration=duration))[0].get("flags") == flags


def test_an_answer_that_is_not_logged_follows_from_the_duration() -> None:
    (row,) = rows(cdr(time_answered=""))
    assert (row["wait_ms"], row["talk_ms"]) == (12_000, 120_000)


# -- the nights on which the clocks change (Berlin: 2026-03-29 and 2026-10-25)


@pytest.mark.parametrize(
    ("times", "code"),
    [
        (("2026/03/29 01:59:59", "2026/03/29 03:00:02", "2026/03/29 03:01:00"), None),
        (("2026/03/29 02:00:00", "2026/03/29 03:00:02", "2026/03/29 03:01:00"), "TS_NONEXISTENT"),
        (("2026/03/29 01:59:59", "2026/03/29 02:59:59", "2026/03/29 03:01:00"), "TS_NONEXISTENT"),
        (("2026/03/29 03:00:00", "2026/03/29 03:00:02", "2026/03/29 03:01:00"), None),
    ],
)
def test_a_time_that_the_clock_skipped_is_refused(times: tuple[str, str, str], code: str | None) -> None:
    start, answered, end = times
    (item,) = items(cdr(time_start=start, time_answered=answered, time_end=end, duration=""))
    assert getattr(item, "code", None) == code
    if isinstance(item, Read):
        assert item.row["wait_ms"] in (2_000, 3_000), "the skipped hour is no wait"


@pytest.mark.parametrize(
    ("start", "answered", "end", "duration", "wait_s", "flags"),
    [
        # all within the hour that comes twice: both readings hold, the first is taken
        ("02:10:00", "02:10:12", "02:12:12", "00:02:00", 12, "zone_ambiguous"),
        # it began before the hour: only the first reading is in order and short
        ("01:59:50", "02:00:02", "02:02:02", "00:02:00", 12, None),
        # it went on after the hour: only the second fits the duration
        ("02:58:00", "02:58:12", "03:00:12", "00:02:00", 12, None),
        # the clock was set back while it waited
        ("02:59:50", "02:00:02", "02:02:02", "00:02:00", 12, None),
        # and while they talked
        ("02:58:50", "02:59:02", "02:01:02", "00:02:00", 12, None),
        # a talk of an hour and two minutes, told by its duration alone
        ("02:10:00", "02:10:12", "02:12:12", "01:02:00", 12, None),
    ],
)
def test_a_time_that_comes_twice_is_told_by_order_and_duration(
    start: str, answered: str, end: str, duration: str, wait_s: int, flags: str | None
) -> None:
    day = "2026/10/25 "
    (row,) = rows(cdr(time_start=day + start, time_answered=day + answered, time_end=day + end, duration=duration))
    hours, minutes, seconds = map(int, duration.split(":"))
    talk_ms = ((hours * 60 + minutes) * 60 + seconds) * 1000
    assert (row["wait_ms"], row["talk_ms"], row.get("flags")) == (wait_s * 1000, talk_ms, flags)


def test_an_unanswered_wait_in_the_hour_that_comes_twice_is_the_short_one_and_flagged() -> None:
    day = "2026/10/25 "
    (row,) = rows(abandoned(time_start=day + "02:10:00", time_answered="", time_end=day + "02:10:30", duration=""))
    assert (row["wait_ms"], row["flags"]) == (30_000, "zone_ambiguous")
    (row,) = rows(abandoned(time_start=day + "02:59:50", time_answered="", time_end=day + "02:00:20", duration=""))
    assert (row["wait_ms"], row.get("flags")) == (30_000, None)


def test_the_zone_decides_the_instant() -> None:
    berlin, utc = rows(cdr())[0], rows(cdr(), zone=zone("UTC"))[0]
    assert utc["offered_us"] - berlin["offered_us"] == HOUR_US
