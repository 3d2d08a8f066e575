"""Aircall: webhook events, or calls as the REST interface answers them; one row per call, the latest telling counts.

See docs/how-to/import-aircall.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pactline.importers.aircall.calls import CallReader, row_of
from pactline.importers.fault import Fault
from pactline.importers.files.json_pages import json_pages
from pactline.importers.files.json_records import JsonRecord
from pactline.importers.files.strict_json import object_in, text_in, whole_in
from pactline.importers.reading import Ignored, Item, Read, Reading, Refused, Source
from pactline.values.exact import how_many

CODES: Mapping[str, str] = {
    "AIR_NO_CALL": "refused: neither a call nor a webhook event",
    "AIR_NO_NUMBER": "warning: calls that name neither number nor team; their queue is called aircall",
    "AIR_NO_REASON": "warning: missed calls without a reason; they are taken as abandoned",
    "AIR_OTHER_EVENT": "ignored: an event about something else than a call, or one that does not tell the call",
    "AIR_REASON": "refused: a missed call reason that is not known; what became of the call is not guessed",
}
FILLS = ("contacts",)
TRIED = "published example: the webhook events of four calls; the rest follows the published call object"

_ODD = {
    "AIR_NO_NUMBER": "a call without number and team; its queue is called aircall",
    "AIR_NO_REASON": "a missed call without a reason; it is taken as abandoned",
}
_LISTS = ("calls",)
_TOKEN = re.compile(r'("token"\s*:\s*)"[^"]*"')


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each event or call as one item. Raises SourceRefused."""
    yield from _File(reading).items(source)


class _File:
    """The calls of one file, and what is odd about many of them."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._calls = CallReader(reading.latest_us, reading.customer_key)
        self._odd: dict[str, list[int]] = {}

    def items(self, source: Source) -> Iterator[Item]:
        """The items in the order of the file."""
        for record in json_pages(source.open, _LISTS, self._reading.progress):
            try:
                yield self._item(record)
            except Fault as fault:
                yield Refused(record.line, fault.code, fault.message, _TOKEN.sub(r'\1"..."', record.raw))
        for code, lines in sorted(self._odd.items()):
            message = f"{how_many(len(lines), 'telling')} of {_ODD[code]}."
            self._reading.warnings.append((lines[0], code, message))

    def _item(self, record: JsonRecord) -> Item:
        """The item of one record. Raises Fault."""
        if isinstance(record.value, Fault):
            raise record.value
        if not isinstance(record.value, dict):
            raise Fault("JSON_TYPE", "The record is not a JSON object.")
        told, at, event = _call_in(record.value)
        if told is None:
            message = f"The event {event!r} is not about a call, or does not tell it."
            return Ignored(record.line, "AIR_OTHER_EVENT", message)
        call = self._calls.read(told, at)
        for code in call.odd:
            self._odd.setdefault(code, []).append(record.line)
        return Read(record.line, row_of(call))


def _call_in(found: Mapping[str, Any]) -> tuple[Mapping[str, Any] | None, int | None, str]:
    """The call of a record, when it was told (None: by the REST interface), and the name of the event.

    Raises Fault.
    """
    if "event" not in found:
        wrapped = found.get("call")
        told = object_in(wrapped, "call") if wrapped is not None else found
        if "id" not in told or "direction" not in told:
            raise Fault("AIR_NO_CALL", "Neither a webhook event (event, data) nor a call (id, direction, started_at).")
        return told, None, ""
    event = text_in(found.get("event"), "event") or ""
    data = object_in(found.get("data"), "data")
    if not event.startswith("call.") or "direction" not in data or "started_at" not in data:
        return None, None, event
    at = whole_in(found.get("timestamp"), "timestamp")
    if at is None:
        raise Fault("FIELD_MISSING", "The event has no timestamp; which telling of a call is the latest is not known.")
    return data, at, event
