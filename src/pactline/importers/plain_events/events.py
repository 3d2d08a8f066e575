"""One line of the event log to one event, strictly; and an event as the text it is kept and compared by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from pactline.importers.fault import Fault, quoted
from pactline.importers.files.strict_json import Json, Number
from pactline.importers.plain.fields import NUMBERS
from pactline.importers.plain.values import Instants, contact_id, text_of, whole
from pactline.importers.reading import Reading

OFFERED, ANSWERED, ENDED, RATED = "offered", "answered", "ended", "rated"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    OFFERED: (
        "channel", "queue", "direction", "arrived_at", "transfer_in", "callback_of", "customer", "due_at", "tags",
    ),
    ANSWERED: ("agent", "ring_s"),
    ENDED: (
        "outcome", "reason", "talk_s", "hold_s", "wrap_s", "legs_offered", "transfer_out", "disposition", "surveyed",
        "resolved", "self_service", "flags",
    ),
    RATED: ("csat", "csat_scale", "resolved_said", "quality"),
}  # fmt: skip
"""What each type of event may tell of its contact, by the names of the plain format."""

_EVERY = ("event_id", "type", "contact_id", "visit", "at")
_LONGEST = 4_096
_MOST_UNKNOWN = 1_000
_TYPES = tuple(COLUMNS)


class Event(NamedTuple):
    """One event of a visit. Two are the same if they tell the same; their ids are not looked at."""

    visit: int
    type: str
    us: int
    told: tuple[tuple[str, str], ...]  # column of the plain format and text, in order of the columns

    def to_text(self) -> str:
        """As it is kept: ASCII without tabs and line ends, the same text for the same event."""
        return json.dumps([self.visit, _TYPES.index(self.type), self.us, dict(self.told)], separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Event:
        """The event of such a text."""
        visit, kind, us, told = json.loads(text)
        return cls(visit, _TYPES[kind], us, tuple(told.items()))


class Events:
    """Reads events, and remembers the keys that none has a use for."""

    def __init__(self, reading: Reading) -> None:
        self._instant = Instants(reading.zone, reading.latest_us)
        self._id = text_of(128)
        self._unknown: set[str] = set()

    def event(self, found: Json) -> tuple[str, Event]:
        """Contact id and event of an object. Raises Fault."""
        if not isinstance(found, dict):
            raise Fault("JSON_TYPE", "The event is not a JSON object.")
        given = {name: _given(found, name) for name in _EVERY}
        missing = [name for name in _EVERY if not given[name] and name != "visit"]
        if missing:
            raise Fault(
                "FIELD_MISSING", f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing or null."
            )
        kind = given["type"]
        if kind not in COLUMNS:
            raise Fault("EVENT_TYPE", f"type {quoted(kind)} is none of: {', '.join(COLUMNS)}.")
        self._id(given["event_id"], "event_id")
        visit = whole(given["visit"] or "1", "visit")
        if not visit:
            raise Fault("NUM_RANGE", "visit is 0; visits are counted from 1.")
        told = tuple((name, value) for name in COLUMNS[kind] if (value := _given(found, name)))
        self._note_unknown(found, kind)
        return contact_id(given["contact_id"]), Event(visit, kind, self._instant(given["at"], "at"), told)

    def _note_unknown(self, found: dict[str, Any], kind: str) -> None:
        if len(self._unknown) < _MOST_UNKNOWN:
            self._unknown.update(
                f"{kind}.{key[:128]}" for key in found if key not in _EVERY and key not in COLUMNS[kind]
            )

    def tell_unknown_keys(self, reading: Reading) -> None:
        """Warn of the keys that were ignored."""
        if self._unknown:
            names = ", ".join(quoted(name) for name in sorted(self._unknown)[:20])
            reading.warnings.append((1, "HDR_UNKNOWN_COLUMN", f"Ignored unknown keys: {names}."))


def _given(found: Mapping[str, Any], name: str) -> str:
    """The value under a key as text; empty for null and absent. Raises Fault."""
    value = found.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or isinstance(value, Number) != (name in NUMBERS):
        raise Fault("JSON_TYPE", f"{name} must be a {'number' if name in NUMBERS else 'string'}.")
    if len(value) > _LONGEST:
        raise Fault("FIELD_TOO_LONG", f"{name} has {len(value):,} characters; at most {_LONGEST:,}.")
    return value
