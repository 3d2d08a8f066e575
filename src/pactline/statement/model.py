"""A statement: what was counted, what it is worth, and every step in between."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pactline.agreement.model import Commitment
from pactline.records.choices.choosing import Chosen
from pactline.remedies.miss import Past
from pactline.remedies.rules.duties import Duty
from pactline.remedies.rules.lines import Kind, Line
from pactline.remedies.rules.presumptions import Presumption
from pactline.remedies.rules.renewal import Renewal
from pactline.remedies.rules.responsibilities import Owed
from pactline.remedies.rules.rights import Right
from pactline.remedies.rules.settlement import Settlement
from pactline.statement.counting.counts import Counts
from pactline.statement.shown.figures import compared_text as compared_text
from pactline.statement.shown.figures import figure_text as figure_text
from pactline.statement.shown.figures import judged_figure as judged_figure
from pactline.statement.shown.figures import result_figure as result_figure
from pactline.statement.windows.coverage import Coverage
from pactline.values.period import Period
from pactline.values.target import Target, Unit

if TYPE_CHECKING:
    from pactline.statement.counting.interval_parts import IntervalPart
    from pactline.statement.evidence import Evidence
    from pactline.statement.windows.relieving import Touch


class Verdict(StrEnum):
    """What became of a promise in a window."""

    MET = "met"
    MISSED = "missed"
    EXCUSED = "excused"  # missed, and relief excuses it
    SUSPENDED = "suspended"  # the standard did not apply
    NO_DATA = "no_data"  # nothing counted (or too little), and the agreement says that is no verdict
    REPORT_ONLY = "report_only"  # reported, and agreed not to be judged


_STRONGEST = (Verdict.MISSED, Verdict.MET, Verdict.EXCUSED, Verdict.SUSPENDED, Verdict.REPORT_ONLY)
"""Of a commitment with several windows the first of these that any has is its verdict."""


@dataclass(frozen=True)
class Amount:
    """A sum of money with the steps that lead to it, rounded once."""

    exact: Fraction
    rounded: Decimal  # in the currency's minor unit
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Window:
    """One promise in one window."""

    period: Period
    target: Target
    counts: Counts
    value: Fraction | None  # exact, in the unit it is written in: percent, seconds, contacts
    as_compared: Fraction | None  # after the agreed rounding
    verdict: Verdict
    notes: tuple[str, ...] = ()
    credit: Amount | None = None  # owed by the provider
    bonus: Amount | None = None  # owed by the client
    parts: int | None = None
    parts_met: int | None = None
    settles: Period | None = None  # the tile in which it is judged; None: the period itself
    points: Fraction | None = None  # what it brings into a points scheme
    returned: Amount | None = None  # an earlier credit that it earns back, owed by the client
    pending: str = ""  # what must be known before it can be settled
    relief: tuple[Touch, ...] = ()  # every claim that concerns it
    value_without: Fraction | None = None  # the figure before relief took anything out; None where it took nothing
    counts_without: Counts | None = None
    verdict_without: Verdict | None = None  # the verdict without relief, where it differs
    evidence: tuple[str, ...] = ()  # of figures measured elsewhere


@dataclass(frozen=True)
class Day:
    """One local day of a commitment, for the chart and the eye."""

    day: date
    counts: Counts
    value: Fraction | None


@dataclass(frozen=True)
class Result:
    """What became of one commitment in the period: its windows and what they add up to."""

    commitment: Commitment
    chosen: Chosen
    unit: Unit
    choices: Mapping[str, str]
    windows: tuple[Window, ...]
    counts: Counts
    value: Fraction | None  # of all windows together; None where it would not be the figure that was judged
    days: tuple[Day, ...]
    evidence: Evidence | None = field(default=None, compare=False, repr=False)
    earlier: tuple[Past, ...] = field(default=(), compare=False, repr=False)  # windows remembered, oldest first
    intervals: tuple[IntervalPart, ...] = field(default=(), compare=False, repr=False)  # where kept ones are counted

    @property
    def id(self) -> str:
        """The commitment's id."""
        return self.commitment.id

    @property
    def verdict(self) -> Verdict:
        """Missed if any window was missed, met if at least one was met and none missed; else what it was not judged
        for."""
        verdicts = {window.verdict for window in self.windows}
        return next((v for v in _STRONGEST if v in verdicts), Verdict.NO_DATA)

    @property
    def credit(self) -> Decimal:
        """What the side that made the promise owes for it, before caps."""
        return sum((w.credit.rounded for w in self.windows if w.credit), Decimal(0))

    @property
    def bonus(self) -> Decimal:
        """What the client owes for this commitment."""
        return sum((w.bonus.rounded for w in self.windows if w.bonus), Decimal(0))

    @property
    def returned(self) -> Decimal:
        """What of earlier credits the client owes back."""
        return sum((w.returned.rounded for w in self.windows if w.returned), Decimal(0))

    @property
    def owed(self) -> Decimal:
        """What this commitment brings the client, before caps; below zero what it costs the client."""
        own = self.credit if self.commitment.by == "provider" else -self.credit
        return own - self.bonus - self.returned

    def explain(self) -> str:
        """The clause, the counts, the working and the contacts behind them, as text."""
        from pactline.statement.shown.explaining import explain

        return explain(self)

    def __str__(self) -> str:
        return self.explain()


@dataclass(frozen=True)
class Cap:
    """A limit on the money of some time, and what it cut off in this statement."""

    rule: str  # at_risk, caps, pools or floors
    name: str
    period: Period  # the time whose money is limited together
    base: str  # the charge the limit is a share of; empty for a fixed sum
    limit: Decimal
    steps: tuple[str, ...]  # how the limit comes about
    used: Decimal  # of it, by what was settled before this statement
    before: Decimal
    after: Decimal

    @property
    def cut(self) -> Decimal:
        """What is not owed because of it; below zero where a floor raises what is owed."""
        return self.before - self.after


@dataclass(frozen=True)
class InForce:
    """A text of the agreement and the day from which it holds."""

    first: date
    digest: str
    name: str


@dataclass(frozen=True)
class NotDue:
    """A commitment none of whose windows ends in the period."""

    id: str
    settles_in: Period | None  # the window now running; None when the term is over or has not begun


@dataclass(frozen=True)
class Statement:
    """The result of an agreement over the records of a period."""

    agreement: str
    provider: str
    client: str
    agreement_digest: str
    record_set: str | None  # None where every figure is measured elsewhere
    rules: str
    period: Period
    zone: str
    currency: str
    digits: int  # decimals of the currency's minor unit
    results: tuple[Result, ...]
    caps: tuple[Cap, ...]
    coverage: Coverage
    not_due: tuple[NotDue, ...]
    lines: tuple[Line, ...] = ()  # every amount, with what the rules have left of it
    rights: tuple[Right, ...] = ()  # open at some time in the period
    duties: tuple[Duty, ...] = ()  # brought about in the period
    presumptions: tuple[Presumption, ...] = ()
    responsibilities: tuple[Owed, ...] = ()  # due for the period
    pending: tuple[str, ...] = ()  # what cannot be settled yet, and why
    settlement: Settlement | None = None
    renewal: Renewal | None = None
    facts: str | None = None  # digest of the facts besides the records; None without any
    earlier: str | None = None  # digest of what is remembered of earlier windows; None where nothing is
    texts: tuple[InForce, ...] = ()  # the texts in force in the period

    def __getitem__(self, commitment_id: str) -> Result:
        """The result of one commitment. Raises KeyError."""
        for result in self.results:
            if result.id == commitment_id:
                return result
        raise KeyError(f"{commitment_id!r}; settled are {', '.join(result.id for result in self.results)}")

    def __iter__(self) -> Iterator[Result]:
        return iter(self.results)

    def _of(self, *kinds: Kind) -> Decimal:
        return sum((line.left for line in self.lines if line.kind in kinds), self._zero)

    @property
    def credits(self) -> Decimal:
        """What the provider owes, after caps."""
        return self._of(Kind.CREDIT)

    @property
    def bonuses(self) -> Decimal:
        """What the client owes for service better than promised."""
        return self._of(Kind.BONUS)

    @property
    def dues(self) -> Decimal:
        """What the client owes besides: for its own promises, for credits earned back, for change orders."""
        return self._of(Kind.RETURN, Kind.DUE)

    @property
    def net(self) -> Decimal:
        """Credits less what the client owes: positive is owed by the provider, negative by the client."""
        return self.credits - self.bonuses - self.dues

    @property
    def _zero(self) -> Decimal:
        return Decimal(0).scaleb(-self.digits)

    def money(self, amount: Decimal) -> str:
        """An amount with the currency's decimals, such as ``2400.00``."""
        return f"{self._zero + amount:f}"

    def to_json(self) -> dict[str, Any]:
        """As in ``evaluate --json``; the published schema is ``statement.schema.json``."""
        from pactline.statement.shown.as_json import statement_json

        return statement_json(self)

    @property
    def canonical(self) -> bytes:
        """The statement as bytes that do not depend on how it is printed: what the digest is taken of."""
        return json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """sha256 of :attr:`canonical`."""
        return "sha256:" + hashlib.sha256(self.canonical).hexdigest()

    def explain(self, name: str) -> str:
        """One commitment, or one line of a rule such as ``caps/year`` or ``points/service-points``, step by step.

        Raises KeyError for a name that the statement says nothing of.
        """
        from pactline.statement.shown.explaining import explain
        from pactline.statement.shown.explaining_rules import explain_rule

        settled = any(result.id == name for result in self.results)
        return explain(self[name], self) if settled else explain_rule(self, name)

    def __str__(self) -> str:
        from pactline.statement.shown.text import render_text

        return render_text(self)
