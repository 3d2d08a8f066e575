"""What relief did to the figures of a commitment: with it and without it side by side, and every claim."""

from __future__ import annotations

from fractions import Fraction

from pactline.metrics import metrics
from pactline.statement.counting.counts import Counts
from pactline.statement.counting.sums import sums_said
from pactline.statement.model import Result, Verdict, Window, judged_figure
from pactline.statement.shown.listing import Listing, listing
from pactline.statement.shown.saying import long_day, period_text, verdict_word


def side_by_side(result: Result, good_word: str) -> Listing | None:
    """Figures before and after relief, of every window that it touches; None where no figure or verdict changed."""
    changed = [window for window in result.windows if _is_changed(window)]
    if not changed:
        return None
    rows = []
    for window in changed:
        without = window.counts_without or window.counts
        value = window.value_without if window.counts_without is not None else window.value
        verdict = window.verdict_without or window.verdict
        rows.append(_row(result, window, "without relief", without, value, verdict))
        rows.append(_row(result, window, "with relief", window.counts, window.value, window.verdict))
    good = good_word.capitalize() or ("Sums" if metrics()[result.commitment.metric].sums else "Good")
    heads = f"Figure taken | Counted | {good} | Figure | Target | Verdict"
    title = "With and without relief"
    if len(result.windows) == 1:
        return listing(title, heads, [row[1:] for row in rows], "<>>><<", (4, 3, 3, 3, 4, 3))
    return listing(title, f"Window | {heads}", rows, "<<>>><<", (5, 4, 3, 3, 3, 4, 3))


def _is_changed(window: Window) -> bool:
    return window.value_without is not None or window.counts_without is not None or window.verdict_without is not None


def _row(
    result: Result, window: Window, which: str, counts: Counts, value: Fraction | None, verdict: Verdict
) -> list[str]:
    sums = sums_said(metrics()[result.commitment.metric], counts)
    return [
        period_text(window.period),
        which,
        f"{counts.counted:,}" if counts.counted or value is None else "",
        sums if counts.good is None else f"{counts.good:,}",
        judged_figure(value, result.unit, window.target),
        str(window.target),
        verdict_word(verdict),
    ]


def claims(result: Result) -> Listing | None:
    """Every claim that concerns a window of a commitment, once: cause, evidence, decision, effect and why."""
    touches = {touch.claim.id: touch for window in result.windows for touch in window.relief}
    if not touches:
        return None
    rows = []
    for touch in touches.values():
        claim = touch.claim
        on = f" on {long_day(claim.decided_on)}" if claim.decided_on else ""
        by = f" by {claim.decided_by}" if claim.decided_by else ""
        effect = (touch.granted.effect or "no effect").replace("_", " ")
        decision = f"{claim.decision.replace('_', ' ')}{by}{on}"
        rows.append(
            [claim.id, claim.cause.replace("-", " "), claim.evidence, decision, f"{effect}: {touch.granted.why}"]
        )
    return listing("Claims for relief", "Claim | Cause | Evidence | Decision | Effect", rows, "<<<<<", (4, 4, 6, 5, 7))
