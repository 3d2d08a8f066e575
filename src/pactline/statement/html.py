"""The statement as one HTML page: complete in itself, the same bytes every time, for screen, phone and paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pactline.metrics import metrics
from pactline.statement.charts import MONTHS, day_chart, day_text, wait_chart
from pactline.statement.daily import Mark, State, marks
from pactline.statement.explaining import (
    against,
    facts,
    how_counted,
    how_many_against,
    promise,
    seconds_text,
    share_word,
)
from pactline.statement.model import (
    Result,
    Statement,
    Verdict,
    Window,
    compared_text,
    figure_text,
    judged_figure,
    result_figure,
)
from pactline.statement.outcomes_text import outcome_lines
from pactline.statement.profile import Profile, wait_profile
from pactline.statement.text import signed
from pactline.values.period import Each, Period
from pactline.values.target import Unit, amount_text
from pactline.values.zone import from_us

SHOWN = 20  # contacts that count against a promise, listed for each commitment
_VERDICTS = {Verdict.MET: "met", Verdict.MISSED: "missed", Verdict.NO_DATA: "no data"}
_MOST_NAMED = 3  # windows with the same note, before they are only numbered


@dataclass(frozen=True)
class Section:
    """One commitment as the page shows it."""

    anchor: str
    result: Result
    marks: tuple[Mark, ...]
    day_chart: Markup
    profile: Profile | None
    wait_chart: Markup | None
    against: tuple[dict[str, Any], ...]  # the first of the contacts that count against the promise
    against_in_all: int | None  # None where none of them does


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
    days = day_chart(
        found,
        result.chosen.unit,
        f"{anchor}-days",
        f"{grain(found).capitalize()} by {grain(found)}",
        day_sentence(found),
    )
    return Section(anchor, result, found, days, profile, waits, tuple(shown), in_all)


def grain(found: tuple[Mark, ...]) -> str:
    """What one mark of the chart stands for."""
    return "week" if found[0].each is Each.WEEK else "day"


def day_sentence(found: tuple[Mark, ...]) -> str:
    """What the chart of the days shows, in words."""
    word = grain(found)
    with_data = [mark for mark in found if mark.value is not None]
    kept = sum(mark.state is State.KEPT for mark in found)
    missed = sum(mark.state is State.MISSED for mark in found)
    first, last = long_day(found[0].first), long_day(found[-1].first)
    start = f"{len(found)} {word}s from {first} to {last}" if len(found) > 1 else first
    held = f"{kept} kept the target, {missed} missed it" if kept or missed else f"no single {word} is judged"
    return f"{start}: {len(with_data)} with contacts; {held}."


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
        loader=PackageLoader("pactline.statement", ""),
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
        "verdict": _VERDICTS.__getitem__,
    }
    environment.globals |= {
        "outcome_lines": outcome_lines,
        "rule_sources": rule_sources,
        "amount": amount,
        "compared": compared,
        "day_sentence": day_sentence,
        "facts": facts,
        "grain": grain,
        "judged_figure": judged_figure,
        "local_time": lambda result, us: from_us(us, result.evidence.zone).isoformat(sep=" ", timespec="seconds"),
        "metric_title": lambda result: metrics()[result.commitment.metric].title,
        "money": lambda statement, sum_: f"{Decimal(statement.money(sum_)):,f}",
        "notes": notes,
        "result_figure": result_figure,
        "share_word": share_word,
        "shown": SHOWN,
        "targets": lambda result: list(dict.fromkeys(str(window.target) for window in result.windows)),
        "wait_sentence": wait_sentence,
    }
    return environment


def unbroken(text: str) -> str:
    """The text with no line end between a number and its unit."""
    return re.sub(r"(?<=\d) (?=%|m?s\b)", "\N{NO-BREAK SPACE}", text)


def rule_sources(statement: Statement) -> set[str]:
    """The sources of money that are no commitment: points, what is withheld, change orders."""
    return {line.source for line in statement.lines} - {result.id for result in statement}


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


def long_day(day: date) -> str:
    """``3 March 2025``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def period_text(period: Period) -> str:
    """The first and the last day in words: ``1 to 31 March 2025``."""
    first, last = period.first, date.fromordinal(period.end.toordinal() - 1)
    if first == last:
        return long_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {long_day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} to {long_day(last)}"
    return f"{long_day(first)} to {long_day(last)}"


def compared(window: Window, unit: Unit) -> str:
    """The figure exactly as it was held against the target, where that says more than the figure itself."""
    if window.as_compared is None:
        return ""
    exact = compared_text(window.as_compared, unit)
    return "" if exact == amount_text(window.value or Fraction(0), unit) and "/" not in exact else exact


def amount(statement: Statement, result: Result) -> tuple[str, str]:
    """What a commitment moves, and in which direction: ``("3,140.00", "credit")``."""
    net = result.credit - result.bonus
    word = "net of credit and bonus" if result.credit and result.bonus else "credit" if net > 0 else "bonus"
    return signed(statement, net).replace("-", "−"), word if net else ""


__all__ = ["SHOWN", "render_html"]
