"""The amount at risk against the credits it limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import Any

from pactline.agreement.consistency import charge_of, modifiers_of, terms_of
from pactline.agreement.draft import Draft
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.report import Report
from pactline.agreement.ruling import charge_each
from pactline.agreement.tables import credits_of
from pactline.values.cadence import Cadence
from pactline.values.dated import Dated
from pactline.values.exact import plain
from pactline.values.period import Each, Period, next_window, window_start
from pactline.values.target import Bound, Target

MOST_PERIODS = 400  # looked at for a cap that can bind; 33 years of months
HOURS = 24  # of a day, for the most that promises judged by the hour can cost


class UnknownCharge(LookupError):
    """A charge whose amount no agreement says, such as one that is billed."""


def check_cap(draft: Draft, report: Report) -> None:
    """AGR_CAP_BELOW_BAND refuses a band that the cap never pays; AGR_CAP_CAN_BIND notes that together they may."""
    at_risk, term = draft.heading["at_risk"], draft.heading["term"]
    each = charge_each(at_risk.of, draft) if at_risk else None
    if not each:
        return
    priced = [promise for promise in draft.promises if promise.part["remedy"] and promise.part["each"]]
    if any([_band_above(promise, each, at_risk, report) for promise in priced]) or not term:
        return
    for period in islice(periods_of(term, each), MOST_PERIODS):
        costs = [_worst(promise, window, draft) for promise in priced for window in settled(promise, period, draft)]
        try:
            limit = charged(at_risk.of, period, draft) * at_risk.percent / 100
        except UnknownCharge:
            return
        if None in costs or sum(cost for cost in costs if cost is not None) > limit:
            message = f"if all fails in {period}, the credits come to more than is at risk; the cap then limits them"
            remedy = "legal and common; both sides should know"
            report.note("AGR_CAP_CAN_BIND", draft.heading.place("at_risk"), message, remedy)
            return


def _band_above(promise: PromiseDraft, each: Each, at_risk: Any, report: Report) -> bool:
    """Whether one band alone credits more of the same charge, for the same window, than is at risk."""
    terms = terms_of(promise.part["remedy"])[1]
    most = max(credits_of(terms), default=Fraction(0))
    if charge_of(terms) != at_risk.of or promise.part["each"].plain is not each or most <= at_risk.percent:
        return False
    message = f"a band credits {plain(most)} % of {at_risk.of}, but at most {plain(at_risk.percent)} % is at risk"
    report.problem("AGR_CAP_BELOW_BAND", promise.part.place("remedy"), message, "raise at_risk or lower the band")
    return True


def periods_of(term: Period, each: Each) -> Iterator[Period]:
    """The charge's own periods that touch the term."""
    start = window_start(term.first, each)
    while start < term.end:
        yield Period(start, next_window(start, each))
        start = next_window(start, each)


def settled(promise: PromiseDraft, period: Period, draft: Draft) -> list[Period]:
    """The windows of a promise that are judged in a period; of hours the days they lie in."""
    each: Cadence = promise.part["each"]
    term, zone = draft.heading["term"], draft.heading["zone"]
    if not zone:
        return []
    windows = (Cadence.of(Each.DAY) if each.hourly else each).windows(term, period, zone)
    return [window.settles for window in windows]


def charged(name: str, window: Period, draft: Draft, seen: tuple[str, ...] = ()) -> Fraction:
    """What is charged for a window: every period of the charge that lies in it, or the one it lies in.

    Raises UnknownCharge for a charge that no amount is known of.
    """
    charge, each = draft.charges.get(name), charge_each(name, draft)
    if charge is None or each is None or name in seen:
        raise UnknownCharge(name)
    total, start = Fraction(0), window_start(window.first, each)
    while start < window.end:
        after = next_window(start, each)
        if charge["amount"]:
            total += Fraction(value_on(charge["amount"], start))
        elif charge["next"]:
            following = Period(after, next_window(after, each))
            total += charged(charge["next"], following, draft, (*seen, name))
        elif charge["share"] is not None and charge["of"]:
            total += charged(charge["of"], Period(start, after), draft, (*seen, name)) * charge["share"] / 100
        else:
            raise UnknownCharge(name)
        start = after
    return total


def _worst(promise: PromiseDraft, window: Period, draft: Draft) -> Fraction | None:
    """As :func:`worst`; where it hangs on a charge that nobody knows yet, it counts as nothing."""
    try:
        return worst(promise, window, draft)
    except UnknownCharge:
        return Fraction(0)


def worst(promise: PromiseDraft, window: Period, draft: Draft, paid: str = "remedy") -> Fraction | None:
    """The most that missing one promise in one window can cost, or that its bonus can; None if there is no limit to it.

    Raises UnknownCharge where it hangs on a charge that nobody knows yet.
    """
    given = promise.part[paid]
    name, terms = terms_of(given)
    words = draft.language.vocabulary
    if not name or not promise.part["target"]:
        return Fraction(0)

    def charge(of: str) -> Fraction:
        return charged(of, window, draft)

    beside = modifiers_of(given)
    target = _mirrored(given.when) if paid == "bonus" else value_on(promise.part["target"], window.first)
    cost: Fraction | None = words.remedies[name].most(terms, target, charge, window.first)
    for key in [key for key in words.modifiers if key in beside]:
        cost = words.modifiers[key].most(beside[key], cost, charge, window.first)
    return cost * HOURS if cost is not None and promise.part["each"].hourly else cost


def _mirrored(mark: Target) -> Target:
    """The bound that is missed by as much as a mark is exceeded."""
    return replace(mark, bound=Bound.AT_MOST if mark.higher_is_better else Bound.AT_LEAST)


def value_on(dated: Dated[Any], day: date) -> Any:
    """The value on a day; before the first one, which is a problem of its own, the first."""
    try:
        return dated.on(day)
    except LookupError:
        return dated.steps[0][1]
