"""Pools: an amount at risk, shared out over categories and commitments; the shares may add up to more than all of it.

Source: ``contracts.md`` C3 (credit = category share x weight x at-risk amount, the month never above it) and C33.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.rules.limits import tile_before
from pactline.remedies.rules.lines import Cut, Kind, Settling, Unknown, shared_out, standing, total
from pactline.values.exact import plain
from pactline.values.period import Each
from pactline.values.terms import ChargeName, Percent


class PoolTerms(BaseModel):
    """One pool."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    each: Each = Field(description="the period of the amount at risk")
    at_risk: Percent = Field(description="the share of the charge that is at risk, and the most that is ever credited")
    of: ChargeName = Field(description="the charge")
    categories: dict[str, Percent] = Field(min_length=1, description="the share of the pool for each category")
    allocation: Percent = Field(description="the most that the shares of all categories may add up to, such as 200 %")
    most_per_commitment: Percent | None = Field(
        default=None, description="the most of the pool that may hang on one commitment; left out: no limit"
    )


TERMS = PoolTerms
NAMED = True


def at_risk(terms: PoolTerms, charge: Fraction) -> Fraction:
    """The amount at risk in a period with that charge."""
    return charge * terms.at_risk / 100


def pools(settling: Settling, terms: Mapping[str, PoolTerms], members: Mapping[str, frozenset[str]]) -> Settling:
    """The day's lines with the credits of each pool within its amount at risk; ``members`` are its commitments.

    A pool of a charge that is not known yet is said to be pending, and cuts nothing.
    """
    for name, pool in terms.items():
        try:
            settling = _within(settling, name, pool, members.get(name, frozenset()))
        except Unknown as unknown:
            settling = settling.waiting(f"pools {name}: {unknown}")
    return settling


def _within(settling: Settling, name: str, pool: PoolTerms, members: frozenset[str]) -> Settling:
    period = tile_before(settling.view.on, pool.each)
    lines = [line for line in settling.lines if line.source in members and line.kind is Kind.CREDIT]
    if not lines:
        return settling
    used = total(
        line
        for line in standing(settling.earlier)
        if line.source in members and period.first < line.settles <= period.end
    )
    base = settling.charge(pool.of, period)
    exact = at_risk(pool, base)
    limit = settling.rounded(exact)
    step = f"{plain(pool.at_risk)} % of {pool.of} {settling.money(base)} = {settling.money(exact)}"
    before = total(lines)
    after = min(before, max(limit - used, limit * 0))
    cut = Cut("pools", name, period, pool.of, limit, (step,), used, before, after)
    if after == before:
        return settling.with_lines(settling.lines, cut)
    why = f"pool {name}: at most {settling.money(limit)} is at risk in {period}: cut in proportion"
    shared = iter(shared_out(lines, after, settling.digits, why))
    return settling.with_lines([next(shared) if line in lines else line for line in settling.lines], cut)
