"""One settlement day after the other: verdicts, amounts, and then the rules of the agreement in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from pactline.agreement.model import Agreement, AtRisk
from pactline.records.facts import Facts
from pactline.remedies import Past
from pactline.remedies.rules.caps import caps
from pactline.remedies.rules.critical import critical
from pactline.remedies.rules.duties import Duty, duties
from pactline.remedies.rules.floors import floors
from pactline.remedies.rules.incidents import incidents
from pactline.remedies.rules.lines import Cut, Kind, Line, Settling, Unknown
from pactline.remedies.rules.points import points
from pactline.remedies.rules.pools import pools
from pactline.remedies.rules.presumptions import Presumption, presumptions
from pactline.remedies.rules.responsibilities import Owed
from pactline.remedies.rules.rights import Right, rights
from pactline.remedies.rules.suspensions import suspensions
from pactline.remedies.rules.view import View
from pactline.statement.assessing import Assessment, assess, earned_back, present
from pactline.statement.at_risk import at_risk
from pactline.statement.charging import charge_for
from pactline.statement.contract import Contract, Due
from pactline.statement.figuring import Found
from pactline.statement.history import History
from pactline.statement.judging import Judgement, judge
from pactline.statement.model import Amount, Window
from pactline.statement.relieving import Above, Touch
from pactline.values.money import minor_digits, to_minor
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
                if old.points is not None and (into := _scheme(contract, id, old)):
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


def settle(
    contract: Contract, due: Sequence[Due], known: Known, facts: Facts, owed: Sequence[Owed], course: Course
) -> None:
    """Judge and settle the windows in order, carrying the course on."""
    for day, windows in groupby(due, key=lambda each: each.settles_on):
        rounds = _rounds(list(windows))
        lines: list[Line] = []
        today: dict[str, Past] = {}
        for each in rounds:
            lines += _round(each, known, facts, owed, course, day, today)
        _day(contract, day, lines, today, facts, owed, course)


def _rounds(windows: list[Due]) -> list[list[Due]]:
    """The hours of a day one after the other, and in the last round everything that is not of an hour."""
    hourly = [due for due in windows if isinstance(due.judged.period, Hour)]
    rest = [due for due in windows if not isinstance(due.judged.period, Hour)]
    hourly.sort(key=lambda due: due.judged.period.span(due.agreement.zone).start)
    rounds = [list(each) for _, each in groupby(hourly, key=lambda due: due.judged.period.span(due.agreement.zone))]
    return [*rounds, rest] if rest else rounds


def _round(
    windows: list[Due], known: Known, facts: Facts, owed: Sequence[Owed], course: Course, day: date,
    today: dict[str, Past],
) -> list[Line]:  # fmt: skip
    """The windows that are judged together: suspensions look at the figures of all of them first."""
    first = {due.id: _judged(due, known, course, None, None) for due in windows}
    past = {id: tuple(p) for id, p in course.windows.items()}
    view = View(day, {id: present(j) for id, j in first.items()}, past, unperformed=_unperformed(owed, day))
    lines: list[Line] = []
    for due in windows:
        suspended = suspensions(view, due.agreement.rule("suspensions")).get(due.id)
        suspended = suspended or _hindered(due, owed, "suspends")
        excused = _hindered(due, owed, "excuses")
        judgement = _judged(due, known, course, suspended, excused) if suspended or excused else first[due.id]
        lines += _record(judgement, facts, course, day, today)
    return lines


def _judged(due: Due, known: Known, course: Course, suspended: str | None, excused: str | None) -> Judgement:
    past = course.windows.get(due.id, [])
    return judge(due, known.found(due), known.touches(due), known.above(due), suspended, past, excused)


def _hindered(due: Due, owed: Sequence[Owed], effect: str) -> str | None:
    """The other party's responsibility that was not done in time, with this effect on the window."""
    for each in owed:
        terms = due.agreement.rule("responsibilities").get(each.id)
        hit = terms is not None and due.id in getattr(terms, effect) and each.period.overlap(due.judged.settles)
        if hit and not each.in_time:
            done = f"done on {each.done}" if each.done else "not done"
            return f"{each.id}, due {each.due}, {done}"
    return None


def _unperformed(owed: Iterable[Owed], day: date) -> frozenset[str]:
    """The responsibilities whose period ends on this settlement day and that were not done in time."""
    return frozenset(each.id for each in owed if each.period.end == day and not each.in_time)


def _record(judgement: Judgement, facts: Facts, course: Course, day: date, today: dict[str, Past]) -> list[Line]:
    """Put a window on the course, and give back the money lines that it brings."""
    due = judgement.due
    past = tuple(course.windows.get(due.id, ()))
    found = assess(judgement, past, facts)
    now = present(judgement, found.points, found.credit.rounded if found.credit else None)
    returned = earned_back(judgement, _as_left(due, past, course), now, due.agreement)
    found = replace(found, returned=returned)
    course.windows.setdefault(due.id, []).append(now)
    today[due.id] = now
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
    for line in course.lines:
        if line.source == due.id and line.kind is Kind.CREDIT:
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
    contract: Contract, day: date, lines: list[Line], today: Mapping[str, Past], facts: Facts, owed: Sequence[Owed],
    course: Course,
) -> None:  # fmt: skip
    """The rules of the agreement over the money of one day, and what follows from its verdicts."""
    agreement = contract.on(day - timedelta(days=1)).agreement
    before = {id: tuple(past if id not in today else past[:-1]) for id, past in course.windows.items()}
    settling = Settling(
        view=View(day, today, before, unperformed=_unperformed(owed, day)),
        lines=tuple(lines),
        earlier=tuple(course.lines),
        charge=lambda name, period: charge_for(agreement, name, period, facts),
        rounded=lambda exact: to_minor(exact, agreement.currency, agreement.rounding.money),
        digits=minor_digits(agreement.currency),
        term=contract.term,
    )
    for step in _steps(agreement):
        try:
            settling = _applied(step, settling, agreement, facts, course)
        except Unknown as unknown:
            settling = settling.waiting(f"{step.replace('_', ' ')}: {unknown}")
    course.lines += settling.lines
    course.cuts += [(day, cut) for cut in settling.cuts]
    course.pending += [(day, said) for said in settling.pending]
    course.rights += rights(settling.view, agreement.rule("rights"), agreement.calendars)
    course.duties += duties(settling.view, agreement.rule("duties"), agreement.calendars)
    course.presumptions += presumptions(settling.view, agreement.rule("presumptions"))


def _steps(agreement: Agreement) -> list[str]:
    """The rules on money in their order; the amount at risk is the last of the caps."""
    steps = list(agreement.order)
    if agreement.at_risk is not None:
        steps.insert(steps.index("caps") + 1 if "caps" in steps else len(steps), "at_risk")
    return steps


def _applied(step: str, settling: Settling, agreement: Agreement, facts: Facts, course: Course) -> Settling:
    """The day after one step. Raises Unknown when a charge is not known yet."""
    match step:
        case "points":
            return points(settling, agreement.rule("points"), course.gained)
        case "incidents":
            return incidents(settling, agreement.rule("incidents"), *_linked(facts))
        case "critical":
            return critical(settling, agreement.rule("critical"))
        case "pools":
            return pools(settling, agreement.rule("pools"), _members(agreement))
        case "caps":
            return caps(settling, agreement.rule("caps"))
        case "floors":
            return floors(settling, agreement.rule("floors"))
    assert step == "at_risk", f"{step} is no step"
    terms: AtRisk | None = agreement.at_risk
    assert terms is not None
    return at_risk(settling, terms, agreement.charges[terms.of].each)


def _linked(facts: Facts) -> tuple[dict[str, list[tuple[str, Period]]], dict[str, str]]:
    """The windows of each incident, from incidents.yaml and from the incident column of figures.csv."""
    links = {each.id: list(each.windows) for each in facts.incidents}
    for row in facts.figures:
        if row.incident:
            links.setdefault(row.incident, []).append((row.commitment, row.period))
    return links, {each.id: each.chosen for each in facts.incidents if each.chosen}


def _members(agreement: Agreement) -> dict[str, frozenset[str]]:
    """The commitments of each pool."""
    found: dict[str, set[str]] = {}
    for commitment in agreement.commitments:
        if commitment.remedy and commitment.remedy.shape == "share_of_pool":
            found.setdefault(commitment.remedy.terms.pool, set()).add(commitment.id)
    return {name: frozenset(ids) for name, ids in found.items()}
