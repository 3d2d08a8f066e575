"""Attended transfers, which Asterisk logs under the call id of the consultation.

The agent calls a second queue, talks to the colleague and hands the customer over. The log then shows the end of the
first visit under the consultation's id, and the answer of the second visit under the customer's id without an entry
there: the entry stands under the consultation's id as well. Both are put together by what they say of themselves:
queue, agent, wait and the second it began.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pactline.importers.queue_log.events import Event, Kind
from pactline.importers.queue_log.visits import NEAR_US, SECOND_US, Call, Visit


@dataclass(frozen=True)
class Link:
    """A line of one call id that belongs to a visit of another."""

    call: str  # the customer's call
    consultation: str
    event: Event
    message: str


def link(calls: Iterable[Call]) -> Iterator[Link]:
    """Join what belongs together among calls with loose ends, and say what was joined. Changes the calls."""
    ordered = sorted(calls, key=lambda call: call.id)
    while found := [*_link_ends(ordered), *_link_entries(ordered)]:  # again: a customer may be handed on several times
        yield from found


def _link_ends(calls: list[Call]) -> Iterator[Link]:
    talking: dict[tuple[str, str], list[tuple[Call, Visit]]] = {}
    for call in calls:
        for visit in call.open_visits:
            for connect in visit.connects[:1]:
                talking.setdefault((visit.queue, connect.agent), []).append((call, visit))
    for call in calls:
        for end in [event for event in call.loose if event.kind is Kind.END and event.known.fields[-2:-1] == ("talk",)]:
            for other, visit in talking.get((end.queue, end.agent), ()):
                if other is not call and not visit.ends and _ends(visit.connects[0], end):
                    call.loose.remove(end)
                    visit.ends.append(end)
                    visit.linked.append(call.id)
                    call.lent_to = other.id
                    whose = f"it ends the visit of call {other.id} to {end.queue}"
                    message = f"{end.name} is logged under call {call.id}; {whose}"
                    yield Link(other.id, call.id, end, message)
                    break


def _ends(connect: Event, end: Event) -> bool:
    """Whether the end tells of the conversation that the answer began."""
    wait, talk = end.sound_ms("wait"), end.sound_ms("talk")
    return None not in (wait, talk) and wait == connect.sound_ms("wait") and (
        abs(end.us - (talk or 0) * 1000 - connect.us) <= NEAR_US
    )  # fmt: skip


def _link_entries(calls: list[Call]) -> Iterator[Link]:
    waiting: dict[str, list[tuple[Call, Visit]]] = {}
    for call in calls:
        for visit in call.open_visits:
            if not visit.connects:
                waiting.setdefault(visit.queue, []).append((call, visit))
    for call in calls:
        helped_by = {other for visit in call.visits for other in visit.linked}
        for connect in [event for event in call.loose if event.kind is Kind.CONNECT]:
            began = connect.began_us()
            found = [
                (other.id not in helped_by, abs(visit.begin_us - began), other.id, other, visit)
                for other, visit in waiting.get(connect.queue, ())
                if began is not None and other is not call and not visit.consumed_by
                and abs(visit.begin_us - began) <= SECOND_US
            ]  # fmt: skip
            if found:
                *_, consultation, entry = min(found, key=lambda each: each[:3])
                _adopt(call, connect, consultation, entry)
                message = (
                    f"CONNECT of call {call.id} in {connect.queue} has no entry of its own there; the entry is logged "
                    f"under call {consultation.id}"
                )
                yield Link(call.id, consultation.id, connect, message)


def _adopt(call: Call, connect: Event, consultation: Call, entry: Visit) -> None:
    """Make the visit that the consultation's entry began and the customer's call went on with."""
    visit = Visit(connect.queue, entry.begin_us, connects=[connect], linked=[consultation.id])
    call.loose.remove(connect)
    for end in [event for event in call.loose if event.kind is Kind.END and event.queue == connect.queue]:
        if end.agent == connect.agent and _ends(connect, end):
            call.loose.remove(end)
            visit.ends.append(end)
    call.visits.append(visit)
    entry.consumed_by = consultation.lent_to = call.id
