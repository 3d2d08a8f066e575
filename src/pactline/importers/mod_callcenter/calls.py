"""From all that is known of one call to its stays in queues: one row for each, or why there is none.

A call is the caller's leg (CC-Member-Session-UUID); a stay is one member of one queue (CC-Member-UUID) within it. What
is made depends on the set of facts alone, never on their order or on the files they came in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pactline.importers.mod_callcenter.events import BRIDGE, END, OFFER, RESUME, START, UNBRIDGE
from pactline.importers.mod_callcenter.facts import (
    AGENT_LEG,
    CSV_LEG,
    MEMBER_LEG,
    SECOND_US,
    Fact,
    whole_second,
)
from pactline.records.columns import Outcome

DAY_US = 86_400 * SECOND_US
_ROUNDING_US = 2 * SECOND_US  # the queue writes the entry down a moment after it has read the clock

OUTCOMES: Mapping[str, Outcome] = {
    "TIMEOUT": Outcome.FLOWED_OUT,
    "NO_AGENT_TIMEOUT": Outcome.FLOWED_OUT,
    "EXIT_WITH_KEY": Outcome.FLOWED_OUT,
    "BREAK_OUT": Outcome.ABANDONED,
    "NONE": Outcome.ABANDONED,
    "": Outcome.ABANDONED,
}
"""CC-Cancel-Reason to outcome. NONE and an empty reason say only that the caller was gone."""


@dataclass(frozen=True)
class Ending:
    """How a stay ended."""

    outcome: Outcome
    at_us: int | None  # the conversation was over, or the caller left
    reason: str = ""
    answered_us: int | None = None
    called_us: int | None = None
    agent: str = ""


@dataclass
class Stay:
    """One member of a queue within one call."""

    member: str
    facts: list[Fact] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Fact]:
        """The facts of these kinds, in a fixed order."""
        return [fact for fact in self.facts if fact.kind in kinds]

    @property
    def queue(self) -> str:
        """The queue's name."""
        return min(fact.queue for fact in self.facts)

    @property
    def agents_only(self) -> bool:
        """Whether nothing is known but legs of agents."""
        return all(fact.kind == AGENT_LEG for fact in self.facts)

    @property
    def resumed(self) -> bool:
        """Whether the caller took up the place of an earlier call."""
        if self.of(RESUME):
            return True
        own, joined = self._own_us, self._joined_us
        return own is not None and joined is not None and own - joined > _ROUNDING_US

    @property
    def _own_us(self) -> int | None:
        """When this very call entered, where anything says so."""
        told = [fact.own_us for fact in self.facts if fact.own_us is not None]
        left = [fact.joined_us for fact in self.of(END) if fact.cause == "cancel" and fact.joined_us is not None]
        return min([*left, *told], default=None)

    @property
    def _joined_us(self) -> int | None:
        """When the queue says that the member joined: of a resumed place, with the first of the calls."""
        bridged = [f for f in self.of(BRIDGE, UNBRIDGE, END) if f.cause != "cancel" and f.joined_us is not None]
        return min((fact.joined_us for fact in bridged if fact.joined_us is not None), default=None)

    @property
    def offered_us(self) -> int | None:
        """When the call entered the queue."""
        entered = whole_second(min((f.at_us for f in self.of(START, RESUME) if f.at_us is not None), default=None))
        own, joined = self._own_us, self._joined_us
        order = (own, entered) if self.resumed else (joined, own, entered)
        return next((us for us in order if us is not None), None)

    @property
    def began_us(self) -> int | None:
        """When the call entered the queue or, where that is not told, when an earlier call with its place did."""
        return self.offered_us if self.offered_us is not None else self._joined_us

    @property
    def last_us(self) -> int:
        """The last moment anything is known of."""
        told = [us for f in self.facts for us in (f.at_us, f.ended_us, f.answered_us, f.joined_us, f.own_us) if us]
        return max(told, default=0)

    @property
    def order(self) -> tuple[int, str]:
        """What puts the stays of a call in order."""
        return self.began_us or self.last_us, self.member

    def endings(self) -> list[Ending]:
        """The ways in which the stay is told to have ended: none while it is open, several where facts disagree."""
        talked = [_talked(fact) for fact in self.of(END) if fact.cause == "terminated"]
        talked = talked or [_talked(fact) for fact in self.of(UNBRIDGE)]
        left = [_left(fact) for fact in self.of(END) if fact.cause == "cancel"]
        if not talked and not left:
            talked = [_talked(fact) for fact in self.of(MEMBER_LEG) if fact.cause == "terminated"]
            left = [_left(fact) for fact in self.of(MEMBER_LEG) if fact.cause == "cancel"]
        if talked and left:  # the agent's thread and the caller's each wrote an end
            gone = min(end.at_us or 0 for end in left)
            answered = max(end.answered_us or 0 for end in talked)
            return _each_once(left if gone < answered else talked)
        return _each_once(talked or left)

    @property
    def told_twice(self) -> bool:
        """Whether both an answered end and a cancelled one are told."""
        causes = {fact.cause for fact in self.of(END)}
        return len(causes) > 1

    def legs_offered(self) -> int | None:
        """Rings at agents; None where no ring is told. The legs of a ring group are one."""
        offers = self.of(OFFER)
        return len(offers) or len(self._rings()) or None

    def in_a_group(self) -> bool:
        """Whether several legs of one agent began in one second."""
        return len(self._rings()) < len(self.of(AGENT_LEG))

    def _rings(self) -> set[tuple[str, int | None]]:
        return {(fact.agent, fact.called_us) for fact in self.of(AGENT_LEG)}


def _talked(fact: Fact) -> Ending:
    return Ending(Outcome.ANSWERED, fact.ended_us, fact.reason, fact.answered_us, fact.called_us, fact.agent)


def _left(fact: Fact) -> Ending:
    reason = f"{fact.reason} {fact.key}".strip() if fact.reason == "EXIT_WITH_KEY" else fact.reason
    return Ending(OUTCOMES[fact.reason], fact.ended_us, reason)


def _each_once(endings: Sequence[Ending]) -> list[Ending]:
    """Endings that differ in something a figure can depend on; of the rest the first."""
    found: dict[tuple[object, ...], Ending] = {}
    for end in sorted(endings, key=lambda end: (end.at_us or 0, end.answered_us or 0, end.agent, end.reason)):
        found.setdefault((end.outcome, end.at_us, end.answered_us, end.agent), end)
    return list(found.values())


@dataclass
class Call:
    """All that is known of one call."""

    id: str
    facts: Mapping[str, int]  # the text of each fact, to its line in the file being read; 0: of an earlier file
    told: list[Fact]

    @property
    def line(self) -> int:
        """The first line of this file that tells of the call; 0 when none does."""
        return min((line for line in self.facts.values() if line), default=0)

    def stays(self) -> list[Stay]:
        """The stays that events and records with variables tell of, in order of time."""
        stays: dict[str, Stay] = {}
        for fact in self.told:
            if fact.kind != CSV_LEG:
                stays.setdefault(fact.member, Stay(fact.member)).facts.append(fact)
        return sorted(stays.values(), key=lambda stay: stay.order)

    def legs(self) -> Iterator[Fact]:
        """The call's own rows of a CSV."""
        return (fact for fact in self.told if fact.kind == CSV_LEG and fact.session == self.id)
