"""A centre simulated over several seeds: figures of every queue, and what the agreement would say of the contacts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from pactline.planning.simulation.centre import Centre
from pactline.planning.simulation.figures import Counts, Estimate, agent_time, count, estimates, mean, ratio
from pactline.planning.simulation.records_out import to_records
from pactline.planning.simulation.running import Run, simulate
from pactline.records.record_set import RecordSet
from pactline.statement.model import Statement, Verdict
from pactline.values.exact import RoundingMode, round_fraction

ALL = "all queues"

Judge = Callable[[RecordSet], Statement]
"""How an agreement looks at records."""


@dataclass(frozen=True)
class Amount:
    """A mean of amounts of money, in the minor unit of their currency, rounded once and half up."""

    value: Decimal
    standard_error: Decimal | None  # None: of a single run

    @classmethod
    def of(cls, amounts: Sequence[Decimal], digits: int) -> Amount:
        """The mean of some amounts, and its standard error."""
        many = len(amounts)
        exact = sum(map(Fraction, amounts), Fraction(0)) / many
        value = round_fraction(exact, digits, RoundingMode.HALF_UP)
        if many == 1:
            return cls(value, None)
        variance = sum(((Fraction(each) - exact) ** 2 for each in amounts), Fraction(0)) / (many - 1) / many
        error = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
        return cls(value, round_fraction(Fraction(error), digits, RoundingMode.HALF_UP))

    def __str__(self) -> str:
        return f"{self.value:,f}" if self.standard_error is None else f"{self.value:,f} ± {self.standard_error:,f}"

    def to_json(self) -> dict[str, str | None]:
        """As text, so that no reader makes a float of it."""
        error = self.standard_error
        return {"value": f"{self.value:f}", "standard_error": None if error is None else f"{error:f}"}


@dataclass(frozen=True)
class Judged:
    """One commitment over the seeds."""

    id: str
    metric: str
    unit: str
    figure: Estimate  # in the unit it is written in; nan where it has no single figure
    missed: Estimate  # the share of the runs that miss it
    credit: Amount  # owed by the provider, less bonuses


@dataclass(frozen=True)
class Outcome:
    """What a centre delivers: by queue, and of all queues where there are several."""

    centre: Centre
    seeds: tuple[int, ...]
    within_s: float
    figures: dict[str, dict[str, Estimate]]
    occupancy: dict[str, Estimate]  # by group
    commitments: tuple[Judged, ...] = ()
    not_due: tuple[str, ...] = ()  # commitments that are not judged in this period
    currency: str = ""

    def __str__(self) -> str:
        from pactline.planning.simulation.telling import outcome_text

        return outcome_text(self)

    def to_json(self) -> dict[str, Any]:
        """Every figure with its standard error; null where there is none."""
        intervals = self.centre.intervals
        return {
            "centre": self.centre.name,
            "seeds": list(self.seeds),
            "within_s": self.within_s,
            "intervals": len(intervals.starts_ms),
            "agent_hours": round(self.centre.agent_hours, 2),
            "staff_cost": str(self.centre.cost),
            "queues": {
                name: {figure: estimate.to_json() for figure, estimate in figures.items()}
                for name, figures in self.figures.items()
            },
            "groups": {
                group.name: {
                    "agent_hours": round(float(group.agents.sum()) * intervals.length_s / 3600, 2),
                    "occupancy": self.occupancy[group.name].to_json(),
                }
                for group in self.centre.groups
            },
            "commitments": [
                {"id": each.id, "metric": each.metric, "unit": each.unit, "figure": each.figure.to_json(),
                 "missed": each.missed.to_json(), "credit": each.credit.to_json()}
                for each in self.commitments
            ],
            "not_due": list(self.not_due),
        }  # fmt: skip


def play(
    centre: Centre,
    seeds: Sequence[int],
    *,
    within_s: float = 20.0,
    judge: Judge | None = None,
    agent_states: bool = False,
    seen: Callable[[int, Run], None] = lambda number, run: None,
) -> Outcome:
    """Run every seed. ``judge`` evaluates each run's contacts (with the agents' time where ``agent_states``);
    ``seen`` is told of each run and its number."""
    counted: dict[str, list[Counts]] = {queue.name: [] for queue in centre.queues}
    whole: list[Counts] = []
    statements: list[Statement] = []
    times: list[list[tuple[float, float]]] = [[] for _ in centre.groups]
    for number, seed in enumerate(seeds):
        run = simulate(centre, seed)
        for place, queue in enumerate(centre.queues):
            counted[queue.name].append(count(run, within_s, place))
        whole.append(count(run, within_s))
        for group, pairs in enumerate(times):
            pairs.append(agent_time(run, [group]))
        if judge is not None:
            statements.append(judge(to_records(run, agent_states=agent_states)))
        seen(number, run)
    figures = {name: estimates(counts) for name, counts in counted.items()}
    if len(figures) > 1:
        figures[ALL] = estimates(whole)
    currency = statements[0].currency if statements else ""
    not_due = tuple(each.id for each in statements[0].not_due) if statements else ()
    occupancy = {
        group.name: ratio([busy for busy, _ in pairs], [duty for _, duty in pairs])
        for group, pairs in zip(centre.groups, times, strict=True)
    }
    return Outcome(centre, tuple(seeds), within_s, figures, occupancy, tuple(_judged(statements)), not_due, currency)


def _judged(statements: Sequence[Statement]) -> list[Judged]:
    found: list[Judged] = []
    for result in statements[0].results if statements else ():
        same = [statement[result.id] for statement in statements]
        values = [math.nan if each.value is None else float(each.value) for each in same]
        money = [each.credit - each.bonus for each in same]
        missed = np.array([each.verdict is Verdict.MISSED for each in same], dtype=np.float64)
        found.append(
            Judged(
                result.id,
                result.commitment.metric,
                str(result.unit),
                _mean(values),
                mean(missed),
                Amount.of(money, statements[0].digits),
            )
        )
    return found


def _mean(values: Sequence[float]) -> Estimate:
    return mean(values) if all(math.isfinite(value) for value in values) else Estimate(math.nan, math.nan)
