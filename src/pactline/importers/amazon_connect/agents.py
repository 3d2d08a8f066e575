"""The agents of one file: their events laid beside those of earlier files, and the stretches that come of it.

Events are carried by agent and day, and for each agent the days that have any: to place an event it is enough to know
its own day and the nearest days around it, however long the history is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from pactline.importers.amazon_connect.agent_events import Moment, Stretch, moment_of, stretches
from pactline.importers.reading import Carried, Ignored, Incomplete, Item, Read, Reading
from pactline.records.staging import Row
from pactline.records.tables import AGENT_STATES

_DAY = "day"


@dataclass
class _Agent:
    """What is known of one agent, as far as it bears on the events of this file."""

    lines: dict[str, int] = field(default_factory=dict)  # text of an event to its line
    earlier: set[str] = field(default_factory=set)  # texts of earlier files

    @property
    def days(self) -> set[int]:
        """The days that have events in this file."""
        return {moment_of(text).day for text in self.lines}


class Agents:
    """The agents of one file."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[str, _Agent] = defaultdict(_Agent)

    def take(self, line: int, moment: Moment) -> Item | None:
        """Keep an event; return the item of one that was seen in this file already."""
        lines, text = self._known[moment.key].lines, moment.to_text()
        if text in lines:
            return Ignored(line, "AC_REPEATED", f"Event {moment.id} was seen before in this file, word for word.")
        lines[text] = line
        return None

    def items(self) -> Iterator[Item]:
        """Every event of this file as the stretch it begins, and stretches of earlier files that it cuts short."""
        self._recall()
        for agent in self._known.values():
            yield from _items(agent)

    def _recall(self) -> None:
        kept = self._earlier({_index(key) for key in self._known})
        days: dict[str, list[int]] = {}
        for key, agent in self._known.items():
            told = (text.partition("\t") for of, text in kept if of == _index(key))
            days[key] = sorted({int(day) for word, _, day in told if word == _DAY} | agent.days)
        wanted = {_slot(key, day): key for key, agent in self._known.items() for day in _around(agent.days, days[key])}
        of_days = self._earlier(set(wanted))
        for slot, text in of_days:
            self._known[wanted[slot]].earlier.add(text)
        new = set()
        for key, agent in self._known.items():
            new |= {(_index(key), f"{_DAY}\t{day}") for day in agent.days}
            new |= {(_slot(key, moment_of(text).day), text) for text in agent.lines}
        self._reading.carry += [Carried(key, text) for key, text in sorted(new - kept - of_days)]

    def _earlier(self, keys: set[str]) -> set[tuple[str, str]]:
        return {(each.key, each.text) for each in self._reading.earlier(keys) if each.key in keys} if keys else set()


def _index(key: str) -> str:
    return f"agent {key}"


def _slot(key: str, day: int) -> str:
    return f"agent {key} {day}"


def _around(days: set[int], known: list[int]) -> set[int]:
    """These days and for each the nearest ones before and after that have events."""
    found = set(days)
    for day in days:
        at = bisect_left(known, day)
        found |= set(known[max(at - 1, 0) : at + 2])
    return found


def _items(agent: _Agent) -> Iterator[Item]:
    so_far = {stretch.us: stretch.rows for stretch in stretches(map(moment_of, sorted(agent.earlier)))}
    cut: list[Row] = []  # rows of earlier files that end with the next event of this file
    for stretch in stretches(map(moment_of, sorted(agent.earlier | agent.lines.keys()))):
        lines = sorted(agent.lines[m.to_text()] for m in stretch.moments if m.to_text() in agent.lines)
        if lines:
            yield from _of(stretch, lines, cut)
            cut = []
        else:
            cut = [row for row in stretch.rows if row not in so_far[stretch.us]]


def _of(stretch: Stretch, lines: list[int], cut: list[Row]) -> Iterator[Item]:
    first, *others = lines
    last = stretch.moments[-1]
    rows = [*stretch.rows, *cut]
    if rows:
        yield Read(first, rows[0], AGENT_STATES, tuple(rows[1:]))
    if not stretch.rows:
        message = f"{last.agent} is {last.state} ({last.reason}); how long is told by the next event."
        yield Incomplete(first, "AC_STATE_OPEN", message, last.to_text())
    for line in others:
        yield Ignored(line, "AC_SAME_INSTANT", f"Another event of {last.agent} in the same instant counts.")
