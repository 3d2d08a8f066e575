"""A roster of named agents: availability, skills, rest, hours, days off, wishes, and the week before."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.planning.shifts.plans import SIMPLE, check_law, check_week, demand, plan, rules, team

from pactline.planning.shifts.agents_file import check_agents, parse_agents_csv, read_agents
from pactline.planning.shifts.as_json import to_csv
from pactline.planning.shifts.counting_shifts import Wanted
from pactline.planning.shifts.demand import Demand, demands_of
from pactline.planning.shifts.explaining import Impossible
from pactline.planning.shifts.making import make_roster
from pactline.planning.shifts.previous import Before, read_previous
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.schedule import Schedule
from pactline.planning.shifts.solver import Limits
from pactline.values.problem import Problems
from pactline.values.zone import from_us

HARD = Wanted(limits=Limits(10))
SOFT = Wanted(hard=False, limits=Limits(5))
DAY = [0] * 8 + [1] * 4 + [0] * 12


def made(agents: str, needs: list[float] | list[Demand], law: Rules | None = None, wanted: Wanted = HARD,
         before: dict[str, Before] | None = None) -> Schedule:  # fmt: skip
    law = law or rules()
    demands = needs if needs and isinstance(needs[0], Demand) else [demand(needs, law)]  # type: ignore[arg-type]
    schedule = make_roster(demands, law, team(agents), wanted, before)  # type: ignore[arg-type]
    check_law(schedule, law)
    check_week(schedule, law)
    return schedule


def days(schedule: Schedule, agent: str) -> str:
    zone = schedule.slots.zone
    return " ".join(f"{from_us(each.start_us, zone):%a %H}" for each in schedule.of_agent(agent))


def test_everybody_is_named_and_nobody_works_more_than_five_days() -> None:
    schedule = made("agents: {ada: {}, ben: {name: Benedict}}", DAY * 7)
    assert schedule.agents == ("ada", "Benedict")
    assert sum(len(schedule.of_agent(agent)) for agent in schedule.agents) == len(schedule.shifts) == 7
    assert schedule.proof.status == "optimal"


def test_availability_away_days_and_kinds_of_shifts_are_kept() -> None:
    agents = """
agents:
  ada: {available: [mon-tue 08:00-12:00]}
  ben: {away: [2025-03-03/2025-03-05, 2025-03-07]}
  cem: {weekends: false}
"""
    schedule = made(agents, DAY * 5)
    assert set(days(schedule, "ada").split()[::2]) <= {"Mon", "Tue"}
    assert set(days(schedule, "ben").split()[::2]) <= {"Wed", "Thu"}
    assert "Fri 08" in days(schedule, "cem")  # nobody else can
    with pytest.raises(Impossible, match="in the hour from Sat 08:00"):
        made("agents: {ada: {available: [mon-tue 08:00-12:00]}, cem: {weekends: false}}", [0] * 24 * 5 + DAY)


def test_an_agent_works_only_for_queues_it_knows_and_for_one_at_a_time() -> None:
    law = rules()
    both = demands_of([plan(DAY, queue="sales"), plan(DAY, queue="support")], law, "plan.csv")
    schedule = made("agents: {ada: {queues: sales}, ben: {}}", both, law)
    assert {(each.agent, each.pool) for each in schedule.shifts} == {("ada", "sales"), ("ben", "support")}
    with pytest.raises(Impossible, match="support needs 1 at work"):
        made("agents: {ada: {queues: sales}, ben: {queues: sales}}", both, law)


def test_rest_lies_between_late_and_early_shifts() -> None:
    law = rules(SIMPLE.replace('latest: "12:00"', 'latest: "20:00"').replace("every: 1 h", "every: 12 h"))
    need = [0] * 20 + [1] * 4 + [0] * 8 + [1] * 4  # until midnight, then from eight
    assert len(made("agents: {ada: {}, ben: {}}", need, law).shifts) == 2
    with pytest.raises(Impossible, match="11 h of rest"):
        made("agents: {ada: {}}", need, law)
    law = rules(SIMPLE.replace('latest: "12:00"', 'latest: "20:00"').replace("every: 1 h", "every: 12 h")
                .replace("week: {edge: open}", "week: {rest: 8 h}"))  # fmt: skip
    assert days(made("agents: {ada: {}}", need, law), "ada") == "Mon 20 Tue 08"


def test_the_week_before_is_remembered_in_rest_and_in_days_in_a_row(tmp_path: Path) -> None:
    late = "agent,start,end\nada,2025-03-02T18:00:00+01:00,2025-03-02T23:00:00+01:00\n"
    for day in ("2025-02-28", "2025-03-01"):
        late += f"ada,{day}T08:00:00+01:00,{day}T12:00:00+01:00\n"
    (tmp_path / "before.csv").write_text(late, encoding="utf-8")
    law = rules()
    need = demand(DAY * 7, law)
    before = dict(read_previous(tmp_path / "before.csv", need.slots))
    assert before["ada"].days_in_a_row == 3
    schedule = made("agents: {ada: {}, ben: {}}", [need], law, before=before)
    assert "Mon" not in days(schedule, "ada")
    with pytest.raises(Impossible, match="after the last shift of the roster before"):
        made("agents: {ada: {}}", DAY, law, before=before)
    run = {"ada": Before(None, 6)}
    with pytest.raises(Impossible, match="more than 6 days in a row"):
        made("agents: {ada: {}}", DAY, law, before=run)


def test_a_roster_can_be_read_as_the_one_before(tmp_path: Path) -> None:
    schedule = made("agents: {ada: {}, ben: {}}", DAY * 7)
    (tmp_path / "roster.csv").write_text(to_csv(schedule), encoding="utf-8")
    after = demand(DAY, rules(), first=schedule.slots.day(7))
    before = read_previous(tmp_path / "roster.csv", after.slots)
    assert set(before) == {"ada", "ben"}
    assert before["ada"].last_end_us == schedule.of_agent("ada")[-1].end_us


def test_hours_of_a_contract_are_worked_and_a_day_away_counts_as_a_day() -> None:
    law = rules(SIMPLE.replace("lengths: [4 h]", "lengths: [2 h, 4 h]"))
    schedule = made("agents: {ada: {hours: {at_least: 10 h, at_most: 10 h}}, ben: {}}", DAY * 7, law)
    assert sum(each.paid_us for each in schedule.of_agent("ada")) == 10 * 3_600_000_000
    soft = Wanted(hard=False, limits=Limits(5))
    duty = "hours: {at_least: 20 h, at_most: 20 h}"
    with pytest.raises(Impossible, match="ada works at least 20 paid hours in the week"):
        made(f"agents: {{ada: {{{duty}, available: [mon-tue 08:00-16:00]}}}}", DAY * 7, law, soft)
    away = made(f"agents: {{ada: {{{duty}, away: 2025-03-05/2025-03-08}}}}", DAY * 7, law, soft)  # three of five days
    assert sum(each.paid_us for each in away.of_agent("ada")) >= 8 * 3_600_000_000


def test_weekends_are_worked_whole_or_not_at_all_when_the_rules_say_so() -> None:
    law = rules(SIMPLE.replace("week: {edge: open}", "week: {weekend: both_or_none}"))
    schedule = made("agents: {ada: {}, ben: {}, cem: {}}", DAY * 7, law)
    for agent in schedule.agents:
        assert sum(day in days(schedule, agent) for day in ("Sat", "Sun")) in (0, 2)


def test_wishes_are_granted_where_they_cost_nothing() -> None:
    agents = """
agents:
  ada: {wishes: {off: 2025-03-03}}
  ben: {wishes: {off: 2025-03-04}}
"""
    schedule = made(agents, DAY * 2)
    assert (days(schedule, "ada"), days(schedule, "ben")) == ("Tue 08", "Mon 08")
    assert schedule.notes == ()


def test_a_wish_that_is_refused_is_said() -> None:
    schedule = made("agents: {ada: {wishes: {off: 2025-03-03, earliest: '10:00'}}}", DAY)
    assert [note.text for note in schedule.notes] == [
        "works on Mon 2025-03-03, wished to be off",
        "begins at 08:00 on Mon 2025-03-03, wished to begin later",
    ]


def test_weekends_are_shared_fairly() -> None:
    need = [0] * 24 * 5 + DAY * 2
    schedule = made("agents: {ada: {}, ben: {}}", need)
    assert [len(schedule.of_agent(agent)) for agent in schedule.agents] == [1, 1]
    free = rules(SIMPLE + "fairness: {weekend: 0.00}\n")
    assert len(made("agents: {ada: {}, ben: {weekends: false}}", need, free).of_agent("ada")) == 2


def test_soft_cover_leaves_short_what_nobody_can_work() -> None:
    schedule = made("agents: {ada: {available: [mon-wed 08:00-18:00]}}", DAY * 7, wanted=SOFT)
    assert days(schedule, "ada") == "Mon 08 Tue 08 Wed 08"
    assert int((schedule.balance(schedule.demands[0]) < 0).sum()) == 4 * 8


def test_nobody_works_more_nights_in_a_row_than_allowed_and_nobody_who_works_none() -> None:
    law = rules(
        SIMPLE.replace('earliest: "08:00", latest: "12:00"', 'earliest: "22:00", latest: "22:00"')
        .replace("every: 1 h", "every: 2 h").replace("week: {edge: open}", "week: {nights_in_a_row: 2}")
    )  # fmt: skip
    need = ([0] * 22 + [1] * 2) * 3
    with pytest.raises(Impossible, match="more than 2 nights in a row"):
        made("agents: {ada: {}}", need, law)
    schedule = made("agents: {ada: {}, ben: {}, cem: {nights: false}}", need, law)
    nights = {each.agent for each in schedule.shifts if from_us(each.end_us, schedule.slots.zone).hour == 2}
    assert "cem" not in nights
    assert max(len(schedule.of_agent(agent)) for agent in ("ada", "ben")) <= 2


def test_a_limit_a_day_and_a_free_weekend_hold_for_rosters_too() -> None:
    free = rules(SIMPLE.replace("week: {edge: open}", "week: {weekend: free}"))
    schedule = made("agents: {ada: {}, ben: {}}", DAY * 7, free, SOFT)
    assert {day[:3] for agent in schedule.agents for day in days(schedule, agent).split()[::2]} <= {
        "Mon", "Tue", "Wed", "Thu", "Fri",
    }  # fmt: skip
    few = rules(SIMPLE.replace("every: 1 h}", "every: 1 h}, at_most_per_day: 1"))
    two = [2 * each for each in DAY]
    schedule = made("agents: {ada: {}, ben: {}}", two, few, SOFT)
    assert len(schedule.shifts) == 1


@pytest.mark.parametrize("seed", range(4))
def test_rosters_of_drawn_teams_keep_every_rule(seed: int) -> None:
    draw = random.Random(seed)
    law = rules(
        SIMPLE.replace("lengths: [4 h]", "lengths: [4 h, 8 h]").replace('"12:00"', '"14:00"')
        .replace("every: 1 h}", "every: 2 h}, breaks: [{length: 30 min, from: 1 h, to: 2 h 30 min}]")
        .replace("week: {edge: open}", "week: {rest: 12 h, hours: {at_most: 30 h}, days_in_a_row: 4}")
    )  # fmt: skip
    need = [draw.randint(1, 3) if 8 <= hour % 24 < 20 else 0 for hour in range(168)]
    agents = ", ".join(
        f"a{n}: {{weekends: {draw.choice(['true', 'false'])}, days_on: {draw.randint(3, 5)}}}" for n in range(6)
    )
    schedule = made(f"agents: {{{agents}}}", need, law, Wanted(hard=False, limits=Limits(1.5)))
    for agent in schedule.agents:
        assert sum(each.paid_us for each in schedule.of_agent(agent)) <= 30 * 3_600_000_000
        worked = {from_us(each.start_us, schedule.slots.zone).day for each in schedule.of_agent(agent)}
        assert all(sum(day + n in worked for n in range(5)) < 5 for day in range(3, 9))


def test_a_csv_of_agents_says_the_same_as_yaml(tmp_path: Path) -> None:
    text = (
        "agent,name,queues,available,away,hours_at_least,hours_at_most,days_on,nights,wish_off,wish_earliest\n"
        "ada,Ada L.,help;sales,mon-fri 08:00-18:00;sat 08:00-12:00,2025-03-05,8 h,20 h,4,no,"
        "2025-03-06;2025-03-07,09:00\n"
    )
    (tmp_path / "agents.csv").write_text(text, encoding="utf-8")
    yaml = """
agents:
  ada:
    name: Ada L.
    queues: [help, sales]
    available: [mon-fri 08:00-18:00, sat 08:00-12:00]
    away: 2025-03-05
    hours: {at_least: 8 h, at_most: 20 h}
    days_on: 4
    nights: false
    wishes: {off: [2025-03-06, 2025-03-07], earliest: "09:00"}
"""
    assert read_agents(tmp_path / "agents.csv").agents == team(yaml).agents


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name\nAda\n", "lacks agent"), ("agent,shoe\nada,42\n", "'shoe' is not known"),
        ("agent\nada\nada\n", "listed twice"),
        ("agent,name\nada\n", "another number of fields"), ("agent,nights\nada,perhaps\n", "neither true nor false"),
        ("agent\n", "nobody is listed"), ("agent,available\nada,mon 9-5\n", "write hours such as"),
    ],
)  # fmt: skip
def test_a_faulty_csv_of_agents_is_refused(text: str, words: str) -> None:
    with pytest.raises(Problems, match=words):
        parse_agents_csv(text.encode(), "agents.csv")


def test_unknown_shifts_and_queues_of_an_agent_are_refused_at_its_line() -> None:
    law = rules()
    need = demand(DAY, law)
    with pytest.raises(Problems) as failed:
        check_agents(team("agents:\n  ada: {shifts: late}\n  ben: {queues: [help, lost]}\n"), law, [need])
    assert [(each.line, each.message) for each in failed.value.problems] == [
        (2, "ada has the shift 'late', which the rules lack"),
        (3, "ben has the queue 'lost', which the plan lack"),
    ]


def test_two_rules_that_clash_are_both_named_and_nothing_else() -> None:
    with pytest.raises(Impossible) as failed:
        made("agents: {ada: {}, ben: {days_on: 1}}", DAY * 7)
    words = str(failed.value)
    assert "cannot hold together, and without any one of them the others can" in words
    assert "ben works at most 1 days a week" in words
    assert "nobody works more than 5 days a week" in words or "2 days off in a row" in words
    assert "rest" not in words
    assert "(2 agents could be there)" in words
