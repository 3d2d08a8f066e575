"""The pictures of a requirement: told in words too, by filling and not by colour alone, the busiest week of many."""

from __future__ import annotations

import numpy as np
import pytest

from pactline.planning.expected import Expected
from pactline.planning.pictures.requirement import plan_against_requirement, requirement_pictures
from pactline.planning.requirement.asked import asked_promises
from pactline.planning.requirement.assumptions import Assumptions
from pactline.planning.requirement.staffing import Plan, staff_queues
from pactline.values.zone import zone


def _plan(days: int) -> Plan:
    """Hours from 08:00 to 20:00 UTC; every day has more than the one before."""
    starts = np.concatenate([1_741_593_600_000_000 + 3_600_000_000 * (24 * day + np.arange(12)) for day in range(days)])
    offered = np.concatenate([(60 + 30 * day) * np.sin(np.pi * (np.arange(12) + 1) / 13) for day in range(days)])
    aht_s = np.full(offered.size, 300.0)
    queue = Expected(
        "help", "voice", zone("UTC"), 3_600_000_000, starts.astype(np.int64), offered, offered, offered, aht_s
    )
    return staff_queues([queue], asked_promises(["80/20"], occupancy="70%"), Assumptions(patience=180.0))


def test_the_promise_that_asks_for_most_is_told_by_filling_and_in_words() -> None:
    plan = _plan(3)
    (picture,) = requirement_pictures(plan)
    assert len(picture.figure.axes) == 3
    hatches = {bar.get_hatch() for plot in picture.figure.axes for bar in plot.patches}
    assert len(hatches) == len(set(plan.queues[0].binding)) == 2
    assert "80/20 in " in picture.says
    assert "occupancy in " in picture.says
    most = int(plan.queues[0].agents.max())
    assert f"at most {most}, at " in picture.says
    assert picture.svg().startswith("<svg")


def test_of_many_days_the_busiest_seven_are_shown() -> None:
    (picture,) = requirement_pictures(_plan(10))
    titles = [plot.get_title("left") for plot in picture.figure.axes]
    assert len(titles) == 7
    assert (titles[0], titles[-1]) == ("help, Thu 13 Mar 2025", "help, Wed 19 Mar 2025")


def test_a_plan_is_drawn_against_the_need_with_what_is_over_and_under() -> None:
    plan = _plan(1)
    (queue,) = plan.queues
    planned = queue.agents + np.where(np.arange(12) % 2, 2.0, -1.0)
    picture = plan_against_requirement(queue, planned)
    assert picture.says.startswith("The plan has 12.0 agent-hours more than needed and 6.0 fewer")
    heights = [bar.get_height() for bar in picture.figure.axes[0].patches]
    assert sum(heights) == pytest.approx(18.0)
