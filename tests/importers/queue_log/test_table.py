"""The database table: the same events with local times, read in a declared zone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.importers.queue_log.small_store import Store

from pactline.importers.reading import Refused, SourceRefused

HEADER = ["time", "callid", "queuename", "agent", "event", "data1", "data2", "data3", "data4", "data5"]
ROWS = [
    ["2026-03-02 09:00:00.250000", "1772438400.1", "sales", "NONE", "ENTERQUEUE", "", "5551", "1", "", ""],
    ["2026-03-02 09:00:12.500000", "1772438400.1", "sales", "SIP/7", "CONNECT", "12", "x.1", "4", "", ""],
    ["2026-03-02 09:03:12.750000", "1772438400.1", "sales", "SIP/7", "COMPLETECALLER", "12", "180", "1", "", ""],
]


def table(rows: list[list[str]], separator: str = "\t") -> str:
    """An export of the table."""
    return "".join(separator.join(row) + "\n" for row in [HEADER, *rows])


@pytest.mark.parametrize("separator", ["\t", ","])
def test_the_header_line_says_that_it_is_the_table(store_with: Callable[..., Store], separator: str) -> None:
    """Microseconds are kept; the wait is the one the system logged."""
    store = store_with(zone_name="Europe/Berlin").take(table(ROWS, separator))
    (row,) = store.rows
    assert row["offered_us"] == 1_772_438_400_250_000
    assert (row["answered_us"], row["wait_ms"], row["talk_ms"]) == (1_772_438_412_500_000, 12_000, 180_000)
    assert store.warnings == []


DATA = " ".join(HEADER[5:])
EXPORTS = {
    "an id first, and a column of all data that stays empty": (
        f"id time callid queuename agent event data {DATA}",
        ",",
    ),
    "an id last, and when the row was made": (f"time callid queuename agent event {DATA} id created", "\t"),
    "a database console": (f"id time callid queuename agent event {DATA}", "|"),
    "a spreadsheet, in another order": (f"Event Time CallID QueueName Agent {DATA}", ";"),
    "a reporting program": (f"partition time_id call_id queue agent verb {DATA} serverid", ","),
    "all data in one column": ("time callid queuename agent event data", ","),
}


@pytest.mark.parametrize("export", EXPORTS)
@pytest.mark.parametrize("mark", ["", '"'])
def test_the_names_say_where_each_column_stands(store_with: Callable[..., Store], export: str, mark: str) -> None:
    """Columns that are not known are left alone, and the records are the same whichever way the table is written."""
    header, separator = EXPORTS[export]
    names = header.split()
    usual = {"time_id": "time", "call_id": "callid", "queue": "queuename", "verb": "event"}

    def cell(row: list[str], name: str) -> str:
        if name == "data":
            return "" if "data1" in names else "|".join(row[5:])
        name = usual.get(name, name.lower())
        return row[HEADER.index(name)] if name in HEADER else "9"

    cells = [names, *([cell(row, name) for name in names] for row in ROWS)]
    text = "".join(separator.join(f"{mark}{value}{mark}" for value in row) + "\n" for row in cells)
    told = store_with(zone_name="Europe/Berlin").take(text)
    assert told.rows == store_with(zone_name="Europe/Berlin").take(table(ROWS)).rows
    assert told.told(Refused) == []


def test_seconds_since_1970_and_an_offset_of_hours_need_no_zone(store: Store) -> None:
    """As in the log file, and as databases print a time with its zone."""
    rows = [["1772438400", *ROWS[0][1:]], ["2026-03-02 09:01:00.5+01", *ROWS[0][1:4], "ABANDON", "1", "1", "60"]]
    (row,) = store.take(table(rows)).rows
    assert (row["offered_us"], row["left_us"]) == (1_772_438_400_000_000, 1_772_438_460_500_000)


@pytest.mark.parametrize(
    ("header", "code"),
    [("time,callid,agent,event", "HDR_MISSING_COLUMN"), ("time,callid,queue,queuename,agent,event", "HDR_DUPLICATE")],
)
def test_a_header_that_cannot_be_read_refuses_the_file(store: Store, header: str, code: str) -> None:
    """It names the column."""
    with pytest.raises(SourceRefused) as refused:
        store.take(header + "\n")
    assert refused.value.code == code
    assert "queuename" in refused.value.message


def test_a_local_time_without_a_declared_zone_refuses_the_file(store: Store) -> None:
    """The zone is asked for, never guessed."""
    with pytest.raises(SourceRefused) as refused:
        store.take(table(ROWS))
    assert refused.value.code == "TS_ZONE_MISSING"
    assert "--zone" in refused.value.message


def test_a_time_with_its_own_offset_needs_no_zone(store: Store) -> None:
    """Eight o'clock UTC is nine in Berlin."""
    rows = [[f"2026-03-02T08:0{at}:00+00:00", *row[1:]] for at, row in enumerate([ROWS[0], [*ROWS[0]]])]
    rows[1][4:] = ["ABANDON", "1", "1", "60", "", ""]
    assert [row["offered_us"] for row in store.take(table(rows)).rows] == [1_772_438_400_000_000]


@pytest.mark.parametrize("declared", ["UTC", "Asia/Kolkata", "America/New_York"])
def test_a_wrong_zone_is_told_with_the_offset_that_fits(store_with: Callable[..., Store], declared: str) -> None:
    """The call ids hold the true second; the clock of the table was Berlin's."""
    store = store_with(zone_name=declared).take(table(ROWS))
    ((_, code, message),) = store.warnings
    assert code == "ZONE_DISAGREES"
    assert "the offset that would fit is +01:00" in message


def test_the_call_id_tells_which_of_two_equal_clock_times_is_meant(store_with: Callable[..., Store]) -> None:
    """02:30 on 25 October 2026 occurs twice in Berlin; 1792891800 is the second one."""
    rows = [
        ["2026-10-25 02:30:05", f"{second}.1", *ROWS[0][2:4], "FULL", "", "", "", "", ""]
        for second in (1792888200, 1792891800)
    ]
    store = store_with(zone_name="Europe/Berlin").take(table(rows))
    assert [row["offered_us"] // 10**6 for row in store.rows] == [1792888205, 1792891805]


def test_rows_that_cannot_be_read_are_refused(store_with: Callable[..., Store]) -> None:
    """A time the clock skipped, no time, a day only, too many fields, a quote that never ends."""
    rest = ["c.1", "sales", "NONE", "FULL", "", "", "", "", ""]
    rows = [["2026-03-29 02:30:00", *rest], ["soon", *rest], ["2026-03-02", *rest], [*ROWS[0], ""], ['"', *rest]]
    store = store_with(zone_name="Europe/Berlin").take(table(rows, ","))
    codes = ["TS_NONEXISTENT", "TS_FORMAT", "TS_FORMAT", "QL_FIELDS", "CSV_QUOTE"]
    assert store.told(Refused) == list(enumerate(codes, 2))


def test_the_log_file_and_the_table_of_one_day_are_one_set_of_records(store_with: Callable[..., Store]) -> None:
    """The file cuts off the microseconds that the table has."""
    store = store_with(zone_name="Europe/Berlin")
    log = (
        "1772438400|1772438400.1|sales|NONE|ENTERQUEUE||5551|1\n"
        "1772438412|1772438400.1|sales|SIP/7|CONNECT|12|x.1|4\n"
        "1772438592|1772438400.1|sales|SIP/7|COMPLETECALLER|12|180|1\n"
    )
    both = store.take(log).take(table(ROWS)).versions
    other = store_with(zone_name="Europe/Berlin").take(table(ROWS)).take(log)
    assert other.versions == both
    assert [row["offered_us"] for row in other.rows] == [1_772_438_400_250_000]
