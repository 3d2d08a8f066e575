"""From a figure to a verdict: round, compare with the target in force, and see what keeps the window from judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from pactline.agreement.model import Commitment
from pactline.records.choices.choosing import Chosen, Ratio, Share
from pactline.records.choices.contacts import BeforeFull, NoData
from pactline.remedies import Past
from pactline.statement.model import Verdict
from pactline.statement.windows.contract import Due
from pactline.statement.windows.figuring import Found, chosen_by
from pactline.statement.windows.relieving import Above, Touch, excuse
from pactline.values.exact import how_many
from pactline.values.period import months_after
from pactline.values.target import Target
from pactline.values.zone import from_us


@dataclass(frozen=True)
class Judgement:
    """What was found of one window, before any money."""

    due: Due
    found: Found
    target: Target
    compared: Fraction | None  # the figure as it is compared
    verdict: Verdict
    notes: tuple[str, ...]
    relief: tuple[Touch, ...] = ()
    days_late: int = 0  # of what was reported or delivered
    verdict_without: Verdict | None = None  # what the verdict is without relief, where that differs
    by_rule: bool = False  # missed because a rule says so, whatever the figure


def target_for(due: Due, past: Sequence[Past]) -> Target:
    """The target in force for a window, moved by its ratchet.

    A dated target holds from its day for windows that are judged in a tile beginning on it or later. A ratchet moves
    once for every year of the calendar or of the contract that has passed since the term began, or since the day that
    the ratchet names; ``kept`` only counts the years in which no window was missed.
    """
    commitment, first = due.commitment, due.judged.settles.first
    target: Target = commitment.target.on(first)
    ratchet = commitment.ratchet
    if ratchet is None:
        return target
    steps = 0
    for begins, ends in _years(due, ratchet.since or due.agreement.term.first, contract=ratchet.contract_year):
        missed = any(p.verdict == Verdict.MISSED and begins < p.window.end <= ends for p in past)
        steps += not (ratchet.when_kept and missed)
    moved = ratchet.by * steps
    return Target(target.bound, target.amount + (moved if target.higher_is_better else -moved), target.unit)


def _years(due: Due, since: date, *, contract: bool) -> list[tuple[date, date]]:
    """The years, of the contract or the calendar, that have passed between a day and the window."""
    begins = since
    found: list[tuple[date, date]] = []
    while True:
        ends = months_after(since, 12 * (len(found) + 1)) if contract else date(begins.year + 1, 1, 1)
        if ends > due.judged.settles.first:
            return found
        found.append((begins, ends))
        begins = ends


def judge(
    due: Due, found: Found, touches: tuple[Touch, ...], above: Above, suspended_by: str | None, past: Sequence[Past],
    excused_by: str | None = None,
) -> Judgement:  # fmt: skip
    """The verdict on one window."""
    target = target_for(due, past)
    value = found.figure.value
    compared = None if value is None else due.commitment.rounding.apply(value)
    late, late_note = _lateness(due, found)
    verdict, notes, by_rule = _verdict(due, found, None if compared is None else target.kept_by(compared), late)
    notes = [*_about(due, found, target), *above.notes, *found.notes, *notes, *late_note]
    without = None
    if found.without is not None and found.without.value is not None:
        was = due.commitment.rounding.apply(found.without.value)
        kept_before = Verdict.MET if target.kept_by(was) else Verdict.MISSED
        without = kept_before if kept_before is not verdict else None
    held_back = _held_back(due, above, suspended_by)
    if held_back:
        (verdict, why), without = held_back, None  # it would not be judged without relief either
        notes.append(why)
    elif verdict is Verdict.MISSED and (effect := excuse(touches) or ("client_fault" if excused_by else None)):
        whose = "put down to the client" if effect == "client_fault" else "excused"
        why = excused_by or ", ".join(t.claim.id for t in touches if t.granted.effect == effect)
        notes.append(f"missed, and {whose} ({why})")
        without, verdict = Verdict.MISSED, Verdict.EXCUSED
    days_late = max((row.days_late or 0 for row in found.reports), default=0)
    return Judgement(
        due, found, target, compared, verdict, tuple(notes), touches, days_late or late, without,
        by_rule and verdict is Verdict.MISSED,
    )  # fmt: skip


def _held_back(due: Due, above: Above, suspended_by: str | None) -> tuple[Verdict, str] | None:
    """What keeps a window from being judged at all."""
    commitment, judged = due.commitment, due.judged
    until = commitment.report_only_until
    if until is not None and judged.settles.first < until:
        return Verdict.REPORT_ONLY, f"reported and not judged until {until}"
    if judged.before_full and commitment.counting.before_full is BeforeFull.NOT_JUDGED:
        return Verdict.REPORT_ONLY, "the term is still shorter than the window (before_full: not_judged)"
    if not judged.full and not judged.before_full and commitment.part_windows == "not_judged":
        return Verdict.REPORT_ONLY, "part of a window (part_windows: not_judged)"
    if suspended_by is not None:
        return Verdict.SUSPENDED, f"suspended ({suspended_by})"
    return (Verdict.SUSPENDED, "suspended (volume above the forecast)") if above.void else None


def _verdict(due: Due, found: Found, kept: bool | None, late: int) -> tuple[Verdict, list[str], bool]:
    """Verdict, notes, and whether a rule rather than the figure makes it."""
    by_rule = {NoData.EXCLUDED: Verdict.NO_DATA, NoData.MET: Verdict.MET, NoData.MISSED: Verdict.MISSED}
    commitment, counting = due.commitment, due.commitment.counting
    report = commitment.report
    if report is not None and report.late == "missed" and (late or kept is None):
        said = "reported late" if kept is not None else "never reported"
        return Verdict.MISSED, [f"{said}: counts as missed (report: late: missed)"], True
    if kept is None:
        return by_rule[counting.no_data], [f"nothing counted (no_data: {counting.no_data})"], True
    if found.figure.counts.counted < counting.minimum_sample:
        note = f"{found.figure.counts.counted} counted, fewer than the minimum of {counting.minimum_sample}"
        return by_rule[counting.below_minimum], [f"{note} (below_minimum: {counting.below_minimum})"], True
    return (Verdict.MET if kept else Verdict.MISSED), [], False


def _lateness(due: Due, found: Found) -> tuple[int, list[str]]:
    """By how many days the figure was reported late, and the note of it."""
    report = due.commitment.report
    days = [row.reported for row in found.reports if row.reported is not None]
    if report is None or not days:
        return 0, []
    last = due.judged.settles.end - timedelta(days=1)
    by = report.due.after(last, due.agreement.calendars.get(report.calendar or ""))
    late = max(0, (max(days) - by).days)
    return late, [f"reported on {max(days)}, {how_many(late, 'day')} after {by}"] if late else []


def _about(due: Due, found: Found, target: Target) -> list[str]:
    """What has to be said of a window, whatever its verdict."""
    notes = []
    judged, counts = due.judged, found.figure.counts
    if not judged.full:
        notes.append(_part_note(due.commitment, due))
    if counts.unknown:
        notes.append(unknown_said(chosen_by(due.commitment), counts.unknown))
    if found.figure.worst is not None:
        notes.append(f"the worst stretch is {found.figure.worst}")
    if found.passed_at_us is not None:
        at = from_us(found.passed_at_us, due.agreement.zone).isoformat(sep=" ", timespec="seconds")
        notes.append(f"{target} was passed after {at}")
    return notes


def unknown_said(chosen: Chosen, many: int) -> str:
    """What is said of the contacts that something unknown left undecided or out."""
    said = chosen.said if isinstance(chosen, Share | Ratio) else ""
    return f"{how_many(many, 'contact')} {said or 'of unknown wait or duration: neither good nor short'}"


def _part_note(commitment: Commitment, due: Due) -> str:
    period, term = due.judged.period, due.agreement.term
    if due.judged.before_full:
        return f"the term began on {term.first}, inside the window: it is shorter"
    if period.first != term.first and period.end != term.end:  # not the term but an amendment cuts it
        return f"part of a {commitment.each}: one text is in force from {period.first} to before {period.end}"
    return f"part of a {commitment.each}: the agreement runs from {period.first} to before {period.end}"
