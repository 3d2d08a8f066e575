"""How contacts are counted, whatever the metric: level, clock, attribution, roll-up, and what too little data means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from pactline.records.choices.contacts import (
    Attribution,
    BeforeFull,
    Clock,
    ClosedHours,
    Level,
    NoData,
    Over,
    RollUp,
    TransfersIn,
)
from pactline.values.cadence import Cadence
from pactline.values.target import Unit
from pactline.values.terms import TargetTerm, WholeNumber, text_term

IN_INTERVALS = frozenset(
    {RollUp.MEAN_OF_INTERVALS, RollUp.INTERVALS_MET, RollUp.WORST_INTERVAL, RollUp.INTERVALS_MISSED}
)
IN_DAYS = frozenset({RollUp.DAYS_MET, RollUp.DAYS_MISSED})
SHARE_MET = frozenset({RollUp.INTERVALS_MET, RollUp.DAYS_MET})
MANY_MISSED = frozenset({RollUp.INTERVALS_MISSED, RollUp.DAYS_MISSED})


def _parse_interval(text: str) -> int:
    words = text.strip().removesuffix("min").removesuffix("m").strip()
    if words not in ("15", "30", "60"):
        raise ValueError(f"{text!r} is not an interval")
    return int(words)


Interval = Annotated[
    int,
    text_term(_parse_interval, "AGR_INTERVAL", "write 15 min, 30 min or 60 min"),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "description": "15, 30 or 60 minutes",
            "pattern": r"^(15|30|60)\s*(m|min)?$",
            "examples": ["30 min", "15 min", "60 min"],
        }
    ),
]


class Counting(BaseModel):
    """The choices every metric shares. None has a default: conventions are named, or each is written out."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    level: Level = Field(description="what counts as one")
    clock: Clock = Field(description="when the wait begins")
    attribution: Attribution = Field(description="which instant decides where a contact belongs")
    closed_hours: ClosedHours = Field(description="contacts outside the opening hours")
    transfers_in: TransfersIn = Field(description="visits that began by a transfer from an agent")
    roll_up: RollUp = Field(description="how intervals become one figure")
    interval: Interval | None = Field(default=None, description="length of the intervals, where the roll-up has them")
    interval_target: TargetTerm | None = Field(
        default=None, description="what an interval or a day must keep to be met"
    )
    over_months: Over | None = Field(default=None, description="how the months of a rolling window become one figure")
    before_full: BeforeFull | None = Field(
        default=None, description="a rolling window that is longer than the term so far"
    )
    no_data: NoData = Field(description="the verdict on a window in which nothing counted")
    minimum_sample: WholeNumber = Field(
        description="with fewer counted contacts a window is judged as below_minimum says; 0 for none"
    )
    below_minimum: NoData | None = Field(default=None, description="the verdict below the minimum sample")

    def demands(self, each: Cadence | None = None) -> set[str]:
        """The optional choices that the roll-up, the minimum sample and the window (None: any plain one) need."""
        wanted: set[str] = set()
        if self.roll_up in IN_INTERVALS:
            wanted.add("interval")
        if self.roll_up in SHARE_MET | MANY_MISSED:
            wanted.add("interval_target")
        if each is not None and each.months is not None:
            wanted.add("over_months")
        if each is not None and each.rolling:
            wanted.add("before_full")
        if self.minimum_sample:
            wanted.add("below_minimum")
        return wanted

    @classmethod
    def asked_by(cls, key: str) -> tuple[str, ...]:
        """The choices that make an optional one necessary."""
        asking = {"below_minimum": ("minimum_sample",), "over_months": ("each",), "before_full": ("each",)}
        return asking.get(key, ("roll_up",))

    def own_figure(self) -> tuple[Unit, bool] | None:
        """Unit and better side (True: higher) of a figure that is about kept intervals or days; None where it is the
        metric's own."""
        if self.roll_up in SHARE_MET:
            return Unit.PERCENT, True
        return (Unit.CONTACTS, False) if self.roll_up in MANY_MISSED else None

    def needs_better_side(self, each: Cadence | None = None) -> bool:
        """Whether the roll-up, or a window that is its worst stretch, asks which of two figures is the worse."""
        worst_stretch = each is not None and each.any and self.own_figure() is None
        return self.roll_up is RollUp.WORST_INTERVAL or worst_stretch


# Named sets of readings. A published set never changes; another reading is another name.
CONVENTIONS: Mapping[str, Mapping[str, str]] = {
    "common-2026": {
        "level": "queue_visit",
        "clock": "queue",
        "attribution": "offered",
        "closed_hours": "exclude",
        "transfers_in": "count",
        "roll_up": "contact_weighted",
        "no_data": "excluded",
        "minimum_sample": "0",
        "flow_outs": "exclude",
        "callbacks": "exclude",
        "refused": "exclude",
        "unrecorded": "as_zero",
        "automatic_replies": "ignore",
    },
}
