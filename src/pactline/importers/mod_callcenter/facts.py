"""One fact about a call, as an event or a call detail record tells it: what is grouped, compared and carried.

A fact is kept as text without caller numbers, so that a later file can complete the call. The same fact told again is
the same text and counts once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from pactline.importers.fault import Fault, quoted
from pactline.importers.files.strict_json import Number
from pactline.importers.plain.values import contact_id, text_of
from pactline.values.zone import to_us

SECOND_US = 1_000_000
_FROM_US = to_us(datetime(2000, 1, 1, tzinfo=UTC))
_TO_US = to_us(datetime(2100, 1, 1, tzinfo=UTC))
_NAME, _TEXT = text_of(128), text_of(1_024)
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_NEVER_IN_ENCODED = re.compile(r"[\s#&:;<=>?@\[\\\]^`{|}\"+]")  # what the switch always writes as %..


@dataclass(frozen=True)
class Fact:
    """What one event or one leg says. Instants are whole microseconds; None and empty: it does not say."""

    kind: str  # the event's CC-Action, or one of MEMBER_LEG, AGENT_LEG, CSV_LEG
    session: str  # the caller's leg: the call
    member: str = ""  # CC-Member-UUID: one stay in one queue
    queue: str = ""
    at_us: int | None = None  # when the event was written
    sequence: str = ""  # tells two events apart that have no time
    joined_us: int | None = None  # entered the queue, as the queue remembers it: of a resumed place the first entry
    own_us: int | None = None  # entered the queue with this very call
    called_us: int | None = None  # the agent began to ring
    answered_us: int | None = None
    ended_us: int | None = None  # the conversation was over, or the caller left
    created_us: int | None = None  # the leg began, to the whole second
    cause: str = ""  # terminated or cancel
    reason: str = ""  # the source's own word
    agent: str = ""
    customer: str = ""  # hashed
    outbound: bool = False  # the switch called the caller
    key: str = ""  # that the caller left with
    core: str = ""  # which run of the switch wrote it
    host: str = ""
    other: str = ""  # of a CSV leg: the leg it was bridged to
    twice: bool = False  # of a CSV leg: its local times occur twice

    def text(self) -> str:
        """The fact as one line: keys in order, what is not said left out."""
        return json.dumps({name: v for name in _FIELDS if (v := getattr(self, name)) not in ("", None, False)})


_FIELDS = tuple(sorted(field.name for field in fields(Fact)))
MEMBER_LEG, AGENT_LEG, CSV_LEG = "leg of the caller", "leg of the agent", "leg in a CSV"


def fact_of(text: str) -> Fact:
    """The fact of :meth:`Fact.text`."""
    return Fact(**json.loads(text))


class Told:
    """The named values of an event or of a record: text by name, read strictly."""

    def __init__(self, values: Mapping[str, Any], *, encoded: bool = False) -> None:
        self._values, self._encoded = values, encoded

    def text(self, name: str) -> str:
        """A text, trimmed, nothing invisible, at most 1,024 characters; empty where it is absent. Raises Fault."""
        value = self._values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Fault("JSON_TYPE", f"{name} must be a string.")
        text = str(value)
        return _TEXT(decoded(text) if self._encoded and not isinstance(value, Number) else text, name)

    def first(self, *names: str) -> str:
        """The first of several texts that is there. Raises Fault."""
        return next((text for name in names if (text := self.text(name))), "")

    def name(self, name: str) -> str:
        """A name of a queue or an agent: nothing invisible, at most 128 characters. Raises Fault."""
        return _NAME(self.text(name), name)

    def uuid(self, name: str) -> str:
        """An id; empty where it is absent. Raises Fault."""
        text = self.text(name)
        return contact_id(text) if text else ""

    def second_us(self, name: str) -> int | None:
        """An epoch in whole seconds as microseconds; None where it is absent or 0. Raises Fault."""
        return self._epoch_us(name, SECOND_US, "in whole seconds since 1970, such as 1696995740")

    def micro_us(self, name: str) -> int | None:
        """An epoch in microseconds; None where it is absent or 0. Raises Fault."""
        return self._epoch_us(name, 1, "in microseconds since 1970, such as 1696995740907190")

    def _epoch_us(self, name: str, unit: int, how: str) -> int | None:
        text = self.text(name)
        if text in ("", "0"):
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 18):
            raise Fault("TS_FORMAT", f"{name} {quoted(text)} is not {how}.")
        return in_range(int(text) * unit, f"{name} {quoted(text)}, read {how.partition(',')[0]},")


def in_range(us: int, what: str) -> int:
    """The instant, if it can be one. Raises Fault."""
    if not _FROM_US <= us < _TO_US:
        raise Fault("TS_RANGE", f"{what} lies outside the years 2000 to 2099.")
    return us


def whole_second(us: int | None) -> int | None:
    """The second an instant lies in: the queue's own clock knows whole seconds only."""
    return None if us is None else us // SECOND_US * SECOND_US


def decoded(text: str) -> str:
    """A value as the switch writes it on its socket and into its records, where ``@`` is ``%40``."""
    if "%" not in text or _NEVER_IN_ENCODED.search(text):
        return text
    raw = _ENCODED.sub(lambda found: chr(int(found[0][1:], 16)), text)
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
