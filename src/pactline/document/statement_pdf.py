"""A statement as PDF: the same content in the same order as the page in the browser, set by Typst."""

from __future__ import annotations

from collections.abc import Iterator

from pactline.document.as_pdf import block_json, typeset
from pactline.document.model import Table, safe, strong, table
from pactline.document.statement_parts import Part, amount_text, commitment_parts, heading, listing, words
from pactline.statement.explaining import promise, share_word
from pactline.statement.html import amount, capital, period_text, rule_sources
from pactline.statement.model import Result, Statement, result_figure
from pactline.statement.outcomes_text import outcome_lines
from pactline.statement.text import who_owes


def statement_pdf(statement: Statement) -> bytes:
    """The statement as a tagged PDF: the same bytes every time. Raises Problems where no font has a character of it."""
    first = [{"title": "Commitments", "blocks": list(_overview(statement))}]
    own = [
        {
            "title": safe(f"{result.commitment.title}: {result.verdict.replace('_', ' ')}"),
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
    after = " after the limits" if any(cap.cut for cap in statement.caps) else ""
    found = [
        f"Credits {statement.currency} {amount_text(statement, statement.credits)}{after}",
        f"bonuses {statement.currency} {amount_text(statement, statement.bonuses)}",
    ]
    if statement.dues:
        found.append(f"dues of the client {statement.currency} {amount_text(statement, statement.dues)}")
    return ", ".join(found) + "."


def _overview(statement: Statement) -> Iterator[Part]:
    """All commitments, and what is said of the agreement as a whole."""
    if statement.results:
        yield block_json(_table(statement))
    else:
        yield words("No promise has a window that ends in this period.")
    if statement.caps:
        yield heading("Limits")
        yield block_json(_caps(statement))
    sources = rule_sources(statement)
    of_rules = [line for line in statement.lines if line.source in sources]
    if of_rules:
        yield heading("Amounts of the agreement as a whole")
    for line in of_rules:
        left = "" if line.left == line.amount else f", of which {amount_text(statement, line.left)} is left"
        sum_ = f"{line.kind} {statement.currency} {amount_text(statement, line.amount)}{left}"
        yield words(strong(line.source), f", {period_text(line.window)}: {sum_}")
        yield listing(list(line.steps))
    if found := outcome_lines(statement):
        yield heading("Rights, duties and what is open")
        yield listing(found)
    if sentences := statement.coverage.sentences():
        yield heading("Records and services")
        yield listing(list(sentences))
    if statement.not_due:
        yield heading("Not settled in this period")
        yield listing([
            f"{item.id}: its window {period_text(item.settles_in)} runs on" if item.settles_in
            else f"{item.id}: no window of it is open"
            for item in statement.not_due
        ])  # fmt: skip


def _table(statement: Statement) -> Table:
    heads = f"Clause | Promise | Counted | Of which | Figure | Target | Verdict | Amount, {statement.currency}"
    rows = [_row(statement, result) for result in statement]
    return table("", heads, rows, "<<>>><<>", (6, 22, 8, 9, 9, 10, 8, 10))


def _row(statement: Statement, result: Result) -> list[str]:
    sum_, word = amount(statement, result)
    good = result.counts.good
    judged = [window for window in result.windows if window.verdict in ("met", "missed")]
    met = sum(window.verdict == "met" for window in judged)
    many = f" ({met} of {len(judged)} met)" if len(result.windows) > 1 else ""
    return [
        result.commitment.clause,
        f"{result.commitment.title}: {promise(result)}",
        f"{result.counts.counted:,}",
        "n/a" if good is None else f"{good:,} {share_word(result)}".strip(),
        result_figure(result),
        " / ".join(dict.fromkeys(str(window.target) for window in result.windows)),
        result.verdict.replace("_", " ") + many,
        f"{sum_} {word}".strip(),
    ]


def _caps(statement: Statement) -> Table:
    rows = [
        [
            "at risk" if cap.rule == "at_risk" else cap.name,
            period_text(cap.period),
            "; ".join(cap.steps),
            amount_text(statement, cap.limit),
            amount_text(statement, cap.before),
            amount_text(statement, cap.cut),
            amount_text(statement, cap.after),
        ]
        for cap in statement.caps
    ]
    heads = "Limit | Time | How | At most | Before | Cut off | After"
    caption = f"Amounts in {statement.currency}; each limit works on what the one before it has left"
    return table(caption, heads, rows, "<<<>>>>", (3, 4, 6, 4, 4, 3, 4))
