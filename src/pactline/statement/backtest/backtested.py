"""What a back-test holds: the terms, the sweeps, and what came of each of them in each period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from pactline.agreement.model import Agreement
from pactline.agreement.versions import Versions
from pactline.statement.model import Cap, Statement, Verdict
from pactline.values.money import minor_digits
from pactline.values.period import Period


@dataclass(frozen=True)
class Terms:
    """One set of terms: the agreement's own (the first, A) or others."""

    label: str
    name: str
    file: str
    agreement: Agreement | Versions = field(repr=False)
    notes: tuple[str, ...] = ()  # what was done to them so that they can be replayed

    @property
    def text(self) -> Agreement:
        """The terms as they were last."""
        return self.agreement.last.agreement if isinstance(self.agreement, Versions) else self.agreement


@dataclass(frozen=True)
class Trial:
    """One value of a sweep: the terms with it, or why there are none."""

    value: Decimal
    written: str  # as the agreement would have it: ``at least 85 %``
    agreement: Agreement | None = field(repr=False)
    refused: str = ""
    is_present: bool = False  # the value that stands in the agreement


@dataclass(frozen=True)
class Sweep:
    """One number of the agreement's own terms through many values."""

    path: str
    commitment: str | None
    is_target: bool
    trials: tuple[Trial, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """A verdict that is another one than under the agreement's own terms; None where nothing falls due."""

    commitment: str
    before: Verdict | None
    after: Verdict | None

    def __str__(self) -> str:
        one, other = ("not promised" if v is None else v.replace("_", " ") for v in (self.before, self.after))
        return f"{self.commitment} {one} -> {other}"


@dataclass(frozen=True)
class Row:
    """One period under one set of terms."""

    period: Period
    verdicts: Mapping[str, Verdict]
    missed: int  # windows
    judged: int  # windows that were met or missed
    credits: Decimal
    bonuses: Decimal
    dues: Decimal
    caps: tuple[Cap, ...]
    pending: tuple[str, ...]  # what could not be settled, and is in no sum

    @classmethod
    def of(cls, statement: Statement) -> Row:
        """What a back-test keeps of a statement."""
        windows = [window.verdict for result in statement for window in result.windows]
        missed = windows.count(Verdict.MISSED)
        return cls(
            period=statement.period,
            verdicts={result.id: result.verdict for result in statement},
            missed=missed,
            judged=missed + windows.count(Verdict.MET),
            credits=statement.credits,
            bonuses=statement.bonuses,
            dues=statement.dues,
            caps=statement.caps,
            pending=statement.pending,
        )

    @property
    def net(self) -> Decimal:
        """Positive is owed by the provider, negative by the client."""
        return self.credits - self.bonuses - self.dues

    @property
    def cut(self) -> Decimal:
        """What caps and the like took off."""
        return sum((cap.cut for cap in self.caps), Decimal(0))


@dataclass(frozen=True)
class CapUse:
    """How often a limit was reached over all periods, and how much it cut off."""

    name: str
    periods: int  # in which it cut
    cut: Decimal


@dataclass(frozen=True)
class Course:
    """All periods under one set of terms."""

    rows: tuple[Row, ...]

    def _sum(self, name: str) -> Decimal:
        return sum((getattr(row, name) for row in self.rows), Decimal(0))

    @cached_property
    def credits(self) -> Decimal:
        """What the provider would have owed, after caps."""
        return self._sum("credits")

    @cached_property
    def bonuses(self) -> Decimal:
        """What the client would have owed for service better than promised."""
        return self._sum("bonuses")

    @cached_property
    def dues(self) -> Decimal:
        """What the client would have owed besides."""
        return self._sum("dues")

    @property
    def net(self) -> Decimal:
        """Credits less what the client owes."""
        return self.credits - self.bonuses - self.dues

    @property
    def missed(self) -> int:
        """Windows that were missed."""
        return sum(row.missed for row in self.rows)

    @property
    def judged(self) -> int:
        """Windows that were met or missed."""
        return sum(row.judged for row in self.rows)

    @property
    def worst_for_provider(self) -> Row:
        """The period in which the provider owes most; the first of equals."""
        return max(self.rows, key=lambda row: row.net)

    @property
    def worst_for_client(self) -> Row:
        """The period in which the client receives least, or owes most; the first of equals."""
        return min(self.rows, key=lambda row: row.net)

    @property
    def caps(self) -> tuple[CapUse, ...]:
        """Every limit that there is, also one that was never reached."""
        found: dict[str, list[Decimal]] = {}
        for row in self.rows:
            cut: dict[str, Decimal] = {}
            for cap in row.caps:
                name = cap.name if cap.rule in ("caps", "at_risk") else f"{cap.rule}/{cap.name}"
                cut[name] = cut.get(name, Decimal(0)) + cap.cut
            for name, amount in cut.items():
                found.setdefault(name, []).append(amount)
        return tuple(CapUse(name, sum(c != 0 for c in cuts), sum(cuts, Decimal(0))) for name, cuts in found.items())

    @property
    def pending(self) -> int:
        """How many sums could not be settled."""
        return sum(len(row.pending) for row in self.rows)

    @property
    def times_cut(self) -> int:
        """Periods in which some limit cut off money."""
        return sum(any(cap.cut for cap in row.caps) for row in self.rows)

    @property
    def cut(self) -> Decimal:
        """What limits cut off."""
        return self._sum("cut")


@dataclass(frozen=True)
class Point:
    """One value of a sweep and what came of it; None where the agreement cannot hold that value."""

    trial: Trial
    course: Course | None


@dataclass(frozen=True)
class Swept:
    """A sweep with what came of each value, in order of value."""

    sweep: Sweep
    points: tuple[Point, ...]

    @property
    def present(self) -> Point:
        """The point at which the agreement stands."""
        return next(point for point in self.points if point.trial.is_present)


@dataclass(frozen=True)
class Backtest:
    """Every set of terms over the same periods, and every sweep."""

    terms: tuple[Terms, ...]
    periods: tuple[Period, ...]
    courses: tuple[Course, ...]  # one for each set of terms
    sweeps: tuple[Swept, ...] = ()

    @property
    def own(self) -> Agreement:
        """The agreement's own terms: who the parties are, and in what they count."""
        return self.terms[0].text

    @property
    def digits(self) -> int:
        """Decimals of the currency's minor unit."""
        return minor_digits(self.own.currency)

    @property
    def days(self) -> Period:
        """All periods together."""
        return Period(self.periods[0].first, self.periods[-1].end)

    def changes(self, course: int, row: int) -> list[Change]:
        """The verdicts of a period that are other ones than under the agreement's own terms."""
        own, other = self.courses[0].rows[row].verdicts, self.courses[course].rows[row].verdicts
        ids = [*own, *(id for id in other if id not in own)]
        return [Change(id, own.get(id), other.get(id)) for id in ids if own.get(id) != other.get(id)]

    def to_json(self) -> dict[str, Any]:
        """As in ``backtest --json``; the published schema is ``backtest.schema.json``."""
        from pactline.statement.backtest.as_json import backtest_json

        return backtest_json(self)

    def __str__(self) -> str:
        from pactline.statement.backtest.text import render_text

        return render_text(self)
