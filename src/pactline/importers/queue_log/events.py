"""The events of an Asterisk ``queue_log``: what each means, what it carries, and how one is kept as text.

Sources: the queue log page of the Asterisk documentation, the dial plans of Wazo/XiVO (refusals, wrap-up), and real
logs from 2010 to 2024, which is why old and new forms of one event are both known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from pactline.importers.fault import MOST_MS, Fault
from pactline.records.columns import Outcome

NO_CALLS = frozenset({"NONE", "CLI", "MANAGER", "REALTIME", "QUEUESTART", ""})
"""Words that stand in the place of a call id where there is no call."""

_NUMBER = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,20})?")


class Kind(StrEnum):
    """What an event is to a queue visit."""

    ENTRY = "begins a visit"
    OUTBOUND = "begins a call out to a customer, which waits in no queue"
    RING = "a ring at an agent that was not answered: counted among the agents rung"
    CONNECT = "an agent answers"
    END = "ends a visit"
    REFUSAL = "a visit that was refused"
    FACT = "a further fact about a visit"
    WRAP = "wrap-up after the agent's last completion"
    MEMBER = "an agent's membership, log-in or break: no contact"
    SYSTEM = "the system itself: no contact"


SKELETON = (Kind.ENTRY, Kind.OUTBOUND, Kind.CONNECT, Kind.END, Kind.REFUSAL)


class Known(NamedTuple):
    """One event of the closed list."""

    kind: Kind
    fields: tuple[str, ...] = ()  # what data1, data2, ... are called
    least: int = 0  # so many of them must be there in every form ever written
    outcome: Outcome | None = None
    transfer: str | None = None


_TALKED = ("wait", "talk", "original")
_LEFT = ("position", "original", "wait")
_TRANSFER = ("extension", "context", "wait", "talk", "original")


def _several(names: str, known: Known) -> dict[str, Known]:
    return dict.fromkeys(names.split(), known)


EVENTS: Mapping[str, Known] = {
    "ENTERQUEUE": Known(Kind.ENTRY, ("url", "caller", "position")),
    "CALLOUTBOUND": Known(Kind.OUTBOUND),
    "CONNECT": Known(Kind.CONNECT, ("wait", "channel", "ring")),
    **_several("COMPLETEAGENT COMPLETECALLER", Known(Kind.END, _TALKED, 2, Outcome.ANSWERED)),
    **_several("TRANSFER BLINDTRANSFER", Known(Kind.END, _TRANSFER, 1, Outcome.ANSWERED, "blind")),
    "ATTENDEDTRANSFER": Known(Kind.END, ("form", "target", *_TALKED), 4, Outcome.ANSWERED, "attended"),
    "ABANDON": Known(Kind.END, _LEFT, 0, Outcome.ABANDONED),
    **_several("EXITWITHTIMEOUT EXITEMPTY WITHDRAW", Known(Kind.END, _LEFT, 0, Outcome.FLOWED_OUT)),
    **_several("LEAVEEMPTY LEAVEUNAVAIL", Known(Kind.END, (), 0, Outcome.FLOWED_OUT)),
    "EXITWITHKEY": Known(Kind.END, ("key", *_LEFT), 1, Outcome.FLOWED_OUT),
    **_several("RINGNOANSWER RINGCANCELED", Known(Kind.RING, ("ring_ms",))),
    **_several("FULL CLOSED JOINEMPTY JOINUNAVAIL DIVERT_CA_RATIO DIVERT_HOLDTIME", Known(Kind.REFUSAL)),
    **_several("DID INFO CALLSTATUS PENALTY", Known(Kind.FACT)),
    "WRAPUPSTART": Known(Kind.WRAP, ("wrap",), 1),
    **_several("ADDMEMBER REMOVEMEMBER PAUSE UNPAUSE PAUSEALL UNPAUSEALL PAUSEREASON", Known(Kind.MEMBER)),
    **_several("AGENTLOGIN AGENTLOGOFF AGENTCALLBACKLOGIN AGENTCALLBACKLOGOFF", Known(Kind.MEMBER)),
    **_several("QUEUESTART CONFIGRELOAD SYSCOMPAT AGENTDUMP", Known(Kind.SYSTEM)),
}  # fmt: skip

SAME_EXIT = ("EXITEMPTY", "LEAVEEMPTY", "LEAVEUNAVAIL")
"""Words for one exit, because the queue and the dial plan both log it; the first that is there is taken."""

_ORDER = (Kind.ENTRY, Kind.OUTBOUND, Kind.REFUSAL, Kind.FACT, Kind.RING, Kind.CONNECT, Kind.END)
_RANK = {name: _ORDER.index(known.kind) for name, known in EVENTS.items() if known.kind in _ORDER}


@lru_cache(maxsize=65_536)
def _milliseconds(text: str, seconds: bool) -> int:
    """Seconds, or milliseconds, as whole milliseconds. Raises Fault."""
    if not (text.isascii() and _NUMBER.fullmatch(text)):
        code = "NUM_NEGATIVE" if _NUMBER.fullmatch(text.removeprefix("-")) else "NUM_FORMAT"
        raise Fault(code, f"{text[:40]!r} is not a number such as 12")
    whole, _, part = text.partition(".")
    ms = int(whole) * 1000 + int(part[:3].ljust(3, "0")) if seconds else int(whole)
    if ms > MOST_MS:
        raise Fault("NUM_RANGE", f"{text} is longer than 31 days")
    return ms


class Event(NamedTuple):
    """One event of a call."""

    us: int
    queue: str
    agent: str
    name: str
    data: tuple[str, ...]
    line: int  # in the file being read; 0: from an earlier file

    @property
    def kind(self) -> Kind:
        """What the event is to a visit."""
        return EVENTS[self.name].kind

    @property
    def known(self) -> Known:
        """The entry of the closed list."""
        return EVENTS[self.name]

    def sort_key(self) -> tuple[int, int, str, tuple[str, ...]]:
        """By time, then entry < ring < connect < end, then text: the same whatever the order of the lines."""
        return self.us, _RANK[self.name], self.agent, (self.name, *self.data)

    def value(self, field: str) -> str:
        """A field by name; empty when this form of the event lacks it."""
        data = self.data
        if self.name == "ATTENDEDTRANSFER" and data[0] == "LINK":  # two channels, then ``talk|position`` in one value
            data = (*data[:2], *"|".join(data[3:]).replace("\\|", "|").split("|"))
        fields = self.known.fields
        at = fields.index(field) if field in fields else len(data)
        return data[at] if at < len(data) else ""

    def ms(self, field: str) -> int | None:
        """A duration in milliseconds; None when this form of the event lacks it. Raises Fault."""
        text = self.value(field)
        if not text:
            return None
        try:
            return _milliseconds(text, field != "ring_ms")
        except Fault as fault:
            raise Fault(fault.code, f"{self.name}: the {field} {fault.message}") from None

    def sound_ms(self, field: str) -> int | None:
        """Like :meth:`ms`, and None for a number that cannot be taken: evidence for pairing, not a figure."""
        try:
            return self.ms(field)
        except Fault:
            return None

    def began_us(self) -> int | None:
        """When the visit began by this event's own durations; None when it does not say."""
        wait = self.sound_ms("wait")
        talk = self.sound_ms("talk") if "talk" in self.known.fields else 0
        return None if wait is None or talk is None else self.us - (wait + talk) * 1000

    def as_logged(self, call: str) -> str:
        """The line as a log has it, for people; the caller's number is not in it."""
        whole, part = divmod(self.us, 1_000_000)
        time = f"{whole}.{part:06}" if part else str(whole)
        data = ("", "", *self.data[2:]) if self.kind is Kind.ENTRY else self.data
        return "|".join((time, call, self.queue, self.agent, self.name, *data))


def to_text(us: int, queue: str, agent: str, name: str, data: tuple[str, ...]) -> str:
    """An event as one line of tab-separated text, in UTC microseconds: what is grouped, compared and carried."""
    return "\t".join((str(us), queue, agent, name, *data)).rstrip("\t")


def from_text(text: str, line: int) -> Event:
    """The event of :func:`to_text`."""
    us, queue, agent, name, *data = text.split("\t")
    return Event(int(us), queue, agent, name, tuple(data), line)
