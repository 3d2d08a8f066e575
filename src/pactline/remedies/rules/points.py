"""Points: what commitments bring in is added up over a period and turned into money at a rate or by a ladder.

Source: ``contracts.md`` C1 (a point is a share of the payment) and C5 (a ladder of shares of the next bill).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pactline.remedies.amounts import ShareOf, SumOrShare, points_text
from pactline.remedies.miss import number
from pactline.remedies.rules.limits import tile_before
from pactline.remedies.rules.lines import Kind, Line, Settling, Unknown
from pactline.values.exact import how_many, plain
from pactline.values.period import Each, Period
from pactline.values.terms import ChargeName, Percent, WholeNumber, fault


class Rung(BaseModel):
    """One rung of a ladder."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    at: WholeNumber = Field(description="reached with so many points")
    credit: Percent = Field(description="share of the charge")


class Ladder(BaseModel):
    """Totals of points and the share of a charge that each brings; the last rung is open upwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    of: ChargeName = Field(description="the charge the shares are taken of")
    between: Literal["step_down", "step_up", "in_proportion"] = Field(
        description="a total between two rungs: the last one reached, the next one, or in proportion between them"
    )
    table: tuple[Rung, ...] = Field(min_length=1, description="the rungs, lowest first")

    @model_validator(mode="after")
    def _rising(self) -> Ladder:
        for low, high in pairwise(self.table):
            if high.at <= low.at:
                message = f"the rung at {high.at} stands after the one at {low.at}"
                raise fault("AGR_LADDER", message, "write the rungs from the lowest total to the highest")
            if high.credit < low.credit:
                message = (
                    f"{how_many(high.at, 'point')} bring {plain(high.credit)} %, less than {how_many(low.at, 'point')}"
                )
                raise fault("AGR_LADDER", message, "let more points never cost less")
        return self

    def share(self, total: Fraction) -> tuple[Fraction, str]:
        """The share for a total of points, in percent, and the rung in words."""
        below = [rung for rung in self.table if rung.at <= total]
        above = [rung for rung in self.table if rung.at > total]
        if below and (below[-1].at == total or not above or self.between == "step_down"):
            return below[-1].credit, f"the last rung reached is {below[-1].at}"
        if not below and self.between == "step_down":
            return Fraction(0), f"under the first rung, {self.table[0].at}"
        if self.between == "step_up":
            return above[0].credit, f"the next rung is {above[0].at}"
        low_at, low = (below[-1].at, below[-1].credit) if below else (0, Fraction(0))
        share = low + (above[0].credit - low) * (total - low_at) / (above[0].at - low_at)
        return share, f"in proportion between {low_at} and {above[0].at}"


class PointTerms(BaseModel):
    """One points scheme: exactly one of a rate, a sum per point and a ladder."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    each: Each = Field(description="the period over which points are added up")
    rate: SumOrShare | None = Field(default=None, description="what one point brings: a sum, or a share of a charge")
    ladder: Ladder | None = Field(default=None, description="what totals of points bring")

    @model_validator(mode="after")
    def _one(self) -> PointTerms:
        if (self.rate is None) is (self.ladder is None):
            raise fault("AGR_REMEDY_SHAPE", "points need a rate or a ladder", "give exactly one of rate, ladder")
        return self


TERMS = PointTerms
NAMED = True


def points(
    settling: Settling, terms: Mapping[str, PointTerms], gained: Mapping[str, list[tuple[str, Period, Fraction]]]
) -> Settling:
    """The day's lines, and one for each points scheme whose period ends on that day.

    ``gained`` holds, by scheme, what each window brought in (commitment, window, points) up to this day, in any order.
    A period that the term cuts ends with it.
    """
    for name, scheme in terms.items():
        period = tile_before(settling.view.on, scheme.each, settling.term)
        if period.end != settling.view.on:
            continue
        inside = [(who, w, what) for who, w, what in gained.get(name, []) if period.first < w.end <= period.end]
        parts = [(who, what) for who, _, what in sorted(inside, key=lambda part: (part[1].end, part[0])) if what]
        total = sum((what for _, what in parts), Fraction(0))
        if total:
            added = " + ".join(f"{plain(what)} ({who})" for who, what in parts)
            settling = _paid(settling, name, scheme, period, total, f"{added} = {points_text(total)}")
    return settling


def _paid(settling: Settling, name: str, scheme: PointTerms, period: Period, total: Fraction, added: str) -> Settling:
    source = f"points/{name}"
    try:
        exact, steps = _worth(settling, scheme, period, total)
    except Unknown as unknown:
        share = f" {plain(scheme.ladder.share(total)[0])} % of it is owed" if scheme.ladder else ""
        return settling.waiting(f"{source} {period}: {added}; {unknown};{share}".rstrip(";"))
    amount = settling.rounded(exact)
    rounded = () if Fraction(amount) == exact else (f"rounded to {amount:,f}",)
    line = Line(source, "", period, settling.view.on, Kind.CREDIT, amount, amount, (added, *steps, *rounded))
    return settling.adding(line)


def _worth(settling: Settling, scheme: PointTerms, period: Period, total: Fraction) -> tuple[Fraction, tuple[str, ...]]:
    """What a total is worth and how. Raises Unknown."""
    money = settling.money
    if scheme.ladder:
        share, rung = scheme.ladder.share(total)
        base = settling.charge(scheme.ladder.of, period)
        worth = base * share / 100
        of = f"{scheme.ladder.of} {money(base)}"
        return worth, (
            f"{points_text(total)}: {rung}: {number(share)} %",
            f"{number(share)} % of {of} = {money(worth)}",
        )
    rate = scheme.rate
    assert rate is not None
    if not isinstance(rate, ShareOf):
        each = Fraction(rate.on(max(period.first, settling.term.first)))
        return total * each, (f"{plain(total)} x {money(each)} = {money(total * each)}",)
    base = settling.charge(rate.of, period)
    share = total * rate.percent
    worth = base * share / 100
    return worth, (
        f"{plain(total)} x {plain(rate.percent)} % = {plain(share)} %",
        f"{plain(share)} % of {rate.of} {money(base)} = {money(worth)}",
    )
