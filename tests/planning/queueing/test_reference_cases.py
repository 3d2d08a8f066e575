"""Every published and computed reference case of formulas, within its own tolerance."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pactline.planning.queueing import square_root
from pactline.planning.queueing.cost_optimum import Prices, cheapest_agents, cost_per_hour
from pactline.planning.queueing.erlang import blocking
from pactline.planning.queueing.finite_lines import with_lines
from pactline.planning.queueing.patience_law import (
    BalkThenExponential,
    Deterministic,
    Gamma,
    Hyperexponential,
    PatienceLaw,
    Uniform,
)
from pactline.planning.queueing.redials import with_redials
from pactline.planning.queueing.steady import Definition, Steady, steady
from pactline.planning.queueing.uncertain_rate import steady_with_uncertain_rate
from pactline.planning.varying.judge import judge
from pactline.planning.varying.offered_load import offered_load, sinusoidal_load

CASES_FILE = Path(__file__).resolve().parents[3] / "../shared/data/staffing/reference_cases.json"
CASES: list[dict[str, Any]] = json.loads(CASES_FILE.read_text(encoding="utf-8"))["cases"] if CASES_FILE.exists() else []
ELSEWHERE = {"terminating_simulation", "multi_skill_simulation", "patience_estimation"}
needs_cases = pytest.mark.skipif(not CASES, reason="the reference cases are not here")

Figures = dict[str, Any]


def _law(inputs: Figures) -> PatienceLaw:
    given = inputs["patience_parameters"]
    match inputs["patience"]:
        case "balk_then_exponential":
            return BalkThenExponential(given["balk_fraction"], given["mean_s"])
        case "hyperexponential":
            return Hyperexponential(given["p"], given["mean1_s"], given["mean2_s"])
        case "uniform":
            return Uniform(given["max_s"])
        case "deterministic":
            return Deterministic(given["patience_s"])
        case "erlang2":
            return Gamma(2.0, given["mean_s"])
    raise ValueError(inputs["patience"])


def _all(found: Steady, t_s: float) -> Figures:
    return {
        "p_wait": found.p_wait,
        "p_ab": found.p_abandon,
        "ew": found.mean_wait_s,
        "eq": found.mean_queue,
        "occ": found.occupancy,
        "p_ab_short": found.abandoned_within(t_s),
        **{definition.value: found.service_level(t_s, definition) for definition in Definition},
    }


def erlang_b(i: Figures) -> Figures:
    found: Figures = {"blocking": blocking(i["servers"], i["load_erlang"])}
    if "target_blocking" in i:
        blocked = blocking(np.arange(200.0), i["load_erlang"])
        found["min_servers"] = int(np.argmax(blocked <= i["target_blocking"]))
        found["servers_with_shrinkage_30pct"] = ceil(found["min_servers"] / 0.7)
    return found


def erlang_c(i: Figures) -> Figures:
    found = steady(i["arrival_rate_per_s"], i["aht_s"], i["agents"])
    t = i.get("threshold_s", 0)
    return _all(found, t) | {"asa": found.asa_s, "sl": found.served_within(t)}


def erlang_a(i: Figures) -> Figures:
    found = steady(i["arrival_rate_per_s"], i["aht_s"], i["agents"], i["mean_patience_s"])
    return _all(found, i["threshold_s"])


def identity_erlang_a(i: Figures) -> Figures:
    rate, mu, theta, n = (i[name] for name in ("arrival_rate", "service_rate", "patience_rate", "agents"))
    found = steady(rate, 1 / mu, n, 1 / theta)
    b, load = float(blocking(n, rate / mu)), rate / (n * mu)
    p_wait = float(found.p_wait)
    relief = b * (1 - p_wait) / ((1 - b) * p_wait)  # P(wait) = b / (b + (1 - b) relief)
    return {"p_ab": found.p_abandon, "palm_rhs": p_wait * (1 - (1 - relief) / load)}


def mm_n_plus_g(i: Figures) -> Figures:
    return _all(steady(i["arrival_rate_per_s"], i["aht_s"], i["agents"], _law(i)), i["threshold_s"])


def finite_lines(i: Figures) -> Figures:
    found = with_lines(i["arrival_rate_per_s"], i["aht_s"], i["agents"], i["lines"], i["mean_patience_s"])
    return {
        "p_block": found.p_block,
        "p_wait": found.p_wait,
        "p_ab": found.p_abandon,
        "eq": found.mean_queue,
        "occ": found.occupancy,
    }


def redials(i: Figures) -> Figures:
    found = with_redials(i["fresh_rate_per_s"], i["aht_s"], i["agents"], i["mean_patience_s"], i["redial_probability"])
    return {
        "total_rate_per_s": found.rate_per_s,
        "p_ab_per_attempt": found.steady.p_abandon,
        "lost_per_fresh_call": found.lost,
    }


def uncertain_rate(i: Figures) -> Figures:
    given = (i["aht_s"], i["agents"], i["mean_patience_s"])
    found = steady_with_uncertain_rate(i["mean_rate_per_s"], i["rate_cv"], *given)
    known = steady(i["mean_rate_per_s"], *given)
    return {
        "p_ab": found.p_abandon,
        "sl_offered": found.served_within(i["threshold_s"]),
        "sl_offered_without_uncertainty": known.served_within(i["threshold_s"]),
    }


def qed_halfin_whitt(i: Figures) -> Figures:
    return {"delay_probability": square_root.p_wait_without_patience(i["beta"])}


def qed_garnett(i: Figures) -> Figures:
    beta, g = i["beta"], i["theta_over_mu"]
    found = steady(10_000 - beta * 100, 1.0, 10_000, 1 / g)
    return {
        "delay_probability": square_root.p_wait_with_patience(beta, g),
        "sqrt_n_abandonment": square_root.abandonment_times_root(beta, g),
        "exact_delay_n10000": found.p_wait,
        "exact_sqrt_n_abandonment_n10000": 100 * found.p_abandon,
    }


def _least(kept: Callable[[int], bool], computed: int) -> int:
    """The computed number where it keeps and one fewer does not; else what is found by counting up."""
    if kept(computed) and not kept(computed - 1):
        return computed
    return next(n for n in range(1, 10_000) if kept(n))


def required_erlang_c(i: Figures, computed: int) -> Figures:
    def level(n: int) -> float:
        return float(steady(i["arrival_rate_per_s"], i["aht_s"], n).served_within(i["threshold_s"]))

    n = _least(lambda agents: level(agents) >= i["service_level"], computed)
    return {"agents": n, "sl_at_agents": level(n), "sl_one_fewer": level(n - 1)}


def required_multi_tier(i: Figures, computed: int) -> Figures:
    def kept(n: int) -> bool:
        found = steady(i["load_erlang"] / i["aht_s"], i["aht_s"], n, i["mean_patience_s"])
        tiers = all(
            found.service_level(tier["threshold_s"], Definition(i["sl_definition"])) >= tier["share"]
            for tier in i["tiers"]
        )
        return bool(tiers and found.p_abandon <= i["max_abandonment"])

    return {"agents": _least(kept, computed)}


def cost_optimum(i: Figures) -> Figures:
    rate = i["load_erlang"] / i["aht_s"]
    prices = Prices(i["agent_cost_per_hour"], i["cost_per_abandoned_call"], i["waiting_cost_per_caller_hour"])
    best = int(cheapest_agents(rate, i["aht_s"], i["mean_patience_s"], prices))
    costs = cost_per_hour(rate, i["aht_s"], np.array([best - 1, best, best + 1]), i["mean_patience_s"], prices)
    return {"agents": best, "cost_one_fewer": costs[0], "cost_per_hour": costs[1], "cost_one_more": costs[2]}


def offered_load_sinusoidal(i: Figures) -> Figures:
    given = (i["mean_rate"], i["amplitude"], i["angular_frequency"], 1 / i["service_rate"], i["time"])
    return {"offered_load": sinusoidal_load(*given)}


def time_varying_theta_equals_mu(i: Figures) -> Figures:
    """The closed form; that the chain agrees with it is tested beside the chain."""
    from scipy.stats import poisson

    assert i["rate"] == "100+20 sin t"
    load = sinusoidal_load(100.0, 20.0, 1.0, 1 / i["service_rate"], i["time"])
    return {"delay_probability": poisson.sf(i["agents"] - 1, load), "offered_load": load}


def time_varying_markov(i: Figures) -> Figures:
    rates = i["rate_per_s"]
    found = judge(rates, i["agents"], i["aht_s"], i["mean_patience_s"], i["interval_s"])
    return {
        "delay_probability": found.steady.p_wait,
        "sl_offered": found.steady.served_within(i["threshold_s"]),
        "abandonment": found.abandonment,
        "infinite_server_mean": offered_load(rates, i["interval_s"], i["aht_s"]),
    }


KINDS: dict[str, Callable[..., Figures]] = {
    function.__name__: function
    for function in (
        erlang_b,
        erlang_c,
        erlang_a,
        identity_erlang_a,
        mm_n_plus_g,
        finite_lines,
        redials,
        uncertain_rate,
        qed_halfin_whitt,
        qed_garnett,
        required_erlang_c,
        required_multi_tier,
        cost_optimum,
        offered_load_sinusoidal,
        time_varying_theta_equals_mu,
        time_varying_markov,
    )
}


def _wanted(case: dict[str, Any]) -> Iterator[tuple[str, Any, float]]:
    """Name, value and tolerance of every output; both the printed and the computed one where there are two."""
    for name, output in case["outputs"].items():
        for kind in ("computed", "published"):
            if kind in output:
                value = np.asarray(output[kind], dtype=float)
                relative = output.get("rel_tol", 0.0) if kind == "computed" else 0.0
                tolerance = max(1e-10, relative * float(np.abs(value).max()), output.get("tol", 0.0))
                yield f"{name} ({kind})", (name, value), tolerance


@needs_cases
@pytest.mark.parametrize("case", [c for c in CASES if c["kind"] in KINDS], ids=lambda c: c["id"])
def test_a_case_comes_out_within_its_tolerance(case: dict[str, Any]) -> None:
    work = KINDS[case["kind"]]
    if case["kind"].startswith("required"):
        found = work(
            case["inputs"], case["outputs"]["agents"].get("computed", case["outputs"]["agents"].get("published"))
        )
    else:
        found = work(case["inputs"])
    checked = 0
    for sentence, (name, value), tolerance in _wanted(case):
        assert np.abs(np.asarray(found[name], dtype=float) - value).max() <= tolerance, sentence
        checked += 1
    assert checked >= len(case["outputs"]), "an output has neither a computed nor a published value"


@needs_cases
def test_every_kind_is_run_here_or_named_as_another_rooms() -> None:
    kinds = Counter(case["kind"] for case in CASES)
    assert set(kinds) == set(KINDS) | ELSEWHERE
    assert sum(kinds[kind] for kind in KINDS) == 132
    assert sum(kinds.values()) == len(CASES) == 141
