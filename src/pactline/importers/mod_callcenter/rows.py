"""From the stays of a call to records, and to the reasons why a stay is none yet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pactline.importers.fault import Fault
from pactline.importers.mod_callcenter.calls import DAY_US, Call, Ending, Stay
from pactline.importers.reading import Incomplete, Item, Read, Refused
from pactline.records.columns import Outcome
from pactline.records.staging import Row

Values = dict[str, str | int | None]
_PER_FACT = 10  # of a revision: what is given up ranks behind the next fact
_KNOWN_WELL = 1_000  # of a revision: events and variables rank before the rows of a CSV


@dataclass
class Around:
    """What is known around the calls."""

    latest_us: int = 0  # the latest time of any event
    runs: Mapping[str, Sequence[tuple[int, str]]] = field(default_factory=dict)  # of each host: first event and run

    def gave_up(self, stay: Stay) -> str:
        """The flag of a stay that can no longer end; empty while it still can."""
        last = stay.last_us
        for fact in stay.facts:
            if fact.core and fact.at_us is not None:
                runs = self.runs.get(fact.host, ())
                later = runs[bisect_right(runs, (fact.at_us, "\uffff")) :]
                if any(run != fact.core and began - last <= DAY_US for began, run in later):
                    return "restarted"
        return "no_end" if self.latest_us - last > DAY_US else ""


def items(call: Call, around: Around, line: int) -> Iterator[Item]:
    """Every stay of the call as a record, a refusal or something that waits."""
    stays = call.stays()
    revision = _KNOWN_WELL + len(call.told) * _PER_FACT
    before: Stay | None = None
    for number, stay in enumerate(stays, 1):
        last = number == len(stays)
        about: Values = {"contact_id": call.id, "visit": number, "source_rev": revision}
        if before is not None and any(end.outcome is Outcome.ANSWERED for end in before.endings()):
            about["transfer_in"] = "queue"
        try:
            made = _rows(stay, about, around, last=last)
        except Fault as fault:
            yield Refused(line, fault.code, f"call {call.id} in {stay.queue}: {fault.message}", _raw(stay))
        else:
            yield from (Read(line, row) for row in made)
            if not made:
                yield _waiting(call, stay, line)
        before = stay


def _waiting(call: Call, stay: Stay, line: int) -> Incomplete:
    where = f"call {call.id} in {stay.queue}"
    if stay.agents_only:
        code, message = "FS_AGENT_LEG_ALONE", f"{where}: an agent's leg, and the caller's leg is not here yet."
    elif stay.began_us is None:
        code, message = "FS_NO_ENTRY", f"{where}: it is not told when the caller entered the queue."
    else:
        code, message = "FS_OPEN", f"{where}: the caller entered, and the end is not told yet."
    return Incomplete(line, code, message, _raw(stay), call.id)


def _raw(stay: Stay) -> str:
    return "\n".join(fact.text() for fact in stay.facts)


def _rows(stay: Stay, about: Values, around: Around, *, last: bool) -> list[Row]:
    """The record of a stay; more if its ends disagree, none while it is open. Raises Fault."""
    offered = stay.began_us
    if offered is None or stay.agents_only:
        return []
    flags = {"no_entry"} if stay.offered_us is None else set()
    base: Values = {**about, **_about(stay, offered, flags), "offered_us": offered, "queue": stay.queue}
    endings = stay.endings()
    if endings:
        return [_ended(stay, end, base, set(flags), last=last) for end in endings]
    flag = around.gave_up(stay) if last else "no_end"  # a later stay of the call proves that this one is over
    if not flag:
        return []
    revision = int(about["source_rev"] or 0) + (2 if flag == "restarted" else 1)
    failed: Values = {
        "outcome": Outcome.FAILED.value,
        "flags": ";".join(sorted({*flags, flag})),
        "source_rev": revision,
    }
    return [{**base, **failed}]


def _about(stay: Stay, offered: int, flags: set[str]) -> Values:
    """What is the same however the stay ends."""
    outbound = any(fact.outbound for fact in stay.facts)
    created = min((f.created_us for f in stay.facts if f.created_us is not None), default=None)
    if created is not None and created > offered:
        flags.add("clock_disagrees")
        created = None
    tags = {"member": stay.member, "resumed": "yes" if stay.resumed else ""}
    return {
        "channel": "callback" if outbound else "voice",
        "direction": "outbound" if outbound else "inbound",
        "arrived_us": created if created is not None and offered - created <= DAY_US else None,
        "customer": min((fact.customer for fact in stay.facts if fact.customer), default=None),
        "legs_offered": stay.legs_offered(),
        "tags": ";".join(f"{name}={value}" for name, value in tags.items() if value),
    }


def _ended(stay: Stay, end: Ending, base: Values, flags: set[str], *, last: bool) -> Row:
    """The record of a stay with this end. Raises Fault."""
    offered = int(base["offered_us"] or 0)
    if end.at_us is None:
        raise Fault("FIELD_MISSING", "the end has no time.")
    row: Values = {**base, "outcome": end.outcome.value, "reason": end.reason or None}
    if end.outcome is not Outcome.ANSWERED:
        row |= {"left_us": end.at_us, "wait_ms": _ms(offered, end.at_us, "left", "joined")}
    elif end.answered_us is None:
        raise Fault("FIELD_MISSING", "an agent answered, and it is not told when.")
    else:
        row |= {
            "answered_us": end.answered_us,
            "ended_us": end.at_us,
            "wait_ms": _ms(offered, end.answered_us, "answered", "joined"),
            "talk_ms": _ms(end.answered_us, end.at_us, "ended", "answered"),
            "ring_ms": _ring(stay, end, flags),
            "agent": end.agent or None,
            "transfer_out": None if last else "queue",
        }
    row["flags"] = ";".join(sorted(flags)) or None
    return {name: value for name, value in row.items() if value is not None}


def _ring(stay: Stay, end: Ending, flags: set[str]) -> int | None:
    """How long the answering agent's leg rang."""
    answered = end.answered_us or 0
    rang = [f.called_us for f in stay.facts if f.agent == end.agent and f.called_us is not None]
    called = end.called_us if end.called_us is not None else max((us for us in rang if us <= answered), default=None)
    if called is None:
        return None
    if called > answered:
        flags.add("clock_disagrees")
        return None
    return (answered - called) // 1_000


def _ms(start: int, end: int, later: str, earlier: str) -> int:
    if end < start:
        raise Fault("TIME_ORDER", f"{later} lies {(start - end) // 1_000_000} s before {earlier}.")
    return (end - start) // 1_000
