"""When a rule acts: conditions on verdicts and figures, written as keys and never as an expression."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pactline.remedies.amounts import OneOrMore
from pactline.remedies.miss import Past
from pactline.remedies.rules.view import JUDGED, View
from pactline.values.period import months_after
from pactline.values.terms import CommitmentName, MonthsTerm, OneAsList, TargetTerm, fault, name_of

Commitments = Annotated[tuple[CommitmentName, ...], OneAsList, Field(min_length=1)]


class Trigger(BaseModel):
    """One condition; of several keys that stand side by side all must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    ASKED_WITH: ClassVar[dict[str, str]] = {"excused": "in_a_row"}  # a choice -> the key that makes it necessary

    missed: Commitments | None = Field(default=None, description="one of these commitments was missed")
    figure: CommitmentName | None = Field(default=None, description="the figure of this commitment is looked at")
    is_: TargetTerm | None = Field(
        default=None, alias="is", description="what the figure must be, such as at least 3 %"
    )
    in_a_row: OneOrMore | None = Field(default=None, description="so many windows in a row, this one the last")
    excused: Literal["break", "skip"] | None = Field(
        default=None, description="what a window without a verdict does to windows in a row"
    )
    times: OneOrMore | None = Field(default=None, description="so many windows, this one among them")
    within: MonthsTerm | None = Field(default=None, description="the months in which they must lie, up to this window")
    reached: name_of("caps") | None = Field(default=None, description="this cap cut something")  # type: ignore[valid-type]
    failure: name_of("critical") | None = Field(default=None, description="this critical failure")  # type: ignore[valid-type]
    unperformed: name_of("responsibilities") | None = Field(  # type: ignore[valid-type]
        default=None, description="this responsibility was due and not done in time"
    )
    all_: tuple[Trigger, ...] | None = Field(default=None, alias="all", description="all of these hold")
    any_: tuple[Trigger, ...] | None = Field(default=None, alias="any", description="at least one of these holds")

    @model_validator(mode="after")
    def _complete(self) -> Trigger:
        looked_at = self.missed or self.figure
        if not any((looked_at, self.reached, self.failure, self.unperformed, self.all_, self.any_)):
            raise fault(
                "AGR_TRIGGER", "the condition says nothing", "name what must happen, such as missed: COMMITMENT"
            )
        if (self.figure is None) is not (self.is_ is None):
            remedy = "write both, such as figure: misdirected, is: at least 3 %"
            raise fault("AGR_TRIGGER", "`figure` and `is` go together", remedy)
        if (self.in_a_row or self.times) and not looked_at:
            raise fault("AGR_TRIGGER", "nothing is said that could happen so often", "add missed: COMMITMENT")
        if (self.in_a_row is None) is not (self.excused is None):
            remedy = "write excused: break or excused: skip beside in_a_row"
            message = "windows in a row need `excused`: does a window without a verdict break the row?"
            raise fault("AGR_TRIGGER", message if self.in_a_row else "`excused` is about windows in a row", remedy)
        if (self.times is None) is not (self.within is None):
            remedy = "write both, such as times: 4, within: 12 months"
            raise fault("AGR_TRIGGER", "`times` and `within` go together", remedy)
        return self

    def holds(self, view: View) -> bool:
        """Whether the condition holds on the day of the view."""
        parts = [
            self.reached is None or self.reached in view.reached,
            self.failure is None or self.failure in view.failed,
            self.unperformed is None or self.unperformed in view.unperformed,
            self.all_ is None or all(part.holds(view) for part in self.all_),
            self.any_ is None or any(part.holds(view) for part in self.any_),
            not self._looked_at or any(self._happened(name, view) for name in self._looked_at),
        ]
        return all(parts)

    @property
    def _looked_at(self) -> tuple[str, ...]:
        return self.missed or ((self.figure,) if self.figure else ())

    def _happened(self, name: str, view: View) -> bool:
        return any(self._happened_at_last(run, view) for run in view.runs(name))

    def _happened_at_last(self, run: tuple[Past, ...], view: View) -> bool:
        if not self._hit(run[-1]):
            return False
        if self.in_a_row is not None:
            return _in_a_row([self._hit(p) if _known(p) else None for p in run], self.excused) >= self.in_a_row
        if self.times is not None:
            assert self.within is not None
            since = months_after(view.on, -self.within)
            return sum(self._hit(p) for p in run if p.window.end > since) >= self.times
        return True

    def _hit(self, past: Past) -> bool:
        if self.is_ is not None:
            return past.figure is not None and self.is_.kept_by(past.figure)
        return past.verdict == "missed"


def _known(past: Past) -> bool:
    return past.verdict in JUDGED


def _in_a_row(hits: list[bool | None], excused: str | None) -> int:
    """How many hits the sequence ends with; a None (no verdict) ends it or is passed over."""
    length = 0
    for hit in reversed(hits):
        if hit is None and excused == "skip":
            continue
        if not hit:
            break
        length += 1
    return length
