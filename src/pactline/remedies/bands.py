"""Bands: the figure falls into one row of a table, and the row says what share of a charge is credited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.miss import Miss, Working
from pactline.remedies.rows import Row, row_of
from pactline.values.exact import plain
from pactline.values.target import Target
from pactline.values.terms import ChargeName, Percent


class Band(Row):
    """One row: an interval of the figure and the credit for it. An edge that is absent is open."""

    credit: Percent = Field(description="share of the charge")

    @property
    def worth(self) -> Fraction:
        """What is compared between rows: the percentage."""
        return self.credit

    @property
    def worth_text(self) -> str:
        """``2 %``."""
        return f"{plain(self.credit)} %"


class Bands(BaseModel):
    """A table of bands over one charge."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: ChargeName = Field(description="the charge the percentages are taken of")
    table: tuple[Band, ...] = Field(min_length=1, description="the rows; no two may hold the same figure")


def bands(miss: Miss, terms: Bands) -> Working:
    """The row's percentage of the charge for the window.

    The agreement is refused when rows overlap or leave a hole on the missed side of the target, so exactly one row
    holds the figure. Source: ``contracts.md`` C1 and C6.
    """
    row = row_of(miss, terms.table)
    charge = miss.charge(terms.of)
    owed = charge * row.credit / 100
    return Working(
        owed,
        (
            f"{miss.figure_text} is in the band {row}: {row.worth_text} of {terms.of}",
            f"{row.worth_text} x {miss.money(charge)} = {miss.money(owed)}",
        ),
    )


def most(terms: Bands, target: Target, charge: Callable[[str], Fraction], day: date) -> Fraction:
    """The highest credit of the table."""
    return charge(terms.of) * max(row.credit for row in terms.table) / 100
