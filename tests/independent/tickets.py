"""Waits, resolutions and caps reckoned event by event, as a person would with a list and a pencil.

It shares no code with the product. Events are dicts with ``contact_id``, ``event_id``, ``at_us`` and, where they say
it, ``author``, ``public``, ``status`` and ``queue``; opening hours are pairs of instants in order, None: always open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st
from tests.independent.judging import Judged, Rule, Words

Event = Mapping[str, Any]
Hours = Sequence[tuple[int, int]] | None
DONE = ("solved", "closed", "merged")


def open_time(start: int, end: int, hours: Hours) -> int:
    """The microseconds from start to end that are open."""
    if hours is None:
        return end - start
    return sum(max(0, min(end, shut) - max(start, opened)) for opened, shut in hours)


def by_ticket(events: Iterable[Event]) -> dict[str, list[Event]]:
    """The events of each ticket in order; of one instant bare changes of state come last."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        found[event["contact_id"]].append(event)
    for own in found.values():
        own.sort(key=lambda event: (event["at_us"], event.get("author") is None, event["event_id"]))
    return found


def waits(
    events: Sequence[Event], first: bool, automatic: str, closing: str, hours: Hours
) -> list[tuple[str, int, int | None, int]]:
    """Ticket, begin, reply or None, and the time waited (so far) of each wait that is in the figure."""
    latest = max((event["at_us"] for event in events), default=0)
    found = []
    for ticket, own in by_ticket(events).items():
        for number, (begun, ended, kind) in enumerate(_waits_of(own, automatic, closing)):
            if (number == 0) is first and kind != "cut":
                until = latest if ended is None else ended
                found.append((ticket, begun, ended, open_time(begun, until, hours)))
    return sorted(found)


def _waits_of(own: Sequence[Event], automatic: str, closing: str) -> Iterator[tuple[int, int | None, str]]:
    begun: int | None = None
    for number, event in enumerate(own):
        author, status = event.get("author"), event.get("status")
        if author == "customer" and status not in DONE and begun is None:
            begun = event["at_us"]
        kind = ""
        following = own[number + 1] if number + 1 < len(own) else None
        soon = following is not None and following["at_us"] - event["at_us"] <= 1_000_000
        if _replies(event, automatic):
            kind = "reply"
        elif status == "merged":
            kind = "cut"
        elif status in ("solved", "closed") and not (soon and following and _replies(following, automatic)):
            kind = {"still_waiting": "", "leave_out": "cut", "as_reply": "reply"}[closing]
        if kind and begun is not None:
            yield begun, event["at_us"], kind
            begun = None
    if begun is not None:
        yield begun, None, "open"


def _replies(event: Event, automatic: str) -> bool:
    who = ("agent", "bot") if automatic == "count" else ("agent",)
    return event.get("author") in who and event.get("public") == "yes"


def resolutions(
    events: Sequence[Event], solved: str, paused: Sequence[str], hours: Hours
) -> list[tuple[str, int, int | None, int]]:
    """Ticket, creation, solution or None, and the time taken (so far) of each ticket that is in the figure."""
    latest = max((event["at_us"] for event in events), default=0)
    found = []
    for ticket, own in by_ticket(events).items():
        created, stretches = own[0]["at_us"], _states(own, latest)
        solutions = [n for n, (state, _, _) in enumerate(stretches) if state in DONE and not _done(stretches, n - 1)]
        chosen: int | None = None
        if solved == "first":
            chosen = next((n for n in solutions if stretches[n][0] != "merged"), None)
        elif stretches[-1][0] in DONE:
            chosen = solutions[-1]
        if (stretches[-1][0] if chosen is None else stretches[chosen][0]) == "merged":
            continue
        end = latest if chosen is None else stretches[chosen][1]
        standing = [*paused, *(DONE if solved == "last_without_solved" else ())]
        halts = [(since, min(until, end)) for state, since, until in stretches if state in standing and since < end]
        still = sum(open_time(since, until, hours) for since, until in halts)
        taken = open_time(created, end, hours) - still
        found.append((ticket, created, None if chosen is None else end, taken))
    return sorted(found)


def _states(own: Sequence[Event], latest: int) -> list[tuple[str | None, int, int]]:
    """State, since and until, one after the other; the state before the first one is None."""
    said = [(None, own[0]["at_us"]), *((e["status"], e["at_us"]) for e in own if e.get("status"))]
    ends = [*(since for _, since in said[1:]), latest]
    return [(state, since, until) for (state, since), until in zip(said, ends, strict=True)]


def _done(stretches: Sequence[tuple[str | None, int, int]], n: int) -> bool:
    return n >= 0 and stretches[n][0] in DONE


def cap_kept(attempts: Sequence[Mapping[str, Any]], most: int, days: int, consent: str) -> dict[str, bool]:
    """For each attempt that the cap counts whether it was allowed."""
    ordered = sorted(attempts, key=lambda a: (a["dialled_us"], a["attempt_id"]))
    found = {}
    for n, attempt in enumerate(ordered):
        if not _counts(attempt, consent):
            continue
        day, who = attempt.get("local_day"), attempt.get("customer")
        if day is None or who is None:
            found[attempt["attempt_id"]] = False
            continue
        earlier = [
            a
            for a in ordered[:n]
            if (a.get("customer"), a.get("debt")) == (who, attempt.get("debt")) and a.get("local_day") is not None
        ]
        tried = sum(1 for a in earlier if _counts(a, consent) and day - a["local_day"] < days)
        spoken = [a["local_day"] for a in earlier if a["result"] == "person" and a.get("connected_us") is not None]
        found[attempt["attempt_id"]] = tried < most and all(day - talk >= days for talk in spoken)
    return found


def _counts(attempt: Mapping[str, Any], consent: str) -> bool:
    wanted = consent == "exempt" and attempt.get("consent") == "yes"
    return not wanted and attempt["result"] not in ("busy", "not_in_service")


Span = tuple[str, int, int | None, int]  # ticket, begin, done or None, and how long it took (so far)


def _in_time(span: Span, beside: None, words: Words) -> Judged:
    """Done in time is good, late is missed whether it was done or not, and of the rest nobody knows yet."""
    _, _, done, taken = span
    limit_ms, bound = words["within"]
    inside = taken < limit_ms * 1000 if bound == "under" else taken <= limit_ms * 1000
    return Judged(False, left_out=True) if inside and done is None else Judged(True, inside)


def _length(span: Span, beside: None, words: Words) -> Judged:
    _, _, done, taken = span
    return Judged(True, duration_ms=None if done is None else taken // 1000)


_WITHIN, _TIME = Rule(_in_time, "share", "higher"), Rule(_length, "mean")
RULES: Mapping[str, Rule] = {
    "first_response_within": _WITHIN,
    "next_response_within": _WITHIN,
    "resolution_within": _WITHIN,
    "first_response_time": _TIME,
    "next_response_time": _TIME,
    "resolution_time": _TIME,
}
PAUSED = {"none": (), "pending": ("pending",), "pending_and_on_hold": ("pending", "on_hold")}
HOUR_MS = 3_600_000
LIMITS = st.tuples(st.sampled_from((0, 1, 5, 10, 24, 96)).map(HOUR_MS.__mul__), st.sampled_from(("at_most", "under")))
_HOURS = {"hours": st.sampled_from(("clock", "business"))}
_REPLIES = _HOURS | {
    "automatic_replies": st.sampled_from(("ignore", "count")),
    "closed_unanswered": st.sampled_from(("still_waiting", "leave_out", "as_reply")),
}
_SOLUTIONS = _HOURS | {
    "solved": st.sampled_from(("first", "last", "last_without_solved")),
    "pauses": st.sampled_from(tuple(PAUSED)),
}
ARGUMENTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    name: (_SOLUTIONS if name.startswith("resolution") else _REPLIES)
    | ({"within": LIMITS} if name.endswith("within") else {})
    for name in RULES
}


def placed(
    events: Sequence[Event], metric: str, words: Words, attribution: str, hours: Hours
) -> list[tuple[int, Judged]]:
    """Every wait or ticket of a metric, judged; it lies where it begins, or where it was done as far as it was."""
    clock = hours if words["hours"] == "business" else None
    if metric.startswith("resolution"):
        spans = resolutions(events, words["solved"], PAUSED[words["pauses"]], clock)
    else:
        first = metric.startswith("first")
        spans = waits(events, first, words["automatic_replies"], words["closed_unanswered"], clock)
    found = [(span[1] if attribution == "offered" else span[2], span) for span in spans]
    return [(at, RULES[metric].judge(span, None, words)) for at, span in found if at is not None]
