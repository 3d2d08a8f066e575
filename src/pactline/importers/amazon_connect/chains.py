"""The parts of one contact together: their numbers, their revisions, and what a part's neighbour says became of it.

A contact is one wish; its parts are its visits. The part a contact began with is visit 1, whether or not it is known;
the others are 2, 3, ... in order of their beginning. A part that turns up later and began earlier moves the others up
by one: then every one of them is given out again under its new number and with a greater revision. So numbers and
revisions hang on the set of parts that are known, and never on the order in which they came or on the files they came
in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pactline.importers.amazon_connect.parts import Part
from pactline.importers.amazon_connect.words import CALLBACK, DISCONNECT_FLOW, MOVED_ON
from pactline.records.columns import Outcome
from pactline.records.staging import Row

_PER_PART = 10**16  # greater than any instant of this century in microseconds
_MOST_PARTS = 900

Rows = dict[str, list[tuple[Part, Row]]]
"""By ContactId: the tellings of this part, each with the row it makes."""


def rows_of(parts: Iterable[Part]) -> Rows:
    """The rows of the parts of one contact; of each part the tellings that make a queue visit."""
    told = sorted(parts, key=lambda part: (part.place, part.known, part.to_text()))
    visits = [part for part in told if part.row is not None]
    best: dict[str, Part] = {}
    for part in visits:
        if part.id not in best or part.known > best[part.id].known:
            best[part.id] = part
    later = sorted((part.place, name) for name, part in best.items() if not part.first)
    numbers = {name: number for number, (_, name) in enumerate(later, 2)}
    others = min(len(later) - 1, _MOST_PARTS) * _PER_PART
    made: Rows = {}
    for part in visits:
        row, settled = _settled(part, told)
        number = 1 if part.first else numbers[part.id]
        revision = part.known + settled + (0 if part.first else others)
        row |= {"contact_id": part.contact, "visit": number, "source_rev": revision}
        made.setdefault(part.id, []).append((part, row))
    return made


def _settled(part: Part, told: Sequence[Part]) -> tuple[dict[str, Any], int]:
    """The row of a part with what its neighbour decides, and 1 if the neighbour is known."""
    assert part.row is not None
    following = _next(part, told) if part.waits_for_next else None
    if following is None:
        unknown = part.waits_for_next and part.next is not None
        return {**part.row, **(_moved_on(part.row) if unknown else {})}, 0
    row = dict(part.row)
    if row["outcome"] == Outcome.ANSWERED:
        row["transfer_out"] = "queue" if following.method in MOVED_ON else None
    elif following.method.startswith(CALLBACK) and not part.method.startswith(CALLBACK):
        row["outcome"] = Outcome.CALLBACK.value
        row |= {"self_service": "passed_on"}
    elif following.method != DISCONNECT_FLOW:
        row |= _moved_on(row)
        row |= {"self_service": "passed_on"} if row["outcome"] == Outcome.REFUSED else {}
    return row, 1


def _moved_on(row: Mapping[str, Any]) -> dict[str, Any]:
    """An unanswered part that another part came of: the customer went on, nobody knows how yet."""
    if row["outcome"] in (Outcome.ANSWERED, Outcome.REFUSED):
        return {}
    return {"outcome": Outcome.FLOWED_OUT.value}


def _next(part: Part, told: Sequence[Part]) -> Part | None:
    """The part that came of this one: the one it names, or (contact events name none) one that names it."""
    following = [
        each
        for each in told
        if each.id != part.id
        and (each.id == part.next if part.next or not part.by_events else each.previous == part.id)
    ]
    return min(following, key=lambda each: (each.place, each.method, each.known), default=None)
