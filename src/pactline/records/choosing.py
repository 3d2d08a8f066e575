"""What a metric returns: not a number, but which contacts count and what is made of them.

Value, interval series, drill-down and comparison all follow from the choice. A figure is a share, a mean, a maximum, a
percentile or a count; each says the unit it is written in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import narwhals as nw

from pactline.values.target import Unit


@dataclass(frozen=True)
class Share:
    """Good contacts over counted contacts, in percent. ``good`` chooses among the counted; elsewhere it is ignored."""

    counted: nw.Expr
    good: nw.Expr
    unsure: nw.Expr | None = None  # among the counted: those that an unknown wait kept from being good or left out
    unit: Unit = Unit.PERCENT


@dataclass(frozen=True)
class Mean:
    """Sum of a duration over the contacts that count. A counted contact with an unknown duration adds nothing to
    either side and is reported as unknown."""

    counted: nw.Expr
    duration_ms: nw.Expr
    unit: Unit = Unit.SECONDS


@dataclass(frozen=True)
class Longest:
    """The greatest duration among the contacts that count."""

    counted: nw.Expr
    duration_ms: nw.Expr
    unit: Unit = Unit.SECONDS


@dataclass(frozen=True)
class Percentile:
    """The smallest duration that at least ``percent`` % of the counted contacts do not exceed (nearest rank)."""

    counted: nw.Expr
    duration_ms: nw.Expr
    percent: int
    unit: Unit = Unit.SECONDS


@dataclass(frozen=True)
class Count:
    """How many contacts count."""

    counted: nw.Expr
    unit: Unit = Unit.CONTACTS


@dataclass(frozen=True)
class Reported:
    """No contacts: the figure is measured elsewhere, in the unit that the agreement says."""

    counted: nw.Expr
    unit: Unit


Chosen: TypeAlias = Share | Mean | Longest | Percentile | Count | Reported
