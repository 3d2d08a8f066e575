"""From the sessions of a conversation to its queue visits: who entered which queue, who was rung, who answered.

A visit is one stay of an ``acd`` session in one queue. The agents' sessions name the queue they were rung for; each
goes to the latest visit to that queue which had begun.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pactline.importers.genesys_cloud.conversation import Conversation, Segment, Session
from pactline.importers.genesys_cloud.words import ALERT, CHANNELS, CUSTOMERS, DIALLING, PREVIEW_SKIPPED, SCHEDULED

SECOND_US = 1_000_000
"""By how much clocks of one platform may be apart: a session that begins this much too early still belongs."""


@dataclass
class Visit:
    """One stay in one queue."""

    queue: str
    acd: Session
    start_us: int
    end_us: int | None  # None: still waiting
    disconnect: str | None
    whole_session: bool  # the session has no other visit, so its metrics are about this one
    rung: list[Session] = field(default_factory=list)  # agents' sessions of this visit
    answering: Session | None = None
    dialled_us: int | None = None  # a callback: when the system dialled the customer
    reached: bool = False  # and whether the customer answered

    @property
    def answered_us(self) -> int | None:
        """When customer and agent were connected."""
        return None if self.answering is None else self.answering.talking[0].start_us

    @property
    def skipped(self) -> bool:
        """A dialler's preview that the agent passed over: nobody was called."""
        codes = {segment.wrap_up for each in self.rung for segment in each.segments if segment.wrap_up}
        return PREVIEW_SKIPPED in codes

    def metric(self, name: str) -> int | None:
        """A metric of the queue's own session, if it is about this visit alone."""
        return self.acd.metrics.get(name) if self.whole_session else None

    def rings(self) -> list[Segment]:
        """The alerts up to the answer, or to the end of the wait; alerts that failed at once rang nobody's phone."""
        until = self.answered_us if self.answered_us is not None else self.end_us
        return [
            segment
            for each in self.rung
            for segment in each.segments
            if segment.kind == ALERT and (until is None or segment.start_us <= until) and not failed_at_once(segment)
        ]


def failed_at_once(segment: Segment) -> bool:
    """An alert that ended in an error in the instant it began."""
    return segment.kind == ALERT and segment.error is not None and segment.end_us == segment.start_us


def visits_of(conversation: Conversation) -> list[Visit]:
    """The queue visits of a conversation in order of time."""
    visits = [visit for each in conversation.sessions if each.purpose == "acd" for visit in _stays(each)]
    visits.sort(key=lambda visit: (visit.start_us, visit.end_us is None, visit.end_us or 0, visit.queue))
    for session in conversation.sessions:
        if session.purpose in ("agent", "user") and session.queue is not None:
            visit = _rung_for(session, visits)
            if visit is not None:
                visit.rung.append(session)
    for visit in visits:
        visit.answering = _answering(visit)
        if visit.acd.media == "callback" and visit.answering is None:
            _dialled(visit, conversation.sessions)
    for visit in visits:
        _connected_after_dialling(visit, visits, conversation.sessions)
    return visits


def _stays(session: Session) -> Iterator[Visit]:
    """The stays of an acd session: one, unless it names several queues one after the other."""
    runs: list[list[Segment]] = []
    for segment in session.segments:
        if segment.queue is not None and (not runs or runs[-1][0].queue != segment.queue):
            runs.append([segment])
        elif runs:
            runs[-1].append(segment)
    for run in runs if session.media in CHANNELS else ():
        waiting = [each for each in run if each.kind != SCHEDULED] or run
        ends = [each.end_us for each in run]
        queue = run[0].queue
        assert queue is not None
        yield Visit(
            queue,
            session,
            waiting[0].start_us,
            None if None in ends else max(end for end in ends if end is not None),
            next((each.disconnect for each in reversed(run) if each.disconnect), None),
            len(runs) == 1,
        )


def _rung_for(session: Session, visits: Sequence[Visit]) -> Visit | None:
    """The latest visit to the queue that the agent was rung for. An agent who rings a queue consults it and is not."""
    begun = [
        visit
        for visit in visits
        if (visit.queue, visit.acd.media) == (session.queue, session.media)
        and visit.start_us <= session.start_us + SECOND_US
        and not (session.direction == "outbound" and visit.acd.direction == "inbound")
    ]
    return begun[-1] if begun else None


def _answering(visit: Visit) -> Session | None:
    """The first agent's session that was connected, if the agent was rung while the visit lasted."""
    if visit.metric("tAbandon") is not None and not any(_told_as_answer(each) for each in visit.rung):
        return None
    within = [
        each
        for each in visit.rung
        if each.talking and (visit.end_us is None or each.start_us <= visit.end_us + SECOND_US)
    ]
    return min(within, key=lambda each: each.talking[0].start_us, default=None)


def _connected_after_dialling(visit: Visit, visits: Sequence[Visit], sessions: Sequence[Session]) -> None:
    """A customer who was rung first and went straight to an agent waited in no queue again: that agent answered."""
    dialled = visit.dialled_us
    if dialled is None or not visit.reached or any(v.acd.media == "voice" and v.start_us >= dialled for v in visits):
        return
    spoke = [
        each
        for each in sessions
        if each.purpose in ("agent", "user") and (each.queue, each.media) == (visit.queue, "voice") and each.talking
    ]
    after = [each for each in spoke if each.talking[0].start_us >= dialled]
    visit.answering = min(after, key=lambda each: each.talking[0].start_us, default=None)
    if visit.answering is not None:
        visit.rung.append(visit.answering)


def _told_as_answer(session: Session) -> bool:
    return bool(session.talking) and (not session.measured or bool({"tAnswered", "tTalk"} & session.metrics.keys()))


def _dialled(visit: Visit, sessions: Sequence[Session]) -> None:
    """Look whether the system rang the customer first: that is told in the customer's voice session alone."""
    for session in sessions:
        if session.purpose in CUSTOMERS and session.media == "voice":
            dialled = [s for s in session.segments if s.kind in DIALLING and s.start_us >= visit.start_us]
            if dialled and (visit.dialled_us is None or dialled[0].start_us < visit.dialled_us):
                visit.dialled_us = dialled[0].start_us
            visit.reached = visit.reached or (bool(dialled) and bool(session.talking))
