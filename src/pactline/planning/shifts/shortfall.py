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
from pactline.planning.shifts.rules import Rules, Shortfall

WIDTHS = (1, 1, 1, 2, 3, 4, 6, 10)  # agents missing that are priced alike; the last piece takes all further ones


def pieces_of(demand: Demand, rules: Rules) -> dict[int, Pieces]:
    """The price of missing agents in every slot that needs some, in units of the solver.

    Where the plan does not say how many contacts come, a missing agent costs twice an hour's wage.
    """
    rule = rules.shortfall
    needed = np.flatnonzero(demand.need)
    hourly = rule.per_agent_hour if rule.per_agent_hour is not None else 2 * rules.costs.per_hour
    flat = round(Fraction(hourly) * UNITS * Fraction(demand.slots.grain_us, 3_600_000_000))
    found: dict[int, Pieces] = {int(slot): [(int(demand.need[slot]), flat)] for slot in needed}
    if rule.per_contact is not None:
        known = needed[(demand.offered[needed] > 0) & (demand.aht_s[needed] > 0)]
        price = float(rule.per_contact) * UNITS
        for row, losses in enumerate(contacts_lost(demand, rule, known) * price):
            found[int(known[row])] = _pieces(losses, int(demand.need[known[row]]))
    return found


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
