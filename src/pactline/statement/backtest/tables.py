"""A back-test as tables to paste: Markdown for a paper, CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from pactline.statement.backtest.backtested import Backtest, Course, Row
from pactline.statement.backtest.text import heads, months, sweep_heads, sweep_row
from pactline.statement.backtest.told import owing, span_word, swept_title

COLUMNS = (
    "terms", "path", "value", "present", "period", "credits", "bonuses", "dues", "net", "missed", "judged",
    "verdicts_changed", "cut_by_limits", "refused",
)  # fmt: skip


def render_markdown(test: Backtest) -> str:
    """The table of months, and one table for each sweep."""
    named = [f"- **{terms.label}** {terms.name} (`{terms.file}`)" for terms in test.terms]
    parts = [
        f"**{test.own.name}: back-test of {span_word(test)}.** {owing(test)}, {test.own.currency}.",
        "\n".join(named),
        _table(heads(test), months(test)),
    ]
    for swept in test.sweeps:
        parts.append(f"**{swept_title(swept)}.**")
        parts.append(_table(sweep_heads(test), [sweep_row(test, swept, point) for point in swept.points]))
    return "\n\n".join(parts) + "\n"


def _table(named: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    sides = ["---", *("---:" for _ in named[1:])]
    lines = [named, sides, *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def render_csv(test: Backtest) -> str:
    """One row for each period under each set of terms, then one for each value of each sweep (RFC 4180)."""
    text = io.StringIO()
    out = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    out.writeheader()
    for number, (terms, course) in enumerate(zip(test.terms, test.courses, strict=True)):
        for place, row in enumerate(course.rows):
            changed = len(test.changes(number, place))
            out.writerow({**_sums(test, row), "terms": terms.label, "period": row.period, "verdicts_changed": changed})
    for swept in test.sweeps:
        for point in swept.points:
            sums = _sums(test, point.course) if point.course is not None else {"refused": point.trial.refused}
            present = "yes" if point.trial.is_present else "no"
            named = {"path": swept.sweep.path, "value": str(point.trial.value), "present": present}
            out.writerow({**sums, **named, "terms": test.terms[0].label, "period": test.days})
    return text.getvalue()


def _sums(test: Backtest, found: Row | Course) -> dict[str, object]:
    zero = Decimal(0).scaleb(-test.digits)
    named = {"credits": found.credits, "bonuses": found.bonuses, "dues": found.dues, "net": found.net}
    sums = {name: f"{zero + amount:f}" for name, amount in {**named, "cut_by_limits": found.cut}.items()}
    return {**sums, "missed": found.missed, "judged": found.judged}
