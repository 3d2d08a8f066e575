"""One pass over the records for many questions: which contacts count, per quarter of an hour.

A question is a metric's choice within a scope. Questions that look at the records in the same way (level and
attribution) share one pass, grouped by quarter of an hour; calendars never reach the engine except as integers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import narwhals as nw

from pactline.records.choices.choosing import Chosen, Longest, Mean, Percentile, Ratio, Share
from pactline.records.choices.contacts import Attribution, ClosedHours, Level, TransfersIn
from pactline.records.choices.counting import Counting
from pactline.records.oddities.bursts import Burst
from pactline.records.tables import EVERY_QUEUE, INTERVAL_COUNTS
from pactline.records.views.contacts import Contacts, instant_us
from pactline.records.views.looking import Looking, Opening, Rows
from pactline.records.views.whole_contacts import contacts_from_visits
from pactline.statement.counting.counts import Counts
from pactline.statement.counting.from_counts import add_interval_counts
from pactline.values.span import QUARTER_HOUR_US, Span

_SCOPING = frozenset({"channel", "queue", "direction", "transfer_in"})


class Records(Protocol):
    """What a statement needs of a record set."""

    def contacts(self) -> nw.LazyFrame[Any]:
        """Every row that counts."""
        ...

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        """The rows of a frame made from :meth:`contacts`."""
        ...

    def kept(self, name: Hashable, make: Callable[[], nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
        """Rows that are worked out once and kept under a name as long as the records are open."""
        ...

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that have rows."""
        ...

    def table(self, name: str) -> nw.LazyFrame[Any]:
        """Every row that counts of one of ``records.tables``."""
        ...

    def bursts(self) -> Mapping[int, Burst]:
        """The hours in which calls that were over in seconds came in numbers, by UTC hour."""
        ...

    def digest(self, spans: Sequence[Span] | None = None, tables: Collection[str] | None = None) -> str:
        """The identity of the rows placed in the spans, of all tables or of some."""
        ...


@dataclass(frozen=True)
class Scope:
    """Which contacts a question is about, before any metric; empty means all."""

    channels: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    direction: str | None = None

    def conditions(self, columns: Collection[str] = _SCOPING) -> list[nw.Expr]:
        """The scope as conditions on those of the columns that the rows have."""
        found: list[nw.Expr] = []
        for name, words in (("channel", self.channels), ("queue", self.queues), ("direction", (self.direction,))):
            if words and words != (None,) and name in columns:
                every = (EVERY_QUEUE,) if name == "queue" and "any_queue" in columns else ()
                one_of = reduce(or_, (nw.col(name) == word for word in (*words, *every)))
                found.append(one_of.fill_null(value=False))
        return found


@dataclass(frozen=True)
class Excluded:
    """Contacts that leave a figure: those of some spans, all of them or those of a scope."""

    spans: tuple[Span, ...]
    scope: Scope

    def holds(self, instant: nw.Expr, columns: Collection[str] = _SCOPING) -> nw.Expr:
        """Whether a contact that is placed at the instant is left out."""
        return reduce(and_, [in_spans(instant, self.spans), *self.scope.conditions(columns)])


@dataclass(frozen=True)
class Question:
    """A choice of contacts, where to look for them, and how they are counted."""

    chosen: Chosen
    scope: Scope
    counting: Counting
    open_spans: tuple[Span, ...] | None = None  # None: closed hours do not matter
    excluded: tuple[Excluded, ...] = ()  # contacts that relief or volume takes out of the figure
    opening: Opening | None = None  # the opening hours, for what is measured in business time
    zone: ZoneInfo | None = None  # of local days
    only_contacts: bool = False  # leave the counts of sources that only count alone

    @property
    def view(self) -> tuple[Rows | None, Looking]:
        """How the records are looked at."""
        rows = self.chosen.rows
        opening = self.opening if rows is not None and rows.any_hour else None
        zone = None if rows is None else self.zone
        return rows, Looking(self.counting.level, self.counting.attribution, opening, zone)

    @property
    def columns(self) -> frozenset[str]:
        """The columns by which a service can narrow what is looked at."""
        return _SCOPING if self.chosen.rows is None else self.chosen.rows.scoped_by

    def eligible(self) -> nw.Expr | None:
        """Everything but the metric and the time: scope and transfers."""
        conditions = self.scope.conditions(self.columns)
        if self.counting.transfers_in is TransfersIn.EXCLUDE and "transfer_in" in self.columns:
            conditions.append(~Contacts(self.counting.clock).transferred_in)
        return reduce(and_, conditions) if conditions else None

    @property
    def hours(self) -> tuple[Span, ...] | None:
        """The opening hours if contacts outside them are left out."""
        if self.chosen.rows is not None and self.chosen.rows.any_hour:
            return None
        return self.open_spans if self.counting.closed_hours is ClosedHours.EXCLUDE else None


def frame_of(records: Records, question: Question) -> nw.LazyFrame[Any]:
    """The rows that a question looks at, each placed by ``at_us``."""
    rows, looking = question.view
    return view_of(records, looking.level, looking.attribution) if rows is None else rows.frame(records, looking)


def view_of(records: Records, level: Level, attribution: Attribution) -> nw.LazyFrame[Any]:
    """The records as rows of the asked level, with the instant that places each in ``at_us``."""
    frame = records.contacts()
    if level is Level.CONTACT:
        frame = contacts_from_visits(frame)
    return frame.with_columns(at_us=instant_us(attribution))


def in_spans(instant: nw.Expr, spans: Sequence[Span]) -> nw.Expr:
    """Whether the instant lies in one of the spans."""
    found = [(instant >= span.start) & (instant < span.end) for span in spans] or [nw.lit(value=False)]
    while len(found) > 1:  # in pairs: a year of opening hours one inside the other would be too deep for an engine
        found = [reduce(or_, found[n : n + 2]) for n in range(0, len(found), 2)]
    return found[0].fill_null(value=False)


def on_quarters(spans: Sequence[Span]) -> bool:
    """Whether all edges lie on quarters of an hour, so that whole quarters decide."""
    return all(span.start % QUARTER_HOUR_US == 0 == span.end % QUARTER_HOUR_US for span in spans)


def count_by_quarter(
    records: Records, questions: Mapping[str, Question], within: Span, keys: Sequence[str] = ()
) -> dict[str, dict[tuple[Any, ...], dict[int, Counts]]]:
    """Counts per question, per value of the ``keys`` columns, per quarter of an hour of the instants in ``within``."""
    assert on_quarters([within]), "periods begin and end on quarters of an hour in every zone"
    found: dict[str, dict[tuple[Any, ...], dict[int, Counts]]] = {name: {} for name in questions}
    opened = {name: open_quarters(question.hours) for name, question in questions.items()}
    views: dict[tuple[Rows | None, Looking], list[str]] = {}
    for name, question in questions.items():
        views.setdefault(question.view, []).append(name)
    for (rows, looking), names in views.items():
        frame = frame_of(records, questions[names[0]])
        frame = frame.filter((nw.col("at_us") >= within.start) & (nw.col("at_us") < within.end))
        if rows is None and looking.attribution is Attribution.OFFERED:
            frame = frame.with_columns(at_quarter=nw.col("offered_quarter"))
        elif rows is None:
            frame = frame.with_columns(at_quarter=nw.col("at_us") // QUARTER_HOUR_US)
        asked = {name: questions[name] for name in names}
        readers = {name: _reader(number, questions[name].chosen) for number, name in enumerate(names)}
        for row in _one_pass(records, frame, asked, keys):
            group, quarter = tuple(row[key] for key in keys), row["at_quarter"]
            for name, read in readers.items():
                counts, hours = read(row), opened[name]
                if counts is not None and (hours is None or quarter in hours):
                    cells = found[name].setdefault(group, {})
                    cells[quarter] = cells[quarter] + counts if quarter in cells else counts
    if INTERVAL_COUNTS.name in records.tables:
        add_interval_counts(records, questions, within, keys, found)
    return found


def _one_pass(
    records: Records, frame: nw.LazyFrame[Any], asked: Mapping[str, Question], keys: Sequence[str]
) -> list[dict[str, Any]]:
    """The sums of all questions in one query; percentiles, which need every duration, in one query each."""
    sums: dict[str, nw.Expr] = {}
    unsure: dict[str, nw.Expr] = {}
    unknown: dict[str, nw.Expr] = {}
    ranked: list[dict[str, Any]] = []
    for number, question in enumerate(asked.values()):
        counted = counted_by(question)
        if isinstance(question.chosen, Percentile):
            waits = frame.filter(counted).with_columns(duration_ms=question.chosen.duration_ms)
            for row in records.rows(waits.group_by(*keys, "at_quarter", "duration_ms").agg(n=nw.len())):
                place = {key: row[key] for key in (*keys, "at_quarter")}
                ranked.append({**place, f"d{number}": (row["duration_ms"], row["n"])})
        else:
            sums |= _sums(number, question.chosen, counted)
            if (condition := _unsure(question.chosen)) is not None:
                unsure[f"u{number}"] = condition
                unknown[f"u{number}"] = counted_by(question, undecided=True) & condition
    if not sums:
        return ranked
    groups = frame.group_by(*keys, "at_quarter")
    if not unknown:
        return ranked + records.rows(groups.agg(**sums))
    # Unknown waits are rare: one column looks for any, and only then is it asked whose they are.
    rows = records.rows(groups.agg(**sums, unknown=_how_many(reduce(or_, unsure.values()))))
    if any(row["unknown"] for row in rows):
        asked_again = records.rows(groups.agg(**{name: _how_many(expr) for name, expr in unknown.items()}))
        found = {tuple(row[key] for key in (*keys, "at_quarter")): row for row in asked_again}
        rows = [{**row, **found[tuple(row[key] for key in (*keys, "at_quarter"))]} for row in rows]
    return ranked + rows


def counted_by(question: Question, *, undecided: bool = False) -> nw.Expr:
    """The contacts that count for a question, opening hours off the quarter-hour included; with those that are not
    decided yet if these are asked for."""
    chosen = question.chosen
    counted = chosen.counted
    if isinstance(chosen, Share | Ratio) and chosen.undecided is not None and not undecided:
        counted = counted & ~chosen.undecided
    eligible = question.eligible()
    if eligible is not None:
        counted = eligible & counted
    if question.hours is not None and not on_quarters(question.hours):
        counted = counted & in_spans(nw.col("at_us"), question.hours)
    for excluded in question.excluded:
        counted = counted & ~excluded.holds(nw.col("at_us"), question.columns)
    return counted


def _how_many(condition: nw.Expr) -> nw.Expr:
    return condition.cast(nw.Int64).sum()


def _sums(number: int, chosen: Chosen, counted: nw.Expr) -> dict[str, nw.Expr]:
    sums = {f"c{number}": _how_many(counted)}
    match chosen:
        case Share(good=good):
            sums[f"g{number}"] = _how_many(counted & good)
        case Mean(duration_ms=duration):
            # A product rather than a condition inside the sum: engines run it without branching.
            sums[f"s{number}"] = (duration * counted.cast(nw.Int64)).sum()
        case Ratio(part=part, whole=whole):
            ones = counted.cast(nw.Int64)
            sums |= {f"p{number}": (part * ones).sum(), f"w{number}": (whole * ones).sum()}
        case Longest(duration_ms=duration):
            sums[f"m{number}"] = nw.when(counted).then(duration).otherwise(None).max()
    return sums


def _unsure(chosen: Chosen) -> nw.Expr | None:
    """Those of the counted contacts that an unknown wait or duration, or the end of the records, leaves undecided or
    out."""
    match chosen:
        case Share(unsure=unsure, undecided=undecided) | Ratio(unsure=unsure, undecided=undecided):
            known = [each for each in (unsure, undecided) if each is not None]
            return reduce(or_, known) if known else None
        case Mean(duration_ms=duration) | Longest(duration_ms=duration):
            return duration.is_null()
    return None


def open_quarters(hours: Sequence[Span] | None) -> frozenset[int] | None:
    """The quarters of an hour inside the opening hours; None where every quarter may count, because no hours are asked
    for or because the engine judges hours that do not lie on quarters."""
    if hours is None or not on_quarters(hours):
        return None
    return frozenset(q for span in hours for q in range(span.start // QUARTER_HOUR_US, span.end // QUARTER_HOUR_US))


def _reader(number: int, chosen: Chosen) -> Callable[[Mapping[str, Any]], Counts | None]:
    """What reads the counts of question ``number`` from a row; None where the row says nothing of it."""
    duration, counted, good, sum_ms, longest, unknown, part, whole = (f"{letter}{number}" for letter in "dcgsmupw")

    def ranked(row: Mapping[str, Any]) -> Counts | None:
        if duration not in row:
            return None
        milliseconds, contacts = row[duration]
        if milliseconds is None:
            return Counts(unknown=contacts)
        return Counts(counted=contacts, durations=Counter({milliseconds: contacts}))

    def summed(row: Mapping[str, Any]) -> Counts | None:
        contacts = row.get(counted)
        if contacts is None:
            return None
        left_out = row.get(unknown) or 0
        if good in row:
            return Counts(contacts, row[good], unknown=left_out)
        if part in row:
            return Counts(contacts, unknown=left_out, part=row[part] or 0, whole=row[whole] or 0)
        # A duration that is unknown is neither added up nor counted.
        return Counts(contacts - left_out, None, row.get(sum_ms), row.get(longest), left_out)

    return ranked if isinstance(chosen, Percentile) else summed
