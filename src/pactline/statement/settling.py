"""From a figure to a verdict, and from a verdict to money: compare, remedy, bonus, cap, in this order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from pactline.agreement.model import Agreement, Commitment, RemedyTerms
from pactline.records.choices import NoData
from pactline.remedies import Miss, remedies
from pactline.statement.model import Amount, Cap, Result, Verdict, Window
from pactline.statement.rolling_up import Figure
from pactline.values.exact import plain
from pactline.values.money import minor_digits, money_text, to_minor
from pactline.values.period import Each, Period, next_window, window_start


def charge_for(agreement: Agreement, name: str, window: Period) -> Fraction:
    """The charge of a window: the sum of the charge's own periods that lie in it, or, where the window is shorter, the
    one period it lies in."""
    charge = agreement.charges[name]
    start, total = window_start(window.first, charge.each), Fraction(0)
    while start < window.end:
        total += Fraction(charge.amount.on(max(start, agreement.term.first)))
        start = next_window(start, charge.each)
    return total


def settle(
    agreement: Agreement, commitment: Commitment, window: Period, figure: Figure, unit_notes: list[str]
) -> Window:
    """The verdict on one window and what follows from it."""
    target = commitment.target.on(window.first)
    compared = None if figure.value is None else agreement.rounding.shares.apply(figure.value)
    digits = minor_digits(agreement.currency)
    verdict, notes = _verdict(commitment, figure, None if compared is None else target.kept_by(compared))
    credit = bonus = None
    if verdict is Verdict.MISSED and commitment.remedy:
        short = compared is not None and not target.kept_by(compared)
        if short or not remedies()[commitment.remedy.shape].needs_figure:
            figure_or_bound = target.amount if compared is None else compared
            miss = Miss(figure_or_bound, target, window, lambda name: charge_for(agreement, name, window), digits)
            credit = _work(agreement, commitment.remedy, miss)
        else:
            notes.append(f"missed by rule, not by its figure: {commitment.remedy.shape} has no distance to work with")
    mark = commitment.bonus.when if commitment.bonus else None
    if compared is not None and verdict is Verdict.MET and commitment.bonus and mark and mark.kept_by(compared):
        beyond = Miss(compared, mark, window, lambda name: charge_for(agreement, name, window), digits, better=True)
        bonus = _work(agreement, commitment.bonus, beyond)
    return Window(
        window, target, figure.counts, figure.value, compared, verdict, tuple(unit_notes + notes), credit, bonus,
        figure.parts, figure.parts_met,
    )  # fmt: skip


def _verdict(commitment: Commitment, figure: Figure, kept: bool | None) -> tuple[Verdict, list[str]]:
    by_rule = {NoData.EXCLUDED: Verdict.NO_DATA, NoData.MET: Verdict.MET, NoData.MISSED: Verdict.MISSED}
    counting = commitment.counting
    if kept is None:
        return by_rule[counting.no_data], [f"nothing counted (no_data: {counting.no_data})"]
    if figure.counts.counted < counting.minimum_sample:
        note = f"{figure.counts.counted} counted, fewer than the minimum of {counting.minimum_sample}"
        return by_rule[counting.below_minimum], [f"{note} (below_minimum: {counting.below_minimum})"]
    return (Verdict.MET if kept else Verdict.MISSED), []


def _work(agreement: Agreement, terms: RemedyTerms, miss: Miss) -> Amount:
    working = remedies()[terms.shape].work(miss, terms.terms)
    return _rounded(agreement, working.amount, working.steps)


def _rounded(agreement: Agreement, exact: Fraction, steps: Sequence[str]) -> Amount:
    rounded = to_minor(exact, agreement.currency, agreement.rounding.money)
    found = list(steps)
    if Fraction(rounded) != exact:
        found.append(f"rounded {agreement.rounding.money.replace('_', '-')} to {rounded:,f}")
    return Amount(exact, rounded, tuple(found))


def caps(agreement: Agreement, results: Sequence[Result], period: Period) -> tuple[Cap, ...]:
    """The at-risk amount of each of the charge's periods, against the credits of the windows that end in it."""
    at_risk = agreement.at_risk
    if at_risk is None:
        return ()
    each = agreement.charges[at_risk.of].each
    found: list[Cap] = []
    for window in _tiles(period, each):
        before = sum(
            (w.credit.rounded for r in results for w in r.windows if w.credit and _ends_in(w.period, window)),
            Decimal(0),
        )
        base = charge_for(agreement, at_risk.of, window)
        exact = base * at_risk.percent / 100
        digits = minor_digits(agreement.currency)
        step = f"{plain(at_risk.percent)} % of {at_risk.of} {money_text(base, digits)} = {money_text(exact, digits)}"
        limit = _rounded(agreement, exact, [step])
        found.append(Cap(window, at_risk.of, limit, before, min(before, limit.rounded)))
    return tuple(found)


def _tiles(period: Period, each: Each) -> list[Period]:
    """The charge's own periods that touch the statement's."""
    start, found = window_start(period.first, each), []
    while start < period.end:
        end = next_window(start, each)
        found.append(Period(start, end))
        start = end
    return found


def _ends_in(window: Period, tile: Period) -> bool:
    return tile.first < window.end <= tile.end
