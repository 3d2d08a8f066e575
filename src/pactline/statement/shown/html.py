"""The statement as one HTML page: complete in itself, the same bytes every time, for screen, phone and paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pactline.metrics import metrics
from pactline.statement.behind import is_contact, listing_of, seconds_text
from pactline.statement.counting.interval_parts import intervals_sentence, intervals_title, missed_intervals
from pactline.statement.counting.sums import sums_said
from pactline.statement.model import (
    Result,
    Statement,
    Window,
    compared_text,
    figure_text,
    judged_figure,
    result_figure,
)
from pactline.statement.money.balance import before_rules, dues_parts, is_cut, left_of, line_word, lines_apart
from pactline.statement.shown.balance_told import balance_told, grouped, limits_told, workings
from pactline.statement.shown.charts import day_chart, day_text, wait_chart
from pactline.statement.shown.explaining import (
    against,
    facts,
    how_counted,
    how_many_against,
    metric_said,
    none_listed,
    promise,
    share_word,
)
from pactline.statement.shown.interval_chart import interval_chart
from pactline.statement.shown.listing import Listing
from pactline.statement.shown.outcomes_told import outcomes_told
from pactline.statement.shown.relief_told import claims, side_by_side
from pactline.statement.shown.saying import judged_with, long_day, target_text, verdict_word
from pactline.statement.shown.saying import period_text as period_text
from pactline.statement.shown.text import intervals, signed
from pactline.statement.shown.window_chart import Bar, bars, window_chart, windows_sentence
from pactline.statement.shown.windows_told import evidence_said, points_said, rest_of_windows, windows_told
from pactline.statement.windows.daily import Mark, State, marks
from pactline.statement.windows.profile import Profile, wait_profile
from pactline.values.period import Each
from pactline.values.target import Unit, amount_text
from pactline.values.zone import from_us

SHOWN = 20  # contacts that count against a promise, listed for each commitment
_MOST_NAMED = 3  # windows with the same note, before they are only numbered


@dataclass(frozen=True)
class Section:
    """One commitment as the page shows it."""

    anchor: str
    result: Result
    marks: tuple[Mark, ...]
    interval_chart: Markup | None  # where the promise counts kept intervals; it stands in place of the days
    day_chart: Markup | None  # None where no day has a figure
    bars: tuple[Bar, ...]  # of figures measured elsewhere: the windows; none where they make no chart
    window_chart: Markup | None
    profile: Profile | None
    wait_chart: Markup | None
    against: tuple[dict[str, Any], ...]  # the first of the contacts that count against the promise
    listed: Listing | None  # the same as a table, where they are no contacts but what the metric looks at
    against_in_all: int | None  # None where none of them does
    relief: tuple[Listing, ...]


def render_html(statement: Statement) -> str:
    """The page as text, to be written as UTF-8.

    It carries digests and the rule version instead of a date of making, holds no script, and asks nothing of any
    network.
    """
    sections = [_section(f"c{number}", result) for number, result in enumerate(statement, 1)]
    return _environment().get_template("statement.html").render(statement=statement, sections=sections)


def _section(anchor: str, result: Result) -> Section:
    found, profile = marks(result), wait_profile(result)
    side, in_all = against(result), how_many_against(result)
    shown: list[dict[str, Any]] = []
    if result.evidence is not None and side is not None:
        shown = result.evidence.contacts(good=side, limit=SHOWN)
    waits = None
    if profile is not None:
        waits = wait_chart(profile, f"{anchor}-waits", "How long contacts waited", wait_sentence(profile))
    days, intervals_ = None, intervals_drawn(result, f"{anchor}-intervals")
    if intervals_ is None and any(mark.value is not None for mark in found):
        title = f"{grain(found).capitalize()} by {grain(found)}"
        days = day_chart(found, result.chosen.unit, f"{anchor}-days", title, day_sentence(result, found))
    columns = bars(result)
    chart = None
    if columns:
        said = windows_sentence(columns)
        chart = window_chart(columns, result.unit, f"{anchor}-bars", "Window by window", said)
    relief = tuple(table for table in (side_by_side(result, share_word(result)), claims(result)) if table)
    listed = None
    if result.evidence is not None and shown and not is_contact(shown[0]):
        listed = listing_of(shown, result.evidence.zone)
    return Section(
        anchor, result, found, intervals_, days, columns, chart, profile, waits, tuple(shown), listed, in_all, relief
    )


def intervals_drawn(result: Result, chart_id: str) -> Markup | None:
    """The chart of the intervals; None where none are counted, or too many to be read."""
    minutes, where = result.commitment.counting.interval, result.evidence.zone if result.evidence else None
    if not result.intervals or minutes is None or where is None:
        return None
    title, said = intervals_title(minutes), intervals_sentence(result)
    return interval_chart(result.intervals, minutes, where, chart_id, title, said)


def grain(found: tuple[Mark, ...]) -> str:
    """What one mark of the chart stands for."""
    return "week" if found[0].each is Each.WEEK else "day"


def day_sentence(result: Result, found: tuple[Mark, ...]) -> str:
    """What the chart of the days shows, in words."""
    word = grain(found)
    with_data = [mark for mark in found if mark.value is not None]
    kept = sum(mark.state is State.KEPT for mark in found)
    missed = sum(mark.state is State.MISSED for mark in found)
    first, last = long_day(found[0].first), long_day(found[-1].first)
    start = f"{len(found)} {word}s from {first} to {last}" if len(found) > 1 else first
    held = f"{kept} kept the target, {missed} missed it" if kept or missed else f"no single {word} is judged"
    whose = "contacts" if result.chosen.rows is None else "data"
    return f"{start}: {len(with_data)} with {whose}; {held}."


def wait_sentence(profile: Profile) -> str:
    """What the chart of the waits shows, in words."""
    answered, abandoned = sum(b.answered for b in profile.buckets), sum(b.abandoned for b in profile.buckets)
    in_time, left = profile.up_to(profile.within)
    unknown = f" {profile.unknown:,} more have no recorded wait." if profile.unknown else ""
    return unbroken(
        f"Of {answered:,} answered contacts {in_time:,} waited {profile.within}; "
        f"of {abandoned:,} abandoned ones {left:,} had left by then.{unknown}"
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pactline.statement.shown", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "day": day_text,
        "figure": figure_text,
        "how_counted": how_counted,
        "long_day": long_day,
        "period": period_text,
        "promise": lambda result: unbroken(capital(promise(result))),
        "seconds": seconds_text,
        "target": target_text,
        "verdict": verdict_word,
    }
    environment.globals |= {
        "after": lambda statement, result: signed(statement, left_of(statement, result)).replace("-", "−"),
        "amount": amount,
        "balance_told": balance_told,
        "before_rules": before_rules,
        "compared": compared,
        "day_sentence": day_sentence,
        "dues_parts": dues_parts,
        "evidence_said": evidence_said,
        "facts": facts,
        "grain": grain,
        "intervals": intervals,
        "intervals_sentence": intervals_sentence,
        "intervals_title": lambda result: intervals_title(result.commitment.counting.interval or 0),
        "is_cut": is_cut,
        "judged_figure": judged_figure,
        "judged_with": judged_with,
        "judging": judging,
        "limits_told": limits_told,
        "line_word": line_word,
        "lines_apart": lines_apart,
        "local_time": lambda result, us: from_us(us, result.evidence.zone).isoformat(sep=" ", timespec="seconds"),
        "metric_said": metric_said,
        "missed_intervals": missed_intervals,
        "money": grouped,
        "none_listed": none_listed,
        "notes": notes,
        "outcomes_told": outcomes_told,
        "points_said": points_said,
        "rest_of_windows": rest_of_windows,
        "result_figure": result_figure,
        "share_word": share_word,
        "sums_said": lambda result: sums_said(metrics()[result.commitment.metric], result.counts),
        "shown": SHOWN,
        "source_said": source_said,
        "targets": lambda result: list(dict.fromkeys(target_text(window.target) for window in result.windows)),
        "wait_sentence": wait_sentence,
        "windows_sentence": windows_sentence,
        "windows_told": windows_told,
        "workings": workings,
    }
    return environment


def unbroken(text: str) -> str:
    """The text with no line end between a number and its unit."""
    return re.sub(r"(?<=\d) (?=%|m?s\b)", "\N{NO-BREAK SPACE}", text)


def notes(result: Result) -> list[str]:
    """The notes on a result's windows, each once, with the windows it is about."""
    about: dict[str, list[str]] = {}
    for window in result.windows:
        for note in window.notes:
            about.setdefault(note, []).append(period_text(window.period))
    if len(result.windows) == 1:
        return list(about)
    return [
        f"{', '.join(windows) if len(windows) <= _MOST_NAMED else f'{len(windows)} windows'}: {note}"
        for note, windows in about.items()
    ]


def capital(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def source_said(result: Result) -> str:
    """Who promises, where it is the client, and where a figure comes from that is not counted from records."""
    said = "A promise of the client. " if result.commitment.by == "client" else ""
    sources = {
        "figures": "The figure is measured elsewhere and reported. ",
        "events": "The figure is added up from events that were reported. ",
    }
    return (said + sources.get(result.commitment.measured, "")).rstrip()


def judging(result: Result, word: str) -> str:
    """That a promise is judged on its whole windows and not on what a chart shows; empty where those are the same."""
    each = result.commitment.each
    if str(each) == word:
        return ""
    on = f"over {each}" if each.rolling else f"on each {each}"
    return f"The promise is judged {on} as a whole; single {word}s are shown to explain it."


def compared(window: Window, unit: Unit) -> str:
    """The figure exactly as it was held against the target, where that says more than the figure itself."""
    if window.as_compared is None:
        return ""
    exact = compared_text(window.as_compared, unit)
    return "" if exact == amount_text(window.value or Fraction(0), unit) and "/" not in exact else exact


def amount(statement: Statement, result: Result) -> tuple[str, str]:
    """What a commitment moves before any rule, and in which direction: ``("3,140.00", "credit")``."""
    own = "credit" if result.commitment.by == "provider" else "due from the client"
    parts = ((own, result.credit), ("bonus", result.bonus), ("earned back", result.returned))
    words = [word for word, sum_ in parts if sum_]
    said = f"net of {' and '.join(words)}" if len(words) > 1 else "".join(words)
    return signed(statement, result.owed).replace("-", "−"), said


__all__ = ["SHOWN", "render_html"]
