"""How long the contacts of a commitment waited: how many were answered or abandoned in each stretch of waiting.

The stretches are half-open in whole milliseconds, and the limits of the promise are among their edges. So what lies
left of ``within`` is exactly what the promise calls in time, the last millisecond included or not as was agreed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw

from pactline.records.choices.choosing import Share
from pactline.records.views.contacts import Contacts
from pactline.statement.counting.asking import counted_by, frame_of, in_spans
from pactline.statement.evidence import Evidence
from pactline.statement.model import Result
from pactline.values.duration import Duration, Limit, Sense

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_ROUND = (
    1, 2, 5, 10, 15, 20, 30, 45, 60, 90,
    *(n * _MINUTE for n in (2, 3, 4, 5, 10, 15, 20, 30, 45, 60, 90)),
    *(n * _HOUR for n in (2, 3, 4, 6, 8, 12)),
    *(n * _DAY for n in (1, 2, 3, 5, 7, 14, 30)),
)  # fmt: skip


@dataclass(frozen=True)
class Bucket:
    """The contacts whose wait keeps ``upper`` and does not keep ``lower``; None where a side is open."""

    lower: Limit | None
    upper: Limit | None
    answered: int
    abandoned: int

    @property
    def total(self) -> int:
        """Answered and abandoned together."""
        return self.answered + self.abandoned

    def __str__(self) -> str:
        parts = []
        if self.lower is not None:
            parts.append(f"{'over' if self.lower.sense is Sense.AT_MOST else 'from'} {self.lower.duration}")
        if self.upper is not None:
            parts.append(str(self.upper))
        return ", ".join(parts)


@dataclass(frozen=True)
class Profile:
    """The waits of a commitment's answered and abandoned contacts, whether or not the promise counts them."""

    buckets: tuple[Bucket, ...]
    within: Limit
    short_abandon: Limit | None
    unknown: int  # answered or abandoned after a wait that nobody recorded

    def up_to(self, limit: Limit) -> tuple[int, int]:
        """How many were answered, and how many abandoned, inside a limit that is an edge."""
        inside = [b for b in self.buckets if b.upper is not None and first_beyond(b.upper) <= first_beyond(limit)]
        return sum(b.answered for b in inside), sum(b.abandoned for b in inside)


def first_beyond(limit: Limit) -> int:
    """The first whole millisecond that no longer keeps a limit."""
    return limit.duration.ms + (limit.sense is Sense.AT_MOST)


def edges(within: Limit, short_abandon: Limit | None) -> tuple[Limit, ...]:
    """The limits themselves and round durations from a twentieth to ten times ``within``, none crowding a limit."""
    limits = [within] if short_abandon is None else [within, short_abandon]

    def crowds(ms: int) -> bool:
        return any(5 * abs(ms - limit.duration.ms) < limit.duration.ms for limit in limits)

    promised = within.duration.ms
    round_ms = (seconds * 1000 for seconds in _ROUND)
    kept = [ms for ms in round_ms if promised <= 20 * ms and ms <= 10 * promised and not crowds(ms)]
    found = {first_beyond(limit): limit for limit in (*(Limit(Duration(ms), within.sense) for ms in kept), *limits)}
    return tuple(found[ms] for ms in sorted(found))


def wait_profile(result: Result) -> Profile | None:
    """The waits behind a result, by the agreed clock, level and hours; None where no wait was promised (``within``), or
    no contact is known, because the source only counted.

    One query, however many buckets.
    """
    within, evidence = result.commitment.arguments.get("within"), result.evidence
    if not isinstance(within, Limit) or evidence is None or result.chosen.rows is not None:
        return None
    short = result.commitment.arguments.get("short_abandon")
    inner = edges(within, short)
    contacts = Contacts(evidence.question.counting.clock)
    bounds: list[tuple[Limit | None, Limit | None]] = list(zip((None, *inner), (*inner, None), strict=True))
    parts = {f"{n}": _between(contacts, *sides) for n, sides in enumerate(bounds)} | {"unknown": contacts.wait_unknown}
    sums = {f"answered_{name}": _how_many(part & contacts.answered) for name, part in parts.items()}
    sums |= {f"abandoned_{name}": _how_many(part & contacts.abandoned) for name, part in parts.items()}
    (row,) = evidence.records.rows(_in_scope(evidence, contacts).select(**sums))
    found = {name: int(value or 0) for name, value in row.items()}
    if result.counts.counted and not any(found.values()):
        return None
    return Profile(
        buckets=tuple(
            Bucket(*sides, found[f"answered_{n}"], found[f"abandoned_{n}"]) for n, sides in enumerate(bounds)
        ),
        within=within,
        short_abandon=short,
        unknown=found["answered_unknown"] + found["abandoned_unknown"],
    )


def _in_scope(evidence: Evidence, contacts: Contacts) -> nw.LazyFrame[Any]:
    """The answered and abandoned contacts of the service in its hours, in the commitment's windows."""
    everyone = Share(counted=contacts.answered | contacts.abandoned, good=contacts.answered)
    question, within = replace(evidence.question, chosen=everyone), evidence.within
    counted = counted_by(question)
    if question.hours is not None:
        counted = counted & in_spans(nw.col("at_us"), question.hours)
    frame = frame_of(evidence.records, question)
    return frame.filter((nw.col("at_us") >= within.start) & (nw.col("at_us") < within.end), counted)


def _how_many(condition: nw.Expr) -> nw.Expr:
    return condition.cast(nw.Int64).sum()


def _between(contacts: Contacts, lower: Limit | None, upper: Limit | None) -> nw.Expr:
    inside = ~contacts.wait_unknown
    if lower is not None:
        inside = inside & (contacts.wait_ms >= first_beyond(lower))
    if upper is not None:
        inside = inside & (contacts.wait_ms < first_beyond(upper))
    return inside.fill_null(value=False)


def brief(duration: Duration) -> str:
    """A duration as short as it is exact, for the axis of a chart: ``20 s``, ``3 min``, ``1.5 h``."""
    seconds, rest = divmod(duration.ms, 1000)
    for unit, length in (("d", _DAY), ("h", _HOUR), ("min", _MINUTE)):
        if not rest and seconds >= 2 * length and seconds % length == 0:
            return f"{seconds // length} {unit}"
    return str(duration)


def edge_labels(buckets: Sequence[Bucket]) -> list[str]:
    """What stands under each edge between two buckets."""
    return [brief(bucket.upper.duration) for bucket in buckets if bucket.upper is not None]
