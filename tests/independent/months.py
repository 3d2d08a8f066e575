"""Months of records for the tests, drawn by Hypothesis: every edge that decides a figure comes up on purpose.

Waits lie exactly on and a millisecond beside the thresholds, or are unknown; contacts begin at the edges of the month,
of days, of intervals and of opening hours, and the nights in which the clock changes; some visit several queues.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

MINUTE = 60_000_000  # microseconds
EDGES_MS = (0, 1, 4_999, 5_000, 5_001, 9_999, 10_000, 19_999, 20_000, 20_001, 60_000, 299_999, 300_000, 900_000)
OUTCOMES = ("answered",) * 5 + ("abandoned",) * 3 + ("flowed_out", "callback", "refused", "failed", "open")

# The first day of the month, the day after its last, and the zone: most hold a night in which the clock changes.
MONTHS = (
    ("2025-03-01", "2025-04-01", "Europe/Berlin"),
    ("2025-10-01", "2025-11-01", "Europe/Berlin"),
    ("2025-03-01", "2025-04-01", "America/New_York"),
    ("2025-11-01", "2025-12-01", "America/New_York"),
    ("2025-06-01", "2025-07-01", "Asia/Kolkata"),
    ("2025-04-01", "2025-05-01", "Australia/Lord_Howe"),
)
CHANGES = {  # the UTC instants of the clock changes in those months
    "Europe/Berlin": ("2025-03-30T01:00", "2025-10-26T01:00"),
    "America/New_York": ("2025-03-09T07:00", "2025-11-02T06:00"),
    "Asia/Kolkata": (),
    "Australia/Lord_Howe": ("2025-04-05T15:00",),
}
# Opening hours by weekday (0 Monday): usual ones, some off the quarter of an hour, some in the night of the change.
HOURS: dict[str, dict[int, tuple[tuple[str, str], ...]]] = {
    "always": {day: (("00:00", "24:00"),) for day in range(7)},
    "office": {day: (("08:00", "12:00"), ("13:00", "18:00")) for day in range(5)},
    "odd": {day: (("07:50", "20:05"),) for day in range(7)},
    "night": {6: (("01:30", "02:30"), ("02:45", "06:00")), 5: (("20:00", "24:00"),)},
}


class Month(NamedTuple):
    """A month of records and where it lies."""

    first: str
    end: str
    zone: str
    hours: str
    rows: list[dict[str, Any]]

    @property
    def span(self) -> tuple[int, int]:
        """The month in microseconds UTC."""
        return local_us(self.first, self.zone), local_us(self.end, self.zone)

    @property
    def open_spans(self) -> tuple[tuple[int, int], ...]:
        """The opening hours in microseconds UTC."""
        return open_spans(self.first, self.end, self.zone, self.hours)


def utc_us(instant: datetime) -> int:
    """An aware instant in microseconds since 1970."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@cache
def local_us(day: str, zone: str) -> int:
    """The first instant of a local day that has a midnight."""
    return utc_us(datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))


@cache
def open_spans(first: str, end: str, zone: str, hours: str) -> tuple[tuple[int, int], ...]:
    """The opening hours of a month, found by walking through it in steps of five minutes.

    A day opens at the first instant whose clock has reached the opening time, and closes after the last instant whose
    clock has not yet reached the closing time; clocks that jump or go twice through an hour need no further rule.
    """
    where = ZoneInfo(zone)
    days: dict[Any, list[tuple[int, str]]] = {}
    at = local_us(first, zone)
    while at < local_us(end, zone):
        local = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)).astimezone(where)
        days.setdefault(local.date(), []).append((at, f"{local:%H:%M}"))
        at += 5 * MINUTE
    spans = []
    for day, steps in days.items():
        for opens, closes in HOURS[hours].get(day.weekday(), ()):
            reached = [at for at, clock in steps if clock >= opens]
            unclosed = [at for at, clock in steps if clock < closes]
            if reached and unclosed and reached[0] < unclosed[-1] + 5 * MINUTE:
                spans.append((reached[0], unclosed[-1] + 5 * MINUTE))
    return tuple(_joined(sorted(spans)))


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap as one: in an hour that happens twice one may open before another closes."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


@cache
def telling_instants(first: str, end: str, zone: str, hours: str) -> tuple[int, ...]:
    """Instants on and beside the edges: of the month, of opening hours, of intervals, around the clock change."""
    start, stop = local_us(first, zone), local_us(end, zone)
    found = [start, start - 1, stop - 1, stop, start + 15 * MINUTE, start + 30 * MINUTE - 1, start + 9 * 60 * MINUTE]
    for change in CHANGES[zone]:
        at = utc_us(datetime.fromisoformat(change).replace(tzinfo=UTC))
        found += [at + minutes * MINUTE + beside for minutes in range(-90, 100, 15) for beside in (-1, 0)]
    for opens, closes in open_spans(first, end, zone, hours)[:8]:
        found += [opens - 1, opens, opens + 3 * MINUTE, closes - 1, closes]
    return tuple(at for at in found if start - 1 <= at <= stop)


SCORES = {"1-5": (1, 3, 4, 5), "0-10": (0, 6, 7, 8, 9, 10), "0-1": (0, 1), "1-7": (1, 5, 7), None: (1, 3, 4, 5)}
YES_NO = ("yes", "no", None)
# What is said of a visit besides: the survey, and what agents, evaluators and the voice menu told.
SURVEYS = st.sampled_from(
    [{}] * 60
    + [
        {"csat": score, "csat_scale": scale, "resolved_said": said, "surveyed": asked}
        for scale, scores in SCORES.items()
        for score, said, asked in product((*scores, None), YES_NO, YES_NO)
    ]
)
TOLD = st.sampled_from(
    [
        {"resolved": flag, "quality_points": points, "self_service": menu}
        for flag, points, menu in product(
            YES_NO, (None, None, 0, 1, 8_750, 10_000), ("done", "left", "passed_on", None)
        )
    ]
)
LEGS = st.sampled_from((None, 0, 1, 2, 5))
REASONS = st.sampled_from(("FULL", "BUSY", "CLOSED", None))


DURATIONS = st.one_of(st.sampled_from(EDGES_MS), st.none(), st.integers(0, 400_000))


@st.composite
def _contact(draw: st.DrawFn, instants: tuple[int, ...], number: int) -> list[dict[str, Any]]:
    at = draw(st.sampled_from(instants))
    menu = draw(st.sampled_from((None, 0, 1, 10_000, 20_000)))
    contact = {
        "contact_id": f"c{number}",
        "channel": draw(st.sampled_from(("voice", "chat"))),
        "direction": draw(st.sampled_from(("inbound", None))),
    }
    rows: list[dict[str, Any]] = []
    for visit in range(1, draw(st.sampled_from((1, 1, 1, 2, 3))) + 1):
        row = _visit(draw, at, draw(st.sampled_from(OUTCOMES)))
        row |= {**contact, "visit": visit, "queue": draw(st.sampled_from(("billing", "technical")))}
        row["transfer_in"] = draw(st.sampled_from((None, None, "queue", "blind")))
        if menu is not None and visit == 1:
            row["arrived_us"] = at - menu * 1000
        rows.append(row)
        at = (row.get("ended_us") or row.get("left_us") or at) + draw(st.sampled_from((0, 1_000, 30_000_000)))
    return rows


def _visit(draw: st.DrawFn, at: int, outcome: str) -> dict[str, Any]:
    """One visit with the instants its outcome has; an unknown wait may leave the later instants unknown."""
    wait, know = draw(DURATIONS), draw(st.booleans())
    row: dict[str, Any] = {"offered_us": at, "outcome": outcome, "wait_ms": wait, "reason": draw(REASONS)}
    row |= {**draw(SURVEYS), **draw(TOLD), "legs_offered": draw(LEGS)}
    until = at + (wait if wait is not None else 7_000) * 1000
    if outcome == "answered":
        talk, hold, wrap = draw(DURATIONS), draw(DURATIONS), draw(DURATIONS)
        row |= {"talk_ms": talk, "hold_ms": hold, "wrap_ms": wrap, "ring_ms": draw(DURATIONS)}
        row["transfer_out"] = draw(st.sampled_from((None, None, "attended", "external")))
        if wait is not None or know:
            row["answered_us"] = until
            row["ended_us"] = until + ((talk or 0) + (hold or 0)) * 1000
    elif outcome in ("abandoned", "flowed_out", "callback") and (wait is not None or know):
        row["left_us"] = until
    return row


@st.composite
def months(draw: st.DrawFn, most: int = 20) -> Month:
    """A month of up to ``most`` contacts, of one to three visits each."""
    first, end, zone = draw(st.sampled_from(MONTHS))
    hours = draw(st.sampled_from(sorted(HOURS)))
    instants = telling_instants(first, end, zone, hours)
    rows = [row for n in range(draw(st.integers(0, most))) for row in draw(_contact(instants, n))]
    return Month(first, end, zone, hours, draw(st.permutations(rows)))


LIMITS = st.tuples(st.sampled_from((5_000, 20_000, 300_000, 0)), st.sampled_from(("at_most", "under")))
_SHORT = ("count", "ignore")
_MISSED = st.sampled_from(("exclude", "count_as_missed"))
_OTHERS = {"callbacks": _MISSED, "refused": _MISSED}
_WHOSE = st.sampled_from(("answered", "abandoned", "all"))
_UNRECORDED = st.sampled_from(("as_zero", "leave_out"))
SCALES = st.sampled_from(("1-5", "0-10", "0-1", "1-7"))
_NOT_ABANDONED = st.sampled_from(("exclude", "count_as_offered", "count_as_abandoned"))

# Every metric with every one of its choices; ``short_abandon`` is added where the choices ask for it.
ARGUMENTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "service_level": {
        "within": LIMITS,
        "abandons": st.sampled_from(
            (
                "ignore_all",
                "ignore_within_T",
                "ignore_short",
                "count_all",
                "count_as_met_within_T",
                "count_as_met_short",
            )
        ),
        "flow_outs": _MISSED,
        "callbacks": st.sampled_from(("exclude", "count_as_met_within_T", "count_as_missed", "own_queue_visit")),
        "refused": _MISSED,
    },
    "answer_rate": {"short_abandons": st.sampled_from(_SHORT), "flow_outs": _MISSED, **_OTHERS},
    "abandonment_rate": {
        "short_abandons": st.sampled_from((*_SHORT, "ignore_in_numerator")),
        **dict.fromkeys(("flow_outs", "callbacks", "refused"), _NOT_ABANDONED),
    },
    "flow_out_rate": {"short_abandons": st.sampled_from(_SHORT), **_OTHERS},
    "busy_rate": {},
    "transfer_rate": {},
    "short_calls": {"limit": LIMITS},
    "average_speed_of_answer": {},
    "average_waiting_time": {},
    "average_time_to_abandon": {"short_abandons": st.sampled_from(_SHORT)},
    "longest_wait": {"whose": _WHOSE},
    "wait_percentile": {"percent": st.sampled_from((1, 33, 50, 90, 95, 99, 100)), "whose": _WHOSE},
    "talk_time": {},
    "hold_time": {"over": st.sampled_from(("answered", "held")), "unrecorded": _UNRECORDED},
    "wrap_time": {"unrecorded": _UNRECORDED},
    "average_handle_time": {"unrecorded": _UNRECORDED},
    "volume": {
        "counted": st.sampled_from(("offered", "answered", "abandoned", "flowed_out", "callback", "refused")),
        "flow_outs": _MISSED,
        **_OTHERS,
    },
    "after_contact_cap_breach": {"limit": LIMITS, "unrecorded": _UNRECORDED},
    "blockage": {"reasons": st.sampled_from(("FULL", "FULL, BUSY", "NONE SUCH"))},
    "csat_mean": {"scale": SCALES},
    "csat_top_box": {"scale": SCALES},
    "customer_effort_score": {"scale": SCALES, "better": st.sampled_from(("higher", "lower"))},
    "net_promoter_score": {},
    "quality_score": {"selected": st.just("one in ten, drawn by lot")},
    "survey_response_rate": {"over": st.sampled_from(("surveyed", "answered"))},
    "self_service_containment": {},
    "first_contact_resolution_flag": {},
    "first_contact_resolution_survey": {},
    "requeue_rate": {},
    "hops": {},
}
GOOD_SCORES = {"1-5": ("4-5", "5", "1-2"), "0-10": ("9-10", "0-6", "10"), "0-1": ("1", "0"), "1-7": ("5-7", "7")}


@st.composite
def arguments_of(draw: st.DrawFn, metric: str) -> dict[str, Any]:
    """All choices of a metric, made."""
    made = {name: draw(choice) for name, choice in ARGUMENTS[metric].items()}
    if made.get("counted") == "offered":
        made["short_abandons"] = draw(st.sampled_from(_SHORT))
    if metric == "csat_top_box":
        made["good_scores"] = draw(st.sampled_from(GOOD_SCORES[made["scale"]]))
    short = made.get("short_abandons", "count") != "count" or made.get("abandons", "").endswith("_short")
    return {**made, "short_abandon": draw(LIMITS)} if short else made


BOUNDS = st.sampled_from(("at_least", "more_than", "at_most", "less_than"))
AMOUNTS = st.sampled_from((0, 1, 5, 20, 50, 80, 100))


@st.composite
def countings(draw: st.DrawFn, *, has_better_side: bool) -> dict[str, Any]:
    """All choices that metrics share, made."""
    roll_ups = ["contact_weighted", "mean_of_intervals", "intervals_met", "days_met", "intervals_missed", "days_missed"]
    made: dict[str, Any] = {
        "level": draw(st.sampled_from(("queue_visit", "contact"))),
        "clock": draw(st.sampled_from(("queue", "queue", "arrival", "ring"))),
        "attribution": draw(st.sampled_from(("offered", "event", "ended"))),
        "closed_hours": draw(st.sampled_from(("exclude", "count"))),
        "transfers_in": draw(st.sampled_from(("count", "exclude"))),
        "roll_up": draw(st.sampled_from([*roll_ups, "worst_interval"] if has_better_side else roll_ups)),
    }
    if made["roll_up"] in ("mean_of_intervals", "intervals_met", "intervals_missed", "worst_interval"):
        made["interval"] = draw(st.sampled_from((15, 30, 60)))
    if made["roll_up"] in ("intervals_met", "days_met", "intervals_missed", "days_missed"):
        made["interval_target"] = (draw(BOUNDS), draw(AMOUNTS))
    return made
