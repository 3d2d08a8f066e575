"""What every helpdesk's export holds: ids, instants in whatever writing, names, and a row made of them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pactline.importers.fault import Fault, quoted
from pactline.importers.files.strict_json import Json, Number, decimal_in, instant_in, object_in, text_in, word_in
from pactline.importers.plain.values import Instants, Remembered, contact_id, text_of
from pactline.records.staging import Row
from pactline.values.zone import to_us, zone

_SECOND = 1_000_000
_LONGEST_NAME = 128
_DIGITS = 12
CLOCKS_APART_US = 300 * _SECOND
"""So far may the clock of a mail and that of the server differ before it is said."""


class Values:
    """Reads values of records, and remembers what repeats."""

    def __init__(self, where: ZoneInfo | None, latest_us: int | None) -> None:
        self._where = where
        self._instant = Instants(where, latest_us)
        self._utc = Instants(zone("UTC"), latest_us)
        self._name = Remembered(text_of(_LONGEST_NAME))

    def ticket(self, value: Json, name: str) -> str:
        """The id of a ticket. Raises Fault."""
        return contact_id(word_in(value, name) or "")

    def numbered(self, value: Json, name: str, letter: str) -> str:
        """The id of an event with the letter of its kind; numbers are padded, so that the order of text is theirs.

        Raises Fault.
        """
        found = self.name(value, name)
        if found is None:
            raise Fault("FIELD_MISSING", f"{name} is missing; without it a second delivery is a second event.")
        return f"{letter}-{found:0>{_DIGITS}}" if found.isdigit() else f"{letter}-{found}"

    def name(self, value: Json, name: str) -> str | None:
        """A name or an id, as it stands. Raises Fault."""
        found = word_in(value, name)
        return None if found is None else self._name(found, name) or None

    def instant(self, value: Json, name: str) -> int:
        """An instant: ISO text with an offset, seconds since 1970, or a time in the declared zone. Raises Fault."""
        if isinstance(value, Number):
            return self._epoch(decimal_in(value, name), name)
        text = instant_in(value, name)
        if text is None:
            raise Fault("FIELD_MISSING", f"{name} is missing or null.")
        return self._instant(text, name)

    def local(self, value: Json, name: str) -> tuple[int, str | None]:
        """An instant that may be a local time; of one that occurs twice the first, and the flag that says so.

        Raises Fault.
        """
        try:
            return self.instant(value, name), None
        except Fault as fault:
            if fault.code != "TS_AMBIGUOUS":
                raise
        first = datetime.fromisoformat(text_in(value, name) or "").replace(tzinfo=self._where, fold=0)
        return to_us(first), "zone_ambiguous"

    def _epoch(self, seconds: Decimal | None, name: str) -> int:
        assert seconds is not None, "a number is one"
        whole = int(seconds)
        micro = int((seconds - whole) * _SECOND)
        if not 0 <= whole < 10_000_000_000:
            raise Fault("TS_RANGE", f"{name} {quoted(str(seconds))} is no number of seconds since 1970.")
        text = datetime.fromtimestamp(whole, UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return self._utc(f"{text}.{micro:06d}Z", name)


def row(**told: Any) -> Row:
    """A row of what was told; what is None was not."""
    return {name: value for name, value in told.items() if value is not None}


def inside(value: Json, *path: str) -> Json:
    """What lies at a path of keys; None where something on the way is missing. Raises Fault."""
    found: Json = value
    for place, name in enumerate(path):
        found = object_in(found, ".".join(path[:place]) or "the record").get(name)
    return found


def yes_no(condition: bool) -> str:
    """A condition as the table has it."""
    return "yes" if condition else "no"
