"""The statement in the terminal: a table people like to read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pactline.metrics import metrics
from pactline.records.choices.counting import IN_DAYS
from pactline.remedies.rules.lines import Kind, Line
from pactline.statement.counting.sums import sums_said
from pactline.statement.model import Cap, Result, Statement, Verdict, Window, judged_figure, result_figure
from pactline.statement.money.balance import (
    before_rules,
    dues_parts,
    is_cut,
    left_of,
    limit_name,
    limits,
    lines_apart,
    moved,
    points_into,
)
from pactline.statement.shown.outcomes_text import outcome_lines
from pactline.statement.shown.saying import points_word, target_text, verdict_word
from pactline.statement.shown.terminal import WIDTH, folded
from pactline.statement.shown.terminal import table as table
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


def render_text(statement: Statement) -> str:
    """The whole statement as text, without colour, at most 100 columns wide where its words allow it."""
    head = [
        f"{statement.agreement}: statement for {statement.period} ({statement.zone})",
        f"{statement.provider} for {statement.client}",
        "",
    ]
    rows = _table(statement) if statement.results else ["No window of any commitment ends in this period."]
    lines = list(_totals(statement))
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
    return "\n".join([*folded(head), *rows, *folded(lines), "", *_rests_on(statement)])


def _rests_on(statement: Statement) -> list[str]:
    """The digests that the statement rests on, in as few lines as they need."""
    parts = [
        f"agreement {short(statement.agreement_digest)}",
        f"records {short(statement.record_set)}" if statement.record_set else "no records",
        *([f"facts {short(statement.facts)}"] if statement.facts else []),
        *([f"earlier {short(statement.earlier)}"] if statement.earlier else []),
        statement.rules,
        f"statement {short(statement.digest)}",
    ]
    lines = [parts[0]]
    for part in parts[1:]:
        if len(lines[-1]) + 3 + len(part) <= WIDTH:
            lines[-1] += f"   {part}"
        else:
            lines.append(part)
    return lines


def short(digest: str) -> str:
    """The first characters of a digest, enough to tell two apart by eye."""
    return digest[:19]


def _table(statement: Statement) -> list[str]:
    heads = ["Clause", "Commitment", "Counted", "Of which", "Figure", "Target", "Verdict"]
    rows = [_row(statement, result) for result in statement]
    skipped = 0 if any(clause for clause, *_ in rows) else 1  # no clause is named: no column for it
    after = ["Left"] if is_cut(statement) else []
    if after:
        rows = [[*row, signed(statement, left_of(statement, each))] for row, each in zip(rows, statement, strict=True)]
    whole = [[*heads, f"Amount {statement.currency}", *after], *rows]
    heads, *rows = [line[skipped:] for line in whole]
    return table(heads, f"<<>>><<>{'>' if after else ''}"[skipped:], rows, WIDTH)


def _row(statement: Statement, result: Result) -> list[str]:
    targets = dict.fromkeys(target_text(window.target) for window in result.windows)
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
    good, metric = result.counts.good, metrics()[result.commitment.metric]
    return sums_said(metric, result.counts) if good is None else f"{good:,} {metric.good_word}"


def intervals(result: Result, many: int) -> str:
    """So many of what the roll-up looks at: ``5 intervals``, ``1 day``."""
    word = "day" if result.commitment.counting.roll_up in IN_DAYS else "interval"
    return how_many(many, word)


def signed(statement: Statement, net: Decimal) -> str:
    """An amount from the client's side: what the provider credits is plus, what the client owes on top is minus."""
    return f"{Decimal(statement.money(net)):,f}"


def _totals(statement: Statement) -> list[str]:
    found = list(_cap_lines(statement))
    found += [said for line in lines_apart(statement) for said in _line_apart(statement, line)]
    return [*found, f"{sums(statement)}: {who_owes(statement)}."]


def sums(statement: Statement) -> str:
    """What each side owes, credits apart from what the client owes: ``Credits 1,000.00, bonuses 0.00, dues 50.00``."""
    cut = before_rules(statement) != statement.credits
    before = f" ({signed(statement, before_rules(statement))} before limits and other rules)" if cut else ""
    said = f"Credits {signed(statement, statement.credits)}{before}, bonuses {signed(statement, statement.bonuses)}"
    if not statement.dues:
        return said
    back = dues_parts(statement)[1]
    of_which = f" (of which {signed(statement, back)} earlier credits that go back)" if back else ""
    return f"{said}, dues {signed(statement, statement.dues)}{of_which}"


def _cap_lines(statement: Statement) -> Iterator[str]:
    """A line for each limit and each time it limits; of one that limits very often only the times it moved money."""
    shown, quiet = limits(statement)
    for cap in shown:
        yield _cap_line(statement, cap)
    for name, many in quiet.items():
        yield f"{name}: within it in {how_many(many, 'more period')}"


def _cap_line(statement: Statement, cap: Cap) -> str:
    used = f", {signed(statement, cap.used)} used before" if cap.used else ""
    cut = f" cut by {signed(statement, cap.cut)}" if cap.cut > 0 else ", within it" if not cap.cut else ", raised to it"
    steps = "; ".join(cap.steps)
    return f"{limit_name(cap)} for {cap.period}: {steps}{used}; credits {signed(statement, cap.before)}{cut}"


def _line_apart(statement: Statement, line: Line) -> list[str]:
    """A line of money that no window of the statement brings: points, what is withheld, a credit taken back."""
    sum_ = f"{statement.currency} {signed(statement, line.amount)}"
    left = f", of which {signed(statement, line.left)} is left" if line.left != line.amount else ""
    kind = "credit taken back" if line.kind is Kind.RETURN else str(line.kind)
    return [f"{line.source} {line.window}: {kind} {sum_}{left}", *(f"  {step}" for step in line.steps)]


def who_owes(statement: Statement) -> str:
    """The net of it all in words: ``Northwind owes Aurora Energy EUR 3,140.00``."""
    if statement.net == 0:
        return "nobody owes anything so far" if statement.pending else "nobody owes anything"
    debtor, creditor = (
        (statement.provider, statement.client) if statement.net > 0 else (statement.client, statement.provider)
    )
    return f"{debtor} owes {creditor} {statement.currency} {signed(statement, abs(statement.net))}"


def _below(statement: Statement, result: Result) -> list[str]:
    """The working of a result that moves money or needs a word."""
    lines: list[str] = []
    told = [window for window in result.windows if _is_told(window)]
    told = told or [window for window in result.windows if window.notes][:1]
    for window in told[:_MOST_WINDOWS]:
        lines += _window_lines(statement, result, window)
    if len(told) > _MOST_WINDOWS:
        more = how_many(len(told) - _MOST_WINDOWS, "more window")
        lines.append(f"  ... and {more}; explain {result.id} lists them all")
    return ["", f"{result.id}:", *lines] if lines else []


def _is_told(window: Window) -> bool:
    moves = window.credit or window.bonus or window.returned or window.points
    noted = window.notes and window.verdict is not Verdict.NO_DATA
    return bool(moves or window.relief or window.pending or noted)


def _window_lines(statement: Statement, result: Result, window: Window) -> list[str]:
    rolls = f" ({result.commitment.each})" if result.commitment.each.rolling else ""
    figure = judged_figure(window.value, result.unit, window.target)
    lines = [f"  {window.period}{rolls}: {figure}, {target_text(window.target)}: {verdict_word(window.verdict)}"]
    lines += [f"    {line}" for line in relief_lines(result, window)]
    lines += [f"    note: {note}" for note in window.notes]
    if window.points is not None:
        lines.append(f"    brings {points_word(window.points)} into {points_into(result)}")
    lines += [f"    pending: {window.pending}"] if window.pending else []
    for each in moved(statement, result, window):
        sum_ = f"{statement.currency} {signed(statement, each.amount)}"
        lines += [f"    {each.word} {sum_}:", *(f"      {step}" for step in each.steps)]
        if each.rules:
            left = f"    left of the {each.word} {statement.currency} {signed(statement, each.left)}:"
            lines += [left, *(f"      {step}" for step in each.rules)]
    return lines


def relief_lines(result: Result, window: Window) -> list[str]:
    """What relief did to a window: the figure without it, and each claim."""
    lines = []
    if window.value_without is not None or window.verdict_without is not None:
        value = window.value if window.value_without is None else window.value_without
        before = judged_figure(value, result.unit, window.target)
        lines.append(f"without relief: {before}: {verdict_word(window.verdict_without or window.verdict)}")
    return lines + [str(touch) for touch in window.relief]
