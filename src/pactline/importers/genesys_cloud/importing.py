"""Genesys Cloud conversation details: a whole answer, one conversation, a list of them, or one a line.

A conversation grows until it is over, so each fetch carries a revision worked out from what it knows; of several
fetches the one that knows most counts, whichever came first. See docs/how-to/import-genesys-cloud.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pactline.importers.fault import Fault
from pactline.importers.files.json_pages import json_pages
from pactline.importers.files.json_records import JsonRecord
from pactline.importers.genesys_cloud.codes import CODES as CODES
from pactline.importers.genesys_cloud.conversation import Conversation, ConversationReader
from pactline.importers.genesys_cloud.rows import row_of
from pactline.importers.genesys_cloud.self_service import row_of_menu
from pactline.importers.genesys_cloud.visits import Visit, failed_at_once, visits_of
from pactline.importers.genesys_cloud.words import CHANNELS
from pactline.importers.reading import Ignored, Incomplete, Item, Read, Reading, Refused, Source
from pactline.values.exact import how_many

FILLS = ("contacts",)
TRIED = (
    "partly real data: conversations of 2016 without metrics, published ones of 2021 and 2024; the rest on made-up ones"
)

_LISTS = ("conversations",)
_AROUND = frozenset({"totalHits", "aggregations", "cursor", "dataAvailabilityDate"})


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each queue visit as one record; a conversation without any is one item with its reason. Raises SourceRefused."""
    reader = ConversationReader(reading.latest_us, reading.zone)
    for record in json_pages(source.open, _LISTS, reading.progress):
        try:
            if isinstance(record.value, Fault):
                raise record.value
            if isinstance(record.value, dict) and {k for k, v in record.value.items() if v is not None} <= _AROUND:
                yield Ignored(record.line, "GC_EMPTY_PAGE", "An answer without conversations holds no record.")
                continue
            yield from list(_items(record, reader.read(_details(record.value)), reading))
        except Fault as fault:
            yield Refused(record.line, fault.code, f"{_called(record.value)}{fault.message}", record.raw)


def _details(found: Any) -> Any:
    """What the record holds, if it is a conversation of the analytics interface. Raises Fault."""
    if not isinstance(found, dict):
        raise Fault("JSON_TYPE", "The record is not a JSON object.")
    if "conversationId" not in found:
        raise Fault(
            "GC_NOT_DETAILS",
            "There is no conversationId. Fetch analytics conversation details (their query, their jobs, or the details "
            "of one conversation); the operations and aggregates interfaces tell other things.",
        )
    return found


def _called(found: Any) -> str:
    name = found.get("conversationId") if isinstance(found, dict) else None
    return f"conversation {ascii(name)[1:-1][:60]}: " if isinstance(name, str) else ""


def _items(record: JsonRecord, conversation: Conversation, reading: Reading) -> Iterator[Item]:
    """Every visit of the conversation, or the one reason why it has none. Raises Fault."""
    line, visits = record.line, visits_of(conversation)
    counted = [visit for visit in visits if not visit.acd.campaign or (conversation.over and not visit.skipped)]
    if not counted:
        yield _without_visit(record, conversation, visits, reading)
    for number in range(1, len(counted) + 1):
        yield Read(line, row_of(conversation, number, counted, reading.customer_key))
    _warn(line, conversation, counted, reading)


def _without_visit(record: JsonRecord, conversation: Conversation, visits: list[Visit], reading: Reading) -> Item:
    name, line = f"conversation {conversation.id}", record.line
    if not conversation.over:
        message = f"{name} goes on and what it becomes is not known yet; fetch it again when it is over"
        return Incomplete(line, "GC_OPEN", message, record.raw)
    if visits:
        message = f"{name} is a preview of a dialler that the agent passed over; nobody was called"
        return Ignored(line, "GC_PREVIEW_SKIPPED", message)
    row = row_of_menu(conversation, reading.customer_key)
    if row is not None:
        return Read(line, row)
    entered = next((s.media for s in conversation.sessions if s.purpose == "acd" and s.queue), None)
    if entered is not None and entered not in CHANNELS:
        message = f"{name} entered a queue through {entered!a}, which is no channel of a contact"
        return Ignored(line, "GC_MEDIA", message)
    if conversation.direction == "outbound" or any(each.campaign for each in conversation.sessions):
        return Ignored(line, "GC_OUTBOUND", f"{name} is an outbound call that entered no queue")
    return Ignored(line, "GC_NO_QUEUE", f"{name} entered no queue: it was taken, or ended, without one")


def _warn(line: int, conversation: Conversation, visits: list[Visit], reading: Reading) -> None:
    for number, visit in enumerate(visits, 1):
        failed = sum(failed_at_once(segment) for each in visit.rung for segment in each.segments)
        if failed:
            times = how_many(failed, "connection")
            message = f"conversation {conversation.id}, visit {number}: {times} to agents failed at once; none rang"
            reading.warnings.append((line, "GC_ALERT_FAILED", message))
