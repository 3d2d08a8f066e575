"""What a metric returns: not a number, but which contacts count and what is made of them.

Value, interval series, drill-down and comparison all follow from the choice. A figure is a share, a mean, a maximum, a
percentile, a count or a ratio of sums; each says the unit it is written in. ``rows`` says which rows are looked at,
where these are not the contacts themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

import narwhals as nw

from pactline.records.views.looking import Rows
from pactline.values.target import Unit


@dataclass(frozen=True)
class Share:
    """Good contacts over counted contacts, in percent. ``good`` chooses among the counted; elsewhere it is ignored."""

    counted: nw.Expr
    good: nw.Expr
    unsure: nw.Expr | None = None  # among the counted: those that an unknown wait kept from being good or left out
    unit: Unit = Unit.PERCENT
    rows: Rows | None = None
    undecided: nw.Expr | None = None  # of what would count: what only later records can tell. Left out, and reported
    said: str = ""  # of the unsure or undecided, after how many contacts they are: "of unknown wrap: left out"


@dataclass(frozen=True)
class Mean:
    """Sum of a duration over the contacts that count. A counted contact with an unknown duration adds nothing to
    either side and is reported as unknown."""

    counted: nw.Expr
    duration_ms: nw.Expr
    unit: Unit = Unit.SECONDS
    rows: Rows | None = None


@dataclass(frozen=True)
class Longest:
    """The greatest duration among the contacts that count."""

    counted: nw.Expr
    duration_ms: nw.Expr
    unit: Unit = Unit.SECONDS
    rows: Rows | None = None


@dataclass(frozen=True)
class Percentile:
    """The smallest duration that at least ``percent`` % of the counted contacts do not exceed (nearest rank)."""

    counted: nw.Expr
    duration_ms: nw.Expr
    percent: int
    unit: Unit = Unit.SECONDS
    rows: Rows | None = None


@dataclass(frozen=True)
class Count:
    """How many contacts count."""

    counted: nw.Expr
    unit: Unit = Unit.CONTACTS
    rows: Rows | None = None


@dataclass(frozen=True)
class Ratio:
    """The sum of ``part`` over the sum of ``whole``, times ``scale``: busy seconds over paid seconds, a mean score."""

    counted: nw.Expr  # the rows it is made of
    part: nw.Expr  # a whole number of each, never null among the counted
    whole: nw.Expr  # likewise
    scale: int | Fraction = 100
    unit: Unit = Unit.PERCENT
    rows: Rows | None = None
    unsure: nw.Expr | None = None  # among the counted: those that something unknown kept from being whole or part
    undecided: nw.Expr | None = None  # of what would count: what nothing tells (yet). Left out, and reported
    said: str = ""  # as for a share


class Forecasting(Enum):
    """What is made of contacts and their forecast."""

    ACCURACY = "accuracy"  # 1 minus the sum of the misses over the sum of what came
    VARIANCE = "variance"  # what came beyond the forecast, over the forecast


@dataclass(frozen=True)
class AgainstForecast(Ratio):
    """The contacts that count against the forecast of their service, which only a contract folder knows."""

    forecasting: Forecasting = Forecasting.ACCURACY


@dataclass(frozen=True)
class Reported:
    """No contacts: the figure is measured elsewhere, in the unit that the agreement says."""

    counted: nw.Expr
    unit: Unit
    rows: Rows | None = None


Chosen: TypeAlias = Share | Mean | Longest | Percentile | Count | Ratio | Reported
