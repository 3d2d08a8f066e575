"""What a few agents more (or fewer) at some hours of the day would be worth."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time

import numpy as np

from pactline.planning.refusal import Refused
from pactline.planning.requirement.plan_file import PlannedAgents
from pactline.planning.risk.outlook import Agents, Outlook
from pactline.planning.risk.plans import Plan, Prices, plan_of
from pactline.values.calendar import Hours
from pactline.values.zone import from_us

_FORM = "write 2@14:00-16:00, 2@14:00-16:00@billing, or with a day 2@2025-04-07T14:00-16:00"


@dataclass(frozen=True)
class Addition:
    """So many agents more at certain local hours, on every day or on one."""

    agents: int
    hours: Hours
    queue: str | None = None
    day: date | None = None
    text: str = ""

    @classmethod
    def parse(cls, text: str) -> Addition:
        """Read ``2@14:00-16:00`` with or without ``@queue``, and with or without a day before the hours. Raises
        ValueError."""
        found = re.fullmatch(
            r"([+-]?[0-9]{1,4})@(?:([0-9]{4}-[0-9]{2}-[0-9]{2})T)?([0-9:]+-[0-9:]+)(?:@(.+))?", text.strip()
        )
        try:
            if found is None or int(found[1]) == 0:
                raise ValueError
            day = date.fromisoformat(found[2]) if found[2] else None
            return cls(int(found[1]), Hours.parse(found[3]), found[4], day, text.strip())
        except ValueError:
            raise Refused(f"{text!r} is no change of a plan; {_FORM}") from None

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
        return opens <= at and (closes is None or at < closes) and self.day in (None, local.date())


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
