"""From a forecast and promises to agents: hours, shrinkage, several queues, months, carried load, work that may lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from pactline.planning.expected import Expected
from pactline.planning.patience.patience_file import Patience
from pactline.planning.queueing.patience_law import PiecewiseHazard
from pactline.planning.requirement.asked import asked_promises
from pactline.planning.requirement.assumptions import Assumptions, Concurrent, Method, Mode, Shrinkage
from pactline.planning.requirement.least_agents import least_agents
from pactline.planning.requirement.promise import Measure, Promise
from pactline.planning.requirement.staffing import NothingPromised, staff_queues
from pactline.values.calendar import Calendar
from pactline.values.zone import to_us, zone

BERLIN = zone("Europe/Berlin")
TWO = asked_promises(["80/20"], abandonment="3%")
STEADY = Assumptions(patience=180.0, method=Method.STEADY)


def _expected(
    offered: Sequence[float], *, queue: str = "help", channel: str = "voice", aht_s: float = 300.0,
    start: str = "2025-03-03T08:00+01:00", minutes: int = 15,
) -> Expected:  # fmt: skip
    many, first = len(offered), to_us(datetime.fromisoformat(start))
    starts = first + minutes * 60_000_000 * np.arange(many, dtype=np.int64)
    volumes = np.array(offered, dtype=float)
    return Expected(
        queue, channel, BERLIN, minutes * 60_000_000, starts, volumes, volumes, volumes, np.full(many, aht_s)
    )


def _day(peak: float = 100.0, many: int = 64, **more: object) -> Expected:
    shape = (0.1 + 0.9 * np.sin(np.pi * np.arange(many) / (many - 1)) ** 2) * peak
    return _expected(list(shape * 900 / float(more.get("aht_s", 300.0))), **more)  # type: ignore[arg-type]


def test_each_interval_by_itself_gets_the_least_agents() -> None:
    forecast = _day()
    (queue,) = staff_queues([forecast], TWO, STEADY).queues
    need = least_agents(forecast.rates_per_s, 300.0, 180.0, TWO)
    assert list(queue.agents) == list(need.agents)
    assert list(queue.binding) == list(need.binding)
    assert list(queue.every_interval) == list(queue.agents)
    assert all(kept.all() for kept in queue.kept.values())


def test_outside_the_hours_of_the_service_nobody_is_needed() -> None:
    hours = Calendar.of_week(["mon-fri 09:00-10:10"])
    promises = [replace(each, hours=hours) for each in TWO]
    plan = staff_queues([_expected([100.0] * 12)], promises, STEADY)
    (queue,) = plan.queues
    assert [agents > 0 for agents in queue.agents] == [False] * 4 + [True] * 5 + [False] * 3
    assert plan.notes == ("help: 700 contacts are expected while nothing is promised; nobody is planned for them",)
    (share, _) = plan.windows
    assert share.window == "2025-03"
    assert share.kept


def test_a_promise_counts_only_in_the_hours_of_its_own_service() -> None:
    late = replace(asked_promises(["95/5"])[0], hours=Calendar.of_week(["mon-fri 09:00-24:00"]))
    (queue,) = staff_queues([_expected([100.0] * 8)], [*TWO, late], STEADY).queues
    assert len(set(queue.agents[:4])) == len(set(queue.agents[4:])) == 1
    assert queue.agents[4] > queue.agents[3]
    assert list(queue.binding) == ["abandonment"] * 4 + ["95/5"] * 4


def test_the_people_scheduled_are_enough_after_shrinkage_also_where_it_differs_by_hour() -> None:
    given = replace(STEADY, shrinkage=Shrinkage.of(["30%", "09:00-09:30=45%"]))
    (queue,) = staff_queues([_expected([100.0] * 8)], TWO, given).queues
    agents = float(queue.agents[0])
    assert list(queue.scheduled) == [np.ceil(agents / 0.7)] * 4 + [np.ceil(agents / 0.55)] * 2 + [
        np.ceil(agents / 0.7)
    ] * 2  # fmt: skip
    assert list(staff_queues([_expected([100.0])], TWO, STEADY).queues[0].scheduled) == [agents]


def test_a_minimum_holds_while_a_queue_is_open_and_not_beyond() -> None:
    hours = Calendar.of_week(["mon-fri 08:30-24:00"])
    promises = [replace(each, hours=hours) for each in TWO]
    (queue,) = staff_queues([_expected([0.0, 0.0, 0.0, 0.1])], promises, replace(STEADY, minimum=3)).queues
    assert list(queue.agents) == [0, 0, 3, 3]


def test_a_queue_that_nothing_is_promised_for_is_named() -> None:
    elsewhere = [replace(each, queues=("sales",)) for each in TWO]
    with pytest.raises(NothingPromised, match=r"no promise covers the queue 'help' \(voice\)"):
        staff_queues([_day()], elsewhere, STEADY)


def test_patience_is_that_of_each_queue() -> None:
    quick = PiecewiseHazard(0.1, (0.0,), (1 / 60,))
    laws = Patience({"help": quick, None: PiecewiseHazard(0.0, (0.0,), (1 / 180,))})
    plan = staff_queues([_day(), _day(queue="other")], TWO, replace(STEADY, patience=laws))
    own = least_agents(_day().rates_per_s, 300.0, quick, TWO).agents
    assert list(plan.queues[0].agents) == list(own)
    assert list(plan.queues[1].agents) == list(least_agents(_day().rates_per_s, 300.0, 180.0, TWO).agents)


def test_a_month_total_costs_less_and_lets_no_interval_fall_below_the_floor() -> None:
    promises = asked_promises(["80/20"])
    every = staff_queues([_day()], promises, STEADY)
    month = staff_queues([_day()], promises, replace(STEADY, mode=Mode.MONTH_TOTAL))
    (queue,) = month.queues
    assert queue.agents.sum() < every.queues[0].agents.sum()
    assert list(queue.every_interval) == list(every.queues[0].agents)
    assert queue.delivered.figures["80/20"].min() >= 0.6
    (figure,) = month.windows
    assert 0.8 <= figure.figure < 0.803
    assert figure.kept


def test_over_the_month_the_queues_of_a_service_pay_for_one_another() -> None:
    promise = [replace(asked_promises(["80/20"])[0], queues=("help", "other"))]
    forecasts = [_day(), _day(8.0, queue="other")]
    given = replace(STEADY, mode=Mode.MONTH_TOTAL)
    together = staff_queues(forecasts, promise, given)
    (figure,) = together.windows
    assert figure.queues == ("help", "other")
    assert figure.figure >= 0.8
    alone = [staff_queues([each], promise, given).queues[0].agents.sum() for each in forecasts]
    assert sum(queue.agents.sum() for queue in together.queues) < sum(alone)
    assert staff_queues(forecasts, promise, STEADY).notes == (
        "80/20: each queue keeps it by itself, so all of them together do",
    )


def test_what_the_queues_of_a_service_deliver_together_is_told_for_each_interval() -> None:
    promise = [replace(asked_promises(["80/20"])[0], queues=("help", "other"))]
    plan = staff_queues([_day(), _day(8.0, queue="other", start="2025-03-03T08:15+01:00")], promise, STEADY)
    big, small = plan.queues
    assert len(plan.together) == 65
    place = 5
    (both,) = [each for each in plan.together if each.window == big.expected.local(place).isoformat()]
    weights = big.expected.offered[place], small.expected.offered[place - 1]
    levels = big.delivered.figures["80/20"][place], small.delivered.figures["80/20"][place - 1]
    assert both.figure == pytest.approx(np.average(levels, weights=weights))
    assert both.queues == ("help", "other")
    assert staff_queues([_day()], promise, STEADY).together == ()
    assert "80/20, help and other together: at worst 8" in str(plan)


def test_a_promise_that_never_holds_is_none_of_the_month() -> None:
    never = replace(asked_promises(["99/5"])[0], hours=Calendar.of_week(["sun 08:00-09:00"]))
    month = replace(STEADY, mode=Mode.MONTH_TOTAL)
    (with_it,) = staff_queues([_day()], [*TWO, never], month).queues
    assert list(with_it.agents) == list(staff_queues([_day()], TWO, month).queues[0].agents)


def test_days_that_are_judged_by_day_are_kept_by_day() -> None:
    promise = [replace(asked_promises(["80/20"])[0], each="day")]
    forecasts = [_expected([40.0, 80.0] * 24 + [10.0] * 96)]
    plan = staff_queues(forecasts, promise, replace(STEADY, mode=Mode.MONTH_TOTAL))
    assert [each.window for each in plan.windows] == ["2025-03-03", "2025-03-04"]
    assert all(each.kept for each in plan.windows)


def test_an_interval_that_is_judged_by_itself_pays_for_no_other_in_a_month_total() -> None:
    promise = [replace(asked_promises(["80/20"])[0], every_interval=True)]
    month = staff_queues([_day()], promise, replace(STEADY, mode=Mode.MONTH_TOTAL))
    assert list(month.queues[0].agents) == list(staff_queues([_day()], promise, STEADY).queues[0].agents)


@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_long_handling_times_leave_intervals_short_one_by_one_and_none_once_repaired(minutes: int) -> None:
    forecast, promises = _day(aht_s=60.0 * minutes), asked_promises(["80/20"])
    short, hours = {}, {}
    for method in Method:
        given = Assumptions(patience=300.0, method=method)
        (queue,) = staff_queues([forecast], promises, given, follow=True).queues
        assert queue.followed is not None
        short[method] = int((~queue.followed.kept["80/20"]).sum())
        hours[method] = queue.agents.sum() / 4
    assert short[Method.STEADY] > 15
    assert short[Method.OFFERED_LOAD] < short[Method.STEADY]
    assert short[Method.REPAIRED] == 0
    assert hours[Method.REPAIRED] < 1.02 * hours[Method.STEADY]


def test_several_chats_at_once_need_fewer_agents_than_one_at_a_time() -> None:
    chats = _day(60.0, channel="chat")
    one = staff_queues([chats], TWO, STEADY).queues[0].agents
    given = replace(STEADY, concurrent={"chat": Concurrent(3, 1.5)})
    three = staff_queues([chats], TWO, given).queues[0].agents
    assert 0.45 < three.sum() / one.sum() < 0.6
    assert list(staff_queues([_day(60.0)], TWO, given).queues[0].agents) == list(one)  # voice is not handled so


DAY_OF_MAIL = Promise("mail", Measure.DEADLINE, 0.95, True, limit_s=7200.0, business_time=True, channels=("email",))


def test_work_that_may_lie_is_done_by_its_deadline_and_fills_idle_time_of_others() -> None:
    mail = _expected([40.0] + [0.0] * 15, queue="mail", channel="email", aht_s=360.0)
    live = [replace(each, channels=("voice",)) for each in TWO]
    plan = staff_queues([mail, _expected([100.0] * 16)], [*live, DAY_OF_MAIL], STEADY)
    assert list(plan.queues[0].agents) == [2.0] * 8 + [0.0] * 8  # 4 hours of work in 2 hours
    assert set(plan.queues[0].binding[:8]) == {"mail"}
    assert plan.queues[0].kept["mail"].all()
    filled = staff_queues([mail, _expected([100.0] * 16)], [*live, DAY_OF_MAIL], replace(STEADY, fill_idle=0.5))
    assert filled.queues[0].agents.sum() < plan.queues[0].agents.sum()
    assert list(filled.queues[1].agents) == list(plan.queues[1].agents)


def test_work_that_is_due_after_the_forecast_is_not_forgotten() -> None:
    mail = _expected([40.0, 10.0, 10.0, 10.0], queue="mail", channel="email", aht_s=600.0)  # 11.7 hours of work
    (queue,) = staff_queues([mail], [replace(DAY_OF_MAIL, limit_s=14_400.0)], STEADY).queues
    assert list(queue.agents) == [3.0] * 4
    (queue,) = staff_queues([mail], [replace(DAY_OF_MAIL, limit_s=86_400.0)], STEADY).queues
    assert list(queue.agents) == [1.0] * 4
    both = [replace(DAY_OF_MAIL, id=f"in {limit_s:.0f} s", limit_s=limit_s) for limit_s in (86_400.0, 14_400.0)]
    (queue,) = staff_queues([mail], both, STEADY).queues
    assert list(queue.agents) == [3.0] * 4
    assert set(queue.binding) == {"in 14400 s"}


def test_an_occupancy_that_agents_can_only_break_is_noted() -> None:
    busy = Promise("busy", Measure.OCCUPANCY, 0.95, True, remark="a remark")
    plan = staff_queues([_day()], [*TWO, busy], STEADY)
    assert plan.notes == ("busy: more agents can only break it; it is shown and not planned for", "busy: a remark")
    assert not plan.queues[0].kept["busy"].all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("100%", "nobody is ever ready"),
        ("0.3", "is no share for shrinkage"),
        ("12-14=40%", "not opening hours"),
    ],
)
def test_shrinkage_that_makes_no_sense_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Shrinkage.of([text])


@pytest.mark.parametrize("text", ["chat", "chat=3", "chat=3x0.5", "chat=3x4", "chat=0x1"])
def test_chats_at_once_are_refused_where_they_make_no_sense(text: str) -> None:
    with pytest.raises(ValueError, match=r"write chat=3x1\.6"):
        Concurrent.parse(text)


def test_chats_at_once_are_read() -> None:
    assert Concurrent.parse("chat=3x1.6") == ("chat", Concurrent(3, 1.6))


@pytest.mark.parametrize("minutes", [5, 15, 45])
def test_no_interval_is_short_once_repaired_where_each_agent_has_several_chats(minutes: int) -> None:
    chats, promises = _day(aht_s=60.0 * minutes, channel="chat"), asked_promises(["90/60"])
    given = Assumptions(patience=300.0, method=Method.REPAIRED, concurrent={"chat": Concurrent(3, 1.5)})
    (queue,) = staff_queues([chats], promises, given, follow=True).queues
    assert queue.followed is not None
    assert int((~queue.followed.kept["90/60"]).sum()) == 0
    assert (queue.agents == np.round(queue.agents)).all()
