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
from pactline.remedies.rules.lines import Cut, Kind, Line, Settling, Unknown
from pactline.remedies.rules.renewal import renewal
from pactline.remedies.rules.responsibilities import Owed, responsibilities
from pactline.remedies.rules.settlement import settlement
from pactline.remedies.rules.view import View
from pactline.statement.assessing import rounded
from pactline.statement.at_risk import limit_on
from pactline.statement.charging import charge_for
from pactline.statement.contract import Contract
from pactline.statement.history import History
from pactline.statement.model import Cap, InForce, Statement
from pactline.statement.settling import Course
from pactline.values.money import minor_digits, to_minor
from pactline.values.period import Period, next_window, window_start


def owed_in(contract: Contract, period: Period, facts: Facts) -> tuple[Owed, ...]:
    """The responsibilities of both parties whose period ends in ``period``, and whether each was done in time."""
    done = {(p.responsibility, p.due): (p.done, p.evidence) for p in facts.performed if p.due is not None}
    agreement = contract.last.agreement
    terms = agreement.rule("responsibilities")
    return responsibilities(terms, contract.term, period, agreement.calendars, done)


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
    orders = list(_orders(agreement, facts, period))
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
        facts=_told(contract, facts, period),
        earlier=memory.digest() if memory else None,
        texts=tuple(
            InForce(text.days.first, text.digest, text.agreement.name)
            for text in contract.texts
            if text.days.overlap(period)
        ),
    )


def _told(contract: Contract, facts: Facts, period: Period) -> str | None:
    """The digest of the facts that the statement may depend on: those until its end, and bills until one period later
    where a remedy is a share of the next one."""
    agreement, zone = contract.last.agreement, contract.last.agreement.zone
    known = facts.until(period.end, zone)
    following = [charge for charge in agreement.charges.values() if charge.next]
    if following:
        end = max(next_window(window_start(period.end, c.each), c.each) for c in following)
        known = replace(known, charges=facts.until(end, zone).charges)
    return known.digest() if known else None


def _orders(agreement: Agreement, facts: Facts, period: Period) -> Iterable[Line]:
    """Change orders whose work began in the period and whose length is known."""
    for order in facts.change_orders:
        terms = agreement.rule("change_orders").get(order.activity)
        if terms is None or order.actual is None or not period.first <= order.first < period.end:
            continue
        exact, steps = change_orders(terms, order.planned, order.actual, order.first, minor_digits(agreement.currency))
        kind = Kind.DUE if terms.done_by == "provider" else Kind.CREDIT
        yield _order_line(agreement, order, exact, steps, kind, period)


def _order_line(
    agreement: Agreement, order: ChangeOrder, exact: Fraction, steps: Sequence[str], kind: Kind, period: Period
) -> Line:
    amount = rounded(agreement, exact, steps)
    day = Period(order.first, order.first + timedelta(days=1))
    return Line(f"change_orders/{order.id}", "", day, period.end, kind, amount.rounded, amount.rounded, amount.steps)


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
    agreement = contract.last.agreement
    if agreement.at_risk is None:
        return
    each = agreement.charges[agreement.at_risk.of].each
    start = window_start(period.first, each)
    while start < period.end:
        end = next_window(start, each)
        quiet = Settling(
            View(end, {}), (), (), lambda name, tile: charge_for(agreement, name, tile, facts),
            lambda exact: to_minor(exact, agreement.currency, agreement.rounding.money),
            minor_digits(agreement.currency), contract.term,
        )  # fmt: skip
        with suppress(Unknown):  # said among what is pending, on the day it matters
            yield limit_on(quiet, agreement.at_risk, Period(start, end))
        start = end
