"""Critical failure: a failure so grave that the credits of the period give way to something else.

Source: ``contracts.md`` C2: credits that would have accrued do not; the client may withhold a sum and end the contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from pactline.remedies.rules.limits import Limit, limit_of, tile_before
from pactline.remedies.rules.lines import Kind, Line, Settling
from pactline.remedies.rules.trigger import Trigger
from pactline.values.period import Each, Period
from pactline.values.terms import CommitmentName


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) and value != "all" else value


class CriticalTerms(BaseModel):
    """One critical failure."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    when: Trigger = Field(description="what makes it critical")
    each: Each = Field(description="the period whose credits it replaces")
    replaces: Annotated[Literal["all"] | tuple[CommitmentName, ...], BeforeValidator(_as_list)] = Field(
        description="the commitments whose credits do not accrue, or all"
    )
    withhold: Limit | None = Field(default=None, description="the sum that is withheld instead; left out: none")


TERMS = CriticalTerms
NAMED = True


def critical(settling: Settling, terms: Mapping[str, CriticalTerms]) -> Settling:
    """The day's lines after every critical failure that happened on it."""
    for name, failure in terms.items():
        if failure.when.holds(settling.view):
            period = tile_before(settling.view.on, failure.each)
            settling = _replaced(settling, name, failure, period)
    return settling


def _replaced(settling: Settling, name: str, terms: CriticalTerms, period: Period) -> Settling:
    def gives_way(line: Line) -> bool:
        return line.kind is Kind.CREDIT and (terms.replaces == "all" or line.source in terms.replaces)

    step = f"critical failure {name}: the credits of {period} do not accrue"
    lines = [line.cut_to(line.left * 0, step) if gives_way(line) else line for line in settling.lines]
    view = replace(settling.view, failed=settling.view.failed | {name})
    settling = replace(settling.with_lines(lines), view=view)
    if terms.withhold is None:
        return settling
    limit, steps, _ = limit_of(terms.withhold, settling, period)
    line = Line(f"critical/{name}", "", period, settling.view.on, Kind.CREDIT, limit, limit, ("withheld", *steps))
    return settling.adding(line)
