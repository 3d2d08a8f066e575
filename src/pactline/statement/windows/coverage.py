"""What the agreement's services do not cover: contacts in no service, and queues named without a contact.

A misspelt queue would otherwise read as a quiet month. Figures are not touched; the statement says it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

import narwhals as nw

from pactline.agreement.model import Agreement, Service
from pactline.records.choices.choosing import Count
from pactline.records.choices.counting import CONVENTIONS, Counting
from pactline.statement.counting.asking import Question, Records, Scope
from pactline.statement.counting.from_counts import counted_intervals
from pactline.statement.windows.odd import NOTHING_ODD, Odd
from pactline.statement.windows.other_rows import other_rows
from pactline.values.exact import how_many
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
    looked: bool = True  # False: no figure is counted from records, so nobody looked for any
    only_counted: int = 0  # intervals of sources that only count: their contacts cannot be listed
    others: int = 0  # events of tickets, attempts and pieces of agents' time
    odd: Odd = NOTHING_ODD

    def to_json(self) -> dict[str, Any]:
        """As in ``evaluate --json``."""
        only_counted = {"intervals_only_counted": self.only_counted} if self.only_counted else {}
        return {
            "contacts": self.contacts,
            "in_no_service": [vars(group) for group in self.in_no_service],
            "queues_without_contacts": [
                {"service": service, "queue": queue} for service, queue in self.queues_without_contacts
            ],
            **only_counted,
            **self.odd.to_json(),
        }

    def sentences(self) -> list[str]:
        """The same for people; nothing where everything is covered or nothing was looked for."""
        if not self.looked:
            return []
        anything = self.contacts or self.only_counted or self.others
        found = [] if anything else ["The records hold nothing in this period."]
        if self.only_counted:
            told = how_many(self.only_counted, "interval")
            found.append(f"From interval data: {told} of a source that only counts; their contacts cannot be listed.")
        if self.in_no_service:
            left = sum(group.contacts for group in self.in_no_service)
            names = ", ".join(
                f"{' '.join(word for word in (g.direction, g.channel, g.queue) if word)} {g.contacts:,}"
                for g in self.in_no_service
            )
            found.append(f"{left:,} of {self.contacts:,} queue visits are in no service of the agreement: {names}.")
        for service, queue in self.queues_without_contacts if anything else ():
            found.append(f"The queue {queue!r} of the service {service!r} has no contact in these records.")
        return found + self.odd.sentences()


EVERYTHING, _COVERED, _QUEUE = "all", "covered", "queue "
PLAINLY = Counting.model_validate({k: v for k, v in CONVENTIONS["common-2026"].items() if k in Counting.model_fields})


def questions(agreement: Agreement) -> dict[str, Question]:
    """What has to be counted to know the coverage; asked in the same pass as the commitments' own questions."""
    services = list(agreement.services.values())
    conditions = [scope_of(service).conditions() for service in services]
    everything = ~nw.col("offered_us").is_null()
    covered = everything if not all(conditions) else reduce(or_, (reduce(and_, each) for each in conditions))
    queues = sorted({queue for service in services for queue in service.queues})
    counted = {EVERYTHING: everything, _COVERED: covered} | {
        _QUEUE + q: Scope(queues=(q,)).conditions()[0] for q in queues
    }
    return {name: Question(Count(chosen), Scope(), PLAINLY, only_contacts=True) for name, chosen in counted.items()}


def coverage(agreement: Agreement, records: Records, span: Span, counted: Mapping[str, int]) -> Coverage:
    """The coverage of the records offered in the span; ``counted`` answers :func:`questions` over it."""
    services, only_counted = agreement.services.values(), _only_counted(records, span)
    others = other_rows(records, span)
    known = only_counted + others
    silent = [(s.id, queue) for s in services for queue in s.queues if not counted[_QUEUE + queue] + known[queue]]
    left = counted[EVERYTHING] - counted[_COVERED]
    alone = _named(agreement, records, span) if left else ()
    return Coverage(counted[EVERYTHING], alone, tuple(silent), only_counted=only_counted.total(), others=others.total())


def _only_counted(records: Records, span: Span) -> Counter[str]:
    """How many intervals of each queue are known from counts alone."""
    return Counter(interval.queue for interval in counted_intervals(records, span))


def _named(agreement: Agreement, records: Records, span: Span) -> tuple[Group, ...]:
    """The groups that are in no service, in order."""
    frame = records.contacts().filter((nw.col("offered_us") >= span.start) & (nw.col("offered_us") < span.end))
    rows = records.rows(frame.group_by("channel", "queue", "direction").agg(contacts=nw.len()))
    groups = [Group(**row) for row in rows]
    alone = [group for group in groups if not any(group.in_service(s) for s in agreement.services.values())]
    return tuple(
        sorted(alone, key=lambda g: [(word is None, word or "") for word in (g.channel, g.queue, g.direction)])
    )


def scope_of(service: Service) -> Scope:
    """The service as a scope, before any hours."""
    return Scope(service.channels, service.queues, service.direction)
