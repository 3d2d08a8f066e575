"""A report that carries counts and the figures somebody made of them: what ``infer`` works from.

A row is one line of the report for one group (a queue, a line, the whole). Counts are whole numbers; a reported figure
keeps its text as printed, its exact value in percent or seconds, and how many decimals it was printed with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from pactline.importers.fault import Fault
from pactline.importers.files.cells import Content, clock_length, number_in, shown, usable
from pactline.importers.files.rows import TableRow
from pactline.importers.files.tables import open_table
from pactline.importers.mapping.kinds import columns_of
from pactline.importers.mapping.model import Counts, Reported, ReportMapping
from pactline.importers.reading import Source
from pactline.values.duration import Duration
from pactline.values.problem import Problem

ReportedMetric: TypeAlias = Literal["service_level", "abandonment_rate", "answer_rate", "average_speed_of_answer"]

COUNTS: tuple[str, ...] = ("offered", "answered", "abandoned", "short_abandoned", "flowed_out")
"""The plain count names; beside them ``answered_within:<ms>`` and ``abandoned_within:<ms>``."""


@dataclass(frozen=True)
class ReportedFigure:
    """One figure as somebody printed it."""

    metric: ReportedMetric
    within_ms: int | None  # the threshold it was reported for; None where the metric has none
    text: str  # as it stood in the report
    value: Fraction  # in percent (service_level, rates) or in seconds (average speed of answer)
    decimals: int  # decimals of the percent or the second it was rounded to


@dataclass(frozen=True)
class ReportRow:
    """One line of the report for one group."""

    line: int
    label: str  # the day, hour or area, as printed
    group: str  # as the mapping names it; "all" in the shipped mappings of one group
    counts: Mapping[str, int]  # only the counts that the report carries
    reported: Mapping[str, ReportedFigure]  # by the name of the column; a figure that cannot be read is absent


@dataclass(frozen=True)
class Report:
    """A whole report. ``problems`` names every cell that could not be read; nothing is left out in silence."""

    rows: tuple[ReportRow, ...]
    problems: tuple[Problem, ...] = field(default=())


def read_report(source: Source, mapping: ReportMapping) -> Report:
    """The rows of a report, one for each line and group. Raises SourceRefused for a file that cannot be read."""
    needed = list(dict.fromkeys(column for _, column in columns_of(mapping)))
    problems: list[Problem] = []

    def problem(line: int, code: str, message: str) -> None:
        problems.append(Problem(source.name, line, 0, code, message))

    rows: list[ReportRow] = []
    with open_table(source, mapping.source, needed, problem) as table:
        reader = _Reader(table.header, mapping, problem)
        for row in table.rows:
            if isinstance(row, TableRow):
                rows.extend(reader.rows(row))
            else:
                problem(row.line, row.code, row.message)
    return Report(tuple(rows), tuple(problems))


class _Reader:
    """Reads the lines of one report."""

    def __init__(
        self, header: tuple[str, ...], mapping: ReportMapping, problem: Callable[[int, str, str], None]
    ) -> None:
        self._index = {name: at for at, name in enumerate(header)}
        self._mapping, self._problem = mapping, problem
        self._counts = {name: _counted(group.counts) for name, group in mapping.groups.items()}

    def rows(self, row: TableRow) -> Iterator[ReportRow]:
        """The line's row for each group."""
        label = " ".join(shown(row.cells[self._index[name]]).strip() for name in self._mapping.label)
        for name, group in self._mapping.groups.items():
            counts = {
                count: total
                for count, columns in self._counts[name].items()
                if (total := self._total(row, columns)) is not None
            }
            figures = {r.column: figure for r in group.reported if (figure := self._figure(row, r)) is not None}
            yield ReportRow(row.line, label, name, counts, figures)

    def _total(self, row: TableRow, columns: tuple[str, ...]) -> int | None:
        """The sum of the columns; None, and a problem, when one holds no count."""
        total = 0
        for column in columns:
            try:
                number = number_in(row.cells[self._index[column]], column, self._mapping.source.decimal)
            except Fault as fault:
                self._problem(row.line, "REPORT_COUNT", fault.message)
                return None
            if number.denominator != 1 or number < 0:
                self._problem(row.line, "REPORT_COUNT", f"{column}: {number} is no count.")
                return None
            total += int(number)
        return total

    def _figure(self, row: TableRow, reported: Reported) -> ReportedFigure | None:
        """The figure as printed; None when the cell is empty, None and a problem when it is no figure."""
        cell = row.cells[self._index[reported.column]]
        text = shown(cell).strip()
        if not text:
            return None
        decimal = self._mapping.source.decimal
        try:
            if reported.written == "hh:mm:ss":
                value = _seconds(cell, reported.column)
            else:
                bare = (
                    text.removesuffix("%").strip() if reported.written == "percent" and isinstance(cell, str) else cell
                )
                value = number_in(bare, reported.column, decimal) * (100 if reported.written == "ratio" else 1)
        except Fault as fault:
            self._problem(row.line, "REPORT_FIGURE", fault.message)
            return None
        decimals = _decimals(text, reported) if reported.decimals is None else reported.decimals
        within = None if reported.within is None else reported.within.ms
        return ReportedFigure(reported.metric, within, text, value, decimals)


def _counted(counts: Counts) -> dict[str, tuple[str, ...]]:
    """The columns of each count by its name in a row."""
    columns: dict[str, tuple[str, ...]] = {n: listed for n in COUNTS if (listed := getattr(counts, n)) is not None}
    for name in ("answered_within", "abandoned_within"):
        for text, listed in getattr(counts, name).items():
            columns[f"{name}:{Duration.parse(text).ms}"] = listed
    return columns


def _seconds(cell: Content, column: str) -> Fraction:
    """A length written h:mm:ss, or a workbook's fraction of a day (good to the millisecond)."""
    if isinstance(cell, Fraction):
        return Fraction(round(cell * 86_400_000), 1000)
    return clock_length(usable(cell, column), column, hours=True)


def _decimals(text: str, reported: Reported) -> int:
    """How many decimals of the percent or second the text shows."""
    written = len(text.replace(",", ".").rstrip("% ").partition(".")[2])
    return max(0, written - 2) if reported.written == "ratio" else written
