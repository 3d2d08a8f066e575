"""Exports of helpdesks to the events of tickets: Zendesk, Chatwoot, Zammad, Frappe Helpdesk, told apart by their keys.

A record is a message, a change of state or of group, or of no concern. Automatic replies, private notes and mergers are
told for what they are. See docs/how-to/import-tickets.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from pactline.importers.fault import Fault
from pactline.importers.files.json_pages import json_pages
from pactline.importers.files.json_records import JsonRecord
from pactline.importers.reading import Ignored, Item, Read, Reading, Refused, Source
from pactline.importers.tickets import audits, chatwoot, frappe, zammad, zendesk
from pactline.importers.tickets.values import Values
from pactline.records.staging import Row
from pactline.records.tables import TICKET_EVENTS
from pactline.values.exact import how_many

CODES: Mapping[str, str] = {
    "TK_ACTIVITY": "ignored: an activity of Chatwoot that tells no change of state in English",
    "TK_AUTHOR": "incomplete: a comment of Zendesk whose author is not known to be the customer or an agent yet",
    "TK_CLOCK": "warning: mails whose own clock is more than five minutes from the server's, which was taken",
    "TK_KIND": "refused: a message of Chatwoot of a kind that is not known",
    "TK_NEITHER": "refused: no record of a helpdesk that this reader knows",
    "TK_OTHER": "ignored: neither a message nor a change of state or group",
    "TK_PAGE": "ignored: a page without records",
    "TK_PERSON": "ignored: a user of Zendesk; what is kept is whether it is an agent or a customer",
    "TK_ROLE_ASSUMED": "warning: comments not by the requester, by people whose role is not known: taken for agents",
    "TK_SENDER": "refused: neither customer nor agent nor system sent it, as far as the record says",
    "TK_STATUS": "refused: a state that is not known; what it means is not guessed",
}
FILLS = ("ticket_events",)
TRIED = "made-up data, in the shapes of the vendors' documentation and sources"

_LISTS = (
    "audits", "ticket_audits", "ticket_events", "users", "payload", "history", "articles", "ticket_articles", "data",
    "message", "communications", "activities", "tickets",
)  # fmt: skip
_AROUND = frozenset(
    {"count", "next_page", "previous_page", "end_time", "end_of_stream", "after_url", "after_cursor", "before_url",
     "before_cursor", "assets", "meta"}
)  # fmt: skip

_Made: TypeAlias = Row | Ignored
_Maker: TypeAlias = Callable[[Mapping[str, Any], Values, Reading, int], _Made]

_KINDS: tuple[tuple[Callable[[Mapping[str, Any]], bool], _Maker], ...] = (
    (chatwoot.is_message, chatwoot.message),
    (chatwoot.is_conversation, lambda record, values, _, line: chatwoot.conversation(record, values, line)),
    (chatwoot.is_other_event, lambda record, _, __, line: chatwoot.other_event(record, line)),
    (zammad.is_article, lambda record, values, reading, _: zammad.article(record, values, reading)),
    (zammad.is_history, lambda record, values, _, line: zammad.history(record, values, line)),
    (zammad.is_ticket, lambda record, values, _, __: zammad.ticket(record, values)),
    (frappe.is_communication, frappe.communication),
    (frappe.is_comment, lambda record, values, _, __: frappe.comment(record, values)),
    (frappe.is_activity, lambda record, values, _, line: frappe.activity(record, values, line)),
    (frappe.is_ticket, lambda record, values, _, __: frappe.ticket(record, values)),
)


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each record of the export as an event, or with what became of it. Raises SourceRefused."""
    values = Values(reading.zone, reading.latest_us)
    of_zendesk = zendesk.Zendesk(reading, values)
    apart, first = 0, 0
    for page in json_pages(source.open, _LISTS, reading.progress):
        for record in _unwrapped(page):
            for item in _items(record, values, reading, of_zendesk):
                if isinstance(item, Read) and "clock_disagrees" in str(item.row.get("flags")):
                    apart, first = apart + 1, first or item.line
                yield item
    yield from of_zendesk.items()
    if apart:
        message = f"the own clock of {how_many(apart, 'mail')} is more than five minutes from that of the server"
        reading.warnings.append((first, "TK_CLOCK", message))


def _unwrapped(record: JsonRecord) -> Iterator[JsonRecord]:
    """The records in what some answers put around them: an audit beside its ticket, conversations below ``data``."""
    found = record.value
    inner = found.get("data") if isinstance(found, dict) else None
    if isinstance(inner, dict) and isinstance(inner.get("payload"), list):
        yield from (JsonRecord(record.line, each, record.text) for each in inner["payload"])
    elif isinstance(found, dict) and isinstance(found.get("audit"), dict):
        yield JsonRecord(record.line, found["audit"], record.text)
    else:
        yield record


def _items(record: JsonRecord, values: Values, reading: Reading, of_zendesk: zendesk.Zendesk) -> Iterator[Item]:
    """The items of a record; of an audit none yet, because others may tell who wrote it."""
    found = record.value
    try:
        if isinstance(found, Fault):
            raise found
        if not isinstance(found, dict):
            raise Fault("JSON_TYPE", "The record is not a JSON object.")
        if audits.is_audit(found) or audits.is_ticket_event(found):
            of_zendesk.take_audit(found, record.line)
            return
        if audits.is_ticket(found):
            of_zendesk.take_ticket(found, record.line)
            return
        if zendesk.is_person(found):
            yield of_zendesk.take_person(found, record.line)
            return
        if found.keys() <= _AROUND:
            yield Ignored(record.line, "TK_PAGE", "A page without records holds no event.")
            return
        yield _made(found, values, reading, record.line)
    except Fault as fault:
        yield Refused(record.line, fault.code, fault.message, record.raw)


def _made(found: Mapping[str, Any], values: Values, reading: Reading, line: int) -> Item:
    for is_one, make in _KINDS:
        if is_one(found):
            made = make(found, values, reading, line)
            return made if isinstance(made, Ignored) else Read(line, made, TICKET_EVENTS)
    raise Fault(
        "TK_NEITHER", "The record is no audit, message, article, history, communication or activity of a helpdesk."
    )
