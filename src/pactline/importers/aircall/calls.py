"""A call as Aircall tells it, and its row.

Source: the call object, the missed call reasons and their classes in Aircall's developer and support pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pactline.importers.customers import hashed
from pactline.importers.fault import Fault, quoted
from pactline.importers.files.strict_json import list_in, object_in, text_in, whole_in, word_in
from pactline.importers.plain.values import contact_id, text_of
from pactline.records.columns import Outcome
from pactline.records.staging import Row

NO_NUMBER = "aircall"
"""Stands for the queue where a call names neither number nor team."""

OUT_OF_HOURS, IN_MENU = "out_of_opening_hours", "abandoned_in_ivr"
MISSED: Mapping[str, Outcome] = {
    OUT_OF_HOURS: Outcome.REFUSED,
    "short_abandoned": Outcome.ABANDONED,
    "abandoned_in_classic": Outcome.ABANDONED,
    "abandoned": Outcome.ABANDONED,
    IN_MENU: Outcome.REFUSED,
    "no_available_agent": Outcome.FLOWED_OUT,
    "agents_did_not_answer": Outcome.FLOWED_OUT,
}
"""Why an inbound call was missed, and what became of it.

Aircall counts the last two as *not abandoned*: the system tried to connect the call and nobody was free, or nobody
answered. Who hung up in the voice menu never got to anybody's phone. Whether an abandon was short is a term of an
agreement.
"""

_SECOND_US = 1_000_000
_FROM_S, _TO_S = 946_684_800, 4_102_444_800  # the years 2000 to 2099
_MOST_FACTS = 999_999
_NAME, _LABEL = text_of(128), text_of(1_024)
_DIGITS = re.compile(r"\+?[0-9]{3,20}")


@dataclass
class Call:
    """What is known of a call; instants in microseconds."""

    id: str
    direction: str
    started_us: int
    answered_us: int | None
    ended_us: int | None
    duration_s: int | None
    reason: str | None
    voicemail: bool
    queue: str
    agent: str | None
    customer: str | None
    transfer: str | None
    tags: list[str]
    told_us: int  # when this was told, or the latest instant it knows
    odd: list[str] = field(default_factory=list)

    @property
    def lost(self) -> bool:
        """Whether a caller rang and nobody answered: only then the reason decides what became of the call."""
        return self.direction == "inbound" and self.ended_us is not None and self.answered_us is None


class CallReader:
    """Reads calls under the limits of a reading."""

    def __init__(self, latest_us: int | None, customer_key: bytes | None) -> None:
        self._latest_us, self._key = latest_us, customer_key

    def read(self, found: Mapping[str, Any], told_s: int | None) -> Call:
        """The call, told at that second; without one the latest instant it knows stands for it. Raises Fault."""
        started = self._at(found, "started_at")
        direction = text_in(found.get("direction"), "direction")
        if started is None:
            raise Fault("FIELD_MISSING", "started_at is missing or null; when the call came is not known.")
        if direction not in ("inbound", "outbound"):
            raise Fault("ENUM_DIRECTION", f"direction {quoted(direction or '')} is neither inbound nor outbound.")
        answered, ended = self._at(found, "answered_at"), self._at(found, "ended_at")
        if ended is None and text_in(found.get("status"), "status") == "done":
            raise Fault("FIELD_MISSING", "The call is done, yet ended_at is missing or null.")
        queue = _queue(found)
        told = self._instant(told_s, "timestamp")
        call = Call(
            contact_id(word_in(found.get("id"), "id") or ""),
            direction,
            started,
            answered,
            ended,
            whole_in(found.get("duration"), "duration"),
            _reason(found),
            bool(found.get("voicemail")),
            queue or NO_NUMBER,
            _named(object_in(found.get("user"), "user"), "user"),
            self._customer(text_in(found.get("raw_digits"), "raw_digits")),
            _transfer(found),
            _tags(found),
            told if told is not None else max([started, *self._later(found)]),
        )
        _check(call)
        if queue is None:
            call.odd.append("AIR_NO_NUMBER")
        if call.lost and call.reason is None and not call.voicemail:
            call.odd.append("AIR_NO_REASON")
        return call

    def _at(self, found: Mapping[str, Any], name: str) -> int | None:
        return self._instant(whole_in(found.get(name), name), name)

    def _instant(self, seconds: int | None, name: str) -> int | None:
        """Seconds since 1970 as microseconds. Raises Fault."""
        if seconds is None:
            return None
        if not _FROM_S <= seconds < _TO_S:
            remedy = " It looks like milliseconds." if seconds >= _FROM_S * 1_000 else ""
            raise Fault("TS_RANGE", f"{name} {seconds} lies outside the years 2000 to 2099.{remedy}")
        if self._latest_us is not None and seconds * _SECOND_US > self._latest_us:
            raise Fault("TS_RANGE", f"{name} {seconds} lies in the future; check the clock of the source.")
        return seconds * _SECOND_US

    def _later(self, found: Mapping[str, Any]) -> Iterator[int]:
        """The instants of the call, of its tags and of its comments."""
        places = [(found, "answered_at"), (found, "ended_at")]
        places += [(each, "tagged_at") for each in _objects(found, "tags")]
        places += [(each, "posted_at") for each in _objects(found, "comments")]
        for place, name in places:
            us = self._at(place, name)
            if us is not None:
                yield us

    def _customer(self, digits: str | None) -> str | None:
        """The caller's number hashed; none for one that is masked, withheld or no number."""
        if digits is None or self._key is None:
            return None
        bare = re.sub(r"[\s().\-/]", "", digits)
        return hashed(bare, self._key) if _DIGITS.fullmatch(bare) else None


def _check(call: Call) -> None:
    if call.lost and not call.voicemail and call.reason is not None and call.reason not in MISSED:
        raise Fault(
            "AIR_REASON",
            f"missed_call_reason {quoted(call.reason)} is not known; what became of the call is not guessed. "
            f"Put the one it stands for in its place: {', '.join(MISSED)}.",
        )
    before, latest = "started_at", call.started_us
    for name, us in (("answered_at", call.answered_us), ("ended_at", call.ended_us)):
        if us is not None:
            if us < latest:
                raise Fault("TIME_ORDER", f"{name} lies before {before}; one of them is wrong.")
            before, latest = name, us


def _reason(found: Mapping[str, Any]) -> str | None:
    text = text_in(found.get("missed_call_reason"), "missed_call_reason")
    return None if text is None else _LABEL(text, "missed_call_reason") or None


def _objects(found: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [object_in(each, f"An element of {name}") for each in list_in(found.get(name), name)]


def _named(told: Mapping[str, Any], kind: str) -> str | None:
    """The name of a user, number or team; ``user 123`` where it has none."""
    name = text_in(told.get("name"), f"{kind}.name")
    if name is not None and (clean := _NAME(name, f"{kind}.name")):
        return clean
    identifier = word_in(told.get("id"), f"{kind}.id")
    return None if identifier is None else _NAME(f"{kind} {identifier}", f"{kind}.id")


def _queue(found: Mapping[str, Any]) -> str | None:
    """The number that was called, else the first team."""
    teams = [name for each in _objects(found, "teams") if (name := _named(each, "team"))]
    return _named(object_in(found.get("number"), "number"), "number") or next(iter(teams), None)


def _transfer(found: Mapping[str, Any]) -> str | None:
    """How the call was handed on. Aircall does not tell whether the two agents spoke first."""
    if text_in(found.get("external_transferred_to"), "external_transferred_to") is not None:
        return "external"
    to = object_in(found.get("transferred_to"), "transferred_to")
    if not to:
        return None
    return "blind" if "email" in to else "queue"


def _tags(found: Mapping[str, Any]) -> list[str]:
    """The labels agents gave, each as ``label=yes``, and the teams."""
    labels = {_clean(name) for each in _objects(found, "tags") if (name := text_in(each.get("name"), "tags.name"))}
    teams = sorted({_clean(name) for each in _objects(found, "teams") if (name := _named(each, "team"))})
    tags = {f"{label}=yes" for label in labels if label and label != "team"}
    return sorted(tags | ({f"team={','.join(teams)}"} if teams else set()))


def _clean(label: str) -> str:
    return _LABEL(label, "tags.name").replace(";", ",").replace("=", ":")


# -- the row


def row_of(call: Call) -> Row:
    """The one visit of a call."""
    row: dict[str, Any] = {
        "contact_id": call.id,
        "visit": 1,
        "channel": "voice",
        "queue": call.queue,
        "direction": call.direction,
        "arrived_us": call.started_us,
        "offered_us": call.started_us,
        "customer": call.customer,
        "tags": ";".join(call.tags) or None,
        **_course(call),
    }
    if call.ended_us is not None and call.duration_s is not None:
        apart = call.ended_us - call.started_us - call.duration_s * _SECOND_US
        doubts = [row.get("flags"), "clock_disagrees" if abs(apart) > _SECOND_US else None]
        row["flags"] = ";".join(sorted(doubt for doubt in doubts if doubt)) or None
    known = sum(value is not None for name, value in row.items() if name != "flags") + len(call.tags)
    row["source_rev"] = call.told_us + min(known, _MOST_FACTS)
    return row


def _course(call: Call) -> dict[str, Any]:
    if call.answered_us is not None:
        waited = {"wait_ms": _ms(call.answered_us - call.started_us), "answered_us": call.answered_us}
        told = {**waited, "agent": call.agent, "transfer_out": call.transfer}
        if call.ended_us is None:
            return {**told, "outcome": Outcome.OPEN.value}
        talk = _ms(call.ended_us - call.answered_us)
        return {**told, "outcome": Outcome.ANSWERED.value, "ended_us": call.ended_us, "talk_ms": talk}
    if call.ended_us is None:
        return {"outcome": Outcome.OPEN.value}
    return {**_missed(call), "left_us": call.ended_us}


def _missed(call: Call) -> dict[str, Any]:
    """A call that nobody answered."""
    if call.direction == "outbound":
        return {"outcome": Outcome.FAILED.value, "reason": call.reason or "not answered"}
    if call.reason == OUT_OF_HOURS:
        return {"outcome": Outcome.REFUSED.value, "reason": call.reason}
    if call.reason == IN_MENU and not call.voicemail:
        return {"outcome": Outcome.REFUSED.value, "reason": call.reason, "self_service": "left"}
    assert call.ended_us is not None
    wait = _ms(call.ended_us - call.started_us)
    if call.voicemail:  # how much of the time was the message is not told
        said = " ".join(word for word in ("voicemail", call.reason) if word)
        return {"outcome": Outcome.FLOWED_OUT.value, "reason": said, "flags": "wait_unknown"}
    outcome = MISSED[call.reason] if call.reason else Outcome.ABANDONED
    return {"outcome": outcome.value, "reason": call.reason, "wait_ms": wait}


def _ms(us: int) -> int:
    return us // 1_000
