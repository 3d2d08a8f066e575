"""How contacts are counted, whatever the metric: level, clock, attribution, roll-up, and what too little data means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from pactline.records.choices import (
    Attribution,
    Clock,
    ClosedHours,
    Level,
    NoData,
    RollUp,
    TransfersIn,
)
from pactline.values.terms import TargetTerm, WholeNumber, text_term


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
    no_data: NoData = Field(description="the verdict on a window in which nothing counted")
    minimum_sample: WholeNumber = Field(
        description="with fewer counted contacts a window is judged as below_minimum says; 0 for none"
    )
    below_minimum: NoData | None = Field(default=None, description="the verdict below the minimum sample")

    def demands(self) -> set[str]:
        """The optional choices that the roll-up and the minimum sample make necessary."""
        wanted: set[str] = set()
        if self.roll_up in (RollUp.MEAN_OF_INTERVALS, RollUp.INTERVALS_MET, RollUp.WORST_INTERVAL):
            wanted.add("interval")
        if self.roll_up in (RollUp.INTERVALS_MET, RollUp.DAYS_MET):
            wanted.add("interval_target")
        if self.minimum_sample:
            wanted.add("below_minimum")
        return wanted

    def needs_better_side(self) -> bool:
        """Whether the roll-up asks which of two figures is the worse."""
        return self.roll_up is RollUp.WORST_INTERVAL


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
    },
}
