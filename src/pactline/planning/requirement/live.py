"""Agents for a queue whose customers wait on the line: what each interval needs, and what the agents deliver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from pactline.planning.expected import Expected
from pactline.planning.requirement.assumptions import Assumptions, Method
from pactline.planning.requirement.followed import Run
from pactline.planning.requirement.least_agents import least_agents
from pactline.planning.requirement.opening import open_intervals, runs
from pactline.planning.requirement.promise import Measure, Promise
from pactline.planning.requirement.searching import Coming

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class LiveQueue:
    """One queue of a forecast with the promises that cover it, and when each of them holds."""

    expected: Expected
    promises: tuple[Promise, ...]
    holds: Mapping[str, Mask]  # for each promise, the intervals in its service's opening hours
    given: Assumptions

    @classmethod
    def of(cls, expected: Expected, promises: Sequence[Promise], given: Assumptions, where: ZoneInfo) -> LiveQueue:
        """The queue, with those of the promises that cover it and are kept by answering in time."""
        covering = [
            each
            for each in promises
            if each.covers(expected.queue, expected.channel) and each.measure is not Measure.DEADLINE
        ]
        holds = {each.id: open_intervals(each.hours, expected, where) for each in covering}
        return cls(expected, tuple(covering), holds, given)

    @cached_property
    def open(self) -> Mask:
        """The intervals in which any promise holds."""
        never = np.zeros(self.expected.starts_us.size, dtype=bool)
        return np.asarray(np.any([never, *self.holds.values()], axis=0))

    @cached_property
    def runs(self) -> list[NDArray[np.intp]]:
        """The open intervals that follow one another."""
        return runs(self.expected, self.open)

    @cached_property
    def coming(self) -> Coming:
        """What comes in each interval, carried over from the intervals before as the method says; nothing where the
        queue is closed."""
        rates = np.where(self.open, self.expected.rates_per_s, 0.0)
        if self.given.method is not Method.STEADY:
            for places in self.runs:
                rates[places] = self.run(places).carried_rates_per_s()
        law, slots = self.given.law(self.expected.queue), self.given.slots(self.expected.channel)
        return Coming.of(rates, self.given.handling_s(self.expected), law, slots)

    def run(self, places: NDArray[np.intp]) -> Run:
        """Some open intervals that follow one another, as contacts go through them."""
        expected, given = self.expected, self.given
        return Run(
            expected.rates_per_s[places], given.handling_s(expected)[places], expected.length_s,
            given.law(expected.queue), given.slots(expected.channel),
        )  # fmt: skip

    def need(self, promises: Sequence[Promise]) -> tuple[Array, NDArray[np.object_]]:
        """Whole agents that keep these promises in every interval in which they hold, and the promise that asks for
        most. Raises CannotBeKept."""
        many = self.expected.starts_us.size
        agents, binding = np.zeros(many), np.full(many, "", dtype=object)
        held = np.array([self.holds[each.id] for each in promises]).reshape(len(promises), many)
        for pattern in np.unique(held, axis=1).T:
            inside = np.flatnonzero((held == pattern[:, None]).all(axis=0) & self.open)
            asked = [each for each, holds in zip(promises, pattern, strict=True) if holds]
            if inside.size:
                part = self.coming.only(inside)
                found = least_agents(part.rate_per_s, part.aht_s, part.patience, asked, slots=part.slots)
                agents[inside], binding[inside] = found.agents, found.binding
        return agents, binding

    def floor(self) -> list[Promise]:
        """The promises of which a part must be kept in every interval even where the month is what is judged."""
        worst, found = self.given.worst, []
        for each in self.promises:
            if worst <= 0 or not each.helped_by_agents:
                continue
            target = each.target * worst if each.at_least else each.target / worst
            if each.in_seconds or target < 1:
                found.append(replace(each, target=target))
        return found

    def repaired(self, agents: Array) -> Array:
        """Agents raised where contacts, followed through the day, still find a promise broken."""
        raised = agents.copy()
        for places in self.runs:
            holding = [each for each in self.promises if self.holds[each.id][places].all() and each.helped_by_agents]
            if holding:
                raised[places] = self.run(places).repaired(agents[places], holding)
        return raised

    def delivered(self, agents: Array) -> Delivered:
        """What so many agents deliver in the long run of each interval."""
        steady, there = self.coming.with_agents(np.where(agents > 0, agents, 1.0)), self.open & (agents > 0)
        shown = {name: np.where(there, getattr(steady, name), np.nan) for name in SHOWN}
        return self._told(shown, {each.id: np.where(there, each.delivered(steady), np.nan) for each in self.promises})

    def followed(self, agents: Array) -> Delivered:
        """What they deliver when contacts are followed through each run of open intervals."""
        nothing = np.full(self.expected.starts_us.size, np.nan)
        shown = {name: nothing.copy() for name in SHOWN}
        figures = {each.id: nothing.copy() for each in self.promises}
        for places in self.runs:
            steady = self.run(places).judged(agents[places]).steady
            for name, values in shown.items():
                values[places] = getattr(steady, name)
            for each in self.promises:
                figures[each.id][places] = each.delivered(steady)
        return self._told(shown, figures)

    def _told(self, shown: Mapping[str, Array], figures: Mapping[str, Array]) -> Delivered:
        idle = self.expected.offered <= 0
        kept = {each.id: each.kept_by(figures[each.id]) | ~self.holds[each.id] | idle for each in self.promises}
        return Delivered(shown, figures, kept)


SHOWN = ("p_wait", "p_abandon", "mean_wait_s", "asa_s", "occupancy")


@dataclass(frozen=True)
class Delivered:
    """What agents deliver, interval by interval; not a number where nobody is there."""

    shown: Mapping[str, Array]  # the names of SHOWN
    figures: Mapping[str, Array]  # by promise
    kept: Mapping[str, Mask]  # by promise; where it does not hold or nothing comes, it is kept
