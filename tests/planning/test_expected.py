"""The forecast file: what is written is read again, and every fault has its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pactline.planning.expected import Expected, read_expected, write_expected
from pactline.values.problem import Problems
from pactline.values.zone import zone

HEAD = "interval,minutes,queue,channel,offered,aht_s,zone\n"


def _expected() -> Expected:
    starts = 1_743_292_800_000_000 + 1_800_000_000 * np.arange(4)  # from 00:00 UTC on 30 March 2025
    return Expected(
        "billing", "voice", zone("Europe/Berlin"), 1_800_000_000, starts.astype(np.int64), np.array([1.0, 2.5, 0.0, 4]),
        np.zeros(4), np.full(4, 9.0), np.full(4, 300.0), 0.08, 0.5,
    )  # fmt: skip


def _refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "expected.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Problems) as refused:
        read_expected(path)
    return str(refused.value).replace(str(tmp_path) + "/", "")


def test_what_is_written_is_read_again_also_where_the_clock_changes(tmp_path: Path) -> None:
    write_expected([_expected()], tmp_path / "f.csv")
    (again,) = read_expected(tmp_path / "f.csv")
    for name in ("starts_us", "offered", "low", "high", "aht_s"):
        assert np.array_equal(getattr(again, name), getattr(_expected(), name)), name
    assert (again.queue, again.channel, again.zone.key) == ("billing", "voice", "Europe/Berlin")
    assert (again.length_us, again.day_cv, again.day_lag1) == (1_800_000_000, 0.08, 0.5)
    assert [again.local(place).strftime("%H:%M%z") for place in (1, 2)] == ["01:30+0100", "03:00+0200"]


def test_a_spreadsheet_needs_four_columns_and_a_zone(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("interval,queue,offered,aht_s\n2025-03-03T08:00Z,a,3,60\n2025-03-03T08:30Z,a,4,60\n")
    (found,) = read_expected(path, zone("UTC"))
    assert (found.channel, found.length_s, list(found.rates_per_s * 1800)) == ("voice", 1800, [3, 4])
    assert list(found.low) == [3, 4]
    with pytest.raises(Problems, match="TABLE_ZONE"):
        read_expected(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("interval,queue,offered\n", "expected.csv:1: TABLE_HEADER: the header lacks aht_s"),
        (HEAD.replace("minutes", "minute"), "expected.csv:1: TABLE_HEADER: the header has 'minute'"),
        (HEAD + "2025-03-03T08:00,30,a,voice,1,60,UTC\n", "expected.csv:2: TABLE_INSTANT: interval is"),
        (HEAD + "2025-03-03T08:00Z,30,a,voice,-1,60,UTC\n", "expected.csv:2: TABLE_NUMBER: offered is '-1'"),
        (HEAD + "2025-03-03T08:00Z,30,a,voice,nan,60,UTC\n", "expected.csv:2: TABLE_NUMBER: offered is 'nan'"),
        (HEAD + "2025-03-03T08:00Z,30,a,voice,1,0,UTC\n", "expected.csv:2: TABLE_NUMBER: contacts come and take no"),
        (HEAD + "2025-03-03T08:00Z,30,a,voice,1,60,Mars\n", "expected.csv:2: TABLE_ZONE: 'Mars' is not a time zone"),
        (HEAD + "2025-03-03T08:00Z,30,a,voice,1,60\n", "expected.csv:2: TABLE_FIELDS: the row has 6 fields"),
        (
            HEAD + "2025-03-03T08:00Z,30,a,voice,1,60,UTC\n2025-03-03T08:15Z,30,a,voice,1,60,UTC\n",
            "expected.csv:3: TABLE_INTERVAL: the interval overlaps that of line 2",
        ),
        (HEAD, "expected.csv: TABLE_EMPTY: no interval is forecast"),
        (HEAD + "2025-03-03T08:00Z,30,a,voice,1e300,60,UTC\n", "TABLE_NUMBER: offered is '1e300'"),
        (HEAD + "2025-03-03T08:00Z,30,a,voice,inf,60,UTC\n", "TABLE_NUMBER: offered is 'inf'"),
        (HEAD + "2025-03-03T08:00Z,1441,a,voice,1,60,UTC\n", "TABLE_NUMBER: minutes is '1441'"),
        (HEAD + "9999-12-31T23:59:59-14:00,30,a,voice,1,60,UTC\n", "expected.csv:2: TABLE_INSTANT"),
        (HEAD + "0001-01-01T00:00:00+14:00,30,a,voice,1,60,UTC\n", "expected.csv:2: TABLE_INSTANT"),
        (
            HEAD + "2025-03-03T08:00Z,30,a,Voice,1,60,UTC\n",
            "expected.csv:2: TABLE_CHANNEL: there is no channel 'Voice'",
        ),
        (HEAD + '2025-03-03T08:00Z,30,"a\nb",voice,1,60,UTC\n', "TABLE_QUEUE: the queue 'a\\nb' has no name"),
        (
            HEAD + "2025-03-03T08:00Z,30,a,voice,1,60,UTC\n2025-03-03T08:30Z,30,a,voice,1,60,Europe/Berlin\n",
            "expected.csv:3: TABLE_ZONE: the queue lies in two zones",
        ),
        (
            HEAD + "2025-03-03T08:00Z,,a,voice,1,60,UTC\n2025-03-03T08:00:30Z,,a,voice,1,60,UTC\n",
            "expected.csv:2: TABLE_INTERVAL: how long the intervals are is not known",
        ),
    ],
)
def test_every_fault_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    assert said in _refused(tmp_path, text)


def test_many_faults_are_told_up_to_a_hundred(tmp_path: Path) -> None:
    text = _refused(tmp_path, HEAD + "2025-03-03T08:00Z,30,a,voice,x,60,UTC\n" * 5000)
    assert text.count("TABLE_NUMBER") == 100
    assert "expected.csv:102: TABLE_MORE_FAULTS" in text
    overlapping = _refused(tmp_path, HEAD + "2025-03-03T08:00Z,30,a,voice,1,60,UTC\n" * 5000)
    assert overlapping.count("TABLE_INTERVAL") == 100


def test_more_rows_than_anybody_plans_are_refused_before_they_are_all_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"2025-03-03T{hour:02d}:00Z,30,a,voice,1,60,UTC\n" for hour in range(4))
    monkeypatch.setattr("pactline.planning.table_file.MOST_ROWS", 4)
    (tmp_path / "expected.csv").write_text(HEAD + rows)
    assert len(read_expected(tmp_path / "expected.csv")[0].starts_us) == 4
    text = _refused(tmp_path, HEAD + rows + "2025-03-03T05:00Z,30,a,voice,1,60,UTC\n")
    assert "expected.csv:6: FILE_TOO_LARGE: the file has more than 4 rows" in text
