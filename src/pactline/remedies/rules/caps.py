"""Caps: the most that credits (or bonuses) may come to in a period, one after the other in the order they are written.

Source: ``contracts.md`` C2, C3, C24; caps per commitment, per service, month, year, rolling months and in aggregate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.amounts import SumOrShare
from pactline.remedies.rules.limits import limit_of
from pactline.remedies.rules.lines import Cut, Kind, Line, Settling, Unknown, shared_out, standing, total
from pactline.values.cadence import Cadence
from pactline.values.period import Period, months_after
from pactline.values.terms import CadenceTerm, CommitmentName, OneAsList, name_of


class CapTerms(BaseModel):
    """One cap."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    on: Annotated[Literal["all"] | tuple[CommitmentName, ...], OneAsList] = Field(
        default="all", description="all, or the commitments it limits together"
    )
    services: tuple[name_of("services"), ...] | None = Field(  # type: ignore[valid-type]
        default=None, description="only the commitments of these services"
    )
    limits: Literal["credits", "bonuses"] = Field(default="credits", description="what is limited")
    each: Literal["term"] | CadenceTerm = Field(
        description="the period it limits: month, contract year, rolling 12 months, or term for the whole agreement"
    )
    at_most: SumOrShare = Field(description="the most: a sum, or a share of a charge")

    def covers(self, line: Line) -> bool:
        """Whether a line counts against this cap."""
        kind = Kind.CREDIT if self.limits == "credits" else Kind.BONUS
        named = self.on == "all" or line.source in self.on or line.source.split("/")[0] in self.on
        return line.kind is kind and named and (self.services is None or line.service in self.services)


TERMS = CapTerms
NAMED = True


def caps(settling: Settling, terms: Mapping[str, CapTerms]) -> Settling:
    """The day's lines after every cap.

    A cap leaves what room earlier days of its period have not used. What is over is cut from the day's lines in
    proportion, in whole coins. Of a sum that changes, the one in force when the period begins holds; of a rolling
    period, and of the whole term, the one in force on the last day that is settled. A cap that is a share of what is
    not known yet is said to be pending, and cuts nothing.
    """
    for name, cap in terms.items():
        try:
            settling = _capped(settling, name, cap)
        except Unknown as unknown:
            settling = settling.waiting(f"caps {name}: {unknown}")
    return settling


def _capped(settling: Settling, name: str, cap: CapTerms) -> Settling:
    period = period_of(cap.each, settling)
    tile = not isinstance(cap.each, str) and not cap.each.rolling
    limit, steps, base = limit_of(cap.at_most, settling, period, None if tile else settling.view.on - timedelta(days=1))
    lines = [line for line in settling.lines if cap.covers(line)]
    earlier = standing(settling.earlier) if cap.limits == "credits" else settling.earlier
    used = total(line for line in earlier if cap.covers(line) and period.first < line.settles <= period.end)
    before = total(lines)
    after = min(before, max(limit - used, limit - limit))
    cut = Cut("caps", name, period, base, limit, steps, used, before, after)
    if after == before:
        return settling.with_lines(settling.lines, cut)
    left = f"cap {name} of {settling.money(limit)} for {period}"
    if used:
        left += f", of which {settling.money(used)} is used"
    shared = iter(shared_out(lines, after, settling.digits, f"{left}: cut in proportion"))
    lines_now = [next(shared) if cap.covers(line) else line for line in settling.lines]
    view = replace(settling.view, reached=settling.view.reached | {name})
    return replace(settling.with_lines(lines_now, cut), view=view)


def period_of(each: Literal["term"] | Cadence, settling: Settling) -> Period:
    """The period of a cap that the settlement day belongs to: its tile, or as far back as a rolling one reaches."""
    if isinstance(each, str):
        return settling.term
    start = each.start(settling.view.on - timedelta(days=1), settling.term)
    end = each.next(start, settling.term)
    if each.months is not None:
        return Period(months_after(end, -each.months), end)
    return Period(settling.view.on - timedelta(days=each.days), end) if each.days is not None else Period(start, end)
