"""The intervals of a result, each held against the interval target: what a roll-up of kept intervals counts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pactline.agreement.model import Commitment
from pactline.metrics import metrics
from pactline.records.choices.choosing import Chosen
from pactline.records.choices.contacts import RollUp
from pactline.statement.counting.counts import Counts, figure
from pactline.statement.counting.parts import QuarterCounts, by_interval
from pactline.statement.counting.sums import sums_said
from pactline.statement.shown.figures import judged_figure
from pactline.values.exact import how_many
from pactline.values.zone import from_us

if TYPE_CHECKING:
    from pactline.statement.model import Result

_COUNTED = frozenset({RollUp.INTERVALS_MET, RollUp.INTERVALS_MISSED})


@dataclass(frozen=True)
class IntervalPart:
    """One interval with data."""

    start_us: int
    counts: Counts
    value: Fraction
    kept: bool


def interval_parts(
    commitment: Commitment, chosen: Chosen, cells: QuarterCounts, where: ZoneInfo
) -> tuple[IntervalPart, ...]:
    """The intervals with data in order of time; none where the promise does not count intervals."""
    counting = commitment.counting
    if counting.roll_up not in _COUNTED or counting.interval is None or counting.interval_target is None:
        return ()
    found = []
    for start_us, counts in sorted(by_interval(cells, counting.interval, where).items()):
        value = figure(chosen, counts) if counts.counted else None
        if value is not None:
            found.append(IntervalPart(start_us, counts, value, counting.interval_target.kept_by(value)))
    return tuple(found)


def intervals_title(minutes: int) -> str:
    """What the intervals are called: ``Half-hour by half-hour``."""
    word = {15: "quarter of an hour", 30: "half-hour"}.get(minutes, "hour")
    return f"{word[:1].upper()}{word[1:]} by {word}"


def intervals_sentence(result: Result) -> str:
    """What the intervals come to, in words."""
    missed, many = sum(not part.kept for part in result.intervals), len(result.intervals)
    target = result.commitment.counting.interval_target
    return f"{how_many(many, 'interval')} with data: {many - missed:,} kept {target}, {missed:,} did not."


def missed_intervals(result: Result, most: int) -> list[tuple[str, str, str]]:
    """The first intervals that did not keep the target: when each began, what was counted, and its figure."""
    target, evidence = result.commitment.counting.interval_target, result.evidence
    if evidence is None or target is None:
        return []
    metric = metrics()[result.commitment.metric]
    found = []
    for part in [part for part in result.intervals if not part.kept][:most]:
        good = "" if part.counts.good is None else f"{part.counts.good:,} of {part.counts.counted:,}"
        counted = good or sums_said(metric, part.counts) or f"{part.counts.counted:,}"
        begins = from_us(part.start_us, evidence.zone)
        figure_ = judged_figure(part.value, result.chosen.unit, target)
        found.append((f"{begins:%Y-%m-%d %H:%M}", counted, figure_))
    return found
