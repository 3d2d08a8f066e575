"""A second implementation of what a year of months costs, for the tests, with the standard library only.

A plan is a plain mapping: ``fee`` of each month, ``promises`` (at least so many percent), ``ladder`` or ``rate`` for
points, ``caps`` in order, and a ``floor``. A promise has ``id``, ``target``, ``figures`` (one a month, None without
one), ``remedy`` as (shape, terms), and perhaps ``repeat``, ``bank`` and ``earn_back``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

Plan = Mapping[str, Any]


class Paid(NamedTuple):
    """An amount in whole coins: for what, in which month (from 0), and whether the provider owes it."""

    source: str
    month: int
    coins: int
    is_credit: bool = True


def to_coins(amount: Fraction) -> int:
    """The nearest coin (a hundredth), half a coin upwards."""
    return int(amount * 100 + Fraction(1, 2))


def pay(plan: Plan) -> list[Paid]:
    """Every amount that is left, month by month, in the order of the promises; points and floors after them."""
    paid: list[Paid] = []
    for month in range(12):
        due: list[list[Any]] = []  # source, coins: changed by the rules
        for promise in plan["promises"]:
            coins = to_coins(owed(promise, month, plan))
            if coins:
                due.append([promise["id"], coins])
        returned = [(p["id"], coins) for p in plan["promises"] if (coins := earned_back(p, month, paid))]
        points = sum((points_of(promise, month) for promise in plan["promises"]), Fraction(0))
        if points:
            due.append(["points", to_coins(worth(points, plan, month))])
        for cap in plan["caps"]:
            _cap(cap, due, month, paid, plan)
        _floor(plan, due)
        paid += [Paid(source, month, coins) for source, coins in due]
        paid += [Paid(source, month, coins, is_credit=False) for source, coins in returned]
    return paid


def missed(promise: Plan, month: int) -> bool:
    """Whether the promise was broken; a month without a figure is no month at all."""
    figure = promise["figures"][month]
    return figure is not None and figure < promise["target"]


def owed(promise: Plan, month: int, plan: Plan) -> Fraction:
    """What one promise costs in one month, before the rules."""
    if not missed(promise, month) or promise["remedy"][0] == "points":
        return Fraction(0)
    shape, terms = promise["remedy"]
    gap = promise["target"] - promise["figures"][month] - from_the_bank(promise, month)
    if gap <= 0:
        return Fraction(0)
    if shape == "flat":
        amount = Fraction(terms)
    elif shape == "per_point":
        amount = gap * terms
    else:
        amount = plan["fee"][month] * _row(terms, promise["target"] - gap) / 100
    return amount * times(promise, month)


def points_of(promise: Plan, month: int) -> Fraction:
    """The points one promise brings in one month."""
    shape, terms = promise["remedy"]
    if shape != "points" or not missed(promise, month):
        return Fraction(0)
    return _row(terms, promise["figures"][month]) * times(promise, month)


def _row(table: Sequence[tuple[Any, Any]], figure: Fraction) -> Fraction:
    """Rows of (from, worth), the highest edge first."""
    for edge, worth_of_row in table:
        if figure >= edge:
            return Fraction(worth_of_row)
    raise AssertionError


def times(promise: Plan, month: int) -> Fraction:
    """The multiple of a miss that follows a miss."""
    if "repeat" not in promise:
        return Fraction(1)
    row = 0
    for before in range(month - 1, -1, -1):
        if promise["figures"][before] is None:
            if promise["repeat"]["excused"] == "skip":
                continue
            break
        if not missed(promise, before):
            break
        row += 1
    multiple: Fraction = promise["repeat"]["times"]
    return multiple**row if promise["repeat"]["growing"] else (multiple if row else Fraction(1))


def from_the_bank(promise: Plan, month: int) -> Fraction:
    """What earlier better months make up for: gains of the last so many months, the oldest used first."""
    if "bank" not in promise:
        return Fraction(0)
    gains: dict[int, Fraction] = {}
    used = Fraction(0)
    for now in range(month + 1):
        figure = promise["figures"][now]
        if figure is None:
            continue
        if figure >= promise["target"]:
            gains[now] = figure - promise["target"]
            continue
        wanted, used = promise["target"] - figure, Fraction(0)
        for then in sorted(gains):
            if now - then <= promise["bank"]:
                taken = min(wanted, gains[then])
                gains[then] -= taken
                wanted -= taken
                used += taken
    return used


def earned_back(promise: Plan, month: int, paid: Sequence[Paid]) -> int:
    """The coins that come back because so many months after a credit were all good."""
    if "earn_back" not in promise or promise["figures"][month] is None:
        return 0
    length, share = promise["earn_back"]
    row = [m for m in range(month + 1) if promise["figures"][m] is not None]
    if len(row) <= length or any(missed(promise, m) for m in row[-length:]):
        return 0
    credit = sum(p.coins for p in paid if (p.source, p.month) == (promise["id"], row[-length - 1]) and p.is_credit)
    return to_coins(Fraction(credit * share, 100) / 100)


def worth(points: Fraction, plan: Plan, month: int) -> Fraction:
    """What a month's points come to."""
    if "rate" in plan:
        return points * plan["rate"]
    reached = [share for at, share in plan["ladder"] if points >= at]
    return Fraction(plan["fee"][month] * (reached[-1] if reached else 0), 100)


def _cap(cap: Plan, due: list[list[Any]], month: int, paid: Sequence[Paid], plan: Plan) -> None:
    """Cut what a cap covers in proportion; coins left over go to the largest fractions of a coin, the first before."""
    months = {"month": range(month, month + 1), "year": range(12)}[cap["each"]]
    if "percent" in cap:
        limit = to_coins(sum((plan["fee"][m] for m in months), Fraction(0)) * cap["percent"] / 100)
    else:
        limit = cap["amount"] * 100

    def covered(source: str) -> bool:
        return cap["on"] == "all" or source in cap["on"]

    used = sum(p.coins for p in paid if p.is_credit and p.month in months and covered(p.source))
    lines = [line for line in due if covered(line[0])]
    total = sum(coins for _, coins in lines)
    room = max(limit - used, 0)
    if total <= room:
        return
    shares = [Fraction(coins * room, total) for _, coins in lines]
    for line, share in zip(lines, shares, strict=True):
        line[1] = int(share)
    left_over = room - sum(coins for _, coins in lines)
    largest = sorted(range(len(lines)), key=lambda n: (int(shares[n]) - shares[n], n))
    for number in largest[:left_over]:
        lines[number][1] += 1


def _floor(plan: Plan, due: list[list[Any]]) -> None:
    if "floor" not in plan:
        return
    total, limit = sum(coins for _, coins in due), plan["floor"]["under"] * 100
    if not 0 < total < limit:
        return
    if plan["floor"]["then"] == "raised":
        due.append(["floor", limit - total])
    else:
        for line in due:
            line[1] = 0
