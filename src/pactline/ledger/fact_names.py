"""Whether every fact is about something that the agreement knows: one that is not would be passed over in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pactline.agreement.report import nearest, one_of
from pactline.agreement.versions import Versions
from pactline.records.facts import Facts, Performed
from pactline.remedies.rules.responsibilities import responsibilities
from pactline.statement.counting.tallied import TALLIED
from pactline.statement.windows.figuring import is_measured_elsewhere
from pactline.values.period import Period, next_window, window_start
from pactline.values.problem import Problem, Problems

CODES = {
    "FACT_NO_WINDOW": (
        "a figure whose days lie in no one window of its promise, or a bill in no one period of its charge",
        "report and bill for each window by itself",
    ),
    "FACT_UNKNOWN": ("a name, or a day due, that no text of the agreement knows", "name what the agreement names"),
    "FIG_METRIC": ("a tally for a metric that cannot be computed from one", "give the value, or counted and good"),
}
"""Of facts held against their agreement, each with its meaning and how to put it right."""


def check_fact_names(versions: Versions, facts: Facts) -> None:
    """Raises Problems naming every fact that no text of the agreement has a use for, in its name or in its form."""
    problems = [*_unknown(versions, facts), *_tallies(versions, facts), *_astride(versions, facts)]
    if problems:
        raise Problems(problems)


def _unknown(versions: Versions, facts: Facts) -> Iterator[Problem]:
    texts = [version.agreement for version in versions]
    commitments = {c.id for text in texts for c in text.commitments}
    elsewhere = {
        c.id for text in texts for c in text.commitments if c.measured != "events" and is_measured_elsewhere(c)
    }
    summed = {c.id for text in texts for c in text.commitments if c.measured == "events"}
    charges = {name for text in texts for name, charge in text.charges.items() if charge.billed}
    services = {name for text in texts for name in text.services}
    duties = {name for text in texts for name in text.rule("responsibilities")}
    activities = {name for text in texts for name in text.rule("change_orders")}
    for what, known, named in (
        ("commitment measured by figures", elsewhere, [(f.commitment, f.file, f.line) for f in facts.figures]),
        ("commitment measured by events", summed, [(e.commitment, e.file, e.line) for e in facts.events]),
        ("charge with billed: charges.csv", charges, [(c.charge, c.file, c.line) for c in facts.charges]),
        ("service", services, [(f.service, f.file, f.line) for f in facts.forecasts]),
        ("service", services, [(a.service, a.file, a.line) for a in facts.assertions]),
        ("responsibility", duties, [(p.responsibility, p.file, p.line) for p in facts.performed]),
        (
            "commitment",
            commitments,
            [(name, r.file, r.line) for r in facts.relief for name in (*r.commitments, *r.figures)],
        ),
        ("commitment", commitments, [(name, i.file, i.line) for i in facts.incidents for name, _ in i.windows]),
        ("activity under change_orders", activities, [(o.activity, o.file, o.line) for o in facts.change_orders]),
    ):
        yield from _told(what, known, named)
    yield from _never_due(versions, [p for p in facts.performed if p.responsibility in duties])


def _never_due(versions: Versions, performed: Iterable[Performed]) -> Iterator[Problem]:
    """A performance of what is never due on that day, or of nobody knows which time."""
    due: dict[str, set[date]] = {}
    for version in versions:
        agreement = version.agreement
        terms = agreement.rule("responsibilities")
        for owed in responsibilities(terms, versions.term, versions.term, agreement.calendars, {}):
            due.setdefault(owed.id, set()).add(owed.due)
    for row in performed:
        days = sorted(due.get(row.responsibility, ()))
        if row.due is None:
            message = f"nothing says which time {row.responsibility!r} was due when it was done on {row.done}"
            yield Problem(row.file, row.line, 0, "FACT_UNKNOWN", message, "give the day on which it was due")
        elif row.due not in days:
            asked = row.due
            near = min(days, key=lambda day: (abs((day - asked).days), day), default=None)
            hint = f"the nearest day on which it is due is {near}" if near else "see when the agreement has it due"
            message = f"{row.responsibility!r} is not due on {row.due}"
            yield Problem(row.file, row.line, 0, "FACT_UNKNOWN", message, hint)


def _tallies(versions: Versions, facts: Facts) -> Iterator[Problem]:
    """FIG_METRIC: a row with nothing but a tally, for a metric that a tally cannot answer."""
    metrics = {c.id: c.metric for version in versions for c in version.agreement.commitments}
    for row in facts.figures:
        metric = metrics.get(row.commitment)
        if row.tally and row.value is None and row.counted is None and metric is not None and metric not in TALLIED:
            message = f"`{row.commitment}` is measured by {metric}, which cannot be computed from a tally of contacts"
            remedy = f"give its value, or counted and good; a tally answers {one_of(sorted(TALLIED))}"
            yield Problem(row.file, row.line, 0, "FIG_METRIC", message, remedy)


def _astride(versions: Versions, facts: Facts) -> Iterator[Problem]:
    """FACT_NO_WINDOW: a figure of days of the term that lie in no one window, a bill of days that no one period of its
    charge holds: neither would ever be looked at."""
    windows: dict[str, list[Period]] = {}
    for version in versions if facts.figures else ():
        agreement = version.agreement
        for (
            each
        ) in agreement.commitments:  # also those of a window that an amendment takes away: they are told, not owed
            judged = each.each.windows(agreement.term, agreement.term, agreement.zone)
            windows.setdefault(each.id, []).extend(window.period for window in judged)
    for row in facts.figures:
        days, known = row.period.overlap(versions.term), windows.get(row.commitment, [])
        if days is not None and known and not any(window.overlap(row.period) == row.period for window in known):
            near = next((window for window in known if window.overlap(days)), known[0])
            message = f"the days {row.period} lie in no one window of `{row.commitment}`"
            yield Problem(row.file, row.line, 0, "FACT_NO_WINDOW", message, f"report each window, such as {near}")
    for bill in facts.charges:
        for tile in {v.agreement.charges[bill.charge].each for v in versions if bill.charge in v.agreement.charges}:
            start = window_start(bill.period.first, tile)
            if bill.period.end > next_window(start, tile):
                message = f"the days {bill.period} lie in no one {tile} of the charge `{bill.charge}`"
                remedy = f"bill each {tile}, such as {Period(start, next_window(start, tile))}"
                yield Problem(bill.file, bill.line, 0, "FACT_NO_WINDOW", message, remedy)


def _told(what: str, known: Iterable[str], named: Iterable[tuple[str, str, int]]) -> Iterator[Problem]:
    words = sorted(known)
    for name, file, line in named:
        if name not in words:
            hint = nearest(name, words) or (f"name {one_of(words)}" if words else "add it to the agreement")
            yield Problem(file, line, 0, "FACT_UNKNOWN", f"the agreement has no {what} called {name!r}", hint)
