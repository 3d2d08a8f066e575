"""Share of a pool: the money at risk, times the category's share of the pool, times the promise's weight in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from pactline.agreement.terms import Text
from pactline.remedies.miss import Miss, Working
from pactline.values.exact import plain
from pactline.values.target import Target
from pactline.values.terms import Percent, name_of

NEEDS_FIGURE = False  # a miss costs the same however far it is
FOR_BONUS = False


class ShareOfPool(BaseModel):
    """Where the promise stands in a pool."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pool: name_of("pools") = Field(description="the pool")  # type: ignore[valid-type]
    category: Text = Field(description="the category of the pool that the promise belongs to")
    weight: Percent = Field(description="the share of the category that this promise has")


def share_of_pool(miss: Miss, terms: ShareOfPool) -> Working:
    """A x B x C: category share 50 %, weight 40 %, at risk 10000.00 make 2000.00.

    Source: ``contracts.md`` C3.
    """
    assert miss.pool is not None, "a share of a pool was asked of an agreement without pools"
    at_risk, share = miss.pool(terms.pool, terms.category)
    owed = share * terms.weight * at_risk / 10_000
    of_each = f"{plain(share)} % x {plain(terms.weight)} %"
    return Working(
        owed,
        (
            f"{terms.category} has {plain(share)} % of {terms.pool}, and this promise {plain(terms.weight)} % of it",
            f"{of_each} x {miss.money(at_risk)} = {miss.money(owed)}",
        ),
    )


def most(terms: ShareOfPool, target: Target, charge: Callable[[str], Fraction], day: date) -> Fraction:
    """Nothing that is not limited already: the pool limits the sum of all its shares."""
    return Fraction(0)
