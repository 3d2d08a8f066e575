"""Implicit breaks against every shift written out with every choice of its breaks: the same optimum, always."""

from __future__ import annotations

import itertools
import random

import pytest
from ortools.sat.python import cp_model
from tests.planning.shifts.plans import check_law, demand, rules

from pactline.planning.shifts.break_flow import DENSE
from pactline.planning.shifts.candidates import candidates_of, profiles_of
from pactline.planning.shifts.counting_shifts import Wanted
from pactline.planning.shifts.demand import Demand
from pactline.planning.shifts.making import make_shifts
from pactline.planning.shifts.rules import Rules

LAW = """
rules: drawn
shifts:
  one:
    lengths: [{length} h]
    starts: {{earliest: "08:00", latest: "{latest}", every: {every} min}}
    breaks:
      - {{length: 30 min, from: {a} min, to: {b} min}}
      - {{length: {second} min, from: {c} min, to: {d} min, paid: true}}
    work_between_breaks: {{at_least: {least} min{most}}}
breaks_every: 30 min
"""


def written_out(need: Demand, law: Rules) -> int:
    """The least number of shifts, with a variable for every start and every choice of its two breaks."""
    slots = need.slots
    (profile,) = profiles_of(law, slots)
    kind = law.shifts["one"]
    model = cp_model.CpModel()
    counts, there = [], {slot: [] for slot in range(slots.count)}
    for each in candidates_of(law, slots, [profile]):
        ranges = [range(each.start + b.earliest // 30, each.start + b.latest // 30 + 1) for b in kind.breaks]
        for breaks in itertools.product(*ranges):
            ends = [at + rule.length // 30 for at, rule in zip(breaks, kind.breaks, strict=True)]
            gap = (breaks[1] - ends[0]) * 30
            most = kind.work_between_breaks.at_most
            work = [(breaks[0] - each.start) * 30, (each.end - ends[1]) * 30]
            if ends[1] > each.end or gap < kind.work_between_breaks.at_least:
                continue
            if most is not None and max(gap, *work) > most:
                continue
            count = model.new_int_var(0, 9, "")
            counts.append(count)
            off = {slot for at, end in zip(breaks, ends, strict=True) for slot in range(at, end)}
            for slot in range(each.start, each.end):
                if slot not in off and slot < slots.count:
                    there[slot].append(count)
    for slot, agents in enumerate(need.need):
        if agents:
            model.add(sum(there[slot]) >= int(agents))
    model.minimize(sum(counts))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


@pytest.mark.parametrize("seed", range(12))
def test_implicit_breaks_need_no_more_and_no_fewer_shifts_than_breaks_written_out(seed: int) -> None:
    draw = random.Random(seed)
    a = draw.choice([60, 90])
    most = draw.choice(["", ", at_most: 180 min", ", at_most: 150 min"])
    law = rules(LAW.format(length=6, latest=draw.choice(["09:00", "12:00"]), every=draw.choice([30, 60]), a=a,
                           b=a + draw.choice([30, 60, 90]), c=draw.choice([150, 180]), d=draw.choice([210, 270]),
                           second=draw.choice([30, 60]), least=draw.choice([0, 30, 60]), most=most))  # fmt: skip
    latest = 18 if law.shifts["one"].starts.latest == 12 * 60 else 15
    agents = [draw.randint(1, 5) for _ in range(2 * (latest - 10))]
    need = demand(agents, law, minutes=30, start_hour=9)
    schedule = make_shifts([need], law, Wanted(fewest=True))
    check_law(schedule, law)
    assert schedule.proof.status == "optimal"
    assert len(schedule.shifts) == written_out(need, law)


def test_running_totals_with_variables_of_their_own_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    law = rules(LAW.format(length=6, latest="12:00", every=30, a=60, b=120, c=150, d=240, second=30, least=30, most=""))
    need = demand([2, 3, 4, 2, 5, 3, 2, 4, 3, 2], law, minutes=60, start_hour=8)
    assert DENSE > 1
    before = make_shifts([need], law, Wanted(fewest=True))
    monkeypatch.setattr("pactline.planning.shifts.break_flow.DENSE", 1)
    after = make_shifts([need], law, Wanted(fewest=True))
    check_law(after, law)
    assert len(before.shifts) == len(after.shifts)


def test_everybody_has_a_break_and_nobody_is_missed_when_it_may_only_lie_in_one_place() -> None:
    law = rules("""
rules: fixed
shifts:
  day:
    lengths: [4 h]
    starts: {earliest: "08:00", latest: "10:00", every: 1 h}
    breaks: [{length: 1 h, from: 1 h, to: 1 h}]
""")
    schedule = make_shifts([demand([2] * 4, law, start_hour=8)], law, Wanted(fewest=True))
    check_law(schedule, law)
    assert schedule.balance(schedule.demands[0]).min() >= 0
