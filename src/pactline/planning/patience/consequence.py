"""What a change of patience means: the old law and the new one, and the agents that the promises take under each.

And the case of a team that is staffed to an abandonment target: how many agents that takes, how much patience may
change before the target is missed with them, and when there will be enough hang-ups to see such a change, which is when
to look again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pactline.planning.patience.banding import TooFewHangUps, law_of
from pactline.planning.patience.cusum import CHANGE
from pactline.planning.patience.drift import Watched, days_until_found
from pactline.planning.patience.exposure import Exposure
from pactline.planning.queueing.patience_law import PiecewiseHazard
from pactline.planning.queueing.steady import steady
from pactline.planning.requirement.least_agents import least_agents
from pactline.planning.requirement.promise import Promise

ENOUGH = 200  # hang-ups since the change from which the new law is learnt from them alone
_MOST = 4.0  # a hazard that many times as high, or as low, is looked for


@dataclass(frozen=True)
class Need:
    """The agents that promises take for a load; fractions show a change that whole agents would hide."""

    agents: float
    whole: int
    delivered: Mapping[str, float]  # by promise, with the whole number of agents


@dataclass(frozen=True)
class Changed:
    """Patience before and after a change."""

    since_day: int
    ratio: float  # hang-ups over those expected since then
    before: PiecewiseHazard
    after: PiecewiseHazard
    learnt_anew: bool  # False: the old law, its hazard times the ratio, as too few hung up since


def changed(exposure: Exposure, trained_before: int, watched: Watched) -> Changed | None:
    """The laws before and after the change that raised the alarms and holds now; None where there is none.

    ``trained_before`` is the first day that was watched: the old law is of the days before it.
    """
    alarm = watched.cusum.lasting
    if alarm is None:
        return None
    since_day = watched.day(alarm.since)
    before = law_of(exposure.between(-(2**40), trained_before - 1))
    since = exposure.between(since_day, 2**40)
    expected = float(watched.expected[alarm.since :].sum())
    ratio = float(watched.observed[alarm.since :].sum()) / expected if expected > 0 else alarm.ratio
    try:
        after = law_of(since) if since.hang_ups >= ENOUGH else None
    except TooFewHangUps:
        after = None
    return Changed(since_day, ratio, before, after or hazard_times(before, ratio), after is not None)


def hazard_times(law: PiecewiseHazard, ratio: float) -> PiecewiseHazard:
    """The law of customers who hang up so many times as readily once they wait."""
    return PiecewiseHazard(law.at_once, law.edges_s, tuple(hazard * ratio for hazard in law.hazards_per_s))


def need(law: PiecewiseHazard, rate_per_s: float, aht_s: float, promises: Sequence[Promise]) -> Need:
    """The least agents that keep all promises. Raises CannotBeKept."""
    exact = least_agents(rate_per_s, aht_s, law, promises, whole=False)
    found = least_agents(rate_per_s, aht_s, law, promises)
    delivered = {name: float(figure) for name, figure in found.figures.items()}
    return Need(float(exact.agents), int(found.agents), delivered)


@dataclass(frozen=True)
class NextLook:
    """When to look at the estimate again."""

    days: int  # from the last day seen until a change of the size that is watched for would show
    sought: float  # that size: the hazard times this
    ratio: float | None  # the change of the hazard that breaks a promise with these agents; None where none does
    breaking_days: int | None  # until that change would show; None where none breaks, or it is too small to show


def next_look(
    law: PiecewiseHazard, rate_per_s: float, aht_s: float, agents: float, promises: Sequence[Promise],
    hang_ups_per_day: float, dispersion: float = 1.0,
) -> NextLook | None:  # fmt: skip
    """When to look again: the days until a change of 15 % would raise an alarm.

    It is taken in the direction that endangers the promises: a hazard that rises brings more abandonment, one that
    falls longer waits for those who stay. None where too few hang up for such a change to show within a year.
    """
    edges = [_breaking(law, rate_per_s, aht_s, agents, promises, rising) for rising in (True, False)]
    nearest = min((edge for edge in edges if edge is not None), key=lambda edge: abs(math.log(edge)), default=None)
    sought = 1 + CHANGE if nearest is None or nearest >= 1 else 1 - CHANGE
    days = days_until_found(hang_ups_per_day, sought, dispersion)
    if days > _YEAR:
        return None
    breaking = math.inf if nearest is None else days_until_found(hang_ups_per_day, nearest, dispersion)
    return NextLook(math.ceil(days), sought, nearest, math.ceil(breaking) if breaking <= _YEAR else None)


_YEAR = 366


def _breaking(
    law: PiecewiseHazard, rate_per_s: float, aht_s: float, agents: float, promises: Sequence[Promise], rising: bool
) -> float | None:  # fmt: skip
    """The smallest change of the hazard that breaks a promise with these agents; None where none within reach does."""

    def kept(ratio: float) -> bool:
        found = steady(rate_per_s, aht_s, agents, hazard_times(law, ratio))
        return all(bool(promise.kept(found)) for promise in promises)

    low, high = 0.0, math.log(_MOST)
    sign = 1 if rising else -1
    if not promises or not kept(1.0) or kept(math.exp(sign * high)):
        return None
    while high - low > 0.005:
        middle = (low + high) / 2
        low, high = (middle, high) if kept(math.exp(sign * middle)) else (low, middle)
    return math.exp(sign * high)
