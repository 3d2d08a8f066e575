"""``figures.csv``: figures measured elsewhere, as values, as counts or as tallies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pactline.importers.facts.columns import EVIDENCE, FIRST, LAST, Column, FactFile, Kind
from pactline.importers.facts.overlaps import tell_overlaps
from pactline.importers.facts.row import FactRow
from pactline.importers.facts.table import read_rows
from pactline.importers.facts.told import Told
from pactline.importers.fault import Fault, quoted
from pactline.records.facts import TALLY, ReportedFigure
from pactline.values.exact import plain
from pactline.values.target import Unit

FILE = FactFile(
    "figures.csv",
    "Figures that somebody else measured: the reports of a telephone system, a survey, a monitoring tool.",
    (
        Column("commitment", Kind.NAME, "the commitment the figure is for", filled=True),
        FIRST,
        LAST,
        Column("counted", Kind.WHOLE, "how many contacts counted"),
        Column("good", Kind.WHOLE, "how many of those were good (of a rate of abandonment: were abandoned)"),
        Column("value", Kind.VALUE, "the figure as it was reported"),
        EVIDENCE,
        Column("reported", Kind.DAY, "the day on which the figure was reported", named=False),
        Column("incident", Kind.NAME, "the incident that the figure suffered from", named=False),
        Column("days_late", Kind.WHOLE, "of a delivery: how many whole days after it was due", named=False),
        *(
            Column(word, Kind.WHOLE, meaning if word == "wait_ms" else f"how many {meaning}", named=False)
            for word, meaning in TALLY.items()
        ),
    ),
    "commitment,first,last,counted,good,value,evidence,reported\n"
    "prompt-answer,2025-06-01,2025-06-30,12000,9840,82.0 %,monthly report p. 4,2025-07-03\n"
    "speed-of-answer,2025-06-01,2025-06-30,12000,,48.6 s,monthly report p. 5,2025-07-03\n",
)
_VALUE = re.compile(r"(-?)([0-9]{1,15}(?:\.([0-9]{1,20}))?)( ?%| ?s)?")
_UNITS = {"%": Unit.PERCENT, "s": Unit.SECONDS}
_PARTS = (
    ("answered_in_time", "answered"),
    ("short_answered", "answered"),
    ("abandoned_in_time", "abandoned"),
    ("short_abandoned", "abandoned"),
)
"""What can never be more than what it is a part of. Contacts carried over midnight may break every other sum."""


@dataclass(frozen=True)
class Value:
    """A figure as it was written."""

    amount: Fraction
    unit: Unit | None
    decimals: int

    def agrees(self, counted: int, good: int) -> bool:
        """Whether it is the percentage of these counts, rounded to its decimals, either way where it stands between."""
        return counted > 0 and abs(Fraction(100 * good, counted) - self.amount) <= Fraction(1, 2 * 10**self.decimals)


def read_figures(path: Path) -> tuple[ReportedFigure, ...]:
    """The figures of a file, in its order. Raises Problems with every fault."""
    told = Told(str(path))
    found = [figure for row in read_rows(path, FILE, told) if (figure := _figure(row, told.file))]
    tell_overlaps(
        found, lambda figure: figure.commitment, lambda figure: (figure.period.first, figure.period.end), told,
        rolling=True,
    )  # fmt: skip
    told.stop()
    return tuple(found)


def _figure(row: FactRow, file: str) -> ReportedFigure | None:
    row.demand()
    commitment, period = row.name("commitment"), row.period()
    counted, good, value = row.whole("counted"), row.whole("good"), row.read("value", read_value)
    reported, tally = row.day("reported"), _tally(row)
    evidence, incident, days_late = row.text("evidence"), row.name("incident"), row.whole("days_late")
    if row.sound:
        _check_counts(row, counted, good, value, told_by_tally=bool(tally))
    if reported and period and reported < period.first:
        row.fault("FIG_REPORTED", "reported", f"reported on {reported}, before the first day it tells of")
    if not row.sound or period is None:
        return None
    return ReportedFigure(
        commitment,
        period,
        counted,
        good,
        value.amount if value else None,
        value.unit if value else None,
        evidence,
        reported,
        incident or None,
        days_late,
        tally,
        file,
        row.line,
    )


def _check_counts(
    row: FactRow, counted: int | None, good: int | None, value: Value | None, *, told_by_tally: bool
) -> None:
    """What counts and value say about one another. An average is reported with counted alone."""
    if good is not None and counted is None:
        row.fault("FIG_HALF", "good", f"{good:,} were good, and counted does not say of how many")
    elif counted is not None and good is None and value is None:
        row.fault("FIG_HALF", "counted", f"{counted:,} were counted, and good does not say how many were good")
    elif counted is None and value is None and not told_by_tally:
        row.fault("FIG_NOTHING", None, "the row gives no figure")
    elif counted is not None and good is not None:
        if good > counted:
            row.fault("FIG_GOOD", "good", f"{good:,} were good of {counted:,} that were counted")
        elif value and value.unit is Unit.PERCENT and not value.agrees(counted, good):
            said = (
                f"{good:,} of {counted:,} are {plain(Fraction(100 * good, counted))} %" if counted else "of no contacts"
            )
            row.fault("FIG_DISAGREE", "value", f"the value is {plain(value.amount, most=20)} %, yet {said}")


def _tally(row: FactRow) -> dict[str, int]:
    """The tally of the row; empty if it gives none."""
    tally = {word: number for word in TALLY if (number := row.whole(word)) is not None}
    for part, all_of in _PARTS:
        if part in tally and all_of in tally and tally[part] > tally[all_of]:
            row.fault("FIG_TALLY", part, f"{part} is {tally[part]:,}, more than {all_of}, {tally[all_of]:,}")
    return tally


def read_value(text: str, column: str) -> Value:
    """``98.5 %``, ``48.6 s``, ``12`` or ``12.5``. Raises Fault."""
    found = _VALUE.fullmatch(text)
    if not found:
        raise Fault("NUM_FORMAT", f"{column} {quoted(text)} is not a figure such as 98.5 %, 48.6 s or 12")
    unit = _UNITS[found[4].strip()] if found[4] else None
    if found[1] and unit:
        raise Fault("NUM_NEGATIVE", f"{column} {quoted(text)} is negative; no share and no length of time is")
    return Value(Fraction(found[1] + found[2]), unit, len(found[3] or ""))
