"""Rows of a table: an interval of the figure and what it is worth."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from pactline.remedies.miss import Miss
from pactline.values.target import Unit, amount_text, parse_amount
from pactline.values.terms import text_term

Edge = Annotated[
    tuple[Fraction, Unit],
    text_term(parse_amount, "AGR_BAND_EDGE", "write the edge like the target, such as 75 % or 30 s"),
    WithJsonSchema(
        {"type": ["string", "number"], "description": "a figure in the target's unit", "examples": ["75 %"]}
    ),
]


class Row(BaseModel):
    """An interval of the figure. An edge that is absent is open."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    from_: Edge | None = Field(default=None, alias="from", description="from this figure, itself included")
    above: Edge | None = Field(default=None, description="from this figure, itself excluded")
    to: Edge | None = Field(default=None, description="up to this figure, itself included")
    below: Edge | None = Field(default=None, description="up to this figure, itself excluded")

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


R = TypeVar("R", bound=Row)


def row_of(miss: Miss, table: tuple[R, ...]) -> R:
    """The row that holds the figure.

    The agreement is refused when rows overlap or leave a hole on the missed side of the target, so there is one.
    """
    rows = [row for row in table if row.holds(miss.figure)]
    assert len(rows) == 1, f"{len(rows)} bands hold {miss.figure}; reading the agreement should have refused it"
    return rows[0]
