"""What the agreement's services do not cover: contacts in no service, and queues named without a contact.

A misspelt queue would otherwise read as a quiet month. Figures are not touched; the statement says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from pactline.agreement.model import Agreement, Service
from pactline.statement.asking import Records
from pactline.values.span import Span


@dataclass(frozen=True)
class Group:
    """Contacts of one channel, queue and direction; None where the records do not say."""

    channel: str | None
    queue: str | None
    direction: str | None
    contacts: int  # queue visits, as everywhere in the records

    def in_service(self, service: Service) -> bool:
        """Whether the service is about these contacts, whatever the hour."""
        return (
            (not service.channels or self.channel in service.channels)
            and (not service.queues or self.queue in service.queues)
            and (service.direction is None or self.direction == service.direction)
        )


@dataclass(frozen=True)
class Coverage:
    """The records of a statement against the services of its agreement."""

    contacts: int
    in_no_service: tuple[Group, ...]
    queues_without_contacts: tuple[tuple[str, str], ...]  # service, queue

    def to_json(self) -> dict[str, Any]:
        """As in ``evaluate --json``."""
        return {
            "contacts": self.contacts,
            "in_no_service": [vars(group) for group in self.in_no_service],
            "queues_without_contacts": [
                {"service": service, "queue": queue} for service, queue in self.queues_without_contacts
            ],
        }

    def sentences(self) -> list[str]:
        """The same for people; nothing where everything is covered."""
        found = []
        if self.in_no_service:
            left = sum(group.contacts for group in self.in_no_service)
            names = ", ".join(
                f"{' '.join(word for word in (g.direction, g.channel, g.queue) if word)} {g.contacts:,}"
                for g in self.in_no_service
            )
            found.append(f"{left:,} of {self.contacts:,} queue visits are in no service of the agreement: {names}.")
        for service, queue in self.queues_without_contacts:
            found.append(f"The queue {queue!r} of the service {service!r} has no contact in these records.")
        return found


def coverage(agreement: Agreement, records: Records, span: Span | None) -> Coverage:
    """What of the records offered in the span no service covers, and which named queues they do not know."""
    if span is None:
        return Coverage(0, (), ())
    frame = records.contacts().filter((nw.col("offered_us") >= span.start) & (nw.col("offered_us") < span.end))
    rows = records.rows(frame.group_by("channel", "queue", "direction").agg(contacts=nw.len()))
    groups = sorted((Group(**row) for row in rows), key=lambda g: [(w is None, w or "") for w in _words(g)])
    services = agreement.services.values()
    known = {group.queue for group in groups}
    return Coverage(
        sum(group.contacts for group in groups),
        tuple(group for group in groups if not any(group.in_service(service) for service in services)),
        tuple((service.id, queue) for service in services for queue in service.queues if queue not in known),
    )


def _words(group: Group) -> tuple[str | None, str | None, str | None]:
    return group.channel, group.queue, group.direction
