"""Any metric over any part of the records, outside any agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import narwhals as nw

from pactline.records.choices.choosing import AgainstForecast, Share
from pactline.records.choices.counting import IN_DAYS
from pactline.records.choices.written_channels import Hours
from pactline.records.tables import INTERVAL_COUNTS
from pactline.records.views.contacts import Contacts
from pactline.records.views.looking import Opening
from pactline.statement.counting.asking import (
    Question,
    Records,
    Scope,
    count_by_quarter,
    counted_by,
    frame_of,
    in_spans,
)
from pactline.statement.counting.choices_in_words import ChoiceRefused, Named
from pactline.statement.counting.counts import Counts, value_json
from pactline.statement.counting.parts import counted_together
from pactline.statement.counting.rolling_up import Figure, QuarterCounts, by_interval, roll_up
from pactline.statement.counting.sums import sums_json
from pactline.values.calendar import Calendar
from pactline.values.lapse import Lapse
from pactline.values.period import Each, Period, window_start
from pactline.values.span import QUARTER_HOUR_US, Span, intersect
from pactline.values.target import Unit
from pactline.values.zone import from_us, zone

COLUMN_KEYS = ("queue", "channel", "agent", "direction")
_Labels: TypeAlias = tuple[tuple[str, str | None], ...]
TIME_KEYS = ("interval:15m", "interval:30m", "interval:60m", "day", "month")


@dataclass(frozen=True)
class Measured:
    """One figure and where it belongs."""

    by: dict[str, str | None]
    figure: Figure


@dataclass(frozen=True)
class Measurement:
    """A metric with its choices, and a figure for every group."""

    named: Named
    rows: tuple[Measured, ...]

    def to_json(self) -> dict[str, Any]:
        """As in ``measure --json``."""
        return {
            "metric": self.named.metric.name,
            "with": self.named.words(),
            "rows": [figure_json(self.named, row.by, row.figure) for row in self.rows],
        }


def figure_json(named: Named, by: dict[str, str | None], figure: Figure) -> dict[str, Any]:
    """One row of ``measure --json``; what the metric has no use for is null."""
    return {
        "by": by,
        "counted": figure.counts.counted,
        "good": figure.counts.good,
        **sums_json(figure.counts),
        "sum_ms": figure.counts.sum_ms,
        "unknown": figure.counts.unknown,
        "value": value_json(unit_of(named), figure.value),
        "unit": unit_of(named).value,
    }


def unit_of(named: Named) -> Unit:
    """The unit of a figure: the metric's own, unless it says how many intervals or days were met or missed."""
    about_parts = named.counting.own_figure()
    return about_parts[0] if about_parts else named.metric.unit


def measure(
    records: Records,
    named: Named,
    *,
    period: Period | None = None,
    where: ZoneInfo | None = None,
    by: Sequence[str] = (),
    scope: Scope | None = None,
    hours: Calendar | None = None,
) -> Measurement:
    """The metric for every group of ``by``.

    Groups are queue, channel, agent, direction, tag:NAME, interval:15m (30m, 60m), day, month; of a metric that looks
    at other rows than contacts, the texts that these have. A zone is needed wherever local days or hours decide.
    Groups without any contact are left out. Raises ChoiceRefused.
    """
    if isinstance(named.chosen, AgainstForecast):
        raise ChoiceRefused("the forecast is in the contract folder: evaluate a commitment of the agreement instead")
    in_time = any(key in TIME_KEYS for key in by)
    if where is None and (period is not None or hours is not None or in_time or _is_local(named)):
        raise ChoiceRefused("days and intervals are local; name the zone they are meant in, such as Europe/Berlin")
    keys, tag, time_key = _read_by(by, _groups(records, named, where), named)
    within = period.span(where) if period and where else everything(records, named, where)
    within = within or Span(0, QUARTER_HOUR_US)  # without a record one span is as empty as another
    question = asked_of(named, scope or Scope(), hours, period, where, within)
    columns = [*keys, *(["tags"] if tag else [])]
    found = count_by_quarter(records, {"": question}, within, columns)[""]
    rows: list[Measured] = []
    for labels, cells in _grouped(found, keys, tag).items():
        for label, part in _by_time(cells, time_key, where).items():
            rows.append(Measured(dict(labels + label), _figure(named, part, where)))
    if not rows and not by:
        nothing = Counts(good=0 if isinstance(question.chosen, Share) else None)
        rows.append(Measured({}, Figure(nothing, _figure(named, {}, where).value)))
    rows.sort(key=lambda row: [(value is None, value or "") for value in row.by.values()])
    return Measurement(named, tuple(rows))


def _figure(named: Named, cells: QuarterCounts, where: ZoneInfo | None) -> Figure:
    return roll_up(
        named.chosen, cells, named.counting, where or zone("UTC"), higher_is_better=named.metric.higher_is_better
    )


def _is_local(named: Named) -> bool:
    """Whether the roll-up looks at the local clock: days do, and intervals longer than the quarter-hour, which begin at
    another instant in a zone half an hour off."""
    counting = named.counting
    return _needs_zone(named) or counting.roll_up in IN_DAYS or (counting.interval or 15) > 15


def _needs_zone(named: Named) -> bool:
    """Whether one of the choices is about days of the calendar."""
    lapses = [value for value in named.arguments.values() if isinstance(value, Lapse)]
    return any(lapse.calendar_days is not None for lapse in lapses)


def _check_zone(named: Named, where: ZoneInfo | None) -> None:
    if where is None and _needs_zone(named):
        raise ChoiceRefused("days of the calendar are local; name the zone they are meant in, such as Europe/Berlin")


def _groups(records: Records, named: Named, where: ZoneInfo | None) -> tuple[str, ...]:
    """The columns that the rows of a metric can be grouped by."""
    if named.chosen.rows is None:
        return (*COLUMN_KEYS, "tags")
    frame = frame_of(records, Question(named.chosen, Scope(), named.counting, zone=where))
    return tuple(name for name, kind in frame.collect_schema().items() if kind == nw.String and name[0] != "_")


def _read_by(by: Sequence[str], groups: Sequence[str], named: Named) -> tuple[list[str], str | None, str | None]:
    columns = [name for name in groups if name != "tags"]
    keys = [key for key in by if key in columns]
    tags = [key[4:] for key in by if key.startswith("tag:")]
    times = [key for key in by if key in TIME_KEYS]
    tagged = [key for key in by if key.startswith("tag:") and "tags" in groups]
    wrong = [key for key in by if key not in columns and key not in TIME_KEYS and key not in tagged]
    if wrong:
        known = [*columns, *TIME_KEYS, *(["tag:NAME"] if "tags" in groups else [])]
        of = "" if named.chosen.rows is None else f" {named.metric.name}"
        raise ChoiceRefused(f"cannot group{of} by {wrong[0]!r}; known are {', '.join(known)}")
    if "" in tags:
        raise ChoiceRefused("tag: names no tag; write tag:NAME, such as tag:language")
    twice = [key for key in by if by.count(key) > 1]
    if twice:
        raise ChoiceRefused(f"{twice[0]!r} is named twice as a group")
    if len(tags) > 1 or len(times) > 1:
        raise ChoiceRefused("group by at most one tag and one of interval, day and month")
    return keys, next(iter(tags), None), next(iter(times), None)


def asked_of(
    named: Named, scope: Scope, hours: Calendar | None, period: Period | None, where: ZoneInfo | None, within: Span
) -> Question:
    """What a metric asks of the records; business time needs opening hours. Raises ChoiceRefused."""
    if hours is None and named.arguments.get("hours") is Hours.BUSINESS:
        raise ChoiceRefused("business time is the time inside opening hours; say which, such as mon-fri 09:00-17:00")
    _check_zone(named, where)
    if hours is None or where is None:
        return Question(named.chosen, scope, named.counting, zone=where)
    opening = Opening(hours, where)
    days = period or Period(
        from_us(within.start, where).date(), window_start_after(from_us(within.end - 1, where).date())
    )
    spans = intersect(hours.spans(days, where), [within])
    return Question(named.chosen, scope, named.counting, spans, opening=opening, zone=where)


def window_start_after(day: date) -> date:
    """The day after."""
    return date.fromordinal(day.toordinal() + 1)


def everything(records: Records, named: Named, where: ZoneInfo | None = None) -> Span | None:
    """The smallest span of whole quarters of an hour that holds every record; None when there is none.

    Raises ChoiceRefused where days of the calendar are asked for and no zone is named.
    """
    _check_zone(named, where)
    frame = frame_of(records, Question(named.chosen, Scope(), named.counting, zone=where))
    (row,) = records.rows(frame.select(low=nw.col("at_us").min(), high=nw.col("at_us").max()))
    edges = [edge for edge in (row["low"], row["high"]) if edge is not None]
    if INTERVAL_COUNTS.name in records.tables and named.chosen.rows is None:
        counts = records.table(INTERVAL_COUNTS.name)
        (row,) = records.rows(counts.select(low=nw.col("from_us").min(), high=nw.col("to_us").max()))
        edges += [edge for edge in (row["low"], row["high"] and row["high"] - 1) if edge is not None]
    if not edges:
        return None
    low, high = min(edges), max(edges)
    return Span(low // QUARTER_HOUR_US * QUARTER_HOUR_US, (high // QUARTER_HOUR_US + 1) * QUARTER_HOUR_US)


def _grouped(
    found: dict[tuple[Any, ...], dict[int, Counts]], keys: Sequence[str], tag: str | None
) -> dict[_Labels, dict[int, Counts]]:
    groups: dict[_Labels, dict[int, Counts]] = {}
    for values, cells in found.items():
        labels: list[tuple[str, str | None]] = list(zip(keys, values, strict=False))
        if tag:
            labels.append((f"tag:{tag}", tag_value(values[-1], tag)))
        merged = groups.setdefault(tuple(labels), {})
        for quarter, counts in cells.items():
            merged[quarter] = merged[quarter] + counts if quarter in merged else counts
    return groups


def tag_value(tags: str | None, name: str) -> str | None:
    """The value of one tag in ``key=value;key=value``."""
    for pair in (tags or "").split(";"):
        key, _, value = pair.partition("=")
        if key == name:
            return value
    return None


def _by_time(cells: QuarterCounts, time_key: str | None, where: ZoneInfo | None) -> dict[_Labels, dict[int, Counts]]:
    if time_key is None or where is None:
        return {(): dict(cells)}
    parts: dict[_Labels, dict[int, Counts]] = {}
    for quarter, counts in sorted(cells.items()):
        label = _label(quarter, time_key, where)
        if counts.ends is not None and _label(counts.ends - 1, time_key, where) != label:
            raise counted_together(quarter, counts)
        parts.setdefault((label,), {})[quarter] = counts
    return parts


def _label(quarter: int, time_key: str, where: ZoneInfo) -> tuple[str, str]:
    if time_key.startswith("interval:"):
        (start,) = by_interval({quarter: Counts()}, int(time_key[9:-1]), where)
        return "interval", from_us(start, where).isoformat()
    day = from_us(quarter * QUARTER_HOUR_US, where).date()
    if time_key == "month":
        return "month", f"{window_start(day, Each.MONTH):%Y-%m}"
    return "day", day.isoformat()


CONTACT_COLUMNS = ("contact_id", "visit", "channel", "queue", "offered_us", "outcome", "wait_ms", "agent")


def contacts_behind(
    records: Records,
    question: Question,
    within: Span,
    *,
    good: bool | None = None,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """The contacts behind a figure, in order of time: all that counted, or only the good or the not good ones.

    ``wait_ms`` is the wait by the clock of the question, the one that was judged. Where a metric looks at other rows
    than contacts these are given, with ``at_us`` and the columns that they are shown by.
    """
    frame = frame_of(records, question)
    counted = counted_by(question)
    if question.hours is not None:
        counted = counted & in_spans(nw.col("at_us"), question.hours)
    if good is not None:
        if not isinstance(question.chosen, Share):
            raise ChoiceRefused("only a share has good contacts; this metric adds up or counts")
        counted = counted & (question.chosen.good if good else ~question.chosen.good)
    frame = frame.filter((nw.col("at_us") >= within.start) & (nw.col("at_us") < within.end), counted)
    if (rows := question.chosen.rows) is not None:
        frame = frame.select("at_us", *rows.shown).sort("at_us", *rows.shown)
    else:
        frame = frame.with_columns(wait_ms=Contacts(question.counting.clock).wait_ms)
        frame = frame.select(*CONTACT_COLUMNS).sort("offered_us", "contact_id", "visit")
    return records.rows(frame if limit is None else frame.head(limit))
