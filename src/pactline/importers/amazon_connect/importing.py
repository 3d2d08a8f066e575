"""Amazon Connect: contact records, agent events and contact events, one kind in a file or all mixed.

A record of a contact that has one part is given out as it is read. What hangs on other records is gathered first: the
parts of a contact that has several, contact events, agents' events. These are carried, so that parts which come in
other files find one another. See docs/how-to/import-amazon-connect.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pactline.importers.amazon_connect.agent_events import read_moment
from pactline.importers.amazon_connect.agents import Agents
from pactline.importers.amazon_connect.chains import rows_of
from pactline.importers.amazon_connect.contact_events import facts_of
from pactline.importers.amazon_connect.contact_records import known_method, record_part
from pactline.importers.amazon_connect.contacts import Contacts
from pactline.importers.amazon_connect.objects import objects
from pactline.importers.amazon_connect.told import Told
from pactline.importers.fault import Fault, quoted
from pactline.importers.files.json_records import JsonRecord
from pactline.importers.plain.values import Instants
from pactline.importers.reading import Ignored, Item, Read, Reading, Refused, Source

CODES: Mapping[str, str] = {
    "AC_AGENT_EVENT": "refused: an agent event of a type that is not known",
    "AC_EVENTS_OPEN": "incomplete: contact events that tell neither a queue nor the end yet",
    "AC_EVENT_OF_SAME": "ignored: a further event of a contact whose other events are in the file; they make one row",
    "AC_METHOD": "warning: a way of beginning that is not known; the contact is taken as one that came in",
    "AC_MONITOR": "ignored: a supervisor listened to a contact that has a record of its own",
    "AC_NO_VISIT": "ignored: a part of a contact that entered no queue and reached no agent, such as a survey",
    "AC_OTHER_EVENT": "ignored: an event of the bus about something else than the course of a contact",
    "AC_REPEATED": "ignored: an event seen before in this file, word for word",
    "AC_SAME_INSTANT": "ignored: of several events of an agent in one instant the last one counts",
    "AC_STATE_OPEN": "incomplete: the last known state of an agent; how long it lasted is told by the next event",
    "AC_THIRD_PARTY": "ignored: a contact by which somebody was called in to another contact",
    "AC_UNKNOWN_KIND": "refused: neither a contact record nor an agent event nor a contact event",
}
FILLS = ("contacts", "agent_states")
_OF_A_CONTACT = "contact event"  # ends the detail-type of contact events, whatever the product is called before it
TRIED = (
    "partly real data: one contact in three deliveries; events, transfers, callbacks and chats on "
    "published examples and made-up records"
)


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each record of the file as one item. Raises SourceRefused."""
    yield from _File(reading).items(source)


class _File:
    """The records of one file on their way to items."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._instant = Instants(reading.zone, reading.latest_us)
        self._contacts = Contacts(reading)
        self._agents = Agents(reading)
        self._methods: set[str] = set()

    def items(self, source: Source) -> Iterator[Item]:
        """The items: of records that stand alone in order, then of what hangs together."""
        for record in objects(source, self._reading.progress):
            try:
                item = self._take(record)
            except Fault as fault:
                item = Refused(record.line, fault.code, fault.message, record.raw)
            if item is not None:
                yield item
        yield from self._contacts.items()
        yield from self._agents.items()

    def _take(self, record: JsonRecord) -> Item | None:
        """The item of a record that stands alone; None for one that is gathered. Raises Fault."""
        if isinstance(record.value, Fault):
            raise record.value
        if not isinstance(record.value, dict):
            raise Fault("JSON_TYPE", "The record is not a JSON object.")
        told = Told(record.value, "The record", self._instant)
        if told.has("CurrentAgentSnapshot") or (told.has("AgentARN") and told.has("EventType")):
            return self._agents.take(record.line, read_moment(told))
        about = told.text("detail-type")
        if about is not None and not about.lower().endswith(_OF_A_CONTACT):
            message = f"{quoted(about)} is not about the course of a contact."
            return Ignored(record.line, "AC_OTHER_EVENT", message)
        event = told.inside("detail") if about is not None else told
        if event.has("eventType") and event.has("contactId"):
            return self._contacts.take_event(record, facts_of(event, told.at("time")))
        if told.has("ContactId"):
            return self._record(record.line, told)
        raise Fault(
            "AC_UNKNOWN_KIND",
            "Neither a contact record (ContactId) nor an agent event (AgentARN, EventType) nor a contact event "
            "(contactId, eventType). Bring in what the streams and the event bus deliver, without anything around it; "
            "what DescribeContact or SearchContacts answer is not read.",
        )

    def _record(self, line: int, told: Told) -> Item | None:
        part = record_part(told, self._reading.customer_key)
        if isinstance(part, tuple):
            return Ignored(line, part[0], f"{told.id('ContactId')}: {part[1]}.")
        if not known_method(part.method) and part.method not in self._methods:
            self._methods.add(part.method)
            message = f"InitiationMethod {part.method!r} is not known; such contacts are taken as ones that came in."
            self._reading.warnings.append((line, "AC_METHOD", message))
        if part.first and part.next is None and part.row is not None:
            ((_, row),) = rows_of([part])[part.id]
            return Read(line, row)
        return self._contacts.take_part(line, part)
