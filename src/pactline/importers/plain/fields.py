"""The plain record format: one row's values by column name to one record. CSV and JSON Lines share these rules.

A record is taken as a whole or refused with one code and one sentence. Nothing is guessed, defaulted or mended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from pactline.importers.fault import Fault, quoted
from pactline.importers.plain.values import Instants, Remembered, contact_id, milliseconds, points, text_of, whole
from pactline.records.columns import BY_PLAIN_NAME, CHANNELS, DIRECTIONS, FLAGS, TRANSFERS, Kind, Outcome
from pactline.records.staging import Row

REQUIRED = (
    "contact_id", "channel", "queue", "direction", "offered_at", "answered_at", "ended_at", "outcome", "wait_s",
)  # fmt: skip
"""Columns that must be there; the others may be absent."""

FILLED = ("contact_id", "channel", "queue", "direction", "offered_at", "outcome")
"""Columns that must hold a value in every row."""

KNOWN = (*BY_PLAIN_NAME, "source_ref")
"""Every column that is read; any other is ignored and listed."""

CHANNEL_WORDS: Mapping[str, str] = {**{word: word for word in CHANNELS}, "messaging": "message"}
DIRECTION_WORDS: Mapping[str, str] = {word: word for word in DIRECTIONS}
OUTCOME_WORDS: Mapping[str, tuple[str, str | None]] = {
    **{outcome.value: (outcome.value, None) for outcome in Outcome},
    "overflowed": (Outcome.FLOWED_OUT.value, "overflowed"),
    "voicemail": (Outcome.FLOWED_OUT.value, "voicemail"),
    "callback_requested": (Outcome.CALLBACK.value, None),
    "blocked": (Outcome.REFUSED.value, None),
}
"""Word of the file to stored outcome and the reason it implies."""

TOLERANCE_MS = 1_000  # whole-second sources round each value on its own
NO_WAIT = frozenset({Outcome.REFUSED.value, Outcome.FAILED.value, Outcome.OPEN.value})
"""Outcomes that may come without a wait."""

WAITED = frozenset(word for word, (outcome, _) in OUTCOME_WORDS.items() if outcome not in NO_WAIT)
"""Words of the file whose contacts must come with a wait."""

NUMBERS = frozenset(
    name for name, column in BY_PLAIN_NAME.items() if column.kind in (Kind.DURATION, Kind.WHOLE, Kind.POINTS)
)
"""Columns that JSON writes as numbers; all others are strings."""

_SCALE = re.compile(r"([0-9]{1,3})-([0-9]{1,3})")
_DEFAULT_SCALE = "1-5"
_WORDED = frozenset({"surveyed", "resolved", "resolved_said", "self_service"})

Reader: TypeAlias = Callable[[str, str], Any]


def _word(words: Mapping[str, str], code: str) -> Reader:
    def read(text: str, column: str) -> str:
        if text not in words:
            raise Fault(code, f"{column} {quoted(text)} is none of: {', '.join(words)}.")
        return words[text]

    return read


def tags_in(text: str, column: str) -> str:
    """Tags as they are stored: keys in order, each once. Raises Fault."""
    pairs = [part.partition("=") for part in text_of(4_096)(text, column).split(";") if part]
    keys = [key for key, _, _ in pairs]
    if not all(key and sign for key, sign, _ in pairs) or len(set(keys)) < len(keys):
        raise Fault("TAGS_FORMAT", f"{column} {quoted(text)} is not key=value;key=value with each key once.")
    return ";".join(sorted("".join(pair) for pair in pairs))


def flags_in(text: str, column: str) -> str:
    """Flags as they are stored: known words in order. Raises Fault."""
    flags = sorted(set(text.split(";")))
    if unknown := [flag for flag in flags if flag not in FLAGS]:
        raise Fault("ENUM_FLAG", f"{column} {quoted(unknown[0])} is none of: {', '.join(FLAGS)}.")
    return ";".join(flags)


def _visit(text: str, column: str) -> int:
    number = whole(text, column)
    if number < 1:
        raise Fault("NUM_RANGE", f"{column} is {number}; visits are counted from 1.")
    return number


class PlainRow:
    """Reads rows whose columns stand in a given order."""

    def __init__(self, columns: Sequence[str], zone: ZoneInfo | None, latest_us: int | None) -> None:
        self._instant = Instants(zone, latest_us)
        self._ms = Remembered(milliseconds)
        self._queue = Remembered(text_of(128))
        place = {name: index for index, name in enumerate(columns) if name in KNOWN}
        self._at = [place[name] for name in REQUIRED]
        apart = {*REQUIRED, "csat", "csat_scale"}
        self._further = [
            (place[name], name, BY_PLAIN_NAME[name].name if name in BY_PLAIN_NAME else name, self._reader(name))
            for name in KNOWN
            if name in place and name not in apart
        ]
        self._csat, self._scale = place.get("csat"), place.get("csat_scale")

    def _reader(self, name: str) -> Reader:
        special: dict[str, Reader] = {
            "visit": _visit,
            "tags": Remembered(tags_in),
            "flags": Remembered(flags_in),
            "callback_of": lambda text, column: contact_id(text),
            "source_rev": lambda text, column: whole(text, column) if text.isdigit() else self._instant(text, column),
            "transfer_in": _word({word: word for word in TRANSFERS}, "ENUM_TRANSFER"),
            "transfer_out": _word({word: word for word in TRANSFERS}, "ENUM_TRANSFER"),
            "agent": Remembered(text_of(128)),
        }
        by_kind: dict[Kind, Reader] = {
            Kind.INSTANT: self._instant,
            Kind.DURATION: self._ms,
            Kind.WHOLE: whole,
            Kind.TEXT: Remembered(text_of(1_024)),
            Kind.POINTS: Remembered(points),
        }
        column = BY_PLAIN_NAME.get(name)
        if name in _WORDED and column is not None:
            return _word({word: word for word in column.words}, "ENUM_WORD")
        return special.get(name) or by_kind[column.kind if column else Kind.TEXT]

    def read(self, cells: Sequence[str]) -> Row:
        """The record of one row; an empty cell is a value that was not given. Raises Fault."""
        an_id, a_channel, a_queue, a_direction, offered_at, answered_at, ended_at, an_outcome, wait_s = [
            cells[at] for at in self._at
        ]
        row: dict[str, str | int | None] = {"contact_id": contact_id(an_id)}
        row["channel"] = _CHANNEL(a_channel, "channel")
        row["queue"] = self._queue(a_queue, "queue")
        if not row["queue"]:
            raise Fault("QUEUE_EMPTY", "queue is empty; the queue decides which commitment a contact belongs to.")
        row["direction"] = _DIRECTION(a_direction, "direction")
        if an_outcome not in OUTCOME_WORDS:
            raise Fault("ENUM_OUTCOME", f"outcome {quoted(an_outcome)} is none of: {', '.join(OUTCOME_WORDS)}.")
        outcome, reason = OUTCOME_WORDS[an_outcome]
        row["outcome"] = outcome
        if reason:
            row["reason"] = reason
        row["offered_us"] = self._instant(offered_at, "offered_at")
        if answered_at:
            row["answered_us"] = self._instant(answered_at, "answered_at")
        if ended_at:
            row["ended_us"] = self._instant(ended_at, "ended_at")
        if wait_s or outcome not in NO_WAIT:
            row["wait_ms"] = self._ms(wait_s, "wait_s")
        for at, name, stored, read in self._further:
            if text := cells[at]:
                value = read(text, name)
                if value != "":  # only blanks
                    row[stored] = value
        self._score(row, cells)
        _check(row, bool(answered_at), outcome)
        return row

    def _score(self, row: dict[str, str | int | None], cells: Sequence[str]) -> None:
        text = cells[self._csat] if self._csat is not None else ""
        scale = cells[self._scale] if self._scale is not None else ""
        if scale:
            if not _SCALE.fullmatch(scale):
                raise Fault("CSAT_RANGE", f"csat_scale {quoted(scale)} is not a scale such as 1-5 or 0-10.")
            row["csat_scale"] = scale
        if not text:
            return
        lowest, highest = map(int, (scale or _DEFAULT_SCALE).split("-"))
        if not (text.isascii() and text.isdigit() and len(text) <= 3 and lowest <= int(text) <= highest):
            raise Fault("CSAT_RANGE", f"csat {quoted(text)} is not a whole number from {lowest} to {highest}.")
        row["csat"] = int(text)


def _check(row: dict[str, Any], answered: bool, outcome: str) -> None:
    """What the values say about one another."""
    if answered != (outcome == "answered") and not (answered and outcome == "open"):
        raise Fault(
            "OUTCOME_CONTRADICTS", f"outcome is {outcome}, yet answered_at is {'given' if answered else 'empty'}."
        )
    if "csat" in row and outcome != "answered":
        raise Fault(
            "OUTCOME_CONTRADICTS", f"outcome is {outcome}, yet csat is given; only answered contacts have a score."
        )
    offered, ended = row["offered_us"], row.get("ended_us")
    if outcome not in ("answered", "open") and "left_us" not in row:
        if ended is not None:
            row["left_us"] = ended
        elif outcome not in NO_WAIT:
            row["left_us"] = offered + row["wait_ms"] * 1_000
    before, earlier = "", -1
    for name in ("arrived_us", "offered_us", "answered_us", "left_us", "ended_us"):
        instant = row.get(name)
        if instant is not None:
            if instant < earlier:
                raise Fault("TIME_ORDER", f"{_plain(name)} lies before {_plain(before)}.")
            before, earlier = name, instant
    _check_durations(row, offered, row.get("answered_us"), ended)


def _check_durations(row: Mapping[str, Any], offered: int, answered: int | None, ended: int | None) -> None:
    left_queue = answered if answered is not None else row.get("left_us")
    wait, talk = row.get("wait_ms"), row.get("talk_ms")
    if wait is not None and left_queue is not None:
        _compare("wait_s", wait, "the instants", left_queue - offered)
    if talk is not None and answered is not None and ended is not None:
        _compare("talk_s + hold_s", talk + row.get("hold_ms", 0), "ended_at - answered_at", ended - answered)


def _compare(name: str, ms: int, other: str, us: int) -> None:
    if abs(ms * 1_000 - us) > TOLERANCE_MS * 1_000:
        raise Fault(
            "DUR_MISMATCH",
            f"{name} says {_seconds(ms)} s, {other} say {_seconds(us // 1_000)} s; at most one second may lie between.",
        )


def _seconds(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03d}".rstrip("0").rstrip(".")


def _plain(stored: str) -> str:
    return stored.replace("_us", "_at")


_CHANNEL = _word(CHANNEL_WORDS, "ENUM_CHANNEL")
_DIRECTION = _word(DIRECTION_WORDS, "ENUM_DIRECTION")
