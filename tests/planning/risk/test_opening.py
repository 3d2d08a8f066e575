"""A queue that opens empty is better at first, and soon as in its long run."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pactline.planning.expected import Expected
from pactline.planning.queueing.patience_law import PiecewiseHazard
from pactline.planning.queueing.steady import steady
from pactline.planning.requirement.opening import runs
from pactline.planning.risk.opening import Opening, one_hazard, since_opening
from pactline.planning.risk.ways_out import WaysOut
from pactline.planning.varying.judge import judge
from pactline.values.period import Period

WAYS = WaysOut.cut_at([20.0])
AT_ONCE = 0


@pytest.mark.parametrize("patience", [180.0, PiecewiseHazard(0.02, (0.0,), (1 / 200,)), None])
def test_the_gain_is_what_the_exact_chain_has_beyond_the_long_run(patience: float | PiecewiseHazard | None) -> None:
    opening = Opening(WAYS, patience, 300.0, 900.0)
    rate = 0.87 * 17 / 300
    chain = WAYS.shares(judge(np.full(2, rate), 17, 300.0, patience, 900.0).steady)
    long_run = WAYS.shares(steady(np.array([rate]), 300.0, 17.0, patience))
    for since in (0, 1):
        gain = opening.gain(np.array([0.87]), 17.0, since)
        assert np.allclose(gain[0], chain[since] - long_run[0], atol=0.004 if patience else 0.015)
    assert opening.gain(np.array([0.87]), 17.0, 0)[0, AT_ONCE] > 0.05
    assert opening.intervals == 2


def test_where_nothing_is_to_be_done_opening_empty_is_no_gain() -> None:
    assert np.abs(Opening(WAYS, 180.0, 300.0, 1800.0).gain(np.array([0.01]), 10.0, 0)).max() < 0.01


def test_a_law_becomes_one_hazard_that_keeps_who_hangs_up_at_once() -> None:
    law = one_hazard(PiecewiseHazard(0.1, (0.0, 30.0), (0.02, 0.0)))
    assert isinstance(law, PiecewiseHazard)
    assert law.at_once == pytest.approx(0.1)
    assert law.hazards_per_s == (pytest.approx(0.01),)
    assert one_hazard(None) is None


def test_every_day_opens_empty_but_one_that_goes_on_from_the_day_before(expected: Callable[..., Expected]) -> None:
    def counted(queue: Expected) -> np.ndarray:
        opened = np.ones(len(queue.starts_us), dtype=bool)
        first_us = Period.parse("2025-04-07/2025-04-09").span(queue.zone).start
        return since_opening(queue.starts_us, queue.offered, queue.length_us, first_us=first_us, most=2,
                             runs=runs(queue, opened))  # fmt: skip

    days = counted(expected(period="2025-04-07/2025-04-09"))
    assert days.tolist() == [0, 1, *[-1] * 14] * 2
    always = counted(expected(period="2025-04-07/2025-04-09", hours="mon-sun 00:00-24:00"))
    assert always.tolist() == [-1] * 192


def test_hours_promised_later_than_contacts_come_do_not_open_empty(expected: Callable[..., Expected]) -> None:
    queue = expected(period="2025-04-07/2025-04-08")
    later = [np.arange(4, 16)]
    found = since_opening(queue.starts_us, queue.offered, queue.length_us, first_us=0, most=2, runs=later)
    assert found.max() == -1
