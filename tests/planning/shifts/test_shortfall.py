"""What a missing agent costs: from the contacts that are not answered in time, convex, and never for nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.planning.shifts.plans import SIMPLE, demand, rules

from pactline.planning.queueing.steady import steady
from pactline.planning.shifts.counting_shifts import Wanted
from pactline.planning.shifts.making import make_shifts
from pactline.planning.shifts.rules import Shortfall
from pactline.planning.shifts.shortfall import contacts_lost, pieces_of

PRICED = SIMPLE + "shortfall: {per_contact: 5.00, within: 20 s, patience: 180 s}\n"


def test_contacts_lost_are_those_that_one_agent_fewer_does_not_answer_in_time() -> None:
    law = rules(PRICED)
    need = demand([10], law, minutes=30, offered=54, start_hour=8)  # 0.03 a second, 240 s: 7.2 Erlang
    slots = np.flatnonzero(need.need)
    lost = contacts_lost(need, law.shortfall, slots)[0]
    levels = steady(0.03, 240.0, np.array([10.0, 9.0, 8.0]), 180.0).served_within(20.0)
    assert lost[:3] == pytest.approx(54 * (levels[0] - levels))
    assert lost[-1] == pytest.approx(54 * levels[0])


def test_pieces_never_become_cheaper_and_take_all_that_can_be_missing() -> None:
    law = rules(PRICED)
    need = demand([3, 12, 40], law, minutes=30, offered=100, start_hour=8)
    for slot, pieces in pieces_of(need, law).items():
        assert sum(width for width, _ in pieces) == need.need[slot]
        prices = [price for _, price in pieces]
        assert prices == sorted(prices)
        assert prices[0] > 0


def test_without_contacts_a_missing_agent_costs_twice_the_wage() -> None:
    law = rules(PRICED)
    need = demand([3], law, minutes=30, start_hour=8)
    assert pieces_of(need, law)[16] == [(3, 100_000)]  # half an hour at 2 x 10.00, in ten-thousandths


def test_a_shortfall_is_taken_where_it_is_cheaper_than_a_shift() -> None:
    law = rules(SIMPLE + "shortfall: {per_agent_hour: 30.00}\n")
    peak = [1, 1, 2, 1]
    hard = make_shifts([demand(peak, law, start_hour=8)], law, Wanted())
    soft = make_shifts([demand(peak, law, start_hour=8)], law, Wanted(hard=False))
    assert (len(hard.shifts), len(soft.shifts)) == (2, 1)
    assert soft.proof.objective == 40 + 30
    assert soft.balance(soft.demands[0]).min() == -1
    dear = law.model_copy(update={"shortfall": Shortfall.model_validate({"per_agent_hour": "41.00"})})
    assert len(make_shifts([demand(peak, dear, start_hour=8)], dear, Wanted(hard=False)).shifts) == 2


def test_soft_cover_spends_agents_where_they_matter_most() -> None:
    law = rules(PRICED.replace("per_contact: 5.00", "per_contact: 1.60").replace('"12:00"', '"16:00"'))
    busy = demand([6] * 8, law, start_hour=8, offered=60)
    calm = replace(busy, offered=np.where(np.arange(busy.slots.count) < 24, busy.offered, busy.offered / 8))
    schedule = make_shifts([calm], law, Wanted(hard=False))
    there = schedule.at_work(calm)
    assert there[16:24].min() > there[24:32].max()
