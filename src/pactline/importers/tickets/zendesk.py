"""Zendesk: from audits to events, with who is a customer and who an agent.

The requester of a ticket stands in the audit that created it, or changed it; the roles of people in a list of users.
Both may come in another file, earlier or later, so what audits tell is carried, without a word that anybody wrote. An
event whose author is not known yet waits; one that is told better later has a greater revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from pactline.importers.customers import hashed
from pactline.importers.fault import Fault
from pactline.importers.files.gathering import Gathering
from pactline.importers.files.strict_json import Json, word_in
from pactline.importers.reading import Carried, Ignored, Incomplete, Item, Read, Reading
from pactline.importers.tickets.audits import Audit, read, read_ticket
from pactline.importers.tickets.values import Values, row, yes_no
from pactline.records.staging import Row
from pactline.records.tables import TICKET_EVENTS
from pactline.values.exact import how_many

_AGENTS, _CUSTOMER = frozenset({"agent", "admin"}), "end-user"
_PERSON = "zd-user "  # with a blank: no ticket is called so
_ALL_ROLES = 7
_PER_REQUESTER = 16  # of a revision: whoever learns of another requester knows better than by any role

_Who: TypeAlias = tuple[str, int]
_Requester: TypeAlias = tuple[int, str]
_ASSUMED: _Who = ("agent", 0)


def is_person(record: Mapping[str, Json]) -> bool:
    """Whether a record is a user with a role."""
    return "id" in record and record.get("role") in (*_AGENTS, _CUSTOMER) and "ticket_id" not in record


@dataclass
class _People:
    """The roles that are known of each person."""

    roles: dict[str, set[str]] = field(default_factory=dict)

    def add(self, person: str, role: str) -> None:
        self.roles.setdefault(person, set()).add(role)

    def of(self, person: str | None) -> set[str]:
        return self.roles.get(person or "", set())


class Zendesk:
    """The audits and people of one file, and what earlier files told about the same tickets and people."""

    def __init__(self, reading: Reading, values: Values) -> None:
        self._reading, self._values = reading, values
        self._events = Gathering(reading.aside)
        self._tickets: set[str] = set()
        self._authors: set[str] = set()
        self._people, self._before = _People(), _People()
        self._mine: set[str] = set()  # people of this file
        self._assumed, self._first_assumed = 0, 0

    def take_audit(self, record: Mapping[str, Json], line: int) -> None:
        """Add an audit or a ticket event. Raises Fault."""
        ticket, audit = read(record, self._values)
        self._add(ticket, line, audit.text(), audit)

    def take_ticket(self, record: Mapping[str, Json], line: int) -> None:
        """Add a ticket: it tells who the requester is. Raises Fault."""
        ticket, audit = read_ticket(record, self._values)
        self._add(ticket, line, audit.text(), audit)

    def take_person(self, record: Mapping[str, Json], line: int) -> Ignored:
        """Add a person. Raises Fault."""
        person, role = word_in(record.get("id"), "id"), str(record["role"])
        if person is None:
            raise Fault("FIELD_MISSING", "the id of a user is missing.")
        self._people.add(person, role)
        self._mine.add(person)
        return Ignored(line, "TK_PERSON", "A user is no event; what is kept is whether it is an agent or a customer.")

    def _add(self, ticket: str, line: int, text: str, audit: Audit) -> None:
        self._events.add(ticket, line, text)
        self._tickets.add(ticket)
        if audit.public is not None and audit.author and not audit.machine:
            self._authors.add(audit.author)

    def items(self) -> Iterator[Item]:
        """The events of this file, and those of earlier ones that can be told better now."""
        with self._events:
            self._recall()
            for ticket, entries in groupby(self._events, key=lambda entry: entry[0]):
                texts: dict[str, list[int]] = {}
                for _, line, text in entries:
                    texts.setdefault(text, []).append(line)
                yield from self._of(ticket, texts)
        self._carry_people()
        if self._assumed:
            count = how_many(self._assumed, "comment")
            message = (
                f"{count} not by the requester of the ticket, by somebody whose role is not known: taken for an agent"
            )
            self._reading.warnings.append((self._first_assumed, "TK_ROLE_ASSUMED", message))

    def _recall(self) -> None:
        """Fetch what earlier files told: of these tickets, of those the people of this file wrote in, and of people."""
        asked: set[str] = set()
        while wanted := {*self._tickets, *(_PERSON + who for who in (*self._authors, *self._mine))} - asked:
            asked |= wanted
            for carried in self._reading.earlier(wanted):
                word, _, rest = carried.text.partition("\t")
                if word == "e" and carried.key in wanted:
                    self._add(carried.key, 0, rest, Audit.of(rest))
                elif word == "role":
                    person = carried.key.removeprefix(_PERSON)
                    self._people.add(person, rest)
                    self._before.add(person, rest)
                elif word == "in" and carried.key.removeprefix(_PERSON) in self._mine:
                    self._tickets.add(rest)

    # -- what becomes of the events of a ticket

    def _of(self, ticket: str, texts: Mapping[str, Sequence[int]]) -> Iterator[Item]:
        audits = {text: Audit.of(text) for text in texts}
        earlier = [audits[text] for text, lines in texts.items() if 0 in lines]
        now, before = _requesters(audits.values()), _requesters(earlier)
        cause = min((line for lines in texts.values() for line in lines if line), default=1)
        for text, lines in sorted(texts.items(), key=lambda each: max(each[1])):
            audit, here = audits[text], [line for line in lines if line]
            who = _author(audit, now, self._people)
            found = list(self._rows(ticket, audit, now, who))
            if here:
                yield from _told(ticket, audit, found, here)
                self._assume(who, here)
                if 0 not in lines:
                    self._carry(ticket, audit, text)
            elif found != list(self._rows(ticket, audit, before, _author(audit, before, self._before))):
                yield from (Read(cause, each, TICKET_EVENTS) for each in found)

    def _assume(self, who: _Who | None, lines: Sequence[int]) -> None:
        if who == _ASSUMED:
            self._assumed += 1
            self._first_assumed = min(self._first_assumed or lines[0], lines[0])

    def _rows(self, ticket: str, audit: Audit, requesters: Sequence[_Requester], who: _Who | None) -> Iterator[Row]:
        """The rows of an update: what it says, and that a rule wrote, to the customer or to others."""
        told = {"contact_id": ticket, "at_us": audit.at, "channel": audit.channel}
        known, form = _PER_REQUESTER * len(requesters), 1 if audit.audit else 0
        own = {**told, "event_id": audit.event, "status": audit.status, "queue": audit.group and f"group {audit.group}"}
        if audit.public is None and audit.says_anything:
            yield row(**own, source_rev=form)
        elif who is not None:
            author, sure = who
            of_a_person = author in ("agent", "customer")
            yield row(
                **own,
                author=author,
                public=yes_no(audit.public is True),
                agent=audit.author if author == "agent" else None,
                customer=hashed(audit.author or "", self._reading.customer_key) if author == "customer" else None,
                source_rev=(known + 2 * sure if of_a_person else 0) + form,
            )
        if audit.told and requesters:
            public = yes_no(requesters[-1][1] in audit.told)
            yield row(**told, event_id=f"{audit.event}-n", author="bot", public=public, source_rev=known + form)

    # -- carrying

    def _carry(self, ticket: str, audit: Audit, text: str) -> None:
        self._reading.carry.append(Carried(ticket, f"e\t{text}"))
        if audit.public is not None and audit.author and not audit.machine:
            self._reading.carry.append(Carried(_PERSON + audit.author, f"in\t{ticket}"))

    def _carry_people(self) -> None:
        for person in sorted(self._mine):
            for role in sorted(self._people.of(person) - self._before.of(person)):
                self._reading.carry.append(Carried(_PERSON + person, f"role\t{role}"))


def _told(ticket: str, audit: Audit, rows: Sequence[Row], lines: Sequence[int]) -> Iterator[Item]:
    """The items of an update that stands on these lines."""
    for line in lines:
        yield from (Read(line, each, TICKET_EVENTS) for each in rows)
        if audit.public is not None and not any(each["event_id"] == audit.event for each in rows):
            message = f"who wrote a comment of ticket {ticket} is not known yet: bring in the audit that created it"
            yield Incomplete(line, "TK_AUTHOR", message, audit.text(), ticket)
        elif not rows:
            yield Ignored(line, "TK_OTHER", "An update that is neither a comment nor a change of state or group.")


def _author(audit: Audit, requesters: Sequence[_Requester], people: _People) -> _Who | None:
    """Who wrote the comment of an update, and how much is known of that; None where nothing tells, or there is none."""
    if audit.public is None:
        return None
    if audit.merge or audit.machine:
        return ("system" if audit.merge else "bot"), 0
    if requesters and audit.author == requesters[-1][1]:
        return "customer", _ALL_ROLES
    roles = people.of(audit.author)
    if roles:
        return ("agent" if roles & _AGENTS else "customer"), len(roles)
    return _ASSUMED if requesters else None


def _requesters(audits: Iterable[Audit]) -> list[_Requester]:
    """Who was the requester from when on, as far as it is known."""
    return sorted({(audit.at, audit.requester) for audit in audits if audit.requester is not None})
