"""A statement as PDF: the same content in the same order as the page in the browser, set by Typst."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pactline.document.as_pdf import block_json, typeset
from pactline.document.model import Table, safe, strong, table
from pactline.document.statement_parts import Part, commitment_parts, heading, items, told, words
from pactline.metrics import metrics
from pactline.statement.counting.sums import sums_said
from pactline.statement.model import Result, Statement, result_figure
from pactline.statement.money.balance import before_rules as before
from pactline.statement.money.balance import dues_parts, is_cut, left_of, line_word, lines_apart
from pactline.statement.shown.balance_told import balance_told, grouped, limits_told
from pactline.statement.shown.explaining import promise, share_word
from pactline.statement.shown.html import amount, capital, period_text
from pactline.statement.shown.outcomes_told import outcomes_told
from pactline.statement.shown.saying import target_text, verdict_word
from pactline.statement.shown.text import intervals, signed, who_owes
from pactline.statement.shown.windows_told import points_said


def statement_pdf(statement: Statement) -> bytes:
    """The statement as a tagged PDF: the same bytes every time. Raises Problems where no font has a character of it."""
    first = [{"title": "Commitments", "blocks": list(_overview(statement))}]
    own = [
        {
            "title": safe(f"{result.commitment.title}: {verdict_word(result.verdict)}"),
            "blocks": list(commitment_parts(statement, result)),
        }
        for result in statement
    ]
    digests = [
        ("Agreement", statement.agreement_digest),
        *([("Records", statement.record_set)] if statement.record_set else []),
        *([("Facts", statement.facts)] if statement.facts else []),
        *([("Earlier", statement.earlier)] if statement.earlier else []),
        ("Rules", statement.rules),
        ("Statement", statement.digest),
    ]
    content = {
        "title": safe(statement.agreement),
        "header": safe(f"{statement.agreement}: statement for {period_text(statement.period)}"),
        "period": safe(period_text(statement.period)),
        "zone": safe(statement.zone),
        "provider": safe(statement.provider),
        "client": safe(statement.client),
        "total": safe(f"{capital(who_owes(statement))}."),
        "sums": safe(_sums(statement)),
        "sections": first + own,
        "digests": digests,
        "digest": statement.digest,
        "date": statement.period.first.isoformat(),
    }
    return typeset("statement.typ", content, statement.period.first.isoformat())


def _sums(statement: Statement) -> str:
    """Credits, and apart from them what the client owes."""

    def sum_(amount: Decimal) -> str:
        return f"{statement.currency} {grouped(statement, amount)}"

    changed = before(statement) != statement.credits
    cut = f" ({grouped(statement, before(statement))} before limits and other rules)" if changed else ""
    due, back = dues_parts(statement)
    client = [f"bonuses {sum_(statement.bonuses)}"]
    client += [f"its own dues {sum_(due)}"] if statement.dues else []
    client += [f"earlier credits that go back {sum_(back)}"] if back else []
    return f"The provider owes: credits {sum_(statement.credits)}{cut}. The client owes: {', '.join(client)}."


def _overview(statement: Statement) -> Iterator[Part]:
    """All commitments, the money of both sides, and what is said of the agreement as a whole."""
    if statement.results:
        yield block_json(_table(statement))
    else:
        yield words("No promise has a window that ends in this period.")
    yield from _money(statement)
    if statement.pending:
        yield heading("Not settled yet")
        yield items(list(statement.pending))
    for table_told in outcomes_told(statement):
        yield heading(table_told.title)
        yield told(table_told)
    if sentences := statement.coverage.sentences():
        yield heading("Records and services")
        yield items(list(sentences))
    if statement.not_due:
        yield heading("Not settled in this period")
        yield items([
            f"{item.id}: its window {period_text(item.settles_in)} runs on" if item.settles_in
            else f"{item.id}: no window of it is open"
            for item in statement.not_due
        ])  # fmt: skip


def _money(statement: Statement) -> Iterator[Part]:
    """What each side owes, the amounts that no window brings, and the limits in their order."""
    if statement.lines:
        yield heading("What each side owes")
        yield told(balance_told(statement))
    if apart := lines_apart(statement):
        yield heading("Amounts that no window brings by itself")
        for line in apart:
            left = "" if line.left == line.amount else f", of which {grouped(statement, line.left)} is left"
            sum_ = f"{line_word(line)} {statement.currency} {grouped(statement, line.amount)}{left}"
            yield words(strong(line.source), f", {period_text(line.window)}: {sum_}")
            yield items(list(line.steps))
    if statement.caps:
        yield heading("Limits")
        yield words("Each limit works on what the one before it has left.")
        yield told(limits_told(statement))


def _table(statement: Statement) -> Table:
    cut = is_cut(statement)
    heads = f"Clause | Promise | Counted | Of which | Figure | Target | Verdict | Amount, {statement.currency}"
    rows = [_row(statement, result) for result in statement]
    longest = max((len(word) for row in rows for word in row[0].split()), default=0)
    widths = (min(max(7, longest), 13), 20, 8, 9, 9, 10, 10, 11)
    if not cut:
        return table("", heads, rows, "<<>>><<>", widths)
    rows = [[*row, signed(statement, left_of(statement, result))] for row, result in zip(rows, statement, strict=True)]
    return table("", f"{heads} | Left", rows, "<<>>><<>>", (*widths, 9))


def _row(statement: Statement, result: Result) -> list[str]:
    sum_, word = amount(statement, result)
    judged = [window for window in result.windows if window.verdict in ("met", "missed")]
    met = sum(window.verdict == "met" for window in judged)
    many = f" ({met} of {len(judged)} met)" if len(result.windows) > 1 else ""
    reported = result.value is not None and not result.counts.counted
    return [
        result.commitment.clause,
        f"{result.commitment.title}: {promise(result)}",
        "" if reported else f"{result.counts.counted:,}",
        _of_which(result),
        result_figure(result),
        " / ".join(dict.fromkeys(target_text(window.target) for window in result.windows)),
        verdict_word(result.verdict) + many,
        " ".join(part for part in (sum_, word, points_said(result)) if part),
    ]


def _of_which(result: Result) -> str:
    """What the figure is made of: good contacts, or intervals or days that were met."""
    only, good = result.windows[0], result.counts.good
    if len(result.windows) == 1 and only.parts_met is not None:
        return f"{only.parts_met:,} of {intervals(result, only.parts or 0)} met"
    sums = sums_said(metrics()[result.commitment.metric], result.counts)
    return sums if good is None else f"{good:,} {share_word(result)}".strip()
