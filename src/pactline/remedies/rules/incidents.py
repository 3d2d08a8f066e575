"""One incident, one credit: of the credits that one incident brought about, one is paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.rules.lines import Kind, Line, Settling, standing
from pactline.values.period import Period


class IncidentTerms(BaseModel):
    """Which of the credits of one incident is paid."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    pay: Literal["highest", "client_chooses"] = Field(
        description="the highest credit, or the one that the client has chosen (the highest until it has)"
    )


TERMS = IncidentTerms
NAMED = False


def incidents(
    settling: Settling,
    terms: IncidentTerms,
    links: Mapping[str, Sequence[tuple[str, Period]]],
    chosen: Mapping[str, str],
) -> Settling:
    """The day's lines with one credit left for each incident.

    ``links`` names the windows (commitment, period) that each incident brought about, or parts of them; ``chosen`` the
    commitment that the client prefers, and of the others nothing is paid. What an earlier day has paid for the same
    incident counts against today's.
    """
    for incident, windows in links.items():
        settling = _once(settling, terms, incident, set(windows), chosen.get(incident))
    return settling


def _once(
    settling: Settling, terms: IncidentTerms, incident: str, windows: set[tuple[str, Period]], chosen: str | None
) -> Settling:
    parts: dict[str, list[Period]] = {}
    for commitment, period in windows:
        parts.setdefault(commitment, []).append(period)

    def touched(line: Line) -> bool:
        suffered = parts.get(line.source, ())
        return line.kind is Kind.CREDIT and any(line.window == p or line.window.overlap(p) == p for p in suffered)

    lines = [line for line in settling.lines if touched(line)]
    choice = chosen if terms.pay == "client_chooses" else None
    if not lines:
        return settling
    able = [line for line in lines if choice is None or line.source == choice]
    kept = max(able, key=lambda line: line.left, default=None)
    paid = sum((line.left for line in standing(settling.earlier) if touched(line)), settling.rounded(Fraction(0)))
    who = f"the client's choice ({choice})" if choice else f"the highest ({kept.source if kept else ''})"
    done: list[Line] = []
    for line in settling.lines:
        if line is kept and paid:
            step = f"incident {incident}: {settling.money(paid)} was paid before"
            done.append(line.cut_to(max(kept.left - paid, paid * 0), step))
        elif line is kept or not touched(line):
            done.append(line)
        else:
            done.append(line.cut_to(line.left * 0, f"incident {incident}: one credit, {who}, is paid"))
    return settling.with_lines(done)
