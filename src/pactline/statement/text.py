"""The statement in the terminal: a table people like to read."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pactline.metrics import metrics
from pactline.records.counting import IN_DAYS
from pactline.remedies.rules.lines import Line
from pactline.statement.model import Cap, Result, Statement, Verdict, Window, judged_figure, result_figure
from pactline.statement.outcomes_text import outcome_lines
from pactline.values.exact import how_many

_MARKS = {
    Verdict.MET: "met",
    Verdict.MISSED: "MISSED",
    Verdict.EXCUSED: "excused",
    Verdict.SUSPENDED: "suspended",
    Verdict.NO_DATA: "no data",
    Verdict.REPORT_ONLY: "report only",
}
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
    if outcomes := outcome_lines(statement):
        lines += ["", *outcomes]
    records = f"records {short(statement.record_set)}" if statement.record_set else "no records"
    facts = f"   facts {short(statement.facts)}" if statement.facts else ""
    lines += ["", (f"agreement {short(statement.agreement_digest)}   {records}{facts}   "
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
        verdict = f"{verdict} ({_counted_verdicts(result)})"
    return [
        result.commitment.clause or "",
        result.id,
        f"{result.counts.counted:,}" if result.counts.counted or not _is_known(result) else "",
        _of_which(result),
        result_figure(result),
        " / ".join(targets),
        verdict,
        signed(statement, result.owed),
    ]


def _is_known(result: Result) -> bool:
    """Whether a figure was reported, even without what was counted for it."""
    return any(window.value is not None for window in result.windows)


def _counted_verdicts(result: Result) -> str:
    """``11 of 12 met``, and how many windows have which other verdict."""
    verdicts = [window.verdict for window in result.windows]
    judged = [verdict for verdict in verdicts if verdict in (Verdict.MET, Verdict.MISSED)]
    others = [v for v in _MARKS if v not in (Verdict.MET, Verdict.MISSED) and v in verdicts]
    parts = [f"{judged.count(Verdict.MET)} of {len(judged)} met"]
    return ", ".join(parts + [f"{verdicts.count(other)} {_MARKS[other]}" for other in others])


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
    money = [signed(statement, amount) for amount in (statement.credits, statement.bonuses, statement.dues)]
    dues = f", dues {money[2]}" if statement.dues else ""
    found = list(_cap_lines(statement))
    found += [line for each in statement.lines if "/" in each.source for line in _rule_line(statement, each)]
    return [*found, f"Credits {money[0]}, bonuses {money[1]}{dues}: {who_owes(statement)}."]


def _cap_lines(statement: Statement) -> Iterator[str]:
    """A line for each limit and each time it limits; of one that limits very often only the times it moved money."""
    times = Counter(_cap_name(cap) for cap in statement.caps)
    quiet: Counter[str] = Counter()
    for cap in statement.caps:
        if cap.cut or times[_cap_name(cap)] <= _MOST_WINDOWS:
            yield _cap_line(statement, cap)
        else:
            quiet[_cap_name(cap)] += 1
    for name, many in quiet.items():
        yield f"{name}: within it in {how_many(many, 'more period')}"


def _cap_name(cap: Cap) -> str:
    words = {"at_risk": "At-risk cap", "caps": "Cap", "pools": "Pool", "floors": "Floor"}
    return words[cap.rule] if cap.rule == "at_risk" else f"{words[cap.rule]} {cap.name}"


def _cap_line(statement: Statement, cap: Cap) -> str:
    used = f", {signed(statement, cap.used)} used before" if cap.used else ""
    cut = f" cut by {signed(statement, cap.cut)}" if cap.cut > 0 else ", within it" if not cap.cut else ", raised to it"
    return f"{_cap_name(cap)} for {cap.period}: {cap.steps[0]}{used}; credits {signed(statement, cap.before)}{cut}"


def _rule_line(statement: Statement, line: Line) -> list[str]:
    """A line of money that no single commitment brings: points, what is withheld, a change order."""
    if line.source.split("/")[0] not in ("points", "critical", "floors", "change_orders"):
        return []
    sum_ = f"{statement.currency} {signed(statement, line.amount)}"
    return [f"{line.source} {line.window}: {line.kind} {sum_}", *(f"  {step}" for step in line.steps)]


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
    told = [
        w
        for w in result.windows
        if w.credit or w.bonus or w.returned or w.relief or w.pending or (w.notes and w.verdict is not Verdict.NO_DATA)
    ]
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
    if window.value_without is not None:
        before = judged_figure(window.value_without, result.unit, window.target)
        lines.append(f"    without relief: {before}: {(window.verdict_without or window.verdict).replace('_', ' ')}")
    lines += [f"    {touch}" for touch in window.relief]
    lines += [f"    note: {note}" for note in window.notes]
    lines += [f"    pending: {window.pending}"] if window.pending else []
    own = "credit" if result.commitment.by == "provider" else "due from the client"
    for word, amount in ((own, window.credit), ("bonus", window.bonus), ("returned", window.returned)):
        if amount:
            sum_ = f"{statement.currency} {signed(statement, amount.rounded)}"
            lines += [f"    {word} {sum_}:", *(f"      {step}" for step in amount.steps)]
    for line in statement.lines:
        if line.source == result.id and line.window == window.period and line.left != line.amount:
            left = f"    left of the {line.kind} {statement.currency} {signed(statement, line.left)}:"
            lines += [left, *(f"      {step}" for step in line.steps)]
    return lines
