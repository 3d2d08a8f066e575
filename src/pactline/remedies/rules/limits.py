"""A limit in money: a fixed sum, or a share of a charge."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pactline.remedies.rules.lines import Settling
from pactline.values.exact import plain
from pactline.values.period import Each, Period, next_window, window_start
from pactline.values.terms import ChargeName, DatedMoney, Percent, fault


class LimitTerms(BaseModel):
    """A sum of money, or a share of a charge."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    amount: DatedMoney | None = Field(default=None, description="the sum, or the sum from which day")
    percent: Percent | None = Field(default=None, description="the share")
    of: ChargeName | None = Field(default=None, description="the charge it is a share of")

    @model_validator(mode="after")
    def _one(self) -> LimitTerms:
        share = self.percent is not None and self.of is not None
        if (self.amount is not None) is share or (self.percent is None) is not (self.of is None):
            remedy = "write 5000.00, or for instance {percent: 5 %, of: CHARGE}"
            raise fault("AGR_LIMIT", "this is neither a sum nor a share of a charge", remedy)
        return self


def _as_limit(value: Any) -> Any:
    """A bare amount as a fixed sum."""
    said = isinstance(value, dict) and set(value) & set(LimitTerms.model_fields)
    return value if said else {"amount": value}


Limit = Annotated[LimitTerms, BeforeValidator(_as_limit)]
"""``5000.00``, or ``{percent: 5 %, of: fee}``."""


def tile_before(on: date, each: Each, term: Period | None = None) -> Period:
    """The calendar window of the day before a settlement day: windows are settled on the day after their last.

    With a term, the window ends with it at the latest.
    """
    start = window_start(on - timedelta(days=1), each)
    end = next_window(start, each)
    return Period(start, min(end, term.end) if term is not None and on <= term.end else end)


def limit_of(
    limit: LimitTerms, settling: Settling, period: Period, since: date | None = None
) -> tuple[Decimal, tuple[str, ...], str]:
    """The limit for a period, rounded; how it comes about; and the charge it is a share of. Raises Unknown.

    Of a sum that changes, the one in force on ``since`` holds: left out, on the first day of the period in the term.
    """
    if limit.amount is not None:
        due = limit.amount.on(since or max(period.first, settling.term.first))
        return settling.rounded(Fraction(due)), (f"fixed sum {settling.money(due)}",), ""
    assert limit.percent is not None
    assert limit.of is not None
    base = settling.charge(limit.of, period)
    exact = base * limit.percent / 100
    step = f"{plain(limit.percent)} % of {limit.of} {settling.money(base)} = {settling.money(exact)}"
    rounded = settling.rounded(exact)
    steps = (step,) if Fraction(rounded) == exact else (step, f"rounded to {rounded:,f}")
    return rounded, steps, limit.of
