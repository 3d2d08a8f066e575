"""The statement: a pure function of an agreement, records, facts, earlier statements and a period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import narwhals as nw

from pactline.agreement.model import Agreement, Commitment
from pactline.agreement.versions import Versions
from pactline.records.choices.choosing import Chosen, Mean, Ratio, Share
from pactline.records.choices.contacts import Attribution, Level, RollUp
from pactline.records.facts import NO_FACTS, Facts
from pactline.records.tables import CONTACTS, INTERVAL_COUNTS
from pactline.records.views.looking import Reaching
from pactline.remedies.miss import Past
from pactline.remedies.rules.responsibilities import Owed
from pactline.statement.counting.asking import Records, view_of
from pactline.statement.counting.counted import Counted, Wanted
from pactline.statement.counting.counts import add_up, figure
from pactline.statement.counting.interval_parts import interval_parts
from pactline.statement.counting.rolling_up import QuarterCounts, by_day
from pactline.statement.evidence import Evidence
from pactline.statement.model import Day, NotDue, Result, Statement, Window
from pactline.statement.money.outcomes import finished
from pactline.statement.money.owing import owed_in
from pactline.statement.money.settling import Course, settle
from pactline.statement.rules import RULES
from pactline.statement.windows.contract import Contract, Due
from pactline.statement.windows.coverage import Coverage
from pactline.statement.windows.figuring import choices_of, chosen_by, is_measured_elsewhere, question_of
from pactline.statement.windows.history import History
from pactline.statement.windows.measured import Measured, hull
from pactline.statement.windows.remembering import remembers
from pactline.values.money import minor_digits
from pactline.values.period import Period, window_start
from pactline.values.span import QUARTER_HOUR_US, Span
from pactline.values.target import Unit


class NothingToSettle(ValueError):
    """The period and the agreement have nothing to do with each other; the text says why."""


@dataclass(frozen=True)
class _Settled:
    """A period that has been judged and settled, before it is written down."""

    contract: Contract
    period: Period
    measured: Measured
    owed: tuple[Owed, ...]
    memory: History  # when the period began
    course: Course  # when it was over


def evaluate(
    agreement: Agreement | Versions,
    records: Records | None,
    period: Period | str,
    *,
    facts: Facts = NO_FACTS,
    earlier: History | None = None,
    counted: Counted | None = None,
) -> Statement:
    """What was promised, delivered and is owed for the windows that end in ``period``.

    ``records`` may be None where every figure is measured elsewhere. ``facts`` are what the fact files of a contract
    folder say: reported figures, events, charges, relief; left out, there are none (``open_contract`` reads them, and
    amendments with them). ``earlier`` is what the statements before the period remember; left out, it is computed from
    the first day of the term, to the same bytes. ``counted`` holds what
    these records (and facts) were asked before, so that several statements read them once; left out, they are asked.

    The same agreement bytes, rule version, records, facts and memory give the same statement, whatever the machine, the
    clock and the order of anything. Raises NothingToSettle when the period lies outside the term, ValueError for text
    that is no period.
    """
    counted = counted or Counted(records, facts)
    assert counted.records is records, "what was counted is of other records"
    assert counted.facts is facts, "what was counted goes with other facts"
    return _written(_settled(agreement, Period.parse(period) if isinstance(period, str) else period, counted, earlier))


def replay(
    agreement: Agreement | Versions, periods: Sequence[Period], counted: Counted, *, earlier: History | None = None
) -> Iterator[Statement]:
    """The statements of periods that follow one another, as far as verdicts and money go, memory carried from each to
    the next. ``earlier`` is what is remembered when the first begins; left out, it is computed from the records.

    They say nothing of single days, of coverage and of the identity of the records, for which records would be read
    again. Raises NothingToSettle, as :func:`evaluate` does.
    """
    assert all(one.end == next_one.first for one, next_one in pairwise(periods)), "memory knows no gaps"
    for period in periods:
        done = _settled(agreement, period, counted, earlier, covered=False)
        earlier = done.course.until(period.end) if remembers(done.contract) else None
        yield _written(done, brief=True)


def count_ahead(agreements: Sequence[Agreement | Versions], periods: Sequence[Period], counted: Counted) -> None:
    """Ask in one pass over the records everything that :func:`replay` of each agreement will ask."""
    wanted: list[Wanted] = []
    for agreement in agreements:
        for period in periods:
            contract = Contract.until(agreement, period.end)
            parts = [period]
            if period is periods[0] and remembers(contract) and contract.term.first < period.first:
                parts.append(Period(contract.term.first, period.first))
            for part in parts:
                wanted += Measured(contract.due(part), counted, covered=False).wanted()
    counted.ask(wanted)


def _settled(
    agreement: Agreement | Versions, period: Period, counted: Counted, earlier: History | None, *, covered: bool = True
) -> _Settled:
    contract = Contract.until(agreement, period.end)
    if contract.term.overlap(period) is None:
        raise NothingToSettle(f"the period {period} lies outside the agreement's term {contract.term}")
    _check_cap_fits(contract.last.agreement, period)
    memory = _memory(contract, counted, period, earlier)
    course = Course.since(memory, contract)
    due = contract.due(period)
    measured = Measured(due, counted, covered=covered)
    owed = owed_in(contract, period, counted.facts)
    settle(contract, due, measured.known, counted.facts, period, course)
    return _Settled(contract, period, measured, owed, memory, course)


def _written(done: _Settled, *, brief: bool = False) -> Statement:
    """The statement; a brief one leaves out what only reading the records again can tell."""
    contract, period, measured, course = done.contract, done.period, done.measured, done.course
    latest = {each.id: each.commitment for each in measured.due}
    statement = Statement(
        **_heading(contract, period),
        record_set=None if brief else _digest(measured.records, measured.due),
        results=tuple(
            _result(c, measured, course.settled[id], done.memory.windows.get(id, ()), brief)
            for id, c in _in_order(contract, latest)
        ),
        caps=(),
        coverage=Coverage(0, (), (), looked=False) if brief else measured.coverage(contract),
        not_due=tuple(
            NotDue(c.id, contract.running(c, period)) for c in contract.last.agreement.commitments if c.id not in latest
        ),
    )
    memory = done.memory if remembers(contract) else None
    return finished(statement, contract, course, measured.facts, done.owed, memory)


def memory_before(
    agreement: Agreement | Versions, records: Records | None, period: Period, facts: Facts = NO_FACTS
) -> History:
    """What a statement over ``period`` remembers, computed from the first day of the term."""
    return _memory(Contract.until(agreement, period.end), Counted(records, facts), period, None)


def _memory(contract: Contract, counted: Counted, period: Period, earlier: History | None) -> History:
    """What is remembered when the period begins: as earlier statements say, or computed from the start."""
    if earlier is not None or not remembers(contract) or contract.term.first >= period.first:
        return earlier or History()
    before = Period(contract.term.first, period.first)
    course, due = Course(), contract.due(before)
    measured = Measured(due, counted, covered=False)
    settle(contract, due, measured.known, counted.facts, before, course)
    return course.until(period.first)


def _heading(contract: Contract, period: Period) -> dict[str, Any]:
    agreement = contract.last.agreement
    return {
        "agreement": agreement.name,
        "provider": agreement.provider,
        "client": agreement.client,
        "agreement_digest": contract.last.digest,
        "rules": RULES,
        "period": period,
        "zone": agreement.zone.key,
        "currency": agreement.currency,
        "digits": minor_digits(agreement.currency),
    }


def _in_order(contract: Contract, latest: dict[str, Commitment]) -> list[tuple[str, Commitment]]:
    """The commitments that are due, as the text last in force has them, those it has no more at the end."""
    order = [commitment.id for commitment in contract.last.agreement.commitments]
    ids = [id for id in order if id in latest] + [id for id in latest if id not in order]
    return [(id, latest[id]) for id in ids]


def _digest(records: Records | None, due: Sequence[Due]) -> str | None:
    """The identity of the records that the statement could count; None where nothing is counted from records."""
    if records is None:
        return None
    span = _span_of(records, due)
    return records.digest([span] if span else [], _tables_of(due))


def named_tables(agreement: Agreement | Versions, period: Period) -> frozenset[str]:
    """The tables that a statement over the period could count from."""
    return _tables_of(Contract.until(agreement, period.end).due(period))


def _tables_of(due: Sequence[Due]) -> frozenset[str]:
    found = {CONTACTS.name, INTERVAL_COUNTS.name}  # whoever looks at contacts looks at counts of contacts as well
    for each in due:
        if (rows := chosen_by(each.commitment).rows) is not None:
            found |= {*rows.tables}
    return frozenset(found)


def named_span(agreement: Agreement | Versions, records: Records, period: Period) -> Span | None:
    """The span of ``offered`` instants that holds every record a statement could count.

    It is that of the windows themselves, begun earlier where contacts that came before are attributed to the instant at
    which they were answered, left or over, and ended later where a contact's last visit came after. None when no window
    that is counted from records ends in the period.
    """
    return _span_of(records, Contract.until(agreement, period.end).due(period))


def _span_of(records: Records, due: Sequence[Due]) -> Span | None:
    counted = [each for each in due if not is_measured_elsewhere(each.commitment)]
    if not counted:
        return None
    looked_at = hull(counted).span(counted[0].agreement.zone)
    first, last = looked_at.start, looked_at.end - 1
    views = set()
    for each in counted:
        if (rows := chosen_by(each.commitment).rows) is None:
            views.add((each.commitment.counting.level, each.commitment.counting.attribution))
        elif isinstance(rows, Reaching):
            looking = question_of(each, hull(counted)).view[1]
            from_us, to_us = rows.reach(records, looking, looked_at.start, looked_at.end)
            first, last = min(first, from_us), max(last, to_us)
        else:
            before, after = rows.reach_us
            first, last = min(first, looked_at.start - before), max(last, looked_at.end - 1 + after)
    for level, attribution in sorted(views):
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


def _result(
    commitment: Commitment, measured: Measured, windows: Sequence[Window], earlier: Sequence[Past], brief: bool
) -> Result:
    """One commitment: its windows and what they add up to."""
    due = [each for each in measured.due if each.id == commitment.id]
    last, chosen = due[-1], chosen_by(commitment)
    where, elsewhere = last.agreement.zone, is_measured_elsewhere(commitment)
    inside = {} if brief else _inside(measured.cells(due), hull(due).span(where))
    total = add_up(inside.values()) if commitment.each.rolling and inside else add_up(w.counts for w in windows)
    several = commitment.counting.roll_up is RollUp.CONTACT_WEIGHTED and _adds_up(chosen, windows)
    together = figure(chosen, total) if several and not commitment.each.rolling else None
    return Result(
        commitment=commitment,
        chosen=chosen,
        unit=unit_of(commitment, windows),
        choices=choices_of(commitment),
        windows=tuple(windows),
        counts=total,
        value=windows[0].value if len(windows) == 1 else together,
        days=tuple(Day(day, counts, figure(chosen, counts)) for day, counts in sorted(by_day(inside, where).items())),
        evidence=None
        if elsewhere or brief or measured.records is None
        else Evidence(measured.records, measured.question(last), hull(due).span(where), where),
        earlier=tuple(earlier),
        intervals=interval_parts(commitment, chosen, inside, where),
    )


def _adds_up(chosen: Chosen, windows: Sequence[Window]) -> bool:
    """Whether the windows have what one figure is made of: some may have been reported as a figure alone."""
    if not isinstance(chosen, Share | Mean | Ratio):
        return False
    known = [w.counts for w in windows if w.value is not None or w.counts.counted]
    if isinstance(chosen, Ratio):
        return None not in [counts.whole for counts in known]
    return None not in [counts.good if isinstance(chosen, Share) else counts.sum_ms for counts in known]


def unit_of(commitment: Commitment, windows: Sequence[Window]) -> Unit:
    """The unit the figure is judged in: that of its target; a share of intervals is a share whatever they hold."""
    return windows[0].target.unit


def _inside(cells: QuarterCounts, span: Span) -> QuarterCounts:
    return {q: c for q, c in cells.items() if span.start <= q * QUARTER_HOUR_US < span.end}
