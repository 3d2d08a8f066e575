"""The planner's own list of special days: events to learn from, factors by hand, closed days.

A CSV file with ``day`` (``2025-04-07``, or ``2025-04-07/2025-04-12`` with the end excluded), ``kind`` (a name: days of
one name are alike) and ``factor`` (times the usual, ``0`` is closed; empty: learn it from past days of the same kind).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date

from pactline.planning.table_file import Row, read_table
from pactline.values.period import Period
from pactline.values.problem import Problem, Problems

MOST_FACTOR = 100.0
MOST_DAYS = 400  # of one line


@dataclass(frozen=True)
class Special:
    """What the planner says of days: events by name, and factors by hand."""

    events: dict[date, str]
    factors: dict[date, float]


def read_special(path: str | os.PathLike[str]) -> Special:
    """Read the list. Raises Problems."""
    lines = read_table(path, ("day", "kind"), _line, optional=("factor", "note"))
    found, problems = Special({}, {}), []
    seen: dict[date, int] = {}
    for line, period, kind, factor in lines:
        for day in period.days():
            if day in seen:
                message = f"{day} stands in line {seen[day]} already"
                problems.append(Problem(os.fspath(path), line, 0, "TABLE_TWICE", message, "give each day one line"))
                continue
            seen[day] = line
            found.events[day] = kind
            if factor is not None:
                found.factors[day] = factor
    if problems:
        raise Problems(problems)
    return found


def _line(row: Row) -> tuple[int, Period, str, float | None]:
    try:
        period = Period.parse(row.text("day"))
    except ValueError as wrong:
        row.wrong("TABLE_DAY", str(wrong), "write a day like 2025-04-07, or several like 2025-04-07/2025-04-12")
        period = Period.parse("2000-01-01")
    if (period.end - period.first).days > MOST_DAYS:
        row.wrong(
            "TABLE_DAY", f"{row.text('day')} has more than {MOST_DAYS} days", "write a line for each span of days"
        )
        period = Period.parse("2000-01-01")
    factor = row.number("factor") if row.text("factor") else None
    if factor is not None and factor > MOST_FACTOR:
        row.wrong("TABLE_NUMBER", f"the factor is {factor:g}", "write 1.2 for a fifth more than usual, not 120")
    if not row.text("kind"):
        row.wrong("TABLE_KIND", "the day has no kind", "name it, such as campaign")
    return row.line, period, row.text("kind"), factor
