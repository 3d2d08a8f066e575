"""What an agreement says, once it has been read: typed, complete and without contradiction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from pactline.values.cadence import Cadence
from pactline.values.calendar import Calendar
from pactline.values.dated import Dated
from pactline.values.exact import RoundingMode, ShareRounding
from pactline.values.period import Each, Period
from pactline.values.target import Target, Unit


@dataclass(frozen=True)
class Rounding:
    """How figures are rounded before comparison, and amounts to the minor unit."""

    shares: ShareRounding | None  # None: each commitment says its own
    money: RoundingMode


@dataclass(frozen=True)
class Service:
    """What is promised for: contacts of certain channels and queues, in certain hours."""

    id: str
    title: str
    channels: tuple[str, ...]  # empty: every channel
    queues: tuple[str, ...]  # empty: every queue
    direction: str | None  # None: every direction
    hours: Calendar
    hours_name: str  # the calendar's name, or "always"


@dataclass(frozen=True)
class Charge:
    """What the client pays, of which remedies may take a share: exactly one of amount, billed, next, and share of."""

    id: str
    each: Each  # of ``next``: that of the charge it follows
    amount: Dated[Decimal] | None
    billed: bool = False  # charges.csv says how much
    next: str | None = None  # the charge whose following period is meant
    share: Fraction | None = None  # percent
    of: str | None = None


@dataclass(frozen=True)
class RemedyTerms:
    """A remedy or bonus: its shape and the shape's own terms."""

    shape: str  # the name of a file in ``remedies/``
    terms: Any  # what that file's function takes as its second argument
    when: Target | None = None  # a bonus: the mark the figure must reach; None for a remedy, whose mark is the target
    modifiers: Mapping[str, Any] = field(default_factory=dict)  # the name of a file in ``remedies/modifiers/`` -> terms


@dataclass(frozen=True)
class Ratchet:
    """A target that gets stricter by itself."""

    contract_year: bool  # with the contract year; else with the calendar year
    by: Fraction  # in the target's unit
    when_kept: bool  # only after a year without a miss
    since: date | None = None  # the years are counted from this day; None: from the first day of the term


@dataclass(frozen=True)
class Commitment:
    """One promise. A commitment with several tiers is read as one of these per tier, with ids ``voice/10 s``."""

    id: str
    title: str
    clause: str
    service: Service
    metric: str
    arguments: Mapping[str, Any]  # the metric's own choices, typed
    counting: Any  # the choices every metric shares (``records.counting.Counting``)
    each: Cadence
    target: Dated[Target]
    rounding: ShareRounding  # of the figure, before it is compared
    unit: Unit  # what the metric's figure is written in
    higher_is_better: bool | None  # of the metric's figure; None: neither, as for volume
    remedy: RemedyTerms | None
    bonus: RemedyTerms | None
    line: int  # where it stands in the file
    text: str | None = None  # the clause as people read it, with placeholders
    by: str = "provider"  # who promises: provider or client
    measured: str = "records"  # by what: records, figures or events
    ratchet: Ratchet | None = None
    report: Any = None  # until when the figure must be reported (schema.ReportShape)
    report_only_until: date | None = None
    part_windows: str | None = None  # whole, prorated, not_judged; None where the term cuts no window


@dataclass(frozen=True)
class AtRisk:
    """The most that the credits of one month may come to: a share of a charge of that month."""

    percent: Fraction
    of: str  # a charge


@dataclass(frozen=True)
class Agreement:
    """One contract."""

    name: str
    provider: str
    client: str
    term: Period
    zone: ZoneInfo
    currency: str
    rounding: Rounding
    calendars: Mapping[str, Calendar]
    services: Mapping[str, Service]
    charges: Mapping[str, Charge]
    commitments: tuple[Commitment, ...]
    at_risk: AtRisk | None
    digest: str  # sha256: of the exact bytes of the file
    file: str
    text: str
    rules: Mapping[str, Any] = field(default_factory=dict)  # key at the top of the file -> terms, by name where named
    order: tuple[str, ...] = ()  # the rules that work on money, first to last
    prose: Mapping[str, Any] = field(
        default_factory=dict
    )  # what only the document needs: purpose, parties, clauses ...

    def rule(self, name: str) -> Any:
        """The terms of a rule (by name, where a rule has names); empty where the agreement has none."""
        return self.rules.get(name) or {}

    def __getitem__(self, commitment_id: str) -> Commitment:
        """The commitment of that id. Raises KeyError."""
        for commitment in self.commitments:
            if commitment.id == commitment_id:
                return commitment
        raise KeyError(commitment_id)


@dataclass(frozen=True)
class Vocabulary:
    """The words an agreement may use, given by the rooms above this one."""

    metrics: Mapping[str, Any]  # name -> metrics.Metric: .terms, .demands, .higher_is_better, .unit, .title
    remedies: Mapping[str, Any]  # name -> remedies.Remedy: .terms, .title, .most
    modifiers: Mapping[str, Any]  # name -> remedies.modifiers.Modifier: .terms, .title
    rules: Mapping[str, Any]  # name -> remedies.rules.Rule: .terms, .named, .title
    counting: Any  # the model of the choices every metric shares (``records.counting.Counting``)
    conventions: Mapping[str, Mapping[str, str]]  # named sets of choices
    channels: tuple[str, ...]
    directions: tuple[str, ...]
