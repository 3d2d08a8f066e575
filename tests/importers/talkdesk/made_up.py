"""Entries of Talkdesk's calls reports in three generations, made up; and what the importer makes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pactline.importers.reading import Item, Read, Reading, Source
from pactline.importers.talkdesk import importing
from pactline.values.zone import zone

UTC, BERLIN = zone("UTC"), zone("Europe/Berlin")
START = 1_772_442_000_000_000  # 2026-03-02T09:00:00Z
SECOND = 1_000_000


def days(seconds: int) -> str:
    """Seconds as the report writes a fraction of a day: eight digits, in exponents where it is small."""
    from decimal import Context, Decimal

    return str(Context(prec=8).divide(Decimal(seconds), Decimal(86_400))) if seconds else "0.0"


def old(identifier: str = "t-1", **changes: Any) -> dict[str, Any]:
    """Explore before spring 2026: 200 s in all, 8 of menu, 12 of wait, 170 of talk, 10 of hold."""
    return {
        "interaction_id": identifier, "call_type": "inbound", "start_time": "2026-03-02 09:00:00",
        "end_time": "2026-03-02 09:03:20", "talkdesk_phone_number": "+4930999", "customer_phone_number": "+4930123456",
        "talk_time": days(170), "waiting_time": days(12), "agent_speed_to_answer": days(9), "holding_time": days(10),
        "record": "/recordings/1", "hangup": "disconnected", "in_business_hours?": "TRUE",
        "callback_from_queue?": "FALSE", "transfer?": "No", "agent_name": "Ada", "handling_agent": "",
        "phone_display_name": "support", "disposition_code": "Solved", "tags": "billing", "ivr_options": "1,2",
        "csat_score": "4", "team": "North", **changes,
    }  # fmt: skip


def new(identifier: str = "t-1", **changes: Any) -> dict[str, Any]:
    """The report since spring 2026: the same call in seconds and UTC."""
    return {
        "call_id": identifier, "callsid": "CA1", "type": "inbound", "start_at": "2026-03-02T09:00:00Z",
        "end_at": "2026-03-02T09:03:20Z", "contact_phone_number": "+4930123456", "user_name": "Ada", "total_time": 200,
        "talk_time": 170, "wait_time": 12, "hold_time": 10, "abandon_time": 0, "total_ringing_time": 9,
        "disposition_code": "Solved", "ring_groups": "billing", "ivr_options": "1,2", "is_in_business_hours": True,
        "is_callback_from_queue": False, "is_transfer": False, "is_external_transfer": False, "is_if_no_answer": False,
        "handling_user_name": None, "csat_score": 4, "csat_survey_time": "", "team_name": "North", **changes,
    }  # fmt: skip


def gone(kind: str, identifier: str = "t-1", **changes: Any) -> dict[str, Any]:
    """A call nobody answered: 40 s in all, 30 of them wait."""
    told = {"type": kind, "end_at": "2026-03-02T09:00:40Z", "total_time": 40, "talk_time": 0, "wait_time": 30,
            "hold_time": 0, "total_ringing_time": 0, "user_name": None, "csat_score": None}  # fmt: skip
    return new(identifier, **{**told, **changes})


def json_lines(*entries: dict[str, Any]) -> list[str]:
    """One entry a line; fractions written as numbers."""
    return [_numbers(json.dumps(entry)) + "\n" for entry in entries]


def _numbers(text: str) -> str:
    import re

    lengths = "talk_time|waiting_time|agent_speed_to_answer|holding_time|csat_score"
    return re.sub(rf'("(?:{lengths})": )"([0-9.E-]+)"', r"\1\2", text)


def csv_lines(*entries: dict[str, Any], named: dict[str, str] | None = None) -> list[str]:
    """Header and rows of a CSV report; ``named`` says how columns are spelt."""
    names = list(entries[0])
    spelt = [(named or {}).get(name, name) for name in names]
    rows = [[_cell(entry.get(name)) for name in names] for entry in entries]
    return [",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\n" for row in [spelt, *rows]]


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def items(folder: Path, *lines: str, **declared: Any) -> list[Item]:
    """The items of a file of these lines."""
    path = folder / "report"
    path.write_text("".join(lines), encoding="utf-8")
    return list(importing.read(Source(path.name, path), Reading(**declared)))


def row_of(folder: Path, entry: dict[str, Any], **declared: Any) -> dict[str, Any]:
    """The one row of one entry; nulls left out."""
    (item,) = items(folder, *json_lines(entry), **{"zone": UTC, **declared})
    assert isinstance(item, Read), item
    return {name: value for name, value in item.row.items() if value is not None}


def codes(found: list[Item]) -> list[str]:
    """What each item is: ``read``, or its code."""
    return ["read" if isinstance(item, Read) else item.code for item in found]
