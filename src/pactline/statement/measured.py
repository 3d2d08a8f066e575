"""The figures of many windows, with every question to the records asked in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from pactline.records.facts import Facts
from pactline.statement.asking import Excluded, Question, Records, count_by_quarter
from pactline.statement.contract import Contract, Due
from pactline.statement.counts import add_up
from pactline.statement.coverage import Coverage, coverage
from pactline.statement.coverage import questions as coverage_questions
from pactline.statement.figuring import (
    Found,
    counted_figures,
    event_figure,
    is_measured_elsewhere,
    question_of,
    reported_figure,
)
from pactline.statement.relieving import Above, Touch, above_forecast, cut_out, touching
from pactline.statement.rolling_up import QuarterCounts
from pactline.statement.settling import Known
from pactline.values.period import Period
from pactline.values.span import Span

_ABOUT_COVERAGE = "/"  # begins no id of a commitment
_PLAIN, _LEFT = "plain", "left"


class Measured:
    """What the records and the facts say of every window that is due."""

    def __init__(self, records: Records | None, facts: Facts, due: Sequence[Due]) -> None:
        self.records = records
        self.facts = facts
        self.due = due
        self._found: dict[int, Found] = {}
        self._touches: dict[int, tuple[Touch, ...]] = {}
        self._above: dict[int, Above] = {}

    @property
    def known(self) -> Known:
        """What settling asks."""
        return Known(self.found, self.touches, self.above)

    def touches(self, due: Due) -> tuple[Touch, ...]:
        """The relief claims that concern a window."""
        if id(due) not in self._touches:
            self._touches[id(due)] = touching(due, self.facts)
        return self._touches[id(due)]

    def above(self, due: Due) -> Above:
        """What volume above the forecast does to a window."""
        if id(due) not in self._above:
            records = None if is_measured_elsewhere(due.commitment) else self.records
            question = question_of(due, due.judged.period)
            self._above[id(due)] = above_forecast(due, self.facts, records, question)
        return self._above[id(due)]

    def found(self, due: Due) -> Found:
        """The figure of a window."""
        if due.commitment.measured == "events":
            return event_figure(due, self.facts, self.touches(due))
        if is_measured_elsewhere(due.commitment):
            return reported_figure(due, self.facts, self.touches(due))
        if not self._found:
            self._count()
        return self._found[id(due)]

    def cells(self, due: Due) -> QuarterCounts:
        """The counts behind the windows of a commitment, per quarter of an hour; empty for figures from elsewhere."""
        return {} if is_measured_elsewhere(due.commitment) else self._cells[self._name(due, self._left_out(due))]

    def question(self, due: Due) -> Question:
        """What was asked of the records for the windows of a commitment."""
        return self._question(due, self._left_out(due))

    def coverage(self, contract: Contract) -> Coverage:
        """What the agreement's services do not cover of the time that was looked at."""
        if self.records is None or not self._counted:
            return Coverage(0, (), (), looked=False)
        cells = self._cells
        names = coverage_questions(contract.last.agreement)
        totals = {name: add_up(cells[_ABOUT_COVERAGE + name].values()).counted for name in names}
        return coverage(contract.last.agreement, self.records, self._span, totals)

    @cached_property
    def _counted(self) -> list[Due]:
        """The windows whose figures are counted from the records."""
        return [due for due in self.due if not is_measured_elsewhere(due.commitment)]

    @cached_property
    def _span(self) -> Span:
        return hull(self._counted).span(self._counted[0].agreement.zone)

    @cached_property
    def _cells(self) -> dict[str, QuarterCounts]:
        """The answer to every question, asked in one pass."""
        assert self.records is not None, "figures that are counted need records"
        asked: dict[str, Question] = {}
        for due in self._counted:
            for excluded in {(), self._left_out(due)}:
                asked.setdefault(self._name(due, excluded), self._question(due, excluded))
        last = self._counted[-1].agreement
        about = {_ABOUT_COVERAGE + name: question for name, question in coverage_questions(last).items()}
        counted = count_by_quarter(self.records, {**about, **asked}, self._span)
        return {name: groups.get((), {}) for name, groups in counted.items()}

    def _question(self, due: Due, excluded: tuple[Excluded, ...]) -> Question:
        return replace(question_of(due, hull(self._siblings(due))), excluded=excluded)

    def _name(self, due: Due, excluded: tuple[Excluded, ...]) -> str:
        """One question for all windows of a commitment under one text, with and without what is left out."""
        return f"{due.id}\n{due.agreement.digest}\n{_LEFT if excluded else _PLAIN}"

    def _siblings(self, due: Due) -> list[Due]:
        return [each for each in self._counted if each.id == due.id and each.agreement is due.agreement]

    def _left_out(self, due: Due) -> tuple[Excluded, ...]:
        """The contacts that relief and volume take out of the figures of a commitment, in any of its windows."""
        found: dict[Excluded, None] = {}
        for each in self._siblings(due):
            for excluded in (*cut_out(self.touches(each), each.agreement), *self.above(each).excluded):
                found[excluded] = None
        return tuple(found)

    def _count(self) -> None:
        """The figures of all windows that are counted, commitment by commitment."""
        for first in {self._name(due, ()): due for due in self._counted}.values():
            windows, side = self._siblings(first), first.commitment.higher_is_better
            excluded = self._left_out(first)
            plain = counted_figures(self._question(first, ()), self._cells[self._name(first, ())], windows, side)
            left = plain
            if excluded:
                cells = self._cells[self._name(first, excluded)]
                left = counted_figures(self._question(first, excluded), cells, windows, side)
            for due, now, before in zip(windows, left, plain, strict=True):
                self._found[id(due)] = Found(now, without=before if before != now else None)


def hull(windows: Sequence[Due]) -> Period:
    """The days from the first window's first to the last one's last."""
    return Period(min(d.judged.period.first for d in windows), max(d.judged.period.end for d in windows))
