"""The amount at risk against the credits it limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from pactline.agreement.consistency import charge_of, terms_of
from pactline.agreement.draft import Draft
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.report import Report
from pactline.agreement.tables import rows_of
from pactline.agreement.targets import figure_of
from pactline.values.dated import Dated
from pactline.values.exact import plain
from pactline.values.period import Each
from pactline.values.target import Target, Unit


def check_cap(draft: Draft, report: Report) -> None:
    """AGR_CAP_BELOW_BAND refuses a band that the cap never pays; AGR_CAP_CAN_BIND notes that together they may."""
    at_risk = draft.heading["at_risk"]
    charge = draft.charges.get(at_risk.of) if at_risk else None
    if not charge or charge["each"] is not Each.MONTH or not charge["amount"]:
        return
    monthly = [promise for promise in draft.promises if promise.part["each"] is Each.MONTH and promise.part["remedy"]]
    refused = False
    for promise in monthly:
        terms = terms_of(promise.part["remedy"])[1]
        most = max((row.credit for row in rows_of(terms)), default=Fraction(0))
        if charge_of(terms) == at_risk.of and most > at_risk.percent:
            refused = True
            message = (
                f"a band credits {plain(most)} % of {at_risk.of}, but at most {plain(at_risk.percent)} % is at risk"
            )
            report.problem(
                "AGR_CAP_BELOW_BAND", promise.part.place("remedy"), message, "raise at_risk or lower the band"
            )
    term = draft.heading["term"]
    if refused or not term:
        return
    for day in sorted({term.first, *(day for day in _change_days(draft) if term.first < day < term.end)}):
        if _binds(day, monthly, draft):
            message = (
                f"from {day} on the credits of one month can come to more than is at risk; the cap then limits them"
            )
            report.note(
                "AGR_CAP_CAN_BIND", draft.heading.place("at_risk"), message, "legal and common; both sides should know"
            )
            return


def _binds(day: date, promises: list[PromiseDraft], draft: Draft) -> bool:
    """Whether the worst month beginning that day would cost more than is at risk."""
    at_risk = draft.heading["at_risk"]
    limit = Fraction(_on(draft.charges[at_risk.of]["amount"], day)) * at_risk.percent / 100
    worst = [_worst(promise, day, draft) for promise in promises]
    return None in worst or sum(cost for cost in worst if cost is not None) > limit


def _worst(promise: PromiseDraft, day: date, draft: Draft) -> Fraction | None:
    """The most that missing one promise can cost; None if there is no limit to it."""
    name, terms = terms_of(promise.part["remedy"])
    if rows := rows_of(terms):
        charge = draft.charges.get(charge_of(terms) or "")
        amount = Fraction(_on(charge["amount"], day)) if charge and charge["amount"] else Fraction(0)
        return amount * max(row.credit for row in rows) / 100
    if not isinstance(terms, Dated):
        return Fraction(0)
    due = Fraction(_on(terms, day))
    if name == "flat":
        return due
    target, figure = promise.part["target"], figure_of(promise, draft)
    if not target or figure is None or figure[0] is not Unit.PERCENT:
        return None
    bound: Target = _on(target, day)
    return due * bound.distance(Fraction(0 if bound.higher_is_better else 100))


def _on(dated: Dated[Any], day: date) -> Any:
    """The value on a day; before the first one, which is a problem of its own, the first."""
    try:
        return dated.on(day)
    except LookupError:
        return dated.steps[0][1]


def _change_days(draft: Draft) -> Iterator[date]:
    dated = [charge["amount"] for charge in draft.charges.values()]
    for promise in draft.promises:
        dated += [promise.part["target"], terms_of(promise.part["remedy"])[1]]
    for value in dated:
        if isinstance(value, Dated):
            yield from (day for day, _ in value.steps if day)
