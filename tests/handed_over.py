"""Promises over figures that are handed over, and such figures: the shortest way to a statement for tests of money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from pactline.records.facts import BilledCharge, Facts, Performed, ReportedFigure
from pactline.statement.model import Statement
from pactline.values.cadence import read_window
from pactline.values.period import Period


def promise(
    name: str, more: str = "", *, each: str = "month", target: str = "at least 80 %", unit: str = "percent"
) -> str:
    """A commitment; ``more`` are further keys such as ``remedy: {flat: 100.00}``."""
    better = "higher" if "least" in target or "more" in target else "lower"
    keys = f"metric: reported, unit: {unit}, better: {better}, means: as reported, measured: figures, combine: mean"
    kept = "" if "no_data" in more else ", no_data: excluded"
    rest = f", {more}" if more else ""
    return f"{name}: {{service: support, {keys}, each: {each}, target: {target}{kept}{rest}}}\n"


def figures(name: str, **values: str | int) -> tuple[ReportedFigure, ...]:
    """Figures by window, the window's ``-`` written as ``_`` after a leading letter: ``m2025_06=78``."""
    return tuple(
        ReportedFigure(name, read_window(window[1:].replace("_", "-")), value=Fraction(str(value)))
        for window, value in values.items()
    )


def over(*told: tuple[str, str]) -> tuple[ReportedFigure, ...]:
    """Figures from lines such as ``("prompt 2025-06", "78.5")``."""
    found = []
    for what, value in told:
        name, window = what.split()
        found.append(ReportedFigure(name, read_window(window), value=Fraction(value)))
    return tuple(found)


def bill(window: str, amount: str, charge: str = "invoice") -> BilledCharge:
    """What was billed for a time."""
    return BilledCharge(charge, Period.parse(window), Decimal(amount))


def done(name: str, due: str, on: str | None) -> Performed:
    """A responsibility that was due on a day, and when it was done."""
    return Performed(name, date.fromisoformat(due), date.fromisoformat(on) if on else None)


def left(statement: Statement) -> list[tuple[str, str, str]]:
    """Source, kind and what is left of every money line."""
    return [(line.source, line.kind.value, f"{line.left:f}") for line in statement.lines]


def facts(*parts: tuple[ReportedFigure, ...]) -> Facts:
    """Facts of figures alone."""
    return Facts(figures=tuple(each for part in parts for each in part))
