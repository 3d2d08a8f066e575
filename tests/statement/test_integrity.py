"""What is odd about the records of a statement, and what the parties assert of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from pactline.agreement.model import Agreement
from pactline.records.facts import NO_FACTS, Assertion, Facts
from pactline.records.record_set import RecordSet, from_lines
from pactline.records.tables import CONTACTS, INTERVAL_COUNTS
from pactline.statement.evaluating import evaluate
from pactline.statement.windows.odd import Odd
from pactline.values.period import Period

NINE = 1_748_847_600_000_000  # 2025-06-02 09:00 in Berlin
MINUTE, HOUR = 60_000_000, 3_600_000_000
Agreed = Callable[..., Agreement]


def call(number: int, at: int, **further: Any) -> dict[str, Any]:
    row = {
        "contact_id": f"c{number}", "visit": 1, "channel": "voice", "queue": "billing", "direction": "inbound",
        "offered_us": at, "answered_us": at + 7_000_000, "outcome": "answered", "wait_ms": 7_000, "talk_ms": 90_000,
    }  # fmt: skip
    return {**row, **further}


def hour_of(start: int, many: int, first: int, **further: Any) -> list[dict[str, Any]]:
    return [call(first + n, start + n * HOUR // max(many, 1), **further) for n in range(many)]


def counts(at: int, queue: str = "billing", **of: int) -> list[dict[str, Any]]:
    place = {"queue": queue, "channel": "voice", "direction": "inbound", "from_us": at, "to_us": at + HOUR}
    return [{**place, "what": what, "within_ms": 0, "value": value} for what, value in of.items()]


@pytest.fixture
def odd(agreed: Agreed) -> Callable[..., Odd]:
    agreement = agreed("calls: {service: support, metric: volume, counted: answered, each: month, target: at least 1}")

    def found(rows: list[dict[str, Any]], of: Sequence[dict[str, Any]] = (), facts: Facts = NO_FACTS) -> Odd:
        lines = [*((0, CONTACTS, [row]) for row in rows), *((0, INTERVAL_COUNTS, [row]) for row in of)]
        records: RecordSet = from_lines(lines)
        return evaluate(agreement, records, Period.parse("2025-06"), facts=facts).coverage.odd

    return found


def codes(odd: Odd) -> list[str]:
    return [finding.code for finding in odd.findings]


def test_an_hour_without_a_contact_between_two_busy_ones_is_told(odd: Callable[..., Odd]) -> None:
    busy = hour_of(NINE, 20, 0) + hour_of(NINE + 2 * HOUR, 20, 100)
    found = odd(busy)
    assert codes(found) == ["INTEGRITY_HOUR"]
    assert "2025-06-02 10:00 to 11:00; 20 in the hour before and 20 in the hour after" in found.findings[0].message
    assert codes(odd([*busy, call(999, NINE + HOUR + MINUTE)])) == [], "a single contact fills the hour"
    assert codes(odd(busy[1:])) == [], "an hour with 19 is not busy"


def test_removing_one_hour_of_ten_thousand_calls_names_it(odd: Callable[..., Odd]) -> None:
    hours = [n for n in range(12) if n != 5]
    rows = [row for n in hours for row in hour_of(NINE + n * HOUR, 60, n * 100)]
    assert ["14:00 to 15:00" in finding.message for finding in odd(rows).findings] == [True]


def test_a_burst_of_instant_calls_from_few_callers_is_told_and_from_many_is_not(odd: Callable[..., Odd]) -> None:
    usual = hour_of(NINE, 100, 0)
    instant = {"answered_us": None, "wait_ms": 1_000, "talk_ms": 4_999}

    def burst(callers: int, many: int = 20) -> list[dict[str, Any]]:
        rows = hour_of(NINE + MINUTE, many, 500, **instant)
        return [*usual, *({**row, "customer": f"h:{n % callers}"} for n, row in enumerate(rows))]

    found = odd(burst(2))
    assert codes(found) == ["INTEGRITY_BURST"]
    assert "20 of 120 contacts from 2025-06-02 09:00 to 10:00" in found.findings[0].message
    assert "20 of them from 2 callers" in found.findings[0].message
    assert codes(odd(burst(20))) == []
    assert codes(odd(burst(2, many=19))) == []
    assert "their callers are unknown" in odd([*usual, *hour_of(NINE, 20, 500, **instant)]).findings[0].message
    over = {**instant, "talk_ms": 5_000}
    assert codes(odd([*usual, *hour_of(NINE, 20, 500, **over)])) == []


def test_counts_of_a_queue_that_has_contacts_are_a_second_feed_and_are_not_counted_twice(
    odd: Callable[..., Odd],
) -> None:
    rows = hour_of(NINE, 12, 0)
    assert codes(odd(rows, counts(NINE, answered=12, offered=12))) == []
    found = odd(rows, counts(NINE, answered=13, offered=12))
    assert codes(found) == ["INTEGRITY_FEED"]
    assert "differ from its contacts in 1 of 1 interval; first at 2025-06-02 09:00: 13 answered against 12" in (
        found.findings[0].message
    )


def test_counts_alone_are_counted_and_a_lost_hour_of_the_contact_feed_is_told(
    agreed: Agreed, odd: Callable[..., Odd]
) -> None:
    agreement = agreed("calls: {service: support, metric: volume, counted: answered, each: month, target: at least 1}")
    lines = [(0, CONTACTS, [row]) for row in hour_of(NINE, 12, 0)]
    lines += [(0, INTERVAL_COUNTS, [row]) for row in [*counts(NINE, answered=12), *counts(NINE, "other", answered=30)]]
    (result,) = evaluate(agreement, from_lines(lines), Period.parse("2025-06"))
    assert result.value == 42, "12 contacts of one queue, 30 counted of the other"
    found = odd(hour_of(NINE, 12, 0), [*counts(NINE, answered=12), *counts(NINE + HOUR, answered=9)])
    assert "1 of 2 intervals" in found.findings[0].message


def asserted(what: str, value: int, day: str = "2025-06-02") -> Facts:
    return Facts(assertions=(Assertion("the client's switch", "support", None, None, Period.parse(day), what, value),))


def test_an_assertion_is_held_against_counts_where_there_are_no_contacts(odd: Callable[..., Odd]) -> None:
    told = {"answered": 30, "abandoned": 4, "flowed_out": 1}
    for what, many in {"answered": 30, "abandoned": 4, "offered": 35, "refused": 0}.items():
        (held,) = odd([], counts(NINE, **told), facts=asserted(what, 35)).assertions
        assert held.counted == many
    (held,) = odd([], counts(NINE, offered=40, **told), facts=asserted("offered", 40)).assertions
    assert (held.counted, held.holds) == (40, True), "what the source itself calls offered"


def test_an_assertion_is_held_against_the_records_and_says_loudly_when_they_differ(odd: Callable[..., Odd]) -> None:
    rows = [
        *hour_of(NINE, 12, 0),
        call(50, NINE, outcome="abandoned", answered_us=None),
        call(51, NINE, outcome="refused"),
    ]
    for what, many in (("answered", 12), ("offered", 13), ("abandoned", 1), ("refused", 1), ("callback", 0)):
        (held,) = odd(rows, facts=asserted(what, many)).assertions
        assert (held.counted, held.holds) == (many, True)
    found = odd(rows, facts=asserted("answered", 11))
    assert not found.assertions[0].holds
    assert found.sentences() == [
        "the client's switch says 11 answered for support, 2025-06-02; the records say 12: THEY DIFFER."
    ]
    assert odd(rows, facts=asserted("answered", 12, "2025-05-31")).assertions == (), "of another month"


def test_the_findings_are_the_same_whatever_the_order_of_the_records(odd: Callable[..., Odd]) -> None:
    rows = hour_of(NINE, 20, 0) + hour_of(NINE + 2 * HOUR, 20, 100)
    mixed = list(rows)
    random.Random(4).shuffle(mixed)
    assert odd(mixed) == odd(rows)
