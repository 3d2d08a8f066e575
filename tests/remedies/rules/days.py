"""Settlement days for tests of rules, written as people would write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pactline.remedies import Past
from pactline.remedies.rules import rules
from pactline.remedies.rules.lines import Kind, Line, Settling, Unknown
from pactline.remedies.rules.view import View
from pactline.values.cadence import read_window
from pactline.values.calendar import Calendar, Hours
from pactline.values.exact import RoundingMode, round_fraction
from pactline.values.period import Period
from pactline.values.target import Target

TERM = Period.parse("2025-01-01/2026-01-01")
OFFICE = {"office": Calendar({day: (Hours.parse("09:00-17:00"),) for day in range(5)})}
"""Open from Monday to Friday."""


def line(
    source: str, amount: str, window: str = "2025-06", kind: str = "credit", *, on: str = "", service: str = "support"
) -> Line:
    """A money line of a window, settled on the day after it unless another day is named."""
    period, money = read_window(window), Decimal(amount)
    return Line(source, service, period, date.fromisoformat(on) if on else period.end, Kind(kind), money, money)


def past(text: str, target: str = "at least 80 %", points: int | None = None) -> Past:
    """A window such as ``2025-05 missed 78.5``."""
    window, verdict, *figure = text.split()
    value = Fraction(figure[0]) if figure else None
    return Past(read_window(window), verdict, value, Target.parse(target), None if points is None else Fraction(points))


def view(on: str, **windows: list[str]) -> View:
    """The view on a day: by commitment (``-`` written as ``_``) its windows, those of that day last."""
    day = date.fromisoformat(on)
    listed = {name.replace("_", "-"): [past(text) for text in texts] for name, texts in windows.items()}
    now = {name: tuple(p for p in all_ if p.window.end == day) for name, all_ in listed.items()}
    before = {name: tuple(p for p in all_ if p.window.end < day) for name, all_ in listed.items()}
    return View(day, {name: each for name, each in now.items() if each}, before)


def day(
    *lines: Line,
    on: str = "2025-07-01",
    earlier: tuple[Line, ...] = (),
    seen: View | None = None,
    term: Period = TERM,
    digits: int = 2,
    **charges: str,
) -> Settling:
    """A settlement day; each charge is the same for every period, ``unknown`` for one that is not known yet."""

    def charge(name: str, period: Period) -> Fraction:
        if charges[name] == "unknown":
            raise Unknown(name, period)
        return Fraction(charges[name])

    return Settling(
        view=seen or View(date.fromisoformat(on), {}),
        lines=lines,
        earlier=earlier,
        charge=charge,
        rounded=lambda exact: round_fraction(exact, digits, RoundingMode.HALF_UP),
        digits=digits,
        term=term,
    )


def terms(rule: str, **named: Mapping[str, Any]) -> dict[str, Any]:
    """The terms of a rule by name (``-`` written as ``_``), read from the words of an agreement."""
    return {name.replace("_", "-"): rules()[rule].terms.model_validate(given) for name, given in named.items()}


def left(settling: Settling) -> dict[str, str]:
    """What is left of each line, by its source."""
    return {each.source: f"{each.left:f}" for each in settling.lines}
