"""What a statement says beside its commitments: caps, rights, duties, settlement, renewal, and what it depends on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from pactline.agreement.model import Agreement
from pactline.records.facts import ChangeOrder, Facts
from pactline.remedies.rules.change_orders import change_orders
from pactline.remedies.rules.lines import Cut, Kind, Line, Unknown
from pactline.remedies.rules.renewal import renewal
from pactline.remedies.rules.responsibilities import Owed
from pactline.remedies.rules.settlement import settlement
from pactline.statement.model import Cap, InForce, Statement
from pactline.statement.money.assessing import rounded
from pactline.statement.money.at_risk import limit_on
from pactline.statement.money.charging import told
from pactline.statement.money.rules_of_the_day import quiet_day
from pactline.statement.money.settling import Course
from pactline.statement.windows.contract import Contract
from pactline.statement.windows.history import History
from pactline.values.money import minor_digits
from pactline.values.period import Each, Period, next_window, window_start


def finished(
    statement: Statement,
    contract: Contract,
    course: Course,
    facts: Facts,
    owed: tuple[Owed, ...],
    memory: History | None,
) -> Statement:
    """The statement with everything that follows from its windows."""
    period, agreement = statement.period, contract.last.agreement
    orders = list(_orders(contract, facts, period))
    settled = [line for line in course.lines if period.first < line.settles <= period.end]
    terms, goes_on = agreement.rules.get("settlement"), agreement.rules.get("renewal")
    return replace(
        statement,
        caps=_caps(contract, course, facts, period) if statement.results else (),
        lines=(*settled, *orders),
        rights=tuple(r for r in course.rights if r.opened <= period.end and r.lapses >= period.first),
        duties=tuple(d for d in course.duties if period.first < d.because <= period.end),
        presumptions=tuple(p for p in course.presumptions if period.first < p.on <= period.end),
        responsibilities=owed,
        pending=tuple(said for day, said in course.pending if period.first < day <= period.end),
        settlement=settlement(terms, period, agreement.calendars) if terms else None,
        renewal=renewal(goes_on, contract.term, course.windows, agreement.calendars) if goes_on else None,
        facts=known.digest() if (known := told(contract, facts, period)) else None,
        earlier=memory.digest() if memory else None,
        texts=tuple(
            InForce(text.days.first, text.digest, text.agreement.name)
            for text in contract.texts
            if text.days.overlap(period)
        ),
    )


def _orders(contract: Contract, facts: Facts, period: Period) -> Iterable[Line]:
    """Change orders whose work began in the period and whose length is known, under the text in force on that day."""
    for order in sorted(facts.change_orders, key=lambda order: (order.first, order.id)):
        agreement = contract.on(order.first).agreement
        terms = agreement.rule("change_orders").get(order.activity)
        if terms is None or order.actual is None or not period.first <= order.first < period.end:
            continue
        exact, steps = change_orders(terms, order.planned, order.actual, order.first, minor_digits(agreement.currency))
        kind = Kind.DUE if terms.done_by == "provider" else Kind.CREDIT
        yield _order_line(agreement, order, exact, steps, kind)


def _order_line(agreement: Agreement, order: ChangeOrder, exact: Fraction, steps: Sequence[str], kind: Kind) -> Line:
    amount = rounded(agreement, exact, steps)
    day = Period(order.first, order.first + timedelta(days=1))
    return Line(f"change_orders/{order.id}", "", day, day.end, kind, amount.rounded, amount.rounded, amount.steps)


def _caps(contract: Contract, course: Course, facts: Facts, period: Period) -> tuple[Cap, ...]:
    """What each limit made of this statement's money, one entry for each limit and each time it limits."""
    found: dict[tuple[str, str, Period], Cap] = {
        ("at_risk", "at_risk", cut.period): _cap(cut) for cut in _at_risk_everywhere(contract, facts, period)
    }
    for day, cut in course.cuts:
        key = (cut.rule, cut.name, cut.period)
        if not period.first < day <= period.end:
            continue
        known = found.get(key)
        if known is None or (known.before == 0 and known.used == 0 and known.after == 0):
            found[key] = _cap(cut)
        else:
            found[key] = replace(known, before=known.before + cut.before, after=known.after + cut.after)
    return tuple(found.values())


def _cap(cut: Cut) -> Cap:
    return Cap(cut.rule, cut.name, cut.period, cut.base, cut.limit, cut.steps, cut.used, cut.before, cut.after)


def _at_risk_everywhere(contract: Contract, facts: Facts, period: Period) -> Iterable[Cut]:
    """The amount at risk of every period of its charge, also where no credit fell due."""
    start = period.first
    while start < period.end:
        agreement = contract.on(start).agreement
        if agreement.at_risk is None:
            start = next_window(start, Each.DAY)
            continue
        each = agreement.charges[agreement.at_risk.of].each
        tile = Period(window_start(start, each), next_window(window_start(start, each), each))
        start, agreement = tile.end, contract.on(tile.end - timedelta(days=1)).agreement
        if agreement.at_risk is not None:
            with suppress(Unknown):  # said among what is pending, on the day it matters
                yield limit_on(quiet_day(contract, agreement, tile.end, facts), agreement.at_risk, tile)
