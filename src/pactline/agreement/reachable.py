"""Limits that nothing can ever reach: caps above everything there is to credit, rungs above every total of points."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice
from typing import Any

from pydantic import BaseModel

from pactline.agreement.caps import (
    HOURS,
    UnknownCharge,
    charged,
    periods_of,
    settled,
    value_on,
    worst,
)
from pactline.agreement.consistency import modifiers_of, terms_of
from pactline.agreement.draft import Draft
from pactline.agreement.parts import Part
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.report import Place, Report
from pactline.agreement.ruling import charge_each
from pactline.agreement.yaml_text import ListNode, MapNode
from pactline.values.cadence import Cadence
from pactline.values.dated import Dated
from pactline.values.exact import plain
from pactline.values.money import minor_digits, money_text
from pactline.values.period import Each, Period, months_after

PERIODS = 14  # looked at: among so many months, and days of the week, every case occurs
MANY_PERIODS = 400  # looked at where amounts change over time
FAR = 2  # times what can be credited: only so far above it an amount at risk is worth a note
_ELSEWHERE = ("points", "share_of_pool")  # shapes whose money another rule makes


def check_reachable(draft: Draft, report: Report) -> None:
    """AGR_CAP_UNREACHABLE and AGR_RUNG_UNREACHABLE: what looks like a limit, and is none."""
    if report.problems or not draft.heading["term"] or not draft.heading["zone"]:
        return  # amounts that cannot be read would make it wrong
    costs = _Costs(draft)
    caps = [_Cap(name, part, draft) for name, part in draft.rules.get("caps", {}).items()]
    for number, cap in enumerate(caps):
        _check_cap(cap, caps[:number], costs, draft, report)
    _check_at_risk(costs, draft, report)
    _check_rungs(draft, report)


@dataclass(frozen=True)
class _Cap:
    """One cap."""

    name: str
    part: Part
    draft: Draft

    @property
    def covers_all(self) -> bool:
        """Whether it limits every credit, also those that rules make."""
        return self.part["on"] == "all" and self.part["services"] is None

    @property
    def promises(self) -> list[PromiseDraft]:
        """The promises whose credits it limits."""
        on, services = self.part["on"], self.part["services"]
        return [
            promise
            for promise in self.draft.promises
            if (on == "all" or promise.id in on or promise.id.split("/")[0] in on)
            and (services is None or promise.part["service"] in services)
        ]

    def within(self, other: _Cap) -> bool:
        """Whether another cap limits at least all that this one does."""
        ids, others = ({promise.id for promise in cap.promises} for cap in (self, other))
        same = self.part["limits"] == other.part["limits"]
        return same and ids <= others and (other.covers_all or not self.covers_all)

    def limit(self, period: Period) -> Fraction:
        """The most for a period. Raises UnknownCharge."""
        terms = self.part["at_most"]
        if isinstance(terms, Dated):
            return Fraction(value_on(terms, period.first))
        share: Fraction = terms.percent
        return charged(terms.of, period, self.draft) * share / 100

    def periods(self) -> Iterator[Period]:
        """The periods it limits, in the term."""
        term, each = self.draft.heading["term"], self.part["each"]
        if isinstance(each, str):
            yield term
            return
        start = each.start(term.first, term)
        while start < term.end:
            end = each.next(start, term)
            if each.months is not None:
                yield Period(months_after(end, -each.months), end)
            elif each.days is None:
                yield Period(start, end)
            start = end


def _check_cap(cap: _Cap, before: Sequence[_Cap], costs: _Costs, draft: Draft, report: Report) -> None:
    """A cap that nothing reaches: because there is not so much to credit, or because one before it leaves less."""
    highest: tuple[Fraction, Fraction, str] | None = None
    try:
        for period in islice(cap.periods(), costs.periods):
            limit = cap.limit(period)
            most, why = _most(cap, before, period, costs)
            if most is None or most >= limit:
                return
            if highest is None or most > highest[0]:
                highest = most, limit, why
    except UnknownCharge:
        return
    if highest:
        most, limit, why = highest
        message = f"the cap `{cap.name}` of {_money(limit, draft)} cuts nothing: {why} to {_money(most, draft)} at most"
        remedy = "lower it, or leave it out; a limit that is never reached only looks like one"
        report.note("AGR_CAP_UNREACHABLE", cap.part.node, message, remedy)


def _most(cap: _Cap, before: Sequence[_Cap], period: Period, costs: _Costs) -> tuple[Fraction | None, str]:
    """The most that can be under a cap in a period; None for no limit."""
    found: list[tuple[Fraction, str]] = []
    if cap.part["limits"] == "credits" and not (cap.covers_all and _made_by_rules(cap.draft)):
        everything = costs.credits(cap.promises, period)
        if everything is not None:
            found.append((everything, "all credits together come"))
    for other in before:
        bound = _bound(other, period) if cap.within(other) else None
        if bound is not None:
            found.append((bound, f"the cap `{other.name}`, which stands before it, limits them"))
    return min(found) if found else (None, "")


def _bound(cap: _Cap, period: Period) -> Fraction | None:
    """What a cap leaves in a period that is made of whole periods of its own; None where it is not."""
    each, inside, end = cap.part["each"], Fraction(0), period.first
    if isinstance(each, str) or each.plain is None:
        return None
    for tile in periods_of(period, each.plain):
        if tile.overlap(period) != tile or tile.first != end:
            return None
        inside, end = inside + cap.limit(tile), tile.end
    return inside if end == period.end else None


class _Costs:
    """What promises can cost, each case worked out once: it changes only with the days on which amounts change."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.changes = sorted({day for value in _dated_values(draft) for day, _ in value.steps if day})
        self._windows: dict[tuple[Cadence, Period], list[Period]] = {}
        self._costs: dict[tuple[object, ...], Fraction | None] = {}

    @property
    def periods(self) -> int:
        """How many periods to look at, so that every case is among them."""
        return MANY_PERIODS if self.changes else PERIODS

    def credits(self, promises: Sequence[PromiseDraft], period: Period) -> Fraction | None:
        """What all credits of some promises come to in a period if everything fails; None if there is no limit.

        Raises UnknownCharge.
        """
        total = Fraction(0)
        for promise in promises:
            name, _ = terms_of(promise.part["remedy"])
            if name in _ELSEWHERE:
                return None
            if not name or promise.part["by"] == "client":
                continue
            for window in self._settled(promise, period):
                cost = self._cost(promise, window)
                if cost is None:
                    return None
                total += cost
        return total

    def _settled(self, promise: PromiseDraft, period: Period) -> list[Period]:
        key = promise.part["each"], period
        if key not in self._windows:
            self._windows[key] = settled(promise, period, self.draft)
        return self._windows[key]

    def _cost(self, promise: PromiseDraft, window: Period) -> Fraction | None:
        """Windows that begin and end between the same changes, and touch as many months, cost the same."""
        first, last = window.first, window.end - timedelta(days=1)
        months = 12 * (last.year - first.year) + last.month - first.month
        long = months == 0 and (last - first).days > 6  # longer than a week: charges by the day or week are counted
        key = (promise.id, bisect_right(self.changes, first), bisect_right(self.changes, last), months, long and window)
        if key not in self._costs:
            self._costs[key] = worst(promise, window, self.draft)
        return self._costs[key]


def _made_by_rules(draft: Draft) -> bool:
    """Whether rules make credits besides those of the promises."""
    withheld = any(part["withhold"] is not None for part in draft.rules.get("critical", {}).values())
    raised = any(part["then"] == "raised" for part in draft.rules.get("floors", {}).values())
    return bool(withheld or raised or draft.rules.get("points"))


def _dated_values(draft: Draft) -> list[Dated[Any]]:
    """Every amount and target that may change over time."""
    values = [part["amount"] for part in draft.charges.values()]
    values += [value for p in draft.promises for value in _inside(terms_of(p.part["remedy"])[1])]
    values += [part["at_most"] for part in draft.rules.get("caps", {}).values() if part["at_most"]]
    values += [promise.part["target"] for promise in draft.promises]
    return [value for value in values if isinstance(value, Dated)]


def _inside(terms: Any) -> list[Any]:
    return [terms, *dict(terms).values()] if isinstance(terms, BaseModel) else [terms]


def _check_at_risk(costs: _Costs, draft: Draft, report: Report) -> None:
    """An amount at risk far above what can ever be credited is no stake."""
    at_risk = draft.heading["at_risk"]
    each = charge_each(at_risk.of, draft) if at_risk else None
    if not each or _made_by_rules(draft) or draft.rules.get("pools"):
        return
    highest = Fraction(0)
    try:
        for period in islice(periods_of(draft.heading["term"], each), costs.periods):
            limit = charged(at_risk.of, period, draft) * at_risk.percent / 100
            most = costs.credits(draft.promises, period)
            if most is None or most * FAR >= limit:
                return
            highest = max(highest, most)
    except UnknownCharge:
        return
    message = f"all credits of a {each} together come to {_money(highest, draft)} at most, far less than is at risk"
    remedy = "let more depend on the promises, or put a lower amount at risk"
    report.note("AGR_CAP_UNREACHABLE", draft.heading.place("at_risk"), message, remedy)


def _check_rungs(draft: Draft, report: Report) -> None:
    """A rung of a ladder above every total of points that a period can bring."""
    for name, scheme in draft.rules.get("points", {}).items():
        ladder, each = scheme["ladder"], scheme["each"]
        most = _most_points(name, each, draft) if ladder else None
        if most is None:
            continue
        for number, rung in enumerate(ladder.table):
            if rung.at > most:
                brought = "1 point" if most == 1 else f"{plain(most)} points"
                message = f"all commitments together bring {brought} in a {each} at most, and the rung is at {rung.at}"
                remedy = "lower the rung, or let misses bring more points"
                report.note("AGR_RUNG_UNREACHABLE", _rung_place(scheme, number), message, remedy)
                break


def _most_points(scheme: str, each: Each, draft: Draft) -> Fraction | None:
    """The points of a period in which everything fails; None if there is no limit."""
    highest = Fraction(0)
    for period in islice(periods_of(draft.heading["term"], each), PERIODS):
        total = Fraction(0)
        for promise in draft.promises:
            shape, terms = terms_of(promise.part["remedy"])
            if shape != "points" or terms.into != scheme:
                continue
            most = _points_of(promise, terms, period.first, draft)
            if most is None:
                return None
            times = len(settled(promise, period, draft)) * (HOURS if promise.part["each"].hourly else 1)
            total += most * times
        highest = max(highest, total)
    return highest


def _points_of(promise: PromiseDraft, terms: Any, day: date, draft: Draft) -> Fraction | None:
    """The most points of one window."""
    most: Fraction | None = terms.each_miss
    if most is None:
        most = max(row.points for row in terms.table)
    beside = modifiers_of(promise.part["remedy"])
    for key, modifier in draft.language.vocabulary.modifiers.items():
        if key in beside and key in ("repeat", "lateness"):
            most = modifier.most(beside[key], most, lambda of: Fraction(0), day)
    return most


def _rung_place(scheme: Part, number: int) -> Place:
    ladder = scheme.node.values["ladder"]
    table = ladder.values["table"] if isinstance(ladder, MapNode) else ladder
    return table.items[number] if isinstance(table, ListNode) else table


def _money(amount: Fraction, draft: Draft) -> str:
    return money_text(amount, minor_digits(draft.heading["currency"]))
