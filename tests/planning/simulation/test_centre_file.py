"""Centre files: what they become, and every fault at its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pactline.planning.expected import Expected
from pactline.planning.queueing.patience_law import BalkThenExponential, Exponential
from pactline.planning.requirement.assumptions import Concurrent
from pactline.planning.requirement.plan_file import PlannedAgents
from pactline.planning.simulation.centre import Callbacks, Redials, Skill
from pactline.planning.simulation.centre_file import parse_centre, read_centre
from pactline.planning.simulation.handling import LognormalHandling
from pactline.planning.simulation.over_days import centre_over, check_sound, planned_centre, with_forecast, within
from pactline.values.period import Period
from pactline.values.problem import Problems
from pactline.values.zone import zone

GOOD = """\
centre: Harbour
zone: Europe/Berlin
hours: [mon-fri 08:00-10:00, sat 09:00-10:00]
interval: 30 min
stay: 10 min
queues:
  billing:
    offered_per_hour: {"08:00": 60, "09:30": 90}
    aht: 5 min
    patience: {mean: 180 s, at_once: 4 %}
    wrap: 10 %
    handling: {spread: lognormal, cv: 1.5}
    callbacks: {accepted: 40 %, longer_than: 5, due: 30 min}
    redials: {share: 25 %, after: 4 min}
  chat:
    channel: chat
    offered_per_hour: 20
    aht: 600
    patience: for ever
groups:
  generalists: {agents: 4, skills: {billing: 2, chat: 1}}
  billers: {agents: {"08:00": 3, "09:00": 5}, skills: billing}
  chatters: {agents: 2, skills: [chat], at_once: 3}
routing:
  chat: [chatters, {group: generalists, after: 20 s}]
"""
FRIDAY_TO_MONDAY = Period.parse("2025-03-28/2025-04-01")  # the clock goes forward on Sunday


def test_a_centre_file_is_laid_over_its_open_intervals() -> None:
    centre = centre_over(parse_centre(GOOD.encode(), "centre.yaml"), FRIDAY_TO_MONDAY, Path())
    assert len(centre.intervals.starts_ms) == 4 + 2 + 4
    assert centre.intervals.days().tolist() == [0] * 4 + [1] * 2 + [2] * 4
    monday_ms = int(centre.intervals.starts_ms[6])
    assert monday_ms == (3 * 24 - 1) * 3_600_000  # one hour was skipped
    billing, chat = centre.queues
    assert billing.offered.tolist() == [30, 30, 30, 45, 30, 45, 30, 30, 30, 45]
    assert (billing.aht_s[0], billing.patience) == (300.0, BalkThenExponential(0.04, 180.0))
    assert (billing.handling, billing.wrap_share) == (LognormalHandling(1.5), 0.1)
    assert billing.callbacks == Callbacks(0.4, longer_than=5, due_s=1800)
    assert billing.redials == Redials(0.25, 240)
    assert (chat.channel, chat.patience, chat.aht_s[0]) == ("chat", None, 600)
    assert [group.agents.tolist() for group in centre.groups] == [[4] * 10, [3, 3, 5, 5, 5, 5, 3, 3, 5, 5], [2] * 10]
    assert centre.groups[2].at_once == 3
    assert centre.skills == (
        Skill("billing", "billers"), Skill("billing", "generalists", 2),
        Skill("chat", "chatters"), Skill("chat", "generalists", 1, 20.0),
    )  # fmt: skip
    assert centre.stay_s == 600


@pytest.mark.parametrize(
    ("written", "instead", "line", "code", "said"),
    [
        ("stay: 10 min", "stays: 10 min", 5, "CENTRE_KEY", "did you mean `stay`"),
        ("zone: Europe/Berlin", "zone: Berlin", 2, "CENTRE_ZONE", "IANA"),
        ("hours: [mon-fri 08:00-10:00", "hours: [mon-fri 10:00-08:00", 3, "CENTRE_HOURS", "closes before it opens"),
        ('"09:30": 90', '"25:30": 90', 8, "CENTRE_CLOCK", "not a time of day"),
        ('"09:30": 90', '"09:30": -9', 8, "CENTRE_NUMBER", "not a number of 0 or more"),
        ("aht: 5 min", "aht: 0", 9, "CENTRE_LENGTH", "is no time"),
        ("at_once: 4 %", "at_once: 4", 10, "CENTRE_SHARE", "lacks the sign %"),
        ("wrap: 10 %", "wrap: 110 %", 11, "CENTRE_SHARE", "more than all"),
        ("spread: lognormal", "spread: normal", 12, "CENTRE_WORD", "'lognormal'"),
        ("longer_than: 5, ", "", 13, "CENTRE_CALLBACKS", "nothing says when"),
        ("share: 25 %, ", "", 14, "CENTRE_KEY", "`share` is missing"),
        ("channel: chat", "channel: fax", 16, "CENTRE_CHANNEL", "there is no channel"),
        ("skills: billing}", "skills: biling}", 22, "CENTRE_NAME", "did you mean `billing`"),
        ("agents: 4,", "agents: 4.5,", 21, "CENTRE_NUMBER", "whole people"),
        ("at_once: 3", "at_once: 0", 23, "CENTRE_NUMBER", "1 to 100"),
        ("[chatters, {", "[billers, {", 25, "CENTRE_SKILL", "has not the skill"),
        ("[chatters, {", "[{", 25, "CENTRE_ROUTE", "`chatters` may serve"),
        ("  chat: [", "  chats: [", 25, "CENTRE_NAME", "there is no queue `chats`"),
        ("agents: 4, ", "agents: 4, cost_per_hour: 20, ", 22, "CENTRE_COST", "has no cost"),
    ],
)
def test_every_fault_is_told_with_its_line_and_a_remedy(
    written: str, instead: str, line: int, code: str, said: str
) -> None:
    assert GOOD.count(written) == 1
    with pytest.raises(Problems) as refused:
        parse_centre(GOOD.replace(written, instead).encode(), "centre.yaml")
    told = {(problem.line, problem.code): str(problem) for problem in refused.value.problems}
    assert (line, code) in told, told
    assert said in told[line, code]
    assert all(problem.remedy for problem in refused.value.problems)


def test_a_queue_that_nobody_may_serve_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    lonely = GOOD.replace("skills: [chat]", "skills: billing").replace("{billing: 2, chat: 1}", "billing")
    with pytest.raises(Problems, match="no group may serve `chat`"):
        parse_centre(lonely.encode(), "centre.yaml")
    with pytest.raises(Problems, match="there is no such file"):
        read_centre(tmp_path / "nothing.yaml")


def test_hours_that_are_no_whole_number_of_intervals_and_days_that_are_closed_are_refused() -> None:
    file = parse_centre(GOOD.replace("30 min\n", "45 min\n", 1).encode(), "centre.yaml")
    with pytest.raises(ValueError, match="no whole number of intervals of 45 min"):
        centre_over(file, FRIDAY_TO_MONDAY, Path())
    with pytest.raises(ValueError, match="closed on every day"):
        centre_over(parse_centre(GOOD.encode(), "centre.yaml"), Period.parse("2025-03-30"), Path())


HOUR_US = 3_600_000_000
BERLIN = zone("Europe/Berlin")
START_US = 1_741_590_000_000_000  # 2025-03-10 08:00 in Berlin


def plan(queue: str, hours: list[int], agents: list[float], channel: str = "voice") -> PlannedAgents:
    starts = np.array([START_US + hour * HOUR_US for hour in hours])
    number = len(hours)
    return PlannedAgents(queue, channel, BERLIN, HOUR_US, starts, np.full(number, 30.0), np.full(number, 240.0),
                         np.array(agents), np.array(agents), ("",) * number)  # fmt: skip


def test_a_plan_is_a_centre_with_one_group_for_each_queue() -> None:
    plans = [plan("help", [0, 1, 24], [3, 4, 5]), plan("chat", [1, 2], [2, 1], "chat")]
    centre = planned_centre(plans, {"help": Exponential(100.0)}, {"chat": Concurrent(3, 1.5)})
    assert centre.intervals.starts_ms.tolist() == [hour * 3_600_000 for hour in (0, 1, 2, 24)]
    assert [group.agents.tolist() for group in centre.groups] == [[3, 4, 0, 5], [0, 2, 1, 0]]
    assert [queue.offered.tolist() for queue in centre.queues] == [[30, 30, 0, 30], [0, 30, 30, 0]]
    assert (centre.groups[1].at_once, centre.queues[1].aht_s[1], centre.queues[1].channel) == (3, 360.0, "chat")
    assert [queue.patience for queue in centre.queues] == [Exponential(100.0), None]
    assert len(within(plans, Period.parse("2025-03-11"))) == 1
    with pytest.raises(ValueError, match="no interval in 2025-04"):
        within(plans, Period.parse("2025-04"))
    with pytest.raises(ValueError, match="fractions of agents"):
        planned_centre([plan("help", [0], [2.5])], {})


def test_a_forecast_replaces_volumes_and_handling_times_and_must_have_the_same_intervals() -> None:
    centre = planned_centre([plan("help", [0, 1], [3, 4])], {})
    starts = np.array([START_US - HOUR_US, START_US, START_US + HOUR_US])
    more = np.array([9.0, 50.0, 60.0])
    forecast = Expected(
        "help", "voice", BERLIN, HOUR_US, starts, more, more, more, np.array([1.0, 200.0, 0.0]), 0.1, 0.4
    )
    changed = with_forecast(centre, [forecast])
    assert changed.queues[0].offered.tolist() == [50, 60]
    assert changed.queues[0].aht_s.tolist() == [200, 240]
    assert (changed.day_cv, changed.day_lag1) == (0.1, 0.4)
    with pytest.raises(ValueError, match="none of the queues"):
        with_forecast(centre, [])
    late = Expected("help", "voice", BERLIN, HOUR_US, starts + 60_000_000, more, more, more, more)
    with pytest.raises(ValueError, match="other intervals"):
        with_forecast(centre, [late])


def test_contacts_without_a_handling_time_are_refused() -> None:
    blank = planned_centre([plan("help", [0], [3])], {})
    check_sound(blank)
    blank.queues[0].aht_s[0] = 0
    with pytest.raises(ValueError, match="without a handling time"):
        check_sound(blank)
    blank.queues[0].offered[0] = 0
    with pytest.raises(ValueError, match="nothing is expected"):
        check_sound(blank)
