"""A period that lies ahead: what is expected, what is promised, and what any number of agents would make of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

import numpy as np
from numpy.typing import NDArray

from pactline.agreement.model import Agreement
from pactline.agreement.versions import Versions
from pactline.planning.expected import Expected
from pactline.planning.queueing.steady import steady
from pactline.planning.refusal import NoAnswer, Refused
from pactline.planning.requirement.assumptions import Assumptions
from pactline.planning.requirement.live import LiveQueue
from pactline.planning.requirement.plan_file import PlannedAgents
from pactline.planning.requirement.promise import Measure, Promise
from pactline.planning.requirement.promises import promises_of
from pactline.planning.requirement.staffing import staff_queues
from pactline.planning.risk.behaviour import Behaviour, Patience
from pactline.planning.risk.day_factors import day_factors
from pactline.planning.risk.draws import draw_ways, expected_ways
from pactline.planning.risk.more_patient import more_patient
from pactline.planning.risk.opening import Opening, since_opening
from pactline.planning.risk.planned_counts import PlannedMonth
from pactline.planning.risk.responses import Response, respond
from pactline.planning.risk.scores import Risk, Scored, score
from pactline.planning.risk.silent import silenced
from pactline.planning.risk.specimens import PlannedQueue, Specimens
from pactline.planning.risk.ways_out import WaysOut
from pactline.records.facts import NO_FACTS, Facts
from pactline.statement.counting.asking import Records
from pactline.statement.counting.counted import Counted
from pactline.statement.evaluating import evaluate, memory_before
from pactline.statement.model import Statement
from pactline.statement.windows.contract import Contract
from pactline.statement.windows.history import History
from pactline.statement.windows.remembering import remembers
from pactline.values.period import Period
from pactline.values.zone import from_us, to_us

Array = NDArray[np.float64]
Agents = tuple[Array, ...]
"""For each queue the agents on the phone in each of its intervals."""

_CHUNK = 4_000_000  # counts that are held at a time
_MOST_LOAD = 5_000  # Erlang; the time grows with it, and so many take a minute
_EXAMPLES = 24  # intervals from which the mean waits of a band are taken


@dataclass(frozen=True)
class Change:
    """Another course of things than forecast: factors on what is expected."""

    volume: float = 1.0
    handle_time: float = 1.0
    patience: float = 1.0


AS_FORECAST = Change()


@dataclass
class Outlook:
    """One period of an agreement ahead. Make one with :meth:`over`."""

    agreement: Agreement | Versions
    period: Period
    queues: tuple[Expected, ...]  # inside the period, those that something is promised about
    promises: tuple[Promise, ...]
    left_out: tuple[tuple[str, str], ...]  # commitments that are not planned for, with the reason
    notes: tuple[str, ...]
    assumed: Assumptions
    alike: float
    ways: WaysOut
    facts: Facts
    before: Counted | None
    earlier: History | None
    _months: dict[float, PlannedMonth] = field(default_factory=dict, repr=False)
    _plans: dict[tuple[float, float | None], tuple[PlannedAgents, ...]] = field(default_factory=dict, repr=False)
    _behaviours: dict[tuple[str, float], Behaviour] = field(default_factory=dict, repr=False)

    @classmethod
    def over(
        cls, agreement: Agreement | Versions, period: Period, queues: Sequence[Expected], *,
        assumed: Assumptions | None = None, alike: float = 0.0,
        records: Records | None = None, facts: Facts = NO_FACTS,
    ) -> Outlook:  # fmt: skip
        """The outlook of a period. ``alike`` is the correlation of the queues' forecast errors on one day.

        ``records`` are those of the days before the first forecast one: they count where a window began earlier, and
        for whatever the agreement remembers. Raises ValueError where nothing of the period is forecast or promised.
        """
        contract = Contract.until(agreement, period.end)
        text = contract.last.agreement
        promises, left_out = promises_of(text, max(period.first, text.term.first))
        plannable = [promise for promise in promises if promise.measure is not Measure.DEADLINE]
        left = [*left_out, *((p.id, "work that may lie is planned by `pactline staff`") for p in promises
                             if p.measure is Measure.DEADLINE)]  # fmt: skip
        span, taken = period.span(text.zone), assumed or Assumptions()
        inside = [queue.within(span.start, span.end) for queue in queues]
        kept = [q for q in inside if len(q.starts_us) and any(p.covers(q.queue, q.channel) for p in plannable)]
        if not kept:
            raise Refused(f"nothing that is forecast for {period} is promised about in the agreement")
        if (most := max(float((q.rates_per_s * taken.handling_s(q)).max()) for q in kept)) > _MOST_LOAD:
            raise NoAnswer(f"{most:,.0f} Erlang in one interval are more than plans are simulated for ({_MOST_LOAD:,})")
        commitments = [each for each in text.commitments if each.id in {p.id for p in plannable}]
        counted = Counted(records, facts) if records is not None else None
        earlier = None
        if remembers(contract) and contract.term.first < period.first:
            earlier = memory_before(agreement, records, period, facts) if records is not None else History()
        quiet = silenced(agreement, {id for id, _ in left})
        notes = _notes(text, inside, kept, plannable)
        return cls(
            quiet, period, tuple(kept), tuple(plannable), tuple(left), tuple(notes), taken, alike,
            WaysOut.of(commitments), facts, counted, earlier,
        )  # fmt: skip

    @property
    def text(self) -> Agreement:
        """The agreement as it stands in the period."""
        return Contract.until(self.agreement, self.period.end).last.agreement

    def promised(self, queue: Expected) -> list[Promise]:
        """What is promised about a queue."""
        return [promise for promise in self.promises if promise.covers(queue.queue, queue.channel)]

    def least(self, more: float = 0.0, level: float | None = None) -> tuple[PlannedAgents, ...]:
        """What ``pactline staff`` plans, as the assumptions say, if ``more`` contacts come than forecast (0.04: four in
        a hundred more). ``level`` raises the target of every promised service level to it (0.86).

        Raises CannotBeKept.
        """
        if (more, level) not in self._plans:
            promises = [_raised(promise, level) for promise in self.promises]
            scaled = [replace(queue, offered=queue.offered * (1 + more)) for queue in self.queues]
            staffed = staff_queues(scaled, promises, self.assumed, where=self.text.zone).queues
            self._plans[more, level] = tuple(
                replace(each.planned(), offered=queue.offered) for each, queue in zip(staffed, self.queues, strict=True)
            )
        return self._plans[more, level]

    def risk(self, agents: Agents, months: int, seed: int, change: Change = AS_FORECAST) -> Risk:
        """``months`` simulated months with these agents, judged by the engine that writes statements."""
        month = self._month(agents)
        scored: list[Scored] = []
        for ways in self._chunks(month, agents, months, seed, change):
            scored += score(month, ways, self.earlier)
        judged = tuple(dict.fromkeys(d.id for d in month.due if d.id not in self._silent(month)))
        return Risk(tuple(scored), judged)

    def typical(self, agents: Agents, risk: Risk, seed: int) -> Statement:
        """The statement of the month in the middle of those that a risk was made of, with its days."""
        wanted, month = risk.typical(), self._month(agents)
        for ways in self._chunks(month, agents, risk.months, seed, AS_FORECAST):
            if wanted < len(ways[0]):
                return self._statement(month, [each[wanted] for each in ways])
            wanted -= len(ways[0])
        raise AssertionError("a month of the risk is among its months")

    def as_forecast(self, agents: Agents) -> Statement:
        """The statement if exactly what is forecast comes and every queue behaves as in its long run."""
        month = self._month(agents)
        return self._statement(month, [expected_ways(each) for each in self._responses(month, agents, AS_FORECAST)])

    def _statement(self, month: PlannedMonth, ways: Sequence[NDArray[np.int64]]) -> Statement:
        counted = month.counted(ways)
        return evaluate(
            self.agreement, None, self.period, facts=self.facts, earlier=self.earlier, counted=counted
        )  # fmt: skip

    def _silent(self, month: PlannedMonth) -> set[str]:
        return {*month.not_answered, *(id for id, _ in self.left_out)}

    def _chunks(
        self, month: PlannedMonth, agents: Agents, months: int, seed: int, change: Change
    ) -> Iterator[list[NDArray[np.int64]]]:
        """Contacts by month, place and way out of each queue, some months at a time; the same for the same seed."""
        responses = self._responses(month, agents, change)
        days = [sorted(set(place.days)) for place in month.places]
        factors = day_factors(
            np.random.default_rng([seed, 0]), months, days, [q.day_cv for q in self.queues],
            [q.day_lag1 for q in self.queues], self.alike,
        )  # fmt: skip
        draws = [np.random.default_rng([seed, 1 + number]) for number in range(len(self.queues))]
        size = sum(len(place.quarters) for place in month.places) * self.ways.many
        step = max(1, _CHUNK // max(size, 1))
        for start in range(0, months, step):
            yield [
                draw_ways(draw, response, np.take(each[start : start + step], [own.index(d) for d in place.days], 1))
                for draw, response, each, own, place in zip(draws, responses, factors, days, month.places, strict=True)
            ]

    def _responses(self, month: PlannedMonth, agents: Agents, change: Change) -> list[Response]:
        found = []
        for queue, own, place in zip(self.queues, agents, month.places, strict=True):
            changed = replace(queue, offered=queue.offered * change.volume, aht_s=queue.aht_s * change.handle_time)
            live, behaviour = self._live(changed, self.promises), self._behaviour(queue, change.patience)
            since = self._since(queue, live, behaviour)
            found.append(respond(changed, live.coming, own, behaviour, place.of, len(place.quarters), since))
        return found

    def _since(self, queue: Expected, live: LiveQueue, behaviour: Behaviour) -> NDArray[np.int64]:
        return since_opening(
            queue.starts_us, queue.offered, queue.length_us, first_us=self._planned_from_us(),
            most=behaviour.opening.intervals if behaviour.opening else 0, runs=live.runs,
        )  # fmt: skip

    def _live(self, queue: Expected, promises: Sequence[Promise]) -> LiveQueue:
        return LiveQueue.of(queue, promises, self.assumed, self.text.zone)

    def _behaviour(self, queue: Expected, factor: float) -> Behaviour:
        if (queue.queue, factor) not in self._behaviours:
            limits = sorted(p.limit_s for p in self.promised(queue) if p.limit_s)
            patience = more_patient(_law(self.assumed, queue.queue), factor)
            handling_s, at_once = self.assumed.handling_s(queue), self.assumed.slots(queue.channel)
            known = handling_s[handling_s > 0]
            usual_s = float(np.median(known)) if known.size else 1.0
            self._behaviours[queue.queue, factor] = Behaviour.between(
                self.ways,
                patience,
                limits[len(limits) // 2] if limits else 20.0,
                handling_s,
                at_once=at_once,
                opening=Opening(self.ways, patience, usual_s, queue.length_s, at_once),
            )
        return self._behaviours[queue.queue, factor]

    def _month(self, agents: Agents) -> PlannedMonth:
        """The period without contacts: worked out with the first agents that are asked about, and kept."""
        if not self._months:
            waits = [self._waits_s(queue, own) for queue, own in zip(self.queues, agents, strict=True)]
            queues = [PlannedQueue(queue.queue, queue.channel) for queue in self.queues]
            specimens = Specimens.of(self.ways, queues, waits)
            self._months[0.0] = PlannedMonth.of(
                self.agreement, self.period, self.queues, specimens, facts=self.facts, before=self.before,
                planned_from_us=self._planned_from_us(),
            )  # fmt: skip
        return self._months[0.0]

    def _waits_s(self, queue: Expected, agents: Array) -> list[float]:
        """The mean wait of each way out over some intervals of all sizes."""
        order = np.argsort(queue.offered)
        busy = order[queue.offered[order] > 0]
        if not busy.size:
            return [sum(self.ways.band_s(way)) / 2 for way in range(self.ways.many)]
        chosen = busy[np.linspace(0, len(busy) - 1, min(_EXAMPLES, len(busy))).astype(int)]
        servers = np.maximum(agents[chosen], 1.0) * self.assumed.slots(queue.channel)
        handling_s = self.assumed.handling_s(queue)[chosen]
        state = steady(queue.rates_per_s[chosen], handling_s, servers, _law(self.assumed, queue.queue))
        return [float(each) for each in self.ways.waits_s(state, queue.offered[chosen])]

    def _planned_from_us(self) -> int:
        """Midnight before the first planned interval: what lies before it is the business of the records."""
        first = min(int(queue.starts_us[0]) for queue in self.queues)
        day: date = from_us(first, self.text.zone).date()
        return to_us(datetime.combine(day, time(), self.text.zone))


def _law(assumed: Assumptions, queue: str) -> Patience:
    law = assumed.law(queue)
    return float(law) if isinstance(law, int | float) else law


def _raised(promise: Promise, level: float | None) -> Promise:
    raised = level is not None and promise.measure is Measure.SERVICE_LEVEL and promise.at_least
    return replace(promise, target=max(promise.target, level)) if raised and level is not None else promise


def _notes(
    text: Agreement, inside: Sequence[Expected], kept: Sequence[Expected], promises: Sequence[Promise]
) -> list[str]:
    """What of the forecast and the agreement does not meet."""
    names = {queue.queue for queue in kept}
    found = [
        f"nothing that can be planned is promised about queue {queue.queue}: it is left out"
        for queue in inside
        if queue.queue not in names and len(queue.starts_us)
    ]
    for promise in promises:
        if missing := [name for name in promise.queues if name not in names]:
            found.append(f"{promise.id}: nothing is forecast for {', '.join(missing)}, so its contacts are not in it")
        if promise.remark:
            found.append(f"{promise.id}: {promise.remark}")
    if text.rule("volume"):
        found.append("contacts above the agreed volume are not taken out of planned figures")
    return found
