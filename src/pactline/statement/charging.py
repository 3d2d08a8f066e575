"""What a charge comes to for a window: agreed, billed, the next one, or a share of another."""

from __future__ import annotations

from fractions import Fraction

from pactline.agreement.model import Agreement, Charge
from pactline.records.facts import Facts
from pactline.remedies.rules.lines import Unknown
from pactline.values.period import Period, next_window, window_start


def charge_for(agreement: Agreement, name: str, window: Period, facts: Facts) -> Fraction:
    """The charge of a window: the sum of the charge's own periods that lie in it, or, where the window is shorter, the
    one period it lies in. Raises Unknown where it has not been billed yet."""
    charge = agreement.charges[name]
    if charge.next is not None:
        following = _tiles(charge, window)[-1]
        return charge_for(agreement, charge.next, Period(following.end, next_window(following.end, charge.each)), facts)
    if charge.share is not None and charge.of is not None:
        whole = [charge_for(agreement, charge.of, tile, facts) for tile in _tiles(charge, window)]
        return sum(whole, Fraction(0)) * charge.share / 100
    total = Fraction(0)
    for tile in _tiles(charge, window):
        total += _billed(charge, tile, facts) if charge.billed else _agreed(agreement, charge, tile)
    return total


def _tiles(charge: Charge, window: Period) -> list[Period]:
    """The charge's own periods that touch the window."""
    start, found = window_start(window.first, charge.each), []
    while start < window.end:
        found.append(Period(start, next_window(start, charge.each)))
        start = found[-1].end
    return found


def _agreed(agreement: Agreement, charge: Charge, tile: Period) -> Fraction:
    assert charge.amount is not None, "reading the agreement refuses a charge without an amount"
    return Fraction(charge.amount.on(max(tile.first, agreement.term.first)))


def _billed(charge: Charge, tile: Period, facts: Facts) -> Fraction:
    """What was billed for one of the charge's periods: a bill for all of it, or bills for its parts that fill it."""
    bills = [bill for bill in facts.charges if bill.charge == charge.id and bill.period.overlap(tile)]
    inside = [bill for bill in bills if tile.first <= bill.period.first and bill.period.end <= tile.end]
    if not inside or sum((b.period.end - b.period.first).days for b in inside) < (tile.end - tile.first).days:
        raise Unknown(charge.id, tile)
    return sum((Fraction(bill.amount) for bill in inside), Fraction(0))
