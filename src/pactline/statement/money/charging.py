"""What a charge comes to for a window: agreed, billed, the next one, or a share of another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from pactline.agreement.model import Agreement, Charge
from pactline.records.facts import Facts
from pactline.remedies.rules.lines import Unknown
from pactline.statement.windows.contract import Contract
from pactline.values.period import Period, next_window, window_start

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Charges:
    """The charges of a contract: each of their periods under the text in force, and what was billed."""

    contract: Contract
    facts: Facts

    def of(self, name: str, window: Period, on: date) -> Fraction:
        """The charge of a window that is settled on a day. Raises Unknown where it has not been billed yet.

        It is the sum of the charge's own periods, cut to the term, that end in the window; or, where none does, the one
        that holds the window's last day. A bill is known on a day if its period is the day's own or an earlier one (of
        the next period's charge: one period later), whenever it came, so that later bills change nothing.
        """
        charge = self._charge(name, window.end - _DAY)
        tiles = self._tiles(charge, window)
        if charge.next is not None:
            first = _tile(charge, tiles[-1].end - _DAY).end
            following = Period(first, next_window(first, charge.each))
            return self.of(charge.next, following, max(on, following.end))
        if charge.share is not None and charge.of is not None:
            whole = [self.of(charge.of, _tile(charge, tile.first), on) for tile in tiles]
            return sum(whole, Fraction(0)) * charge.share / 100
        return sum((self._one(name, tile, window, on) for tile in tiles), Fraction(0))

    def _text(self, day: date) -> Agreement:
        term = self.contract.term
        return self.contract.on(min(max(day, term.first), term.end - _DAY)).agreement

    def _charge(self, name: str, day: date) -> Charge:
        """The charge as the text in force on a day has it, or, where it has none, a later or the last one that does."""
        texts = [self._text(day), *(text.agreement for text in reversed(self.contract.texts))]
        return next(text.charges[name] for text in texts if name in text.charges)

    def _tiles(self, charge: Charge, window: Period) -> list[Period]:
        term = self.contract.term
        start, found = window_start(window.first, charge.each), []
        while start < window.end:
            tile = Period(start, next_window(start, charge.each))
            cut = tile.overlap(term)
            if cut is not None and window.first < cut.end <= window.end:
                found.append(cut)
            start = tile.end
        return found or [_tile(charge, window.end - _DAY)]

    def _one(self, name: str, tile: Period, window: Period, on: date) -> Fraction:
        """What one of the charge's periods comes to, by the text in force on its last day in the window."""
        inside = tile.overlap(window) or tile
        charge = self._charge(name, inside.end - _DAY)
        if charge.billed:
            return self._billed(charge, tile, on)
        if charge.amount is None:  # an amendment has made another kind of charge of it
            return self.of(name, inside, on)
        return Fraction(charge.amount.on(max(tile.first, self.contract.term.first)))

    def _billed(self, charge: Charge, tile: Period, on: date) -> Fraction:
        """What was billed for one of the charge's periods: a bill for all of it, or bills for parts that fill it."""
        whole = _tile(charge, tile.first)
        bills = [bill for bill in self.facts.charges if bill.charge == charge.id and bill.period.overlap(whole)]
        inside = [bill for bill in bills if whole.first <= bill.period.first and bill.period.end <= whole.end]
        days = sum((bill.period.end - bill.period.first).days for bill in inside)
        if days < (tile.end - tile.first).days or whole.end > _tile(charge, on - _DAY).end:
            raise Unknown(charge.id, whole)
        return sum((Fraction(bill.amount) for bill in inside), Fraction(0))


def _tile(charge: Charge, day: date) -> Period:
    """The charge's own period that a day lies in, not cut to the term."""
    start = window_start(day, charge.each)
    return Period(start, next_window(start, charge.each))


def told(contract: Contract, facts: Facts, period: Period) -> Facts:
    """The facts that a statement may depend on: those until its end, and bills until the end of the charge's period
    that it ends in, or one later where a remedy is a share of the next one."""
    agreement, zone = contract.last.agreement, contract.last.agreement.zone
    ends = {name: period.end for name in agreement.charges}
    for name, charge in agreement.charges.items():
        ends[name] = max(ends[name], _tile(charge, period.end - _DAY).end)
    for charge in agreement.charges.values():
        if charge.next is not None:
            ends[charge.next] = max(ends[charge.next], next_window(_tile(charge, period.end - _DAY).end, charge.each))
    known = tuple(bill for bill in facts.charges if bill.period.end <= ends.get(bill.charge, period.end))
    return replace(facts.until(period.end, zone), charges=known)
