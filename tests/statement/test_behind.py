"""The rows behind a figure: contacts as ever, waits and attempts by the columns they have."""

from __future__ import annotations

from typing import Any

import pytest

from pactline.statement.behind import is_contact, json_of, length_text, listing_of
from pactline.values.zone import zone

BERLIN = zone("Europe/Berlin")
AT = 1_772_442_000_000_000  # 2 March 2026, 10:00 in Berlin
CONTACT: dict[str, Any] = {
    "contact_id": "c1", "visit": 1, "channel": "voice", "queue": "billing", "offered_us": AT, "outcome": "answered",
    "wait_ms": 12_400, "agent": None,
}  # fmt: skip
WAIT: dict[str, Any] = {"at_us": AT, "contact_id": "t1", "begun_us": AT, "replied_us": None, "wait_ms": 7_500_000}


@pytest.mark.parametrize(
    ("ms", "text"),
    [(0, "0 s"), (999, "0.999 s"), (59_000, "59 s"), (60_000, "1 min"), (61_500, "1 min 1.5 s"), (3_600_000, "1 h"),
     (14_401_000, "4 h 1 s"), (86_400_000, "1 d"), (90_061_000, "1 d 1 h 1 min 1 s")],
)  # fmt: skip
def test_a_length_of_time_reads_in_its_units(ms: int, text: str) -> None:
    assert length_text(ms) == text


def test_a_contact_has_the_columns_it_always_had() -> None:
    found = listing_of([CONTACT], BERLIN)
    assert found.heads == ("Contact", "Visit", "Channel", "Queue", "Offered", "Outcome", "Wait", "Agent")
    assert found.rows == (("c1", "1", "voice", "billing", "2026-03-02 10:00:00+01:00", "answered", "12.4 s", ""),)
    assert json_of(CONTACT, BERLIN)["offered_at"] == "2026-03-02T10:00:00+01:00"
    assert is_contact(CONTACT)


def test_another_row_has_its_own_and_the_instant_that_places_it_only_where_it_has_no_other() -> None:
    found = listing_of([WAIT], BERLIN)
    assert (found.heads, found.sides) == (("Ticket", "Begun", "Replied", "Wait"), "<<<>")
    assert found.rows == (("t1", "2026-03-02 10:00:00+01:00", "", "2 h 5 min"),)
    assert json_of(WAIT, BERLIN) == {
        "contact_id": "t1", "begun_at": "2026-03-02T10:00:00+01:00", "replied_at": None, "wait_ms": 7_500_000,
    }  # fmt: skip
    placed = listing_of([{"at_us": AT, "campaign": "spring", "attempts": 3}], BERLIN)
    assert (placed.heads, placed.sides) == (("At", "Campaign", "Attempts"), "<<>")


def test_days_and_truths_are_written_as_such() -> None:
    row = {"at_us": AT, "attempt_id": "a1", "dialled_us": AT, "local_day": 20_514, "kept": False}
    found = listing_of([row], BERLIN)
    assert found.heads == ("Attempt", "Dialled", "Day there", "Kept")
    assert found.rows[0][2:] == ("2026-03-02", "no")
    assert json_of(row, BERLIN)["local_day"] == "2026-03-02"
