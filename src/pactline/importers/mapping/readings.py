"""How a mapping says where a value comes from: the closed list of readings and of tests of a row.

There is no expression language: what is worked out is worked out by one of these named operations.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from pactline.importers.files.clocks import check_pattern
from pactline.importers.mapping.terms import Number, Pattern, Shape, Text, Word, Yes
from pactline.values.terms import fault


class Bounds(Shape):
    """A test of a cell that is not a list of words."""

    blank: Yes | None = Field(default=None, description="true: the cell is empty; false: it is not")
    not_: tuple[Text, ...] | None = Field(default=None, alias="not", description="none of these words")
    above: Number | None = Field(default=None, description="a number greater than this")
    at_least: Number | None = Field(default=None, description="a number not less than this")
    below: Number | None = Field(default=None, description="a number less than this")
    at_most: Number | None = Field(default=None, description="a number not greater than this")

    @model_validator(mode="after")
    def _one_test(self) -> Bounds:
        if not self.model_fields_set:
            raise fault("MAP_TEST", "the test says nothing", "write blank, not, above, at_least, below or at_most")
        return self


def _test_kind(value: object) -> str:
    return "bounds" if isinstance(value, Mapping | Bounds) else "words" if isinstance(value, list | tuple) else "word"


Test: TypeAlias = Annotated[
    Annotated[Text, Tag("word")] | Annotated[tuple[Text, ...], Tag("words")] | Annotated[Bounds, Tag("bounds")],
    Discriminator(_test_kind),
]
When: TypeAlias = dict[str, Test]


class Cells(Shape):
    """What every reading of a cell may say about cells that hold no value."""

    unknown: tuple[Text, ...] = Field(default=(), description="words that mean: not known")
    unknown_when: When | None = Field(default=None, description="not known in rows for which all these tests hold")
    blank: Literal["unknown", "refuse"] = Field(
        default="unknown", description="what an empty cell means; it never means zero"
    )


class TextReading(Cells):
    """A word from a column, or from several joined."""

    column: Word | None = Field(default=None, description="the column")
    columns: tuple[Word, ...] | None = Field(default=None, min_length=1, description="several columns, joined")
    join: Text = Field(default="-", description="what stands between joined columns")
    words: dict[str, Text] | None = Field(default=None, description="the source's word: our word")
    otherwise: Text | None = Field(
        default=None, description="our word for words not listed; without it they are refused"
    )
    cell: Literal["text", "number"] = Field(
        default="text", description="number: numeric cells of a workbook are taken as the word (leading zeros are lost)"
    )

    @model_validator(mode="after")
    def _one_source(self) -> TextReading:
        if (self.column is None) == (self.columns is None):
            raise fault("MAP_COLUMN", "a reading needs one of column and columns", "name the column")
        if self.otherwise is not None and self.words is None:
            raise fault("MAP_WORDS", "otherwise says what other words mean, but no words are listed", "add words")
        return self


class DurationReading(Cells):
    """A length of time from a column."""

    column: Word = Field(description="the column")
    unit: Literal["ms", "s", "min", "h", "day", "hh:mm:ss", "mm:ss"] = Field(
        description="day is a fraction of a day, as spreadsheets keep clock times"
    )
    precision: Literal["exact", "whole"] | None = Field(
        default=None,
        description="of min and h: exact (2.5 is 150 s) or whole (the source rounded; then the seconds are not known)",
    )
    negative: Literal["refuse", "unknown"] = Field(default="refuse", description="what a negative value means")

    @model_validator(mode="after")
    def _said_precision(self) -> DurationReading:
        if self.unit in ("min", "h") and self.precision is None:
            raise fault(
                "MAP_PRECISION",
                f"a length in {self.unit} may be exact or rounded by the source; the mapping does not say which",
                "add precision: exact (2.5 min is 150 s) or precision: whole (rounded: the seconds are not known)",
            )
        if self.unit not in ("min", "h") and self.precision is not None:
            raise fault("MAP_PRECISION", "precision belongs to lengths in min or h", "remove precision")
        return self


class InstantReading(Cells):
    """An instant from one column."""

    column: Word = Field(description="the column")
    format: Pattern = Field(description="how it is written")


class DayAndClock(Cells):
    """An instant from a date column and a clock column."""

    date: Word = Field(description="the column with the day")
    date_format: Pattern = Field(description="how the day is written")
    clock: Word = Field(description="the column with the clock time")
    clock_format: Pattern = Field(description="how the clock time is written")


class ClockAfter(Cells):
    """An instant from a clock column that follows an earlier mark; past midnight it is the next day."""

    clock: Word = Field(description="the column with the clock time")
    clock_format: Pattern = Field(description="how it is written")
    after: Word = Field(description="the instant it follows, by name")


class StartOf(Cells):
    """The first instant of a local day or month that a column names."""

    start_of: Literal["day", "month"] = Field(description="day or month")
    column: Word = Field(description="the column with the day, or with year and month")
    format: Text | None = Field(default=None, description="how it is written: %Y-%m-%d, %b-%y, iso, excel")
    day_1: Text | None = Field(
        default=None, description="instead of format, for days that are only numbered: the date of day 1, as 2026-03-31"
    )

    @model_validator(mode="after")
    def _one_way(self) -> StartOf:
        if (self.format is None) == (self.day_1 is None) or (self.day_1 is not None and self.start_of == "month"):
            raise fault("MAP_TIME_PATTERN", "a day is written in a format, or numbered from day_1", "write one of them")
        try:
            if self.day_1 is not None:
                date.fromisoformat(self.day_1)
            else:
                check_pattern(month_pattern(self.format or "") if self.start_of == "month" else self.format or "")
        except ValueError as wrong:
            raise fault("MAP_TIME_PATTERN", str(wrong), "write a pattern such as %d.%m.%Y or %b-%y") from None
        return self


def month_pattern(pattern: str) -> str:
    """A pattern of year and month, with the day that it lacks behind a blank."""
    return pattern if pattern in ("iso", "excel") or "%d" in pattern else pattern + " %d"


class EndOf(Shape):
    """The last instant of the local day or month in which another instant lies; the next one begins with it."""

    end_of: Literal["day", "month"] = Field(description="day or month")
    of: Word = Field(description="the instant, by name")


class Later(Shape):
    """An instant worked out: another one plus lengths of time."""

    from_: Word = Field(alias="from", description="the instant to start from, by name")
    plus: tuple[Word, ...] = Field(default=(), description="lengths that are added, by name or such as 15 min")
    minus: tuple[Word, ...] = Field(default=(), description="lengths that are taken off, by name or such as 15 min")


class Between(Shape):
    """A length worked out: from one instant to another."""

    between: tuple[Word, Word] = Field(description="the two instants, by name, the earlier first")


class Sum(Shape):
    """A length worked out: the sum of others."""

    sum: tuple[Word, ...] = Field(min_length=1, description="lengths, by name")


class FirstOf(Shape):
    """The first of several values that is known."""

    first_of: tuple[Word, ...] = Field(min_length=1, description="values, by name")


class Named(Shape):
    """A value by its name (where a bare word would be a constant text)."""

    value: Word = Field(description="the value, by name")


class Constant(Shape):
    """The same in every row."""

    is_: Text = Field(alias="is", description="the word, or a length such as 0 s")


READINGS: Mapping[str, tuple[str, type[Shape]]] = {
    "start_of": ("start_of", StartOf),
    "end_of": ("end_of", EndOf),
    "is": ("constant", Constant),
    "value": ("named", Named),
    "first_of": ("first_of", FirstOf),
    "sum": ("sum", Sum),
    "between": ("between", Between),
    "from": ("later", Later),
    "after": ("clock_after", ClockAfter),
    "date": ("day_and_clock", DayAndClock),
    "clock": ("clock_after", ClockAfter),
    "unit": ("duration", DurationReading),
    "format": ("instant", InstantReading),
}
"""The key that tells a reading: its kind and shape; any other mapping is a text."""


def _reading_kind(value: object) -> str:
    if isinstance(value, Shape):
        return next((kind for kind, shape in READINGS.values() if isinstance(value, shape)), "text")
    if not isinstance(value, Mapping):
        return "word"
    return next((kind for key, (kind, _) in READINGS.items() if key in value), "text")


Reading: TypeAlias = Annotated[
    Annotated[Word, Tag("word")]
    | Annotated[TextReading, Tag("text")]
    | Annotated[DurationReading, Tag("duration")]
    | Annotated[InstantReading, Tag("instant")]
    | Annotated[DayAndClock, Tag("day_and_clock")]
    | Annotated[ClockAfter, Tag("clock_after")]
    | Annotated[StartOf, Tag("start_of")]
    | Annotated[EndOf, Tag("end_of")]
    | Annotated[Later, Tag("later")]
    | Annotated[Between, Tag("between")]
    | Annotated[Sum, Tag("sum")]
    | Annotated[FirstOf, Tag("first_of")]
    | Annotated[Named, Tag("named")]
    | Annotated[Constant, Tag("constant")],
    Discriminator(_reading_kind),
]
