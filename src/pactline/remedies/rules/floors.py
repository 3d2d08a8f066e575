"""Floors: credits of a period below a sum are not worth paying, or are raised to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.amounts import SumOrShare
from pactline.remedies.rules.limits import limit_of, tile_before
from pactline.remedies.rules.lines import Cut, Kind, Line, Settling, Unknown, earned_back, standing, taken_back, total
from pactline.values.period import Each, Period


class FloorTerms(BaseModel):
    """One floor."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    each: Each = Field(description="the period whose credits are added up")
    under: SumOrShare = Field(description="the sum: credits that come to less are below the floor")
    then: Literal["waived", "raised"] = Field(description="waived: nothing is paid; raised: the sum itself is paid")


TERMS = FloorTerms
NAMED = True


def floors(settling: Settling, terms: Mapping[str, FloorTerms]) -> Settling:
    """The day's lines after every floor whose period ends on that day.

    The credits of the whole period decide. Below the floor the last day's are waived and what earlier days have
    credited is taken back; or all together are raised. Nothing at all stays nothing: a floor never makes a credit where
    none is owed. A period that the term cuts ends with it.
    """
    for name, floor in terms.items():
        period = tile_before(settling.view.on, floor.each, settling.term)
        if period.end == settling.view.on:
            try:
                settling = _floored(settling, name, floor, period)
            except Unknown as unknown:
                settling = settling.waiting(f"floors {name}: {unknown}")
    return settling


def _floored(settling: Settling, name: str, floor: FloorTerms, period: Period) -> Settling:
    credits = [line for line in settling.lines if line.kind is Kind.CREDIT]
    earlier = _still_paid(settling, period)
    used = total(earlier)
    before = total(credits)
    limit, steps, base = limit_of(floor.under, settling, period)
    if not 0 < before + used < limit:
        return settling
    after = Decimal(0) if floor.then == "waived" else limit - used
    cut = Cut("floors", name, period, base, limit, steps, used, before, after)
    if floor.then == "raised":
        raised = limit - used - before
        step = f"credits of {period} come to {settling.money(before + used)}: raised to {settling.money(limit)}"
        line = Line(f"floors/{name}", "", period, settling.view.on, Kind.CREDIT, raised, raised, (step,))
        return settling.with_lines([*settling.lines, line], cut)
    step = f"floor {name}: {settling.money(before + used)} in {period} is under {settling.money(limit)}: waived"
    lines = [line.cut_to(line.left * 0, step) if line in credits else line for line in settling.lines]
    lines += [taken_back(line, settling.view.on, step) for line in earlier if line.left]
    return settling.with_lines(lines, cut)


def _still_paid(settling: Settling, period: Period) -> list[Line]:
    """The credits of earlier days of the period as they still stand, less what the client has given back of them: a
    credit that was earned back is not taken back a second time."""
    known = [*settling.earlier, *settling.lines]
    given = earned_back(line for line in known if period.first < line.settles <= period.end)
    found = []
    for line in standing(settling.earlier):
        if period.first < line.settles <= period.end:
            back = min(line.left, given.get(line.source, line.left * 0))
            if back:
                given[line.source] -= back
            found.append(replace(line, left=line.left - back) if back else line)
    return found
