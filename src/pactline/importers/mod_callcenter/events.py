"""Events of mod_callcenter: which there are, and what each says about a call or an agent.

Source: the code of the module as published, the events table of its documentation, and a real ``member-queue-end``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pactline.importers.fault import Fault, quoted
from pactline.importers.mod_callcenter.facts import Fact, Told, in_range, whole_second
from pactline.importers.reading import Ignored
from pactline.values.zone import to_us

START, RESUME, END = "member-queue-start", "member-queue-resume", "member-queue-end"
OFFER, BRIDGE, UNBRIDGE, FAIL = "agent-offering", "bridge-agent-start", "bridge-agent-end", "bridge-agent-fail"
STATE, STATUS = "agent-state-change", "agent-status-change"

OF_CALLS = frozenset({START, RESUME, END, OFFER, BRIDGE, UNBRIDGE, FAIL})
_OF_THE_CALLER = frozenset({START, RESUME, END})
"""Events that carry the values of the caller's leg; the others carry the agent's, or none."""

CAUSES: Mapping[str, str] = {"terminated": "terminated", "answered": "terminated", "cancel": "cancel"}
"""The word of an event or a record to ours."""

CANCEL_REASONS = ("TIMEOUT", "NO_AGENT_TIMEOUT", "EXIT_WITH_KEY", "BREAK_OUT", "NONE", "")
"""NONE and an empty reason say only that the caller was gone."""

STATUSES = ("Available", "Available (On Demand)", "On Break", "Logged Out")
STATES = ("Idle", "Waiting", "Receiving", "In a queue call", "Reserved")

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GMT = re.compile(r"[A-Za-z]{3}, (\d{2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT")

Hashing = Callable[[str], str]
"""A caller's number to what may be kept of it; empty where nothing may."""


@dataclass(frozen=True)
class AgentFact:
    """A new state or status of an agent."""

    agent: str
    kind: str  # STATE or STATUS
    at_us: int
    word: str
    sequence: str = ""


def read_event(values: Mapping[str, Any], line: int, hashing: Hashing, *, encoded: bool) -> Fact | AgentFact | Ignored:
    """What an event says, or why it is no record. Raises Fault."""
    told = Told(values, encoded=encoded)
    action = told.text("CC-Action")
    if not action:
        name = quoted(told.first("Event-Name", "Event-Subclass") or "without a name")
        return Ignored(line, "FS_OTHER_EVENT", f"The event {name} is not one of mod_callcenter.")
    if action in (STATE, STATUS):
        return _of_agent(told, action)
    if action in OF_CALLS:
        return _of_call(told, action, hashing)
    return Ignored(line, "FS_OTHER_ACTION", f"{action[:40]!r} tells of no call and of no agent's time.")


def _of_agent(told: Told, action: str) -> AgentFact:
    name = "CC-Agent-State" if action == STATE else "CC-Agent-Status"
    word = told.text(name)
    if word not in (STATES if action == STATE else STATUSES):
        raise Fault("FS_WORD", f"{name} {quoted(word)} is not a word of mod_callcenter.")
    at_us = event_us(told)
    if at_us is None:
        raise Fault("FS_TIME_MISSING", f"{action} has neither Event-Date-Timestamp nor Event-Date-GMT: when was it?")
    return AgentFact(_needed(told.name("CC-Agent"), "CC-Agent"), action, at_us, word, told.text("Event-Sequence"))


def _of_call(told: Told, action: str, hashing: Hashing) -> Fact:
    caller = action in _OF_THE_CALLER
    at_us = event_us(told)
    cause = reason = ""
    if action == END:
        cause, reason = _why(told)
    ended = {UNBRIDGE: "CC-Bridge-Terminated-Time", FAIL: "CC-Agent-Aborted-Time", END: "CC-Member-Leaving-Time"}
    number = told.first("CC-Member-CID-Number", *(("Caller-Caller-ID-Number", "Caller-ANI") if caller else ()))
    return Fact(
        kind=action,
        session=_needed(told.uuid("CC-Member-Session-UUID"), "CC-Member-Session-UUID"),
        member=_needed(told.uuid("CC-Member-UUID"), "CC-Member-UUID"),
        queue=_needed(told.name("CC-Queue"), "CC-Queue"),
        at_us=at_us,
        sequence="" if at_us is not None else told.text("Event-Sequence"),
        joined_us=told.second_us("CC-Member-Joined-Time"),
        own_us=told.second_us("variable_cc_queue_joined_epoch") if caller else None,
        called_us=told.second_us("CC-Agent-Called-Time"),
        answered_us=told.second_us("CC-Agent-Answered-Time"),
        ended_us=told.second_us(ended[action]) if action in ended else None,
        created_us=whole_second(told.micro_us("Caller-Channel-Created-Time")) if caller else None,
        cause=cause,
        reason=reason,
        agent=told.name("CC-Agent"),
        customer=hashing(number) if number else "",
        outbound=caller and "outbound" in (told.text("Call-Direction"), told.text("variable_direction")),
        key=told.text("variable_cc_exit_key") if action == END else "",
        core=told.text("Core-UUID"),
        host=told.text("FreeSWITCH-Hostname"),
    )


def _why(told: Told) -> tuple[str, str]:
    word = told.text("CC-Cause")
    cause = CAUSES.get(word.lower())
    if cause is None:
        raise Fault("FS_WORD", f"CC-Cause {quoted(word)} is neither Terminated nor Cancel.")
    if cause == "terminated":
        return cause, told.first("Hangup-Cause", "variable_hangup_cause", "CC-Hangup-Cause")
    return cause, cancel_reason(told, "CC-Cancel-Reason")


def cancel_reason(told: Told, name: str) -> str:
    """Why a caller left unanswered, in the source's word. Raises Fault."""
    reason = told.text(name)
    if reason not in CANCEL_REASONS:
        raise Fault("FS_WORD", f"{name} {quoted(reason)} is none of: {', '.join(r for r in CANCEL_REASONS if r)}.")
    return reason


def event_us(told: Told) -> int | None:
    """When the event was written; None where it does not say. Raises Fault."""
    us = told.micro_us("Event-Date-Timestamp")
    text = told.text("Event-Date-GMT")
    if us is not None or not text:
        return us
    found = _GMT.fullmatch(text)
    try:
        if not found:
            raise ValueError
        day, month, year, hour, minute, second = found.groups()
        when = datetime(int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    except ValueError:
        raise Fault(
            "TS_FORMAT", f"Event-Date-GMT {quoted(text)} is not written like Wed, 11 Oct 2023 08:43:13 GMT."
        ) from None
    return in_range(to_us(when), f"Event-Date-GMT {quoted(text)}")


def _needed(text: str, name: str) -> str:
    if not text:
        raise Fault("FIELD_MISSING", f"{name} is missing; without it the event belongs to nothing.")
    return text
