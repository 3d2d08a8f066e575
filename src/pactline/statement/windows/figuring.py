"""The figure of every window: counted from the records, reported in ``figures.csv``, or added up from events."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from pactline.agreement.model import Commitment
from pactline.metrics import metrics
from pactline.records.choices.choosing import Chosen, Reported
from pactline.records.choices.contacts import Clock, Combine
from pactline.records.facts import Facts, ReportedFigure
from pactline.records.views.contacts import Contacts
from pactline.records.views.looking import Opening
from pactline.statement.counting.applying import unused_of
from pactline.statement.counting.asking import Question
from pactline.statement.counting.counts import Counts, add_up
from pactline.statement.counting.parts import Quarters
from pactline.statement.counting.rolling_up import Figure, roll_up_windows
from pactline.statement.counting.tallied import from_tally
from pactline.statement.windows.contract import Due
from pactline.statement.windows.coverage import scope_of
from pactline.statement.windows.relieving import Touch, span_of
from pactline.values.cadence import Judged
from pactline.values.exact import how_many
from pactline.values.period import Hour, Period
from pactline.values.span import Span, intersect, without
from pactline.values.target import Unit


@dataclass(frozen=True)
class Found:
    """The figure of a window, and what else is known of it."""

    figure: Figure
    without: Figure | None = None  # before any relief; None where relief takes nothing out
    reports: tuple[ReportedFigure, ...] = ()  # of figures measured elsewhere: the rows they come from
    passed_at_us: int | None = None  # of events that add up: the instant at which the target was passed
    notes: tuple[str, ...] = field(default=())


def chosen_by(commitment: Commitment) -> Chosen:
    """The contacts a commitment's metric chooses."""
    return _chosen(commitment.metric, commitment.counting.clock, tuple(sorted(commitment.arguments.items())))


@lru_cache(maxsize=1_000)
def _chosen(metric: str, clock: Clock, arguments: tuple[tuple[str, Any], ...]) -> Chosen:
    return metrics()[metric].of(Contacts(clock), dict(arguments))


def question_of(due: Due, days: Period) -> Question:
    """What a commitment asks of the records, over these days."""
    service = due.commitment.service
    chosen, where = chosen_by(due.commitment), due.agreement.zone
    always = service.hours_name == "always"
    spans = None if always else service.hours.spans(days, where)
    opening = None if always else Opening(service.hours, where)
    return Question(chosen, scope_of(service), due.commitment.counting, spans, opening=opening, zone=where)


def counted_figures(question: Question, quarters: Quarters, one: Due, windows: Sequence[Judged]) -> list[Figure]:
    """The figures of several windows of one commitment, from counts; ``one`` is any of them."""
    side = one.commitment.higher_is_better
    return roll_up_windows(
        question.chosen, quarters, one.commitment.counting, one.agreement.zone, windows, higher_is_better=side
    )


class Reports:
    """The rows of ``figures.csv`` by commitment and day, so that a year of hours is not searched for every hour."""

    def __init__(self, facts: Facts) -> None:
        self._rows: dict[str, list[ReportedFigure]] = {}
        for row in sorted(facts.figures, key=lambda row: (row.period.first, row.period.end)):
            self._rows.setdefault(row.commitment, []).append(row)
        self._firsts = {name: [row.period.first for row in rows] for name, rows in self._rows.items()}

    def inside(self, due: Due) -> list[ReportedFigure]:
        """Those that tell of nothing but the window, in order of day."""
        window, firsts = due.judged.period, self._firsts.get(due.id, [])
        near = self._rows.get(due.id, [])[bisect_left(firsts, window.first) : bisect_left(firsts, window.end)]
        return [row for row in near if row.period.overlap(window) == row.period]


def reported_figure(due: Due, reports: Reports, touches: Iterable[Touch]) -> Found:
    """The figure of a window from ``figures.csv``: one row for all of it, or several that are combined."""
    rows = _rows(due, reports)
    if not rows:
        return Found(Figure(Counts(), None))
    gaps = _gaps(due, rows)
    plain = _combined(due, [_of_row(due, row) for row in rows])
    if plain.value is None and any(row.value is not None for row in rows):
        open_ = f"{len(rows)} figures are reported without counts to pool, and no combine makes them one: there is none"
        return Found(plain, reports=rows, notes=(*gaps, open_))
    cut = _cut(due, touches)
    if not cut:
        return Found(plain, reports=rows, notes=gaps)
    counts = plain.counts
    if counts.good is None:
        note = "relief takes contacts out, but the figure was reported without its counts: it stays as it is"
        return Found(plain, reports=rows, notes=(*gaps, note))
    left = Counts(counts.counted - cut["counted"], counts.good - cut["good"])
    if left.counted < 0 or not 0 <= (left.good or 0) <= left.counted:
        note = "relief takes out more contacts than were reported: the figure stays as it is"
        return Found(plain, reports=rows, notes=(*gaps, note))
    value = Fraction(100 * (left.good or 0), left.counted) if left.counted > 0 else None
    return Found(replace(plain, counts=left, value=value), without=plain, reports=rows, notes=gaps)


def _rows(due: Due, reports: Reports) -> tuple[ReportedFigure, ...]:
    """The reports of a window: the one for exactly that time, or else those for parts of it, which never overlap."""
    window = due.judged.period
    inside = reports.inside(due)
    exact = [row for row in inside if row.period == window]
    if exact:
        return tuple(exact)
    found: list[ReportedFigure] = []
    for row in inside:
        if not found or row.period.first >= found[-1].period.end:
            found.append(row)
    return tuple(found)


def _gaps(due: Due, rows: Sequence[ReportedFigure]) -> tuple[str, ...]:
    """That the reports leave days of the window out, if they do."""
    window = due.judged.period
    if isinstance(window, Hour):
        return ()
    told = sum((row.period.end - row.period.first).days for row in rows)
    missing = (window.end - window.first).days - told
    return (f"the reports leave {how_many(missing, 'day')} of {window} out",) if missing else ()


def _cut(due: Due, touches: Iterable[Touch]) -> Mapping[str, int]:
    """The contacts that accepted claims take out of a figure measured elsewhere."""
    found = {"counted": 0, "good": 0}
    for touch in touches:
        if touch.granted.effect == "cut_out":
            for key, number in touch.claim.figures.get(due.id, {}).items():
                found[key] += number
    return found if found["counted"] else {}


def _of_row(due: Due, row: ReportedFigure) -> Figure:
    """One row as a figure: its counts, its tally under the commitment's metric, or its value as it stands."""
    if row.tally and row.value is None and row.counted is None:
        counts, value = from_tally(due.commitment, row.tally)
        return Figure(counts, value)
    counts = Counts(row.counted or 0, row.good)
    if row.counted is not None and row.good is not None and due.commitment.unit is Unit.PERCENT:
        return Figure(counts, Fraction(100 * row.good, row.counted) if row.counted else None)
    if row.value is None and row.counted is not None and due.commitment.unit is Unit.CONTACTS:
        return Figure(counts, Fraction(row.counted))
    return Figure(counts, row.value)


def _combined(due: Due, figures: Sequence[Figure]) -> Figure:
    """Several figures as one, as the commitment says."""
    if len(figures) == 1:
        return figures[0]
    counts = add_up(figure.counts for figure in figures)
    values = [figure.value for figure in figures if figure.value is not None]
    how = due.commitment.arguments.get("combine")
    over = due.commitment.counting.over_months
    if how is None:
        how = Combine.MEAN if over is not None and over.value == "mean_of_parts" else Combine.POOLED
    if not values:
        return Figure(counts, None)
    match how:
        case Combine.MEAN:
            return Figure(counts, sum(values, Fraction(0)) / len(values))
        case Combine.SUM:
            return Figure(counts, sum(values, Fraction(0)))
        case Combine.LAST:
            return Figure(counts, values[-1])
    known = counts.good is not None and counts.counted
    return Figure(counts, Fraction(100 * (counts.good or 0), counts.counted) if known else None)


def event_figure(due: Due, facts: Facts, touches: Iterable[Touch]) -> Found:
    """The seconds that events lasted inside the window and the service's hours, and when they passed the target."""
    zone, service = due.agreement.zone, due.commitment.service
    hours: tuple[Span, ...] = (due.judged.period.span(zone),)
    if service.hours_name != "always":
        hours = intersect(service.hours.spans(due.judged.period, zone), hours)
    inside, plain = _lasted(due, facts, hours)
    figure = plain
    if cut := [span_of(t.claim, due.agreement) for t in touches if t.granted.effect == "cut_out"]:
        inside, figure = _lasted(due, facts, without(hours, cut))
    target = due.commitment.target.on(due.judged.settles.first)
    left = target.amount * 1_000_000
    passed = None
    for span in inside:
        if span.end - span.start > left:
            passed = int(span.start + left)
            break
        left -= span.end - span.start
    return Found(figure, without=plain if figure != plain else None, passed_at_us=passed)


def _lasted(due: Due, facts: Facts, hours: tuple[Span, ...]) -> tuple[tuple[Span, ...], Figure]:
    """The time inside these hours that events of a commitment lasted, and how many of them there were."""
    spans = [Span(e.start_us, e.end_us) for e in facts.events if e.commitment == due.id]
    inside = intersect(spans, hours)
    many = sum(bool(intersect([span], hours)) for span in spans)
    return inside, Figure(Counts(many), Fraction(sum(span.end - span.start for span in inside), 1_000_000))


def is_measured_elsewhere(commitment: Commitment) -> bool:
    """Whether the records have nothing to say of a commitment."""
    return commitment.measured != "records" or isinstance(chosen_by(commitment), Reported)


def choices_of(commitment: Commitment) -> dict[str, Any]:
    """Every choice that was made for a commitment, in words; only those that its figure needs."""
    made = {**commitment.arguments, **dict(commitment.counting)}
    unused = unused_choices(commitment)
    return {key: str(value) for key, value in made.items() if value is not None and key not in unused}


def unused_choices(commitment: Commitment) -> frozenset[str]:
    """The shared choices that say nothing of a figure, because it is reported or made of other rows than contacts."""
    return unused_of(chosen_by(commitment))
