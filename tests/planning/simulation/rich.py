"""A centre that has everything, and the digest of what happens in it; run as a program it prints that digest."""

from __future__ import annotations

import hashlib

import numpy as np

from pactline.planning.queueing.patience_law import PiecewiseHazard
from pactline.planning.simulation.centre import Callbacks, Centre, Group, Intervals, Queue, Redials, Skill
from pactline.planning.simulation.handling import LognormalHandling, ObservedHandling
from pactline.planning.simulation.running import Run, simulate


def rich() -> Centre:
    """Three queues, three groups, two days of eight hours, overflow, callbacks, redials, several at once."""
    starts = np.concatenate([np.arange(16) * 1_800_000, np.arange(16) * 1_800_000 + 86_400_000])
    shape = np.tile(1 + 0.5 * np.sin(np.arange(16) / 3), 2)
    offers, redials = Callbacks(0.4, longer_than=3, after_s=60), Redials(0.3, 240, most=2)
    seen = ObservedHandling((100.0, 300.0, 900.0))
    queues = (
        Queue("sales", 50 * shape, np.full(32, 300.0), np.full(32, 120.0), LognormalHandling(1.2), wrap_share=0.1,
              callbacks=offers, redials=redials),
        Queue("help", 30 * shape, np.full(32, 400.0), PiecewiseHazard(0.1, (0.0, 60.0), (0.004, 0.01)),
              seen, hold_share=0.05, callbacks=Callbacks(0.5, after_s=45, due_s=600)),
        Queue("chat", 20 * shape, np.full(32, 600.0), None, channel="chat"),
    )  # fmt: skip
    agents = np.tile(np.r_[np.full(5, 6), np.full(6, 9), np.full(5, 7)], 2)
    groups = (Group("sellers", agents), Group("helpers", agents - 2), Group("chatters", agents // 3, at_once=3))
    skills = (
        Skill("sales", "sellers"), Skill("sales", "helpers", 2, 20), Skill("help", "helpers"),
        Skill("help", "sellers", 2, 30), Skill("chat", "chatters"), Skill("chat", "helpers", 3, 90),
    )  # fmt: skip
    return Centre(Intervals(starts, 1_800_000), queues, groups, skills, stay_s=900, day_cv=0.1, day_lag1=0.5)


def digest(run: Run) -> str:
    """Of everything that happened."""
    parts = (run.customer, run.queue, run.attempt, run.entered_ms, run.left_ms, run.state, run.slot, run.handling_ms,
             run.shift_slot, run.shift_from_ms, run.shift_to_ms)  # fmt: skip
    return hashlib.sha256(b"".join(np.asarray(part, dtype="<i8").tobytes() for part in parts)).hexdigest()


def plain() -> Centre:
    """One queue and one group: the fast way."""
    queue = Queue("calls", np.array([2000.0]), np.array([300.0]), np.array([120.0]))
    return Centre(Intervals.even(1, 36_000), (queue,), (Group("team", np.array([15])),), (Skill("calls", "team"),))


if __name__ == "__main__":
    print(digest(simulate(rich(), 7)), digest(simulate(plain(), 7)))
