"""A centre file simulated in one call, as ``pactline simulate`` does it."""

from __future__ import annotations

import os
from pathlib import Path

from pactline.planning.simulation.centre_file import read_centre
from pactline.planning.simulation.outcome import Judge, Outcome, play
from pactline.planning.simulation.over_days import centre_over, check_sound
from pactline.values.duration import Duration
from pactline.values.period import Period


def simulate_centre(
    centre: str | os.PathLike[str],
    period: str,
    *,
    seeds: int = 20,
    seed: int = 1,
    within: str = "20 s",
    judge: Judge | None = None,
) -> Outcome:
    """Let customers go through a centre: ``print(simulate_centre("centre.yaml", "2025-03"))``.

    ``seeds`` runs begin with ``seed``; ``within`` is the wait of the service level; ``judge`` evaluates the contacts of
    each run. The figures have standard errors.
    Raises Problems for a centre file with faults, ValueError for a period in which it is closed or a wait that is none.
    """
    place = Path(centre)
    made = centre_over(read_centre(place), Period.parse(period), place.parent)
    check_sound(made)
    within_s = Duration.parse(within).ms / 1000
    return play(made, list(range(seed, seed + seeds)), within_s=within_s, judge=judge)
