"""The curve, what promises take before and after a change, and when to look again."""

from __future__ import annotations

import numpy as np
import pytest
from tests.planning.patience.made import TRUTHS
from tests.planning.patience.test_drift import days_of

from pactline.planning.patience.banding import law_of
from pactline.planning.patience.consequence import ENOUGH, changed, hazard_times, need, next_look
from pactline.planning.patience.curve import abandonment_curve
from pactline.planning.patience.drift import days_until_found, watch_patience
from pactline.planning.queueing.patience_law import Exponential, PiecewiseHazard
from pactline.planning.queueing.steady import steady
from pactline.planning.requirement.asked import asked_promises

LAW = PiecewiseHazard(0.02, (0.0, 20.0), (1 / 120, 1 / 240))


def test_the_curve_is_the_formula_at_every_number_of_agents() -> None:
    curve = abandonment_curve(LAW, 0.2, 250.0, 20.0)
    assert curve.load == pytest.approx(50)
    found = steady(0.2, 250.0, curve.agents, LAW)
    np.testing.assert_allclose(curve.service_level, found.service_level(20))
    np.testing.assert_allclose(curve.abandonment, found.p_abandon)
    assert (np.diff(curve.service_level) > 0).all()
    assert (np.diff(curve.abandonment) < 0).all()
    assert curve.service_level[0] < 0.05
    assert curve.service_level[-1] > 0.98
    middle = curve.abandonment_at(0.8)
    assert middle is not None
    assert 0.02 < middle < 0.1
    assert curve.abandonment_at(0.9999) is None


def test_the_curve_needs_something_that_comes_and_takes_time() -> None:
    for rate, aht in ((0.0, 250.0), (0.2, 0.0), (float("nan"), 250.0)):
        with pytest.raises(ValueError, match="contacts must come and take time"):
            abandonment_curve(LAW, rate, aht)


def test_the_least_agents_keep_the_promises_and_one_less_does_not() -> None:
    promises = asked_promises(["80/20"], abandonment="3%")
    found = need(LAW, 0.2, 250.0, promises)
    assert found.whole - 1 < found.agents <= found.whole
    kept = [steady(0.2, 250.0, agents, LAW) for agents in (found.whole - 1, found.whole)]
    assert not all(promise.kept(kept[0]) for promise in promises)
    assert all(promise.kept(kept[1]) for promise in promises)
    assert found.delivered["abandonment"] == pytest.approx(float(kept[1].p_abandon))


def test_a_sales_line_staffed_to_three_per_cent_is_looked_at_again_when_a_breaking_change_could_show() -> None:
    promises = asked_promises(abandonment="3%")
    agents = need(LAW, 0.2, 250.0, promises).whole
    found = next_look(LAW, 0.2, 250.0, agents, promises, hang_ups_per_day=20)
    assert found is not None
    assert found.ratio is not None
    assert found.ratio > 1  # less patience breaks an abandonment target, more of it never does
    before, after = (
        steady(0.2, 250.0, agents, hazard_times(LAW, ratio)) for ratio in (found.ratio - 0.01, found.ratio)
    )
    assert float(before.p_abandon) <= 0.03 < float(after.p_abandon)
    assert found.sought == 1.15
    assert found.days == int(np.ceil(days_until_found(20, 1.15)))
    if found.breaking_days is not None:
        assert found.breaking_days == int(np.ceil(days_until_found(20, found.ratio)))
    fewer = next_look(LAW, 0.2, 250.0, agents, promises, hang_ups_per_day=2)
    assert fewer is not None
    assert fewer.days > 5 * found.days
    assert next_look(LAW, 0.2, 250.0, agents, promises, hang_ups_per_day=0.01) is None


def test_more_patience_breaks_a_speed_of_answer_and_nothing_breaks_what_was_not_promised() -> None:
    promises = asked_promises(asa="10")
    law = Exponential(60.0)
    short = PiecewiseHazard(0.0, (0.0,), (1 / 60,))
    agents = need(short, 0.2, 250.0, promises).whole
    assert float(steady(0.2, 250.0, agents, law).asa_s) <= 10
    found = next_look(short, 0.2, 250.0, agents, promises, hang_ups_per_day=50)
    assert found is not None
    assert found.ratio is not None
    assert found.ratio < 1
    assert found.sought == 0.85
    idle = next_look(short, 0.2, 250.0, agents, [], hang_ups_per_day=50)
    assert idle is not None
    assert (idle.ratio, idle.sought, idle.breaking_days) == (None, 1.15, None)


def test_after_an_alarm_the_new_law_is_learnt_since_the_change_or_scaled_where_too_few_hung_up() -> None:
    rng = np.random.default_rng(12)
    exposure = days_of(rng, [1.0] * 40 + [0.7] * 20)
    watched = watch_patience(exposure, 30)[0]
    found = changed(exposure, 30, watched)
    assert found is not None
    assert abs(found.since_day - 40) <= 1
    assert found.before == law_of(exposure.between(0, 29))
    assert found.after == law_of(exposure.between(found.since_day, 59))
    assert found.learnt_anew
    assert exposure.between(found.since_day, 99).hang_ups >= ENOUGH
    truth = {factor: np.mean(factor * TRUTHS["lognormal"](rng, 200_000) > 60) for factor in (1.0, 0.7)}
    assert float(found.before.survival(60)) == pytest.approx(truth[1.0], abs=0.03)
    assert float(found.after.survival(60)) == pytest.approx(truth[0.7], abs=0.04)
    early = exposure.between(0, watched.day(watched.cusum.alarms[0].day))
    few = changed(early, 30, watch_patience(early, 30)[0])
    assert few is not None
    if not few.learnt_anew:
        assert few.after == hazard_times(few.before, few.ratio)
    promises = asked_promises(abandonment="3%")
    before, after = (need(law, 10 / 300, 300.0, promises) for law in (found.before, found.after))
    assert after.agents > before.agents + 0.05


def test_without_an_alarm_there_is_no_change() -> None:
    exposure = days_of(np.random.default_rng(1), [1.0] * 40)
    assert changed(exposure, 30, watch_patience(exposure, 30)[0]) is None
