"""What labour rules may say: the typed shape of ``rules.yaml``. Lengths are minutes, money is Decimal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Literal

from pydantic import Field, model_validator

from pactline.planning.shifts.terms import (
    DAY_MIN,
    Clock,
    Currency,
    DayList,
    Minutes,
    Seconds,
    Shape,
    Weekdays,
    Whole,
    WordList,
    Words,
    Yes,
)
from pactline.values.terms import Money, Percent, fault


class Starts(Shape):
    """When a shift may begin, on the local clock; a latest start before the earliest lies on the next day."""

    earliest: Clock
    latest: Clock
    every: Minutes = 30

    @model_validator(mode="after")
    def _some(self) -> Starts:
        if self.every < 5:
            raise fault("SHIFT_STARTS", "starts lie less than 5 minutes apart", "write every: 5 min or more")
        return self

    def minutes(self) -> range:
        """The starts as minutes after midnight of the shift's own day."""
        last = self.latest if self.latest >= self.earliest else self.latest + DAY_MIN
        return range(self.earliest, last + 1, self.every)


class BreakRule(Shape):
    """A break: how long, whether paid, and how long after the start of the shift it begins at earliest and latest."""

    name: Words = "break"
    length: Minutes
    paid: Yes = False
    earliest: Minutes = Field(alias="from")
    latest: Minutes = Field(alias="to")


class Between(Shape):
    """How long an agent works between two breaks."""

    at_least: Minutes = 0
    at_most: Minutes | None = None


class ShiftKind(Shape):
    """One kind of shift; ``lengths`` run from start to end with all breaks inside."""

    lengths: tuple[Minutes, ...] = Field(min_length=1)
    starts: Starts
    days: Weekdays = frozenset(range(7))
    breaks: tuple[BreakRule, ...] = ()
    work_between_breaks: Between = Between()
    per_hour: Money | None = None
    at_most_per_day: Whole | None = None

    @model_validator(mode="after")
    def _possible(self) -> ShiftKind:
        for length in self.lengths:
            self._fits(length)
        return self

    def _fits(self, length: int) -> None:
        """Refuse a length in which the breaks cannot lie one after the other."""
        if not 0 < length <= DAY_MIN:
            raise fault("SHIFT_LENGTH", f"a shift of {length} min", "write lengths up to 24 h")
        low = high = 0  # between when the break before may end at earliest and at latest
        between = self.work_between_breaks
        for place, each in enumerate(self.breaks):
            if each.length <= 0 or each.latest < each.earliest:
                raise fault("SHIFT_BREAK", f"the break {each.name} has no length or ends before it begins",
                            "write a length, and to: not before from:")  # fmt: skip
            early = max(each.earliest, low + between.at_least if place else 0)
            late = min(each.latest, length - each.length)
            late = late if between.at_most is None else min(late, high + between.at_most)
            if early > late:
                raise fault("SHIFT_BREAK", f"the break {each.name} does not fit into a shift of {length} min",
                            "move its from: and to:, change work_between_breaks, or make the shift longer")  # fmt: skip
            low, high = early + each.length, late + each.length
        if self.breaks and between.at_most is not None and length - high > between.at_most:
            raise fault("SHIFT_BREAK", f"after the last break more than {between.at_most} min of work are left",
                        "move its to: later, add a break, or raise work_between_breaks: at_most")  # fmt: skip


class AtMostLeast(Shape):
    """A floor and a ceiling in hours."""

    at_least: Minutes = 0
    at_most: Minutes | None = None


class WeekRules(Shape):
    """What holds for one agent over a week, Monday to Sunday."""

    days_on: Whole = 5
    days_off_in_a_row: Whole = 2
    days_in_a_row: Whole = 6
    hours: AtMostLeast = AtMostLeast()
    rest: Minutes = 11 * 60
    weekend: Literal["any", "both_or_none", "free"] = "any"
    nights_in_a_row: Whole | None = None
    edge: Literal["open", "cyclic"] = "open"

    @model_validator(mode="after")
    def _possible(self) -> WeekRules:
        if self.days_on + self.days_off_in_a_row > 7:
            raise fault(
                "SHIFT_WEEK",
                f"{self.days_on} days on and {self.days_off_in_a_row} off are more than a week",
                "lower days_on or days_off_in_a_row so that they are 7 at most",
            )
        if self.days_on < 1:
            raise fault("SHIFT_WEEK", "nobody works with days_on: 0", "write days_on: 1 or more")
        if self.hours.at_most is not None and self.hours.at_least > self.hours.at_most:
            raise fault("SHIFT_WEEK", "hours: at_least is more than at_most", "put the smaller one at at_least")
        return self


class Night(Shape):
    """The hours that count as night, on the local clock."""

    start: Clock = Field(default=22 * 60, alias="from")
    end: Clock = Field(default=6 * 60, alias="to")
    surcharge: Percent = Fraction(0)

    def holds(self, minute: int) -> bool:
        """Whether a minute of the day lies in the night."""
        return self.start <= minute < self.end if self.start <= self.end else not self.end <= minute < self.start


class Holidays(Shape):
    """Public holidays: their surcharge and their days."""

    surcharge: Percent = Fraction(0)
    days: DayList = ()


class Costs(Shape):
    """What an hour of paid time costs, and the surcharges on it; of several the highest is paid."""

    currency: Currency = "EUR"
    per_hour: Money = Decimal(20)
    night: Night = Night()
    sunday: Percent = Fraction(0)
    holidays: Holidays = Holidays()


class Overtime(Shape):
    """How much longer a shift may be made, in steps, and the surcharge on that time."""

    at_most: Minutes = 120
    every: Minutes = 30
    surcharge: Percent = Fraction(25)


class Shortfall(Shape):
    """What an agent that is missing costs: by contacts that are not answered in time, or by the hour."""

    per_contact: Money | None = None
    within: Seconds = 20.0
    patience: Seconds | None = None
    per_agent_hour: Money | None = None

    @model_validator(mode="after")
    def _one(self) -> Shortfall:
        if (self.per_contact is None) == (self.per_agent_hour is None):
            raise fault("SHIFT_SHORTFALL", "a shortfall has one price", "write per_contact: or per_agent_hour:")
        return self


class Fairness(Shape):
    """What unevenness and refused wishes weigh against money, in the currency of the costs."""

    weekend: Money = Decimal(20)
    night: Money = Decimal(10)
    wish: Money = Decimal(15)


class Rules(Shape):
    """Labour rules as a whole."""

    rules: Words
    shifts: dict[str, ShiftKind] = Field(min_length=1)
    breaks_every: Minutes = 15
    week: WeekRules = WeekRules()
    costs: Costs = Costs()
    overtime: Overtime | None = None
    shortfall: Shortfall = Shortfall(per_contact=Decimal(20))
    fairness: Fairness = Fairness()
    pools: dict[str, WordList] = Field(default={})

    @model_validator(mode="after")
    def _week_can_be_worked(self) -> Rules:
        longest = max(self.paid_minutes(kind, length) for kind in self.shifts.values() for length in kind.lengths)
        if self.week.hours.at_least > longest * self.week.days_on:
            raise fault(
                "SHIFT_WEEK",
                f"{self.week.hours.at_least / 60:g} paid hours a week do not fit into {self.week.days_on} days: "
                f"the longest shift has {longest / 60:g} paid hours",
                "lower week: hours: at_least, or allow longer shifts or more days_on",
            )
        return self

    @staticmethod
    def paid_minutes(kind: ShiftKind, length: int) -> int:
        """The paid minutes of a shift: its length without the unpaid breaks."""
        return length - sum(each.length for each in kind.breaks if not each.paid)

    def grain_min(self, *others: int) -> int:
        """The longest step in minutes in which every time of these rules, and of the others, can be told."""
        return gcd(*others, *self._times())

    def _times(self) -> Iterator[int]:
        yield self.breaks_every
        for kind in self.shifts.values():
            yield from kind.lengths
            yield from (kind.starts.earliest, kind.starts.every)
            for each in kind.breaks:
                yield from (each.length, each.earliest, each.latest)
        if self.overtime:
            yield self.overtime.every
