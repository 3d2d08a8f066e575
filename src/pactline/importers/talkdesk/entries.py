"""One entry of a Talkdesk calls report: its names in three generations, its units, its values checked.

Explore's first report gives lengths as fractions of a day and times without a zone. The reporting interface before
it, and Explore's report since spring 2026, give whole seconds; the latter gives times in UTC. A yes or no comes in
several spellings side by side. Nothing is read as a binary number.

Source: the pages of the calls reports in Talkdesk's developer documentation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from pactline.importers.fault import LONGEST_FIELD, MOST_MS, Fault, quoted
from pactline.importers.files.cells import clock_length
from pactline.importers.files.clocks import instant, read_time
from pactline.importers.files.strict_json import Json
from pactline.importers.plain.values import contact_id, text_of
from pactline.importers.reading import SourceRefused
from pactline.values.zone import from_us, to_us

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("interaction_id", "call_id", "callsid"),
    "type": ("type", "call_type"),
    "start": ("start_at", "start_time", "start"),
    "end": ("end_at", "end_time", "end"),
    "talk": ("talk_time",),
    "wait": ("wait_time", "waiting_time"),
    "hold": ("hold_time", "holding_time"),
    "ring": ("agent_speed_to_answer", "agent_speed_to_answer_time", "total_ringing_time"),
    "queue": ("ring_groups", "ring_group", "tags", "talkdesk_phone_display_name", "phone_display_name"),
    "agent": ("user_name", "agent_name", "handling_user_name", "handling_agent_name", "handling_agent"),
    "customer": ("contact_phone_number", "customer_phone_number"),
    "disposition": ("disposition_code",),
    "score": ("csat_score",),
    "asked": ("csat_survey_time",),
    "transfer": ("is_transfer", "transfer"),
    "external": ("is_external_transfer", "external_transfer"),
    "no_answer": ("is_if_no_answer", "if_no_answer"),
    "callback": ("is_callback_from_queue", "callback_from_queue"),
    "in_hours": ("is_in_business_hours", "in_business_hours"),
    "team": ("team_name", "team"),
    "menu": ("ivr_options",),
}
"""What we call a value, and what the reports call it; the first one that is filled counts."""

NEEDED = ("id", "type", "start")
_DAYS = frozenset({"waiting_time", "holding_time", "agent_speed_to_answer"})
_SECONDS = frozenset({"wait_time", "hold_time", "total_time", "abandon_time", "total_ringing_time"})
_LENGTHS = ("talk", "wait", "hold", "ring")

_DAY_S = 86_400
WHOLE = Fraction(1, 20)
"""A fraction of a day with eight digits is good to some hundredths of a second: so near a whole second, it is meant."""

_YES = frozenset({"true", "yes", "y", "t", "1"})
_NO = frozenset({"false", "no", "n", "f", "0"})
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,25})?(?:[eE][+-]?[0-9]{1,2})?")
_SPELT = re.compile(r"[^a-z0-9]+")
_FROM_US, _TO_US = 946_684_800_000_000, 4_102_444_800_000_000  # the years 2000 to 2099
_TEXT = text_of(1_024)


def spelt(name: str) -> str:
    """A column's name without case, blanks and marks: ``In Business Hours?`` is ``in_business_hours``."""
    return _SPELT.sub("_", name.lower()).strip("_")


@dataclass(frozen=True)
class Entry:
    """The values of one entry; instants in microseconds, lengths in milliseconds, None where the report does not
    say."""

    id: str
    type: str
    start_us: int
    end_us: int | None
    lengths: Mapping[str, int | None]  # talk, wait, hold, ring
    words: Mapping[str, str]  # by our names, only filled ones
    said: Mapping[str, bool | None]  # yes or no, by our names
    twice: bool  # whether a local time occurs twice
    broken: bool  # whether a length is no whole number of seconds

    def ms(self, name: str) -> int | None:
        """A length."""
        return self.lengths.get(name)


class EntryReader:
    """Reads entries under what the user declared."""

    def __init__(self, zone: ZoneInfo | None, latest_us: int | None) -> None:
        self._zone = zone
        self._latest_us = _TO_US if latest_us is None else latest_us

    def read(self, found: Mapping[str, str]) -> Entry:
        """The entry of values by their spelt names. Raises Fault, and SourceRefused where no zone was declared."""
        words = {ours: text for ours, names in NAMES.items() if (text := _first(found, names))}
        if missing := [name for name in NEEDED if name not in words]:
            named = ", ".join(" or ".join(NAMES[name]) for name in missing)
            raise Fault("FIELD_MISSING", f"{named} is missing or empty.")
        start, start_twice, offset = self._at(words["start"], "start")
        end, end_twice = None, False
        if "end" in words:
            end, end_twice, _ = self._at(words["end"], "end")
            if end < start and end_twice:
                end = self._second(words["end"])
        in_days = not offset and (bool(_DAYS & found.keys()) or not _SECONDS & found.keys())
        lengths = {name: _length(words[name], NAMES[name][0], in_days) for name in _LENGTHS if name in words}
        return Entry(
            contact_id(words["id"]),
            words["type"].lower().replace(" ", "_").replace("-", "_"),
            start,
            end,
            {name: ms for name, (ms, _) in lengths.items()},
            words,
            {
                name: _yes_no(words[name], NAMES[name][0])
                for name in ("transfer", "external", "no_answer", "callback", "in_hours")
                if name in words
            },
            start_twice or end_twice,
            any(not whole for _, whole in lengths.values()),
        )

    def _at(self, text: str, name: str) -> tuple[int, bool, bool]:
        """An instant, whether its local time occurs twice, and whether it carries an offset of its own."""
        local = read_time(text.removesuffix(" UTC") + "Z" if text.endswith(" UTC") else text, "iso")
        if local.day is None or local.clock_us is None:
            raise Fault("TS_FORMAT", f"{name} {quoted(text)} is not a day and a time such as 2026-03-02 09:00:00.")
        if local.offset is None and self._zone is None:
            message = "The report's times have no zone; say in which it was made with --zone, such as Europe/Berlin."
            raise SourceRefused("TS_ZONE_MISSING", message)
        us, twice = instant(local.day, local.clock_us, local.offset, self._zone)
        if not _FROM_US <= us < _TO_US:
            raise Fault("TS_RANGE", f"{name} {quoted(text)} lies outside the years 2000 to 2099.")
        if us > self._latest_us:
            raise Fault("TS_RANGE", f"{name} {quoted(text)} lies in the future; check the zone that was declared.")
        return us, twice, local.offset is not None

    def _second(self, text: str) -> int:
        """The later of the two instants of a local time that occurs twice."""
        local = read_time(text, "iso")
        assert local.day is not None
        assert local.clock_us is not None
        assert self._zone is not None
        first, _ = instant(local.day, local.clock_us, None, self._zone)
        return to_us(from_us(first, self._zone).replace(fold=1))


def told(value: Json, name: str) -> str:
    """A value of a JSON report as text; empty for null. Raises Fault."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        raise Fault("JSON_TYPE", f"{name} must be text, a number, true, false or null.")
    return value


def _first(found: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        text = str(found.get(name) or "").strip()
        if text and text.lower() not in ("null", "n/a"):
            if len(text) > LONGEST_FIELD:
                raise Fault("FIELD_TOO_LONG", f"{name} has {len(text):,} characters; at most {LONGEST_FIELD:,}.")
            return _TEXT(text, name)
    return None


def _length(text: str, name: str, in_days: bool) -> tuple[int, bool]:
    """A length in milliseconds, and whether it is one of whole seconds. Raises Fault."""
    if ":" in text:
        seconds = clock_length(text, name, hours=text.count(":") == 2)
    elif _NUMBER.fullmatch(text):
        seconds = Fraction(Decimal(text)) * (_DAY_S if in_days else 1)
    else:
        raise Fault("NUM_FORMAT", f"{name} {quoted(text)} is neither a number nor a length such as 0:00:12.")
    if seconds < 0:
        raise Fault("NUM_NEGATIVE", f"{name} {quoted(text)} is negative; a length cannot be.")
    if seconds * 1_000 > MOST_MS or (in_days and seconds > _DAY_S):
        remedy = "a day; as a fraction of a day it must be below 1. Is it in seconds?" if in_days else "31 days."
        raise Fault("NUM_RANGE", f"{name} {quoted(text)} is more than {remedy}")
    nearest = (seconds + Fraction(1, 2)) // 1
    if abs(seconds - nearest) <= WHOLE:
        return int(nearest) * 1_000, True
    return int((seconds * 1_000 + Fraction(1, 2)) // 1), False


def _yes_no(text: str, name: str) -> bool:
    word = text.lower()
    if word not in _YES | _NO:
        raise Fault("ENUM_WORD", f"{name} {quoted(text)} is neither yes nor no in any spelling.")
    return word in _YES
