"""What each interval contributes to the totals of a month, for every number of agents worth a look."""

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


@dataclass(frozen=True)
class Part:
    """The intervals of one queue: what comes, how many contacts in each, and the agents that are there in any case
    (what promises on every interval ask for, or a minimum while open)."""

    coming: Coming  # in one row
    contacts: Array
    least: Array


@dataclass(frozen=True)
class Total:
    """A promise over windows: for each interval the number of its window from 0 on; -1 where it has no part in it."""

    promise: Promise
    windows: NDArray[np.intp]

    @property
    def many(self) -> int:
        """How many windows there are."""
        return int(self.windows.max(initial=-1)) + 1

    def over_windows(self, values: Array) -> Array:
        """The sum of something over each window."""
        inside = self.windows >= 0
        sums = np.bincount(self.windows[inside], values[inside], self.many)
        return np.asarray(sums, dtype=np.float64)

    def figures(self, parts: Sequence[Part], agents: Array) -> Array:
        """The figure of each window with so many agents; not a number where nothing counts."""
        good, counted = np.zeros(agents.size), np.zeros(agents.size)
        first = 0
        for part in parts:
            rows = slice(first, first + part.contacts.size)
            good[rows], counted[rows] = weighted(self.promise, part.coming, part.contacts, agents[rows])
            first += part.contacts.size
        goods, counts = self.over_windows(good), self.over_windows(counted)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(counts > 0, goods / counts, np.nan)


def weighted(promise: Promise, coming: Coming, contacts: Array, agents: Array) -> tuple[Array, Array]:
    """What counts as good and what is counted in each interval, in contacts (of an occupancy: in agents)."""
    good, counted = promise.parts(coming.with_agents(np.where(agents > 0, agents, 1.0)))
    weight = agents if promise.measure is Measure.OCCUPANCY else contacts
    return np.where(weight > 0, good * weight, 0.0), np.where(weight > 0, counted * weight, 0.0)


@dataclass(frozen=True)
class Table:
    """For each interval the numbers of agents that may be chosen, ascending (the last repeated to fill the row), and
    what each contributes to each total beyond what is promised."""

    totals: Sequence[Total]
    agents: Array  # interval x choice
    gains: Sequence[Array]  # of each total: interval x choice

    @classmethod
    def of(cls, parts: Sequence[Part], totals: Sequence[Total]) -> Table:
        """From the agents that are there in any case to more than enough."""
        agents, gains, first = [], [], 0
        for part in parts:
            inside = [total.windows[first : first + part.contacts.size] >= 0 for total in totals]
            covering = [total.promise for total, rows in zip(totals, inside, strict=True) if rows.any()]
            choices = _choices(part, covering)
            agents.append(choices)
            gains.append([_gains(part, each.promise, choices, rows) for each, rows in zip(totals, inside, strict=True)])
            first += part.contacts.size
        width = max(each.shape[1] for each in agents)
        joined = [_joined([gain[number] for gain in gains], width) for number in range(len(totals))]
        return cls(totals, _joined(agents, width), joined)

    def choice(self, prices: Sequence[Array]) -> NDArray[np.intp]:
        """What each interval chooses where a contribution to a total is worth so many agents."""
        worth = -self.agents
        for total, price, gain in zip(self.totals, prices, self.gains, strict=True):
            worth = worth + price[total.windows][:, None] * gain
        return np.asarray(worth.argmax(axis=1))

    def chosen(self, choice: NDArray[np.intp]) -> Array:
        """The agents of a choice."""
        return np.asarray(self.agents[np.arange(len(choice)), choice])

    def beyond(self, number: int, choice: NDArray[np.intp]) -> Array:
        """How far each window of a total is beyond what is promised, in contacts."""
        return self.totals[number].over_windows(self.gains[number][np.arange(len(choice)), choice])

    def keeps(self, choice: NDArray[np.intp]) -> bool:
        """Whether a choice keeps every total."""
        return all(bool((self.beyond(number, choice) >= 0).all()) for number in range(len(self.totals)))


def _choices(part: Part, promises: Sequence[Promise]) -> Array:
    """What is there in any case, then everything from far too few to more than every interval by itself needs."""
    coming, least = part.coming, part.least
    need = least_agents(coming.rate_per_s, coming.aht_s, coming.patience, promises, slots=coming.slots).agents
    load, root = coming.load, np.sqrt(coming.load)
    low = np.maximum(np.floor(load - 5 * root), least + 1)
    high = np.maximum(np.maximum(np.ceil(load + 4 * root + 6), need + np.ceil(2 * root) + 2), least)
    high = np.where(load > 0, high, least)
    width = int((high - low).max(initial=0)) + 2
    agents = np.minimum(low[:, None] + np.arange(-1, width - 1), high[:, None])
    agents[:, 0] = least
    return np.asarray(np.maximum(agents, least[:, None]))


def _gains(part: Part, promise: Promise, agents: Array, inside: NDArray[np.bool_]) -> Array:
    """What each number of agents contributes beyond what is promised; nothing where the interval has no part in it."""
    if not inside.any():
        return np.zeros_like(agents)
    rows = np.repeat(np.arange(len(agents)), agents.shape[1])
    good, counted = weighted(promise, part.coming.only(rows), part.contacts[rows], agents.ravel())
    beyond = (good - promise.target * counted).reshape(agents.shape)
    return np.where(inside[:, None], beyond if promise.at_least else -beyond, 0.0)


def _joined(tables: Sequence[Array], width: int) -> Array:
    return np.concatenate([np.pad(each, ((0, 0), (0, width - each.shape[1])), mode="edge") for each in tables])
