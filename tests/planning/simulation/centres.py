"""Centres that the tests run, in as few words as possible."""

from __future__ import annotations

from typing import Any

import numpy as np

from pactline.planning.simulation.centre import Centre, Group, Intervals, Queue, Skill


def one_queue(agents: int, offered: float, aht_s: float = 300.0, hours: float = 100.0, **more: Any) -> Centre:
    """One queue and one group over one long interval, as the formulas have it; ``patience_s`` is a mean."""
    patience_s = more.pop("patience_s", None)
    if patience_s is not None:
        more["patience"] = np.array([float(patience_s)])
    stay_s = more.pop("stay_s", None)
    queue = Queue("calls", np.array([float(offered)]), np.array([float(aht_s)]), **more)
    group = Group("team", np.array([agents]))
    return Centre(Intervals.even(1, hours * 3600), (queue,), (group,), (Skill("calls", "team"),), stay_s=stay_s)


def two_queues(agents: dict[str, int], skills: list[Skill], hours: float = 8.0, **more: Any) -> Centre:
    """Queues of 10 Erlang each, 300 s, patience 180 s, as in the reference cases."""
    offered = np.array([10 * hours * 3600 / 300])
    queues = tuple(Queue(name, offered, np.array([300.0]), np.array([180.0]), **more) for name in ("red", "blue"))
    groups = tuple(Group(name, np.array([number])) for name, number in agents.items())
    return Centre(Intervals.even(1, hours * 3600), queues, groups, tuple(skills))
