"""What a mapping file may say: the typed shape of its keys, from which the schema and the reference page are made.

Every scalar arrives as text and is typed here, so nothing is guessed from its looks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, WithJsonSchema, model_validator

from pactline.importers.clocks import check_pattern
from pactline.records.columns import FLAGS
from pactline.values.terms import DurationTerm, fault, text_term
from pactline.values.zone import zone


def _word(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return text


def _pattern(text: str) -> str:
    check_pattern(text)
    return text


def _code(text: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,39}", text):
        raise ValueError(f"{text!r} is not a code")
    return text


def _flag(text: str) -> str:
    if text not in FLAGS:
        raise ValueError(f"{text!r} is not a flag")
    return text


def _number(text: str) -> Fraction:
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,9})?", text):
        raise ValueError(f"{text!r} is not a number")
    return Fraction(text)


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


def _yes(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"{text!r} is neither true nor false")
    return text == "true"


Word: TypeAlias = Annotated[
    str, text_term(_word, "MAP_TEXT", "write a word or a sentence"), WithJsonSchema({"type": ["string", "number"]})
]
Text: TypeAlias = Annotated[
    str, text_term(str, "MAP_TEXT", "write a text"), WithJsonSchema({"type": ["string", "number", "boolean"]})
]
Pattern: TypeAlias = Annotated[
    str,
    text_term(
        _pattern, "MAP_TIME_PATTERN", "write iso, excel, epoch_s, epoch_ms, or a pattern such as %d.%m.%Y %H:%M:%S"
    ),
    WithJsonSchema({"type": "string"}),
]
Code: TypeAlias = Annotated[
    str,
    text_term(_code, "MAP_CODE", "write capitals, digits and _, such as PHANTOM"),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z][A-Z0-9_]{0,39}$"}),
]
Flag: TypeAlias = Annotated[
    str,
    text_term(_flag, "MAP_FLAG", f"write one of {', '.join(FLAGS)}"),
    WithJsonSchema({"type": "string", "enum": list(FLAGS)}),
]
Zone: TypeAlias = Annotated[
    ZoneInfo,
    text_term(zone, "MAP_ZONE", "write an IANA name such as Europe/Berlin or UTC"),
    WithJsonSchema({"type": "string", "examples": ["Europe/Berlin"]}),
]
Number: TypeAlias = Annotated[
    Fraction,
    text_term(_number, "MAP_NUMBER", "write a number such as 0 or 2.5"),
    WithJsonSchema({"type": ["number", "string"]}),
]
Whole: TypeAlias = Annotated[
    int,
    text_term(_whole, "MAP_NUMBER", "write a whole number such as 2"),
    WithJsonSchema({"type": ["integer", "string"]}),
]
Yes: TypeAlias = Annotated[
    bool, text_term(_yes, "MAP_YES", "write true or false"), WithJsonSchema({"type": ["boolean", "string"]})
]


class Shape(BaseModel):
    """Closed: an unknown key stops."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True)


class Layout(Shape):
    """What kind of table the file is."""

    format: Literal["csv", "tsv", "xlsx"] = Field(description="csv, tsv (tab-separated, no quotes are needed) or xlsx")
    delimiter: Literal["comma", "semicolon", "tab", "pipe"] = Field(default="comma", description="of a csv file")
    encoding: Literal["utf-8", "latin-1", "windows-1252", "utf-16"] = Field(
        default="utf-8", description="of a csv or tsv file; never guessed"
    )
    decimal: Literal["point", "comma"] = Field(
        default="point", description="the decimal mark of numbers written as text"
    )
    skip_lines: Whole = Field(default=0, description="lines (or sheet rows) above the header")
    sheet: Word | None = Field(default=None, description="the sheet of a workbook; needed where several are visible")
    header: tuple[Text, ...] | None = Field(
        default=None,
        description="the exact header; without it the columns named in the mapping must be there, others may",
    )


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
    columns: tuple[Word, ...] | None = Field(default=None, description="several columns, joined")
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


class Later(Shape):
    """An instant worked out: another one plus lengths of time."""

    from_: Word = Field(alias="from", description="the instant to start from, by name")
    plus: tuple[Word, ...] = Field(default=(), description="lengths that are added, by name")
    minus: tuple[Word, ...] = Field(default=(), description="lengths that are taken off, by name")


class Between(Shape):
    """A length worked out: from one instant to another."""

    between: tuple[Word, Word] = Field(description="the two instants, by name, the earlier first")


class Sum(Shape):
    """A length worked out: the sum of others."""

    sum: tuple[Word, ...] = Field(description="lengths, by name")


class FirstOf(Shape):
    """The first of several values that is known."""

    first_of: tuple[Word, ...] = Field(description="values, by name")


class Named(Shape):
    """A value by its name (where a bare word would be a constant text)."""

    value: Word = Field(description="the value, by name")


class Constant(Shape):
    """The same in every row."""

    is_: Text = Field(alias="is", description="the word, or a length such as 0 s")


READINGS: Mapping[str, tuple[str, type[Shape]]] = {
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
    | Annotated[Later, Tag("later")]
    | Annotated[Between, Tag("between")]
    | Annotated[Sum, Tag("sum")]
    | Annotated[FirstOf, Tag("first_of")]
    | Annotated[Named, Tag("named")]
    | Annotated[Constant, Tag("constant")],
    Discriminator(_reading_kind),
]


class Key(Shape):
    """What makes a row one contact."""

    columns: tuple[Word, ...] | None = Field(default=None, description="the columns that together are the contact id")
    join: Literal["-", ".", "_", ":", "+"] = Field(default="-", description="what stands between them")
    cell: Literal["text", "number"] = Field(default="text", description="number: numeric cells of a workbook are taken")
    content: Yes = Field(
        default=False, description="true: the source has no id; the content of the whole row is the key"
    )
    repeated_rows: Literal["distinct", "duplicate"] | None = Field(
        default=None, description="with content: identical rows of one file are distinct contacts, or one contact"
    )

    @model_validator(mode="after")
    def _one_key(self) -> Key:
        if self.content == bool(self.columns):
            raise fault(
                "MAP_KEY", "a key is made of columns or of the row's content", "write columns: [...] or content: true"
            )
        if self.content and self.repeated_rows is None:
            raise fault(
                "MAP_KEY",
                "two identical rows may be two contacts or one contact exported twice; the mapping does not say which",
                "add repeated_rows: distinct or repeated_rows: duplicate",
            )
        if not self.content and self.repeated_rows is not None:
            raise fault("MAP_KEY", "repeated_rows belongs to a key made of the row's content", "remove repeated_rows")
        return self


class Clocks(Shape):
    """How far the source's clock times and lengths may disagree."""

    tolerance: DurationTerm = Field(description="a difference up to this is rounding")
    beyond: Literal["flag", "refuse"] = Field(description="flag the row as clock_disagrees, or refuse it")


class Check(Shape):
    """A cross-check between two instants of the source."""

    from_: Word = Field(alias="from", description="an instant, by name")
    to: Word = Field(description="an instant, by name")
    takes: Word = Field(description="the length it should take: a length by name, or one such as 0 s")
    tolerance: DurationTerm | None = Field(default=None, description="another tolerance than clocks says")


class Case(Shape):
    """What a row is when all its tests hold; of several cases the first that holds is taken."""

    when: When = Field(default={}, description="column: word, list of words, or a test; empty: every row left")
    record: dict[str, Reading] | None = Field(default=None, description="the row is a contact with these fields")
    ignore: Code | None = Field(default=None, description="the row is no contact, by this code")
    refuse: Code | None = Field(default=None, description="the row cannot be taken, by this code")
    because: Word | None = Field(default=None, description="the reason, in a sentence, for ignore and refuse")
    flags: tuple[Flag, ...] = Field(default=(), description="doubts about such rows")

    @model_validator(mode="after")
    def _one_verdict(self) -> Case:
        if sum(part is not None for part in (self.record, self.ignore, self.refuse)) != 1:
            raise fault("MAP_CASE", "a case is one of record, ignore and refuse", "write one of them")
        if (self.record is None) != (self.because is not None):
            raise fault("MAP_CASE", "ignore and refuse need the reason, record has none", "write because: a sentence")
        return self


class RecordMapping(Shape):
    """A mapping whose rows are contacts."""

    mapping: Word = Field(description="the name of the mapping")
    kind: Literal["records"] = Field(description="records: a row is a contact")
    title: Word | None = Field(default=None, description="what the source is, in a sentence")
    source: Layout = Field(description="what kind of table the file is")
    zone: Zone | None = Field(
        default=None, description="the zone of times without offset; without it --zone is asked for"
    )
    key: Key = Field(description="what makes a row one contact")
    clocks: Clocks = Field(description="how far clock times and lengths may disagree")
    values: dict[str, Reading] = Field(default={}, description="values read or worked out, to be used by name")
    always: dict[str, Reading] = Field(default={}, description="fields that every contact has")
    tags: dict[str, Reading] = Field(default={}, description="further facts kept with the contact: name: reading")
    checks: tuple[Check, ...] = Field(default=(), description="cross-checks between the source's own times")
    rows: tuple[Case, ...] = Field(
        min_length=1, description="what a row is, case by case; a row without a case is refused"
    )


class Reported(Shape):
    """A column with a figure that somebody worked out."""

    column: Word = Field(description="the column")
    metric: Literal["service_level", "abandonment_rate", "answer_rate", "average_speed_of_answer"] = Field(
        description="which figure it is"
    )
    within: DurationTerm | None = Field(default=None, description="the threshold of a service level")
    written: Literal["percent", "ratio", "seconds", "hh:mm:ss"] = Field(
        description="percent (76.28 or 76.28%), ratio (0.7628), seconds, or hh:mm:ss"
    )
    decimals: Whole | None = Field(
        default=None, description="decimals of the percent or second it was rounded to; without it, as written"
    )

    @model_validator(mode="after")
    def _fits(self) -> Reported:
        if (self.metric == "service_level") != (self.within is not None):
            raise fault("MAP_REPORTED", "within belongs to service_level, and to it alone", "add or remove within")
        if (self.metric == "average_speed_of_answer") != (self.written in ("seconds", "hh:mm:ss")):
            raise fault(
                "MAP_REPORTED", f"{self.metric} is not written in {self.written}", "write how the column is written"
            )
        return self


class Counts(Shape):
    """The columns with counts; several columns are added."""

    offered: tuple[Word, ...] | None = Field(default=None, description="columns that add up to the offered contacts")
    answered: tuple[Word, ...] | None = Field(default=None, description="columns that add up to the answered")
    abandoned: tuple[Word, ...] | None = Field(default=None, description="columns that add up to the abandoned")
    short_abandoned: tuple[Word, ...] | None = Field(default=None, description="the short abandons among the abandoned")
    flowed_out: tuple[Word, ...] | None = Field(default=None, description="columns that add up to the flowed out")
    answered_within: dict[str, tuple[Word, ...]] = Field(default={}, description="10 s: columns; answered in that time")
    abandoned_within: dict[str, tuple[Word, ...]] = Field(default={}, description="10 s: columns; left in that time")


class Group(Shape):
    """One group of a report's columns: a line, a queue, the whole."""

    counts: Counts = Field(description="the columns with counts")
    reported: tuple[Reported, ...] = Field(default=(), description="the columns with figures that somebody worked out")


class ReportMapping(Shape):
    """A mapping whose rows are counts of an interval, a day or an area, perhaps with figures made of them."""

    mapping: Word = Field(description="the name of the mapping")
    kind: Literal["report"] = Field(description="report: a row holds counts")
    title: Word | None = Field(default=None, description="what the source is, in a sentence")
    source: Layout = Field(description="what kind of table the file is")
    label: tuple[Word, ...] = Field(
        min_length=1, description="the columns that say which interval, day or area a row is"
    )
    groups: dict[str, Group] = Field(min_length=1, description="groups of columns, by name")
