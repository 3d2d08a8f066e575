"""A worked example for a contract: invented figures, worked out by the engine that makes the statements.

Each commitment with a remedy is missed by a little in its first whole window; one with a bonus reaches its mark in the
second. The figures are handed to the engine as if they had been measured elsewhere, so what the example shows is what a
statement would say.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from pactline.agreement.model import Agreement, Commitment
from pactline.document.arranging import priced
from pactline.records.choices.contacts import Better, Combine, ReportedUnit
from pactline.records.facts import BilledCharge, Facts, ReportedFigure
from pactline.statement.evaluating import evaluate
from pactline.statement.model import Statement
from pactline.values.cadence import Judged
from pactline.values.period import Each, Period, next_window, window_start
from pactline.values.target import Bound, Target, Unit

_NEED_FACTS = frozenset({"responsibilities", "relief", "volume", "suspensions", "change_orders"})
"""Rules about things that happen or do not: in the example none of them has anything to say."""
_COUNTED = 10_000  # contacts behind each invented figure
_BILL = Decimal(100_000)  # of a charge whose amount nobody knows before it is billed
_SHORT = {
    Unit.PERCENT: Fraction(3, 2),
    Unit.SECONDS: Fraction(3),
    Unit.CONTACTS: Fraction(3),
    Unit.SCORE: Fraction(1, 4),
}


def sample_statement(agreement: Agreement) -> Statement | None:
    """A statement of invented figures; None where no money can move or no window is whole."""
    told = [commitment for commitment in priced(agreement) if not commitment.each.hourly]
    period = _period(agreement)
    figures = [figure for commitment in told for figure in _figures(agreement, commitment, period)]
    if not figures:
        return None
    invented = replace(
        agreement,
        rules={key: terms for key, terms in agreement.rules.items() if key not in _NEED_FACTS},
        commitments=tuple(_handed_over(commitment) for commitment in agreement.commitments),
    )
    return evaluate(invented, None, period, facts=Facts(figures=tuple(figures), charges=_bills(agreement, period)))


def _handed_over(commitment: Commitment) -> Commitment:
    """The same promise about a figure that is measured elsewhere and reported."""
    unit = {Unit.PERCENT: ReportedUnit.PERCENT, Unit.SECONDS: ReportedUnit.SECONDS}
    better = Better.HIGHER if commitment.target.values[0].higher_is_better else Better.LOWER
    made = {
        "unit": unit.get(commitment.unit, ReportedUnit.COUNT),
        "better": better,
        "means": "an invented figure",
        "combine": Combine.LAST,
    }
    return replace(
        commitment, metric="reported", arguments=made, measured="figures", report=None, report_only_until=None
    )


def _period(agreement: Agreement) -> Period:
    """The first whole year of the term, or all of a shorter term, in whole months where it has any."""
    term = agreement.term
    first = window_start(term.first + timedelta(days=366), Each.YEAR) if term.first.month > 1 else term.first
    end = next_window(first, Each.YEAR)
    if first.day == 1 and end <= term.end:
        return Period(first, end)
    return Period(window_start(term.first, Each.YEAR), next_window(term.end - timedelta(days=1), Each.YEAR))


def _figures(agreement: Agreement, commitment: Commitment, period: Period) -> list[ReportedFigure]:
    """A figure for a miss and one for a bonus, each in a whole window of its own."""
    whole: list[Judged] = [
        window
        for window in commitment.each.windows(agreement.term, period, agreement.zone)
        if window.full and not window.before_full
    ]
    wanted: list[Fraction] = []
    if commitment.remedy and whole:
        wanted.append(_short_of(commitment, commitment.target.on(whole[0].settles.first)))
    if commitment.bonus and commitment.bonus.when:
        wanted.append(_beyond(commitment.bonus.when))
    return [
        _reported(commitment, window, figure)
        for window, figure in zip(whole, [f for f in wanted if f >= 0 or commitment.unit is Unit.SCORE], strict=False)
    ]


def _short_of(commitment: Commitment, target: Target) -> Fraction:
    """A figure that misses the target by a little; one that is beyond the neutral zone, where there is one."""
    zone = getattr(commitment.remedy.terms, "worse_by", None) if commitment.remedy else None
    by = _SHORT[target.unit] + (zone[0] if zone else 0)
    if target.unit is Unit.SCORE:  # points may be below zero
        return target.amount - by if target.higher_is_better else target.amount + by
    if target.higher_is_better:
        return target.amount - by if target.amount > by else target.amount / 2
    if target.unit is Unit.PERCENT and target.amount + by > 100:
        return (target.amount + 100) / 2
    return target.amount + by


def _beyond(mark: Target) -> Fraction:
    """A figure that earns the bonus."""
    if mark.bound in (Bound.AT_LEAST, Bound.AT_MOST):
        return mark.amount
    step = Fraction(1, 2)
    return mark.amount + step if mark.higher_is_better else max(mark.amount - step, Fraction(0))


def _reported(commitment: Commitment, window: Judged, figure: Fraction) -> ReportedFigure:
    """The figure as a report of it, with the contacts that make up a share."""
    counted = max(_COUNTED, -(-commitment.counting.minimum_sample // _COUNTED) * _COUNTED)
    share = commitment.counting.own_figure() is None and commitment.unit is Unit.PERCENT
    good = figure * counted / 100 if share else None
    whole = good is not None and good.denominator == 1
    return ReportedFigure(
        commitment=commitment.id,
        period=window.period,
        counted=counted,
        good=int(good) if good is not None and whole else None,
        value=figure,
        value_unit=commitment.target.values[0].unit,
        reported=window.settles.end,
    )


def _bills(agreement: Agreement, period: Period) -> tuple[BilledCharge, ...]:
    """An invented bill for every period of every charge that is only known once it is billed."""
    found: list[BilledCharge] = []
    end = date(period.end.year + 1, 1, 1)
    for charge in agreement.charges.values():
        start = window_start(period.first, charge.each)
        while charge.billed and start < end:
            following = next_window(start, charge.each)
            found.append(BilledCharge(charge.id, Period(start, following), _BILL))
            start = following
    return tuple(found)
