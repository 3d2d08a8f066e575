"""Planned counts in the place of counted ones: what the agreement asks of records, answered from simulated contacts.

The engine that writes statements asks a :class:`Counted` for whole numbers per quarter of an hour. A
:class:`PlannedCounts` is one that never looks at records of the planned days: it holds how many contacts took each way
out of each queue, and answers with the table of what a specimen of each way counts for. Windows that reach further back
than the plan are answered from the records for the days before it.

Intervals of 30 or 60 minutes are spread evenly over their quarters of an hour (what is left over goes to the first
ones). Where no commitment looks at less than a day, the contacts of a day are counted in its first planned quarter:
sums are the same, and a month is judged many times faster.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pactline.agreement.model import Agreement
from pactline.agreement.versions import Versions
from pactline.planning.expected import Expected
from pactline.planning.risk.answers import Answer, Ways, answered, merged, spread_out
from pactline.planning.risk.places import (
    Places,
    adds_up,
    asked_about,
    by_place,
    edges,
    looks_closer,
    places_of,
)
from pactline.planning.risk.specimens import Specimens, can_answer
from pactline.records.facts import NO_FACTS, Facts
from pactline.statement.counting.counted import Asked, Counted, Wanted
from pactline.statement.counting.counts import Counts
from pactline.statement.counting.parts import Figure, Quarters
from pactline.statement.counting.rolling_up import roll_up_windows
from pactline.statement.windows.contract import Contract, Due
from pactline.statement.windows.figuring import chosen_by, is_measured_elsewhere
from pactline.statement.windows.measured import Measured
from pactline.values.cadence import Judged
from pactline.values.period import Period


@dataclass(frozen=True)
class PlannedMonth:
    """A period of an agreement as planning sees it, without any contacts yet."""

    agreement: Agreement | Versions
    period: Period
    queues: tuple[Expected, ...]
    specimens: Specimens
    places: tuple[Places, ...]
    due: tuple[Due, ...]
    not_answered: tuple[str, ...]  # the ids of commitments that planned contacts say nothing of
    planned_from_us: int | None = None  # the records have their say before; None: before the period
    facts: Facts = NO_FACTS
    before: Counted | None = None  # the records of the days before the plan
    _answers: dict[Hashable, Answer] = field(default_factory=dict, repr=False)
    _before: dict[Hashable, dict[int, Counts]] = field(default_factory=dict, repr=False)
    _made: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, agreement: Agreement | Versions, period: Period, queues: Sequence[Expected], specimens: Specimens,
        *, facts: Facts = NO_FACTS, before: Counted | None = None, by_day: bool | None = None,
        planned_from_us: int | None = None,
    ) -> PlannedMonth:  # fmt: skip
        """Everything about a period that does not depend on how many contacts come. ``by_day`` says whether a day is
        counted as one; left out, it is wherever no commitment looks closer."""
        contract = Contract.until(agreement, period.end)
        due = contract.due(period)
        not_answered = tuple(
            {each.id: None for each in due if not is_measured_elsewhere(each.commitment) and not _answered(each)}
        )
        asked = {w.name: w for w in _wanted(due, facts) if _can(w)}
        if by_day is None:
            by_day = not any(looks_closer(each.commitment) for each in due)
        edges_us = edges(due) if by_day and all(adds_up(each.commitment) for each in due) else None
        masks = {name: tuple(asked_about(wanted.question, queue) for queue in queues) for name, wanted in asked.items()}
        places = tuple(
            places_of(queue, [masks[name][number] for name in asked], by_day=by_day, edges_us=edges_us)
            for number, queue in enumerate(queues)
        )
        answers = {}
        found = specimens.ask({name: wanted.question for name, wanted in asked.items()})
        for name, wanted in asked.items():
            within = tuple(by_place(place, mask) for place, mask in zip(places, masks[name], strict=True))
            answers[name] = answered(wanted, found[name], specimens, within, places)
        return cls(
            agreement, period, tuple(queues), specimens, places, tuple(due), not_answered, planned_from_us, facts,
            before, answers,
        )  # fmt: skip

    def counted(self, ways: Ways, *, folded: bool = False) -> PlannedCounts:
        """A simulated month as the statement's engine takes it; ``folded`` for verdicts and money alone."""
        return PlannedCounts(self, ways, folded=folded)

    def earlier_cells(self, wanted: Wanted) -> dict[int, Counts]:
        """What the records say of the days before the plan."""
        start_us = self.planned_from_us or self.period.span(self.queues[0].zone).start
        if self.before is None or self.before.records is None or wanted.within.start >= start_us:
            return {}
        if wanted.name not in self._before:
            cells = self.before.quarters(wanted).within(wanted.within.start, start_us)
            self._before[wanted.name] = cells
        return self._before[wanted.name]

    def cells(self, wanted: Wanted, ways: Ways, *, folded: bool = False) -> dict[int, Counts]:
        """The answer to one question in one simulated month; nothing where planned contacts cannot answer. ``folded``:
        days that belong to the same windows are counted as one, which moves no figure of a window."""
        found = dict(self.earlier_cells(wanted))
        answer = self._answers.get(wanted.name)
        if answer is None:
            return found
        if answer.one_each:
            return found | merged(answer, ways, folded=folded)
        for number, place in enumerate(self.places):
            for quarter, counts in spread_out(answer, number, place, ways[number]):
                found[quarter] = found[quarter] + counts if quarter in found else counts
        return found

    def wanted(self, name: Hashable) -> Wanted | None:
        """The question under a name, if planned contacts answer it."""
        answer = self._answers.get(name)
        return None if answer is None else answer.wanted

    @property
    def made(self) -> dict[Hashable, Any]:
        """What the engine works out once and every simulated month can share."""
        return self._made


class PlannedCounts(Counted):
    """The answers of a simulated month."""

    def __init__(self, month: PlannedMonth, ways: Ways, *, folded: bool) -> None:
        super().__init__(None, month.facts)
        self._month, self._ways, self._folded = month, ways, folded
        self._made = month.made

    def ask(self, wanted: Iterable[Wanted]) -> None:
        """Nothing has to be asked: every question is answered when it comes."""

    def quarters(self, wanted: Wanted) -> Quarters:
        """The counts of a question by quarter of an hour."""
        if wanted.name not in self._quarters:
            self._quarters[wanted.name] = Quarters(self._month.cells(wanted, self._ways, folded=self._folded))
        return self._quarters[wanted.name]

    def figures(
        self, asked: Asked, windows: Iterable[Judged], side: bool | None, make: Callable[[list[Judged]], list[Figure]]
    ) -> list[Figure]:
        """The figure of each window of a question, rolled up as the engine does, without asking again for opening hours
        that are known."""
        wanted = self._month.wanted(asked)
        if wanted is None:
            return super().figures(asked, windows, side, make)
        question, quarters = wanted.question, self.quarters(wanted)
        assert question.zone is not None, "every question of a commitment knows its zone"
        return roll_up_windows(
            question.chosen, quarters, question.counting, question.zone, list(windows), higher_is_better=side
        )


def _wanted(due: Sequence[Due], facts: Facts) -> Iterator[Wanted]:
    yield from Measured(due, Counted(None, facts), covered=False).wanted()


def _answered(due: Due) -> bool:
    commitment = due.commitment
    return can_answer(commitment.metric, chosen_by(commitment), commitment.counting.clock)


def _can(wanted: Wanted) -> bool:
    metric = getattr(wanted.name, "metric", "")
    return can_answer(metric, wanted.question.chosen, wanted.question.counting.clock)
