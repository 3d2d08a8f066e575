"""Contacts that hang on several records: parts of one contact, and contact events, gathered over files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from pactline.importers.amazon_connect.chains import Rows, rows_of
from pactline.importers.amazon_connect.contact_events import Facts, contact_of, events_part, facts_text, id_of
from pactline.importers.amazon_connect.parts import Part, part_of
from pactline.importers.fault import Fault
from pactline.importers.files.json_records import JsonRecord
from pactline.importers.reading import Carried, Ignored, Incomplete, Item, Read, Reading, Refused
from pactline.records.staging import Row

_PART, _EVENT = "part", "event"


@dataclass
class _Events:
    """The contact events of one ContactId."""

    lines: dict[str, int] = field(default_factory=dict)  # text to its line; 0: an earlier file
    raw: str = ""  # of the first in this file
    part: Part | None = None
    fault: Fault | None = None

    def work_out(self) -> None:
        """Lay the events together."""
        try:
            self.part = events_part(self.lines)
        except Fault as fault:
            self.fault = fault

    @property
    def here(self) -> list[int]:
        """The lines of this file, in order."""
        return sorted(line for line in self.lines.values() if line)


@dataclass
class _Contact:
    """What is known of one contact."""

    here: list[tuple[int, Part]] = field(default_factory=list)  # records of this file, with their lines
    earlier: list[Part] = field(default_factory=list)
    events: dict[str, _Events] = field(default_factory=lambda: defaultdict(_Events))


class Contacts:
    """The contacts of one file that do not stand alone."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[str, _Contact] = defaultdict(_Contact)

    def take_part(self, line: int, part: Part) -> Item | None:
        """Keep a part of a contact; return the item of one that nothing hangs on."""
        if part.row is None and part.first and part.next is None:
            return _no_visit(line, part)
        self._known[part.contact].here.append((line, part))
        return None

    def take_event(self, record: JsonRecord, facts: Facts) -> Item | None:
        """Keep a contact event; return the item of one that was seen in this file already."""
        events = self._known[contact_of(facts)].events[facts["id"]]
        text = facts_text(facts)
        if text in events.lines:
            message = f"{facts['kind']} of {facts['id']} was seen before in this file, word for word."
            return Ignored(record.line, "AC_REPEATED", message)
        events.raw = events.raw or record.raw
        events.lines[text] = record.line
        return None

    def items(self) -> Iterator[Item]:
        """What has lines in this file, and rows of earlier files that these lines change."""
        before = self._recall()
        for name, contact in self._known.items():
            for events in contact.events.values():
                events.work_out()
            yield from _items(name, contact, before[name])

    def _recall(self) -> dict[str, Rows]:
        """Fetch what earlier files left about these contacts, hand on what is new; the rows made so far."""
        wanted = list(self._known)
        kept = {(each.key, each.text) for each in self._reading.earlier(wanted) if each.key in self._known}
        events: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        for name, text in sorted(kept):
            kind, _, rest = text.partition("\t")
            if kind == _PART:
                self._known[name].earlier.append(part_of(rest))
            elif kind == _EVENT:
                events[name][id_of(rest)][rest] = 0
        new = {pair for name, contact in self._known.items() for pair in _carried(name, contact)} - kept
        self._reading.carry += [Carried(name, text) for name, text in sorted(new)]
        before = {}
        for name in wanted:
            so_far = [_Events(lines) for lines in events[name].values()]
            for each in so_far:
                each.work_out()
            parts = [each.part for each in so_far if each.part is not None]
            before[name] = rows_of([*self._known[name].earlier, *parts])
            for part_id, lines in events[name].items():
                here = self._known[name].events[part_id]
                here.lines = {**lines, **here.lines}
        return before


def _carried(name: str, contact: _Contact) -> Iterator[tuple[str, str]]:
    yield from ((name, f"{_PART}\t{part.to_text()}") for _, part in contact.here)
    yield from ((name, f"{_EVENT}\t{text}") for events in contact.events.values() for text in events.lines)


def _items(of: str, contact: _Contact, before: Rows) -> Iterator[Item]:
    told_here = {part.to_text() for _, part in contact.here}
    by_events = [events.part for events in contact.events.values() if events.part is not None]
    texts = {part.to_text() for part in contact.earlier} - told_here
    parts = [*(part_of(text) for text in texts), *_once(part for _, part in contact.here), *by_events]
    rows = rows_of(parts)
    here = told_here | {e.part.to_text() for e in contact.events.values() if e.part is not None and e.here}
    changed = list(_changed(rows, before, here))
    for item in _in_order(of, contact, rows):
        if changed and isinstance(item, Read):
            yield Read(item.line, item.row, further=tuple(changed))
            changed = []
        else:
            yield item
    line = min([line for line, _ in contact.here] + [n for e in contact.events.values() for n in e.here])
    yield from (Read(line, row) for row in changed)


def _once(parts: Iterator[Part]) -> list[Part]:
    return list({part.to_text(): part for part in parts}.values())


def _changed(rows: Rows, before: Rows, here: set[str]) -> Iterator[Row]:
    """The rows of earlier files that have another number, revision or outcome by what came now."""
    for name, tellings in rows.items():
        greatest = max(part.known for part, _ in tellings)
        so_far = [row for _, row in before.get(name, ())]
        for part, row in tellings:
            if part.known == greatest and part.to_text() not in here and row not in so_far:
                yield row


def _in_order(of: str, contact: _Contact, rows: Rows) -> Iterator[Item]:
    for line, part in sorted(contact.here, key=lambda each: each[0]):
        row = _row(part, rows)
        yield _no_visit(line, part) if row is None else Read(line, row)
    for name, events in contact.events.items():
        if events.here:
            yield from _of_events(of, name, events, rows)


def _of_events(contact: str, name: str, events: _Events, rows: Rows) -> Iterator[Item]:
    first, *others = events.here
    row = None if events.part is None else _row(events.part, rows)
    if events.fault is not None:
        yield Refused(first, events.fault.code, f"Contact {name}, by its events: {events.fault.message}", events.raw)
    elif row is not None:
        yield Read(first, row)
    elif events.part is not None and events.part.ended:
        yield _no_visit(first, events.part)
    else:
        message = f"Contact {name} has neither entered a queue nor ended, by the events that are known."
        yield Incomplete(first, "AC_EVENTS_OPEN", message, events.raw, contact)
    for line in others:
        yield Ignored(line, "AC_EVENT_OF_SAME", f"A further event of contact {name}; its events make one row.")


def _row(part: Part, rows: Rows) -> Row | None:
    text = part.to_text()
    return next((row for each, row in rows.get(part.id, ()) if each.to_text() == text), None)


def _no_visit(line: int, part: Part) -> Ignored:
    message = f"{part.id} began by {part.method} and entered no queue, nor did it reach an agent."
    return Ignored(line, "AC_NO_VISIT", message)
