"""A centre file, or a plan and a forecast, laid over the days of a period: the centre that is simulated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from pactline.planning.expected import Expected
from pactline.planning.patience.patience_file import read_patience
from pactline.planning.queueing.patience_law import BalkThenExponential, Exponential, PatienceLaw
from pactline.planning.refusal import Refused
from pactline.planning.requirement.assumptions import Concurrent
from pactline.planning.requirement.plan_file import PlannedAgents
from pactline.planning.simulation.centre import (
    Array,
    Callbacks,
    Centre,
    Group,
    Intervals,
    Numbers,
    Queue,
    Redials,
    Skill,
)  # fmt: skip
from pactline.planning.simulation.centre_shape import CentreFile, PatienceTerms, Profile, QueueTerms
from pactline.planning.simulation.handling import (
    ExponentialHandling,
    FixedHandling,
    HandlingLaw,
    LognormalHandling,
)  # fmt: skip
from pactline.values.period import Period
from pactline.values.zone import from_us


def centre_over(file: CentreFile, period: Period, folder: Path) -> Centre:
    """The centre of a file over the open intervals of a period; a patience file is looked for in ``folder``.

    Raises ValueError where the centre is closed all the time or its hours are no whole number of intervals; Problems
    and FileNotFoundError for a patience file.
    """
    zone = file.zone
    assert isinstance(zone, ZoneInfo)
    length_us = round(file.interval * 1e6)
    starts: list[int] = []
    for span in file.hours.spans(period, zone):
        if (span.end - span.start) % length_us:
            raise Refused(f"the hours are no whole number of intervals of {file.interval / 60:g} min")
        starts += range(span.start, span.end, length_us)
    if not starts:
        raise Refused(f"the centre is closed on every day of {period}")
    local = [from_us(start, zone) for start in starts]
    minutes = np.array([60 * at.hour + at.minute for at in local])
    origin = starts[0]
    intervals = Intervals((np.array(starts) - origin) // 1000, length_us // 1000, origin, zone)
    queues = tuple(_queue(name, terms, minutes, file.interval, folder) for name, terms in file.queues.items())
    groups = tuple(
        Group(name, _levels(terms.agents, minutes).astype(np.int64), terms.at_once, None, terms.cost_per_hour)
        for name, terms in file.groups.items()
    )
    return Centre(intervals, queues, groups, tuple(_skills(file)), file.stay, file.day_spread, 0.0, file.centre)


def _levels(profile: Profile, minutes: Numbers) -> Array:
    """The number that holds at each minute of the day; nought before the first."""
    clocks, numbers = np.array([0, *profile]), np.array([0.0, *profile.values()])
    return np.asarray(numbers[np.searchsorted(clocks, minutes, side="right") - 1])


def _queue(name: str, terms: QueueTerms, minutes: Numbers, interval_s: float, folder: Path) -> Queue:
    offer, again = terms.callbacks, terms.redials
    return Queue(
        name,
        _levels(terms.offered_per_hour, minutes) * interval_s / 3600,
        np.full(len(minutes), terms.aht),
        _patience(terms.patience, name, folder),
        _handling(terms),
        terms.channel,
        terms.hold,
        terms.wrap,
        Callbacks(offer.accepted, offer.longer_than, offer.after, offer.due) if offer else None,
        Redials(again.share, again.after, again.most) if again else None,
    )


def _patience(terms: PatienceTerms, queue: str, folder: Path) -> PatienceLaw | None:
    if terms.file is not None:
        return read_patience(folder / terms.file).of(queue)
    if terms.at_once:
        return BalkThenExponential(terms.at_once, np.inf if terms.mean is None else terms.mean)
    return None if terms.mean is None else Exponential(terms.mean)


def _handling(terms: QueueTerms) -> HandlingLaw:
    match terms.handling.spread:
        case "lognormal":
            return LognormalHandling(terms.handling.cv)
        case "fixed":
            return FixedHandling()
        case _:
            return ExponentialHandling()


def _skills(file: CentreFile) -> list[Skill]:
    """In the order of ``routing``; a queue without one tries the groups with the fewest skills first."""
    found: list[Skill] = []
    for queue in file.queues:
        able = [(name, 0.0) for name, group in file.groups.items() if queue in group.skills]
        able.sort(key=lambda each: len(file.groups[each[0]].skills))
        order = [(route.group, route.after) for route in file.routing.get(queue, ())] or able
        found += [Skill(queue, group, file.groups[group].skills[queue], after) for group, after in order]
    return found


def planned_centre(
    plans: Sequence[PlannedAgents],
    patience: Mapping[str, PatienceLaw | None],
    concurrent: Mapping[str, Concurrent] | None = None,
    *,
    stay_s: float = 1800.0,
) -> Centre:
    """A plan as a centre: one group for each queue, of its whole agents on the phone.

    ``concurrent`` says of a channel how many contacts an agent holds at once, and how much longer each then takes.
    Raises ValueError for plans of different interval lengths or zones, or whose agents are no whole numbers.
    """
    first = plans[0]
    if any(plan.length_us != first.length_us or plan.zone.key != first.zone.key for plan in plans):
        raise Refused("the queues of the plan have intervals of different lengths or zones")
    for plan in plans:
        if np.any(plan.agents != np.rint(plan.agents)):
            raise Refused(
                f"{plan.queue} has fractions of agents, and nobody is half an agent; name the others: --queue"
            )
    names = [_own_name(plan, plans) for plan in plans]
    starts = np.unique(np.concatenate([plan.starts_us for plan in plans]))
    origin = int(starts[0])
    intervals = Intervals((starts - origin) // 1000, first.length_us // 1000, origin, first.zone)

    def over(plan: PlannedAgents, values: Array, blank: float) -> Array:
        found = np.full(len(starts), blank)
        found[np.searchsorted(starts, plan.starts_us)] = values
        return found

    def held(plan: PlannedAgents) -> Concurrent:
        return (concurrent or {}).get(plan.channel, Concurrent(1, 1.0))

    queues = tuple(
        Queue(name, over(plan, plan.offered, 0.0), over(plan, plan.aht_s * held(plan).stretch, 0.0),
              patience.get(plan.queue), channel=plan.channel or "voice")
        for name, plan in zip(names, plans, strict=True)
    )  # fmt: skip
    groups = tuple(
        Group(name, np.rint(over(plan, plan.agents, 0.0)).astype(np.int64), held(plan).at_once)
        for name, plan in zip(names, plans, strict=True)
    )
    return Centre(intervals, queues, groups, tuple(Skill(name, name) for name in names), stay_s, name="plan")


def check_sound(centre: Centre) -> None:
    """Raises ValueError where nothing is expected, or contacts are that have no handling time."""
    if not any(queue.offered.sum() > 0 for queue in centre.queues):
        raise Refused("nothing is expected: give volumes, such as --forecast expected.csv")
    for queue in centre.queues:
        if np.any((queue.offered > 0) & ~(queue.aht_s > 0)):
            raise Refused(f"{queue.name} has contacts without a handling time; give aht_s, such as by --forecast")


def _own_name(plan: PlannedAgents, plans: Sequence[PlannedAgents]) -> str:
    alike = [each for each in plans if each.queue == plan.queue]
    return plan.queue if len(alike) == 1 else f"{plan.queue} ({plan.channel})"


def with_forecast(centre: Centre, expected: Sequence[Expected]) -> Centre:
    """The same centre with the volumes and handling times of a forecast, where it has the queue.

    Raises ValueError where the forecast has other intervals than the centre, or none of its queues.
    """
    by_name = {each.queue: each for each in expected}
    known = [queue for queue in centre.queues if queue.name in by_name]
    if not known:
        raise Refused(f"the forecast has none of the queues {', '.join(q.name for q in centre.queues)}")
    queues = tuple(_forecast_queue(centre, queue, by_name.get(queue.name)) for queue in centre.queues)
    used = [by_name[queue.name] for queue in known]
    cv = reduce(max, (each.day_cv for each in used), centre.day_cv)
    lag = next((each.day_lag1 for each in used if each.day_cv == cv), centre.day_lag1)
    return replace(centre, queues=queues, day_cv=cv, day_lag1=lag)


def _forecast_queue(centre: Centre, queue: Queue, expected: Expected | None) -> Queue:
    if expected is None:
        return queue
    starts = centre.intervals.origin_us + centre.intervals.starts_ms * 1000
    inside = expected.within(int(starts[0]), int(starts[-1]) + 1)
    place = np.searchsorted(starts, inside.starts_us)
    if expected.length_us != centre.intervals.length_ms * 1000 or np.any(starts[place] != inside.starts_us):
        raise Refused(f"the forecast of {queue.name} has other intervals than the centre")
    offered, aht_s = np.zeros(len(starts)), queue.aht_s.copy()
    offered[place], aht_s[place] = inside.offered, np.where(inside.aht_s > 0, inside.aht_s, queue.aht_s[place])
    return replace(queue, offered=offered, aht_s=aht_s)


def within(plans: Sequence[PlannedAgents], period: Period) -> list[PlannedAgents]:
    """Only the intervals that begin in a period of local days. Raises ValueError where none does."""
    kept: list[PlannedAgents] = []
    for plan in plans:
        span = period.span(plan.zone)
        inside = (plan.starts_us >= span.start) & (plan.starts_us < span.end)
        if inside.any():
            kept.append(
                replace(
                    plan, starts_us=plan.starts_us[inside], offered=plan.offered[inside], aht_s=plan.aht_s[inside],
                    agents=plan.agents[inside], scheduled=plan.scheduled[inside],
                    binding=tuple(word for word, there in zip(plan.binding, inside, strict=True) if there),
                )
            )  # fmt: skip
    if not kept:
        raise Refused(f"the plan has no interval in {period}")
    return kept
