"""What a few agents more (or fewer) at some hours of the day would be worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

import numpy as np

from pactline.planning.addition import FORMS, read_addition
from pactline.planning.refusal import Refused
from pactline.planning.requirement.plan_file import PlannedAgents
from pactline.planning.risk.outlook import Agents, Outlook
from pactline.planning.risk.plans import Plan, Prices, plan_of
from pactline.values.calendar import Hours
from pactline.values.zone import from_us


@dataclass(frozen=True)
class Addition:
    """So many agents more at certain local hours, on every day, a weekday (0 for Monday) or one day."""

    agents: int
    hours: Hours
    queue: str | None = None
    day: date | int | None = None
    text: str = ""

    @classmethod
    def parse(cls, text: str) -> Addition:
        """Read what :func:`pactline.planning.addition.read_addition` reads. Raises Refused."""
        try:
            said = read_addition(text)
        except ValueError:
            raise Refused(f"{text!r} is no change of a plan; {FORMS}") from None
        return cls(said.agents, said.hours, said.where, said.day, text.strip())

    def to(self, outlook: Outlook, agents: Agents) -> Agents:
        """The agents of a plan with these added; nowhere fewer than none. Raises ValueError where no interval fits."""
        names = [queue.queue for queue in outlook.queues]
        if self.queue is None and len(names) > 1:
            raise Refused(f"{self.text}: in which queue? Add @ and one of {', '.join(names)}")
        if self.queue is not None and self.queue not in names:
            raise Refused(f"{self.text}: there is no queue {self.queue!r} in the plan, only {', '.join(names)}")
        found, touched = [], 0
        for queue, own in zip(outlook.queues, agents, strict=True):
            fits = np.zeros(len(own), dtype=bool)
            if self.queue in (None, queue.queue):
                fits = np.array([self._holds(int(start), queue.zone.key) for start in queue.starts_us], dtype=bool)
                fits &= own > 0  # where nobody is planned the queue is closed
            touched += int(fits.sum())
            found.append(np.where(fits, np.maximum(own + self.agents, 0), own))
        if not touched:
            raise Refused(f"{self.text}: no planned interval begins in these hours")
        return tuple(found)

    def _holds(self, start_us: int, zone_key: str) -> bool:
        from pactline.values.zone import zone

        local = from_us(start_us, zone(zone_key))
        at: time = local.time().replace(fold=0)
        opens, closes = self.hours.opens, self.hours.closes
        return opens <= at and (closes is None or at < closes) and self.day in (None, local.date(), local.weekday())


@dataclass(frozen=True)
class WhatIf:
    """A plan, and the same plan changed."""

    text: str
    before: Plan
    after: Plan

    @property
    def hours(self) -> float:
        """Agent-hours more."""
        return self.after.hours - self.before.hours


def what_if(
    outlook: Outlook, plan: Plan, additions: tuple[Addition, ...], prices: Prices, months: int, seed: int
) -> WhatIf:
    """The plan with all of the additions, in the same simulated months. Raises ValueError."""
    agents = plan.agents
    for each in additions:
        agents = each.to(outlook, agents)
    name = " and ".join(each.text for each in additions)
    return WhatIf(name, plan, plan_of(outlook, name, _with(plan, agents), prices, months, seed))


def _with(plan: Plan, agents: Agents) -> tuple[PlannedAgents, ...]:
    """The queues of a plan with other agents, as many more scheduled as there are more of them."""
    return tuple(
        replace(queue, agents=own, scheduled=np.maximum(queue.scheduled + own - queue.agents, own))
        for queue, own in zip(plan.queues, agents, strict=True)
    )
