"""Everything that is found out about a period ahead: plans and prices, the statement, sensitivity and what-if."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pactline.planning.refusal import Refused
from pactline.planning.requirement.plan_file import PlannedAgents
from pactline.planning.risk.outlook import Outlook
from pactline.planning.risk.plans import Level, Plan, PriceList, Prices, levels_worth_a_look, plan_of, price_list
from pactline.planning.risk.sensitivity import Course, sensitivity
from pactline.planning.risk.what_if import Addition, WhatIf, what_if
from pactline.planning.risk.words import word_for
from pactline.statement.model import Statement

_FINER = 2
_COURSES_OF = 4
"""Other courses of things are looked at with a fourth of the months."""
_FEWEST = 100


@dataclass(frozen=True)
class Wanted:
    """What is asked of a period ahead."""

    prices: Prices
    limit: float = 0.1
    months: int = 1000
    seed: int = 1
    levels: tuple[Level, ...] = ()  # empty: those that are worth a look
    additions: tuple[Addition, ...] = ()
    given: tuple[PlannedAgents, ...] = ()  # a plan to be judged beside the others


@dataclass(frozen=True)
class Report:
    """The answer."""

    outlook: Outlook
    wanted: Wanted
    prices: PriceList
    given: Plan | None
    courses: tuple[Course, ...]
    what_if: WhatIf | None

    @property
    def plan(self) -> Plan:
        """The plan that the report is about: the one that was given, or else the recommended one."""
        return self.given or self.prices.recommended

    @cached_property
    def as_forecast(self) -> Statement:
        """The statement of the plan if everything comes as forecast."""
        return self.outlook.as_forecast(self.plan.agents)

    @cached_property
    def typical(self) -> Statement:
        """The statement of a month in the middle."""
        return self.outlook.typical(self.plan.agents, self.plan.risk, self.wanted.seed)

    def __str__(self) -> str:
        from pactline.planning.risk.telling import report_text

        return report_text(self)

    def to_json(self) -> dict[str, Any]:
        """As in ``plan --json``, for ``decimals_json``."""
        from pactline.planning.risk.as_json import report_json

        return report_json(self)

    @property
    def word(self) -> str:
        """What one simulated period is called, such as *month*."""
        return word_for(self.outlook.period)

    @property
    def commitments(self) -> tuple[str, ...]:
        """The ids of the commitments that were judged."""
        return self.plan.risk.judged


def report(outlook: Outlook, wanted: Wanted) -> Report:
    """Everything about a period ahead. Raises CannotBeKept, and ValueError for additions that fit no interval."""
    levels: Sequence[Level] = wanted.levels or levels_worth_a_look(outlook, wanted.seed)
    prices = price_list(
        outlook, levels, wanted.prices, wanted.limit, wanted.months, wanted.seed, 0 if wanted.levels else _FINER
    )
    given = None
    if wanted.given:
        queues = fitted(outlook, wanted.given)
        given = plan_of(outlook, "the plan given", queues, wanted.prices, wanted.months, wanted.seed)
    plan = given or prices.recommended
    months = max(min(_FEWEST, wanted.months), wanted.months // _COURSES_OF)
    changed = (
        what_if(outlook, plan, wanted.additions, wanted.prices, wanted.months, wanted.seed)
        if wanted.additions
        else None
    )
    return Report(
        outlook, wanted, prices, given, tuple(sensitivity(outlook, plan.agents, months, wanted.seed)), changed
    )


def fitted(outlook: Outlook, given: Sequence[PlannedAgents]) -> tuple[PlannedAgents, ...]:
    """A plan from a file, laid over the intervals of the forecast; nobody where it has none. Raises ValueError for a
    queue that it does not have or cuts into other intervals."""
    import numpy as np

    by_name = {(each.queue, each.channel): each for each in given}
    found = []
    for queue in outlook.queues:
        own = by_name.get((queue.queue, queue.channel))
        if own is None:
            raise Refused(f"the plan has no queue {queue.queue} ({queue.channel}), which is forecast and promised")
        if own.length_us != queue.length_us:
            raise Refused(f"{queue.queue}: the plan is cut into other intervals than the forecast")
        places = {int(start): number for number, start in enumerate(own.starts_us)}
        at = [places.get(int(start)) for start in queue.starts_us]

        def taken(values: object, at: list[int | None] = at) -> np.ndarray:
            column = np.asarray(values, dtype=float)
            return np.array([0.0 if place is None else column[place] for place in at])

        found.append(
            PlannedAgents(
                queue.queue, queue.channel, queue.zone, queue.length_us, queue.starts_us, queue.offered, queue.aht_s,
                taken(own.agents), taken(own.scheduled), tuple("" if p is None else own.binding[p] for p in at),
            )
        )  # fmt: skip
    return tuple(found)
