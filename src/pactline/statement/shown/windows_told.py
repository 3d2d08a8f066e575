"""The windows of one commitment as a table: what was counted, the figure, the verdict, and what each moved."""

from __future__ import annotations

from collections import Counter

from pactline.metrics import metrics
from pactline.statement.counting.sums import sums_said
from pactline.statement.model import Result, Statement, Verdict, Window, judged_figure
from pactline.statement.money.balance import moved, points_into
from pactline.statement.shown.balance_told import grouped
from pactline.statement.shown.explaining import share_word
from pactline.statement.shown.listing import Listing, listing
from pactline.statement.shown.saying import period_text, target_text, verdict_word
from pactline.values.exact import plain

MOST = 62
"""A table of more windows than this names only those that were not simply met."""

_PLAIN = (Verdict.MET, Verdict.NO_DATA)


def windows_told(statement: Statement, result: Result) -> Listing:
    """Every window, or of very many those that need a word; columns in which nothing stands are left out.

    A cell that is a verdict is a ``Verdict``.
    """
    shown = result.windows if len(result.windows) <= MOST else [w for w in result.windows if _needs_a_word(w)][:MOST]
    metric = metrics()[result.commitment.metric]
    good = share_word(result).capitalize() or ("Sums" if metric.sums else "Good")
    credit = "Due from the client" if result.commitment.by == "client" else "Credit"
    money = f"{credit} | Bonus | Earned back | Left"
    heads = f"Window | Counted | {good} | Figure | Target | Verdict | Points | {money} | Evidence"
    rows = [_row(statement, result, window) for window in shown]
    title = f"Each {result.commitment.each}; amounts in {statement.currency}"
    return listing(title, heads, rows, "<>>><<>>>>><", (5, 3, 3, 3, 4, 3, 2, 3, 3, 3, 3, 6))


def _needs_a_word(window: Window) -> bool:
    moves = window.credit or window.bonus or window.returned or window.points or window.pending or window.relief
    return window.verdict not in _PLAIN or bool(moves)


def _row(statement: Statement, result: Result, window: Window) -> list[str]:
    amounts = moved(statement, result, window)
    by_word = {each.word: grouped(statement, each.amount) for each in amounts}
    left = [grouped(statement, each.left) for each in amounts if each.rules]
    bare = window.value is not None and not window.counts.counted
    share = share_word(result) and window.counts.good is not None
    return [
        period_text(window.period),
        "" if bare else f"{window.counts.counted:,}",
        f"{window.counts.good:,}" if share else sums_said(metrics()[result.commitment.metric], window.counts),
        judged_figure(window.value, result.unit, window.target),
        target_text(window.target),
        window.verdict,
        "" if window.points is None else plain(window.points),
        by_word.get("credit", by_word.get("due from the client", "")),
        by_word.get("bonus", ""),
        by_word.get("earned back", ""),
        ", ".join(left),
        "; ".join(window.evidence),
    ]


def rest_of_windows(result: Result) -> str:
    """What became of the windows that the table does not name; empty where it names all."""
    if len(result.windows) <= MOST:
        return ""
    needing = [window for window in result.windows if _needs_a_word(window)]
    named = {id(window) for window in needing[:MOST]}
    others = Counter(window.verdict for window in result.windows if id(window) not in named)
    verdicts = ", ".join(f"{others[verdict]:,} {verdict_word(verdict)}" for verdict in Verdict if others[verdict])
    return f"{sum(others.values()):,} more windows: {verdicts}."


def points_said(result: Result) -> str:
    """How many points a commitment brought into its scheme in the statement; empty where it brings money."""
    points = [window.points for window in result.windows if window.points is not None]
    return f"{plain(sum(points[1:], points[0]))} points into {points_into(result)}" if points else ""


def evidence_said(result: Result) -> str:
    """Where the figure of the only window can be looked up; empty where there are several, or no evidence."""
    (first, *more) = result.windows
    return f"Evidence: {'; '.join(first.evidence)}." if first.evidence and not more else ""
