"""Change orders: an activity that takes longer than agreed, and which party bears which part of the overrun."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pactline.remedies.amounts import Number
from pactline.values.exact import plain
from pactline.values.money import money_text
from pactline.values.terms import DatedMoney, Percent, TextTerm, fault


class Bearing(BaseModel):
    """A stretch of the overrun and how the parties share it."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    up_to: Number | None = Field(default=None, description="up to so many units of overrun; left out: whatever is left")
    client: Percent = Field(description="the client's share of the cost; the provider bears the rest")


class ChangeOrderTerms(BaseModel):
    """One kind of activity."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    what: TextTerm = Field(description="the activity, such as training of new agents")
    unit: TextTerm = Field(description="what its length is counted in, such as days")
    cost: DatedMoney = Field(description="what one unit costs")
    done_by: Literal["provider", "client"] = Field(description="who does it and so has the cost in the first place")
    overrun: tuple[Bearing, ...] = Field(
        min_length=1, description="who bears what of the time beyond the agreed length"
    )

    @model_validator(mode="after")
    def _to_the_end(self) -> ChangeOrderTerms:
        *first, last = self.overrun
        if any(row.up_to is None for row in first) or last.up_to is not None:
            message = "the last row, and only the last, goes without `up_to`, so that every overrun has a bearer"
            raise fault("AGR_BEARING", message, "order the rows by up_to and leave it out in the last")
        edges = [row.up_to for row in first if row.up_to is not None]
        if edges != sorted(set(edges)):
            raise fault("AGR_BEARING", "the rows are not in order of up_to", "write the shortest overrun first")
        if any(row.client > 100 for row in self.overrun):
            raise fault("AGR_PERCENT", "a share is more than 100 %", "write at most 100 %")
        return self


TERMS = ChangeOrderTerms
NAMED = True


def change_orders(
    terms: ChangeOrderTerms, planned: Decimal, actual: Decimal, day: date, digits: int
) -> tuple[Fraction, tuple[str, ...]]:
    """What the party that did not do the work owes the one that did for the overrun of one order, and the working.

    Nothing where it did not take longer than agreed.
    """
    over = Fraction(actual) - Fraction(planned)
    if over <= 0:
        return Fraction(0), (
            f"{plain(Fraction(actual))} {terms.unit} of {plain(Fraction(planned))} agreed: no overrun",
        )
    cost = Fraction(terms.cost.on(day))
    owed, start = Fraction(0), Fraction(0)
    steps = [f"{plain(Fraction(actual))} - {plain(Fraction(planned))} agreed = {plain(over)} {terms.unit} of overrun"]
    for row in terms.overrun:
        end = over if row.up_to is None else min(over, row.up_to)
        if end <= start:
            break
        share = row.client if terms.done_by == "provider" else 100 - row.client
        part = (end - start) * cost * share / 100
        other = "client" if terms.done_by == "provider" else "provider"
        steps.append(
            f"{plain(end - start)} {terms.unit} x {money_text(cost, digits)} x {plain(share)} % borne by the {other} "
            f"= {money_text(part, digits)}"
        )
        owed, start = owed + part, end
    return owed, tuple(steps)
