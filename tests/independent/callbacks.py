"""Callbacks a second time, request by request in plain Python, sharing no code with the product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st
from tests.independent.judging import Judged, Row, Rule, Words
from tests.independent.reckoning import instant_of


def requests(rows: Sequence[Row]) -> list[Row]:
    """The last visit of each contact that ended with the wish to be called back."""
    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row["visit"]):
        if row["outcome"] == "callback":
            found[row["contact_id"]] = row
    return list(found.values())


def until(request: Row, words: Words) -> int | None:
    """The last microsecond that is in time; None where none was promised."""
    if words["promised"] == "due_time":
        return request.get("due_us")
    limit_ms, bound = words["within"]
    asked = request["offered_us"] if request.get("left_us") is None else request["left_us"]
    return int(asked + limit_ms * 1000 - (bound == "under"))


def attempts(request: Row, rows: Sequence[Row]) -> list[tuple[int, int | None]]:
    """When each attempt began and when it became a conversation, if it did.

    A contact that goes back to the request is one attempt with all its visits; of the very contact that asked, each
    visit that goes back to it is one.
    """
    own: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        if row.get("callback_of") == request["contact_id"]:
            alone = row["visit"] if row["contact_id"] == request["contact_id"] else 0
            own.setdefault((row["contact_id"], alone), []).append(row)
    found = []
    for visits in own.values():
        spoken = [v["answered_us"] for v in visits if v["outcome"] == "answered" and v.get("answered_us") is not None]
        found.append((min(visit["offered_us"] for visit in visits), min(spoken, default=None)))
    return found


def _kept(request: Row, rows: Sequence[Row], words: Words) -> Judged:
    last, known_to = until(request, words), max(row["offered_us"] for row in rows)
    if last is None or known_to <= last:
        return Judged(False, left_out=True)
    tries = attempts(request, rows)
    begun = sum(began <= last for began, _ in tries)
    reached = any(spoken is not None and spoken <= last for _, spoken in tries)
    if words["kept_by"] == "first_attempt":
        return Judged(True, begun > 0)
    if reached or words["not_reached"] == "missed" or begun < words["attempts"]:
        return Judged(True, reached)
    return Judged(words["not_reached"] == "kept", True)


RULES: Mapping[str, Rule] = {"callback_kept": Rule(_kept, "share", "higher")}
LIMITS = st.tuples(st.sampled_from((0, 60_000, 3_600_000, 7_200_000)), st.sampled_from(("at_most", "under")))


NOT_REACHED = ("kept", "exclude", "missed")


@st.composite
def arguments(draw: st.DrawFn, not_reached: str | None) -> dict[str, Any]:
    """All choices, made; where the first attempt keeps the promise nobody asks who was ``not_reached``."""
    made: dict[str, Any] = {"promised": draw(st.sampled_from(("within", "due_time")))}
    if made["promised"] == "within":
        made["within"] = draw(LIMITS)
    if not_reached is None:
        return {**made, "kept_by": "first_attempt"}
    made |= {"kept_by": "connection", "not_reached": not_reached}
    return made if not_reached == "missed" else {**made, "attempts": draw(st.sampled_from((1, 2, 3)))}


def placed(rows: Sequence[Row], words: Words, attribution: str) -> list[tuple[int, Judged]]:
    """Every request, judged and placed."""
    found = [(instant_of(request, attribution), _kept(request, rows, words)) for request in requests(rows)]
    return [(at, judged) for at, judged in found if at is not None]
