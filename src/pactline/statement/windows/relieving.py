"""Relief and volume: which times leave a figure, which windows are excused, and what is said of every claim."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import narwhals as nw

from pactline.agreement.model import Agreement
from pactline.records.facts import Facts, ForecastVolume, ReliefClaim
from pactline.records.views.looking import NotComputable
from pactline.remedies.rules.relief import Granted, relief
from pactline.remedies.rules.volume import Beyond, VolumeTerms, volume
from pactline.statement.counting.asking import Excluded, Question, Records, Scope, counted_by, frame_of
from pactline.statement.counting.from_counts import counted_intervals, in_scope
from pactline.statement.windows.contract import Due
from pactline.values.exact import how_many
from pactline.values.span import Span


@dataclass(frozen=True)
class Touch:
    """How one claim touches one window."""

    claim: ReliefClaim
    granted: Granted

    def to_json(self) -> dict[str, Any]:
        """As in the statement's ``relief``."""
        return {
            "claim": self.claim.id,
            "cause": self.claim.cause,
            "evidence": self.claim.evidence,
            "decision": self.claim.decision,
            "decided_by": self.claim.decided_by or None,
            "effect": self.granted.effect,
            "why": self.granted.why,
        }

    def __str__(self) -> str:
        effect = f"{self.granted.effect.replace('_', ' ')}: " if self.granted.effect else "no effect: "
        evidence = f" ({self.claim.evidence})" if self.claim.evidence else ""
        return f"relief {self.claim.id}, {self.claim.cause}{evidence}: {effect}{self.granted.why}"


def touching(due: Due, facts: Facts) -> tuple[Touch, ...]:
    """The claims that concern a window, each with what became of it."""
    agreement = due.agreement
    found = []
    for claim in facts.relief:
        if claim.commitments and due.id not in claim.commitments:
            continue
        window, span = due.judged.period.span(agreement.zone), span_of(claim, agreement)
        if span.start < window.end and window.start < span.end:
            found.append(Touch(claim, _granted(claim, agreement)))
    return tuple(found)


def _granted(claim: ReliefClaim, agreement: Agreement) -> Granted:
    ended: date = claim.last_day(agreement.zone)
    terms = agreement.rules.get("relief")
    return relief(terms, claim.cause, ended, claim.claimed, claim.decision, agreement.calendars)


def span_of(claim: ReliefClaim, agreement: Agreement) -> Span:
    """The time a claim is about."""
    if claim.days is not None:
        return claim.days.span(agreement.zone)
    assert claim.start_us is not None
    assert claim.end_us is not None
    return Span(claim.start_us, claim.end_us)


def cut_out(touches: Iterable[Touch], agreement: Agreement) -> tuple[Excluded, ...]:
    """The contacts that accepted claims take out of a figure."""
    found = []
    for touch in touches:
        if touch.granted.effect == "cut_out":
            only = touch.claim.volume or {}
            scope = Scope(only.get("channels", ()), only.get("queues", ()), next(iter(only.get("direction", ())), None))
            found.append(Excluded((span_of(touch.claim, agreement),), scope))
    return tuple(found)


def excuse(touches: Iterable[Touch]) -> Literal["excuse_window", "client_fault"] | None:
    """The effect of accepted claims on the verdict, if they have one."""
    effects = {touch.granted.effect for touch in touches}
    return "client_fault" if "client_fault" in effects else "excuse_window" if "excuse_window" in effects else None


@dataclass(frozen=True)
class Above:
    """What volume above the forecast does to a window."""

    excluded: tuple[Excluded, ...] = ()
    void: bool = False
    notes: tuple[str, ...] = ()


def above_forecast(due: Due, facts: Facts, records: Records | None, question: Question) -> Above:
    """The contacts of a window that lie above the agreed volume, by the agreed reading.

    The first to arrive are those with the earliest instants; contacts that arrive at the very same microsecond as the
    last one that counts count as well.
    """
    found = Above()
    rules: Mapping[str, VolumeTerms] = due.agreement.rule("volume")
    for name, terms in rules.items():
        if due.id in terms.commitments:
            found = _joined(found, _above(name, terms, due, facts, records, question))
    return found


def _joined(one: Above, other: Above) -> Above:
    return Above(one.excluded + other.excluded, one.void or other.void, one.notes + other.notes)


def _above(name: str, terms: VolumeTerms, due: Due, facts: Facts, records: Records | None, question: Question) -> Above:
    window = due.judged.period.span(due.agreement.zone)
    parts = [(span, f.volume) for f in facts.forecasts if f.service == due.commitment.service.id
             and window.start <= (span := forecast_span(f, due)).start and span.end <= window.end]  # fmt: skip
    if not parts:
        return Above(notes=(f"volume {name}: nothing was forecast for {due.judged.period}, so no contact lies above",))
    if terms.beyond is not Beyond.INTERVAL_BY_INTERVAL:
        parts = [(window, sum(volume for _, volume in parts))]
    excluded, notes, void = [], [], False
    everyone = _arrivals(records, question, window) if records is not None else _reported(due, facts)
    for span, forecast in sorted(parts, key=lambda part: part[0].start):
        most = volume(terms, forecast)
        arrived = everyone
        if records is not None:
            arrived = everyone[bisect_left(everyone, span.start) : bisect_left(everyone, span.end)]
        if len(arrived) <= most:
            continue
        said = f"volume {name}: {how_many(len(arrived), 'contact')}, {forecast:,} forecast, threshold {most:,}"
        if terms.beyond is Beyond.VOID_PERIOD:
            void = True
            notes.append(f"{said}: the window is not judged")
            continue
        if records is None:
            notes.append(f"{said}: a report does not say which came first; relief takes out what lies above")
            continue
        after = arrived[most - 1] + 1 if most else span.start
        if after < span.end:
            excluded.append(Excluded((Span(after, span.end),), Scope()))
        if terms.beyond is Beyond.FIRST_TO_ARRIVE:
            notes.append(f"{said}: the first {most:,} to arrive count")
    if terms.beyond is Beyond.INTERVAL_BY_INTERVAL and excluded:
        notes.append(
            f"volume {name}: in {how_many(len(excluded), 'interval')} contacts above the threshold do not count"
        )
    return Above(tuple(excluded), void, tuple(notes))


def forecast_span(forecast: ForecastVolume, due: Due) -> Span:
    """The instants that a forecast is about."""
    if forecast.period is not None:
        return forecast.period.span(due.agreement.zone)
    assert forecast.start_us is not None
    assert forecast.end_us is not None
    return Span(forecast.start_us, forecast.end_us)


def _arrivals(records: Records, question: Question, span: Span) -> list[int]:
    """The instants of the counted contacts in a span, in order, in microseconds."""
    if any(in_scope(question.scope, interval) for interval in counted_intervals(records, span)):
        raise NotComputable("interval counts do not say which contacts came first, so none of them lies above a volume")
    frame = frame_of(records, question)
    frame = frame.filter((nw.col("at_us") >= span.start) & (nw.col("at_us") < span.end)).filter(counted_by(question))
    return sorted(row["at_us"] for row in records.rows(frame.select("at_us")))


def _reported(due: Due, facts: Facts) -> list[int]:
    """As many places as contacts were reported for the window; their instants are not known and not needed."""
    many = sum(
        f.tally.get("offered", f.counted or 0)
        for f in facts.figures
        if f.commitment == due.id and f.period.overlap(due.judged.period) == f.period
    )
    return [due.judged.period.span(due.agreement.zone).end - 1] * many
