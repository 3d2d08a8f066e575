"""The plain format as events, one JSON object a line: the same records as through every other door of the format.

A visit is a record once it is offered and ended; order and repetition do not matter, the wait follows from the
instants. Events are carried over files, so that a visit that a file cuts is put together whichever half comes first.
Two events of one type that tell different things are two tellings of the visit, and none of them counts. See
docs/reference/plain-format.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pactline.importers.fault import Fault
from pactline.importers.files.gathering import Gathering
from pactline.importers.files.lines import excerpt, numbered_lines
from pactline.importers.files.opening import past_the_mark, utf8
from pactline.importers.files.strict_json import BLANK, parse
from pactline.importers.plain_events.events import Event, Events
from pactline.importers.plain_events.visits import Told, Visits, Waits
from pactline.importers.reading import Carried, Ignored, Incomplete, Item, Read, Reading, Refused, Source
from pactline.records.staging import Row

CODES: Mapping[str, str] = {
    "EVENT_NO_ANSWERED": "the contact ended as answered and waits for the event of its answer",
    "EVENT_NO_ENDED": "the contact waits for the event of its end",
    "EVENT_NO_OFFERED": "the contact waits for the event of its beginning",
    "EVENT_REPEATED": "ignored: an event seen before, of a contact that waits or is refused",
    "EVENT_TOO_MANY": "one contact with more events, or told in more ways, than any contact has",
    "EVENT_TYPE": "the type of an event is not in the list",
}
"""What this format shows beyond the codes of the plain format."""
FILLS = ("contacts",)
TRIED = "our own format"

MOST_EVENTS = 1_000
_MOST_TEXT = 512 * 1024  # characters of one contact's events
_BATCH = 10_000  # contacts that earlier files are asked for at once
_PROGRESS = 10_000
_TOLD = "told"


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each contact of the events as one item, each other line with its reason. Raises SourceRefused."""
    events = Events(reading)
    with source.open() as file, Gathering(source.aside) as gathered:
        for number, line, whole in numbered_lines(past_the_mark(file)):
            if number % _PROGRESS == 0:
                reading.progress(number)
            try:
                if not whole:
                    raise Fault("FIELD_TOO_LONG", f"The line is longer than {len(line):,} bytes.")
                text = utf8(line, number)
                if not text.strip(BLANK):
                    yield Ignored(number, "BLANK_LINE", "A blank line carries no record.")
                    continue
                contact, event = events.event(parse(text))
                gathered.add(contact, number, event.to_text())
            except Fault as fault:
                raw = excerpt(line.decode("utf-8", "backslashreplace").strip())
                yield Refused(number, fault.code, fault.message, raw)
        events.tell_unknown_keys(reading)
        makes = _Makes(reading)
        for batch in _batches(gathered):
            yield from makes.items(batch)


@dataclass
class _Contact:
    """The events of one contact: each once, with the line of this file it stands on, 0 for one of an earlier file."""

    events: dict[str, int] = field(default_factory=dict)
    repeated: list[int] = field(default_factory=list)
    told: set[str] = field(default_factory=set)  # what was told of it before: visit and number of ratings
    size: int = 0
    earlier: set[str] = field(default_factory=set)

    def add(self, line: int, text: str) -> None:
        """Another event of this file."""
        if text in self.events or self.too_many:
            self.repeated.append(line)
        else:
            self.events[text] = line
            self.size += len(text)

    @property
    def too_many(self) -> bool:
        """Whether it has more events than any contact has; what comes after is not kept."""
        return len(self.events) > MOST_EVENTS or self.size > _MOST_TEXT


def _batches(gathered: Iterable[tuple[str, int, str]]) -> Iterator[dict[str, _Contact]]:
    batch: dict[str, _Contact] = {}
    size = 0
    for key, line, text in gathered:
        if key not in batch and (len(batch) >= _BATCH or size > 8 * _MOST_TEXT):
            yield batch
            batch, size = {}, 0
        batch.setdefault(key, _Contact()).add(line, text)
        size += len(text)
    if batch:
        yield batch


class _Makes:
    """Makes the items of contacts, with what earlier files told of them."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._visits = Visits(reading)

    def items(self, batch: dict[str, _Contact]) -> Iterator[Item]:
        """The items of some contacts."""
        for carried in self._reading.earlier(batch.keys()):
            if found := batch.get(carried.key):
                self._recall(found, carried.text)
        for key, contact in batch.items():
            if contact.too_many:
                line = min(filter(None, contact.events.values()))
                message = f"Contact {key} has more than {MOST_EVENTS:,} different events, or very long ones."
                yield Refused(line, "EVENT_TOO_MANY", message)
                yield from _repeated(contact.repeated, key)
            else:
                yield from self._contact(key, contact)

    def _recall(self, contact: _Contact, text: str) -> None:
        word, _, rest = text.partition("\t")
        if word == _TOLD:
            contact.told.add(rest)
        else:
            contact.earlier.add(text)
            contact.events.setdefault(text, 0)

    def _contact(self, key: str, contact: _Contact) -> Iterator[Item]:
        visits: dict[int, dict[Event, int]] = {}
        for text, line in contact.events.items():
            event = Event.from_text(text)
            visits.setdefault(event.visit, {})[event] = line
            if text not in contact.earlier:
                self._reading.carry.append(Carried(key, text))
        repeated = contact.repeated
        for visit, events in sorted(visits.items()):
            if line := min(filter(None, events.values()), default=0):
                yield from self._visit(key, visit, events, line, contact, repeated)
                repeated = []
        yield from _repeated(repeated, key)

    def _visit(
        self, key: str, visit: int, events: dict[Event, int], line: int, contact: _Contact, repeated: list[int]
    ) -> Iterator[Item]:
        name = f"Contact {key}" + (f", visit {visit}," if visit > 1 else "")
        try:
            told = self._visits.told(key, visit, events)
        except Waits as waits:
            yield Incomplete(line, waits.code, f"{name} {waits.message}.", contact=key)
            yield from _repeated(repeated, key)
            return
        except Fault as fault:
            yield Refused(line, fault.code, f"{name}: {fault.message}")
            yield from _repeated(repeated, key)
            return
        rows = self._revised(key, visit, told, contact)
        for number in (line, *repeated):
            yield Read(number, rows[0], further=tuple(rows[1:]))
        for event, why in told.impossible:
            if at := events.get(event):
                yield Refused(at, why.code, f"{name} {event.type}: {why.message}")

    def _revised(self, key: str, visit: int, told: Told, contact: _Contact) -> list[Row]:
        """The rows; with a revision where the visit was told before with fewer ratings."""
        marker = f"{visit}\t{told.ratings}"
        if marker not in contact.told:
            self._reading.carry.append(Carried(key, f"{_TOLD}\t{marker}"))
        before = [int(each.split("\t")[1]) for each in contact.told if each.split("\t")[0] == str(visit)]
        if not before or min(before) >= told.ratings:
            return list(told.rows)
        return [{**row, "source_rev": told.ratings} for row in told.rows]


def _repeated(lines: Iterable[int], contact: str) -> Iterator[Item]:
    for line in lines:
        yield Ignored(line, "EVENT_REPEATED", f"An event of contact {contact} that was seen before.")
