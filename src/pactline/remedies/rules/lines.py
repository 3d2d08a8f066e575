"""Money lines of one settlement day, and what the rules do to them one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pactline.remedies.rules.view import View
from pactline.values.money import money_text
from pactline.values.period import Period


class Kind(StrEnum):
    """What a line of money is."""

    CREDIT = "credit"  # the provider owes it: a service credit
    BONUS = "bonus"  # the client owes it for service better than promised
    RETURN = "return"  # the client owes it: an earlier credit that was earned back, or that a rule takes back
    DUE = "due"  # the client owes it: a promise of its own that it did not keep, or its part of a change order


@dataclass(frozen=True)
class Line:
    """One amount: what it is for, what it came to, and what the rules have left of it."""

    source: str  # a commitment, or a rule and a name in it such as ``points/ivr``
    service: str  # of the commitment; empty for a line of a rule
    window: Period
    settles: date  # the day after the last day of the window: the day on which it is settled
    kind: Kind
    amount: Decimal  # rounded, before any rule
    left: Decimal  # after the rules so far
    steps: tuple[str, ...] = ()  # what the rules did to it

    def cut_to(self, left: Decimal, step: str) -> Line:
        """The line with less (or more) left of it, and why."""
        return replace(self, left=left, steps=(*self.steps, step))


@dataclass(frozen=True)
class Cut:
    """What a rule that limits made of the sum of some lines."""

    rule: str  # ``caps``, ``pools``, ``floors``, ``at_risk``
    name: str
    period: Period  # the time whose lines are limited together
    base: str  # the charge the limit is a share of; empty for a fixed sum
    limit: Decimal
    steps: tuple[str, ...]  # how the limit comes about
    used: Decimal  # what earlier days of the period have used of it
    before: Decimal
    after: Decimal


class Unknown(Exception):
    """A charge that is not known yet: what depends on it is pending."""

    def __init__(self, charge: str, period: Period) -> None:
        self.charge, self.period = charge, period
        super().__init__(f"{charge} of {period} is not known yet")


@dataclass(frozen=True)
class Settling:
    """One settlement day: the lines of that day, what was settled before, and the means to compute with charges."""

    view: View
    lines: tuple[Line, ...]
    earlier: tuple[Line, ...]  # lines of earlier days, as they were left
    charge: Callable[[str, Period], Fraction]  # raises Unknown
    rounded: Callable[[Fraction], Decimal]
    digits: int
    term: Period
    cuts: tuple[Cut, ...] = ()
    pending: tuple[str, ...] = ()

    def money(self, amount: Fraction | Decimal) -> str:
        """An amount as it stands in the working."""
        return money_text(amount, self.digits)

    def with_lines(self, lines: Iterable[Line], *cuts: Cut) -> Settling:
        """The same day with other lines, and what was cut."""
        return replace(self, lines=tuple(lines), cuts=(*self.cuts, *cuts))

    def waiting(self, what: str) -> Settling:
        """The same day with something more that cannot be settled yet."""
        return replace(self, pending=(*self.pending, what))

    def adding(self, line: Line) -> Settling:
        """The same day with one line more."""
        return replace(self, lines=(*self.lines, line))


def total(lines: Iterable[Line]) -> Decimal:
    """What is left of the lines together."""
    return sum((line.left for line in lines), Decimal(0))


def standing(lines: Iterable[Line]) -> list[Line]:
    """The credits among the lines with what still stands of each, after what rules of later days have taken back.

    A rule takes a credit back with a line of its own, of the same source and window.
    """
    listed = list(lines)
    taken: dict[tuple[str, Period], Decimal] = {}
    for line in listed:
        if line.kind is Kind.RETURN:
            taken[line.source, line.window] = taken.get((line.source, line.window), line.left * 0) + line.left
    found = []
    for line in listed:
        if line.kind is Kind.CREDIT:
            back = min(line.left, taken.get((line.source, line.window), line.left * 0))
            if back:
                taken[line.source, line.window] -= back
            found.append(replace(line, left=line.left - back) if back else line)
    return found


def earned_back(lines: Iterable[Line]) -> dict[str, Decimal]:
    """What was returned because later windows earned it, by source: returns of windows that have no credit."""
    listed = list(lines)
    credited = {(line.source, line.window) for line in listed if line.kind is Kind.CREDIT}
    found: dict[str, Decimal] = {}
    for line in listed:
        if line.kind is Kind.RETURN and (line.source, line.window) not in credited:
            found[line.source] = found.get(line.source, line.left * 0) + line.left
    return found


def taken_back(line: Line, on: date, step: str) -> Line:
    """The line that takes back what stands of a credit of an earlier day."""
    return replace(line, settles=on, kind=Kind.RETURN, amount=line.left, steps=(step,))


def shared_out(lines: Sequence[Line], target: Decimal, digits: int, step: str) -> list[Line]:
    """The lines cut in proportion so that together exactly ``target`` is left, in whole smallest coins.

    The coins that proportion leaves over go to the lines with the largest remainders, the earlier line first.
    """
    unit = Decimal(1).scaleb(-digits)
    whole, wanted = total(lines), int(target / unit)
    if whole == target:
        return list(lines)
    assert 0 <= target < whole, "lines are only ever cut"
    exact = [Fraction(line.left) * Fraction(target) / Fraction(whole) / Fraction(unit) for line in lines]
    coins = [int(share) for share in exact]
    by_rest = sorted(range(len(lines)), key=lambda n: (coins[n] - exact[n], n))
    for n in by_rest[: wanted - sum(coins)]:
        coins[n] += 1
    return [
        line if coin * unit == line.left else line.cut_to(coin * unit, step)
        for line, coin in zip(lines, coins, strict=True)
    ]
