"""The floor of a contact centre, event by event: queues, agents and customers who wait, leave or are answered.

Nothing here is left to chance: who comes when, with how much patience and how much work, is drawn beforehand. So the
same customers can be sent through a centre with other agents, and what changes is the agents' doing alone.
All instants and durations are whole milliseconds, instants since 1970-01-01 UTC.
"""

from __future__ import annotations

import heapq
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial


@dataclass(slots=True)
class Visit:
    """One stay in one queue: what the customer brings, and from ``offered_ms`` on what came of it."""

    contact_id: str
    number: int  # 1, 2, ... within the contact
    queue: str
    patience_ms: int | None  # leaves unanswered after this long; None: waits for ever
    ring_ms: int  # from the moment an agent is free until the answer
    talk_ms: int
    hold_ms: int
    wrap_ms: int
    direction: str = "inbound"
    callback_of: str = ""
    transfer: Visit | None = None  # the stay in another queue that begins when this conversation ends
    callback: Visit | None = None  # the call back this customer would accept
    after_ms: int = 0  # a call back: how long after it was asked for
    offered_ms: int = 0
    rings_at: Agent | None = None
    answered_ms: int | None = None
    ended_ms: int | None = None
    outcome: str = ""
    reason: str = ""
    agent: str = ""
    transfer_in: str = ""
    transfer_out: str = ""


@dataclass(slots=True)
class Agent:
    """A person who takes contacts."""

    name: str
    holds: int = 0  # contacts at this moment, work after the conversation included
    free_since_ms: int = 0


@dataclass
class Queue:
    """Customers waiting in the order they came, and the agents on duty for them."""

    name: str
    at_once: int  # contacts one agent holds at the same time
    voicemail_after_ms: int | None = None  # the system moves the customer on; None: never
    callback_from: int | None = None  # with this many waiting a call back is offered; None: never
    callback_listen_ms: int = 15_000  # how long it takes to hear the offer and to accept it
    waiting: OrderedDict[str, Visit] = field(default_factory=OrderedDict)
    on_duty: Sequence[Agent] = ()
    doors_close_ms: int = 0  # open until then; a time that has passed: closed

    def free_agent(self) -> Agent | None:
        """The agent on duty with the fewest contacts who has been free longest, if any has a hand free."""
        free = [agent for agent in self.on_duty if agent.holds < self.at_once]
        return min(free, key=lambda agent: (agent.holds, agent.free_since_ms, agent.name), default=None)


class Floor:
    """Queues and a clock. Put shifts and arrivals on the calendar, then ``run``."""

    def __init__(self, queues: Iterable[Queue]) -> None:
        self.queues = {queue.name: queue for queue in queues}
        self.visits: list[Visit] = []
        self._now_ms = 0
        self._calendar: list[tuple[int, int, Callable[[], None]]] = []
        self._entries = 0

    def at(self, instant_ms: int, what: Callable[[], None]) -> None:
        """Do ``what`` then. What falls on the same instant is done in the order it was put down."""
        self._entries += 1
        heapq.heappush(self._calendar, (instant_ms, self._entries, what))

    def run(self) -> list[Visit]:
        """Live through the calendar; every visit that took place, in the order of entering a queue."""
        while self._calendar:
            self._now_ms, _, what = heapq.heappop(self._calendar)
            what()
        return self.visits

    def open_doors(self, queue: Queue, until_ms: int) -> None:
        """Let customers in until then."""
        queue.doors_close_ms = until_ms

    def change_shift(self, queue: Queue, agents: Sequence[Agent]) -> None:
        """From now on these agents take contacts; the others finish what they hold."""
        queue.on_duty = agents
        self._serve(queue)

    def send_away(self, queue: Queue) -> None:
        """The last agents have gone: whoever still waits is moved on."""
        for visit in list(queue.waiting.values()):
            self._leave(queue, visit, "flowed_out", "closed")

    def arrive(self, visit: Visit) -> None:
        """A customer comes to the queue: turned away if it is closed, else waits for an agent."""
        queue = self.queues[visit.queue]
        visit.offered_ms = self._now_ms
        self.visits.append(visit)
        if self._now_ms >= queue.doors_close_ms and not (visit.transfer_in and queue.on_duty):
            self._end(visit, "refused", "closed")
            return
        queue.waiting[visit.contact_id] = visit
        for after_ms, outcome, reason in self._ways_out(queue, visit):
            self.at(self._now_ms + after_ms, partial(self._leave, queue, visit, outcome, reason))
        self._serve(queue)

    def _ways_out(self, queue: Queue, visit: Visit) -> Iterator[tuple[int, str, str]]:
        """After how long, and how, the customer leaves if nobody answers before."""
        if visit.patience_ms is not None:
            yield visit.patience_ms, "abandoned", "hung up"
        if queue.voicemail_after_ms is not None and visit.direction == "inbound":
            yield queue.voicemail_after_ms, "flowed_out", "voicemail"
        if visit.callback is not None and self._offers_callback(queue, visit.callback):
            yield queue.callback_listen_ms, "callback", "key 1"

    def _offers_callback(self, queue: Queue, callback: Visit) -> bool:
        due_ms = self._now_ms + queue.callback_listen_ms + callback.after_ms
        busy = queue.callback_from is not None and len(queue.waiting) > queue.callback_from
        return busy and due_ms < queue.doors_close_ms

    def _serve(self, queue: Queue) -> None:
        while queue.waiting and (agent := queue.free_agent()):
            _, visit = queue.waiting.popitem(last=False)
            agent.holds += 1
            visit.rings_at = agent
            self.at(self._now_ms + visit.ring_ms, partial(self._answer, queue, visit, agent))

    def _answer(self, queue: Queue, visit: Visit, agent: Agent) -> None:
        if visit.rings_at is None:
            return  # hung up while it rang
        visit.rings_at = None
        visit.answered_ms, visit.outcome, visit.agent = self._now_ms, "answered", agent.name
        visit.ended_ms = self._now_ms + visit.talk_ms + visit.hold_ms
        if visit.transfer:
            visit.transfer_out = visit.transfer.transfer_in = "queue"
            self.at(visit.ended_ms, partial(self.arrive, visit.transfer))
        self.at(visit.ended_ms + visit.wrap_ms, partial(self._release, queue, agent))

    def _release(self, queue: Queue, agent: Agent) -> None:
        agent.holds -= 1
        agent.free_since_ms = self._now_ms
        self._serve(queue)

    def _leave(self, queue: Queue, visit: Visit, outcome: str, reason: str) -> None:
        """Leave unanswered, unless that is settled already. While it rings a customer can hang up, but nothing else."""
        agent = visit.rings_at
        if queue.waiting.pop(visit.contact_id, None):
            self._end(visit, outcome, reason)
            if outcome == "callback" and visit.callback:
                self.at(self._now_ms + visit.callback.after_ms, partial(self.arrive, visit.callback))
        elif agent is not None and outcome == "abandoned":
            visit.rings_at = None
            self._end(visit, outcome, reason)
            self._release(queue, agent)

    def _end(self, visit: Visit, outcome: str, reason: str) -> None:
        visit.ended_ms, visit.outcome, visit.reason = self._now_ms, outcome, reason
