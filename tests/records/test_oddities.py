"""What is odd about the contacts of one file, told on its receipt; the edges on both sides."""

from __future__ import annotations

from typing import Any

from pactline.records.engine import connect, spool
from pactline.records.oddities.finding import oddities

NINE = 1_748_854_800_000_000  # 2025-06-02 09:00 UTC
MINUTE, HOUR = 60_000_000, 3_600_000_000


def call(number: int, at: int, **further: Any) -> dict[str, Any]:
    row = {"contact_id": f"C{number:06d}", "offered_us": at, "outcome": "answered", "wait_ms": 7_000, "talk_ms": 90_000}
    return {**row, **further}


def found(rows: list[dict[str, Any]]) -> list[tuple[int, str, str]]:
    connection = connect()
    spool(connection, rows, "spooled")
    connection.execute("CREATE VIEW given AS SELECT *, CAST(source_ref AS BIGINT) AS line FROM spooled")
    return oddities(connection, "given")


def lines(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "source_ref": str(line)} for line, row in enumerate(rows, 2)]


def day(hours: range = range(8), each: int = 30) -> list[dict[str, Any]]:
    """A day of calls in order of time, numbered in a row."""
    return [call(0, NINE + hour * HOUR + n * HOUR // each) for hour in hours for n in range(each)]


def numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "contact_id": f"C{number:06d}"} for number, row in enumerate(rows)]


def test_an_ordinary_day_has_nothing_odd() -> None:
    assert found(lines(numbered(day()))) == []


def test_one_call_of_ten_thousand_that_was_taken_out_is_named_with_its_hour() -> None:
    rows = numbered(day(range(10), 1_000))
    without = rows[:5_432] + rows[5_433:]
    ((line, code, message),) = found(lines(without))
    assert (line, code) == (0, "INTEGRITY_SEQUENCE")
    assert message == "1 of 10,000 contact ids in a row are not in the file: C005432, before 2025-06-02T14:25:58Z"


def test_a_numbering_with_many_gaps_is_none_and_neither_are_ids_of_chance() -> None:
    assert found(lines(numbered(day(range(10), 100))[::2])) == []
    assert found(lines([{**row, "contact_id": f"{n * 7919 % 1000:x}-a"} for n, row in enumerate(day())])) == []


def test_an_empty_hour_between_busy_ones_is_named() -> None:
    rows = numbered([row for row in day() if row["offered_us"] // HOUR != (NINE + 3 * HOUR) // HOUR])
    assert [(code, "12:00Z to 13:00Z" in message) for _, code, message in found(lines(rows))] == [
        ("INTEGRITY_HOUR", True)
    ]


def test_a_burst_from_few_callers_is_named_and_from_many_is_not() -> None:
    instant = {"wait_ms": 1_000, "talk_ms": 4_999}

    def with_burst(callers: int, many: int = 20) -> list[dict[str, Any]]:
        extra = [call(0, NINE + n * MINUTE, customer=f"h:{n % callers}", **instant) for n in range(many)]
        return lines(numbered(sorted([*day(), *extra], key=lambda row: row["offered_us"])))

    assert [(code, "20 of them from 2 callers" in said) for _, code, said in found(with_burst(2))] == [
        ("INTEGRITY_BURST", True)
    ]
    assert found(with_burst(20)) == []
    assert found(with_burst(2, many=19)) == []


def test_a_clock_that_goes_back_in_an_ordered_file_is_named_with_its_line() -> None:
    rows = numbered(day(range(40), 60))
    for row in rows[600:]:
        row["offered_us"] -= 11 * MINUTE
    told = found(lines(rows))
    assert [(line, code) for line, code, _ in told] == [(602, "INTEGRITY_CLOCK")]
    assert "goes back by" in told[0][2]
    assert found(lines(list(reversed(rows)))) == [], "a file in another order has no clock of its own"


def test_of_a_handful_of_contacts_nothing_is_said() -> None:
    assert found(lines(numbered(day(range(3), 30)[::-1]))) == []
