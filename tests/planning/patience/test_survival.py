"""Kaplan and Meier, Nelson and Aalen against exact fractions, second implementations and what is known of them."""

from __future__ import annotations

import gzip
import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.planning.patience.made import TRUTHS, waits

from pactline.planning.patience.exposure import exposure_of, pooled
from pactline.planning.patience.survival import (
    exponential_rate_per_s,
    kaplan_meier,
    mean_wait_of_hang_ups_s,
    survival_of,
)

CASES = Path(__file__).resolve().parents[4] / "shared" / "data" / "staffing" / "reference_cases.json"


def reference_cases() -> list[dict]:
    if not CASES.exists():
        return []
    return [case for case in json.loads(CASES.read_text())["cases"] if case["kind"] == "patience_estimation"]


@pytest.mark.skipif(not CASES.exists(), reason="the reference cases are not beside the project")
def test_the_reference_cases_come_out_to_the_last_digit() -> None:
    cases = reference_cases()
    assert len(cases) == 2
    for case in cases:
        wait_s, hung_up, expected = case["inputs"]["wait_s"], case["inputs"]["abandoned"], case["outputs"]
        exposure = exposure_of(wait_s, hung_up)
        for found in (kaplan_meier(wait_s, hung_up), survival_of(exposure)):
            for name, figures in (("kaplan_meier", found.survival), ("nelson_aalen", found.integrated_hazard)):
                times, values = np.array(expected[name]["computed"]).T
                assert found.times_s.tolist() == times.tolist()
                np.testing.assert_allclose(figures, values, rtol=0, atol=expected[name]["tol"])
            assert found.restricted_mean_s() == pytest.approx(expected["restricted_mean_s"]["computed"], rel=1e-12)
        rate, naive = exponential_rate_per_s(exposure), mean_wait_of_hang_ups_s(exposure)
        assert rate == pytest.approx(expected["exponential_mle_rate"]["computed"], rel=1e-12)
        assert naive == pytest.approx(expected["naive_mean_wait_of_abandoners_s"]["computed"], rel=1e-12)


def by_definition(wait_s: list[float], hung_up: list[bool]) -> list[tuple[float, Fraction, Fraction]]:
    """A second implementation, contact by contact in fractions: at a tie, hang-ups come first."""
    survival, hazard, found = Fraction(1), Fraction(0), []
    for time in sorted({wait for wait, gone in zip(wait_s, hung_up, strict=True) if gone}):
        at_risk = sum(wait >= time for wait in wait_s)
        events = sum(gone and wait == time for wait, gone in zip(wait_s, hung_up, strict=True))
        survival *= 1 - Fraction(events, at_risk)
        hazard += Fraction(events, at_risk)
        found.append((time, survival, hazard))
    return found


def test_a_second_implementation_in_fractions_agrees_on_random_waits_with_many_ties() -> None:
    rng = np.random.default_rng(7)
    for _ in range(40):
        size = int(rng.integers(1, 60))
        wait_s = rng.integers(0, 15, size).astype(float)
        hung_up = rng.random(size) < 0.4
        expected = by_definition(wait_s.tolist(), hung_up.tolist())
        found = kaplan_meier(wait_s, hung_up)
        assert found.times_s.tolist() == [time for time, _, _ in expected]
        np.testing.assert_allclose(found.survival, [float(s) for _, s, _ in expected], atol=1e-13)
        np.testing.assert_allclose(found.integrated_hazard, [float(h) for _, _, h in expected], atol=1e-13)


def test_adding_up_contacts_by_day_and_wait_changes_nothing() -> None:
    rng = np.random.default_rng(3)
    wait_s, hung_up, days = rng.integers(1, 50, 500) / 2.0, rng.random(500) < 0.3, rng.integers(0, 9, 500)
    one_by_one = kaplan_meier(wait_s, hung_up)
    whole = exposure_of(wait_s, hung_up, days)
    halves = pooled([exposure_of(wait_s[part], hung_up[part], days[part]) for part in (slice(0, 99), slice(99, None))])
    for added in (survival_of(whole), survival_of(halves)):
        np.testing.assert_allclose(added.survival, one_by_one.survival, atol=1e-14)
        assert added.at_risk.tolist() == one_by_one.at_risk.tolist()


def test_statsmodels_agrees_where_it_is_installed() -> None:
    statsmodels = pytest.importorskip("statsmodels.duration.survfunc")
    rng = np.random.default_rng(5)
    wait_s, hung_up = rng.integers(1, 200, 3000).astype(float), rng.random(3000) < 0.2
    theirs, ours = statsmodels.SurvfuncRight(wait_s, hung_up), kaplan_meier(wait_s, hung_up)
    np.testing.assert_allclose(ours.at(theirs.surv_times), theirs.surv_prob, atol=1e-12)


@pytest.mark.filterwarnings("ignore")
def test_lifelines_agrees_where_it_is_installed() -> None:
    lifelines = pytest.importorskip("lifelines")
    rng = np.random.default_rng(6)
    wait_s, hung_up, times = rng.integers(1, 200, 3000).astype(float), rng.random(3000) < 0.2, np.arange(1, 199.0)
    theirs, hazard = lifelines.KaplanMeierFitter(), lifelines.NelsonAalenFitter(nelson_aalen_smoothing=False)
    ours = kaplan_meier(wait_s, hung_up)
    np.testing.assert_allclose(ours.at(times), theirs.fit(wait_s, hung_up).predict(times), atol=1e-12)
    np.testing.assert_allclose(ours.hazard_until(times), hazard.fit(wait_s, hung_up).predict(times), atol=1e-12)


def test_median_and_restricted_mean_are_read_off_the_steps() -> None:
    # four contacts: 10 s hung up (3/4), 20 s answered, 30 s hung up (3/8), 40 s answered
    found = kaplan_meier([10, 20, 30, 40], [True, False, True, False])
    assert found.survival.tolist() == [0.75, 0.375]
    assert (found.median_s, found.quantile_s(0.25), found.quantile_s(0.9)) == (30.0, 10.0, None)
    assert found.restricted_mean_s() == 10 + 20 * 0.75 + 10 * 0.375
    assert found.restricted_mean_s(20) == 10 + 10 * 0.75
    assert found.at([0, 9.99, 10, 29, 30, 99]).tolist() == [1, 1, 0.75, 0.75, 0.375, 0.375]
    assert found.hazard_until([5, 10, 30]).tolist() == [0, 0.25, 0.75]
    # Greenwood: S^2 (1/(4*3) + 1/(2*1))
    np.testing.assert_allclose(found.standard_error()[1], 0.375 * (1 / 12 + 1 / 2) ** 0.5)


def test_who_never_waited_says_nothing_but_one_who_hung_up_at_once_does() -> None:
    exposure = exposure_of([0, 0, 0, 5, 9], [False, False, True, False, True])
    assert (exposure.without_wait, exposure.waited, exposure.hang_ups) == (2, 3, 2)
    assert survival_of(exposure).survival.tolist() == pytest.approx([2 / 3, 0.0])


def test_waits_below_zero_and_other_nonsense_are_refused() -> None:
    for wait_s in ([-1.0, 2.0], [float("nan"), 1.0], [float("inf")]):
        with pytest.raises(ValueError, match="seconds that are not negative"):
            kaplan_meier(wait_s, [True] * len(wait_s))
    with pytest.raises(ValueError, match="one wait and one end"):
        kaplan_meier([1.0], [True, False])


def test_the_mean_wait_of_those_who_hung_up_is_the_wait_on_offer_and_not_patience() -> None:
    """True mean patience 180 s, whatever the staffing; the mean wait of the hang-ups follows the staffing instead."""
    found = {}
    for agents in (15, 19, 23):
        wait, gone = waits(np.random.default_rng(agents), 60_000, 20 / 300, 300.0, agents, TRUTHS["exponential"])
        exposure = exposure_of(wait, gone)
        found[agents] = mean_wait_of_hang_ups_s(exposure)
        assert 1 / exponential_rate_per_s(exposure) == pytest.approx(180, rel=0.05)
        assert found[agents] < 100
    assert all(more > less * 1.2 for more, less in pairwise(found.values()))


BANK = CASES.parents[1] / "calls" / "anonymous-bank-1999-02" / "february1999.txt.gz"


@pytest.mark.skipif(not BANK.exists(), reason="the log of the Anonymous Bank is not beside the project")
def test_half_of_the_customers_of_the_anonymous_bank_would_have_waited_280_seconds() -> None:
    lines = gzip.decompress(BANK.read_bytes()).decode().splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    queued = [row for row in rows if row[12] in ("AGENT", "HANG") and (row[9] != "0:00:00" or int(row[11]) > 0)]
    hung_up = [row[12] == "HANG" for row in queued]
    exposure = exposure_of([float(row[11]) for row in queued], hung_up)
    assert (exposure.waited, exposure.hang_ups, exposure.waiting_s) == (18_059, 3_963, 1_367_207)
    found = survival_of(exposure)
    assert found.median_s == 280
    assert found.at([10, 60, 300]).round(3).tolist() == [0.962, 0.82, 0.486]
    assert round(mean_wait_of_hang_ups_s(exposure)) == 66
