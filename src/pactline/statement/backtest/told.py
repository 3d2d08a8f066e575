"""A back-test in words: what each set of terms means for the provider and for the client, and what a sweep shows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pactline.statement.backtest.backtested import Backtest, Course, Point, Row, Swept
from pactline.values.exact import how_many
from pactline.values.period import Each, next_window, window_start


def money(test: Backtest, amount: Decimal) -> str:
    """``-2,400.00``, with the decimals of the currency."""
    return f"{Decimal(0).scaleb(-test.digits) + amount:,f}"


def signed(test: Backtest, amount: Decimal) -> str:
    """A difference with its sign, nothing as ``0.00``."""
    return ("+" if amount > 0 else "") + money(test, amount)


def each_word(test: Backtest) -> str:
    """What the periods are: ``month``."""
    first = test.periods[0]
    for each in (Each.YEAR, Each.QUARTER, Each.MONTH, Each.WEEK):
        if window_start(first.first, each) == first.first and next_window(first.first, each) == first.end:
            return str(each)
    return "day"


def span_word(test: Backtest) -> str:
    """``2024-01 to 2024-12``, or one period alone."""
    first, last = test.periods[0], test.periods[-1]
    return str(first) if first == last else f"{first} to {last}"


def only_credits(test: Backtest) -> bool:
    """Whether the client owes nothing under any terms, so that credits alone tell all."""
    courses = [*test.courses, *(p.course for swept in test.sweeps for p in swept.points if p.course is not None)]
    return not any(course.bonuses or course.dues for course in courses)


def owing(test: Backtest) -> str:
    """What the sums of the table are."""
    return "Credits" if only_credits(test) else "Credits less what the client owes"


def for_provider(test: Backtest, number: int) -> str:
    """What other terms mean for the provider."""
    label, course, own = test.terms[number].label, test.courses[number], test.courses[0]
    return (
        f"{label} {_more(test, course.net - own.net, 'costs', 'more than A', 'less than A')}; its worst "
        f"{each_word(test)} is {_at(test, course.worst_for_provider)} (under A {_at(test, own.worst_for_provider)})"
    )


def for_client(test: Backtest, number: int) -> str:
    """What other terms mean for the client."""
    label, course, own = test.terms[number].label, test.courses[number], test.courses[0]
    found = f"{label} {_more(test, course.net - own.net, 'brings', 'more than A', 'less than A')}"
    lost, won = (sum(_turned(test, number, verdict)) for verdict in ("met", "missed"))
    turned = [f"{how_many(lost, 'verdict')} from missed to met" if lost else ""]
    turned += [f"{how_many(won, 'verdict')} from met to missed" if won else ""]
    said = ", ".join(filter(None, turned))
    return f"{found}; {said or 'no verdict turns from one to the other'}"


def _turned(test: Backtest, number: int, into: str) -> list[bool]:
    """For each changed verdict whether it turned into this one from the opposite."""
    changes = [change for row in range(len(test.periods)) for change in test.changes(number, row)]
    opposite = "missed" if into == "met" else "met"
    return [change.after == into and change.before == opposite for change in changes]


def _more(test: Backtest, difference: Decimal, verb: str, more: str, less: str) -> str:
    if not difference:
        return f"{verb} as much as A"
    return f"{verb} {test.own.currency} {money(test, abs(difference))} {more if difference > 0 else less}"


def _at(test: Backtest, row: Row) -> str:
    return f"{row.period} with {money(test, row.net)}"


def swept_title(swept: Swept) -> str:
    """What is swept."""
    return f"{swept.sweep.path}, all else as it stands"


def swept_sentences(test: Backtest, swept: Swept) -> list[str]:
    """What a sweep shows each side, and which values cannot be had."""
    known = [point for point in swept.points if point.course is not None]
    found = []
    if known:
        nets = [_net(point) for point in known]
        least, most = min(nets), max(nets)
        where = {amount: _ranges([p for p in known if _net(p) == amount], swept.points) for amount in (least, most)}
        if least == most:
            found.append(f"Every value comes to {money(test, least)}.")
        else:
            found.append(f"For the provider: least, {money(test, least)}, with {where[least]}.")
            found.append(f"For the client: most, {money(test, most)}, with {where[most]}.")
    for run in _runs([point for point in swept.points if point.course is None], swept.points):
        found.append(f"No agreement with {_range(run)}: {run[0].trial.refused}.")
    return found


def _net(point: Point) -> Decimal:
    assert point.course is not None, "a refused value has no sums"
    return point.course.net


def _ranges(some: Sequence[Point], points: Sequence[Point]) -> str:
    """The values of some points, neighbours as ranges: ``at least 75 % to 78 %, at least 82 %``."""
    return ", ".join(_range(run) for run in _runs(some, points))


def _runs(some: Sequence[Point], points: Sequence[Point]) -> list[list[Point]]:
    """Some of the points, neighbours together."""
    runs: list[list[Point]] = []
    for number, point in enumerate(points):
        if point not in some:
            continue
        if runs and points[number - 1] is runs[-1][-1]:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _range(run: Sequence[Point]) -> str:
    first, last = run[0].trial.written, run[-1].trial.written
    return first if len(run) == 1 else f"{first} to {_bare(last)}"


def _bare(written: str) -> str:
    """The value without the words before it: ``78 %`` of ``at least 78 %``."""
    return written.lstrip("abcdefghijklmnopqrstuvwxyz<>= ")


def cap_uses(test: Backtest, course: Course) -> list[str]:
    """How often each limit was reached, and what it cut off; nothing where there is no limit."""
    word = each_word(test)
    found = []
    for use in course.caps:
        if not use.periods:
            found.append(f"{use.name} never")
        else:
            verb = "cut" if use.cut >= 0 else "raised"
            found.append(f"{use.name} in {how_many(use.periods, word)}, {verb} {money(test, abs(use.cut))}")
    return found
