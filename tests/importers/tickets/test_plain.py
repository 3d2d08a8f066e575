"""Ticket events in the plain format: what a row must say."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importers.suite import bring_in

HEAD = "contact_id,event_id,at,channel,queue,author,public,status\n"
START = "T1,1,2026-03-02T09:00:00Z,email,"


@pytest.mark.parametrize(
    ("row", "reasons"),
    [
        ("desk,,,", {}), (",customer,yes,", {}), (",,,solved", {}), ("desk,agent,no,pending", {}),
        (",,,", {"FIELD_MISSING": 1}), (",agent,,", {"FIELD_MISSING": 1}), (",robot,yes,", {"ENUM_WORD": 1}),
        (",,,asleep", {"ENUM_WORD": 1}),
    ],
)  # fmt: skip
def test_a_row_tells_a_message_a_state_or_a_queue(tmp_path: Path, row: str, reasons: dict[str, int]) -> None:
    file = tmp_path / "tickets.csv"
    file.write_text(f"{HEAD}{START}{row}\n", encoding="utf-8")
    (receipt,), _ = bring_in([file], tmp_path / "set", "plain-csv")
    assert receipt.reasons == reasons
