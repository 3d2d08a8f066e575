"""Agents' time a second time, stretch by stretch in plain Python, sharing no code with the product.

Stretches are dicts with ``agent``, ``plan``, ``state``, ``queue``, ``from_us`` and ``to_us``. A stretch is cut at every
quarter of an hour, and each piece lies where it begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st
from tests.independent.judging import Judged, Rule, Words
from tests.independent.reckoning import Figure, Spans, figure_of_placed

Stretch = Mapping[str, Any]
QUARTER_US = 900_000_000
HANDLING = frozenset({"talking", "holding", "wrapping"})
FOR_CONTACTS = HANDLING | {"alerting", "available"}
LOGGED_IN = FOR_CONTACTS | {"break", "other_paid"}


def pieces(stretch: Stretch) -> list[Stretch]:
    """What of a stretch lies in each quarter of an hour."""
    start, end = stretch["from_us"], stretch["to_us"]
    edges = [start, *range((start // QUARTER_US + 1) * QUARTER_US, end, QUARTER_US), end]
    return [{**stretch, "from_us": first, "to_us": last} for first, last in pairwise(edges)]


def _took(piece: Stretch) -> int:
    return int(piece["to_us"] - piece["from_us"])


def _share(piece: Stretch, above: frozenset[str], below: frozenset[str]) -> Judged:
    """Time above the line and below it; what nobody knows is told, and adds nothing."""
    if piece["state"] == "unknown":
        return Judged(True, unsure=True)
    took = _took(piece)
    return Judged(piece["state"] in below, part=took * (piece["state"] in above & below), whole=took)


def _occupancy(piece: Stretch, beside: Sequence[Stretch], words: Words) -> Judged:
    busy = HANDLING | {"alerting"} if words["alerting"] == "busy" else HANDLING
    base = LOGGED_IN if words["over"] == "logged_in" else HANDLING | {"available", "alerting"}
    return _share(piece, busy, base - {"alerting"} if words["alerting"] == "leave_out" else base)


def _paid(words: Words) -> frozenset[str]:
    return LOGGED_IN if words["paid"] == "with_breaks" else LOGGED_IN - {"break"}


def _utilisation(piece: Stretch, beside: Sequence[Stretch], words: Words) -> Judged:
    used = {"logged_in": LOGGED_IN, "for_contacts": FOR_CONTACTS, "handling": HANDLING}[words["productive"]]
    return _share(piece, used, _paid(words))


def _shrinkage(piece: Stretch, beside: Sequence[Stretch], words: Words) -> Judged:
    return _share(piece, LOGGED_IN - FOR_CONTACTS, _paid(words))


def _kind(state: str) -> str | None:
    """What a schedule can ask for: work, a break, other paid work."""
    return "contacts" if state in FOR_CONTACTS else state if state in ("break", "other_paid") else None


def _adherence(piece: Stretch, beside: Sequence[Stretch], words: Words) -> Judged:
    kind = _kind(piece["state"])
    wanted = ("contacts",) if words["scheduled"] == "for_contacts" else ("contacts", "break", "other_paid")
    if piece["plan"] != "scheduled" or kind not in wanted:
        return Judged(False)
    spent = [s for s in beside if (s["agent"], s["plan"], _kind(s["state"])) == (piece["agent"], "actual", kind)]
    both = (min(s["to_us"], piece["to_us"]) - max(s["from_us"], piece["from_us"]) for s in spent)
    return Judged(True, part=sum(max(0, length) for length in both), whole=_took(piece))


def _against_the_plan(piece: Stretch, states: frozenset[str]) -> Judged:
    took, planned = _took(piece), piece["plan"] == "scheduled"
    return Judged(piece["state"] in states, part=took * (not planned), whole=took * planned)


RULES: Mapping[str, Rule] = {
    "occupancy": Rule(_occupancy, "ratio", "neither"),
    "utilisation": Rule(_utilisation, "ratio", "higher"),
    "shrinkage": Rule(_shrinkage, "ratio"),
    "adherence": Rule(_adherence, "ratio", "higher"),
    "conformance": Rule(lambda piece, beside, words: _against_the_plan(piece, FOR_CONTACTS), "ratio", "higher"),
    "staffing_delivered": Rule(lambda piece, beside, words: _against_the_plan(piece, LOGGED_IN), "ratio", "higher"),
}
_OF_WHAT_HAPPENED = ("occupancy", "utilisation", "shrinkage")
_PAID = st.sampled_from(("with_breaks", "without_breaks"))
ARGUMENTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "occupancy": {
        "over": st.sampled_from(("handling_and_available", "logged_in")),
        "alerting": st.sampled_from(("busy", "available", "leave_out")),
    },
    "utilisation": {"productive": st.sampled_from(("logged_in", "for_contacts", "handling")), "paid": _PAID},
    "shrinkage": {"paid": _PAID},
    "adherence": {"scheduled": st.sampled_from(("all", "for_contacts"))},
    "conformance": {},
    "staffing_delivered": {},
}


def figure(
    stretches: Sequence[Stretch],
    queue: str | None,
    metric: str,
    arguments: Words,
    counting: Words,
    window_spans: Spans,
    open_spans: Spans | None,
    zone: str,
) -> Figure:
    """The figure of a service of one queue (None: of all); time that is tied to no queue belongs to every service."""
    placed: list[tuple[int, Judged]] = []
    for piece in _of_service(stretches, queue):
        if piece["plan"] == "actual" or metric not in _OF_WHAT_HAPPENED:
            placed.append((piece["from_us"], RULES[metric].judge(piece, stretches, arguments)))
    return figure_of_placed(placed, RULES[metric], arguments, counting, window_spans, open_spans, zone)


def _of_service(stretches: Iterable[Stretch], queue: str | None) -> list[Stretch]:
    own = [stretch for stretch in stretches if queue is None or stretch["queue"] in (queue, "*")]
    return [piece for stretch in own for piece in pieces(stretch)]
