"""From a call and its legs to a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pactline.importers.zendesk_talk.words import STATUSES, VOICEMAIL
from pactline.records.columns import Outcome
from pactline.records.staging import Row

_PER_SECOND, _MOST_LEGS = 1_000, 999
_TOLERANCE_MS = 2_000  # of several values, each cut to whole seconds
_HANDED_ON = ("transferred_from", "consultation_from", "conference_from")

Kept = Mapping[str, Any]


def row_of(call_id: str, call: Kept, legs: Sequence[Kept], legs_told: int) -> Row:
    """The record of a call with these legs. ``legs_told``, how much is known of legs, is part of the revision."""
    flags: set[str] = set()
    outcome, reason = _outcome(call)
    inbound = call["direction"] == "inbound"
    offered, answered = _instants(call, flags)
    updated = call.get("updated_us", call["created_us"])
    row: dict[str, str | int | None] = {
        "contact_id": call_id,
        "visit": 1,
        "channel": "callback" if call.get("callback") else "voice",
        "queue": queue_of(call),
        "direction": call["direction"],
        "arrived_us": call["created_us"],
        "offered_us": offered if inbound else call["created_us"],
        "outcome": outcome.value,
        "reason": reason,
        "wrap_ms": call.get("wrap_up_time"),
        "agent": _agent(call, legs),
        "legs_offered": _rings(legs) if inbound else None,
        "customer": call.get("customer"),
        "self_service": _self_service(call),
        "tags": _tags(call),
        "source_rev": updated // 1_000_000 * _PER_SECOND + min(legs_told, _MOST_LEGS),
    }
    if outcome is Outcome.ANSWERED or not inbound:
        row |= {} if outcome is Outcome.OPEN else _conversation(call, answered if inbound else None, flags)
    if outcome is Outcome.ANSWERED:
        row["transfer_out"] = _handed_on(legs)
        row["wait_ms"] = _wait(call, answered, flags) if inbound else None
    elif outcome is not Outcome.OPEN and inbound:
        row |= _left(call, offered, flags)
    if outcome is Outcome.REFUSED:
        row["wait_ms"] = None
    row["flags"] = ";".join(sorted(flags)) or None
    return row


def queue_of(call: Kept) -> str:
    """What stands for the queue: the group the voice menu chose, else the group, else the line that was called.

    A group's name says most. Without one its id, and before any group the line: both by id, because the name of a line
    changes and its number is a telephone number.
    """
    if call.get("group"):
        return str(call["group"])
    if call.get("call_group_id"):
        return f"group {call['call_group_id']}"
    line = call.get("phone_number_id") or call.get("line_id")
    return f"line {line}" if line else "talk"


# -- what became of it


def _outcome(call: Kept) -> tuple[Outcome, str | None]:
    """The outcome and the source's word for it."""
    status = call.get("status")
    if status is None:
        return Outcome.OPEN, None
    inbound, outbound = STATUSES[status]
    if call["direction"] == "outbound":
        return outbound, status
    answered = inbound is Outcome.ANSWERED
    reached = bool(call.get("agent_id")) and bool(call.get("talk_time"))
    if answered and not reached and call.get("voicemail"):
        return Outcome.FLOWED_OUT, f"voicemail {status}"  # a voicemail that was left makes the call *completed*
    if answered and not reached and call.get("overflowed"):
        return Outcome.FLOWED_OUT, f"overflowed {status}"
    if answered:
        return inbound, status
    if call.get("outside_business_hours") and not call.get("wait_time"):
        return Outcome.REFUSED, f"outside_business_hours {status}"
    if call.get("callback"):
        return Outcome.CALLBACK, status
    if call.get("overflowed") and inbound is not Outcome.FAILED:
        return Outcome.FLOWED_OUT, f"overflowed {status}"
    if call.get("voicemail") and status not in VOICEMAIL and inbound is not Outcome.FAILED:
        return Outcome.FLOWED_OUT, f"voicemail {status}"
    return inbound, status


def _self_service(call: Kept) -> str | None:
    if call["direction"] == "outbound":
        return None
    if call.get("status") == "abandoned_in_ivr":
        return "left"
    return "passed_on" if call.get("ivr_time_spent") and call.get("status") else None


# -- instants


def _instants(call: Kept, flags: set[str]) -> tuple[int, int | None]:
    """When the call entered the queue, and when an agent answered.

    The export has one instant, the beginning, and lengths. The answer lies ``time_to_answer`` after the beginning, the
    entry ``wait_time`` before the answer; the rest was menu and greeting.
    """
    created: int = call["created_us"]
    to_answer, wait = call.get("time_to_answer"), call.get("wait_time")
    if to_answer is None:
        offered = created + call.get("ivr_time_spent", 0) * 1000
        return offered, None if wait is None else offered + wait * 1000
    answered = created + to_answer * 1000
    if wait is None:
        return created + min(call.get("ivr_time_spent", 0), to_answer) * 1000, answered
    if wait > to_answer:
        flags.add("clock_disagrees")
    return max(answered - wait * 1000, created), answered


def _over(call: Kept) -> int | None:
    return None if "duration" not in call else call["created_us"] + call["duration"] * 1000


def _wait(call: Kept, answered: int | None, flags: set[str]) -> int | None:
    """The wait in the queue as the source says, else the time to the answer without the voice menu."""
    if "wait_time" in call:
        return int(call["wait_time"])
    if answered is None:
        flags.add("wait_unknown")
        return None
    return int(max(call["time_to_answer"] - call.get("ivr_time_spent", 0), 0))


def _left(call: Kept, offered: int, flags: set[str]) -> dict[str, int | None]:
    """When a call left the queue unanswered. A wait that is not told is the time from the entry to the end."""
    over = _over(call)
    if "wait_time" in call:
        left = offered + call["wait_time"] * 1000
        if over is not None and left > over + _TOLERANCE_MS * 1000:
            flags.add("clock_disagrees")
        return {"left_us": left, "wait_ms": call["wait_time"]}
    if over is None or over < offered:
        flags.add("wait_unknown")
        return {"left_us": None, "wait_ms": None}
    return {"left_us": over, "wait_ms": (over - offered) // 1000}


# -- the conversation


def _conversation(call: Kept, answered: int | None, flags: set[str]) -> dict[str, int | None]:
    over = _over(call)
    talk, hold = call.get("talk_time"), call.get("hold_time")
    if over is not None and answered is not None:
        if over < answered:
            flags.add("clock_disagrees")
            over = None
        elif talk is not None:
            talk = _without_hold(talk, hold or 0, call.get("consultation_time", 0), (over - answered) // 1000, flags)
    return {"answered_us": answered, "ended_us": over, "talk_ms": talk, "hold_ms": hold}


def _without_hold(talk: int, hold: int, consulted: int, conversation: int, flags: set[str]) -> int:
    """Talk as our column has it: without hold, and without agents who consult one another while the customer is held.

    The source's talk is that of the customer *or* of agents who consult; whether it has hold in it shows in the sum.
    """
    for less in (0, hold, consulted):
        if less <= talk and abs(talk - less + hold - conversation) <= _TOLERANCE_MS:
            return talk - less
    flags.add("durations_disagree")
    return talk


# -- legs


def _between_agents(leg: Kept) -> bool:
    return any(leg.get(name) for name in _HANDED_ON)


def _rings(legs: Sequence[Kept]) -> int | None:
    """Agents rung for the queue; None where no leg of the call is known."""
    if not legs:
        return None
    rung = [leg for leg in legs if leg.get("type") == "agent" and leg.get("status") != "agent_unreachable"]
    return sum(not _between_agents(leg) for leg in rung)


def _agent(call: Kept, legs: Sequence[Kept]) -> str | None:
    if call.get("agent_id"):
        return str(call["agent_id"])
    agents = [leg for leg in legs if leg.get("type") == "agent" and leg.get("agent_id")]
    took = [leg for leg in agents if leg.get("status") in ("completed", None)]
    took.sort(key=lambda leg: (_between_agents(leg), leg.get("created_us", 0), str(leg.get("id"))))
    return str(took[0]["agent_id"]) if took else None


def _handed_on(legs: Sequence[Kept]) -> str | None:
    """How the customer was handed on: to a number outside, after a consultation, or without one."""
    on = [leg for leg in legs if leg.get("transferred_from") or leg.get("transferred_to")]
    if not on:
        return None
    if any(leg.get("type") == "external" for leg in on):
        return "external"
    return "attended" if any(leg.get("consultation_from") or leg.get("consultation_to") for leg in legs) else "blind"


def _tags(call: Kept) -> str | None:
    found = [f"{name}=yes" for name in ("exceeded_queue_wait_time", "outside_business_hours") if call.get(name)]
    found += [f"{name}=yes" for name in ("overflowed", "voicemail", "customer_requested_voicemail") if call.get(name)]
    for name, key in (("callback_source", "callback_source"), ("ticket_id", "ticket")):
        if call.get(name):
            found.append(f"{key}={str(call[name]).replace(';', ',')}")
    return ";".join(sorted(found)) or None
