"""From the visits of a call to records, and to the reasons why a visit is none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pactline.importers.fault import Fault
from pactline.importers.queue_log.events import SAME_EXIT, Event
from pactline.importers.queue_log.visits import GLITCH_US, NEAR_US, SECOND_US, Call, Visit
from pactline.importers.queue_log.zone import call_epoch_us
from pactline.importers.reading import Ignored, Incomplete, Item, Read, Refused
from pactline.records.columns import Outcome
from pactline.records.engine import Row

DAY_US = 86_400 * SECOND_US
PER_LINE, _PER_LINK, PER_FACT = 1_000_000, 100_000, 10
MOST_FACTS = _PER_LINK // PER_FACT - 1
_TAGS = {"DID": "did", "INFO": "info", "PENALTY": "penalty"}


@dataclass
class Around:
    """What is known around the calls."""

    latest_us: int = 0  # the latest time logged
    restarts: Sequence[int] = ()  # in order of time
    wraps: Mapping[tuple[str, int], int] = field(default_factory=dict)  # agent and second of completion to wrap in ms

    def gave_up(self, visit: Visit) -> str:
        """The flag of an open visit that can no longer end; empty while it still can."""
        at = bisect_left(self.restarts, visit.last_us)
        if at < len(self.restarts) and self.restarts[at] - visit.last_us <= DAY_US:
            return "restarted"
        return "no_end" if self.latest_us - visit.last_us > DAY_US else ""


def items(call: Call, around: Around, line: int) -> Iterator[Item]:
    """Every visit of the call as a record, a refusal or something that waits; its rings and facts belong to them."""
    revision = _revision(call, around)
    customer = next(
        (v.entry.data[1] for v in call.visits if v.entry and len(v.entry.data) > 1 and v.entry.data[1]), None
    )
    transferred: str | None = None
    for number, visit in enumerate(call.visits, 1):
        if visit.consumed_by:
            transferred = None
            continue
        about = {
            "contact_id": call.id,
            "visit": number,
            "customer": customer,
            "source_rev": revision,
            "transfer_in": transferred if visit.entry else "attended" if visit.linked else None,
            **_arrived(call.id, visit),
        }
        try:
            made = _rows(visit, about, around)
        except Fault as fault:
            yield Refused(line, fault.code, f"call {call.id} in {visit.queue}: {fault.message}", _raw(call, visit))
            made, transferred = [], None
        else:
            transferred = str(made[0].get("transfer_out") or "") or None if made else None
            if not made:
                yield _open(call, visit, line)
        yield from (Read(line, row) for row in made)
    yield from _ends_without_entry(call, line)
    yield from _no_contacts(call)


def _revision(call: Call, around: Around) -> int:
    """Greater the more is known of the call: its lines first, then lines of other calls, then rings and facts."""
    links = sum(len(visit.linked) for visit in call.visits)
    facts = sum(len(visit.rings) + len(visit.facts) for visit in call.visits)
    completions = [end for visit in call.visits for end in visit.ends if end.known.outcome is Outcome.ANSWERED]
    facts += sum((end.agent, end.us) in around.wraps for end in completions)
    return call.skeleton * PER_LINE + min(links, 9) * _PER_LINK + min(facts, MOST_FACTS) * PER_FACT


def _open(call: Call, visit: Visit, line: int) -> Incomplete:
    message = f"call {call.id} entered {visit.queue} and its end is not logged yet"
    return Incomplete(line, "QL_OPEN", message, _raw(call, visit), call.id)


def _ends_without_entry(call: Call, line: int) -> Iterator[Item]:
    for queue in sorted({event.queue for event in call.loose}):
        events = [event for event in call.loose if event.queue == queue]
        what = " and ".join(event.name for event in events)
        message = f"call {call.id} has {what} in {queue}, and its entry there is not logged yet"
        yield Incomplete(line, "QL_NO_ENTRY", message, "\n".join(e.as_logged(call.id) for e in events), call.id)


def _no_contacts(call: Call) -> Iterator[Item]:
    if call.lent_to and call.line:
        message = f"call {call.id} is the consultation of an attended transfer; its lines belong to call {call.lent_to}"
        yield Ignored(call.line, "QL_CONSULTATION", message)
    for queue in sorted({event.queue for event in call.outbound}):
        line = min((event.line for event in call.outbound if event.queue == queue and event.line), default=0)
        if line:
            message = f"call {call.id} went out to a customer, in {queue}: it waited in no queue"
            yield Ignored(line, "QL_OUTBOUND", message)
    for event in call.unplaced:
        if event.line:
            message = f"{event.name} of call {call.id} fits no visit to {event.queue}; it is not used"
            yield Ignored(event.line, "QL_UNPLACED", message)


def _raw(call: Call, visit: Visit) -> str:
    events = [event for event in (visit.entry, *visit.connects, *visit.ends) if event]
    return "\n".join(event.as_logged(call.id) for event in events)


def _arrived(call_id: str, visit: Visit) -> dict[str, int]:
    """The call id holds the second in which the system made the caller's channel."""
    arrived = call_epoch_us(call_id)
    return {"arrived_us": arrived} if arrived is not None and 0 <= visit.begin_us - arrived <= DAY_US else {}


def _rows(visit: Visit, about: Mapping[str, str | int | None], around: Around) -> list[Row]:
    """The record of the visit; more if its ends disagree, none while it is open. Raises Fault."""
    flags = {"no_entry"} if visit.entry is None and not visit.refusal else set()
    base = {**about, "channel": "voice", "direction": "inbound", "queue": visit.queue, "offered_us": visit.begin_us}
    base |= _facts(visit)
    if visit.refusal:
        return [{**base, "outcome": Outcome.REFUSED.value, "reason": visit.refusal.name}]
    for connect in visit.connects:
        _whole(connect)
    if not visit.ends:
        return _failed(visit, base, flags, around)
    told: dict[tuple[object, ...], dict[str, str | int | None]] = {}
    for end in _exits(visit.ends):
        row = _ended(visit, end, base, set(flags), around)
        key = tuple(row[name] for name in sorted(row) if name != "reason")
        if key in told:  # who hung up is told in two ways: no figure depends on it
            told[key]["reason"] = "/".join(sorted({str(told[key]["reason"]), end.name}))
        else:
            told[key] = row
    return list(told.values())


def _exits(ends: list[Event]) -> list[Event]:
    """The ends, with the several words for one exit taken once."""
    same = sorted((end for end in ends if end.name in SAME_EXIT), key=lambda end: (SAME_EXIT.index(end.name), end.us))
    return [end for end in ends if end.name not in SAME_EXIT] + same[:1]


def _whole(event: Event) -> None:
    """Read every figure of the event, so that a bad one is told. Raises Fault."""
    for name in ("wait", "talk", "ring"):
        if name in event.known.fields:
            event.ms(name)


def _failed(visit: Visit, base: Mapping[str, str | int | None], flags: set[str], around: Around) -> list[Row]:
    """The record of a visit that can no longer end; it is counted nowhere."""
    flag = around.gave_up(visit)
    if not flag:
        return []
    row = {**base, "outcome": Outcome.FAILED.value, "flags": ";".join(sorted({*flags, flag}))}
    row["source_rev"] = int(base["source_rev"] or 0) + (2 if flag == "restarted" else 1)
    if visit.connects:
        row |= {"answered_us": visit.connects[0].us, "agent": visit.connects[0].agent}
    return [row]


def _ended(
    visit: Visit, end: Event, base: Mapping[str, str | int | None], flags: set[str], around: Around
) -> dict[str, str | int | None]:
    """The record of a visit with this end. Raises Fault."""
    _whole(end)
    outcome = end.known.outcome
    assert outcome is not None
    if outcome is not Outcome.ANSWERED:
        if visit.connects:
            raise Fault("OUTCOME_CONTRADICTS", f"an agent answered (CONNECT), and the visit ends with {end.name}")
        wait = _wait(visit, end.ms("wait"), end.us, flags)
        row = {**base, "left_us": end.us, "legs_offered": len(visit.rings)}
        reason = f"{end.name} {end.value('key')}" if end.name == "EXITWITHKEY" else end.name
    else:
        talk = end.ms("talk")
        connect = _connect_of(visit, end)
        answered = connect.us if connect else None if talk is None else end.us - talk * 1000
        waited = connect.ms("wait") if connect else None
        wait = _wait(visit, end.ms("wait") if waited is None else waited, answered, flags)
        if talk is None and answered is not None and end.us < answered:
            flags.add("clock_disagrees")  # and how long they talked is not known
        elif talk is None and answered is not None:
            talk = (end.us - answered) // 1000
        elif talk is not None and answered is not None and abs(end.us - answered - talk * 1000) > NEAR_US:
            flags.add("durations_disagree")
        agent = connect.agent if connect else end.agent
        row = {**base, "answered_us": answered, "ended_us": end.us, "legs_offered": len(visit.rings) + 1}
        row |= {"talk_ms": talk, "ring_ms": connect.ms("ring") if connect else None}
        row |= {"agent": None if agent == "NONE" else agent, "transfer_out": end.known.transfer}
        row["wrap_ms"] = around.wraps.get((end.agent, end.us))
        reason = end.name
    row |= {"outcome": outcome.value, "reason": reason, "wait_ms": wait, "flags": ";".join(sorted(flags)) or None}
    return row


def _connect_of(visit: Visit, end: Event) -> Event | None:
    """The answer that goes with the end: by its agent and wait if several are logged."""
    return min(
        visit.connects,
        key=lambda each: (each.agent != end.agent, each.value("wait") != end.value("wait"), each.sort_key()),
        default=None,
    )


def _wait(visit: Visit, wait_ms: int | None, until_us: int | None, flags: set[str]) -> int | None:
    """The wait as the source says, else from the times. Raises Fault when the two are more than a minute apart."""
    if until_us is None:
        if wait_ms is None:
            flags.add("wait_unknown")
        return wait_ms
    clock_us = until_us - visit.begin_us
    if wait_ms is None:
        if clock_us < 0:
            flags |= {"wait_unknown", "clock_disagrees"}
            return None
        return clock_us // 1000
    apart = abs(clock_us - wait_ms * 1000)
    if apart > GLITCH_US:
        message = f"the logged wait is {wait_ms // 1000} s, by its times it is {clock_us // SECOND_US} s"
        raise Fault("DUR_MISMATCH", message)
    if apart > SECOND_US or clock_us < 0:
        flags.add("clock_disagrees")
    return wait_ms


def _facts(visit: Visit) -> dict[str, str | int | None]:
    """Number called, notes and priority as tags, the agent's code as disposition."""
    told: dict[str, set[str]] = {}
    for event in visit.facts:
        value = " ".join(part for part in event.data if part).replace(";", ",")
        if value:
            told.setdefault(event.name, set()).add(value)
    tags = [f"{tag}={','.join(sorted(told[name]))}" for name, tag in _TAGS.items() if name in told]
    return {"tags": ";".join(sorted(tags)) or None, "disposition": ",".join(sorted(told.get("CALLSTATUS", ()))) or None}
