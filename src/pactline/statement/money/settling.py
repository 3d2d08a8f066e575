"""One settlement day after the other: verdicts, amounts, and then the rules of the agreement in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from pactline.records.facts import Facts
from pactline.remedies import Past
from pactline.remedies.rules.duties import Duty, duties
from pactline.remedies.rules.lines import Cut, Kind, Line, standing
from pactline.remedies.rules.presumptions import Presumption, presumptions
from pactline.remedies.rules.responsibilities import Owed
from pactline.remedies.rules.rights import Right, rights
from pactline.remedies.rules.suspensions import suspensions
from pactline.remedies.rules.view import View
from pactline.statement.model import Amount, Window
from pactline.statement.money.assessing import Assessment, assess, earned_back, present
from pactline.statement.money.charging import Charges
from pactline.statement.money.owing import owed_in
from pactline.statement.money.rules_of_the_day import apply_rules, quiet_day, rule_days
from pactline.statement.windows.contract import Contract, Due
from pactline.statement.windows.figuring import Found
from pactline.statement.windows.history import History
from pactline.statement.windows.judging import Judgement, judge
from pactline.statement.windows.relieving import Above, Touch
from pactline.values.period import Hour, Period


@dataclass
class Course:
    """How things have gone so far: what memory is made of, and what each day brought."""

    windows: dict[str, list[Past]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    gained: dict[str, list[tuple[str, Period, Fraction]]] = field(default_factory=dict)
    settled: dict[str, list[Window]] = field(default_factory=dict)
    cuts: list[tuple[date, Cut]] = field(default_factory=list)
    rights: list[Right] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    presumptions: list[Presumption] = field(default_factory=list)
    pending: list[tuple[date, str]] = field(default_factory=list)

    @classmethod
    def since(cls, history: History, contract: Contract) -> Course:
        """The course after an earlier one."""
        course = cls(
            windows={id: list(past) for id, past in history.windows.items()},
            lines=list(history.lines),
            rights=list(history.rights),
        )
        for id, past in history.windows.items():
            for old in past:
                if old.points and (into := _scheme(contract, id, old)):
                    course.gained.setdefault(into, []).append((id, old.window, old.points))
        return course

    def until(self, day: date) -> History:
        """What a statement that begins on a day remembers."""
        return History(
            {
                id: kept
                for id, past in sorted(self.windows.items())
                if (kept := tuple(p for p in past if p.window.end <= day))
            },
            tuple(line for line in self.lines if line.settles <= day),
            tuple(right for right in self.rights if right.opened <= day),
        )


def _scheme(contract: Contract, id: str, past: Past) -> str:
    """The points scheme that a window of a commitment brought its points into."""
    for commitment in contract.on(past.window.end - timedelta(days=1)).agreement.commitments:
        if commitment.id == id and commitment.remedy is not None:
            return str(getattr(commitment.remedy.terms, "into", ""))
    return ""


@dataclass(frozen=True)
class Known:
    """What is known of every window before it is judged."""

    found: Callable[[Due], Found]
    touches: Callable[[Due], tuple[Touch, ...]]
    above: Callable[[Due], Above]


def settle(contract: Contract, due: Sequence[Due], known: Known, facts: Facts, period: Period, course: Course) -> None:
    """Judge and settle the windows of a period in order, carrying the course on.

    Rules also act on days on which no window ends: at the end of the month of a points scheme, for example.
    """
    owed, charges = owed_in(contract, contract.term, facts), Charges(contract, facts)
    windows = {day: list(each) for day, each in groupby(due, key=lambda each: each.settles_on)}
    for day in sorted({*windows, *rule_days(contract, period, owed)}):
        lines: list[Line] = []
        today: dict[str, list[Past]] = {}
        for each in _rounds(windows.get(day, [])):
            lines += _round(each, known, charges, owed, course, day, today)
        _day(contract, day, lines, today, facts, owed, course)


def _rounds(windows: list[Due]) -> list[list[Due]]:
    """The hours of a day one after the other, and in the last round everything that is not of an hour."""
    hourly = [due for due in windows if isinstance(due.judged.period, Hour)]
    rest = [due for due in windows if not isinstance(due.judged.period, Hour)]
    hourly.sort(key=lambda due: due.judged.period.span(due.agreement.zone).start)
    rounds = [list(each) for _, each in groupby(hourly, key=lambda due: due.judged.period.span(due.agreement.zone))]
    return [*rounds, rest] if rest else rounds


def _round(
    windows: list[Due], known: Known, charges: Charges, owed: Sequence[Owed], course: Course, day: date,
    today: dict[str, list[Past]],
) -> list[Line]:  # fmt: skip
    """The windows that are judged together: suspensions look at the figures of all of them first."""
    first = {due.id: _judged(due, known, course, None, None) for due in windows}
    past = {id: tuple(p) for id, p in course.windows.items()}
    view = View(day, {id: (present(j),) for id, j in first.items()}, past, unperformed=_unperformed(owed, day))
    lines: list[Line] = []
    for due in windows:
        suspended = suspensions(view, due.agreement.rule("suspensions")).get(due.id)
        suspended = suspended or _hindered(due, owed, "suspends")
        excused = _hindered(due, owed, "excuses")
        judgement = _judged(due, known, course, suspended, excused) if suspended or excused else first[due.id]
        lines += _record(judgement, charges, course, day, today)
    return lines


def _judged(due: Due, known: Known, course: Course, suspended: str | None, excused: str | None) -> Judgement:
    past = course.windows.get(due.id, [])
    return judge(due, known.found(due), known.touches(due), known.above(due), suspended, past, excused)


def _hindered(due: Due, owed: Sequence[Owed], effect: str) -> str | None:
    """A responsibility that was not done in time, with this effect on the window: one for a time in which the window
    lies or that lies in it, and that was due, or whose time was over, when the window ended."""
    for each in owed:
        terms = due.agreement.rule("responsibilities").get(each.id)
        hit = terms is not None and due.id in getattr(terms, effect) and each.period.overlap(due.judged.settles)
        known = each.period.end <= due.judged.settles.end or each.due < due.judged.settles.end
        if hit and known and not each.in_time:
            done = f"done on {each.done}" if each.done else "not done"
            return f"{each.id}, due {each.due}, {done}"
    return None


def _unperformed(owed: Iterable[Owed], day: date) -> frozenset[str]:
    """The responsibilities whose period ends on this settlement day and that were not done in time."""
    return frozenset(each.id for each in owed if each.period.end == day and not each.in_time)


def _record(
    judgement: Judgement, charges: Charges, course: Course, day: date, today: dict[str, list[Past]]
) -> list[Line]:
    """Put a window on the course, and give back the money lines that it brings."""
    due = judgement.due
    past = tuple(course.windows.get(due.id, ()))
    found = assess(judgement, past, charges)
    now = present(judgement, found.points, found.credit.rounded if found.credit else None)
    if due.commitment.remedy and "earn_back" in due.commitment.remedy.modifiers:
        found = replace(found, returned=earned_back(judgement, _as_left(due, past, course), now, due.agreement))
    course.windows.setdefault(due.id, []).append(now)
    today.setdefault(due.id, []).append(now)
    if found.points:
        course.gained.setdefault(found.into, []).append((due.id, due.judged.period, found.points))
    if found.pending:
        course.pending.append((day, f"{due.id} {due.judged.period}: {found.pending}"))
    course.settled.setdefault(due.id, []).append(_window(judgement, found))
    owing = Kind.DUE if due.commitment.by == "client" else Kind.CREDIT
    kinds = ((owing, found.credit), (Kind.BONUS, found.bonus), (Kind.RETURN, found.returned))
    return [_line(due, kind, amount, day) for kind, amount in kinds if amount is not None and amount.rounded]


def _as_left(due: Due, past: tuple[Past, ...], course: Course) -> list[Past]:
    """Earlier windows with what caps and other rules have really left of their credits."""
    left: dict[Period, Decimal] = {}
    for line in standing(line for line in course.lines if line.source == due.id):
        left[line.window] = left.get(line.window, Decimal(0)) + line.left
    return [replace(old, credit=left.get(old.window, old.credit * 0)) for old in past]


def _line(due: Due, kind: Kind, amount: Amount, day: date) -> Line:
    return Line(due.id, due.commitment.service.id, due.judged.period, day, kind, amount.rounded, amount.rounded)


def _window(judgement: Judgement, found: Assessment) -> Window:
    figure, without = judgement.found.figure, judgement.found.without
    return Window(
        period=judgement.due.judged.period,
        target=judgement.target,
        counts=figure.counts,
        value=figure.value,
        as_compared=judgement.compared,
        verdict=judgement.verdict,
        notes=(*judgement.notes, *found.notes),
        credit=found.credit,
        bonus=found.bonus,
        parts=figure.parts,
        parts_met=figure.parts_met,
        settles=judgement.due.judged.settles,
        points=found.points,
        returned=found.returned,
        pending=found.pending,
        relief=judgement.relief,
        value_without=without.value if without else None,
        counts_without=without.counts if without else None,
        verdict_without=judgement.verdict_without,
        evidence=tuple(row.evidence for row in judgement.found.reports if row.evidence),
    )


def _day(
    contract: Contract, day: date, lines: list[Line], today: Mapping[str, list[Past]], facts: Facts,
    owed: Sequence[Owed], course: Course,
) -> None:  # fmt: skip
    """The rules of the agreement over the money of one day, and what follows from its verdicts."""
    agreement = contract.on(day - timedelta(days=1)).agreement
    now = {id: tuple(windows) for id, windows in today.items()}
    before = {id: tuple(past[: len(past) - len(now.get(id, ()))]) for id, past in course.windows.items()}
    settling = replace(
        quiet_day(contract, agreement, day, facts),
        view=View(day, now, before, unperformed=_unperformed(owed, day)),
        lines=tuple(lines),
        earlier=tuple(course.lines),
    )
    settling = apply_rules(settling, agreement, facts, course.gained)
    course.lines += settling.lines
    course.cuts += [(day, cut) for cut in settling.cuts]
    course.pending += [(day, said) for said in settling.pending]
    course.rights += rights(settling.view, agreement.rule("rights"), agreement.calendars)
    course.duties += duties(settling.view, agreement.rule("duties"), agreement.calendars)
    course.presumptions += presumptions(settling.view, agreement.rule("presumptions"))
