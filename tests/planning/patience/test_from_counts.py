"""Patience where a source only counts: hang-ups over waiting seconds, and only where both are known."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pactline.planning.patience.banding import TooFewHangUps
from pactline.planning.patience.exposure import Chosen
from pactline.planning.patience.from_counts import counted_patience
from pactline.planning.patience.looking import look_at_patience
from pactline.planning.patience.looking_for_drift import look_for_drift
from pactline.planning.patience.telling import patience_text
from pactline.planning.requirement.asked import asked_promises
from pactline.records.record_set import RecordSet, from_rows
from pactline.records.tables import INTERVAL_COUNTS
from pactline.values.zone import zone

UTC = Chosen(zone("UTC"))


def counts(queue: str, hour: int, **values: int) -> list[dict[str, Any]]:
    """The counts of one hour."""
    place = {
        "queue": queue, "channel": "voice", "direction": "inbound", "from_us": hour * 3_600_000_000,
        "to_us": (hour + 1) * 3_600_000_000, "within_ms": 0,
    }  # fmt: skip
    return [place | {"what": what, "value": value} for what, value in values.items()]


def made(*hours: list[dict[str, Any]]) -> RecordSet:
    return from_rows([row for hour in hours for row in hour], INTERVAL_COUNTS)


def test_the_hazard_is_hang_ups_over_the_seconds_that_all_waited() -> None:
    records = made(
        counts("a", 9, offered=50, answered=46, abandoned=4, wait_answered_ms=460_000, wait_abandoned_ms=140_000),
        counts("a", 10, answered=40, abandoned=2, wait_answered_ms=200_000, wait_abandoned_ms=100_000),
        counts("a", 11, answered=40, abandoned=7, wait_answered_ms=200_000),  # not how long those who hung up waited
        counts("b", 9, answered=9, abandoned=3, wait_answered_ms=20_000, wait_abandoned_ms=10_000),
    )
    together, a, b = counted_patience(records, UTC)
    assert (a.queue, a.hung_up, a.waiting_s, a.intervals, a.silent) == ("a", 6, 900.0, 2, 1)
    assert a.law.hazards_per_s == (6 / 900,)
    assert (b.hung_up, b.waiting_s) == (3, 30.0)
    assert (together.queue, together.hung_up, together.waiting_s) == (None, 9, 930.0)
    look = look_at_patience(records, UTC, rate_per_s=0.1, aht_s=300.0)
    assert look.found == []
    assert look.law.hazards_per_s == (9 / 930,)
    assert look.queues_to_json()[0]["from_counts"] is True
    assert look.curve() is not None


def test_the_text_says_that_counts_are_less_certain_and_promises_are_met_all_the_same() -> None:
    records = made(
        counts("a", 9, answered=46, abandoned=4, wait_answered_ms=460_000, wait_abandoned_ms=140_000),
        counts("a", 10, answered=40, abandoned=7),
    )
    promises = asked_promises(abandonment="3%")
    look = look_at_patience(records, UTC, rate_per_s=0.1, aht_s=300.0, promises=promises)
    text = patience_text(look)
    assert str(look) == text
    assert "one hang-up per 150 waiting seconds" in text
    assert "of 1 interval; 1 interval without these sums left out" in text
    assert "take it as less certain" in text
    assert "The promises take 35 agents" in text
    assert "look again" not in text
    assert json.loads(json.dumps(look.to_json(), allow_nan=False))["next_look"] is None
    with pytest.raises(TooFewHangUps, match="drift takes contacts with their waits"):
        look_for_drift(look)


def test_counts_without_waiting_seconds_say_nothing() -> None:
    records = made(counts("a", 9, answered=46, abandoned=4))
    assert counted_patience(records, UTC) == []
    with pytest.raises(TooFewHangUps, match="no contact of this choice had to wait"):
        look_at_patience(records, UTC)


def test_two_hang_ups_are_too_few() -> None:
    records = made(counts("a", 9, answered=9, abandoned=2, wait_answered_ms=20_000, wait_abandoned_ms=10_000))
    with pytest.raises(TooFewHangUps, match="2 hang-ups in 30 waiting seconds say too little"):
        look_at_patience(records, UTC)


def test_counts_that_begin_together_and_end_apart_are_intervals_of_their_own() -> None:
    whole = counts("a", 9, abandoned=4, wait_answered_ms=460_000, wait_abandoned_ms=140_000)
    quarter = counts("a", 9, abandoned=1, wait_answered_ms=60_000, wait_abandoned_ms=40_000)
    quarter = [row | {"to_us": row["from_us"] + 900_000_000} for row in quarter]
    (found,) = counted_patience(made(whole, quarter), UTC)
    assert (found.hung_up, found.waiting_s, found.intervals, found.silent) == (5, 700.0, 2, 0)
