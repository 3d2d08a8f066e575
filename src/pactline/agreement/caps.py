"""The amount at risk against the credits it limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice
from typing import Any

from pactline.agreement.consistency import charge_of, terms_of
from pactline.agreement.draft import Draft
from pactline.agreement.parts import Part
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.report import Report
from pactline.agreement.tables import rows_of
from pactline.agreement.targets import figure_of
from pactline.values.dated import Dated
from pactline.values.exact import plain
from pactline.values.period import Each, Period, next_window, window_start
from pactline.values.target import Target, Unit

MOST_PERIODS = 400  # looked at for a cap that can bind; 33 years of months


def check_cap(draft: Draft, report: Report) -> None:
    """AGR_CAP_BELOW_BAND refuses a band that the cap never pays; AGR_CAP_CAN_BIND notes that together they may."""
    at_risk, term = draft.heading["at_risk"], draft.heading["term"]
    charge = draft.charges.get(at_risk.of) if at_risk else None
    if not charge or not charge["each"] or not charge["amount"]:
        return
    priced = [promise for promise in draft.promises if promise.part["remedy"] and promise.part["each"]]
    if any([_band_above(promise, charge["each"], at_risk, report) for promise in priced]) or not term:
        return
    for period in islice(_periods(term, charge["each"]), MOST_PERIODS):
        worst = [_worst(promise, window, draft) for promise in priced for window in _settled(promise, period)]
        limit = _charged(charge, period) * at_risk.percent / 100
        if None in worst or sum(cost for cost in worst if cost is not None) > limit:
            message = f"if all fails in {period}, the credits come to more than is at risk; the cap then limits them"
            remedy = "legal and common; both sides should know"
            report.note("AGR_CAP_CAN_BIND", draft.heading.place("at_risk"), message, remedy)
            return


def _band_above(promise: PromiseDraft, each: Each, at_risk: Any, report: Report) -> bool:
    """Whether one band alone credits more of the same charge, for the same window, than is at risk."""
    terms = terms_of(promise.part["remedy"])[1]
    most = max((row.credit for row in rows_of(terms)), default=Fraction(0))
    if charge_of(terms) != at_risk.of or promise.part["each"] is not each or most <= at_risk.percent:
        return False
    message = f"a band credits {plain(most)} % of {at_risk.of}, but at most {plain(at_risk.percent)} % is at risk"
    report.problem("AGR_CAP_BELOW_BAND", promise.part.place("remedy"), message, "raise at_risk or lower the band")
    return True


def _periods(term: Period, each: Each) -> Iterator[Period]:
    """The charge's own periods that touch the term."""
    start = window_start(term.first, each)
    while start < term.end:
        yield Period(start, next_window(start, each))
        start = next_window(start, each)


def _settled(promise: PromiseDraft, period: Period) -> list[Period]:
    """The windows of a promise that end in a period."""
    each: Each = promise.part["each"]
    start, found = window_start(period.first - timedelta(days=1), each), []
    while (end := next_window(start, each)) <= period.end:
        if end > period.first:
            found.append(Period(start, end))
        start = end
    return found


def _charged(charge: Part, window: Period) -> Fraction:
    """What is charged for a window: every period of the charge that lies in it, or the one it lies in."""
    total, start = Fraction(0), window_start(window.first, charge["each"])
    while start < window.end:
        total += Fraction(_on(charge["amount"], start))
        start = next_window(start, charge["each"])
    return total


def _worst(promise: PromiseDraft, window: Period, draft: Draft) -> Fraction | None:
    """The most that missing one promise in one window can cost; None if there is no limit to it."""
    name, terms = terms_of(promise.part["remedy"])
    if rows := rows_of(terms):
        charge = draft.charges.get(charge_of(terms) or "")
        amount = _charged(charge, window) if charge and charge["each"] and charge["amount"] else Fraction(0)
        return amount * max(row.credit for row in rows) / 100
    if not isinstance(terms, Dated):
        return Fraction(0)
    due = Fraction(_on(terms, window.first))
    if name == "flat":
        return due
    target, figure = promise.part["target"], figure_of(promise, draft)
    if not target or figure is None or figure[0] is not Unit.PERCENT:
        return None
    bound: Target = _on(target, window.first)
    return due * bound.distance(Fraction(0 if bound.higher_is_better else 100))


def _on(dated: Dated[Any], day: date) -> Any:
    """The value on a day; before the first one, which is a problem of its own, the first."""
    try:
        return dated.on(day)
    except LookupError:
        return dated.steps[0][1]
