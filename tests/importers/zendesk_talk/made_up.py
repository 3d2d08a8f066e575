"""Calls and legs made up for tests, written as the incremental exports write them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from pactline.importers.reading import Carried, Item, Read, Reading, Source
from pactline.importers.zendesk_talk import importing

T0_US = 1_772_442_000_000_000  # 2026-03-02 09:00 UTC
Json = dict[str, Any]


def us(seconds: int) -> int:
    """Seconds after the call began, as an instant."""
    return T0_US + seconds * 1_000_000


def call(number: int = 1, **changes: Any) -> Json:
    """An inbound call: 15 s of menu, 20 s of wait, 90 s of talk, 10 s of hold; over after 135 s."""
    return {
        "id": number, "created_at": "2026-03-02T09:00:00Z", "updated_at": "2026-03-02T10:00:00Z",
        "completion_status": "completed", "direction": "inbound", "duration": 135, "time_to_answer": 35,
        "wait_time": 20, "ivr_time_spent": 15, "talk_time": 90, "hold_time": 10, "wrap_up_time": 5,
        "consultation_time": 0, "agent_id": 77, "customer_id": 500, "call_group_id": 40, "phone_number_id": 9,
        "phone_number": "+4930999", "ticket_id": 3, "voicemail": False, "overflowed": False, "callback": False,
        "exceeded_queue_wait_time": False, "outside_business_hours": False, "ivr_destination_group_name": None,
        "callback_source": None, "customer_requested_voicemail": False,
    } | changes  # fmt: skip


def unanswered(status: str, **changes: Any) -> Json:
    """An inbound call that reached nobody: 20 s of wait after 15 s of menu."""
    nobody = {"agent_id": None, "time_to_answer": None, "talk_time": None, "hold_time": 0, "duration": 35}
    return call(**{"completion_status": status, **nobody, **changes})


def leg(number: int, call_number: int = 1, **changes: Any) -> Json:
    """An agent's leg."""
    return {
        "id": number, "call_id": call_number, "created_at": "2026-03-02T09:00:25Z",
        "updated_at": "2026-03-02T10:00:00Z", "type": "agent", "agent_id": 77, "completion_status": "completed",
        "duration": 105, "talk_time": 90,
    } | changes  # fmt: skip


def lines(found: Iterable[Any]) -> str:
    """One object a line."""
    return "".join(json.dumps(each) + "\n" for each in found)


class Files:
    """Files one after the other, with what an importer may rely on between them: the carried lines it asks for."""

    def __init__(self, **declared: Any) -> None:
        self._declared = declared
        self._carried: list[Carried] = []
        self.warnings: list[tuple[int, str, str]] = []

    def take(self, found: str | bytes | Iterable[Any]) -> list[Item]:
        """The items of one more file."""
        text = found if isinstance(found, str | bytes) else lines(found)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "export.json"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            reading = Reading(earlier=self._earlier, **self._declared)
            items = list(importing.read(Source(path.name, path), reading))
        self._carried += reading.carry
        self.warnings = reading.warnings
        return items

    def _earlier(self, keys: Collection[str]) -> Iterable[Carried]:
        return [carried for carried in self._carried if carried.key in keys]


def items(*found: Any, **declared: Any) -> list[Item]:
    """What the importer makes of records in one file."""
    return Files(**declared).take(found)


def row(*found: Any, **declared: Any) -> dict[str, Any]:
    """The one record they make, with the columns that are not null."""
    (read,) = [item for item in items(*found, **declared) if isinstance(item, Read)]
    return {name: value for name, value in read.row.items() if value is not None}
