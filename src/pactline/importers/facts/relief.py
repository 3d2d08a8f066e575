"""``relief.yaml``: claims that a time or a volume is not held against the provider, and what was decided of them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema, create_model, model_validator

from pactline.agreement.parts import Part
from pactline.agreement.shape import Shape
from pactline.agreement.terms import Text
from pactline.agreement.yaml_text import TextNode
from pactline.importers.facts.codes import REMEDIES
from pactline.importers.facts.entries import Entries, EntryFile, FactDay, within_reach
from pactline.importers.facts.row import instant
from pactline.importers.fault import Fault
from pactline.records.canonical import canonical_text
from pactline.records.columns import CHANNELS, DIRECTIONS
from pactline.records.facts import Decision, FaultOf, ReliefClaim
from pactline.values.period import Period
from pactline.values.terms import WholeNumber, fault, parse_day, text_term

_CHANNEL: Any = Literal[CHANNELS]
_DIRECTION: Any = Literal[DIRECTIONS]


def _moment(text: str) -> date | int:
    """A day, or an instant in microseconds since 1970 UTC. Raises ValueError."""
    if "T" not in text:
        return within_reach(parse_day(text))
    try:
        return instant(text, "the instant")
    except Fault as wrong:
        raise ValueError(wrong.message.removesuffix(".")) from None


_Moment = Annotated[
    date | int,
    text_term(_moment, "RELIEF_TIME", REMEDIES["RELIEF_TIME"]),
    WithJsonSchema(
        {"type": "string", "description": "a day, or an instant with its offset", "examples": ["2025-06-03"]}
    ),
]


class VolumeShape(Shape):
    """Which contacts of the time are meant: those that fit every key."""

    queues: tuple[Text, ...] | None = Field(default=None, min_length=1, description="those of these queues")
    channels: tuple[_CHANNEL, ...] | None = Field(default=None, min_length=1, description="those that came this way")
    direction: _DIRECTION | None = Field(default=None, description="those of this direction")

    @model_validator(mode="after")
    def _says_something(self) -> VolumeShape:
        if not self.model_fields_set:
            raise fault("RELIEF_VOLUME", "the volume says nothing", REMEDIES["RELIEF_VOLUME"])
        return self

    def words(self) -> dict[str, tuple[str, ...]]:
        """The keys that are given, each with its words."""
        said = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: (word,) if isinstance(word, str) else word for name, word in said.items() if word is not None}


class CountsShape(Shape):
    """What is taken out of a figure that was measured elsewhere."""

    counted: WholeNumber = Field(description="how many contacts that counted")
    good: WholeNumber = Field(description="how many of those were good")

    @model_validator(mode="after")
    def _good_are_counted(self) -> CountsShape:
        if self.good > self.counted:
            message = f"{self.good:,} good of {self.counted:,} counted"
            raise fault("RELIEF_FIGURES", message, REMEDIES["RELIEF_FIGURES"])
        return self


_FIELDS: dict[str, Any] = {
    "cause": (Text, Field(description="the cause, in the words of the agreement")),
    "from": (_Moment, Field(description="the first day, or the instant it began")),
    "to": (_Moment, Field(description="the last day (itself included), or the instant it was over")),
    "commitments": (
        tuple[Text, ...],
        Field(default=(), min_length=1, description="the commitments it is claimed for; left out: all of them"),
    ),
    "volume": (
        VolumeShape | None,
        Field(default=None, description="only these contacts: queues, channels, direction; left out: all of the time"),
    ),
    "claimed": (FactDay, Field(description="the day it was claimed")),
    "decision": (Decision, Field(description="what was decided")),
    "decided_by": (Text, Field(default="", description="who decided")),
    "decided_on": (FactDay | None, Field(default=None, description="the day of the decision")),
    "evidence": (Text, Field(default="", description="where this can be looked up")),
    "fault_of": (FaultOf | None, Field(default=None, description="whose fault it was")),
    "figures": (
        dict[str, CountsShape],
        Field(default={}, description="by commitment: counted and good to take out of a figure measured elsewhere"),
    ),
}
ReliefShape = create_model("ReliefShape", __base__=Shape, __doc__="One claim.", **_FIELDS)

FILE = EntryFile(
    "relief.yaml",
    "Claims for relief, by their ids, and what was decided of them.",
    "relief claim",
    ReliefShape,
    """\
R-2025-03:
  cause: storm
  from: 2025-06-03T06:00:00+02:00
  to: 2025-06-03T18:00:00+02:00
  commitments: [prompt-answer]
  claimed: 2025-06-05
  decision: accepted
  decided_by: M. Weber, Aurora Energy
  decided_on: 2025-06-12
  evidence: weather service bulletin 118
  fault_of: nobody
R-2025-04:
  cause: power-cut
  from: 2025-06-20
  to: 2025-06-21
  claimed: 2025-06-30
  decision: open
  figures: {abandonment: {counted: 900, good: 150}}
""",
)


def read_relief(path: Path) -> tuple[ReliefClaim, ...]:
    """The claims of a file, in its order. Raises Problems with every fault."""
    entries, found = Entries(path, FILE), []
    for name, part in entries:
        _check_decision(entries, part)
        days, start_us, end_us = _time(entries, part)
        if not part.unread:
            volume, figures = part["volume"], part["figures"]
            found.append(
                ReliefClaim(
                    id=name,
                    cause=part["cause"],
                    start_us=start_us,
                    end_us=end_us,
                    days=days,
                    claimed=part["claimed"],
                    decision=part["decision"],
                    commitments=part["commitments"],
                    volume=volume.words() if volume else None,
                    decided_by=part["decided_by"],
                    decided_on=part["decided_on"],
                    evidence=part["evidence"],
                    fault_of=part["fault_of"],
                    figures={commitment: dict(counts) for commitment, counts in figures.items()},
                    file=entries.report.file,
                    line=part.node.line,
                )
            )
    _tell_twice(entries, found)
    entries.stop()
    return tuple(found)


def _tell_twice(entries: Entries, found: list[ReliefClaim]) -> None:
    """One claim under two ids would take the same volume out twice."""
    seen: dict[str, ReliefClaim] = {}
    for claim in found:
        earlier = seen.setdefault(canonical_text(claim, leave=("id", "file", "line")), claim)
        if earlier is not claim:
            message = f"the relief claim `{claim.id}` says the same as `{earlier.id}` in line {earlier.line}"
            entries.report.problem("FACT_TWICE", TextNode("", claim.line, 1), message, REMEDIES["FACT_TWICE"])


def _time(entries: Entries, part: Part) -> tuple[Period | None, int | None, int | None]:
    """The days, or the two instants, of a claim; a fault goes to the report."""
    begins, ends = part["from"], part["to"]
    if isinstance(begins, date) and isinstance(ends, date) and begins <= ends:
        return Period(begins, ends + timedelta(days=1)), None, None
    if isinstance(begins, int) and isinstance(ends, int) and begins < ends:
        return None, begins, ends
    if begins is not None and ends is not None:
        mixed = isinstance(begins, date) is not isinstance(ends, date)
        message = "one of from and to is a day, the other an instant" if mixed else "it does not end after it begins"
        entries.fault("RELIEF_TIME", part, "to", message)
    return None, None, None


def _check_decision(entries: Entries, part: Part) -> None:
    """Decided claims say by whom and when, open ones do not; a decision does not come before the claim."""
    decision, by, on = part["decision"], part["decided_by"], part["decided_on"]
    if decision is None or part.unread & {"decided_by", "decided_on"}:
        return
    said = [key for key, value in (("decided_by", by), ("decided_on", on)) if value]
    if decision == "open" and said:
        entries.fault("RELIEF_DECISION", part, said[0], f"the decision is open, yet {' and '.join(said)} is given")
    elif decision != "open" and len(said) < 2:
        lacking = " and ".join({"decided_by", "decided_on"} - set(said))
        entries.fault("RELIEF_DECISION", part, "decision", f"the claim is {decision}, and {lacking} is not said")
    elif on and part["claimed"] and on < part["claimed"]:
        entries.fault(
            "RELIEF_DECISION", part, "decided_on", f"decided on {on}, before it was claimed on {part['claimed']}"
        )
