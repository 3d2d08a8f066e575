"""The values of the plain format: instants, seconds, whole numbers, texts and ids, each read strictly and exactly.

Every reader returns the stored value or raises :class:`Fault`. Values repeat a great deal in call records, so each
reader remembers what it has read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from pactline.importers.fault import MOST_MS, Fault, quoted
from pactline.values.zone import to_us

T = TypeVar("T")

_REMEMBER = 20_000  # values; what is remembered of a file stays within some megabytes
_LONGEST_REMEMBERED = 64  # characters; long values seldom come again
_SECOND = 1_000_000
EARLIEST_US = to_us(datetime(2000, 1, 1, tzinfo=UTC))
END_US = to_us(datetime(2100, 1, 1, tzinfo=UTC))
_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,6}))?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_SECONDS = re.compile(r"(-?)([0-9]+)(?:\.([0-9]{1,3}))?")
_POINTS = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,2}))?")
_WHOLE = re.compile(r"-?[0-9]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_UNSAFE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_ID = re.compile(r"[A-Za-z0-9._:+-]{1,128}")

_SECONDS_OF = {f"{second:02d}": second * _SECOND for second in range(60)}


class Instants:
    """ISO 8601 instants to microseconds since 1970 UTC; local times in the declared zone, if one was declared."""

    def __init__(self, zone: ZoneInfo | None, latest_us: int | None) -> None:
        self._zone, self._latest_us = zone, END_US if latest_us is None else latest_us
        self._days: dict[str, int] = {}  # date and offset: the instant of its midnight
        self._clocks: dict[str, int] = {}  # time of day
        self._minutes: dict[str, int] = {}  # local date, hour and minute: the instant it begins

    def __call__(self, text: str, column: str) -> int:
        """The instant. Raises Fault."""
        try:
            if len(text) == 19:
                us = self._minutes[text[:17]] + _SECONDS_OF[text[17:]]
            else:
                us = self._days[text[:11] + text[19:]] + self._clocks[text[11:19]]
        except KeyError:
            us = self._learn(text, column)
        if not EARLIEST_US <= us < END_US:
            raise Fault("TS_RANGE", f"{column} {quoted(text)} lies outside the years 2000 to 2099.")
        if us > self._latest_us:
            raise Fault("TS_RANGE", f"{column} {quoted(text)} lies in the future; check the clock of the source.")
        return us

    def _learn(self, text: str, column: str) -> int:
        match = _INSTANT.fullmatch(text)
        if not match:
            raise Fault(
                "TS_FORMAT", f"{column} {quoted(text)} is not an instant; write it like 2026-03-02T09:00:00+01:00."
            )
        year, month, day, hour, minute, second = map(int, match.groups()[:6])
        fraction, offset = match[7], match[8]
        try:
            local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        except ValueError as error:
            raise Fault("TS_FORMAT", f"{column} {quoted(text)} is no real date and time: {error}.") from None
        micro = int((fraction or "0").ljust(6, "0"))
        if offset is None:
            us = to_us(local) - self._local_offset_us(local.replace(tzinfo=None), text, column)
            if len(self._minutes) > _REMEMBER:
                self._minutes.clear()
            self._minutes[text[:17]] = us - second * _SECOND
            return us + micro
        midnight = to_us(local.replace(hour=0, minute=0, second=0)) - _offset_us(offset, text, column)
        clock = ((hour * 60 + minute) * 60 + second) * _SECOND
        if len(self._days) > _REMEMBER:
            self._days.clear()
        self._days[text[:11] + text[19:]] = midnight + micro
        self._clocks[text[11:19]] = clock
        return midnight + clock + micro

    def _local_offset_us(self, local: datetime, text: str, column: str) -> int:
        if self._zone is None:
            raise Fault(
                "TS_NO_OFFSET",
                f"{column} {quoted(text)} has no offset; add one (Z, +01:00) or ingest it with --zone.",
            )
        first, second = (local.replace(tzinfo=self._zone, fold=fold).utcoffset() for fold in (0, 1))
        assert first is not None
        assert second is not None
        if first < second:
            raise Fault(
                "TS_NONEXISTENT",
                f"{column} {quoted(text)} was skipped by the clock change in {self._zone.key}; add the offset.",
            )
        if first > second:
            raise Fault("TS_AMBIGUOUS", f"{column} {quoted(text)} occurs twice in {self._zone.key}; add the offset.")
        return first // timedelta(microseconds=1)


def _offset_us(offset: str, text: str, column: str) -> int:
    if offset == "Z":
        return 0
    hours, minutes = int(offset[1:3]), int(offset[4:])
    if minutes > 59 or hours * 60 + minutes > 14 * 60:
        raise Fault("TS_FORMAT", f"{column} {quoted(text)} has an offset beyond 14 hours.")
    us = (hours * 60 + minutes) * 60 * _SECOND
    return -us if offset[0] == "-" else us


class Remembered(Generic[T]):
    """A reader of one kind of value that does not work the same text out twice."""

    def __init__(self, read: Callable[[str, str], T]) -> None:
        self._read = read
        self._known: dict[str, T] = {}

    def __call__(self, text: str, column: str) -> T:
        """The value. Raises Fault."""
        try:
            return self._known[text]
        except KeyError:
            value = self._read(text, column)
        if len(text) <= _LONGEST_REMEMBERED:
            if len(self._known) > _REMEMBER:
                self._known.clear()
            self._known[text] = value
        return value


def milliseconds(text: str, column: str) -> int:
    """Seconds with at most three decimals, as milliseconds."""
    match = _SECONDS.fullmatch(text)
    if not text:
        raise Fault("NUM_MISSING", f"{column} is empty; give the seconds.")
    if not match:
        raise Fault("NUM_FORMAT", f"{column} {quoted(text)} is not a number of seconds; write it like 12 or 12.5.")
    sign, whole, fraction = match.groups()
    if sign:
        raise Fault("NUM_NEGATIVE", f"{column} {quoted(text)} is negative; a duration cannot be.")
    ms = int(whole) * 1000 + int((fraction or "0").ljust(3, "0")) if len(whole) < 10 else MOST_MS + 1
    if ms > MOST_MS:
        raise Fault("NUM_RANGE", f"{column} {quoted(text)} is more than 31 days.")
    return ms


def whole(text: str, column: str) -> int:
    """A whole number, zero or more."""
    if not _WHOLE.fullmatch(text):
        raise Fault("NUM_FORMAT", f"{column} {quoted(text)} is not a whole number.")
    if text[0] == "-":
        raise Fault("NUM_NEGATIVE", f"{column} {quoted(text)} is negative.")
    if len(text) > 18:
        raise Fault("NUM_RANGE", f"{column} {quoted(text)} is too large.")
    return int(text)


def points(text: str, column: str) -> int:
    """A score with at most two decimals, in hundredths."""
    match = _POINTS.fullmatch(text)
    if not match:
        raise Fault("NUM_FORMAT", f"{column} {quoted(text)} is not a score; write it like 87 or 87.5.")
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def contact_id(text: str) -> str:
    """An id as it stands: opaque, case counts. Raises Fault."""
    if _ID.fullmatch(text):
        return text
    if not text:
        raise Fault(
            "ID_EMPTY", "contact_id is empty; without it a second delivery cannot be told from a second contact."
        )
    if len(text) > 128:
        raise Fault("FIELD_TOO_LONG", f"contact_id has {len(text):,} characters; at most 128.")
    raise Fault("ID_FORMAT", f"contact_id {quoted(text)} may hold only letters, digits and . _ : + - (of ASCII).")


def text_of(most: int) -> Callable[[str, str], str]:
    """A reader of names: composed (NFC), outer blanks trimmed, nothing invisible, at most so many characters."""

    def read(text: str, column: str) -> str:
        if bad := _CONTROL.search(text):
            raise Fault("CTRL_CHAR", f"{column} holds the control character U+{ord(bad[0]):04X}; remove it.")
        if bad := _UNSAFE.search(text):
            raise Fault("TEXT_UNSAFE", f"{column} holds the invisible character U+{ord(bad[0]):04X}; remove it.")
        value = unicodedata.normalize("NFC", text).strip()
        if len(value) > most:
            raise Fault("FIELD_TOO_LONG", f"{column} has {len(value):,} characters; at most {most:,}.")
        return value

    return read
