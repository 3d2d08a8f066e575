"""From an entry of a calls report to its row.

A report gives the start and the end of a call and lengths. Talk and hold are the last things of a call, so the answer
lies that long before the end, and the entry into the queue a wait before the answer; what is left at the beginning
was menu and greeting. For the documented entry: 14 s in all, 3 s of menu, 5 s of wait (4 of them ringing), 6 s of
talk.
"""

from __future__ import annotations

from typing import Any

from pactline.importers.customers import hashed
from pactline.importers.fault import Fault, quoted
from pactline.importers.plain.values import text_of
from pactline.importers.talkdesk.entries import Entry
from pactline.records.columns import Outcome
from pactline.records.staging import Row

TYPES = {
    "inbound": Outcome.ANSWERED,
    "abandoned": Outcome.ABANDONED,
    "short_abandoned": Outcome.ABANDONED,
    "missed": Outcome.ABANDONED,
    "voicemail": Outcome.FLOWED_OUT,
    "outbound": Outcome.ANSWERED,
    "outbound_missed": Outcome.FAILED,
}
"""Type of a call to what became of it.

Whether an abandon was short was decided by a setting of the account at the time; here it is a term of the agreement.
In the calls report a call is *missed* when the caller hung up while agents were rung, or waited again after a
transfer and hung up.
"""

NO_QUEUE = "talkdesk"
"""Stands for the queue where an entry names neither a ring group nor a line."""

_ROUNDED_US = 2_000_000  # several values, each rounded to whole seconds
_BROKEN_US = 60_000_000
_MS_US = 1_000
_USUAL_SCORE, _MOST_SCORE = 5, 10  # a score without a scale is one of 1 to 5
_NAME = text_of(128)


def row_of(entry: Entry, customer_key: bytes | None) -> Row:
    """The one visit of a call. Raises Fault."""
    if entry.type not in TYPES:
        raise Fault(
            "TD_TYPE",
            f"type {quoted(entry.type)} is not known; what became of the call is not guessed. "
            f"Put the one it stands for in its place: {', '.join(TYPES)}.",
        )
    outbound = entry.type.startswith("outbound")
    flags = {"zone_ambiguous"} if entry.twice else set()
    customer = "".join(entry.words.get("customer", "").split())
    row: dict[str, Any] = {
        "contact_id": entry.id,
        "visit": 1,
        "channel": "callback" if entry.said.get("callback") else "voice",
        "queue": _NAME(entry.words.get("queue") or NO_QUEUE, "the queue"),
        "direction": "outbound" if outbound else "inbound",
        "arrived_us": entry.start_us,
        "reason": entry.type,
        "customer": hashed(customer, customer_key) if any(letter.isdigit() for letter in customer) else None,
        "disposition": entry.words.get("disposition"),
        "tags": _tags(entry),
    }
    _check_lengths(entry, flags)
    row |= _course(entry, flags)
    row |= _score(entry, row)
    row["source_rev"] = sum(value is not None for value in row.values())
    row["flags"] = ";".join(sorted(flags)) or None
    return row


def _check_lengths(entry: Entry, flags: set[str]) -> None:
    """No length of a call is longer than the call: by more than a minute it is another unit. Raises Fault."""
    if entry.end_us is None:
        return
    total = entry.end_us - entry.start_us
    if total < 0:
        raise Fault("TIME_ORDER", "The end of the call lies before its start; one of them is wrong.")
    for name, ms in entry.lengths.items():
        if ms is not None and ms * _MS_US > total + _BROKEN_US:
            said = f"{ms // 1000} s of {name}, {total // 1_000_000} s from start to end"
            raise Fault("DUR_MISMATCH", f"{said}: is the length in the unit of this report?")
        if ms is not None and ms * _MS_US > total + _ROUNDED_US:
            flags.add("durations_disagree")


def _course(entry: Entry, flags: set[str]) -> dict[str, Any]:
    outcome = TYPES[entry.type]
    if entry.end_us is None:
        return {"outcome": Outcome.OPEN.value, "offered_us": entry.start_us}
    if outcome is Outcome.ANSWERED:
        return _conversation(entry, entry.end_us, flags)
    if outcome is Outcome.FAILED:
        return {"outcome": outcome.value, "offered_us": entry.start_us, "left_us": entry.end_us}
    if entry.type == "missed" and entry.said.get("no_answer"):
        outcome = Outcome.FLOWED_OUT
    wait = entry.ms("wait")
    if wait is None:
        flags.add("wait_unknown")
        return {"outcome": outcome.value, "offered_us": entry.start_us, "left_us": entry.end_us}
    left = entry.end_us
    if entry.type == "voicemail":  # the wait ends where the message begins; the menu before it is not told
        left = min(entry.start_us + wait * _MS_US, entry.end_us)
    return {
        "outcome": outcome.value,
        "offered_us": _entry_us(entry, left, wait, flags),
        "left_us": left,
        "wait_ms": wait,
    }


def _conversation(entry: Entry, end: int, flags: set[str]) -> dict[str, Any]:
    talk, hold, wait, ring = (entry.ms(name) for name in ("talk", "hold", "wait", "ring"))
    total_ms = (end - entry.start_us) // _MS_US
    if talk is not None and hold and talk + hold + (wait or 0) > total_ms + _ROUNDED_US // _MS_US and talk >= hold:
        talk -= hold  # the reporting interface's talk has the hold in it: the sum shows it
    spoken = 0 if talk is None else talk + (hold or 0)
    answered = end - spoken * _MS_US if talk is not None else min(entry.start_us + (wait or 0) * _MS_US, end)
    if answered < entry.start_us - _ROUNDED_US:
        flags.add("durations_disagree")
    answered = max(answered, entry.start_us)
    if wait is None:
        flags.add("wait_unknown")
    elif ring is not None and ring > wait + 1_000 and not entry.type.startswith("outbound"):
        flags.add("clock_disagrees")  # the phone cannot have rung longer than the caller waited
    inbound = not entry.type.startswith("outbound")
    return {
        "outcome": Outcome.ANSWERED.value,
        "offered_us": _entry_us(entry, answered, wait or 0, flags) if inbound else entry.start_us,
        "answered_us": answered,
        "ended_us": end,
        "wait_ms": wait,
        "ring_ms": ring,
        "talk_ms": talk,
        "hold_ms": hold,
        "agent": _NAME(entry.words["agent"], "the agent") if "agent" in entry.words else None,
        "transfer_out": "external" if entry.said.get("external") else "blind" if entry.said.get("transfer") else None,
    }


def _entry_us(entry: Entry, until: int, wait: int, flags: set[str]) -> int:
    """When the call entered the queue: a wait before it left it, and not before it began."""
    entered = until - wait * _MS_US
    if entered < entry.start_us - _ROUNDED_US:
        flags.add("clock_disagrees")
    return max(entered, entry.start_us)


def _score(entry: Entry, row: dict[str, Any]) -> dict[str, Any]:
    text = entry.words.get("score")
    asked = "yes" if text is not None or "asked" in entry.words else None
    if text is None or row["outcome"] != Outcome.ANSWERED.value:
        return {"surveyed": asked}
    whole = text.removesuffix(".0")
    if not (whole.isascii() and whole.isdigit() and int(whole) <= _MOST_SCORE):
        raise Fault("CSAT_RANGE", f"csat_score {quoted(text)} is not a whole number from 0 to {_MOST_SCORE}.")
    usual = 1 <= int(whole) <= _USUAL_SCORE
    return {"surveyed": asked, "csat": int(whole), "csat_scale": None if usual else f"0-{_MOST_SCORE}"}


def _tags(entry: Entry) -> str | None:
    found = {}
    if (in_hours := entry.said.get("in_hours")) is not None:
        found["business_hours"] = "yes" if in_hours else "no"
    for name, key in (("team", "team"), ("menu", "ivr")):
        if name in entry.words:
            found[key] = entry.words[name].replace(";", ",").replace("=", ":")
    return ";".join(f"{key}={value}" for key, value in sorted(found.items())) or None
