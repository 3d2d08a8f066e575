"""Points: a miss brings points into a scheme, by a table or the same for each, and the scheme makes money of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pactline.remedies.amounts import Number, points_text
from pactline.remedies.miss import Miss, Working
from pactline.remedies.rows import Row, row_of
from pactline.values.target import Target
from pactline.values.terms import fault, name_of

FOR_BONUS = False


class PointRow(Row):
    """One row: an interval of the figure and the points for it. An edge that is absent is open."""

    points: Number = Field(description="points for a figure in this row")

    @property
    def worth(self) -> Fraction:
        """What is compared between rows: the points."""
        return self.points

    @property
    def worth_text(self) -> str:
        """``2 points``."""
        return points_text(self.points)


class Points(BaseModel):
    """The scheme that the points go into, and how many: one of the two."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    into: name_of("points") = Field(description="the points scheme")  # type: ignore[valid-type]
    each_miss: Number | None = Field(default=None, description="the points for every miss, however far")
    table: tuple[PointRow, ...] = Field(default=(), description="the rows; no two may hold the same figure")

    @model_validator(mode="after")
    def _one(self) -> Points:
        if (self.each_miss is None) is not bool(self.table):
            said = "both are given" if self.table else "nothing says how many points"
            raise fault("AGR_REMEDY_SHAPE", said, "give exactly one of each_miss, table")
        return self


def needs_figure(terms: Points) -> bool:
    """Points for each miss are due as well where there is no figure (``no_data: missed``); a table needs one."""
    return bool(terms.table)


def points(miss: Miss, terms: Points) -> Working:
    """Points instead of money: 96.5 % in the band of 3 points brings 3.

    Source: ``contracts.md`` C1 (bands to points) and C5 (points per missed measure).
    """
    if terms.each_miss is not None:
        return Working(Fraction(0), (f"{points_text(terms.each_miss)} into {terms.into}",), points=terms.each_miss)
    row = row_of(miss, terms.table)
    step = f"{miss.figure_text} is in the band {row}: {row.worth_text} into {terms.into}"
    return Working(Fraction(0), (step,), points=row.points)


def most(terms: Points, target: Target, charge: Callable[[str], Fraction], day: date) -> Fraction:
    """No money by itself: what the points come to is the scheme's."""
    return Fraction(0)
