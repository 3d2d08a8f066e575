"""The statement: a pure function of an agreement, records and a period."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from pactline.agreement.model import Agreement, Commitment
from pactline.metrics import metrics
from pactline.records.choices import Attribution, Level, RollUp
from pactline.records.choosing import Chosen, Mean, Share
from pactline.records.contacts import Contacts
from pactline.statement.asking import Question, Records, count_by_quarter, view_of
from pactline.statement.counts import Counts, add_up, figure
from pactline.statement.coverage import Coverage, coverage, scope_of
from pactline.statement.coverage import questions as coverage_questions
from pactline.statement.evidence import Evidence
from pactline.statement.model import Day, NotDue, Result, Statement
from pactline.statement.rolling_up import QuarterCounts, by_day, roll_up
from pactline.statement.rules import RULES
from pactline.statement.settling import caps, settle
from pactline.values.exact import how_many
from pactline.values.money import minor_digits
from pactline.values.period import Each, Period, next_window, window_start
from pactline.values.span import QUARTER_HOUR_US, Span
from pactline.values.target import Unit

_ABOUT_COVERAGE = "/"  # begins no id of a commitment


class NothingToSettle(ValueError):
    """The period and the agreement have nothing to do with each other; the text says why."""


def evaluate(agreement: Agreement, records: Records, period: Period | str) -> Statement:
    """What was promised, delivered and is owed for the windows that end in ``period``.

    The same agreement bytes, rule version and records give the same statement, whatever the machine, the clock and the
    order of anything. Raises NothingToSettle when the period lies outside the term, ValueError for text that is no
    period.
    """
    period = Period.parse(period) if isinstance(period, str) else period
    if agreement.term.overlap(period) is None:
        raise NothingToSettle(f"the period {period} lies outside the agreement's term {agreement.term}")
    _check_cap_fits(agreement, period)
    windows = {c.id: found for c in agreement.commitments if (found := _windows(agreement, c.each, period))}
    span = named_span(agreement, records, period)
    results, covered = _settled(agreement, records, windows) if windows else ((), Coverage(0, (), ()))
    return Statement(
        agreement=agreement.name,
        provider=agreement.provider,
        client=agreement.client,
        agreement_digest=agreement.digest,
        record_set=records.digest([span] if span else []),
        rules=RULES,
        period=period,
        zone=agreement.zone.key,
        currency=agreement.currency,
        digits=minor_digits(agreement.currency),
        results=results,
        caps=caps(agreement, results, period) if results else (),
        coverage=covered,
        not_due=tuple(
            NotDue(c.id, _running(agreement, c.each, period)) for c in agreement.commitments if c.id not in windows
        ),
    )


def _settled(
    agreement: Agreement, records: Records, windows: Mapping[str, list[Period]]
) -> tuple[tuple[Result, ...], Coverage]:
    """The results of the commitments that are due, and the coverage: one pass of counting answers both."""
    due = [c for c in agreement.commitments if c.id in windows]
    questions = {c.id: question_of(agreement, c, _hull(windows[c.id])) for c in due}
    about_coverage = {_ABOUT_COVERAGE + name: question for name, question in coverage_questions(agreement).items()}
    looked_at = _hull([window for each in windows.values() for window in each]).span(agreement.zone)
    counted = count_by_quarter(records, {**about_coverage, **questions}, looked_at)
    cells = {name: groups.get((), {}) for name, groups in counted.items()}
    totals = {name.removeprefix(_ABOUT_COVERAGE): add_up(cells[name].values()).counted for name in about_coverage}
    results = tuple(_result(agreement, records, c, questions[c.id], cells[c.id], windows[c.id]) for c in due)
    return results, coverage(agreement, records, looked_at, totals)


def question_of(agreement: Agreement, commitment: Commitment, days: Period) -> Question:
    """What a commitment asks of the records, over these days."""
    service = commitment.service
    spans = None if service.hours_name == "always" else service.hours.spans(days, agreement.zone)
    return Question(chosen_by(commitment), scope_of(service), commitment.counting, spans)


def chosen_by(commitment: Commitment) -> Chosen:
    """The contacts a commitment's metric chooses."""
    return metrics()[commitment.metric].of(Contacts(commitment.counting.clock), commitment.arguments)


def named_span(agreement: Agreement, records: Records, period: Period) -> Span | None:
    """The span of ``offered`` instants that holds every record a statement could count.

    It is that of the windows themselves, begun earlier where contacts that came before are attributed to the instant at
    which they were answered, left or over, and ended later where a contact's last visit came after. None when no window
    ends in the period.
    """
    due = [(c, window) for c in agreement.commitments for window in _windows(agreement, c.each, period)]
    if not due:
        return None
    looked_at = _hull([window for _, window in due]).span(agreement.zone)
    first, last = looked_at.start, looked_at.end - 1
    for level, attribution in sorted({(c.counting.level, c.counting.attribution) for c, _ in due}):
        if level is Level.QUEUE_VISIT and attribution is Attribution.OFFERED:
            continue
        frame = view_of(records, level, attribution)
        frame = frame.filter((nw.col("at_us") >= looked_at.start) & (nw.col("at_us") < looked_at.end))
        latest = nw.col("last_offered_us" if level is Level.CONTACT else "offered_us").max()
        (row,) = records.rows(frame.select(first=nw.col("offered_us").min(), last=latest))
        if row["first"] is not None:
            first, last = min(first, row["first"]), max(last, row["last"])
    return Span(first // QUARTER_HOUR_US * QUARTER_HOUR_US, (last // QUARTER_HOUR_US + 1) * QUARTER_HOUR_US)


def _check_cap_fits(agreement: Agreement, period: Period) -> None:
    """A cap needs all credits of its own period. Raises NothingToSettle for a statement over a part of it."""
    if agreement.at_risk is None:
        return
    each = agreement.charges[agreement.at_risk.of].each
    if window_start(period.first, each) != period.first or window_start(period.end, each) != period.end:
        raise NothingToSettle(
            f"the at-risk amount limits the credits of each {each}, so {period} cannot be settled on its own; "
            f"evaluate whole {each}s"
        )


def _windows(agreement: Agreement, each: Each, period: Period) -> list[Period]:
    """The windows, cut to the agreement's term, that end in the period: each window is settled exactly once."""
    start, found = window_start(period.first, each), []
    while start < period.end:
        window = Period(start, next_window(start, each)).overlap(agreement.term)
        if window is not None and period.first < window.end <= period.end:
            found.append(window)
        start = next_window(start, each)
    return found


def _running(agreement: Agreement, each: Each, period: Period) -> Period | None:
    """The window that runs on after the period."""
    start = window_start(period.first, each)
    return Period(start, next_window(start, each)).overlap(agreement.term)


def _hull(windows: list[Period]) -> Period:
    return Period(min(w.first for w in windows), max(w.end for w in windows))


def _result(
    agreement: Agreement,
    records: Records,
    commitment: Commitment,
    question: Question,
    cells: QuarterCounts,
    windows: list[Period],
) -> Result:
    metric = metrics()[commitment.metric]
    settled = []
    for window in windows:
        part = _inside(cells, window.span(agreement.zone))
        rolled = roll_up(
            question.chosen, part, commitment.counting, agreement.zone, higher_is_better=metric.higher_is_better
        )
        settled.append(settle(agreement, commitment, window, rolled, _notes(commitment, window, rolled.counts)))
    total = add_up(window.counts for window in settled)
    several = commitment.counting.roll_up is RollUp.CONTACT_WEIGHTED and isinstance(question.chosen, Share | Mean)
    value = settled[0].value if len(settled) == 1 else figure(question.chosen, total) if several else None
    hull = _hull(windows).span(agreement.zone)
    days = by_day(_inside(cells, hull), agreement.zone)
    choices = {**commitment.arguments, **dict(commitment.counting)}
    return Result(
        commitment=commitment,
        chosen=question.chosen,
        unit=unit_of(commitment, windows),
        choices={key: str(value) for key, value in choices.items() if value is not None},
        windows=tuple(settled),
        counts=total,
        value=value,
        days=tuple(Day(day, counts, figure(question.chosen, counts)) for day, counts in sorted(days.items())),
        evidence=Evidence(records, question, hull, agreement.zone),
    )


def unit_of(commitment: Commitment, windows: list[Period]) -> Unit:
    """The unit the figure is judged in: that of its target; a share of intervals is a share whatever they hold."""
    return commitment.target.on(windows[0].first).unit


def _inside(cells: QuarterCounts, span: Span) -> dict[int, Counts]:
    return {q: c for q, c in cells.items() if span.start <= q * QUARTER_HOUR_US < span.end}


def _notes(commitment: Commitment, window: Period, counts: Counts) -> list[str]:
    notes = []
    start = window_start(window.first, commitment.each)
    if window != Period(start, next_window(start, commitment.each)):
        notes.append(f"part of a {commitment.each}: the agreement runs from {window.first} to before {window.end}")
    if counts.unknown:
        notes.append(f"{how_many(counts.unknown, 'contact')} of unknown wait or duration: neither good nor short")
    return notes
