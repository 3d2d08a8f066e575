"""A metric between the values of a tag or a column, and whether chance alone would make the differences.

Which of two greetings do customers like better, and is the difference real? Each value has its figure with an interval,
each pair its difference with one; of many pairs some differ by chance, so Holm's method says which still stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

from pactline.records.choices.choosing import Mean, Ratio, Share
from pactline.records.choices.contacts import RollUp
from pactline.records.tables import AGENT_STATES
from pactline.statement.comparison.differences import Good as GoodOf
from pactline.statement.comparison.differences import Interval, Sample, Summed, Tested, difference_of, holm
from pactline.statement.counting.asking import Records, Scope
from pactline.statement.counting.choices_in_words import ChoiceRefused, Named
from pactline.statement.counting.counts import value_json
from pactline.statement.counting.parts import Figure
from pactline.statement.counting.spreading import spreads, together
from pactline.statement.counting.sums import sums_json
from pactline.statement.measuring import Measured, asked_of, everything, measure, tag_value
from pactline.values.period import Period
from pactline.values.target import Unit

MOST_VALUES = 20
LEVELS = (Fraction(50), Fraction(9999, 100))  # percent: what a level may be
_PLACES = Decimal("0.000001")
METHODS = {
    "share": "Newcombe's method and the pooled test",
    "sums": "Welch's method, each row by itself",
}


@dataclass(frozen=True)
class Value:
    """One value of the tag or column, with its figure."""

    name: str
    figure: Figure
    sample: Sample | None  # None: its figure has no interval
    interval: Interval | None

    @property
    def cautions(self) -> str:
        """Why its interval is rough; empty where it is not."""
        return self.sample.caution if self.sample else ""


@dataclass(frozen=True)
class Pair:
    """Two values, and what to think of their difference."""

    names: tuple[str, str]
    tested: Tested
    holm: Decimal | None  # its tail among all pairs
    shown: bool | None  # whether it stands at the level; None where chance has not been asked


@dataclass(frozen=True)
class Between:
    """The figures of all values, and the differences of all pairs."""

    named: Named
    by: str
    level: Fraction  # percent
    values: tuple[Value, ...]  # in order of their names
    without: int  # contacts that count and have no value
    pairs: tuple[Pair, ...]
    method: str  # how the intervals are made: a key of METHODS; empty where there are none
    why_not: str = ""  # why there are none

    @property
    def unit(self) -> Unit:
        """The unit of the figures."""
        return self.named.metric.unit

    def __str__(self) -> str:
        from pactline.statement.comparison.between_text import render_between

        return render_between(self)

    def to_json(self) -> dict[str, Any]:
        """As in ``compare --between --json``."""
        return {
            "metric": self.named.metric.name,
            "with": self.named.words(),
            "between": self.by,
            "level": f"{_decimal(self.level / 100):f}",
            "method": METHODS.get(self.method),
            "no_interval": self.why_not or None,
            "unit": self.unit.value,
            "values": [self._value_json(value) for value in self.values],
            "without": self.without,
            "differences": [self._pair_json(pair) for pair in self.pairs],
        }

    def _value_json(self, value: Value) -> dict[str, Any]:
        counts = value.figure.counts
        return {
            "value": value.name,
            "counted": counts.counted,
            "good": counts.good,
            **sums_json(counts),
            "unknown": counts.unknown,
            "figure": value_json(self.unit, value.figure.value),
            "interval": self._interval_json(value.interval),
            "caution": value.cautions or None,
        }

    def _pair_json(self, pair: Pair) -> dict[str, Any]:
        return {
            "between": list(pair.names),
            "difference": value_json(self.unit, pair.tested.value),
            "interval": self._interval_json(pair.tested.interval),
            "p": None if pair.tested.beyond is None else f"{_places(pair.tested.beyond):f}",
            "p_holm": None if pair.holm is None else f"{_places(pair.holm):f}",
            "shown": pair.shown,
        }

    def _interval_json(self, interval: Interval | None) -> dict[str, str] | None:
        if interval is None:
            return None
        ratio = Decimal(100 if self.unit is Unit.PERCENT else 1)
        with localcontext(Context(prec=50)):
            low, high = (_places(edge / ratio) for edge in interval)
        return {"low": f"{low:f}", "high": f"{high:f}"}


def _places(value: Decimal) -> Decimal:
    """Rounded to six places, and never -0."""
    with localcontext(Context(prec=50)):
        return value.quantize(_PLACES) + 0


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def parse_level(text: str) -> Fraction:
    """``95``, ``95 %`` or ``99.9``, in percent. Raises ChoiceRefused."""
    from pactline.values.exact import exact_decimal

    try:
        found = exact_decimal(text.strip().removesuffix("%").strip())
    except ValueError:
        found = Fraction(0)
    if not LEVELS[0] <= found <= LEVELS[1]:
        raise ChoiceRefused(f"{text!r} is no level of confidence; write a percentage from 50 to 99.99, such as 95")
    return found


def compare_between(
    records: Records,
    named: Named,
    by: str,
    *,
    level: Fraction = Fraction(95),
    period: Period | None = None,
    where: ZoneInfo | None = None,
    scope: Scope | None = None,
) -> Between:
    """The metric for every value of ``by`` (tag:NAME, queue, channel, agent, ...), and the difference of every pair.

    Contacts without a value are told and not compared. Raises ChoiceRefused, also for more than MOST_VALUES values.
    """
    if named.counting.roll_up is not RollUp.CONTACT_WEIGHTED:
        raise ChoiceRefused("compare takes all contacts of a value together; leave roll_up out")
    if by.startswith("interval:") or by in ("day", "month"):
        raise ChoiceRefused(f"compare looks at values such as tag:greeting or queue, not at {by!r}")
    measured = measure(records, named, period=period, where=where, by=[by], scope=scope).rows
    with_value = [row for row in measured if row.by[by] is not None and row.figure.counts.counted]
    if len(with_value) > MOST_VALUES:
        raise ChoiceRefused(f"{by} has {len(with_value)} values; at most {MOST_VALUES} can be compared in pairs")
    why_not, samples = _samples(records, named, by, with_value, period, where, scope or Scope())
    values = tuple(_value(row, by, samples.get(str(row.by[by])), level) for row in with_value)
    return Between(
        named,
        by,
        level,
        values,
        sum(row.figure.counts.counted for row in measured if row.by[by] is None),
        _pairs(values, level),
        "" if why_not else "share" if isinstance(named.chosen, Share) else "sums",
        why_not,
    )


def _value(row: Measured, by: str, sample: Sample | None, level: Fraction) -> Value:
    interval = None if sample is None else sample.interval(level / 100)
    return Value(str(row.by[by]), row.figure, sample, interval)


def _samples(
    records: Records, named: Named, by: str, rows: list[Measured], period: Period | None, where: ZoneInfo | None,
    scope: Scope,
) -> tuple[str, Mapping[str, Sample]]:  # fmt: skip
    """What the intervals are made of, by value; or why there are none."""
    chosen = named.chosen
    if isinstance(chosen, Share):
        return "", {str(row.by[by]): GoodOf(row.figure.counts.good or 0, row.figure.counts.counted) for row in rows}
    if not isinstance(chosen, Mean | Ratio):
        return "a maximum, a percentile and a count have no interval here", {}
    if chosen.rows is not None and AGENT_STATES.name in chosen.rows.tables:
        return "stretches of agents' time are no sample of independent rows", {}
    within = period.span(where) if period and where else everything(records, named, where)
    if within is None:
        return "", {}
    question = asked_of(named, scope, None, period, where, within)
    tag = by.removeprefix("tag:") if by.startswith("tag:") else None
    found: dict[str, Summed] = {}
    for text, sample in spreads(records, question, within, "tags" if tag else by).items():
        name = tag_value(text, tag) if tag else text
        if name is not None and sample.whole:
            known = found.get(name)
            found[name] = sample if known is None else together(known, sample)
    counted = {str(row.by[by]): row.figure.counts.counted for row in rows}
    if any(sample.rows != counted.get(name) for name, sample in found.items()):
        return "some of it comes from a source that only counts: nobody knows how its contacts are spread", {}
    return "", found


def _pairs(values: tuple[Value, ...], level: Fraction) -> tuple[Pair, ...]:
    compared = [
        (one, other) for one, other in combinations(values, 2) if None not in (one.figure.value, other.figure.value)
    ]
    found = [_tested(one, other, level) for one, other in compared]
    asked = [place for place, tested in enumerate(found) if tested.beyond is not None]
    tails = dict(zip(asked, holm([found[place].beyond or Decimal(0) for place in asked]), strict=True))
    pairs = []
    for place, ((one, other), tested) in enumerate(zip(compared, found, strict=True)):
        tail = tails.get(place)
        shown = None
        if tail is not None and tested.interval is not None:
            low, high = tested.interval
            shown = not low <= 0 <= high and tail <= 1 - _decimal(level / 100)
        pairs.append(Pair((one.name, other.name), tested, tail, shown))
    return tuple(pairs)


def _tested(one: Value, other: Value, level: Fraction) -> Tested:
    if one.sample is not None and other.sample is not None:
        return difference_of(one.sample, other.sample, level / 100)
    assert one.figure.value is not None
    assert other.figure.value is not None
    return Tested(one.figure.value - other.figure.value)
