"""What is asked of the waits of a queue, whatever law they follow."""

from __future__ import annotations

from typing import Protocol

from pactline.planning.queueing.patience_law import Array


class WaitingTimes(Protocol):
    """Waits of all offered contacts in the long run. Limits are in seconds and broadcast against the intervals."""

    def served_within(self, t_s: Array) -> Array:
        """P(served, and waited no longer than t)."""

    def abandoned_within(self, t_s: Array) -> Array:
        """P(abandoned, and waited no longer than t)."""

    def mean_wait_of_served_s(self) -> Array:
        """Mean wait of those who were served, those who never waited among them, in seconds."""
