"""Critical failure: a failure so grave that the credits of the period give way to something else.

Source: ``contracts.md`` C2: credits that would have accrued do not; the client may withhold a sum and end the contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.amounts import SumOrShare
from pactline.remedies.rules.limits import limit_of, tile_before
from pactline.remedies.rules.lines import Kind, Line, Settling, Unknown, standing, taken_back
from pactline.remedies.rules.trigger import Trigger
from pactline.values.period import Each, Period
from pactline.values.terms import CommitmentName, OneAsList


class CriticalTerms(BaseModel):
    """One critical failure."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    when: Trigger = Field(description="what makes it critical")
    each: Each = Field(description="the period whose credits it replaces")
    replaces: Annotated[Literal["all"] | tuple[CommitmentName, ...], OneAsList] = Field(
        description="the commitments whose credits do not accrue, or all"
    )
    withhold: SumOrShare | None = Field(default=None, description="the sum that is withheld instead; left out: none")


TERMS = CriticalTerms
NAMED = True


def critical(settling: Settling, terms: Mapping[str, CriticalTerms]) -> Settling:
    """The day's lines after every critical failure of the period that the day belongs to.

    On the day of the failure the credits of that day give way, those of earlier days of the period are taken back, and
    the sum is withheld; on later days of the period further credits give way. A second such failure in the same period
    withholds nothing more. A sum that is not known yet is said to be pending.
    """
    for name, failure in terms.items():
        period = tile_before(settling.view.on, failure.each)
        before = any((line.source, line.window) == (f"critical/{name}", period) for line in settling.earlier)
        if failure.when.holds(settling.view):
            failed = settling.view.failed | {name}
            settling = replace(settling, view=replace(settling.view, failed=failed))
        elif not before:
            continue
        settling = _replaced(settling, name, failure, period)
        if not before:
            settling = _withheld(settling, name, failure, period)
    return settling


def _replaced(settling: Settling, name: str, terms: CriticalTerms, period: Period) -> Settling:
    def gives_way(line: Line) -> bool:
        named = terms.replaces == "all" or line.source in terms.replaces
        return line.kind is Kind.CREDIT and named and not line.source.startswith("critical/")

    step = f"critical failure {name}: the credits of {period} do not accrue"
    lines = [line.cut_to(line.left * 0, step) if gives_way(line) else line for line in settling.lines]
    earlier = [line for line in standing(settling.earlier) if gives_way(line) and period.first < line.settles]
    return settling.with_lines([*lines, *(taken_back(line, settling.view.on, step) for line in earlier if line.left)])


def _withheld(settling: Settling, name: str, terms: CriticalTerms, period: Period) -> Settling:
    """The day with the line of the failure; where nothing is withheld, one of nothing, if later days of the period have
    to know of it."""
    if terms.withhold is None and settling.view.on >= period.end:
        return settling
    limit = settling.rounded(Fraction(0))
    steps: tuple[str, ...] = ("nothing is withheld",)
    if terms.withhold is not None:
        try:
            limit, found, _ = limit_of(terms.withhold, settling, period)
            steps = ("withheld", *found)
        except Unknown as unknown:
            settling = settling.waiting(f"critical {name}: {unknown}")
            steps = ("what is withheld is not known yet",)
    return settling.adding(Line(f"critical/{name}", "", period, settling.view.on, Kind.CREDIT, limit, limit, steps))
