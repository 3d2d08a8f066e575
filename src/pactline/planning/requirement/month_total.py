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

from pactline.planning.requirement.contributions import Part, Table, Total

if TYPE_CHECKING:
    Array = NDArray[np.float64]

_ROUNDS, _HALVINGS = 12, 40
_DEAREST = 1e9  # agents for a contact
_JUST_BELOW = 1 - 1e-6


@dataclass(frozen=True)
class TotalPlan:
    """Whole agents for the intervals of all parts, one after the other, and which total asks for the last of them."""

    agents: Array
    binding: NDArray[np.intp]  # the number of the total; -1 where nothing but what is there in any case is needed


def agents_for_totals(parts: Sequence[Part], totals: Sequence[Total]) -> TotalPlan:
    """As few whole agents in all as found, so that every total is kept; the windows of the totals are those of the
    parts' intervals one after the other. Raises CannotBeKept."""
    least = np.concatenate([part.least for part in parts])
    if not any((total.windows >= 0).any() for total in totals):
        return TotalPlan(least, np.full(least.size, -1))
    table = Table.of(parts, totals)
    prices = [np.zeros(total.many) for total in totals]
    for _ in range(_ROUNDS):
        before = [each.copy() for each in prices]
        for number in range(len(totals)):
            prices[number] = _price(table, number, prices)
        if all(np.allclose(a, b, rtol=1e-6) for a, b in zip(before, prices, strict=True)):
            break
    choices = [table.choice(prices), _filled(table, table.choice([price * _JUST_BELOW for price in prices]))]
    plans = [_spared(table, choice) for choice in choices if table.keeps(choice)]
    assert plans, "what keeps every interval is among the choices"
    best = min(plans, key=lambda choice: float(table.chosen(choice).sum()))
    return TotalPlan(table.chosen(best), _binding(table, best, prices))


def _price(table: Table, number: int, prices: Sequence[Array]) -> Array:
    """The lowest price of one total, for each of its windows, that keeps it; the others' prices stay."""
    low = np.zeros_like(prices[number])
    high = np.full_like(low, _DEAREST)

    def kept(at: Array) -> NDArray[np.bool_]:
        tried = [at if place == number else price for place, price in enumerate(prices)]
        return np.asarray(table.beyond(number, table.choice(tried)) >= 0)

    free = kept(low)
    for _ in range(_HALVINGS):
        middle = np.where(low > 0, np.sqrt(low * high), high * 1e-12)  # halved on the scale of logarithms
        good = kept(middle)
        high, low = np.where(good, middle, high), np.where(good, low, middle)
    return np.where(free, 0.0, high)


def _filled(table: Table, choice: NDArray[np.intp]) -> NDArray[np.intp]:
    """A choice with agents added until every total is kept, each where most of what is missing is gained."""
    rows = np.arange(len(choice))
    missing = [np.maximum(-table.beyond(number, choice), 0.0) for number in range(len(table.totals))]
    most = [max(float(each.sum()), 1e-12) for each in missing]
    while any((each > 0).any() for each in missing):
        more = table.agents - table.chosen(choice)[:, None]
        gained = np.zeros_like(more)
        for number, total in enumerate(table.totals):
            gain = table.gains[number] - table.gains[number][rows, choice][:, None]
            gained += np.minimum(gain, missing[number][total.windows][:, None]) / most[number]
        gained = np.where(more > 0, gained / np.maximum(more, 1.0), -np.inf)
        place, column = divmod(int(gained.argmax()), gained.shape[1])
        if gained[place, column] <= 0:
            break  # nothing more to be had
        choice[place] = column
        missing = [np.maximum(-table.beyond(number, choice), 0.0) for number in range(len(table.totals))]
    return choice


def _spared(table: Table, choice: NDArray[np.intp]) -> NDArray[np.intp]:
    """A choice less the agents without whom every total is still kept: first where least is lost."""
    rows = np.arange(len(choice))
    beyond = [table.beyond(number, choice) for number in range(len(table.totals))]
    while True:
        lower = np.maximum(choice - 1, 0)
        saved = table.agents[rows, choice] - table.agents[rows, lower]
        possible, lost = saved > 0, np.zeros(len(choice))
        for number, total in enumerate(table.totals):
            loss = table.gains[number][rows, choice] - table.gains[number][rows, lower]
            possible &= (loss <= beyond[number][total.windows]) | (total.windows < 0)
            lost = lost + np.maximum(loss, 0.0)
        if not possible.any():
            return choice
        place = int(np.argmin(np.where(possible, lost / np.maximum(saved, 1.0), np.inf)))
        for number, total in enumerate(table.totals):
            if total.windows[place] >= 0:
                gain = table.gains[number][place]
                beyond[number][total.windows[place]] -= gain[choice[place]] - gain[lower[place]]
        choice[place] = lower[place]


def _binding(table: Table, choice: NDArray[np.intp], prices: Sequence[Array]) -> NDArray[np.intp]:
    rows, lower = np.arange(len(choice)), np.maximum(choice - 1, 0)
    worth = [
        price[total.windows] * (gain[rows, choice] - gain[rows, lower])
        for total, price, gain in zip(table.totals, prices, table.gains, strict=True)
    ]
    most = np.argmax(worth, axis=0)
    return np.where((np.max(worth, axis=0) > 0) & (choice > 0), most, -1)
