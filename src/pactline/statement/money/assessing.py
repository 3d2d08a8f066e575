"""From a verdict to an amount: distance, shape, modifiers, proration, and one rounding, each step shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from pactline.agreement.model import Agreement, RemedyTerms
from pactline.remedies import Miss, Past, Working, remedies
from pactline.remedies.modifiers import Modifier, modifiers
from pactline.remedies.rules.lines import Unknown
from pactline.remedies.rules.pools import PoolTerms, at_risk
from pactline.statement.model import Amount, Verdict
from pactline.statement.money.charging import Charges
from pactline.statement.windows.judging import Judgement
from pactline.values.money import minor_digits, money_text, to_minor
from pactline.values.period import Hour, Period, next_window, window_start


@dataclass(frozen=True)
class Assessment:
    """What one window brings, before the rules of the agreement as a whole."""

    credit: Amount | None = None  # owed by the side that made the promise
    bonus: Amount | None = None
    points: Fraction | None = None
    into: str = ""  # the points scheme
    returned: Amount | None = None  # an earlier credit that was earned back
    pending: str = ""  # what has to be known before it can be settled
    notes: tuple[str, ...] = ()


def assess(judgement: Judgement, past: tuple[Past, ...], charges: Charges) -> Assessment:
    """The amounts of one window; ``past`` are the earlier windows of the same commitment, oldest first."""
    commitment = judgement.due.commitment
    try:
        found = _remedy(judgement, past, charges) if commitment.remedy else Assessment()
        if commitment.bonus and found.bonus is None:
            found = replace(found, bonus=_bonus(judgement, commitment.bonus, past, charges))
    except Unknown as unknown:
        return Assessment(pending=str(unknown))
    return found


def present(judgement: Judgement, points: Fraction | None = None, credit: Decimal | None = None) -> Past:
    """A window as later ones remember it."""
    return Past(
        window=judgement.due.judged.period,
        verdict=judgement.verdict.value,
        figure=judgement.compared,
        target=judgement.target,
        points=points,
        credit=credit if credit is not None else Decimal(0).scaleb(-minor_digits(judgement.due.agreement.currency)),
    )


def _remedy(judgement: Judgement, past: tuple[Past, ...], charges: Charges) -> Assessment:
    terms = judgement.due.commitment.remedy
    assert terms is not None
    shape = remedies()[terms.shape]
    if shape.both_sides and judgement.compared is not None and judgement.verdict in (Verdict.MET, Verdict.MISSED):
        working = shape.work(_miss(judgement, past, charges, judgement.compared), terms.terms)
        if not working.amount:
            return Assessment(notes=working.steps)  # why nothing is owed either way
        amount = _amount(judgement, working)
        return Assessment(bonus=amount) if working.is_bonus else Assessment(credit=amount)
    if judgement.verdict is not Verdict.MISSED:
        return Assessment()
    short = judgement.compared is not None and not judgement.target.kept_by(judgement.compared)
    if not short and shape.needs(terms.terms):
        note = f"missed by rule, not by its figure: {terms.shape} has no distance to work with"
        return Assessment(notes=(note,))
    figure = judgement.compared if judgement.compared is not None else judgement.target.amount
    working = _worked(terms, _miss(judgement, past, charges, figure))
    if working.points is not None:
        return Assessment(points=working.points, into=terms.terms.into, notes=working.steps)
    return Assessment(credit=_amount(judgement, working))


def _worked(terms: RemedyTerms, miss: Miss) -> Working:
    """The shape between the modifiers that act before and after it."""
    steps: tuple[str, ...] = ()
    left: Miss | None = miss
    for modifier, own in _of_stage(terms, "distance", miss.better):
        assert left is not None
        left, said = modifier.work(left, own)
        steps += said
        if left is None:
            return Working(Fraction(0), steps)
    assert left is not None
    working = remedies()[terms.shape].work(left, terms.terms)
    working = replace(working, steps=(*steps, *working.steps))
    for modifier, own in _of_stage(terms, "amount", miss.better):
        working = modifier.work(left, own, working)
    return working


def _of_stage(terms: RemedyTerms, stage: str, better: bool) -> list[tuple[Modifier, object]]:
    return [
        (modifier, terms.modifiers[name])
        for name, modifier in modifiers().items()
        if name in terms.modifiers and modifier.stage == stage and (modifier.for_bonus or not better)
    ]


def earned_back(judgement: Judgement, past: Sequence[Past], now: Past, agreement: Agreement) -> Amount | None:
    """An earlier credit that this window earns back; ``past`` tells what was really left of each credit."""
    terms = judgement.due.commitment.remedy
    if terms is None:
        return None
    digits = minor_digits(agreement.currency)
    for modifier, own in _of_stage(terms, "after", better=False):
        working = modifier.work(past, now, own, lambda amount: money_text(amount, digits))
        if working.amount:
            return rounded(agreement, working.amount, working.steps)
    return None


def _bonus(judgement: Judgement, terms: RemedyTerms, past: tuple[Past, ...], charges: Charges) -> Amount | None:
    mark, compared = terms.when, judgement.compared
    if judgement.verdict is not Verdict.MET or compared is None or mark is None or not mark.kept_by(compared):
        return None
    miss = replace(_miss(judgement, past, charges, compared), bound=mark, better=True)
    return _amount(judgement, _worked(terms, miss))


def _miss(judgement: Judgement, past: tuple[Past, ...], charges: Charges, figure: Fraction) -> Miss:
    due, counts = judgement.due, judgement.found.figure.counts
    agreement, window = due.agreement, due.judged.settles

    def charge(name: str) -> Fraction:
        return charges.of(name, window, due.settles_on)

    def pool(name: str, category: str) -> tuple[Fraction, Fraction]:
        terms: PoolTerms = agreement.rule("pools")[name]
        start = window_start(window.first, terms.each)
        whole = Period(start, next_window(start, terms.each))
        return at_risk(terms, charges.of(terms.of, whole, due.settles_on)), terms.categories[category]

    return Miss(
        figure, judgement.target, due.judged.period, charge, minor_digits(agreement.currency),
        counted=counts.counted, good=counts.good, past=past, days_late=judgement.days_late, pool=pool,
        judged_from=window.first,
    )  # fmt: skip


def _amount(judgement: Judgement, working: Working) -> Amount:
    """The working as an amount, by days where the window is a part of one and the agreement says so."""
    due = judgement.due
    exact, steps = working.amount, working.steps
    if due.commitment.part_windows == "prorated" and not due.judged.full and not due.judged.before_full:
        part, whole = _days(due.judged.settles), _days(_whole(judgement))
        money = money_text(exact * part / whole, minor_digits(due.agreement.currency))
        steps = (*steps, f"by days: {part} of {whole}: x {part}/{whole} = {money}")
        exact = exact * part / whole
    return rounded(due.agreement, exact, steps)


def _whole(judgement: Judgement) -> Period:
    due = judgement.due
    start = due.commitment.each.start(due.judged.settles.first, due.agreement.term)
    return Period(start, due.commitment.each.next(start, due.agreement.term))


def _days(period: Period) -> int:
    assert not isinstance(period, Hour), "no hour is a part of one"
    return (period.end - period.first).days


def rounded(agreement: Agreement, exact: Fraction, steps: Sequence[str]) -> Amount:
    """An exact amount rounded once, by the agreement's rule, to the smallest coin."""
    amount = to_minor(exact, agreement.currency, agreement.rounding.money)
    found = list(steps)
    if Fraction(amount) != exact:
        found.append(f"rounded {agreement.rounding.money.replace('_', '-')} to {amount:,f}")
    return Amount(exact, amount, tuple(found))
