"""From a queue visit to a record. Metrics are preferred, segments are the check, and a doubt is a flag."""

from __future__ import annotations

from collections.abc import Sequence

from pactline.importers.customers import hashed
from pactline.importers.fault import MOST_MS, Fault
from pactline.importers.genesys_cloud.conversation import Conversation, Session
from pactline.importers.genesys_cloud.visits import SECOND_US, Visit
from pactline.importers.genesys_cloud.words import (
    ALERT,
    CHANNELS,
    CUSTOMERS,
    HANDED_ON,
    LEFT,
    MENUS,
    NEVER_ABANDONED,
    WITHHELD,
    WRAP_UP,
)
from pactline.importers.plain.values import text_of
from pactline.records.columns import DIRECTIONS, Outcome
from pactline.records.staging import Row

_TOLERANCE_MS = 1_000  # a metric and the segments it is about
_SUM_TOLERANCE_MS = 2_000  # talk and hold against the conversation
_CALLBACK_WITHIN_US = 60 * SECOND_US
_SHORT = text_of(1_024)


def row_of(conversation: Conversation, number: int, visits: Sequence[Visit], customer_key: bytes | None) -> Row:
    """The record of the visit that is ``number`` (from 1) in its conversation. Raises Fault."""
    visit = visits[number - 1]
    begun = conversation.begun_us
    row: dict[str, str | int | None] = {
        "contact_id": conversation.id,
        "visit": number,
        "channel": CHANNELS[visit.acd.media],
        "queue": visit.queue,
        "direction": _direction(conversation, visit),
        "arrived_us": visit.start_us if begun is None else min(begun, visit.start_us),
        "offered_us": visit.start_us,
        "legs_offered": _legs(visit),
        "customer": _customer(conversation, visit, customer_key),
        "self_service": _passed_on(conversation, visit) if number == 1 else None,
        "transfer_in": _transfer_in(conversation, number, visits),
        "source_rev": conversation.revision,
    }
    if visit.acd.media == "callback":
        row["due_us"] = None if visit.acd.campaign else visit.acd.due_us
        asked = any(earlier.acd.media != "callback" for earlier in visits[: number - 1])
        row["callback_of"] = conversation.id if asked else None
    ended = conversation.end_us
    flags = {"clock_disagrees"} if ended is not None and visit.start_us > ended + SECOND_US else set()
    if visit.answering is not None:
        row |= _answered(conversation, visit, visit.answering, flags)
    else:
        row |= _unanswered(conversation, number, visits, flags)
    _check(row)
    row["flags"] = ";".join(sorted(flags)) or None
    return row


# -- answered


def _answered(conversation: Conversation, visit: Visit, agent: Session, flags: set[str]) -> dict[str, str | int | None]:
    answered = agent.talking[0].start_us
    ended = agent.end_us
    if ended is None and not conversation.over:
        return {"answered_us": answered, "agent": agent.user, "outcome": Outcome.OPEN.value}
    told = agent.metrics.get("tAnswered", visit.metric("tAcd"))
    if visit.dialled_us is not None:
        told = None  # it ends where the customer was rung
    talk, hold = _length(agent, "interact", "tTalk", flags), _length(agent, "hold", "tHeld", flags)
    if ended is None:
        flags.add("no_end")
    elif abs((ended - answered) // 1000 - talk - hold) > _SUM_TOLERANCE_MS:
        flags.add("durations_disagree")
    codes = [each.wrap_up for each in agent.segments if each.kind == WRAP_UP and each.wrap_up]
    return {
        "answered_us": answered,
        "ended_us": ended,
        "outcome": Outcome.ANSWERED.value,
        "reason": _said(agent.disconnect),
        "wait_ms": _wait(told, visit.start_us, answered, flags),
        "ring_ms": _ring(agent),
        "talk_ms": None if ended is None else talk,
        "hold_ms": None if ended is None else hold,
        "wrap_ms": _wrap(agent),
        "agent": agent.user,
        "transfer_out": HANDED_ON.get(agent.disconnect or ""),
        "disposition": _said(codes[-1]) if codes else None,
        "tags": "conference=yes" if any(each.conference for each in agent.talking) else None,
    }


def _wrap(agent: Session) -> int | None:
    """After-contact work; None where nothing tells of any, and while it lasts."""
    segments = [each for each in agent.segments if each.kind == WRAP_UP]
    if "tAcw" in agent.metrics:
        return agent.metrics["tAcw"]
    return sum(each.ms for each in segments) if segments and all(s.end_us is not None for s in segments) else None


def _length(agent: Session, kind: str, metric: str, flags: set[str]) -> int:
    """Milliseconds of talk or of hold: the metric, held against the segments."""
    by_segments = sum(each.ms for each in agent.segments if each.kind == kind)
    told = agent.metrics.get(f"{metric}Complete", agent.metrics.get(metric))
    if told is None:
        return by_segments
    if abs(told - by_segments) > _TOLERANCE_MS:
        flags.add("durations_disagree")
    return told


def _ring(agent: Session) -> int | None:
    """How long the answering agent's phone rang; None where it was answered by itself."""
    alerts = [each for each in agent.segments if each.kind == ALERT and each.start_us <= agent.talking[0].start_us]
    return agent.metrics.get("tAlert", sum(each.ms for each in alerts)) if alerts else None


def _wait(told: int | None, from_us: int, to_us: int, flags: set[str]) -> int:
    by_times = max(to_us - from_us, 0) // 1000
    if told is None:
        return by_times
    if abs(told - by_times) > _TOLERANCE_MS:
        flags.add("clock_disagrees")
    return told


# -- unanswered


def _unanswered(
    conversation: Conversation, number: int, visits: Sequence[Visit], flags: set[str]
) -> dict[str, str | int | None]:
    visit = visits[number - 1]
    if visit.end_us is None:
        if not conversation.over:
            return {"outcome": Outcome.OPEN.value}
        flags.add("no_end")  # the conversation is over, and nothing says when this wait was
        return {"outcome": Outcome.FAILED.value, "reason": _said(visit.disconnect)}
    outcome, reason = _left(conversation, number, visits, flags)
    told = next((t for name in ("tAbandon", "tFlowOut", "tAcd") if (t := visit.metric(name)) is not None), None)
    return {
        "outcome": outcome.value,
        "reason": _said(reason),
        "left_us": visit.end_us,
        "wait_ms": _wait(told, visit.start_us, visit.end_us, flags),
    }


def _left(
    conversation: Conversation, number: int, visits: Sequence[Visit], flags: set[str]
) -> tuple[Outcome, str | None]:
    """How a visit ended that no agent answered, and the source's word for it."""
    visit = visits[number - 1]
    reason = visit.acd.flow_out or visit.disconnect
    if visit.dialled_us is not None:
        return Outcome.FLOWED_OUT, "customer called first, reached" if visit.reached else "customer called, no answer"
    if _callback_follows(visit, visits[number:]):
        return Outcome.CALLBACK, reason
    if visit.acd.media in NEVER_ABANDONED:
        return Outcome.FLOWED_OUT, reason
    if visit.metric("tAbandon") is not None:
        return Outcome.ABANDONED, visit.disconnect
    if visit.metric("tFlowOut") is not None:
        return Outcome.FLOWED_OUT, reason
    if visit.disconnect is None:
        return _by_the_customer(conversation, visit), None
    if visit.disconnect not in LEFT:
        flags.add("unknown_event")
        return Outcome.FLOWED_OUT, reason
    return LEFT[visit.disconnect], reason


def _callback_follows(visit: Visit, later: Sequence[Visit]) -> bool:
    """Whether the customer left the queue by asking to be called back."""
    if visit.acd.media == "callback" or visit.end_us is None:
        return False
    if "callback" in (visit.acd.flow_out or "").lower():
        return True
    return any(
        each.acd.media == "callback" and visit.start_us <= each.start_us <= visit.end_us + _CALLBACK_WITHIN_US
        for each in later
    )


def _by_the_customer(conversation: Conversation, visit: Visit) -> Outcome:
    """Where the queue's session does not say how it ended: abandoned if the customer's ended with it."""
    assert visit.end_us is not None
    theirs = [s for s in conversation.sessions if s.purpose in CUSTOMERS and s.media == visit.acd.media]
    ends = [end for session in theirs if (end := session.end_us) is not None]
    left = any(abs(end - visit.end_us) <= SECOND_US for end in ends)
    return Outcome.ABANDONED if left else Outcome.FLOWED_OUT


# -- what does not depend on the outcome


def _direction(conversation: Conversation, visit: Visit) -> str:
    for told in (conversation.direction, visit.acd.direction):
        if told in DIRECTIONS:
            return told
    return "outbound" if visit.acd.campaign else "inbound"


def _legs(visit: Visit) -> int:
    """Agents rung. Where nobody's phone rang and an agent was connected all the same, that agent."""
    return max(len(visit.rings()), int(visit.answering is not None))


def _customer(conversation: Conversation, visit: Visit, key: bytes | None) -> str | None:
    """The customer's number or address, hashed; of a conversation with several the one in the visit's medium."""
    found = [s for s in conversation.sessions if s.purpose in CUSTOMERS and s.address]
    found.sort(key=lambda session: session.media != visit.acd.media)
    address = next((each.address for each in found), visit.acd.address)
    plain = plain_address(address or "")
    return None if plain.lower() in WITHHELD else hashed(plain, key)


def plain_address(address: str) -> str:
    """A number or address without the scheme and the parts behind it: ``tel:+4912`` and ``sip:+4912@host`` are one."""
    scheme, colon, rest = address.partition(":")
    if not colon or scheme.lower() not in ("tel", "sip", "sips"):
        return address.strip()
    return rest.partition(";")[0].partition("@")[0].strip()


def _passed_on(conversation: Conversation, visit: Visit) -> str | None:
    before = any(each.purpose in MENUS and each.start_us <= visit.start_us for each in conversation.sessions)
    return "passed_on" if before else None


def _transfer_in(conversation: Conversation, number: int, visits: Sequence[Visit]) -> str | None:
    """How an agent of an earlier visit handed the customer to this queue; None where the queue itself moved it on."""
    for earlier in reversed(visits[: number - 1]):
        if earlier.answering is not None and earlier.answering.start_us <= visits[number - 1].start_us:
            return HANDED_ON.get(earlier.answering.disconnect or "")
    return None


def _said(word: str | None) -> str | None:
    return None if word is None else _SHORT(word, "a word of the source") or None


def _check(row: Row) -> None:
    for name in ("wait_ms", "ring_ms", "talk_ms", "hold_ms", "wrap_ms"):
        value = row.get(name)
        if isinstance(value, int) and value > MOST_MS:
            raise Fault("NUM_RANGE", f"{name[:-3]} is more than 31 days.")
