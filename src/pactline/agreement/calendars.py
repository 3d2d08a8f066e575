"""Opening hours: a calendar's keys become a week, and what contradicts itself in it is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from pactline.agreement.parts import Part, read_part
from pactline.agreement.report import Place, Report, nearest
from pactline.agreement.schema import CalendarShape, WeekdayShape
from pactline.agreement.yaml_text import MapNode
from pactline.values.calendar import WEEKDAYS, Calendar, Hours

DAYS = rf"^({'|'.join(WEEKDAYS)})(-({'|'.join(WEEKDAYS)}))?$"
"""A weekday or a run of them: ``sat``, ``mon-fri``."""


def read_calendar(node: MapNode, report: Report, name: str) -> Calendar | None:
    """The calendar, or None if its week could not be read."""
    what = f"the calendar `{name}`"
    fixed = {key: value for key, value in node.values.items() if key in CalendarShape.model_fields}
    part = read_part(CalendarShape, MapNode(node.line, node.column, node.keys, fixed), report, what)
    week: dict[int, tuple[Hours, ...]] = {}
    for key in [key for key in node.values if key not in fixed]:
        days = _days(key, node, report, what)
        spans = _spans(key, node, report)
        for day in days:
            if day in week:
                message = f"{WEEKDAYS[day]} has hours already, by an earlier key"
                report.problem("AGR_HOURS", node.keys[key], message, "give each weekday its hours once")
            week[day] = spans
    _disjoint(week, part, node, report)
    for day in set(part["closed"] or ()) & set(part["special"] or {}):
        message = f"{day} is closed and has special hours"
        report.problem("AGR_HOURS", part.place("special"), message, "keep one of the two")
    if not any(week.values()) and not part["special"] and "special" not in part.unread:
        report.problem(
            "AGR_HOURS", node, f"{what} is never open", 'give a weekday its hours, such as mon-fri: "08:00-20:00"'
        )
    return Calendar(week, frozenset(part["closed"] or ()), part["special"] or {})


def _days(key: str, node: MapNode, report: Report, what: str) -> range:
    found = re.fullmatch(DAYS, key)
    if not found:
        known = [*WEEKDAYS, "mon-fri", "closed", "special"]
        hint = (
            nearest(key, known)
            or nearest(key[:3].lower(), WEEKDAYS)
            or f"write weekdays ({', '.join(WEEKDAYS)} or a run such as mon-fri), closed or special"
        )
        report.problem("AGR_UNKNOWN_KEY", node.keys[key], f"{what} has no key `{key}`", hint)
        return range(0)
    first = WEEKDAYS.index(found[1])
    last = WEEKDAYS.index(found[3] or found[1])
    if last < first:
        message = f"`{key}` runs backwards; a week begins on Monday"
        report.problem("AGR_HOURS", node.keys[key], message, "write two keys, each running forwards")
    return range(first, last + 1)


def _spans(key: str, node: MapNode, report: Report) -> tuple[Hours, ...]:
    """The hours under one weekday key."""
    if isinstance(node.values[key], MapNode):
        message = f"the hours of `{key}` stand right behind it, without keys of their own"
        report.problem("AGR_HOURS", node.values[key], message, f'write {key}: "08:00-20:00"')
        return (Hours.parse("00:00-24:00"),)  # so that the calendar is not called closed as well
    day = MapNode(node.line, node.column, {"hours": node.keys[key]}, {"hours": node.values[key]})
    return read_part(WeekdayShape, day, report, "the calendar")["hours"] or ()


def _disjoint(week: Mapping[int, tuple[Hours, ...]], part: Part, node: MapNode, report: Report) -> None:
    places: list[tuple[str, tuple[Hours, ...], Place]] = []
    for key, value in node.values.items():
        if found := re.fullmatch(DAYS, key):
            places.append((key, week.get(WEEKDAYS.index(found[1]), ()), value))
    special: Mapping[date, tuple[Hours, ...]] = part["special"] or {}
    places += [(str(day), spans, part.place("special")) for day, spans in special.items()]
    for said, spans, place in places:
        for early, late in pairwise(sorted(spans, key=lambda hours: hours.opens)):
            if early.closes is None or late.opens < early.closes:
                report.problem(
                    "AGR_HOURS", place, f"on {said} the hours {early} and {late} overlap", "join them to one"
                )
