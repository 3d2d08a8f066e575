"""What simulated months come to when the engine that writes statements has judged them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from pactline.planning.risk.planned_counts import PlannedMonth
from pactline.statement.evaluating import replay
from pactline.statement.model import Statement, Verdict
from pactline.statement.windows.history import History
from pactline.values.exact import RoundingMode, round_fraction

_SURE = 1.959964
"""Standard deviations on either side that hold 95 of 100."""


@dataclass(frozen=True)
class Scored:
    """What is kept of the statement of one simulated month."""

    verdicts: Mapping[str, Verdict]
    figures: Mapping[str, Fraction | None]
    credits: Decimal
    bonuses: Decimal
    rights: tuple[str, ...]  # those that opened in it

    @classmethod
    def of(cls, statement: Statement) -> Scored:
        """The part of a statement that risk is about."""
        minor_unit = Decimal(1).scaleb(-statement.digits)
        return cls(
            verdicts={result.id: result.verdict for result in statement},
            figures={result.id: result.value for result in statement},
            credits=statement.credits.quantize(minor_unit),
            bonuses=statement.bonuses.quantize(minor_unit),
            rights=tuple(
                right.id for right in statement.rights if statement.period.first < right.opened <= statement.period.end
            ),
        )

    @property
    def net(self) -> Decimal:
        """What the provider owes, less what the client owes."""
        return self.credits - self.bonuses


@dataclass(frozen=True)
class Chance:
    """How often something happened in simulated months."""

    times: int
    of: int

    @property
    def share(self) -> float:
        """The share of the months; 0 of no months."""
        return self.times / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval: in 95 of 100 runs it holds the chance that endless simulation would show."""
        if not self.of:
            return 0.0, 1.0
        n, p, z = self.of, self.share, _SURE
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(middle - half, 0.0), min(middle + half, 1.0)


@dataclass(frozen=True)
class Risk:
    """What the months of one plan came to."""

    scored: tuple[Scored, ...]
    judged: tuple[str, ...]  # the ids of the commitments that planned contacts were judged by

    @property
    def months(self) -> int:
        """How many months were simulated."""
        return len(self.scored)

    @cached_property
    def any_missed(self) -> Chance:
        """How often at least one commitment was missed."""
        return self._chance(Verdict.MISSED in [each.verdicts.get(id) for id in self.judged] for each in self.scored)

    def missed(self, id: str) -> Chance:
        """How often a commitment was missed."""
        return self._chance(each.verdicts.get(id) is Verdict.MISSED for each in self.scored)

    def figures(self, id: str) -> NDArray[np.float64]:
        """The figures of a commitment that there were, in the unit it is written in."""
        return np.array([float(f) for each in self.scored if (f := each.figures.get(id)) is not None])

    @property
    def rights(self) -> dict[str, Chance]:
        """Every right that opened in any month, and how often."""
        names = sorted({right for each in self.scored for right in each.rights})
        return {name: self._chance(name in each.rights for each in self.scored) for name in names}

    @property
    def credits(self) -> Decimal:
        """What the provider owes in a month, on average."""
        return self._mean([each.credits for each in self.scored])

    @property
    def bonuses(self) -> Decimal:
        """What the client owes in a month for service better than promised, on average."""
        return self._mean([each.bonuses for each in self.scored])

    @property
    def net(self) -> Decimal:
        """Credits less bonuses, on average."""
        return self.credits - self.bonuses

    @property
    def net_error(self) -> float:
        """The standard error of the net."""
        nets = np.array([float(each.net) for each in self.scored])
        return float(nets.std(ddof=1) / sqrt(len(nets))) if len(nets) > 1 else 0.0

    def net_quantile(self, share: float) -> Decimal:
        """The net that this share of the months does not exceed (nearest rank)."""
        nets = sorted(each.net for each in self.scored)
        return nets[min(max(int(np.ceil(share * len(nets))) - 1, 0), len(nets) - 1)]

    def typical(self) -> int:
        """The number of a month in the middle: of those whose verdicts came most often, the one with the median net."""
        patterns: dict[tuple[tuple[str, Verdict], ...], list[int]] = {}
        for number, each in enumerate(self.scored):
            patterns.setdefault(tuple(each.verdicts.items()), []).append(number)
        usual = max(patterns.values(), key=len)
        return sorted(usual, key=lambda number: (self.scored[number].net, number))[(len(usual) - 1) // 2]

    def _chance(self, happened: Iterator[bool]) -> Chance:
        return Chance(sum(happened), self.months)

    @staticmethod
    def _mean(amounts: Sequence[Decimal]) -> Decimal:
        """In whole minor units of the currency, as the amounts are."""
        if not amounts:
            return Decimal(0)
        digits = max(-int(each.as_tuple().exponent) for each in amounts)
        return round_fraction(Fraction(sum(amounts, Decimal(0))) / len(amounts), digits, RoundingMode.HALF_UP)


def score(month: PlannedMonth, ways: Sequence[NDArray[np.int64]], earlier: History | None) -> Iterator[Scored]:
    """Simulated months, judged one by one. ``ways`` holds for each queue the contacts by month, place and way out;
    ``earlier`` what the agreement remembers when the period begins."""
    for number in range(len(ways[0]) if ways else 0):
        counted = month.counted([each[number] for each in ways], folded=True)
        (statement,) = replay(month.agreement, [month.period], counted, earlier=earlier)
        yield Scored.of(statement)
