"""What an agent that is missing costs: the contacts that are not answered in time for want of that agent.

The loss of a slot with ``k`` agents missing is the service level at the required agents less that at ``k`` fewer, times
the contacts of the slot. Each further agent is priced at least as high as the one before, so that the cost is convex.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pactline.planning.shifts.costs import UNITS
from pactline.planning.shifts.covering import Pieces
from pactline.planning.shifts.demand import Demand
from pactline.planning.shifts.rules import Shortfall

WIDTHS = (1, 1, 1, 2, 3, 4, 6, 10)  # agents missing that are priced alike; the last piece takes all further ones


def pieces_of(demand: Demand, rule: Shortfall) -> dict[int, Pieces]:
    """The price of missing agents in every slot that needs some, in units of the solver."""
    needed = np.flatnonzero(demand.need)
    if rule.per_agent_hour is not None:
        price = round(Fraction(rule.per_agent_hour) * UNITS * Fraction(demand.slots.grain_us, 3_600_000_000))
        return {int(slot): [(int(demand.need[slot]), price)] for slot in needed}
    assert rule.per_contact is not None
    lost = contacts_lost(demand, rule, needed)
    price = float(rule.per_contact) * UNITS
    return {int(slot): _pieces(lost[row] * price, int(demand.need[slot])) for row, slot in enumerate(needed)}


def contacts_lost(demand: Demand, rule: Shortfall, slots: NDArray[np.int64]) -> NDArray[np.float64]:
    """Contacts of a slot that are not answered in time with 0, 1, 2, ... agents missing; a row for each slot."""
    most = int(demand.need.max(initial=0))
    missing = np.arange(most + 1)
    present = np.maximum(demand.need[slots][:, None] - missing[None, :], 0)
    in_time = contacts_in_time(demand, rule, slots, present)
    return np.asarray(np.maximum(in_time[:, :1] - in_time, 0.0))


def contacts_in_time(
    demand: Demand, rule: Shortfall, slots: NDArray[np.int64], present: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Contacts that are answered in time with so many agents present; a row for each slot, any number of columns."""
    from pactline.planning.queueing.steady import steady

    offered, aht_s = demand.offered[slots][:, None], demand.aht_s[slots][:, None]
    ready = present / demand.present_per_ready[slots][:, None]
    seconds = demand.slots.grain_us / 1e6
    some = (offered > 0) & (aht_s > 0) & (ready > 0)
    level = np.zeros(ready.shape)
    if some.any():
        rate, handle, agents = (np.broadcast_to(each, ready.shape)[some] for each in (offered / seconds, aht_s, ready))
        found = steady(rate, handle, agents, rule.patience).served_within(rule.within)
        level[some] = np.nan_to_num(np.asarray(found, dtype=float))
    return np.asarray(level * offered)


def _pieces(losses: NDArray[np.float64], need: int) -> Pieces:
    """Losses as pieces whose price never falls, in whole units; an agent is never missing for nothing."""
    steps = np.maximum.accumulate(np.maximum(np.diff(losses[: need + 1]), 1.0))
    found: list[tuple[int, int]] = []
    place = 0
    for width in (*WIDTHS, need):
        part = steps[place : place + width]
        if len(part):
            found.append((len(part), round(float(part.mean()))))
        place += width
    return found
