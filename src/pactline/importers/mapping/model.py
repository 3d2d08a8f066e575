"""What a mapping file may say: the typed shape of its keys, from which the schema and the reference page are made.

Every scalar arrives as text and is typed here, so nothing is guessed from its looks.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field, model_validator

from pactline.importers.mapping.readings import Reading, When
from pactline.importers.mapping.terms import Code, Flag, Length, Shape, Text, Whole, Word, Yes, Zone
from pactline.values.terms import fault


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


class Key(Shape):
    """What makes a row one record."""

    columns: tuple[Word, ...] | None = Field(default=None, description="the columns that together are the id")
    join: Literal["-", ".", "_", ":", "+"] = Field(default="-", description="what stands between them")
    cell: Literal["text", "number"] = Field(default="text", description="number: numeric cells of a workbook are taken")
    content: Yes = Field(
        default=False, description="true: the source has no id; the content of the whole row is the key"
    )
    repeated_rows: Literal["distinct", "duplicate"] | None = Field(
        default=None, description="with content: identical rows of one file are distinct records, or one record"
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
                "two identical rows may be two records or one record exported twice; the mapping does not say which",
                "add repeated_rows: distinct or repeated_rows: duplicate",
            )
        if not self.content and self.repeated_rows is not None:
            raise fault("MAP_KEY", "repeated_rows belongs to a key made of the row's content", "remove repeated_rows")
        return self


class Clocks(Shape):
    """How far the source's clock times and lengths may disagree."""

    tolerance: Length = Field(description="a difference up to this is rounding")
    beyond: Literal["flag", "refuse"] = Field(description="flag the row as clock_disagrees, or refuse it")


class Check(Shape):
    """A cross-check between two instants of the source."""

    from_: Word = Field(alias="from", description="an instant, by name")
    to: Word = Field(description="an instant, by name")
    takes: Word = Field(description="the length it should take: a length by name, or one such as 0 s")
    tolerance: Length | None = Field(default=None, description="another tolerance than clocks says")


class Case(Shape):
    """What a row is when all its tests hold; of several cases the first that holds is taken."""

    when: When = Field(default={}, description="column: word, list of words, or a test; empty: every row left")
    record: dict[str, Reading] | None = Field(default=None, description="the row is a record with these fields")
    ignore: Code | None = Field(default=None, description="the row is no record, by this code")
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


class RowMapping(Shape):
    """What every mapping says whose rows become records."""

    mapping: Word = Field(description="the name of the mapping")
    kind: str = Field(description="what a row is")
    title: Word | None = Field(default=None, description="what the source is, in a sentence")
    source: Layout = Field(description="what kind of table the file is")
    zone: Zone | None = Field(
        default=None, description="the zone of times without offset; without it --zone is asked for"
    )
    values: dict[str, Reading] = Field(default={}, description="values read or worked out, to be used by name")
    always: dict[str, Reading] = Field(default={}, description="fields that every record has")
    rows: tuple[Case, ...] = Field(
        min_length=1, description="what a row is, case by case; a row without a case is refused"
    )


class RecordMapping(RowMapping):
    """A mapping whose rows are contacts."""

    kind: Literal["records"] = Field(description="records: a row is a contact")
    key: Key = Field(description="what makes a row one contact")
    clocks: Clocks = Field(description="how far clock times and lengths may disagree")
    tags: dict[str, Reading] = Field(default={}, description="further facts kept with the contact: name: reading")
    checks: tuple[Check, ...] = Field(default=(), description="cross-checks between the source's own times")


class AgentStateMapping(RowMapping):
    """A mapping whose rows are stretches of agents' time. Agent, plan, queue and begin tell them apart."""

    kind: Literal["agent_states"] = Field(description="agent_states: a row is a stretch of an agent's time")


class AttemptMapping(RowMapping):
    """A mapping whose rows are attempts of a dialler."""

    kind: Literal["attempts"] = Field(description="attempts: a row is an attempt to reach somebody")
    key: Key = Field(description="what makes a row one attempt")
    tags: dict[str, Reading] = Field(default={}, description="further facts kept with the attempt: name: reading")


class TicketEventMapping(RowMapping):
    """A mapping whose rows are messages of tickets and changes of their status."""

    kind: Literal["ticket_events"] = Field(
        description="ticket_events: a row is a message of a ticket or a change of its status"
    )
    key: Key = Field(description="what makes a row one event")
    tags: dict[str, Reading] = Field(default={}, description="further facts kept with the event: name: reading")


class Reported(Shape):
    """A column with a figure that somebody worked out."""

    column: Word = Field(description="the column")
    metric: Literal["service_level", "abandonment_rate", "answer_rate", "average_speed_of_answer"] = Field(
        description="which figure it is"
    )
    within: Length | None = Field(default=None, description="the threshold of a service level")
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


class IntervalCounts(Counts):
    """The columns with counts of an interval; several columns are added."""

    callback: tuple[Word, ...] | None = Field(
        default=None, description="columns that add up to those to be called back"
    )
    refused: tuple[Word, ...] | None = Field(default=None, description="columns that add up to those never let in")
    transferred: tuple[Word, ...] | None = Field(default=None, description="the handed on among the answered")


class Added(Shape):
    """Columns with lengths of many contacts together, added and taken off."""

    columns: tuple[Word, ...] = Field(min_length=1, description="columns that are added")
    minus: tuple[Word, ...] = Field(default=(), description="columns that are taken off")
    unit: Literal["ms", "s", "day", "hh:mm:ss", "mm:ss"] = Field(
        description="day is a fraction of a day, as spreadsheets keep lengths"
    )


class Sums(Shape):
    """Lengths of all contacts of the interval together."""

    wait_answered: Added | None = Field(default=None, description="the waits of the answered")
    wait_abandoned: Added | None = Field(default=None, description="the waits of the abandoned")
    talk: Added | None = Field(default=None, description="the conversations, without hold")
    hold: Added | None = Field(default=None, description="the holds")
    wrap: Added | None = Field(default=None, description="the after-contact work")
    longest_wait: Added | None = Field(default=None, description="no sum: the longest wait of any")


class IntervalGroup(Shape):
    """One group of columns: a queue, a line, the whole."""

    when: When = Field(default={}, description="the group counts in rows for which all these tests hold")
    record: dict[str, Reading] = Field(default={}, description="fields of this group, such as its queue")
    counts: IntervalCounts = Field(description="the columns with counts")
    sums: Sums = Field(default=Sums(), description="the columns with lengths added up")


class IntervalMapping(RowMapping):
    """A mapping whose rows hold the counts of an interval: a quarter of an hour, an hour, a day, a month."""

    kind: Literal["interval_counts"] = Field(description="interval_counts: a row holds counts of an interval")
    groups: dict[str, IntervalGroup] = Field(
        min_length=1, description="groups of columns, by name: each makes the counts of one queue"
    )


class Group(Shape):
    """One group of a report's columns: a line, a queue, the whole."""

    counts: Counts = Field(description="the columns with counts")
    reported: tuple[Reported, ...] = Field(default=(), description="the columns with figures that somebody worked out")


class ReportMapping(Shape):
    """A mapping whose rows are counts of an interval, a day or an area, perhaps with figures made of them.

    It is for finding out how the figures were made; nothing of it becomes a record.
    """

    mapping: Word = Field(description="the name of the mapping")
    kind: Literal["report"] = Field(description="report: a row holds counts")
    title: Word | None = Field(default=None, description="what the source is, in a sentence")
    source: Layout = Field(description="what kind of table the file is")
    label: tuple[Word, ...] = Field(
        min_length=1, description="the columns that say which interval, day or area a row is"
    )
    groups: dict[str, Group] = Field(min_length=1, description="groups of columns, by name")


AnyRowMapping: TypeAlias = RecordMapping | AgentStateMapping | AttemptMapping | TicketEventMapping | IntervalMapping
"""A mapping whose rows become records."""


def key_of(mapping: AnyRowMapping) -> Key | None:
    """What makes a row one record; None where its fields do."""
    return None if isinstance(mapping, AgentStateMapping | IntervalMapping) else mapping.key


def tags_of(mapping: AnyRowMapping) -> dict[str, Reading]:
    """The further facts kept with each record."""
    return {} if isinstance(mapping, AgentStateMapping | IntervalMapping) else mapping.tags
