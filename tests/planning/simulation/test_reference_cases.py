"""The simulations of the reference cases, among them what ContactCenters printed.

The runs here are short: their tolerance is that of the case and three of our own standard errors. With the variable
PACTLINE_SIMULATION set, as many days are run as the case asks for its own tolerance.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pactline.planning.simulation.centre import Array, Centre, Group, Intervals, Queue, Skill
from pactline.planning.simulation.figures import Estimate, count, mean, ratio
from pactline.planning.simulation.running import Run, simulate
from pactline.planning.simulation.state import ANSWERED

CASES = Path(__file__).resolve().parents[3] / "../shared/data/staffing/reference_cases.json"
LONG = bool(os.environ.get("PACTLINE_SIMULATION"))

pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the reference cases are not here")


def cases(kind: str, **inputs: Any) -> list[Any]:
    if not CASES.exists():
        return []
    every = json.loads(CASES.read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["id"]) for case in every if case["kind"] == kind
            and all((key in case["inputs"]) == there for key, there in inputs.items())]  # fmt: skip


def holds(found: Estimate, output: dict[str, float]) -> None:
    """Within the tolerance of the case, widened by what chance does to runs as short as these."""
    assert found.standard_error < 4 * output["tol"], "too few days to say anything"
    allowed = output["tol"] + (0 if LONG else 3 * found.standard_error)
    expected = output.get("published", output["computed"])
    assert abs(found.value - expected) <= allowed, f"{found} against {expected} +- {allowed}"


@pytest.mark.parametrize("case", cases("terminating_simulation"))
def test_a_day_that_begins_empty_and_ends_when_all_are_served(case: dict[str, Any]) -> None:
    given, day_s = case["inputs"], case["inputs"]["day_min"] * 60.0
    patience = np.array([60 / given["patience_rate_per_min"]]) if "patience_rate_per_min" in given else None
    queue = Queue("calls", np.array([given["arrival_rate_per_min"] * given["day_min"]]),
                  np.array([60 / given["service_rate_per_min"]]), patience)  # fmt: skip
    centre = Centre(Intervals.even(1, day_s), (queue,), (Group("team", np.array([given["agents"]])),),
                    (Skill("calls", "team"),))  # fmt: skip
    days = [count(simulate(centre, seed), given["threshold_s"]) for seed in range(20_000 if LONG else 400)]
    asa_s = ratio([d.answered_wait_s for d in days], [d.answered for d in days])
    late = [d.offered - d.answered_within for d in days]
    found = {
        "in_target": mean([d.answered_within for d in days]),
        "abandoned": mean([d.abandoned for d in days]),
        "sl_served": ratio([d.answered_within for d in days], [d.answered for d in days]),
        "asa_min": Estimate(asa_s.value / 60, asa_s.standard_error / 60),
        "sl_with_late_abandons": ratio(
            [d.answered_within for d in days], [d.offered - d.abandoned_within for d in days]
        ),
    }
    assert min(late) >= 0
    for name, output in case["outputs"].items():
        holds(found[name], output)


def with_list(case: dict[str, Any]) -> Centre:
    """Two types of the same load, with groups in the order of ``type_to_group`` and eligibility."""
    given = case["inputs"]
    day_s = given["day_min"] * 60.0
    aht, patience = np.array([float(given["aht_s"])]), np.array([float(given["mean_patience_s"])])
    queues = tuple(Queue(f"q{n}", np.array([load * day_s / given["aht_s"]]), aht, patience)
                   for n, load in enumerate(given["load_erlang"]))  # fmt: skip
    groups = tuple(Group(f"g{n}", np.array([number])) for n, number in enumerate(given["groups"]))
    skills = tuple(Skill(f"q{q}", f"g{g}") for q, row in enumerate(given["type_to_group"]) for g in row if g >= 0)
    return Centre(Intervals.even(1, day_s), queues, groups, skills)


@pytest.mark.parametrize("case", cases("multi_skill_simulation", design=True))
def test_separate_teams_one_pool_and_an_overflow(case: dict[str, Any]) -> None:
    centre = with_list(case)
    days = [count(simulate(centre, seed), case["inputs"]["threshold_s"]) for seed in range(4000 if LONG else 300)]
    holds(ratio([d.abandoned for d in days], [d.offered for d in days]), case["outputs"]["p_ab"])
    holds(ratio([d.answered_within for d in days], [d.offered for d in days]), case["outputs"]["sl_offered"])


def simple_msk(given: dict[str, Any]) -> Centre:
    """ContactCenters' example SimpleMSK: rates, handling and patience by period, a common busyness of the day."""
    period_s = given["period_min"] * 60.0
    aht = 60 / np.array(given["service_rate_per_min_by_period"])
    patience = 60 / np.array(given["patience_rate_per_min_by_period"])
    queues = tuple(Queue(f"t{n}", np.array(rates) * given["period_min"], aht, patience)
                   for n, rates in enumerate(given["arrival_rate_per_min"]))  # fmt: skip
    groups = tuple(Group(f"g{n}", np.array(row[:-1]), closing=row[-1]) for n, row in enumerate(given["agents"]))
    skills = tuple(Skill(f"t{t}", f"g{g}") for t, row in enumerate(given["type_to_group"]) for g in row)
    intervals = Intervals.even(len(aht), period_s)
    return Centre(intervals, queues, groups, skills, day_cv=28.7**-0.5)


def answered_in_time(run: Run, queue: int, limit_s: float) -> Array:
    """How many by the period in which they came."""
    good = (run.queue == queue) & (run.state == ANSWERED) & (run.wait_ms <= limit_s * 1000)
    length_ms = run.centre.intervals.length_ms
    return np.bincount(run.entered_ms[good] // length_ms, minlength=len(run.centre.intervals.starts_ms)).astype(float)


def test_three_types_and_two_groups_as_contact_centers_printed_them() -> None:
    published = [param.values[0] for param in cases("multi_skill_simulation", quantity=True)]
    assert len(published) == 2
    given: dict[str, Any] = published[0]["inputs"]  # type: ignore[assignment,index,call-overload]
    centre = simple_msk(given)
    runs: Sequence[Run] = [simulate(centre, seed) for seed in range(20_000 if LONG else 400)]
    for queue, case in ((1, published[0]), (0, published[1])):
        by_period = np.array([answered_in_time(run, queue, given["threshold_s"]) for run in runs])
        for period, output in enumerate(case["outputs"].values()):  # type: ignore[union-attr,index,call-overload]
            holds(mean(by_period[:, period]), output)
