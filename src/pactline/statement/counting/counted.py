"""What records were asked and answered, kept so that nothing is asked twice.

A question does not depend on the target or the remedy: only on the metric and its choices, the counting, the scope, the
opening hours and what is left out. Many statements over the same records can share one of these.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pactline.records.facts import NO_FACTS, Facts
from pactline.records.folder.roll_ups import RolledUp, RollUps
from pactline.statement.counting.asking import Excluded, Question, Records, count_by_quarter
from pactline.statement.counting.parts import Figure, QuarterCounts, Quarters
from pactline.statement.counting.rolled_up import answer_from, ask_contacts, can_be_rolled_up, file_name, to_keep
from pactline.statement.windows.contract import Due
from pactline.statement.windows.coverage import scope_of
from pactline.values.cadence import Judged
from pactline.values.calendar import Calendar
from pactline.values.span import Span, union

if TYPE_CHECKING:
    from pactline.agreement.model import Service

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """What makes two questions the same, whatever is promised of the answer and over which days."""

    metric: str
    arguments: tuple[tuple[str, Any], ...]
    counting: Hashable
    scope: Hashable
    hours: Hashable
    zone: str
    excluded: tuple[Excluded, ...] = ()

    @classmethod
    def by(cls, due: Due) -> Asked:
        """What the commitment of a window asks, nothing left out."""
        commitment = due.commitment
        return cls(
            commitment.metric,
            tuple(sorted(commitment.arguments.items())),
            commitment.counting,
            scope_of(commitment.service),
            _hours(commitment.service),
            due.agreement.zone.key,
        )

    def without(self, excluded: tuple[Excluded, ...]) -> Asked:
        """The same question with some contacts left out."""
        return replace(self, excluded=excluded)


@dataclass(frozen=True)
class Wanted:
    """A question, by the name under which its answer is kept, over a span."""

    name: Hashable
    question: Question
    within: Span


class Counted:
    """The answers of one set of records so far, and the figures that were made of them."""

    def __init__(self, records: Records | None, facts: Facts = NO_FACTS) -> None:
        self.records = records
        self.facts = facts
        self._quarters: dict[Hashable, Quarters] = {}
        self._covered: dict[Hashable, tuple[Span, ...]] = {}
        self._figures: dict[tuple[Asked, Judged, bool | None], Figure] = {}
        self._made: dict[Hashable, Any] = {}

    def ask(self, wanted: Iterable[Wanted]) -> None:
        """Ask what is not known yet, all of it in one pass over the records."""
        together: dict[Hashable, list[Wanted]] = {}
        for each in wanted:
            if not self._knows(each):
                together.setdefault(each.name, []).append(each)
        if not together:
            return
        assert self.records is not None, "figures that are counted need records"
        edges = [each.within for parts in together.values() for each in parts]
        hull = Span(min(span.start for span in edges), max(span.end for span in edges))
        found = self._from_roll_ups(together, hull)
        names = {str(number): name for number, name in enumerate(together) if name not in found}
        if names:
            questions = {number: _joined(together[name]) for number, name in names.items()}
            answers = count_by_quarter(self.records, questions, hull)
            found |= {name: answers[number].get((), {}) for number, name in names.items()}
        for name, cells in found.items():
            self._quarters[name] = Quarters(cells)
            self._covered[name] = union(each.within for each in together[name])

    def _from_roll_ups(self, together: Mapping[Hashable, list[Wanted]], hull: Span) -> dict[Hashable, QuarterCounts]:
        """What is known of the questions without looking at contacts, but for those that came since."""
        roll_ups: RollUps | None = getattr(self.records, "roll_ups", None)  # only a record set in a folder keeps any
        found: dict[Hashable, QuarterCounts] = {}
        if roll_ups is None:
            return found
        for name, parts in together.items():
            cells = answer_from(roll_ups, self.records, name, _joined(parts), hull)
            if cells is not None:
                found[name] = cells
        return found

    def roll_up(self, wanted: Iterable[Wanted]) -> dict[str, RolledUp]:
        """The answers to those of the questions that can be rolled up, by the names they are kept under."""
        together: dict[Hashable, list[Wanted]] = {}
        for each in wanted:
            if can_be_rolled_up(each.question):
                together.setdefault(each.name, []).append(each)
        if not together or self.records is None:
            return {}
        spans = {file_name(name): union(each.within for each in parts) for name, parts in together.items()}
        questions = {file_name(name): _joined(parts) for name, parts in together.items()}
        edges = [span for each in spans.values() for span in each]
        hull = Span(min(span.start for span in edges), max(span.end for span in edges))
        answers = ask_contacts(self.records, questions, hull)
        return {name: to_keep(answers[name], spans[name]) for name in questions}

    def quarters(self, wanted: Wanted) -> Quarters:
        """The counts of a question by quarter of an hour; of its span at least, and there may be more."""
        if not self._knows(wanted):
            self.ask([wanted])
        return self._quarters[wanted.name]

    def figures(
        self, asked: Asked, windows: Iterable[Judged], side: bool | None, make: Callable[[list[Judged]], list[Figure]]
    ) -> list[Figure]:
        """The figure of each window of a question; ``make`` gives those that nobody has asked for yet."""
        windows = list(windows)
        new = [judged for judged in dict.fromkeys(windows) if (asked, judged, side) not in self._figures]
        for judged, figure in zip(new, make(new) if new else (), strict=True):
            self._figures[asked, judged, side] = figure
        return [self._figures[asked, judged, side] for judged in windows]

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once under this name."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made

    def _knows(self, wanted: Wanted) -> bool:
        covered = self._covered.get(wanted.name, ())
        return any(span.start <= wanted.within.start and wanted.within.end <= span.end for span in covered)


def _joined(parts: list[Wanted]) -> Question:
    """One question over several spans: open in the hours of each of them."""
    question = parts[0].question
    if question.open_spans is None or len(parts) == 1:
        return question
    return replace(question, open_spans=union(span for each in parts for span in each.question.open_spans or ()))


def _hours(service: Service) -> Hashable:
    if service.hours_name == "always":
        return None
    hours: Calendar = service.hours
    return tuple(sorted(hours.week.items())), hours.closed, tuple(sorted(hours.special.items()))


def coverage_name(services: Mapping[str, Service], name: str) -> Hashable:
    """The name of a question about coverage: it depends on what the services are about and on nothing else."""
    return ("coverage", name, tuple(scope_of(service) for service in services.values()))
