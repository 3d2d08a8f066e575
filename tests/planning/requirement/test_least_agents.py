"""The least agents: every reference case, every interval verified from both sides, the peers' mistakes as ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pactline.planning.queueing.patience_law import Exponential, PiecewiseHazard
from pactline.planning.requirement.asked import asked_promises
from pactline.planning.requirement.least_agents import least_agents
from pactline.planning.requirement.promise import Measure, Promise
from pactline.planning.requirement.searching import CannotBeKept, Coming, all_kept

CASES = Path(__file__).resolve().parents[3] / "../shared/data/staffing/reference_cases.json"
TWO_TIERS = asked_promises(["90/10", "99/300"], abandonment="3%")


def _cases(kind: str) -> list[dict[str, Any]]:
    if not CASES.exists():
        return []
    return [case for case in json.loads(CASES.read_text(encoding="utf-8"))["cases"] if case["kind"] == kind]


def _agents(load: float, promises: list[Promise], aht_s: float = 300, patience: float | None = 180) -> float:
    return float(least_agents(load / aht_s, aht_s, patience, promises).agents)


@pytest.mark.skipif(not CASES.exists(), reason="the reference cases are not here")
def test_the_reference_cases_are_there() -> None:
    assert (len(_cases("required_erlang_c")), len(_cases("required_multi_tier"))) == (9, 32)


@pytest.mark.parametrize("case", _cases("required_erlang_c"), ids=lambda case: case["id"])
def test_every_requirement_without_patience_is_the_published_one(case: dict[str, Any]) -> None:
    given = case["inputs"]
    promises = asked_promises([f"{given['service_level'] * 100:.10g}/{given['threshold_s']}"])
    found = least_agents(given["arrival_rate_per_s"], given["aht_s"], None, promises)
    assert found.agents == case["outputs"]["agents"]["computed"]


@pytest.mark.parametrize("case", _cases("required_multi_tier"), ids=lambda case: case["id"])
def test_every_requirement_of_several_tiers_is_the_reference(case: dict[str, Any]) -> None:
    given = case["inputs"]
    promises = asked_promises(
        [f"{tier['share'] * 100:.10g}/{tier['threshold_s']}" for tier in given["tiers"]],
        definition=given["sl_definition"],
        abandonment=f"{given['max_abandonment'] * 100:.10g}%",
    )
    found = _agents(given["load_erlang"], promises, given["aht_s"], given["mean_patience_s"])
    assert found == case["outputs"]["agents"]["computed"]


def test_a_large_queue_needs_fewer_agents_than_its_load() -> None:
    """pyworkforce begins its search at the load and returns 1,000."""
    found = least_agents(1000 / 300, 300, 180, asked_promises(["80/20"], abandonment="3%"))
    assert (float(found.agents), str(found.binding)) == (976, "abandonment")
    assert {name: int(price) for name, price in found.prices().items()} == {"80/20": 0, "abandonment": 40}
    assert float(found.without("abandonment").agents) == 936


def test_whole_loads_need_more_agents_than_the_load_where_nobody_gives_up() -> None:
    """call-center-tools divides by nought for every whole load."""
    loads = np.arange(1.0, 101.0)
    found = least_agents(loads / 300, 300, None, asked_promises(["80/20"])).agents
    assert (found > loads).all()
    assert list(found[[0, 9, 99]]) == [3, 14, 108]


def test_what_two_queues_need_together_is_far_more_than_a_model_says_that_counts_agents_twice() -> None:
    """pyworkforce's multi-skill model gives two queues of 10 Erlang each 14 agents in all, who each count for both."""
    promises = asked_promises(["80/20"], abandonment="3%")
    assert _agents(20, promises) == 25
    with_14 = Coming.of(20 / 300, 300, 180.0).with_agents(np.array(14.0))
    assert float(with_14.p_abandon) == pytest.approx(0.3138, abs=1e-4)


def _week(intervals: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    loads = np.exp(chance.uniform(np.log(0.02), np.log(400), intervals))
    return loads, chance.uniform(120, 900, intervals), chance.uniform(40, 900, intervals)


@pytest.mark.parametrize(
    "promises",
    [
        TWO_TIERS,
        asked_promises(["80/20"], definition="sl_answered", asa="15"),
        asked_promises(["95/60"], definition="sl_excl_short", occupancy="80%"),
        asked_promises(["80/20"], definition="sl_wait"),
    ],
    ids=lambda promises: "+".join(promise.id for promise in promises),
)
@pytest.mark.parametrize("gives_up", [True, False])
def test_every_answer_keeps_everything_and_one_agent_less_does_not(promises: list[Promise], gives_up: bool) -> None:
    loads, aht_s, patience = _week(1500)
    found = least_agents(loads / aht_s, aht_s, patience if gives_up else None, promises)
    assert all(kept.all() for kept in found.kept.values())
    less = np.maximum(found.agents - 1, 1e-9)
    assert not (all_kept(promises, found.coming, less) & (found.agents > 1)).any()


def test_many_intervals_at_once_and_one_by_one_are_the_same() -> None:
    loads, aht_s, patience = _week(600, seed=2)
    at_once = least_agents(loads / aht_s, aht_s, patience, TWO_TIERS).agents
    for place in range(0, 600, 23):
        alone = least_agents(loads[place] / aht_s[place], aht_s[place], patience[place], TWO_TIERS).agents
        assert alone == at_once[place]


def test_a_law_of_patience_and_the_mean_of_exponential_patience_are_the_same() -> None:
    loads = np.array([5.0, 50.0, 500.0])
    mean = least_agents(loads / 300, 300, 180, TWO_TIERS).agents
    pieces = PiecewiseHazard(0.0, (0.0, 60.0), (1 / 180, 1 / 180.000001))
    for law in (Exponential(180.0), pieces):
        assert list(least_agents(loads / 300, 300, law, TWO_TIERS).agents) == list(mean)


def test_where_nothing_comes_nobody_is_needed_and_everything_is_kept() -> None:
    found = least_agents([0.0, 0.00001], [0.0, 300.0], 180, TWO_TIERS)
    assert list(found.agents) == [0, 1]
    assert all(kept.all() for kept in found.kept.values())
    assert list(found.binding) == ["", "99/300"]


def test_fractions_of_agents_lie_below_the_whole_number() -> None:
    loads, aht_s, patience = _week(50, seed=3)
    whole = least_agents(loads / aht_s, aht_s, patience, TWO_TIERS)
    fine = least_agents(loads / aht_s, aht_s, patience, TWO_TIERS, whole=False)
    assert (np.ceil(fine.agents) == whole.agents).all()
    assert all_kept(TWO_TIERS, fine.coming, fine.agents).all()
    assert not all_kept(TWO_TIERS, fine.coming, fine.agents - 0.001).any()


def test_the_binding_promise_is_the_one_that_asks_for_most() -> None:
    loads, aht_s, patience = _week(60, seed=4)
    found = least_agents(loads / aht_s, aht_s, patience, TWO_TIERS)
    alone = {each.id: least_agents(loads / aht_s, aht_s, patience, [each], whole=False).agents for each in TWO_TIERS}
    most = [max(alone, key=lambda name: alone[name][place]) for place in range(60)]
    assert list(found.binding) == most
    assert len(set(most)) > 1


def test_slack_says_how_much_better_than_promised_the_others_are() -> None:
    found = least_agents(100 / 300, 300, 180, asked_promises(["80/20"], abandonment="5%", asa="30"))
    steady = found.steady
    assert found.slack["80/20"] == pytest.approx(float(steady.service_level(20.0)) - 0.8)
    assert found.slack["abandonment"] == pytest.approx(0.05 - float(steady.p_abandon))
    assert found.slack["asa"] == pytest.approx(30 - float(steady.asa_s))
    assert min(float(each) for each in found.slack.values()) >= 0


def test_an_occupancy_that_may_not_be_passed_is_a_promise_like_any_other() -> None:
    found = least_agents(100 / 300, 300, None, asked_promises(["80/20"], occupancy="80%"))
    assert (float(found.agents), str(found.binding)) == (125, "occupancy")


def test_an_occupancy_that_must_be_reached_is_told_but_not_searched_for() -> None:
    busy = Promise("busy", Measure.OCCUPANCY, 0.99, True)
    found = least_agents(100 / 300, 300, None, [*asked_promises(["80/20"]), busy])
    assert float(found.agents) == 108
    assert not found.kept["busy"]


def test_where_more_agents_break_a_promise_again_the_answer_is_the_least_from_which_on_it_holds() -> None:
    """Short abandons count as met and *short* is longer than the promised wait: a queue that hardly answers looks
    good, since those who give up in time count as met."""
    promise = Promise(
        "it", Measure.SERVICE_LEVEL, 0.8, True, limit_s=10, abandons="count_as_met_short", short_abandon_s=120
    )
    assert not promise.monotone
    trials = np.arange(1.0, 40.0)
    kept = promise.kept(Coming.of(np.full(39, 20 / 300), 300, 60.0).with_agents(trials))
    assert [int(n) for n, good in zip(trials, kept, strict=True) if not good] == list(range(4, 19))
    assert _agents(20, [promise], patience=60) == 19


@pytest.mark.parametrize(
    "abandons",
    ["count_all", "ignore_all", "ignore_within_T", "count_as_met_within_T", "ignore_short", "count_as_met_short"],
)
@pytest.mark.parametrize("short_s", [5.0, 60.0])
@pytest.mark.parametrize("law", [30.0, PiecewiseHazard(0.2, (0.0, 10.0, 60.0), (0.02, 0.001, 0.05))])
def test_all_other_figures_only_improve_with_every_agent(
    abandons: str, short_s: float, law: float | PiecewiseHazard
) -> None:
    trials = np.arange(1.0, 60.0)
    found = Coming.of(np.full(59, 30 / 300), 300, law).with_agents(trials)
    promises = [Promise("it", Measure.SERVICE_LEVEL, 0.8, True, 20.0, abandons, short_s)]
    for word in ("ignore", "ignore_in_numerator", "count"):
        promises.append(Promise("ab", Measure.ABANDONMENT, 0.03, False, None, word, short_s))
    promises += [Promise(word, Measure.WAIT_PERCENTILE, 0.9, True, 20.0, word) for word in ("answered", "all")]
    promises += [Promise(each, each, 20.0, False) for each in (Measure.AVERAGE_SPEED_OF_ANSWER, Measure.MEAN_WAIT)]
    for promise in promises:
        if promise.monotone:
            steps = np.diff(promise.delivered(found)) * (1 if promise.at_least else -1)
            assert steps.min() > -1e-9, promise


def test_agents_with_several_chats_at_once_are_slots_in_which_each_chat_takes_longer() -> None:
    """Three at once, each then 1.5 times as long: 60 Erlang are 30 agents busy; slots are bought by threes."""
    found = least_agents(60 / 600, 900, 240, TWO_TIERS, slots=3)
    slots = least_agents(60 / 600, 900, 240, TWO_TIERS).agents
    assert float(found.agents) == np.ceil(float(slots) / 3)
    assert float(found.coming.load) == pytest.approx(30)
    many = least_agents(np.linspace(1, 60, 500) / 600, 900, 240, TWO_TIERS, slots=3)
    assert many.agents[-1] == found.agents
    assert float(found.without("99/300").agents) <= float(found.agents)


def test_a_promise_that_nobody_can_keep_is_told() -> None:
    with pytest.raises(CannotBeKept, match="no number of agents keeps occupancy"):
        _agents(10, asked_promises(["80/20"], occupancy="0%"))


@pytest.mark.parametrize("load", [2e7, 1e300, float("inf")])
def test_a_load_that_is_no_call_centres_is_told(load: float) -> None:
    with pytest.raises(CannotBeKept, match="more than can be planned"):
        _agents(load, TWO_TIERS)


@pytest.mark.parametrize("patience", [None, 180.0])
def test_a_million_agents_are_found(patience: float | None) -> None:
    found = least_agents(1e6 / 300, 300, patience, TWO_TIERS)
    assert all(found.kept.values())
    assert not all_kept(TWO_TIERS, found.coming, found.agents - 1)


def test_the_parts_of_a_figure_add_up_over_intervals() -> None:
    """Two hours of different quality: the figure of both is that of their contacts together."""
    coming = Coming.of(np.array([10 / 300, 100 / 300]), 300, 180.0)
    found, contacts = coming.with_agents(np.array([8.0, 110.0])), np.array([120.0, 1200.0])
    promise = asked_promises(["80/20"], definition="sl_answered")[0]
    good, counted = promise.parts(found)
    both = float((good * contacts).sum() / (counted * contacts).sum())
    served, abandoned = found.served_within(20.0), found.p_abandon
    by_hand = (120 * served[0] + 1200 * served[1]) / (120 * (1 - abandoned[0]) + 1200 * (1 - abandoned[1]))
    assert both == pytest.approx(float(by_hand))
