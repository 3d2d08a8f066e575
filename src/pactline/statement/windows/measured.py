"""The figures of many windows, with every question to the records asked in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pactline.agreement.model import Agreement
from pactline.records.choices.choosing import AgainstForecast, Count
from pactline.records.facts import Assertion, Facts
from pactline.statement.counting.asking import Excluded, Question, Records
from pactline.statement.counting.counted import Asked, Counted, Wanted, coverage_name
from pactline.statement.counting.counts import Counts, add_up
from pactline.statement.counting.forecasting import forecast_figures
from pactline.statement.counting.from_counts import feeds, in_scope
from pactline.statement.counting.parts import Figure, Quarters
from pactline.statement.counting.rolling_up import QuarterCounts
from pactline.statement.money.settling import Known
from pactline.statement.windows.contract import Contract, Due
from pactline.statement.windows.coverage import EVERYTHING, PLAINLY, Coverage, coverage, scope_of
from pactline.statement.windows.coverage import questions as coverage_questions
from pactline.statement.windows.figuring import (
    Found,
    Reports,
    counted_figures,
    event_figure,
    is_measured_elsewhere,
    question_of,
    reported_figure,
)
from pactline.statement.windows.integrity import assertable, bursts, empty_hours, second_feed, told_of
from pactline.statement.windows.odd import NOTHING_ODD, Held, Odd
from pactline.statement.windows.relieving import Above, Touch, above_forecast, cut_out, touching
from pactline.values.cadence import Judged
from pactline.values.period import Period
from pactline.values.span import Span


@dataclass(frozen=True)
class _Group:
    """All windows of one commitment under one text, which ask one question, with and without what is left out."""

    windows: tuple[Due, ...]
    asked: Asked
    excluded: tuple[Excluded, ...]

    @property
    def first(self) -> Due:
        return self.windows[0]

    @property
    def span(self) -> Span:
        """The instants from the first window to the last."""
        return hull(self.windows).span(self.first.agreement.zone)

    def question(self, *, left: bool) -> Question:
        question = question_of(self.first, hull(self.windows))
        return replace(question, excluded=self.excluded) if left else question

    def name(self, *, left: bool) -> Asked:
        return self.asked.without(self.excluded) if left else self.asked

    def wanted(self, *, left: bool) -> Wanted:
        return Wanted(self.name(left=left), self.question(left=left), self.span)


class Measured:
    """What the records and the facts say of every window that is due.

    ``covered`` False leaves out the questions about coverage, for windows that no statement is written about.
    """

    def __init__(self, due: Sequence[Due], counted: Counted, *, covered: bool = True) -> None:
        self.due = due
        self.counted = counted
        self._covered = covered
        self._asked = False
        self._found: dict[int, Found] = {}
        self._touches: dict[int, tuple[Touch, ...]] = {}
        self._above: dict[int, Above] = {}

    @property
    def records(self) -> Records | None:
        """What is counted; None where every figure is measured elsewhere."""
        return self.counted.records

    @property
    def facts(self) -> Facts:
        """What happened besides."""
        return self.counted.facts

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
            rules = tuple(
                (n, terms) for n, terms in due.agreement.rule("volume").items() if due.id in terms.commitments
            )
            name = ("above", rules, due.id, due.judged.period, Asked.by(due)) if rules else None
            self._above[id(due)] = self.counted.once(name, lambda: self._above_forecast(due)) if name else Above()
        return self._above[id(due)]

    def _above_forecast(self, due: Due) -> Above:
        records = None if is_measured_elsewhere(due.commitment) else self.records
        return above_forecast(due, self.facts, records, question_of(due, due.judged.period))

    def found(self, due: Due) -> Found:
        """The figure of a window."""
        if due.commitment.measured == "events":
            return event_figure(due, self.facts, self.touches(due))
        if id(due) not in self._groups:
            reports = self.counted.once(("reports",), lambda: Reports(self.facts))
            return reported_figure(due, reports, self.touches(due))
        if not self._found:
            self._count()
        return self._found[id(due)]

    def cells(self, due: Sequence[Due]) -> QuarterCounts:
        """The counts behind some windows, per quarter of an hour, those of each group of windows under its own text;
        empty for figures from elsewhere."""
        groups = {id(self._groups[id(each)]): self._groups[id(each)] for each in due if id(each) in self._groups}
        found: dict[int, Counts] = {}
        for group in groups.values():
            quarters = self._answers(group.wanted(left=bool(group.excluded)))
            found |= quarters.within(group.span.start, group.span.end)
        return found

    def question(self, due: Due) -> Question:
        """What was asked of the records for the windows of a commitment."""
        group = self._groups[id(due)]
        return group.question(left=bool(group.excluded))

    def coverage(self, contract: Contract) -> Coverage:
        """What the agreement's services do not cover of the time that was looked at, and what is odd about it."""
        if self.records is None or not self._groups:
            return Coverage(0, (), (), looked=False)
        agreement = contract.last.agreement
        totals = {}
        for name, wanted in _about_coverage(agreement, self._span).items():
            quarters = self._answers(wanted).within(self._span.start, self._span.end)
            totals[name] = add_up(quarters.values()).counted
        found = coverage(agreement, self.records, self._span, totals)
        return replace(found, odd=self._odd(agreement))

    def _odd(self, agreement: Agreement) -> Odd:
        assert self.records is not None
        span, where = self._span, agreement.zone
        everything = self._answers(_everything(agreement, span)).within(span.start, span.end)
        findings = [
            *empty_hours(everything, span, where),
            *bursts(self.records.bursts(), span, where),
            *second_feed(feeds(self.records, span).compared, where),
        ]
        held = [Held(assertion, self._said(assertion, wanted)) for assertion, wanted in self._asserted(agreement)]
        return Odd(tuple(findings), tuple(held), where) if findings or held else NOTHING_ODD

    def _said(self, assertion: Assertion, wanted: Wanted) -> int:
        """What the records say of an assertion: contacts, and counts where there is nothing else."""
        span, scope = wanted.within, wanted.question.scope
        contacts = add_up(self._answers(wanted).within(span.start, span.end).values()).counted
        alone = [each for each in feeds(self.records, span).alone if in_scope(scope, each)] if self.records else []
        return contacts + sum(told_of(assertion.what, each) for each in alone)

    def _asserted(self, agreement: Agreement) -> Iterator[tuple[Assertion, Wanted]]:
        """The assertions about the time that was looked at, each with the question that answers it."""
        for assertion in self.facts.assertions:
            span, service = assertion.span(agreement.zone), agreement.services.get(assertion.service)
            if service is not None and self._span.start <= span.start and span.end <= self._span.end:
                scope = scope_of(service)
                question = Question(Count(assertable(assertion.what)), scope, PLAINLY, only_contacts=True)
                yield assertion, Wanted(("assertion", assertion.what, scope), question, span)

    def wanted(self) -> Iterator[Wanted]:
        """Every question to the records, so that those of many statements can be asked together."""
        for group in {id(group): group for group in self._groups.values()}.values():
            yield group.wanted(left=False)
            if group.excluded:
                yield group.wanted(left=True)
        if self._covered and self._groups:
            agreement = self._counted[-1].agreement
            yield from _about_coverage(agreement, self._span).values()
            yield from (wanted for _, wanted in self._asserted(agreement))

    @cached_property
    def _counted(self) -> list[Due]:
        """The windows whose figures are counted from the records."""
        return [due for due in self.due if not is_measured_elsewhere(due.commitment)]

    @cached_property
    def _groups(self) -> dict[int, _Group]:
        """The group of every window that is counted, by the window's identity."""
        together: dict[tuple[str, int, tuple[Excluded, ...]], list[Due]] = {}
        for due in self._counted:
            # windows that overlap do not share what lies above the forecast: a contact late in one is early in the next
            own = self.above(due).excluded if due.commitment.each.rolling else ()
            together.setdefault((due.id, id(due.agreement), own), []).append(due)
        return {
            id(due): group
            for windows in together.values()
            for group in [_Group(tuple(windows), Asked.by(windows[0]), self._left_out(windows))]
            for due in windows
        }

    @cached_property
    def _span(self) -> Span:
        return hull(self._counted).span(self._counted[0].agreement.zone)

    def _left_out(self, windows: Sequence[Due]) -> tuple[Excluded, ...]:
        """The contacts that relief and volume take out of the figures of a commitment, in any of its windows."""
        found: dict[Excluded, None] = {}
        for each in windows:
            for excluded in (*cut_out(self.touches(each), each.agreement), *self.above(each).excluded):
                found[excluded] = None
        return tuple(found)

    def _answers(self, wanted: Wanted) -> Quarters:
        """What the records answer to one question; all questions of these windows are asked with it."""
        if not self._asked:
            self._asked = True
            self.counted.ask(self.wanted())
        return self.counted.quarters(wanted)

    def _count(self) -> None:
        """The figures of all windows that are counted, commitment by commitment."""
        for group in {id(group): group for group in self._groups.values()}.values():
            plain = self._figures(group, left=False)
            left = self._figures(group, left=True) if group.excluded else plain
            for due, now, before in zip(group.windows, left, plain, strict=True):
                self._found[id(due)] = Found(now, without=before if before != now else None)

    def _figures(self, group: _Group, *, left: bool) -> list[Figure]:
        commitment = group.first.commitment

        def make(windows: list[Judged]) -> list[Figure]:
            wanted = group.wanted(left=left)
            answers, chosen = self._answers(wanted), wanted.question.chosen
            if isinstance(chosen, AgainstForecast):
                return forecast_figures(chosen, answers, group.first, windows, self.facts)
            return counted_figures(wanted.question, answers, group.first, windows)

        windows = [due.judged for due in group.windows]
        return self.counted.figures(group.name(left=left), windows, commitment.higher_is_better, make)


def _about_coverage(agreement: Agreement, span: Span) -> dict[str, Wanted]:
    """The questions about what an agreement's services cover, by their own names."""
    return {
        name: Wanted(coverage_name(agreement.services, name), question, span)
        for name, question in coverage_questions(agreement).items()
    }


def _everything(agreement: Agreement, span: Span) -> Wanted:
    """The question about all contacts, which is one of those about coverage."""
    return _about_coverage(agreement, span)[EVERYTHING]


def hull(windows: Sequence[Due]) -> Period:
    """The days from the first window's first to the last one's last."""
    return Period(min(d.judged.period.first for d in windows), max(d.judged.period.end for d in windows))
