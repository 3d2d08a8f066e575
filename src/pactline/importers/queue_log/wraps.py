"""Wrap-up in a ``queue_log``: it names an agent and no call, so it is joined to the completion it follows at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from pactline.importers.queue_log.events import from_text
from pactline.importers.queue_log.visits import SECOND_US
from pactline.importers.reading import Ignored
from pactline.records.columns import Outcome

WITHIN_US = 10 * SECOND_US
"""Wrap-up begins when the call ends; a later one belongs to a completion that is not logged here."""
SLOT_US = 600 * SECOND_US


@dataclass
class Wraps:
    """Wrap-up by agent and instant of completion, the calls that a line of this file changes, and what fits none."""

    ms: dict[tuple[str, int], int] = field(default_factory=dict)
    causes: dict[str, int] = field(default_factory=dict)
    unplaced: list[Ignored] = field(default_factory=list)


def slot(agent: str, us: int) -> str:
    """The key under which an agent's completions and wrap-ups of ten minutes are carried; no call id holds a blank."""
    return f"wrap {us // SLOT_US} {agent}"


def join(wraps: Mapping[str, int], calls: Mapping[str, Mapping[str, int]]) -> Wraps:
    """Join each wrap-up to the last completion of its agent. Both come as text of the line to its number here."""
    joined = Wraps()
    done = _completions(calls) if wraps else {}
    moments = {agent: sorted(times) for agent, times in done.items()}
    for event in sorted(map(from_text, wraps, wraps.values()), key=lambda each: (each.us, each.data)):
        times = moments.get(event.agent, [])
        at = bisect_right(times, event.us + SECOND_US) - 1
        if at >= 0 and times[at] >= event.us - WITHIN_US and (event.agent, times[at]) not in joined.ms:
            joined.ms[event.agent, times[at]] = event.ms("wrap") or 0
            if event.line:
                joined.causes.update(dict.fromkeys(done[event.agent][times[at]], event.line))
        elif event.line:
            joined.unplaced.append(unplaced(event.line, event.agent))
    return joined


def unplaced(line: int, agent: str) -> Ignored:
    """A wrap-up that fits no completion."""
    message = f"WRAPUPSTART of {agent} follows no completion of this agent; it is not used"
    return Ignored(line, "QL_UNPLACED", message)


def _completions(calls: Mapping[str, Mapping[str, int]]) -> dict[str, dict[int, set[str]]]:
    done: dict[str, dict[int, set[str]]] = {}
    for call_id, lines in calls.items():
        for event in map(from_text, lines, lines.values()):
            if event.known.outcome is Outcome.ANSWERED:
                done.setdefault(event.agent, {}).setdefault(event.us, set()).add(call_id)
    return done
