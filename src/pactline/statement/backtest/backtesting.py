"""A back-test: other terms over past records. What each would have cost, month by month, and who would have won.

It is the statement's own function with other inputs: every set of terms is replayed over the same records, which are
read once, and every figure is worked out once however many targets it is held against.
"""

from __future__ import annotations

from collections.abc import Sequence

from pactline.agreement.model import Agreement
from pactline.agreement.versions import Versions
from pactline.statement.backtest.backtested import Backtest, Course, Point, Row, Sweep, Swept, Terms
from pactline.statement.counting.counted import Counted
from pactline.statement.evaluating import NothingToSettle, count_ahead, replay
from pactline.values.period import Each, Period, next_window, window_start

MOST_PERIODS = 400
LABELS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def backtest(
    terms: Sequence[Terms], periods: Sequence[Period], counted: Counted, sweeps: Sequence[Sweep] = ()
) -> Backtest:
    """Replay every set of terms, and every value of every sweep, over the same periods and records.

    The first terms are the agreement's own; all must hold in all periods. The records are read in one pass. Raises
    NothingToSettle where terms cannot be settled by these periods or are in another currency.
    """
    for other in terms[1:]:
        if other.text.currency != terms[0].text.currency:
            raise NothingToSettle(
                f"{other.file} is in {other.text.currency}, the agreement in {terms[0].text.currency}: "
                "their money cannot be compared"
            )
    tried = [trial.agreement for sweep in sweeps for trial in sweep.trials if trial.agreement is not None]
    count_ahead([*(each.agreement for each in terms), *tried], periods, counted)

    def course(agreement: Agreement | Versions) -> Course:
        return Course(tuple(Row.of(statement) for statement in replay(agreement, periods, counted)))

    return Backtest(
        tuple(terms),
        tuple(periods),
        tuple(course(each.agreement) for each in terms),
        tuple(
            Swept(sweep, tuple(Point(t, course(t.agreement) if t.agreement else None) for t in sweep.trials))
            for sweep in sweeps
        ),
    )


def periods_between(first: str, last: str | None) -> tuple[Period, ...]:
    """The periods from one to another of the same length: ``2024-01`` to ``2024-12`` are twelve months.

    Raises NothingToSettle for text that is no such pair.
    """
    try:
        begins, ends = Period.parse(first), Period.parse(last or first)
    except ValueError as wrong:
        raise NothingToSettle(str(wrong)) from None
    each = _each(begins)
    if each is None or each != _each(ends):
        raise NothingToSettle(
            f"from {first} to {last or first}: write both as months (2024-01), or both as quarters (2024-Q1), years, "
            "weeks or days; each of them is settled on its own"
        )
    if ends.first < begins.first:
        raise NothingToSettle(f"{last} lies before {first}")
    found = [begins]
    while found[-1] != ends:
        if len(found) == MOST_PERIODS:
            raise NothingToSettle(f"from {first} to {last} are more than {MOST_PERIODS} periods; take longer ones")
        found.append(Period(found[-1].end, next_window(found[-1].end, each)))
    return tuple(found)


def _each(period: Period) -> Each | None:
    """The calendar window that a period is."""
    for each in (Each.YEAR, Each.QUARTER, Each.MONTH, Each.WEEK, Each.DAY):
        if window_start(period.first, each) == period.first and next_window(period.first, each) == period.end:
            return each
    return None
