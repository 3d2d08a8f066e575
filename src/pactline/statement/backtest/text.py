"""A back-test in the terminal: the months side by side, what they come to, and the sweeps."""

from __future__ import annotations

from collections.abc import Sequence

from pactline.statement.backtest.backtested import Backtest, Point, Row, Swept
from pactline.statement.backtest.told import (
    cap_uses,
    each_word,
    for_client,
    for_provider,
    money,
    only_credits,
    owing,
    signed,
    span_word,
    swept_sentences,
    swept_title,
)
from pactline.statement.shown.text import table
from pactline.values.exact import how_many

_MOST_CHANGES = 24  # listed for one set of terms


def render_text(test: Backtest) -> str:
    """The whole back-test as text, without colour."""
    own = test.own
    lines = [
        f"{own.name}: back-test of {span_word(test)} ({own.zone.key})",
        f"What {own.provider} would have owed {own.client}, in {own.currency}",
        "",
        *_legend(test),
        "",
        f"{owing(test)}, {own.currency}",
        *_months(test),
        "",
        *_totals(test),
    ]
    if len(test.terms) > 1:
        lines += _sides(test)
        lines += _changes(test)
    for swept in test.sweeps:
        lines += ["", *_sweep(test, swept)]
    return "\n".join(lines)


def _legend(test: Backtest) -> list[str]:
    found = []
    for terms in test.terms:
        found.append(f"{terms.label}  {terms.name} ({terms.file})")
        found += [f"   {note}" for note in terms.notes]
    return found


def heads(test: Backtest) -> list[str]:
    """The heads of the table of months."""
    labels = [terms.label for terms in test.terms]
    changed = ["Verdicts changed"] if len(labels) > 1 else []
    return [each_word(test).capitalize(), *labels, *(f"{label} - A" for label in labels[1:]), *changed]


def months(test: Backtest) -> list[list[str]]:
    """The rows of the table of months, and the row of sums last."""
    found = []
    for number, period in enumerate(test.periods):
        nets = [course.rows[number].net for course in test.courses]
        changed = [
            f"{terms.label} {len(test.changes(n, number))}" if test.changes(n, number) else ""
            for n, terms in enumerate(test.terms)
        ]
        row = [str(period), *(money(test, net) for net in nets), *(signed(test, net - nets[0]) for net in nets[1:])]
        found.append([*row, *([", ".join(filter(None, changed))] if len(nets) > 1 else [])])
    nets = [course.net for course in test.courses]
    row = ["Total", *(money(test, net) for net in nets), *(signed(test, net - nets[0]) for net in nets[1:])]
    return [*found, [*row, *([""] if len(nets) > 1 else [])]]


def _months(test: Backtest) -> list[str]:
    named = heads(test)
    sides = "<" + ">" * (2 * len(test.terms) - 1) + ("<" if len(test.terms) > 1 else "")
    lines = table(named, sides, months(test))
    return [*lines[:-2], lines[1], *lines[-2:]]


def _totals(test: Backtest) -> list[str]:
    """What each set of terms comes to, measure by measure."""
    word = each_word(test)
    rows = [
        ["Credits", *(money(test, c.credits) for c in test.courses)],
        ["Bonuses", *(money(test, c.bonuses) for c in test.courses)],
        ["Other dues of the client", *(money(test, c.dues) for c in test.courses)],
        ["Net", *(money(test, c.net) for c in test.courses)],
        ["Missed windows", *(f"{c.missed} of {c.judged}" for c in test.courses)],
    ]
    if len(test.periods) > 1:
        rows.append([f"Worst {word} for the provider", *(_worst(test, c.worst_for_provider) for c in test.courses)])
        rows.append([f"Worst {word} for the client", *(_worst(test, c.worst_for_client) for c in test.courses)])
    rows.append(["Not settled yet", *(str(c.pending or "") for c in test.courses)])
    silent = {"Bonuses": "bonuses", "Other dues of the client": "dues", "Not settled yet": "pending"}
    shown = [r for r in rows if r[0] not in silent or any(getattr(c, silent[r[0]]) for c in test.courses)]
    if only_credits(test):
        shown = [row for row in shown if row[0] != "Net"]
    named = ["", *(terms.label for terms in test.terms)]
    lines = table(named, "<" + ">" * len(test.terms), shown)
    caps = [(terms.label, cap_uses(test, c)) for terms, c in zip(test.terms, test.courses, strict=True)]
    lines += [f"Limits under {label}: {'; '.join(uses)}" for label, uses in caps if uses]
    return lines


def _worst(test: Backtest, row: Row) -> str:
    return f"{row.period}: {money(test, row.net)}"


def _sides(test: Backtest) -> list[str]:
    others = range(1, len(test.terms))
    return [
        "",
        f"For the provider, {test.own.provider}:",
        *(f"  {for_provider(test, number)}" for number in others),
        f"For the client, {test.own.client}:",
        *(f"  {for_client(test, number)}" for number in others),
    ]


def _changes(test: Backtest) -> list[str]:
    """The verdicts that turn, by terms and period."""
    lines: list[str] = []
    for number, terms in enumerate(test.terms):
        rows = range(len(test.periods))
        found = [(test.periods[row], change) for row in rows for change in test.changes(number, row)]
        if found:
            lines += ["", f"Verdicts under {terms.label} that are not those under A:"]
            lines += [f"  {period}  {change}" for period, change in found[:_MOST_CHANGES]]
        if len(found) > _MOST_CHANGES:
            lines.append(f"  and {len(found) - _MOST_CHANGES} more; --json names them all")
    return lines


def sweep_heads(test: Backtest) -> list[str]:
    """The heads of a sweep's table."""
    word = each_word(test)
    return ["Value", "", f"Net {test.own.currency}", "Against now", "Missed", f"Worst {word}", "Cut by limits"]


def sweep_row(test: Backtest, swept: Swept, point: Point) -> list[str]:
    """One value of a sweep."""
    mark = "now" if point.trial.is_present else ""
    course, present = point.course, swept.present.course
    if course is None:
        return [point.trial.written, mark, "not possible", "", "", "", ""]
    return [
        point.trial.written,
        mark,
        money(test, course.net),
        signed(test, course.net - present.net) if present is not None else "",
        f"{course.missed} of {course.judged}",
        _worst(test, course.worst_for_provider),
        f"{money(test, course.cut)} in {how_many(course.times_cut, each_word(test))}" if course.times_cut else "",
    ]


def _sweep(test: Backtest, swept: Swept) -> list[str]:
    rows: Sequence[list[str]] = [sweep_row(test, swept, point) for point in swept.points]
    return [
        f"Sweep of {swept_title(swept)}",
        *(f"   {note}" for note in swept.sweep.notes),
        *table(sweep_heads(test), "<<>>>>>", rows),
        *swept_sentences(test, swept),
    ]
