"""What a fact file in CSV is made of: its columns, what each means, and how a value is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What stands in a column: the name of the kind, and how such a value is written."""

    NAME = ("a name", "write the name as the agreement has it, at most 128 characters")
    DAY = ("a day", "write the day as YYYY-MM-DD, such as 2025-06-01, in the years 2000 to 2099")
    INSTANT = ("an instant", "write it with its offset, such as 2025-06-03T09:00:00+02:00, in the years 2000 to 2099")
    WHOLE = ("a whole number", "write a whole number such as 1200, without a sign, grouping or decimals")
    AMOUNT = ("an amount", "write the amount with a decimal point, at most four decimals and no grouping: 5000.00")
    QUANTITY = ("a quantity", "write a number such as 12 or 37.5, with at most four decimals and no grouping")
    VALUE = ("a figure", "write the figure as 98.5 %, 48.6 s or, in the unit of its commitment, 12 or 12.5")
    TEXT = ("words", "write at most 1,024 characters in one line")

    @property
    def word(self) -> str:
        """What it is called."""
        return self.value[0]

    @property
    def how(self) -> str:
        """How to put a wrong value right."""
        return self.value[1]


@dataclass(frozen=True)
class Column:
    """One column. ``named``: the header must have it; ``filled``: every row must hold a value."""

    name: str
    kind: Kind
    meaning: str
    named: bool = True
    filled: bool = False


@dataclass(frozen=True)
class FactFile:
    """A fact file in CSV."""

    name: str
    holds: str  # one sentence
    columns: tuple[Column, ...]
    example: str  # a good file

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


FIRST = Column("first", Kind.DAY, "the first day", filled=True)
LAST = Column("last", Kind.DAY, "the last day, itself included", filled=True)
EVIDENCE = Column("evidence", Kind.TEXT, "where this can be looked up: a report, a ticket, a minute")
