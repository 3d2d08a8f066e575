"""The plain report: figures somebody reported, without the counts behind them, for ``infer`` with records.

CSV in UTF-8. The time a figure is for is one column ``day`` (2025-06-03), ``month`` (2025-06), ``first`` (a day or a
local time, its length declared outside) or the two columns ``first`` and ``end`` (the end excluded). Columns ``queue``
and ``channel`` are optional. The figures stand in columns called ``service_level``, ``abandonment_rate`` or
``answer_rate``, or in the two columns ``metric`` and ``value``. ``81.13 %`` is percent, ``0.8113`` a ratio; decimals
count as printed; an empty cell reports nothing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import get_args
from zoneinfo import ZoneInfo

from pactline.importers.fault import Fault
from pactline.importers.files.clocks import instant, read_time
from pactline.importers.mapping.report import ReportedFigure, ReportedMetric
from pactline.values.period import Period
from pactline.values.problem import Problem, Problems
from pactline.values.span import QUARTER_HOUR_US, Span
from pactline.values.zone import midnight_us

METRICS: tuple[ReportedMetric, ...] = ("service_level", "abandonment_rate", "answer_rate")
LENGTHS = ("day", "month", "interval:15m", "interval:30m", "interval:60m")
_TIMES = ("day", "month", "first", "end")
_COLUMNS = (*_TIMES, "queue", "channel", *METRICS, "metric", "value")
_VALUE = re.compile(r"([0-9]+)(?:\.([0-9]{1,9}))?\s*(%?)")
assert set(METRICS) <= set(get_args(ReportedMetric))


@dataclass(frozen=True)
class ReportedSpan:
    """One reported figure and the contacts it speaks of."""

    line: int
    label: str  # the time, as printed
    span: Span
    queue: str | None  # None: all
    channel: str | None
    column: str
    figure: ReportedFigure


@dataclass(frozen=True)
class PlainReport:
    """A whole plain report. ``problems`` names every cell that could not be read."""

    rows: tuple[ReportedSpan, ...]
    problems: tuple[Problem, ...] = field(default=())


def read_plain_report(content: bytes, name: str, where: ZoneInfo, length: str | None = None) -> PlainReport:
    """Read a plain report whose days and local times are of the zone ``where``.

    ``length`` (one of LENGTHS) says how long the time of a ``first`` without ``end`` is. Raises Problems for a file
    that is no plain report at all.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(name, 0, "ENC_NOT_UTF8", f"byte {error.start + 1} is not UTF-8", "save as CSV UTF-8") from None
    lines = csv.reader(io.StringIO(text, newline=""))
    header = next(lines, [])
    _check_header(name, header, length)
    rows: list[ReportedSpan] = []
    problems: list[Problem] = []
    for cells in lines:
        if not cells:
            continue
        try:
            if len(cells) != len(header):
                raise ValueError(f"the line has {len(cells)} cells, the header {len(header)}")
            rows += _figures(lines.line_num, dict(zip(header, cells, strict=True)), where, length)
        except ValueError as wrong:
            remedy = "write 81.13 % or 0.8113, and days as 2025-06-03"
            problems.append(Problem(name, lines.line_num, 0, "REPORT_CELL", str(wrong), remedy))
    return PlainReport(tuple(rows), tuple(problems))


def _refused(name: str, line: int, code: str, message: str, remedy: str) -> Problems:
    return Problems([Problem(name, line, 0, code, message, remedy)])


def _check_header(name: str, header: Sequence[str], length: str | None) -> None:
    unknown = [column for column in header if column not in _COLUMNS]
    times = {column for column in header if column in _TIMES}
    wide, long = set(header) & set(METRICS), {"metric", "value"} <= set(header)
    wrong = ""
    if unknown:
        wrong = f"there is no column {unknown[0]!r} in a plain report"
    elif len(set(header)) < len(header):
        wrong = "a column stands there twice"
    elif times not in ({"day"}, {"month"}, {"first"}, {"first", "end"}):
        wrong = "the time is not clear"
    elif bool(wide) == long or ("metric" in header) != ("value" in header):
        wrong = "it is not clear where the figures stand"
    elif times == {"first"} and length is None:
        wrong = "a first without an end needs to be told how long it is: --by day, month or interval:30m"
    if wrong:
        remedy = (
            "the columns are day, or month, or first (and end); queue and channel if wanted; "
            f"and {', '.join(METRICS)}, or metric and value"
        )
        raise _refused(name, 1, "REPORT_HEADER", wrong, remedy)


def _figures(line: int, row: Mapping[str, str], where: ZoneInfo, length: str | None) -> Iterator[ReportedSpan]:
    span = _span(row, where, length)
    label = "/".join(row[column] for column in _TIMES if column in row)
    given = {row["metric"]: row["value"]} if "metric" in row else {name: row[name] for name in METRICS if name in row}
    for metric, value in given.items():
        known = next((name for name in METRICS if name == metric), None)
        if known is None:
            raise ValueError(f"{metric!r} is none of {', '.join(METRICS)}")
        if value.strip():
            figure = _figure(known, value)
            yield ReportedSpan(line, label, span, row.get("queue"), row.get("channel"), metric, figure)


def _figure(metric: ReportedMetric, text: str) -> ReportedFigure:
    found = _VALUE.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is neither a percentage nor a ratio")
    value, decimals = Fraction(f"{found[1]}.{found[2] or 0}"), len(found[2] or "")
    if not found[3]:
        value, decimals = value * 100, max(0, decimals - 2)
    if value > 100:
        raise ValueError(f"{text!r} is more than the whole" + ("" if found[3] else "; a percentage is written with %"))
    return ReportedFigure(metric, None, text, value, decimals)


def _span(row: Mapping[str, str], where: ZoneInfo, length: str | None) -> Span:
    for column in ("day", "month"):
        if column in row:
            return _whole(row[column], column, where)
    if "end" in row:
        start, end = _instant(row["first"], where), _instant(row["end"], where)
        if end <= start:
            raise ValueError(f"{row['end']!r} does not lie after {row['first']!r}")
        return Span(start, end)
    assert length is not None, "the header check asks for it"
    if length in ("day", "month"):
        return _whole(row["first"], length, where)
    start = _instant(row["first"], where)
    return Span(start, start + int(length[9:-1]) * 60_000_000)


def _whole(text: str, each: str, where: ZoneInfo) -> Span:
    shape = {"day": r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "month": r"[0-9]{4}-[0-9]{2}"}[each]
    if not re.fullmatch(shape, text.strip()):
        raise ValueError(f"{text!r} is not a {each} written {'2025-06-03' if each == 'day' else '2025-06'}")
    return Period.parse(text).span(where)


def _instant(text: str, where: ZoneInfo) -> int:
    try:
        local = read_time(text, "iso")
        day: date | None = local.day
        assert day is not None, "ISO text has a day"
        us = midnight_us(day, where) if local.clock_us is None else instant(day, local.clock_us, local.offset, where)[0]
    except Fault as wrong:
        raise ValueError(str(wrong)) from None
    if us % QUARTER_HOUR_US:
        raise ValueError(f"{text!r} does not lie on a quarter of an hour, the grain of all counting")
    return us
