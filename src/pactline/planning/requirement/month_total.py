"""The least agents that keep promises over a whole month (day, quarter), where good intervals may pay for bad ones.

A month's figure is a ratio of sums. With a weight for every contact, ``sum(good) >= target * sum(counted)`` is a sum of
what each interval contributes, and each interval's contribution grows with its agents: little at first where a queue is
hopelessly short, then steeply, then less and less. Agents are spent where they contribute most. For one promise the
best price of a contribution is found by halving; several promises have one price each, raised in turn until all are
kept. Whole agents do not come out even at one price: the plan just below it is filled up where most is gained, and from
it and the plan at the price whatever agent can be spared is taken away; the smaller of the two is the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pactline.planning.requirement.least_agents import least_agents
from pactline.planning.requirement.promise import Measure, Promise
from pactline.planning.requirement.searching import Coming

if TYPE_CHECKING:
    Array = NDArray[np.float64]

_ROUNDS, _HALVINGS = 12, 40
_DEAREST = 1e9  # agents for a contact


@dataclass(frozen=True)
class Total:
    """A promise over windows: the window of each interval, numbered from 0."""

    promise: Promise
    windows: NDArray[np.intp]

    def sums(self, coming: Coming, contacts: Array, agents: Array) -> tuple[Array, Array]:
        """Good and counted of each window, with so many agents in each interval."""
        good, counted = _weighted(self.promise, coming, contacts, agents)
        return self.over_windows(good), self.over_windows(counted)

    def over_windows(self, values: Array) -> Array:
        """The sum of something over each window."""
        return np.asarray(np.bincount(self.windows, values, int(self.windows.max(initial=-1)) + 1), dtype=np.float64)

    def figures(self, coming: Coming, contacts: Array, agents: Array) -> Array:
        """The figure of each window; not a number where nothing counts."""
        good, counted = self.sums(coming, contacts, agents)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(counted > 0, good / counted, np.nan)


def agents_for_totals(coming: Coming, contacts: Array, totals: Sequence[Total], least: Array) -> Array:
    """Whole agents for each interval (in one row), as few in all as found, so that every total is kept.

    ``contacts`` is what is expected in each interval, ``least`` the agents that are there in any case (what promises on
    every interval ask for, or a minimum while open). Raises CannotBeKept.
    """
    least = np.maximum(least, np.where(coming.load > 0, 1.0, 0.0))
    if not totals or not contacts.any():
        return least
    table = _Table.of(coming, contacts, totals, least)
    prices = [np.zeros(int(total.windows.max()) + 1) for total in totals]
    for _ in range(_ROUNDS):
        before = [each.copy() for each in prices]
        for number in range(len(totals)):
            prices[number] = table.price(number, prices)
        if all(np.allclose(a, b, rtol=1e-6) for a, b in zip(before, prices, strict=True)):
            break
    choices = [table.choice(prices), table.filled(table.choice([price * (1 - 1e-6) for price in prices]))]
    plans = [table.spared(choice) for choice in choices if table.keeps(choice)]
    assert plans, "what keeps every interval is among the choices"
    return min(plans, key=lambda plan: float(plan.sum()))


def _weighted(promise: Promise, coming: Coming, contacts: Array, agents: Array) -> tuple[Array, Array]:
    """What counts as good and what is counted, in contacts (of an occupancy: in agents)."""
    good, counted = promise.parts(coming.with_agents(np.where(agents > 0, agents, 1.0)))
    weight = agents if promise.measure is Measure.OCCUPANCY else contacts
    return np.where(weight > 0, good * weight, 0.0), np.where(weight > 0, counted * weight, 0.0)


@dataclass(frozen=True)
class _Table:
    """For each interval the numbers of agents that may be chosen, ascending (the last repeated to fill the row), and
    what each contributes to each total beyond what is promised."""

    totals: Sequence[Total]
    agents: Array  # interval x choice
    gains: Sequence[Array]  # of each total: interval x choice

    @classmethod
    def of(cls, coming: Coming, contacts: Array, totals: Sequence[Total], least: Array) -> _Table:
        """From what is there in any case to what is more than enough."""
        promises = [total.promise for total in totals]
        need = least_agents(coming.rate_per_s, coming.aht_s, coming.patience, promises).agents
        load, root = coming.load, np.sqrt(coming.load)
        first = np.maximum(np.floor(load - 5 * root), least + 1)
        last = np.maximum(np.maximum(np.ceil(load + 4 * root + 6), need + np.ceil(2 * root) + 2), least)
        last = np.where(load > 0, last, least)
        width = int((last - first).max(initial=0)) + 2
        agents = np.minimum(first[:, None] + np.arange(-1, width - 1), last[:, None])
        agents[:, 0] = least
        agents = np.maximum(agents, least[:, None])
        rows = np.repeat(np.arange(load.size), width)
        many, weights = coming.only(rows), contacts[rows]
        gains = []
        for promise in promises:
            good, counted = _weighted(promise, many, weights, agents.ravel())
            beyond = good - promise.target * counted
            gains.append((beyond if promise.at_least else -beyond).reshape(agents.shape))
        return cls(totals, agents, gains)

    def choice(self, prices: Sequence[Array]) -> NDArray[np.intp]:
        """What each interval chooses where a contribution to a total is worth so many agents."""
        worth = -self.agents
        for total, price, gain in zip(self.totals, prices, self.gains, strict=True):
            worth = worth + price[total.windows][:, None] * gain
        return np.asarray(worth.argmax(axis=1))

    def beyond(self, number: int, choice: NDArray[np.intp]) -> Array:
        """How far each window of a total is beyond what is promised, in contacts."""
        return self.totals[number].over_windows(self.gains[number][np.arange(len(choice)), choice])

    def keeps(self, choice: NDArray[np.intp]) -> bool:
        """Whether a choice keeps every total."""
        return all(bool((self.beyond(number, choice) >= 0).all()) for number in range(len(self.totals)))

    def price(self, number: int, prices: Sequence[Array]) -> Array:
        """The lowest price of one total, for each of its windows, that keeps it; the others' prices stay."""
        low = np.zeros_like(prices[number])
        high = np.full_like(low, _DEAREST)

        def kept(at: Array) -> NDArray[np.bool_]:
            tried = [at if place == number else price for place, price in enumerate(prices)]
            return np.asarray(self.beyond(number, self.choice(tried)) >= 0)

        free = kept(low)
        for _ in range(_HALVINGS):
            middle = np.where(low > 0, np.sqrt(low * high), high * 1e-12)  # halved on the scale of logarithms
            good = kept(middle)
            high, low = np.where(good, middle, high), np.where(good, low, middle)
        return np.where(free, 0.0, high)

    def filled(self, choice: NDArray[np.intp]) -> NDArray[np.intp]:
        """A choice with agents added until every total is kept, each where most of what is missing is gained."""
        missing = [np.maximum(-self.beyond(number, choice), 0.0) for number in range(len(self.totals))]
        most = [max(float(each.sum()), 1e-12) for each in missing]
        rows = np.arange(len(choice))
        while any((each > 0).any() for each in missing):
            more = self.agents - self.agents[rows, choice][:, None]
            gained = np.zeros_like(more)
            for number, total in enumerate(self.totals):
                gain = self.gains[number] - self.gains[number][rows, choice][:, None]
                gained += np.minimum(gain, missing[number][total.windows][:, None]) / most[number]
            gained = np.where(more > 0, gained / np.maximum(more, 1.0), -np.inf)
            place, column = divmod(int(gained.argmax()), gained.shape[1])
            if gained[place, column] <= 0:
                break  # nothing more to be had here
            choice[place] = column
            missing = [np.maximum(-self.beyond(number, choice), 0.0) for number in range(len(self.totals))]
        return choice

    def spared(self, choice: NDArray[np.intp]) -> Array:
        """The agents of a choice, less those without whom every total is still kept: first where least is lost."""
        rows = np.arange(len(choice))
        beyond = [self.beyond(number, choice) for number in range(len(self.totals))]
        while True:
            lower = np.maximum(choice - 1, 0)
            saved = self.agents[rows, choice] - self.agents[rows, lower]
            possible, lost = saved > 0, np.zeros(len(choice))
            for number, total in enumerate(self.totals):
                loss = self.gains[number][rows, choice] - self.gains[number][rows, lower]
                possible &= loss <= beyond[number][total.windows]
                lost = lost + np.maximum(loss, 0.0)
            if not possible.any():
                return self.agents[rows, choice]
            place = int(np.argmin(np.where(possible, lost / np.maximum(saved, 1.0), np.inf)))
            for number, total in enumerate(self.totals):
                gain = self.gains[number][place]
                beyond[number][total.windows[place]] -= gain[choice[place]] - gain[lower[place]]
            choice[place] = lower[place]
