"""The estimate as it is told: how far its table reaches, and which queues have one of their own."""

from __future__ import annotations

import json

import numpy as np
import pytest

from pactline.planning.patience.banding import TooFewHangUps
from pactline.planning.patience.estimate import Estimate, estimates
from pactline.planning.patience.exposure import exposure_of


def test_the_table_ends_where_fewer_than_twenty_waited() -> None:
    # 100 waited 12 s, 20 waited 50 s, 19 waited 130 s; half of each hung up
    wait = np.repeat([12.0, 50.0, 130.0], [100, 20, 19])
    estimate = Estimate("sales", exposure_of(wait, np.arange(139) % 2 == 0))
    assert [step.wait_s for step in estimate.table()] == [1, 5, 10, 15, 20, 30, 45]
    assert estimate.table()[3].still_waiting == pytest.approx(1 - 50 / 139)
    assert estimate.table()[3].low is None


def test_a_queue_with_too_few_hang_ups_is_part_of_all_together_and_says_why() -> None:
    enough, few = exposure_of([5.0] * 9, [True] * 5 + [False] * 4), exposure_of([7.0, 8.0], [True, False])
    found, left_out = estimates({"help": enough, "sales": few})
    assert [each.queue for each in found] == [None, "help"]
    assert left_out == {"sales": "1 of 2 contacts that waited hung up; patience takes at least three"}
    assert found[0].exposure.hang_ups == 6
    json.dumps([each.to_json() for each in found], allow_nan=False)
    with pytest.raises(TooFewHangUps, match="no contact of this choice had to wait"):
        estimates({})
