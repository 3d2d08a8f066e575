"""What happened besides the contacts: figures measured elsewhere, bills, outages, forecasts, claims, and their digest.

Pure values: who reads them from files is the importers' business, what follows from them the statement's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from pactline.records.canonical import canonical_text
from pactline.records.oddities.assertions import Assertion as Assertion
from pactline.values.period import Period
from pactline.values.target import Unit
from pactline.values.zone import from_us

Decision: TypeAlias = Literal["accepted", "refused", "open"]
FaultOf: TypeAlias = Literal["client", "nobody", "provider"]

_DAY = timedelta(days=1)
_PLACE = frozenset({"file", "line"})  # where a fact was written is no part of it

TALLY: Mapping[str, str] = {
    "offered": "entered the queue",
    "answered": "were answered",
    "answered_in_time": "were answered within the promised wait",
    "abandoned": "left the queue unanswered",
    "abandoned_in_time": "left within the promised wait",
    "short_abandoned": "left so soon that an agreement may take them out",
    "short_answered": "were answered that soon",
    "flowed_out": "left the queue for another place",
    "callback": "asked to be called back",
    "refused": "were not let into the queue",
    "parked": "were picked up and parked, not listened to",
    "by_voice_unit": "were handled by the voice system",
    "wait_ms": "the waits of all of them together, in milliseconds",
}
"""What a tally may count: contacts by what became of them, and their waits."""


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """A figure measured elsewhere: as a value, as counts, or as a tally from which published forms are computed."""

    commitment: str
    period: Period
    counted: int | None = None
    good: int | None = None  # of those counted
    value: Fraction | None = None  # in value_unit: percent (98.5 for 98.5 %), seconds, or the commitment's own
    value_unit: Unit | None = None  # None: written without a unit, the commitment's own is meant
    evidence: str = ""
    reported: date | None = None  # the day the figure was reported
    incident: str | None = None  # the incident that the figure suffered from
    days_late: int | None = None  # whole days behind what was due, for promises of delivery
    tally: Mapping[str, int] = field(default_factory=dict, hash=False)  # words of TALLY
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def first_day(self, where: ZoneInfo) -> date:
        """The first day that the figure is about."""
        return self.period.first

    def last_day(self, where: ZoneInfo) -> date:
        """The last day that the figure is about."""
        return self.period.end - _DAY


@dataclass(frozen=True, slots=True)
class BilledCharge:
    """What was charged for some days, in the agreement's currency."""

    charge: str
    period: Period
    amount: Decimal
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def first_day(self, where: ZoneInfo) -> date:
        """The first day charged for."""
        return self.period.first

    def last_day(self, where: ZoneInfo) -> date:
        """The last day charged for."""
        return self.period.end - _DAY


@dataclass(frozen=True, slots=True)
class Event:
    """Something that lasted, such as an outage; ``end_us`` is the first microsecond after it."""

    commitment: str
    start_us: int
    end_us: int
    evidence: str = ""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def first_day(self, where: ZoneInfo) -> date:
        """The local day on which it began."""
        return _day(self.start_us, where)

    def last_day(self, where: ZoneInfo) -> date:
        """The local day on which it was last going on."""
        return _day(self.end_us - 1, where)


@dataclass(frozen=True, slots=True)
class ForecastVolume:
    """How many contacts were forecast, for whole days (``period``) or for an interval (the instants)."""

    service: str
    start_us: int | None
    end_us: int | None
    period: Period | None
    volume: int
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def first_day(self, where: ZoneInfo) -> date:
        """The first day forecast for."""
        return self.period.first if self.period else _day(_given(self.start_us), where)

    def last_day(self, where: ZoneInfo) -> date:
        """The last day forecast for."""
        return self.period.end - _DAY if self.period else _day(_given(self.end_us) - 1, where)


@dataclass(frozen=True, slots=True)
class Performed:
    """A responsibility as it was performed: when it was due, when it was done, how much; at least one day is known."""

    responsibility: str
    due: date | None
    done: date | None  # None: not done
    quantity: Decimal | None = None  # in the unit of the responsibility
    evidence: str = ""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def first_day(self, where: ZoneInfo) -> date:
        """The earlier of the day due and the day done."""
        return min(day for day in (self.due, self.done) if day)

    def last_day(self, where: ZoneInfo) -> date:
        """The later of the day due and the day done."""
        return max(day for day in (self.due, self.done) if day)


@dataclass(frozen=True, slots=True)
class ReliefClaim:
    """A claim that a time or a volume is not held against the provider, and what was decided of it."""

    id: str
    cause: str
    start_us: int | None  # None with end_us: whole local days were written, see ``days``
    end_us: int | None
    days: Period | None
    claimed: date
    decision: Decision
    commitments: tuple[str, ...] = ()  # none named: all
    volume: Mapping[str, tuple[str, ...]] | None = field(default=None, hash=False)
    """Only these contacts of the time: ``queues``, ``channels``, ``direction``; None: all of them."""
    decided_by: str = ""
    decided_on: date | None = None
    evidence: str = ""
    fault_of: FaultOf | None = None
    figures: Mapping[str, Mapping[str, int]] = field(default_factory=dict, hash=False)
    """By commitment: ``counted`` and ``good`` to be taken out of a figure that was measured elsewhere."""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def first_day(self, where: ZoneInfo) -> date:
        """The first day that relief is claimed for."""
        return self.days.first if self.days else _day(_given(self.start_us), where)

    def last_day(self, where: ZoneInfo) -> date:
        """The last day that relief is claimed for."""
        return self.days.end - _DAY if self.days else _day(_given(self.end_us) - 1, where)


@dataclass(frozen=True, slots=True)
class Incident:
    """One cause behind several windows, and the commitment whose remedy the client chose for it."""

    id: str
    windows: tuple[tuple[str, Period], ...]  # commitment and window; at least one
    chosen: str | None = None
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def first_day(self, where: ZoneInfo) -> date:
        """The first day of its earliest window."""
        return min(period.first for _, period in self.windows)

    def last_day(self, where: ZoneInfo) -> date:
        """The last day of its latest window."""
        return max(period.end for _, period in self.windows) - _DAY


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    """Work that was agreed on later; quantities in the unit of the activity. It holds from its first day on."""

    id: str
    activity: str
    agreed: date
    first: date
    planned: Decimal
    actual: Decimal | None = None  # None: not known yet
    evidence: str = ""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def first_day(self, where: ZoneInfo) -> date:
        """The day from which it holds."""
        return self.first

    def last_day(self, where: ZoneInfo) -> date:
        """It does not end by itself."""
        return date.max


class _Fact(Protocol):
    def first_day(self, where: ZoneInfo) -> date: ...
    def last_day(self, where: ZoneInfo) -> date: ...


F = TypeVar("F", bound=_Fact)


@dataclass(frozen=True, slots=True)
class Facts:
    """Every fact of a contract folder."""

    figures: tuple[ReportedFigure, ...] = ()
    charges: tuple[BilledCharge, ...] = ()
    events: tuple[Event, ...] = ()
    forecasts: tuple[ForecastVolume, ...] = ()
    performed: tuple[Performed, ...] = ()
    relief: tuple[ReliefClaim, ...] = ()
    incidents: tuple[Incident, ...] = ()
    change_orders: tuple[ChangeOrder, ...] = ()
    assertions: tuple[Assertion, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, kind.name) for kind in fields(self))

    def until(self, end: date, where: ZoneInfo) -> Facts:
        """The facts that concern windows up to ``end`` (excluded, as in a Period); instants are dated in ``where``.

        Figures, charges and assertions are told when their days are over: kept if their last day lies before ``end``.
        Everything else is kept if its first day does: an event that goes on, a forecast for the month that has begun, a
        claim for a time that has begun, whenever it was claimed and decided, an incident by its earliest window, a
        responsibility by the earlier of due and done, a change order by the day from which it holds. A fact is kept
        whole.
        """
        return Facts(
            _over(self.figures, end, where),
            _over(self.charges, end, where),
            _begun(self.events, end, where),
            _begun(self.forecasts, end, where),
            _begun(self.performed, end, where),
            _begun(self.relief, end, where),
            _begun(self.incidents, end, where),
            _begun(self.change_orders, end, where),
            _over(self.assertions, end, where),
        )

    def within(self, period: Period, where: ZoneInfo) -> Facts:
        """As :meth:`until` the period's end, without what was over before the period began: last day before it."""
        kept = self.until(period.end, where)
        parts = {kind.name: getattr(kept, kind.name) for kind in fields(kept)}
        return Facts(**{name: _lasting(part, period.first, where) for name, part in parts.items()})

    def digest(self) -> str:
        """``sha256:...`` over the facts as canonical JSON, whatever their order and whichever file they stood in.

        What is not said is left out, so ``12`` and ``12.00``, a file without rows and no file, are the same.
        """
        parts = []
        for kind in sorted(kind.name for kind in fields(self)):
            if facts := getattr(self, kind):
                parts.append(f'"{kind}":[{",".join(sorted(canonical_text(fact, leave=_PLACE) for fact in facts))}]')
        return "sha256:" + hashlib.sha256(f"{{{','.join(parts)}}}".encode()).hexdigest()


NO_FACTS = Facts()
"""A contract folder without fact files."""


def _over(facts: Iterable[F], end: date, where: ZoneInfo) -> tuple[F, ...]:
    return tuple(fact for fact in facts if fact.last_day(where) < end)


def _begun(facts: Iterable[F], end: date, where: ZoneInfo) -> tuple[F, ...]:
    return tuple(fact for fact in facts if fact.first_day(where) < end)


def _lasting(facts: Iterable[F], first: date, where: ZoneInfo) -> tuple[F, ...]:
    return tuple(fact for fact in facts if fact.last_day(where) >= first)


def _day(us: int, where: ZoneInfo) -> date:
    return from_us(us, where).date()


def _given(us: int | None) -> int:
    assert us is not None, "a fact has days or instants"
    return us
