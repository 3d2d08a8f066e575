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
    ],
)
def test_every_fault_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    assert said in _refused(tmp_path, text)
