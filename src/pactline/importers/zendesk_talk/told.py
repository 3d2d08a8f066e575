"""What a call or a leg of the export says, as far as it is kept: no telephone number, every value checked.

The kept values are written as one line of JSON, so that a call and its legs can be put together over several files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from pactline.importers.customers import hashed
from pactline.importers.fault import MOST_MS, Fault, quoted
from pactline.importers.files.strict_json import Json, Number, decimal_in, instant_in, text_in, word_in
from pactline.importers.plain.values import Instants, contact_id, text_of
from pactline.importers.zendesk_talk.words import STATUSES

_NAME, _SHORT = text_of(128), text_of(1_024)
_DURATIONS = (
    "duration", "wait_time", "hold_time", "talk_time", "time_to_answer", "consultation_time", "wrap_up_time",
    "ivr_time_spent",
)  # fmt: skip
_YES_NO = (
    "voicemail", "customer_requested_voicemail", "overflowed", "callback", "exceeded_queue_wait_time",
    "outside_business_hours",
)  # fmt: skip
_IDS = ("agent_id", "ticket_id", "phone_number_id", "line_id", "call_group_id")
_BETWEEN_AGENTS = (
    "transferred_from", "transferred_to", "consultation_from", "consultation_to", "conference_from", "conference_to",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A call or a leg: the call it is about, and its kept values as text."""

    kind: str  # call, leg
    call: str
    text: str


class TellingReader:
    """Reads calls and legs under the limits of a reading."""

    def __init__(self, latest_us: int | None, customer_key: bytes | None, zone: ZoneInfo | None) -> None:
        self._instant = Instants(zone, latest_us)
        self._key = customer_key

    def read(self, found: Json) -> Told:
        """The call or leg. Raises Fault."""
        if not isinstance(found, dict):
            raise Fault("JSON_TYPE", "The record is not a JSON object.")
        if isinstance(found.get("data"), dict) and isinstance(found.get("stream"), str):
            found = found["data"]  # as some connectors wrap it
        if found.get("id") is None or not ("call_id" in found or "completion_status" in found):
            raise Fault("ZT_NEITHER", "The record is neither a call (id, completion_status) nor a leg (id, call_id).")
        return self._leg(found) if found.get("call_id") is not None else self._call(found)

    def _call(self, found: Mapping[str, Any]) -> Told:
        name = _id(found, "id")
        created = self._at(found, "created_at")
        if name is None or created is None:
            raise Fault("FIELD_MISSING", "created_at is missing or null.")
        kept: dict[str, Any] = {
            "created_us": created,
            "updated_us": self._at(found, "updated_at"),
            "status": _status(found),
            "direction": _direction(found),
            "group": _named(found, "ivr_destination_group_name") or _named(found, "group_name"),
            "callback_source": _named(found, "callback_source"),
            "ivr_hops": _id(found, "ivr_hops"),
        }
        kept |= _values(found, _DURATIONS, _ms) | _values(found, _YES_NO, _yes_no) | _values(found, _IDS, _id)
        customer = _id(found, "customer_id")
        kept["customer"] = None if customer is None else hashed(customer, self._key)
        return Told("call", contact_id(name), _written(kept))

    def _leg(self, found: Mapping[str, Any]) -> Told:
        call = _id(found, "call_id")
        if call is None:
            raise Fault("ZT_NEITHER", "The leg names no call.")
        kept: dict[str, Any] = {
            "id": _id(found, "id"),
            "created_us": self._at(found, "created_at"),
            "updated_us": self._at(found, "updated_at"),
            "type": _named(found, "type"),
            "status": text_in(found.get("completion_status"), "completion_status"),
        }
        kept |= _values(found, ("duration", "talk_time"), _ms) | _values(found, ("agent_id", *_BETWEEN_AGENTS), _id)
        return Told("leg", contact_id(call), _written(kept))

    def _at(self, found: Mapping[str, Any], name: str) -> int | None:
        text = instant_in(found.get(name), name)
        return None if text is None else self._instant(text, name)


def _written(kept: Mapping[str, Any]) -> str:
    known = {name: value for name, value in kept.items() if value is not None}
    return json.dumps(known, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _values(
    found: Mapping[str, Any], names: tuple[str, ...], read: Callable[[Mapping[str, Any], str], Any]
) -> dict[str, Any]:
    return {name: read(found, name) for name in names}


def _status(found: Mapping[str, Any]) -> str | None:
    text = text_in(found.get("completion_status"), "completion_status")
    if text is None:
        return None
    word = text.lower().replace(" ", "_").replace("-", "_")
    if word not in STATUSES:
        raise Fault(
            "ZT_STATUS",
            f"completion_status {quoted(text)} is not known; what became of the call is not guessed. "
            f"Put the one it stands for in its place: {', '.join(STATUSES)}.",
        )
    return word


def _direction(found: Mapping[str, Any]) -> str:
    text = text_in(found.get("direction"), "direction")
    if text not in ("inbound", "outbound"):
        raise Fault("ENUM_DIRECTION", f"direction {quoted(text or '')} is neither inbound nor outbound.")
    return text


def _ms(found: Mapping[str, Any], name: str) -> int | None:
    """Seconds as milliseconds: null is unknown, 0 is none."""
    seconds = decimal_in(found.get(name), name)
    if seconds is None:
        return None
    if seconds < 0:
        raise Fault("NUM_NEGATIVE", f"{name} is negative; a duration cannot be.")
    if seconds * 1000 > MOST_MS:
        raise Fault("NUM_RANGE", f"{name} is more than 31 days.")
    if seconds * 1000 != int(seconds * 1000):
        raise Fault("NUM_FORMAT", f"{name} is not a number of seconds with at most three decimals.")
    return int(seconds * 1000)


def _yes_no(found: Mapping[str, Any], name: str) -> bool | None:
    value = found.get(name)
    if value is not None and not isinstance(value, bool):
        raise Fault("JSON_TYPE", f"{name} must be true, false or null.")
    return value


def _id(found: Mapping[str, Any], name: str) -> str | None:
    """An id; 0 stands for nobody."""
    text = word_in(found.get(name), name)
    if isinstance(found.get(name), Number) and not str(text).isdigit():
        raise Fault("NUM_FORMAT", f"{name} {quoted(str(text))} is no id.")
    return None if text in (None, "0") else _NAME(str(text), name) or None


def _named(found: Mapping[str, Any], name: str) -> str | None:
    text = text_in(found.get(name), name)
    return None if text is None else _NAME(text, name) or None
