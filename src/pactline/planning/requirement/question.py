"""One question without a folder: so much comes, so much is promised, how many agents does it take?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any

import numpy as np

from pactline.planning.queueing.patience_law import PatienceLaw
from pactline.planning.queueing.square_root import beta_of
from pactline.planning.refusal import Refused
from pactline.planning.requirement.as_json import number
from pactline.planning.requirement.asked import DEFINITIONS
from pactline.planning.requirement.least_agents import Requirement, least_agents
from pactline.planning.requirement.promise import Measure, Promise
from pactline.planning.requirement.searching import Coming
from pactline.values.exact import plain

USUAL_WAIT_S = 20.0  # shown where no service level is promised


@dataclass(frozen=True)
class Question:
    """What comes in an hour, how long it takes, who gives up, and what is promised."""

    offered_per_hour: float
    aht_s: float  # beside the other contacts that an agent has at once, if any
    patience: float | PatienceLaw | None
    promises: tuple[Promise, ...]
    definition: str = "sl_offered"
    slots: int = 1
    shrinkage: float = 0.0

    def least(self) -> Answer:
        """The least agents that keep everything. Raises CannotBeKept."""
        found = least_agents(self.offered_per_hour / 3600, self.aht_s, self.patience, self.promises, slots=self.slots)
        return Answer(self, found, searched=True)

    def with_agents(self, agents: float) -> Answer:
        """What so many agents deliver."""
        coming = Coming.of(self.offered_per_hour / 3600, self.aht_s, self.patience, self.slots)
        return Answer(self, Requirement(coming, self.promises, np.asarray(float(agents))), searched=False)


@dataclass(frozen=True)
class Answer:
    """The agents, what they deliver, and why so many."""

    question: Question
    found: Requirement
    searched: bool  # the least that keep everything; else given

    def __str__(self) -> str:
        from pactline.planning.requirement.answer_text import answer_text

        return answer_text(self)

    @property
    def agents(self) -> float:
        """Agents ready for contacts."""
        return float(self.found.agents)

    @property
    def load(self) -> float:
        """Agents that would be busy if nobody had to wait, in Erlang."""
        return float(self.found.coming.load)

    @property
    def scheduled(self) -> int:
        """People present, so that as many are ready after shrinkage."""
        return ceil(self.agents / (1 - self.question.shrinkage) - 1e-9)

    @property
    def binding(self) -> str | None:
        """The promise that asks for most; None where agents are given or nothing is asked for."""
        return str(self.found.binding) or None if self.searched else None

    @cached_property
    def prices(self) -> Mapping[str, float]:
        """For each promise the agents that are there for it alone."""
        return {name: float(price) for name, price in self.found.prices().items()}

    @property
    def beta(self) -> float:
        """How many square roots of the load the agents are above it."""
        return float(beta_of(self.agents, self.load))

    @cached_property
    def at_twice(self) -> float:
        """The agents that twice as many contacts take."""
        coming = self.found.coming
        twice = least_agents(
            2 * coming.rate_per_s, coming.aht_s, coming.patience, self.found.promises, slots=coming.slots
        )  # fmt: skip
        return float(twice.agents)

    def service_levels(self) -> dict[str, float]:
        """By the promised waits in seconds, under the definition that was asked for."""
        tiers = [each for each in self.found.promises if each.measure is Measure.SERVICE_LEVEL]
        if not tiers:
            usual = Promise("", Measure.SERVICE_LEVEL, 0.8, True, USUAL_WAIT_S, DEFINITIONS[self.question.definition])
            tiers = [usual]
        return {
            plain(Fraction(str(each.limit_s))): float(each.delivered(self.found.steady)) for each in tiers
        }  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """The row of ``staff --json``."""
        steady = self.found.steady
        row: dict[str, Any] = {
            "agents": number(self.agents),
            "p_wait": number(float(steady.p_wait)),
            "p_abandon": number(float(steady.p_abandon)),
            "asa_s": number(float(steady.asa_s)),
            "mean_wait_s": number(float(steady.mean_wait_s)),
            "occupancy": number(float(steady.occupancy)),
            "service_level": {limit: number(share) for limit, share in self.service_levels().items()},
            "kept": {name: bool(kept) for name, kept in self.found.kept.items()},
            "binding": self.binding,
            "load": number(self.load),
            "scheduled": self.scheduled,
            "slack": {name: number(float(slack)) for name, slack in self.found.slack.items()},
        }
        if self.searched:
            row["price"] = {name: number(price) for name, price in self.prices.items()}
        return row


def asked_question(
    offered_per_hour: float,
    aht_s: float,
    patience: float | PatienceLaw | None,
    promises: Sequence[Promise],
    **more: Any,
) -> Question:
    """A question, refused where it makes no sense. Raises ValueError."""
    if not 0 <= offered_per_hour < 1e9:
        raise Refused("contacts per hour are a number from 0 up, below 1,000,000,000")
    if not 0 < aht_s < 1e7:
        raise Refused("a handling time is a number of seconds above 0, below 10,000,000")
    if isinstance(patience, float) and not patience > 0:
        raise Refused("a mean patience is a number of seconds above 0; leave it out where nobody gives up")
    return Question(offered_per_hour, aht_s, patience, tuple(promises), **more)
