"""A second implementation of every figure, for the tests: row after row, exact fractions, the standard library only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tests.independent.judging import RULES, Judged, Row, Rule, Words, wait_of

Spans = Sequence[tuple[int, int]]  # half-open, microseconds UTC


class Figure(NamedTuple):
    """What came out. ``value`` is in percent, seconds or contacts; None when nothing counted."""

    counted: int
    good: int | None
    sum_ms: int | None
    value: Fraction | None
    unknown: int = 0
    part: int | None = None  # of a ratio: the sum above the line
    whole: int | None = None  # and the sum below it


def figure_of(judged: Sequence[Judged], rule: Rule, words: Words) -> Figure:
    """What the judged contacts of one stretch of time come to."""
    counting, made = [one for one in judged if one.counts], rule.made
    if made == "count":
        return Figure(len(counting), None, None, Fraction(len(counting)))
    unsure = sum(one.unsure for one in counting) + sum(one.left_out for one in judged)
    if made == "share":
        good = sum(one.good for one in counting)
        return Figure(len(counting), good, None, Fraction(good * 100, len(counting)) if counting else None, unsure)
    if made == "ratio":
        part, whole = sum(one.part for one in counting), sum(one.whole for one in counting)
        value = rule.times * Fraction(part, whole) if whole else None
        return Figure(len(counting), None, None, value, unsure, part, whole)
    known = sorted(one.duration_ms for one in counting if one.duration_ms is not None)
    unknown = len(counting) - len(known)
    total = sum(known) if made == "mean" and known else None
    if not known:
        return Figure(0, None, None, None, unknown)
    if made == "mean":
        milliseconds = Fraction(sum(known), len(known))
    elif made == "longest":
        milliseconds = Fraction(max(known))
    else:
        milliseconds = Fraction(_nearest_rank(known, words["percent"]))
    return Figure(len(known), None, total, milliseconds / 1000, unknown)


def _nearest_rank(durations: list[int], percent: int) -> int:
    """The first of the sorted durations that enough of them do not exceed."""
    for duration in durations:
        if Fraction(sum(1 for other in durations if other <= duration), len(durations)) >= Fraction(percent, 100):
            return duration
    raise AssertionError


def contacts_of(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """One row per contact: where and when its first visit began, answered if any visit was.

    The wait runs from the first entry into a queue to the first answer, or to the last leaving. Where the first visit
    decides, the wait it came with is kept; over several visits only the instants can tell. Work is that of all visits;
    the talk of a contact is unknown if one of its answered visits does not know it. Of several surveys, evaluations
    and flags the last one counts, and a score goes with its own scale; asked is who was asked at any visit.
    """
    by_contact: dict[str, list[Row]] = {}
    for row in rows:
        by_contact.setdefault(row["contact_id"], []).append(row)
    return [_contact(sorted(visits, key=lambda row: row["visit"])) for visits in by_contact.values()]


def _contact(visits: list[Row]) -> dict[str, Any]:
    first, last = visits[0], visits[-1]
    answers = [visit for visit in visits if visit["outcome"] == "answered"]
    deciding = answers[0] if answers else last
    contact = {name: first.get(name) for name in ("contact_id", "channel", "queue", "direction", "transfer_in")}
    contact |= {name: first.get(name) for name in ("arrived_us", "offered_us")}
    contact["outcome"] = deciding["outcome"]
    contact["answered_us"] = deciding.get("answered_us") if answers else None
    contact["left_us"] = None if answers else last.get("left_us")
    contact["ended_us"] = last.get("ended_us")
    contact["ring_ms"] = deciding.get("ring_ms")
    contact["reason"], contact["visits"] = last.get("reason"), len(visits)
    contact["surveyed"] = max((v["surveyed"] for v in visits if v.get("surveyed") is not None), default=None)
    for told in ("resolved", "resolved_said", "quality_points", "self_service"):
        contact[told] = next((v[told] for v in reversed(visits) if v.get(told) is not None), None)
    scored = next((v for v in reversed(visits) if v.get("csat") is not None), {})
    contact |= {name: scored.get(name) for name in ("csat", "csat_scale")}
    if deciding is first:
        contact["wait_ms"] = first.get("wait_ms")
    else:
        until = contact["answered_us"] if answers else contact["left_us"]
        contact["wait_ms"] = None if until is None else (until - first["offered_us"]) // 1000
    contact["transfer_out"] = next((v["transfer_out"] for v in visits if v.get("transfer_out") is not None), None)
    for part in ("talk_ms", "hold_ms", "wrap_ms"):
        known = [visit[part] for visit in visits if visit.get(part) is not None]
        contact[part] = sum(known) if known else None
    if any(visit.get("talk_ms") is None for visit in answers):
        contact["talk_ms"] = None
    return contact


def instant_of(row: Row, attribution: str) -> int | None:
    """The instant that says where a row belongs."""
    names = {"offered": ("offered_us",), "event": ("answered_us", "left_us"), "ended": ("ended_us", "left_us")}
    for name in names[attribution]:
        if row.get(name) is not None:
            instant: int = row[name]
            return instant
    return None if row["outcome"] == "open" else row["offered_us"]  # type: ignore[return-value]


def figure(
    rows: Iterable[Row],
    metric: str,
    arguments: Words,
    counting: Words,
    window_spans: Spans,
    open_spans: Spans | None,
    zone: str,
) -> Figure:
    """The figure of a metric over the rows that belong to the window, by the agreed roll-up.

    ``open_spans`` None means that the service is always open. ``counted``, ``good`` and ``sum_ms`` are those of the
    whole window whatever the roll-up.
    """
    rule = RULES[metric]
    placed: list[tuple[int, Judged]] = []
    for row in contacts_of(rows) if (rule.level or counting["level"]) == "contact" else rows:
        at = instant_of(row, counting["attribution"])
        if at is None or (counting["transfers_in"] == "exclude" and row.get("transfer_in") is not None):
            continue
        placed.append((at, rule.judge(row, wait_of(row, counting["clock"]), arguments)))
    return figure_of_placed(placed, rule, arguments, counting, window_spans, open_spans, zone)


def figure_of_placed(
    placed: Iterable[tuple[int, Judged]],
    rule: Rule,
    arguments: Words,
    counting: Words,
    window_spans: Spans,
    open_spans: Spans | None,
    zone: str,
) -> Figure:
    """The figure of what was judged and placed, whatever it was, as for contacts."""
    shut = open_spans if counting["closed_hours"] == "exclude" else None
    inside = [
        (at, judged) for at, judged in placed if _inside(at, window_spans) and (shut is None or _inside(at, shut))
    ]
    whole = figure_of([judged for _, judged in inside], rule, arguments)
    return whole._replace(value=_rolled_up(inside, whole, rule, arguments, counting, ZoneInfo(zone)))


def _inside(at: int, spans: Spans) -> bool:
    return any(start <= at < end for start, end in spans)


def _rolled_up(
    placed: list[tuple[int, Judged]], whole: Figure, rule: Rule, arguments: Words, counting: Words, zone: ZoneInfo
) -> Fraction | None:
    if counting["roll_up"] == "contact_weighted":
        return whole.value
    part_of = local_day if counting["roll_up"] in ("days_met", "days_missed") else local_interval
    parts: dict[Any, list[Judged]] = {}
    for at, judged in placed:
        parts.setdefault(part_of(at, counting.get("interval") or 0, zone), []).append(judged)
    figures = [figure_of(part, rule, arguments) for part in parts.values()]
    values = [part.value for part in figures if part.value is not None and part.counted]
    if not values:
        return None
    if counting["roll_up"] == "mean_of_intervals":
        return sum(values, Fraction(0)) / len(values)
    if counting["roll_up"] == "worst_interval":
        return min(values) if rule.better == "higher" else max(values)
    kept = sum(keeps(value, counting["interval_target"]) for value in values)
    return Fraction(len(values) - kept) if "missed" in counting["roll_up"] else Fraction(100 * kept, len(values))


def keeps(value: Fraction, target: tuple[str, Fraction]) -> bool:
    """Whether a value keeps a target such as ``("at_least", Fraction(80))``."""
    bound, amount = target
    if bound == "at_least":
        return value >= amount
    if bound == "more_than":
        return value > amount
    return value <= amount if bound == "at_most" else value < amount


def verdict(found: Figure, target: tuple[str, Fraction], counting: Words) -> str:
    """``met``, ``missed`` or ``excluded``, with the agreed readings of no data and of too little of it."""
    if found.value is None or found.counted == 0:
        return str(counting["no_data"])
    if found.counted < counting["minimum_sample"]:
        return str(counting["below_minimum"])
    return "met" if keeps(found.value, target) else "missed"


def _local(at: int, zone: ZoneInfo) -> datetime:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)).astimezone(zone)


def local_day(at: int, _minutes: int, zone: ZoneInfo) -> tuple[int, int, int]:
    """The local day of an instant."""
    local = _local(at, zone)
    return local.year, local.month, local.day


def local_interval(at: int, minutes: int, zone: ZoneInfo) -> tuple[Any, ...]:
    """The interval of the local clock that an instant lies in; an hour that happens twice is two."""
    local = _local(at, zone)
    of_day = (local.hour * 60 + local.minute) // minutes
    return local.year, local.month, local.day, of_day, local.utcoffset()
