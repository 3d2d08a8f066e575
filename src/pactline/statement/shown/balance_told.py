"""The money of a statement as tables: what each side owes, the limits in their order, the amounts of rules."""

from __future__ import annotations

from decimal import Decimal

from pactline.statement.model import Cap, Result, Statement
from pactline.statement.money.balance import Entry, Moved, entries, is_cut, limit_name, limits, moved
from pactline.statement.shown.listing import Listing, listing
from pactline.statement.shown.saying import period_text
from pactline.values.exact import how_many

_MOST_NAMED = 8  # windows with the same working, before the rest are only counted


def grouped(statement: Statement, amount: Decimal) -> str:
    """An amount with the currency's decimals and grouped thousands: ``2,400.00``."""
    return f"{Decimal(statement.money(amount)):,f}"


def balance_told(statement: Statement) -> Listing:
    """What each side owes, source by source, before and after the rules, and in all."""
    found, cut = entries(statement), is_cut(statement)
    rows = []
    for role, name in (("provider", statement.provider), ("client", statement.client)):
        own = [entry for entry in found if entry.owed_by == role]
        rows += [_entry(statement, entry, name, cut) for entry in own]
        if len(own) > 1:
            rows.append([name, "in all", "", "", *_sums(statement, own, cut)])
    left = " | Left" if cut else ""
    heads = f"Owed by | For | What | Windows | Amount, {statement.currency}{left}"
    return listing("What each side owes", heads, rows, "<<<>>" + (">" if cut else ""), (5, 7, 4, 3, 4, 4)[: 5 + cut])


def _entry(statement: Statement, entry: Entry, name: str, cut: bool) -> list[str]:
    title = entry.title if entry.title == entry.source else f"{entry.title} ({entry.source})"
    return [name, title, entry.word, f"{entry.times:,}", *_sums(statement, [entry], cut)]


def _sums(statement: Statement, found: list[Entry], cut: bool) -> list[str]:
    amounts = [sum((entry.amount for entry in found), Decimal(0)), sum((entry.left for entry in found), Decimal(0))]
    return [grouped(statement, amount) for amount in amounts[: 1 + cut]]


def limits_told(statement: Statement) -> Listing:
    """The limits in their order; of one with very many times only those at which it moved money."""
    shown, quiet = limits(statement)
    rows = [_cap(statement, cap) for cap in shown]
    rows += [[name, "", f"within it in {how_many(many, 'more period')}", *[""] * 5] for name, many in quiet.items()]
    heads = f"Limit | Time | How | Limit, {statement.currency} | Used before | Before | Cut off | After"
    return listing("Limits", heads, rows, "<<<>>>>>", (4, 4, 6, 4, 4, 4, 4, 4))


def _cap(statement: Statement, cap: Cap) -> list[str]:
    cut = grouped(statement, cap.cut) if cap.cut >= 0 else f"raised by {grouped(statement, -cap.cut)}"
    return [
        "at risk" if cap.rule == "at_risk" else limit_name(cap),
        period_text(cap.period),
        "; ".join(cap.steps),
        grouped(statement, cap.limit),
        grouped(statement, cap.used) if cap.used else "",
        grouped(statement, cap.before),
        cut,
        grouped(statement, cap.after),
    ]


def workings(statement: Statement, result: Result) -> list[tuple[str, list[Moved]]]:
    """How each amount of a commitment was worked out, with its windows; windows with the same working together."""
    found: dict[tuple[Moved, ...], list[str]] = {}
    for window in result.windows:
        if amounts := tuple(moved(statement, result, window)):
            found.setdefault(amounts, []).append(period_text(window.period))
    return [(_when(windows), list(amounts)) for amounts, windows in found.items()]


def _when(windows: list[str]) -> str:
    more = len(windows) - _MOST_NAMED
    if len(windows) == 1 or more <= 0:
        return ", ".join(windows) + (", each" if len(windows) > 1 else "")
    return f"{', '.join(windows[:_MOST_NAMED])} and {how_many(more, 'more window')}, each"
