"""One incident, one credit: of the credits that one incident brought about, one is paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pactline.remedies.rules.lines import Kind, Line, Settling
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

    ``links`` names the windows (commitment, period) that each incident brought about; ``chosen`` the commitment that
    the client prefers. What an earlier day has paid for the same incident counts against today's.
    """
    for incident, windows in links.items():
        settling = _once(settling, terms, incident, set(windows), chosen.get(incident))
    return settling


def _once(
    settling: Settling, terms: IncidentTerms, incident: str, windows: set[tuple[str, Period]], chosen: str | None
) -> Settling:
    def touched(line: Line) -> bool:
        return line.kind is Kind.CREDIT and (line.source, line.window) in windows

    lines = [line for line in settling.lines if touched(line)]
    paid = sum((line.left for line in settling.earlier if touched(line)), settling.rounded(Fraction(0)))
    if not lines or (len(lines) == 1 and not paid):
        return settling
    preferred = [line for line in lines if line.source == chosen] if terms.pay == "client_chooses" else []
    kept = (preferred or [max(lines, key=lambda line: line.left)])[0]
    room = max(kept.left - paid, paid * 0)
    why = "the client's choice" if preferred else "the highest"
    done: list[Line] = []
    for line in settling.lines:
        if line not in lines:
            done.append(line)
        elif line is kept:
            step = f"incident {incident}: {settling.money(paid)} was paid before"
            done.append(line.cut_to(room, step) if paid else line)
        else:
            done.append(line.cut_to(line.left * 0, f"incident {incident}: one credit, {why} ({kept.source}), is paid"))
    return settling.with_lines(done)
