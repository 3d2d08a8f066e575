"""From the bytes of a ``queue_log``, as file or as database table, to events or to the reason why a line is none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, TypeAlias

from pactline.importers.customers import hashed
from pactline.importers.fault import LONGEST_FIELD, Fault
from pactline.importers.files.clocks import instant, read_time
from pactline.importers.files.lines import excerpt, numbered_lines
from pactline.importers.files.opening import past_the_mark, utf8
from pactline.importers.queue_log.events import EVENTS, NO_CALLS, Kind, to_text
from pactline.importers.queue_log.table import Columns, columns_of
from pactline.importers.queue_log.zone import TimeCheck, ZoneCheck, call_epoch_us
from pactline.importers.reading import Ignored, Reading, Refused, Source, SourceRefused
from pactline.values.exact import how_many
from pactline.values.zone import from_us, to_us

LONGEST_NAME = 128
LONGEST_LINE = 4 * LONGEST_FIELD  # characters; no event has more
_LONGEST_BYTES = 4 * (LONGEST_LINE + 1)
FROM_US, TO_US = 946_684_800_000_000, 4_102_444_800_000_000  # the years 2000 to 2099
_EPOCH = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,20}))?", re.ASCII)
_CALL = re.compile(r"[A-Za-z0-9._:+-]+")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
WITHHELD = frozenset({"", "anonymous", "unknown", "private", "restricted", "unavailable", "withheld"})


class Logged(NamedTuple):
    """An event that takes part in the reading: one of a call, a restart, or a wrap-up."""

    line: int
    call: str
    us: int
    agent: str
    name: str
    text: str  # as queue_log_events.to_text


Found: TypeAlias = Logged | Refused | Ignored
Clock: TypeAlias = Callable[[str, str], int]
"""Time text and call id to UTC microseconds. Raises Fault."""


def logged(source: Source, reading: Reading, check: TimeCheck | None = None) -> Iterator[Found]:
    """Every line of the file as an event, a refusal or a line that is no contact. Raises SourceRefused.

    The first line decides: the header of the database table, or the log's own lines. ``check`` is shown the times of a
    table; without it they are held against the call ids here.
    """
    lines = texts(source, reading)
    first = next(lines, None)
    assert first is not None, "an empty file is refused on opening"
    columns = columns_of(first[1])
    if columns is None:
        yield from _log(chain([first], lines), reading)
    else:
        yield from _table(lines, LineReader(reading, columns), reading, check or ZoneCheck(reading.zone))


Line: TypeAlias = tuple[int, str, bool]
"""Number, text without its end, and whether it had an end."""


def texts(source: Source, reading: Reading) -> Iterator[Line]:
    """The lines of the file. Raises SourceRefused."""
    with source.open() as file:
        for number, raw, whole in numbered_lines(past_the_mark(file), _LONGEST_BYTES):
            if number % 10_000 == 0:
                reading.progress(number)
            text = utf8(raw, number) if whole else raw.decode("utf-8", "replace")  # it is refused for its length
            yield number, text.removesuffix("\n").removesuffix("\r"), text.endswith("\n")


def _log(lines: Iterable[Line], reading: Reading) -> Iterator[Found]:
    """The lines of a log file: ``epoch|callid|queue|agent|event|data...``."""
    reader, trailing = LineReader(reading), Trailing()
    for line in lines:
        if line[1].endswith("|"):
            trailing.note(line[0])
        yield from reader.read(line)
    trailing.tell(reading)


def _table(rows: Iterable[Line], reader: LineReader, reading: Reading, check: TimeCheck) -> Iterator[Found]:
    """The rows of the database table, and a warning when their times do not fit the declared zone."""
    for line in rows:
        for found in reader.read(line):
            if isinstance(found, Logged):
                check.note(found.call, found.us, found.line)
            yield found
    reading.warnings.extend(check.warnings())


@dataclass
class Trailing:
    """Lines that end in an empty field."""

    many: int = 0
    first: int = 0

    def note(self, number: int) -> None:
        """Another one."""
        self.many += 1
        self.first = self.first or number

    def tell(self, reading: Reading) -> None:
        """Warn of them, if there are any."""
        if self.many:
            message = f"{how_many(self.many, 'line')} ending in an empty field, which is read as no field"
            reading.warnings.append((self.first, "QL_TRAILING_FIELD", message))


class LineReader:
    """Reads lines of a log file, or rows of a table with columns, under what the user declared."""

    def __init__(self, reading: Reading, columns: Columns | None = None) -> None:
        self._reading = reading
        self._latest = latest_us(reading)
        self._split = columns.split if columns else _split_pipes
        self._tabs = columns is not None and columns.separator == "\t"
        self._clock: Clock = self._table_us if columns else _epoch_us

    def read(self, line: Line) -> Iterator[Found]:
        """What the line says: one thing."""
        number, text, ended = line
        if not text.strip(" \t"):
            yield Ignored(number, "BLANK_LINE", "an empty line")
            return
        try:
            if len(text) > LONGEST_LINE:
                raise Fault("FIELD_TOO_LONG", f"the line is longer than {LONGEST_LINE:,} characters")
            yield self._event(number, _checked(text, self._tabs), ended)
        except Fault as fault:
            yield Refused(number, fault.code, fault.message, excerpt(text))
        if not ended:
            self._reading.warnings.append((number, "NO_FINAL_NEWLINE", "the last line has no line end: cut short?"))

    def _event(self, number: int, text: str, ended: bool) -> Found:
        fields = self._split(text)
        if max(map(len, fields)) > LONGEST_FIELD:
            raise Fault("FIELD_TOO_LONG", f"a field is longer than {LONGEST_FIELD} characters")
        if len(fields) < 5:
            raise Fault("QL_FIELDS", f"{len(fields)} fields where time, call id, queue, agent and event are needed")
        time, call, queue, agent, name, *data = fields
        us = self._clock(time, call)
        self._in_range(us, time)
        known = EVENTS.get(name)
        if known is None:
            return Ignored(
                number, "QL_EVENT_UNKNOWN", f"{name[:40]!r} is no event this reader knows; the line is not used"
            )
        if known.kind is Kind.SYSTEM and name == "QUEUESTART":
            return Logged(number, "NONE", us, agent, name, "")
        if known.kind in (Kind.MEMBER, Kind.SYSTEM):
            return no_contact(number, name, call)
        data = _enough(name, data, known.least if ended else _whole(name))
        if known.kind is Kind.WRAP:
            return Logged(number, "NONE", us, agent, name, to_text(us, queue, agent, name, tuple(data)))
        if call in NO_CALLS:
            return Ignored(number, "QL_NO_CALL", f"{name}{_told_by(call)}: without a call id it is no contact")
        _check_names(call, queue, agent)
        if known.kind is Kind.ENTRY:
            data = ["", self._customer(data[1] if len(data) > 1 else ""), *data[2:3]]
        if known.kind is Kind.OUTBOUND:
            data = []  # the number called
        return Logged(number, call, us, agent, name, to_text(us, queue, agent, name, tuple(data)))

    def _in_range(self, us: int, time: str) -> None:
        if not FROM_US <= us < TO_US:
            remedy = "; is it in milliseconds?" if time.isdigit() else ""
            raise Fault("TS_RANGE", f"the time {time[:40]!r} lies outside the years 2000 to 2099{remedy}")
        if us > self._latest:
            raise Fault("TS_RANGE", f"the time {time[:40]!r} lies in the future")

    def _table_us(self, text: str, call: str) -> int:
        if _EPOCH.fullmatch(text):  # some tables keep the second of the log file
            return _epoch_us(text, call)
        local = read_time(text, "iso")
        if local.day is None or local.clock_us is None:
            raise Fault("TS_FORMAT", f"{text!r} is not a day and a time such as 2026-03-02 09:00:00.123456")
        where = self._reading.zone
        if local.offset is None and where is None:
            message = (
                "the table's times are local and no zone is declared; say which with --zone, such as Europe/Berlin"
            )
            raise SourceRefused("TS_ZONE_MISSING", message)
        us, twice = instant(local.day, local.clock_us, local.offset, where)
        began = call_epoch_us(call)
        if twice and where is not None and began is not None:  # the call id's second tells which of the two it was
            second = to_us(from_us(us, where).replace(fold=1))
            return min(us, second, key=lambda each: (abs(each - began), each))
        return us

    def _customer(self, caller: str) -> str:
        caller = caller.strip()
        return "" if caller.lower() in WITHHELD else hashed(caller, self._reading.customer_key) or ""


def latest_us(reading: Reading) -> int:
    """The latest time that is taken."""
    return reading.latest_us if reading.latest_us is not None else TO_US


def no_contact(number: int, name: str, call: str) -> Ignored:
    """The line of an agent's membership, or of the system itself."""
    kind = EVENTS[name].kind
    return Ignored(number, "QL_" + kind.name, f"{name}{_told_by(call)}: {kind}")


def _told_by(call: str) -> str:
    return f" (call id {call})" if call in NO_CALLS and call not in ("", "NONE") else ""


def _split_pipes(text: str) -> list[str]:
    if "\\|" in text:
        return [field.replace("\\|", "|") for field in _UNESCAPED_PIPE.split(text)]
    return text.split("|")


def _epoch_us(text: str, call: str) -> int:
    found = _EPOCH.fullmatch(text)
    if not found:
        if text.isascii() and text.isdigit():
            raise Fault(
                "TS_RANGE", f"the time {text[:40]!r} lies outside the years 2000 to 2099; is it in milliseconds?"
            )
        raise Fault("TS_FORMAT", f"the time {text[:40]!r} is not in whole seconds since 1970, such as 1772438400")
    return int(found[1]) * 1_000_000 + int((found[2] or "")[:6].ljust(6, "0"))


def _checked(text: str, tabs: bool) -> str:
    """The text without characters that hide or forge. Raises Fault."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    bare = text.replace("\t", " ") if tabs else text
    if bare.isprintable():
        return text
    for character in bare:
        category = unicodedata.category(character)
        if category in ("Cc", "Zl", "Zp"):
            raise Fault("CTRL_CHAR", f"the line holds the control character U+{ord(character):04X}: a damaged line")
        if category in ("Cf", "Cs"):
            raise Fault("TEXT_UNSAFE", f"the line holds the invisible character U+{ord(character):04X}")
    return text


def _enough(name: str, data: list[str], least: int) -> list[str]:
    """The data without trailing empty fields, which some systems write and some do not."""
    if len(data) < least or (name == "ATTENDEDTRANSFER" and data[0] not in ("BRIDGE", "APP", "LINK")):
        fields = ", ".join(EVENTS[name].fields)
        raise Fault(
            "QL_FIELDS", f"{name} needs {fields}; the line has {len(data)} of these fields and may be cut short"
        )
    return data


def _whole(name: str) -> int:
    """How many fields a last line without a line end must have to be taken as whole."""
    known = EVENTS[name]
    return len(known.fields) if known.kind in (Kind.END, Kind.ENTRY) else max(known.least, len(known.fields[:1]))


def _check_names(call: str, queue: str, agent: str) -> None:
    if max(len(call), len(queue), len(agent)) > LONGEST_NAME:
        raise Fault("FIELD_TOO_LONG", f"call id, queue and agent have at most {LONGEST_NAME} characters")
    if not _CALL.fullmatch(call):
        raise Fault("ID_FORMAT", f"the call id {call[:40]!r} holds more than letters, digits and . _ : + -")
    if not queue.strip():
        raise Fault("QUEUE_EMPTY", "the line names no queue")
