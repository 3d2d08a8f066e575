"""The statement in the terminal: a table people like to read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from pactline.metrics import metrics
from pactline.records.counting import IN_DAYS
from pactline.statement.model import Result, Statement, Verdict, Window, judged_figure, result_figure
from pactline.values.exact import how_many

_MARKS = {Verdict.MET: "met", Verdict.MISSED: "MISSED", Verdict.NO_DATA: "no data"}
_MOST_WINDOWS = 12  # of one commitment, listed below the table


def table(heads: Sequence[str], sides: str, rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as their widest cell; ``sides`` holds < or > for each."""
    widths = [max(_width(row[n]) for row in [heads, *rows]) for n in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        filled = []
        for cell, side, width in zip(cells, sides, widths, strict=True):
            blanks = " " * (width - _width(cell))
            filled.append(blanks + cell if side == ">" else cell + blanks)
        return "  ".join(filled).rstrip()

    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
    return [line(heads), rule, *(line(row) for row in rows), rule]


def _width(text: str) -> int:
    """How many columns of a terminal the text takes; Chinese and Japanese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def render_text(statement: Statement) -> str:
    """The whole statement as text, without colour."""
    lines = [
        f"{statement.agreement}: statement for {statement.period} ({statement.zone})",
        f"{statement.provider} for {statement.client}",
        "",
        *(_table(statement) if statement.results else ["No window of any commitment ends in this period."]),
        *_totals(statement),
    ]
    for result in statement:
        lines += _below(statement, result)
    if statement.not_due:
        lines.append("")
        lines += [
            f"Not settled in {statement.period}: {item.id}"
            + (f", its window {item.settles_in} runs on" if item.settles_in else "")
            for item in statement.not_due
        ]
    if sentences := statement.coverage.sentences():
        lines += ["", *sentences]
    lines += ["", (f"agreement {short(statement.agreement_digest)}   records {short(statement.record_set)}   "
              f"{statement.rules}   statement {short(statement.digest)}")]  # fmt: skip
    return "\n".join(lines)


def short(digest: str) -> str:
    """The first characters of a digest, enough to tell two apart by eye."""
    return digest[:19]


def _table(statement: Statement) -> list[str]:
    heads = ["Clause", "Commitment", "Counted", "Of which", "Figure", "Target", "Verdict"]
    rows = [_row(statement, result) for result in statement]
    skipped = 0 if any(clause for clause, *_ in rows) else 1  # no clause is named: no column for it
    whole = [[*heads, f"Amount {statement.currency}"], *rows]
    heads, *rows = [line[skipped:] for line in whole]
    return table(heads, "<<>>><<>"[skipped:], rows)


def _row(statement: Statement, result: Result) -> list[str]:
    targets = dict.fromkeys(str(window.target) for window in result.windows)
    many = len(result.windows) > 1
    verdict = _MARKS[result.verdict]
    if many:
        judged = [window for window in result.windows if window.verdict is not Verdict.NO_DATA]
        met = sum(window.verdict is Verdict.MET for window in judged)
        without = len(result.windows) - len(judged)
        verdict = f"{verdict} ({met} of {len(judged)} met" + (f", {without} no data)" if without else ")")
    return [
        result.commitment.clause or "",
        result.id,
        f"{result.counts.counted:,}",
        _of_which(result),
        result_figure(result),
        " / ".join(targets),
        verdict,
        signed(statement, result.credit - result.bonus),
    ]


def _of_which(result: Result) -> str:
    """What the figure is made of: good contacts, or, where they are judged first, intervals or days that were met."""
    only = result.windows[0]
    if len(result.windows) == 1 and only.parts_met is not None:
        return f"{only.parts_met:,} of {intervals(result, only.parts or 0)} met"
    good = result.counts.good
    return "" if good is None else f"{good:,} {metrics()[result.commitment.metric].good_word}"


def intervals(result: Result, many: int) -> str:
    """So many of what the roll-up looks at: ``5 intervals``, ``1 day``."""
    word = "day" if result.commitment.counting.roll_up in IN_DAYS else "interval"
    return how_many(many, word)


def signed(statement: Statement, net: Decimal) -> str:
    """An amount from the client's side: what the provider credits is plus, what the client owes on top is minus."""
    return f"{Decimal(statement.money(net)):,f}"


def _totals(statement: Statement) -> list[str]:
    found = [
        f"At-risk cap for {cap.period}: {cap.limit.steps[0]}; credits {signed(statement, cap.before)}"
        + (f" cut by {signed(statement, cap.cut)}" if cap.cut else ", within it")
        for cap in statement.caps
    ]
    credits, bonuses = signed(statement, statement.credits), signed(statement, statement.bonuses)
    return [*found, f"Credits {credits}, bonuses {bonuses}: {who_owes(statement)}."]


def who_owes(statement: Statement) -> str:
    """The net of it all in words: ``Northwind owes Aurora Energy EUR 3,140.00``."""
    if statement.net == 0:
        return "nobody owes anything"
    debtor, creditor = (
        (statement.provider, statement.client) if statement.net > 0 else (statement.client, statement.provider)
    )
    return f"{debtor} owes {creditor} {statement.currency} {signed(statement, abs(statement.net))}"


def _below(statement: Statement, result: Result) -> list[str]:
    """The working of a result that moves money or needs a word."""
    lines: list[str] = []
    told = [w for w in result.windows if w.credit or w.bonus or (w.notes and w.verdict is not Verdict.NO_DATA)]
    told = told or [window for window in result.windows if window.notes][:1]
    for window in told[:_MOST_WINDOWS]:
        lines += _window_lines(statement, result, window)
    if len(told) > _MOST_WINDOWS:
        more = how_many(len(told) - _MOST_WINDOWS, "more window")
        lines.append(f"  ... and {more}; explain {result.id} lists them all")
    return ["", f"{result.id}:", *lines] if lines else []


def _window_lines(statement: Statement, result: Result, window: Window) -> list[str]:
    verdict = window.verdict.replace("_", " ")
    lines = [
        f"  {window.period}: {judged_figure(window.value, result.unit, window.target)}, {window.target}: {verdict}"
    ]
    lines += [f"    note: {note}" for note in window.notes]
    for word, amount in (("credit", window.credit), ("bonus", window.bonus)):
        if amount:
            sum_ = f"{statement.currency} {signed(statement, amount.rounded)}"
            lines += [f"    {word} {sum_}:", *(f"      {step}" for step in amount.steps)]
    return lines
