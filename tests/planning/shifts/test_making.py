"""Shifts without names: over midnight, in a week that closes on itself, on days of clock changes; what cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.planning.shifts.plans import SIMPLE, check_law, demand, plan, rules, team

from pactline.planning.shifts.asked import schedule
from pactline.planning.shifts.counting_shifts import NotCovered, Wanted
from pactline.planning.shifts.demand import demands_of
from pactline.planning.shifts.explaining import Impossible, why_not_covered
from pactline.planning.shifts.making import make_shifts
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.rules_file import example_rules
from pactline.planning.shifts.schedule import Schedule
from pactline.planning.shifts.solver import Limits
from pactline.planning.shifts.text import proof_said
from pactline.values.zone import from_us

DEFAULT = Wanted()
NIGHT = """
rules: round the clock
shifts:
  any: {lengths: [8 h], starts: {earliest: "00:00", latest: "23:00", every: 1 h}}
breaks_every: 30 min
week: {edge: EDGE}
costs: {per_hour: 10.00, night: {from: "22:00", to: "06:00", surcharge: 25 %}, sunday: 50 %}
"""


def made(agents: list[float], law: Rules, wanted: Wanted = DEFAULT, **words: object) -> Schedule:
    """The schedule of one plan, held against the rules."""
    schedule = make_shifts([demand(agents, law, **words)], law, wanted)
    check_law(schedule, law)
    return schedule


def starts(schedule: Schedule) -> list[str]:
    return [f"{from_us(each.start_us, schedule.slots.zone):%a %H:%M%z}" for each in sorted(schedule.shifts)]


def test_one_agent_is_covered_by_one_shift() -> None:
    schedule = made([1] * 4, rules(), start_hour=9)
    assert starts(schedule) == ["Mon 09:00+0100"]
    assert (schedule.cost, schedule.paid_hours) == (Decimal("40.00"), 4.0)
    assert (schedule.proof.status, schedule.proof.objective) == ("optimal", Decimal("40.00"))
    assert schedule.balance(schedule.demands[0])[18:26].tolist() == [0] * 8


def test_a_need_of_nobody_makes_no_shifts() -> None:
    law = rules()
    found = demand([1, 1], law, start_hour=9)
    found.need[:] = 0
    schedule = make_shifts([found], law, Wanted())
    assert schedule.shifts == ()
    assert (schedule.proof.status, schedule.cost) == ("optimal", Decimal(0))


def test_the_least_cost_may_take_more_shifts_than_the_fewest() -> None:
    law = rules(SIMPLE.replace("lengths: [4 h]", "lengths: [2 h, 8 h]").replace('"12:00"', '"16:00"'))
    agents = [1, 1, 0, 0, 0, 0, 1, 1]
    cheap, few = made(agents, law, start_hour=8), made(agents, law, Wanted(fewest=True), start_hour=8)
    assert (len(cheap.shifts), cheap.cost) == (2, Decimal("40.00"))
    assert (len(few.shifts), few.cost, few.proof.unit) == (1, Decimal("80.00"), "shifts")


def test_a_shift_runs_over_midnight_and_nights_and_sundays_have_their_price() -> None:
    law = rules(NIGHT.replace("EDGE", "open"))
    schedule = made([1] * 8, law, start_hour=20)
    assert starts(schedule) == ["Mon 20:00+0100"]
    assert schedule.cost == Decimal("80.00") + Decimal("2.50") * 6
    schedule = made([1] * 8, law, start_hour=20, first=date(2025, 3, 8))  # Saturday into Sunday
    assert schedule.cost == Decimal("80.00") + Decimal("2.50") * 2 + Decimal("5.00") * 4


def test_in_an_open_week_the_first_hours_need_a_shift_that_begins_then() -> None:
    law = rules(NIGHT.replace("EDGE", "open"))
    need = [1] * 4 + [0] * 160 + [1] * 4
    assert len(made(need, law).shifts) == 2
    cyclic = rules(NIGHT.replace("EDGE", "cyclic"))
    schedule = made(need, cyclic)
    assert starts(schedule) == ["Sun 20:00+0100"]
    assert schedule.balance(schedule.demands[0]).min() == 0


def test_a_week_round_the_clock_is_covered_in_one_piece() -> None:
    law = rules(NIGHT.replace("EDGE", "cyclic"))
    schedule = made([3 if 8 <= hour % 24 < 20 else 1 for hour in range(168)], law, Wanted(fewest=True))
    assert schedule.balance(schedule.demands[0]).min() >= 0
    assert (len(schedule.shifts), schedule.proof.status) == (49, "optimal")


@pytest.mark.parametrize(("day", "hours"), [(date(2025, 3, 30), 23), (date(2025, 10, 26), 25)])
def test_a_day_of_a_clock_change_is_covered_hour_by_hour_of_elapsed_time(day: date, hours: int) -> None:
    law = rules(NIGHT.replace("EDGE", "open"))
    schedule = made([1] * hours, law, Wanted(fewest=True), first=day)
    assert len(schedule.shifts) == 3 + (hours == 25)
    assert all(each.end_us - each.start_us == 8 * 3_600_000_000 for each in schedule.shifts)
    assert schedule.balance(schedule.demands[0]).min() == 0


def test_a_start_that_the_clock_skips_moves_to_the_end_of_the_gap() -> None:
    law = rules(SIMPLE.replace('earliest: "08:00", latest: "12:00"', 'earliest: "02:30", latest: "02:30"'))
    need = demand([1], law, first=date(2025, 3, 30), start_hour=2)  # 03:00 summer time, two hours after midnight
    schedule = make_shifts([need], law, Wanted())
    assert starts(schedule) == ["Sun 03:00+0200"]


def test_pools_are_covered_apart_and_no_agent_counts_twice() -> None:
    law = rules()
    both = demands_of([plan([2] * 4, queue="a", start_hour=8), plan([3] * 4, queue="b", start_hour=8)], law, "plan.csv")
    schedule = make_shifts(both, law, Wanted())
    assert [len(schedule.of_pool(pool)) for pool in ("a", "b")] == [2, 3]


def test_the_same_question_has_the_same_answer() -> None:
    law = example_rules()
    need = [2, 3, 4, 3, 2, 3, 2, 1]
    first, second = made(need, law, start_hour=8), made(need, law, start_hour=8)
    assert first.proof.status == "optimal"
    assert first.shifts == second.shifts


def test_a_result_that_is_not_proven_says_how_far_it_may_be_from_the_best() -> None:
    schedule = made([1] * 4, rules(), start_hour=9)
    proof = replace(schedule.proof, status="feasible", objective=Decimal("40.00"), bound=Decimal("39.00"))
    said = proof_said(replace(schedule, proof=proof))
    assert said[1] == "not proven best: 40.00 EUR found, none below 39.00, gap 2.5%"
    assert said[2] == "time was up (seed 20250, 1 worker); more with --seconds"


def test_when_nothing_was_found_in_time_more_time_is_offered_and_no_rule_is_blamed() -> None:
    wanted = Wanted(limits=Limits(seconds=2))
    need = demand([1] * 4, rules(), start_hour=9)
    (reason,) = why_not_covered(need, rules(), wanted, NotCovered("unknown", []))
    assert reason.what == "no shifts were found within 2 s"


def test_the_same_can_be_asked_in_python() -> None:
    found = schedule([plan([1] * 4, start_hour=9)], rules=rules(), period="2025-03-03")
    assert starts(found) == ["Mon 09:00+0100"]
    roster = schedule([plan([1] * 4, start_hour=9)], rules=rules(), agents=team("agents: {ada: {}}"), cover="hard")
    assert [each.agent for each in roster.shifts] == ["ada"]
    with pytest.raises(ValueError, match="leave out --agents"):
        schedule([plan([1])], rules=rules(), agents=team("agents: {ada: {}}"), tours=True)


def test_an_hour_that_no_shift_reaches_is_named_with_what_would_reach_it() -> None:
    with pytest.raises(Impossible) as failed:
        made([2, 1, 1], rules(), start_hour=7)
    (reason,) = failed.value.reasons
    assert reason.what == "help: Mon 07:00-08:00 needs 2 agents, and no shift reaches it"
    assert "let a shift begin by 07:00 (now Mon 08:00 at the earliest)" in reason.remedy


def test_too_few_shifts_a_day_are_named_with_how_many_it_takes() -> None:
    law = rules(SIMPLE.replace("every: 1 h}", "every: 1 h}, at_most_per_day: 2"))
    with pytest.raises(Impossible, match="needs 3 shifts or more, and the rules allow at most 2 of day") as failed:
        made([3] * 4, law, start_hour=8)
    assert "raise at_most_per_day: 3 of day would do" in failed.value.reasons[0].remedy
    assert len(made([2] * 4, law, start_hour=8).shifts) == 2


def test_one_start_needs_more_shifts_than_agents_where_each_has_a_break() -> None:
    one = SIMPLE.replace('"12:00"', '"08:00"')
    for window, shifts in (("from: 1 h, to: 2 h", 2), ("from: 1 h, to: 1 h 30 min", 2)):
        law = rules(one.replace("every: 1 h}", f"every: 1 h}}, breaks: [{{length: 30 min, {window}}}]"))
        assert len(made([1] * 4, law, start_hour=8).shifts) == shifts
    law = rules(one.replace("every: 1 h}", "every: 1 h}, breaks: [{length: 1 h, from: 1 h, to: 1 h 30 min}]"))
    with pytest.raises(Impossible, match="however many shifts, Mon 09:30-10:00 is not covered"):
        made([1] * 4, law, start_hour=8)


def test_breaks_that_all_fall_together_are_named() -> None:
    law = rules(SIMPLE.replace("every: 1 h}", "every: 1 h}, breaks: [{length: 30 min, from: 1 h, to: 1 h}]")
                .replace('"12:00"', '"08:00"'))  # fmt: skip
    with pytest.raises(Impossible, match="however many shifts, Mon 09:00-09:30 is not covered"):
        made([1] * 4, law, start_hour=8)
