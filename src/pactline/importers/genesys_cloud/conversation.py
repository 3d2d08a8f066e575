"""One conversation as the analytics interface tells it: sessions of participants, made of segments and metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from pactline.importers.fault import Fault
from pactline.importers.files.strict_json import Json, instant_in, list_in, object_in, text_in, whole_in, word_in
from pactline.importers.genesys_cloud.words import CUSTOMERS, METRICS, TALKING, WRAP_UP
from pactline.importers.plain.values import Instants, contact_id, text_of

_MOST_FACTS = 99_999
_NAME = text_of(128)


@dataclass(frozen=True)
class Segment:
    """A stretch of a session in which one thing went on."""

    kind: str
    start_us: int
    end_us: int | None  # None: it is still going on
    queue: str | None
    disconnect: str | None
    error: str | None
    wrap_up: str | None
    conference: bool

    @property
    def ms(self) -> int:
        """Its length; 0 while it goes on."""
        return 0 if self.end_us is None else (self.end_us - self.start_us) // 1000


@dataclass(frozen=True)
class Session:
    """One party's connection through one medium."""

    purpose: str  # of its participant: customer, ivr, acd, agent ...
    user: str | None
    media: str
    direction: str | None
    campaign: bool  # a dialler's
    address: str | None  # the customer's number or address
    due_us: int | None  # for when a callback was promised
    flow: Mapping[str, Any]
    flow_out: str | None
    segments: tuple[Segment, ...]  # in order of time
    measured: bool  # whether it has metrics at all
    metrics: Mapping[str, int]  # of those that are read: name to the sum of its values in milliseconds

    @property
    def start_us(self) -> int:
        """When it began."""
        return self.segments[0].start_us

    @property
    def end_us(self) -> int | None:
        """When it was over, after-contact work left out; None while it lasts."""
        ends = [each.end_us for each in self.segments if each.kind != WRAP_UP] or [self.segments[-1].end_us]
        return None if None in ends else max(end for end in ends if end is not None)

    @property
    def queue(self) -> str | None:
        """The first queue it names."""
        return next((each.queue for each in self.segments if each.queue), None)

    @property
    def disconnect(self) -> str | None:
        """How it ended."""
        return next((s.disconnect for s in reversed(self.segments) if s.disconnect and s.kind != WRAP_UP), None)

    @property
    def talking(self) -> tuple[Segment, ...]:
        """The segments in which its party was connected."""
        return tuple(each for each in self.segments if each.kind in TALKING)


@dataclass(frozen=True)
class Conversation:
    """All that was known of a conversation when it was fetched."""

    id: str
    start_us: int | None
    end_us: int | None
    direction: str | None
    sessions: tuple[Session, ...]
    revision: int  # grows with what is known

    @cached_property
    def over(self) -> bool:
        """Whether nothing more will happen.

        Old answers have no end of the conversation. Such a one is over when every segment has its end and a customer
        (or, in a call inside the house, a user) was disconnected.
        """
        if self.end_us is not None:
            return True
        if any(segment.end_us is None for session in self.sessions for segment in session.segments):
            return False
        customers = [each for each in self.sessions if each.purpose in CUSTOMERS]
        callers = customers or [each for each in self.sessions if each.purpose == "user"]
        return any(each.disconnect for each in callers)

    @property
    def begun_us(self) -> int | None:
        """When the system picked up."""
        starts = [session.start_us for session in self.sessions]
        return self.start_us if self.start_us is not None else min(starts, default=None)


class ConversationReader:
    """Reads conversations under the limits of a reading."""

    def __init__(self, latest_us: int | None, zone: ZoneInfo | None) -> None:
        self._instant = Instants(zone, latest_us)
        self._ahead = Instants(zone, None)  # a callback may be promised for tomorrow

    def read(self, found: Json) -> Conversation:
        """The conversation. Raises Fault."""
        told = object_in(found, "The conversation")
        latest: list[int] = []
        sessions = [
            session
            for participant in _objects(told, "participants")
            for each in _objects(participant, "sessions")
            if (session := self._session(participant, each, latest)) is not None
        ]
        start = self._at(told, "conversationStart", latest)
        end = self._at(told, "conversationEnd", latest)
        if not latest:
            raise Fault("FIELD_MISSING", "conversationStart is missing, and no segment has a time.")
        return Conversation(
            contact_id(_text(told, "conversationId") or ""),
            start,
            end,
            _text(told, "originatingDirection"),
            tuple(sorted(sessions, key=lambda session: (session.start_us, session.purpose, session.media))),
            max(latest) // 1000 * (_MOST_FACTS + 1) + min(_facts(told), _MOST_FACTS),
        )

    def _session(self, participant: dict[str, Any], told: dict[str, Any], latest: list[int]) -> Session | None:
        segments = [self._segment(each, latest) for each in _objects(told, "segments")]
        metrics: dict[str, int] = {}
        measured = _objects(told, "metrics")
        for each in measured:
            name = _text(each, "name")
            self._at(each, "emitDate", latest)
            value = whole_in(each.get("value"), f"The metric {name}") if name in METRICS else None
            if name and value is not None:
                if value < 0:
                    raise Fault("NUM_NEGATIVE", f"The metric {name} is negative.")
                metrics[name] = metrics.get(name, 0) + value
        if not segments:
            return None
        purpose = _text(participant, "purpose") or "unknown"
        return Session(
            purpose,
            _named(participant, "userId"),
            (_text(told, "mediaType") or "unknown").lower(),
            _text(told, "direction"),
            told.get("outboundCampaignId") is not None,
            _address(participant, told),
            self._due(told),
            object_in(told.get("flow"), "flow"),
            _text(told, "flowOutType"),
            tuple(sorted(segments, key=lambda s: (s.start_us, s.end_us is None, s.end_us or 0, s.kind))),
            bool(measured),
            metrics,
        )

    def _segment(self, told: dict[str, Any], latest: list[int]) -> Segment:
        start, end = self._at(told, "segmentStart", latest), self._at(told, "segmentEnd", latest)
        kind = _text(told, "segmentType")
        if start is None or kind is None:
            raise Fault("FIELD_MISSING", "A segment has no segmentStart or no segmentType.")
        if end is not None and end < start:
            raise Fault("TIME_ORDER", f"A segment ({kind}) ends before it starts.")
        conference = told.get("conference")
        if conference not in (None, True, False):
            raise Fault("JSON_TYPE", "conference must be true or false.")
        return Segment(
            kind,
            start,
            end,
            _named(told, "queueId"),
            _text(told, "disconnectType"),
            _text(told, "errorCode"),
            _text(told, "wrapUpCode"),
            bool(conference),
        )

    def _at(self, told: dict[str, Any], name: str, latest: list[int]) -> int | None:
        text = instant_in(told.get(name), name)
        if text is None:
            return None
        us = self._instant(text, name)
        latest.append(us)
        return us

    def _due(self, told: dict[str, Any]) -> int | None:
        text = instant_in(told.get("callbackScheduledTime"), "callbackScheduledTime")
        return None if text is None else self._ahead(text, "callbackScheduledTime")


def _objects(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [object_in(each, f"An element of {name}") for each in list_in(told.get(name), name)]


def _text(told: dict[str, Any], name: str) -> str | None:
    return text_in(told.get(name), name)


def _named(told: dict[str, Any], name: str) -> str | None:
    """An id or a name that becomes part of a record: nothing invisible, not endless."""
    text = word_in(told.get(name), name)
    return None if text is None else _NAME(text, name) or None


def _address(participant: dict[str, Any], told: dict[str, Any]) -> str | None:
    """By what the customer of this session can be told from others: number, address, or the id of the contact book."""
    numbers = list_in(told.get("callbackNumbers"), "callbackNumbers")
    theirs = ("dnis", "addressTo") if told.get("direction") == "outbound" else ("ani", "addressFrom")
    found = [_text(told, name) for name in theirs] + [text_in(number, "callbackNumbers") for number in numbers[:1]]
    found.append(_text(participant, "externalContactId"))
    return next((address for address in found if address), None)


def _facts(told: Json) -> int:
    """How many single values are known."""
    if isinstance(told, dict):
        return sum(map(_facts, told.values()))
    if isinstance(told, list):
        return sum(map(_facts, told))
    return int(told is not None)
