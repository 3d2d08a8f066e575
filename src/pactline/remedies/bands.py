"""Bands: the figure falls into one row of a table, and the row says what share of a charge is credited."""

from __future__ import annotations

from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.miss import Miss, Working
from pactline.values.exact import plain
from pactline.values.target import Unit, amount_text, parse_amount
from pactline.values.terms import Percent, text_term

from typing import Annotated  # isort: skip

Edge = Annotated[
    tuple[Fraction, Unit],
    text_term(parse_amount, "AGR_BAND_EDGE", "write the edge like the target, such as 75 % or 30 s"),
]


class Band(BaseModel):
    """One row: an interval of the figure and the credit for it. An edge that is absent is open."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    from_: Edge | None = Field(default=None, alias="from", description="from this figure, itself included")
    above: Edge | None = Field(default=None, description="from this figure, itself excluded")
    to: Edge | None = Field(default=None, description="up to this figure, itself included")
    below: Edge | None = Field(default=None, description="up to this figure, itself excluded")
    credit: Percent = Field(description="share of the charge")

    def holds(self, figure: Fraction) -> bool:
        """Whether the figure falls into this row."""
        return (
            (self.from_ is None or figure >= self.from_[0])
            and (self.above is None or figure > self.above[0])
            and (self.to is None or figure <= self.to[0])
            and (self.below is None or figure < self.below[0])
        )

    def __str__(self) -> str:
        edges = [("from", self.from_), ("above", self.above), ("to", self.to), ("below", self.below)]
        return " ".join(f"{word} {amount_text(*edge)}" for word, edge in edges if edge) or "any figure"


class Bands(BaseModel):
    """A table of bands over one charge."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: str = Field(description="the charge the percentages are taken of")
    table: tuple[Band, ...] = Field(min_length=1, description="the rows; no two may hold the same figure")


def bands(miss: Miss, table: Bands) -> Working:
    """The row's percentage of the charge for the window.

    The agreement is refused when rows overlap or leave a hole on the missed side of the target, so exactly one row
    holds the figure. Source: ``contracts.md`` C1 and C6.
    """
    rows = [band for band in table.table if band.holds(miss.figure)]
    assert len(rows) == 1, f"{len(rows)} bands hold {miss.figure}; reading the agreement should have refused it"
    (row,) = rows
    charge = miss.charge(table.of)
    owed = charge * row.credit / 100
    return Working(
        owed,
        (
            f"{miss.figure_text} is in the band {row}: {plain(row.credit)} % of {table.of}",
            f"{plain(row.credit)} % x {miss.money(charge)} = {miss.money(owed)}",
        ),
    )
