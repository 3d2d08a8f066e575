"""Plans and their prices: the same promises planned for more or fewer contacts, each with its cost and its risk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from pactline.planning.refusal import Refused
from pactline.planning.requirement.plan_file import PlannedAgents
from pactline.planning.risk.outlook import Agents, Outlook
from pactline.planning.risk.scores import Risk
from pactline.values.exact import RoundingMode, round_fraction
from pactline.values.money import minor_digits

_SCAN_MONTHS = 120
_SCAN_STEP, _SCAN_FAR = 0.04, 0.32
_FEW, _MANY = 0.004, 0.98
"""Plans are worth a look while they miss something in more of the months than the first and fewer than the second."""
MOST_PLANS = 12


@dataclass(frozen=True)
class Level:
    """What a plan is made for: so many more contacts than forecast, and service levels of at least so much."""

    more: float = 0.0  # 0.04: four in a hundred more; below 0: fewer
    service_level: float | None = None  # 0.86; None: as promised

    @classmethod
    def parse(cls, text: str) -> Level:
        """Read ``+4%`` or ``-2%`` (contacts more or fewer than forecast), ``86`` or ``86%`` (a service level to plan
        for). Raises ValueError."""
        words = text.strip()
        found = re.fullmatch(r"([+-]?)([0-9]{1,2}(?:\.[0-9]+)?)\s*%?", words)
        if found is None:
            raise Refused(f"{text!r} is no level; write +4% for four in a hundred more contacts, 86 for 86 % in time")
        number = float(found[2]) / 100
        if found[1] or number == 0:
            return cls(more=-number if found[1] == "-" else number)
        return cls(service_level=number)

    def __str__(self) -> str:
        if self.service_level is not None:
            return f"{100 * self.service_level:.4g} % in time"
        if abs(self.more) < 1e-9:
            return "the forecast"
        return f"{100 * abs(self.more):.3g} % {'more' if self.more > 0 else 'fewer'}"


@dataclass(frozen=True)
class Prices:
    """What a scheduled hour of an agent costs; None: nobody says, and plans are told apart by hours."""

    per_hour: Decimal | None = None


@dataclass(frozen=True)
class Plan:
    """One plan: agents, what they cost, and what became of the simulated months."""

    name: str
    queues: tuple[PlannedAgents, ...]
    cost: Decimal
    risk: Risk

    @property
    def agents(self) -> Agents:
        """The agents on the phone."""
        return tuple(each.agents for each in self.queues)

    @property
    def hours(self) -> float:
        """Agent-hours on the phone."""
        return sum(float(each.agents.sum()) * each.length_s / 3600 for each in self.queues)

    @property
    def scheduled_hours(self) -> float:
        """Agent-hours that are paid, shrinkage included."""
        return sum(each.hours for each in self.queues)

    @property
    def total(self) -> Decimal:
        """Staff cost and what is owed on average."""
        return self.cost + self.risk.net


@dataclass(frozen=True)
class PriceList:
    """Plans from the fewest hours to the most."""

    plans: tuple[Plan, ...]
    limit: float  # the share of months in which something may be missed
    priced: bool = True  # whether staff has a price

    @property
    def recommended(self) -> Plan:
        """The cheapest plan that misses something in no more months than the limit allows; where none does, the one
        that misses in fewest."""
        within = [plan for plan in self.plans if plan.risk.any_missed.share <= self.limit]
        if within:
            return min(within, key=lambda plan: (plan.total, plan.hours) if self.priced else (plan.hours,))
        return min(self.plans, key=lambda plan: (plan.risk.any_missed.share, plan.hours))

    @property
    def is_kept(self) -> bool:
        """Whether the recommended plan is within the limit."""
        return self.recommended.risk.any_missed.share <= self.limit

    @property
    def cheapest(self) -> Plan:
        """The plan with the lowest sum of staff cost and money owed, whatever it misses."""
        return min(self.plans, key=lambda plan: (plan.total, plan.hours))


def plan_of(
    outlook: Outlook, name: str, queues: tuple[PlannedAgents, ...], prices: Prices, months: int, seed: int
) -> Plan:
    """A plan with these agents, its months simulated."""
    agents = tuple(each.agents for each in queues)
    hours = sum((each.paid_hours for each in queues), Fraction(0))
    digits = minor_digits(outlook.text.currency)
    cost = round_fraction(Fraction(prices.per_hour or 0) * hours, digits, RoundingMode.HALF_UP)
    return Plan(name, queues, cost, outlook.risk(agents, months, seed))


def price_list(
    outlook: Outlook, levels: Sequence[Level], prices: Prices, limit: float, months: int, seed: int, finer: int = 0
) -> PriceList:
    """A plan for each level, in order of hours; plans with the same agents as one before are left out. ``finer`` times
    another one is put between the last plan beyond the limit and the first within it."""
    found: dict[bytes, tuple[Level, Plan]] = {}

    def add(level: Level) -> None:
        queues = outlook.least(level.more, level.service_level)
        key = b"".join(each.agents.tobytes() for each in queues)
        if key not in found:
            found[key] = level, plan_of(outlook, str(level), queues, prices, months, seed)

    for level in levels:
        add(level)
    for _ in range(finer):
        ordered = sorted(found.values(), key=lambda each: each[1].hours)
        within = [each[1].risk.any_missed.share <= limit for each in ordered]
        for one, other, kept, next_kept in zip(ordered, ordered[1:], within, within[1:], strict=False):
            if not kept and next_kept:
                add(Level(more=round((one[0].more + other[0].more) / 2, 4)))
                break
    plans = sorted((plan for _, plan in found.values()), key=lambda plan: plan.hours)
    return PriceList(tuple(plans), limit, prices.per_hour is not None)


def levels_worth_a_look(outlook: Outlook, seed: int) -> list[Level]:
    """From plans that nearly always miss something to plans that nearly never do, found with a few months each; always
    with the forecast itself among them."""

    def missed(more: float) -> float:
        return outlook.risk(tuple(each.agents for each in outlook.least(more)), _SCAN_MONTHS, seed).any_missed.share

    low = high = 0.0
    at = missed(0.0)
    share = at
    while share > _FEW and high < _SCAN_FAR:
        high += _SCAN_STEP
        share = missed(high)
    share = at
    while share < _MANY and low > -_SCAN_FAR:
        low -= _SCAN_STEP
        share = missed(low)
    step = max(0.01, 0.01 * np.ceil(100 * (high - low) / (MOST_PLANS - 1)))
    first, last = int(np.floor(low / step + 1e-9)), int(np.ceil(high / step - 1e-9))
    return [Level(more=round(number * step, 4)) for number in range(first, last + 1)]
