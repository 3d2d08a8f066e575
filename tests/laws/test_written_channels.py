"""Replies, resolutions and caps of generated months: the engine and a second implementation agree on each row."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.independent import tickets as reckoned
from tests.independent.months import HOURS, MONTHS, Month, countings, telling_instants
from tests.independent.reckoning import figure_of_placed
from tests.laws.measuring import THOROUGH as MONTHLY
from tests.laws.measuring import assert_agree, measured, open_spans_of
from tests.tickets import HOUR, OFFICE_HOURS, instant, rows_of

from pactline.records.choices.written_channels import AutomaticReplies, ClosedUnanswered, Consent, Hours, Pauses, Solved
from pactline.records.record_set import RecordSet, from_rows
from pactline.records.tables import ATTEMPTS, STATUSES, TICKET_EVENTS
from pactline.records.views.dialling import CappedAttempts
from pactline.records.views.replies import Waits
from pactline.records.views.resolutions import _STANDING, Resolutions
from pactline.values.duration import Duration, Limit
from pactline.values.span import Span

THOROUGH = settings(
    deadline=None, max_examples=int(os.environ.get("PACTLINE_EXAMPLES", "15")), suppress_health_check=list(HealthCheck)
)
START = instant("2026-03-23 07:00")  # the clocks change on the 29th
DAY_US = 24 * HOUR

_events = st.lists(
    st.fixed_dictionaries(
        {
            "contact_id": st.sampled_from("abc"),
            "at_us": st.integers(0, 40).map(lambda n: START + n * 5 * HOUR),
            "channel": st.sampled_from(("email", "chat")),
            "said": st.sampled_from(
                (("customer", "yes"), ("agent", "yes"), ("agent", "no"), ("bot", "yes"), ("system", "yes"), None)
            ),
            "status": st.sampled_from((*STATUSES, None, None, None, None)),
            "queue": st.sampled_from(("x", "y", None)),
        }
    ),
    min_size=1,
    max_size=40,
)


def rows(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events with ids, those that say nothing left out."""
    found = []
    for number, event in enumerate(drawn):
        event = dict(event)
        said = event.pop("said")
        if said is None and event["status"] is None:
            continue
        author, public = said or (None, None)
        found.append({**event, "event_id": f"e{number:02d}", "author": author, "public": public})
    return found


@st.composite
def written_months(draw: st.DrawFn) -> Month:
    """Events of a few tickets in a month, at its edges, at those of opening hours and whole hours apart."""
    first, end, zone = draw(st.sampled_from(MONTHS))
    hours = draw(st.sampled_from(sorted(HOURS)))
    instants = telling_instants(first, end, zone, hours)
    drawn = draw(_events)
    for event in drawn:
        later = event["at_us"] - START
        event["at_us"] = draw(st.sampled_from((instants[1] + later, instants[1] + later, *instants)))
    return Month(first, end, zone, hours, rows(drawn))


@MONTHLY
@given(month=written_months(), data=st.data())
def test_every_figure_of_tickets_is_that_of_their_waits_and_resolutions(month: Month, data: st.DataObject) -> None:
    records, opened = from_rows(month.rows, TICKET_EVENTS), open_spans_of(month)
    for metric, rule in reckoned.RULES.items():
        made = data.draw(st.fixed_dictionaries(reckoned.ARGUMENTS[metric]))
        if opened is None:
            made["hours"] = "clock"
        counting = data.draw(countings(has_better_side=True))
        placed = reckoned.placed(month.rows, metric, made, counting["attribution"], opened)
        shut = opened if made["hours"] == "clock" else None  # business time may begin when it is closed
        expected = figure_of_placed(placed, rule, made, counting, [month.span], shut, month.zone)
        assert_agree(measured(records, month, metric, {**made, **counting}), expected)


def hours_of(hours: Hours, events: list[dict[str, Any]]) -> list[tuple[int, int]] | None:
    if hours is Hours.CLOCK:
        return None
    instants = [event["at_us"] for event in events] or [START]
    return [(span.start, span.end) for span in OFFICE_HOURS.spans(Span(min(instants), max(instants) + 1))]


@THOROUGH
@given(
    drawn=_events,
    first=st.booleans(),
    hours=st.sampled_from(Hours),
    automatic=st.sampled_from(AutomaticReplies),
    closing=st.sampled_from(ClosedUnanswered),
)
def test_every_wait_is_as_a_person_would_reckon_it(
    drawn: list[dict[str, Any]], first: bool, hours: Hours, automatic: AutomaticReplies, closing: ClosedUnanswered
) -> None:
    events = rows(drawn)
    records = from_rows(events, TICKET_EVENTS)
    found = rows_of(records, Waits(first, hours, automatic, closing), OFFICE_HOURS)
    shown = [(row["contact_id"], row["begun_us"], row["replied_us"], row["waited_us"]) for row in found]
    assert sorted(shown, key=str) == sorted(
        reckoned.waits(events, first, automatic, closing, hours_of(hours, events)), key=str
    )


@THOROUGH
@given(drawn=_events, solved=st.sampled_from(Solved), hours=st.sampled_from(Hours), pauses=st.sampled_from(Pauses))
def test_every_resolution_is_as_a_person_would_reckon_it(
    drawn: list[dict[str, Any]], solved: Solved, hours: Hours, pauses: Pauses
) -> None:
    events = rows(drawn)
    records = from_rows(events, TICKET_EVENTS)
    found = rows_of(records, Resolutions(solved, hours, pauses), OFFICE_HOURS)
    shown = [(row["contact_id"], row["created_us"], row["solved_us"], row["taken_us"]) for row in found]
    assert shown == reckoned.resolutions(events, solved, _STANDING[pauses], hours_of(hours, events))


@THOROUGH
@given(drawn=_events, hours=st.sampled_from(Hours), most=st.integers(0, 60), data=st.data())
def test_nothing_outside_its_reach_decides_about_a_window(
    drawn: list[dict[str, Any]], hours: Hours, most: int, data: st.DataObject
) -> None:
    """With the events within the reach alone, and the end of the records, the verdicts of the window are the same."""
    events = rows(drawn)
    if not events:
        return
    limit = Limit(Duration(most * 3_600_000))
    looked_at = data.draw(
        st.sampled_from(
            (
                Waits(True, hours, AutomaticReplies.IGNORE, ClosedUnanswered.LEAVE_OUT, limit),
                Waits(False, hours, AutomaticReplies.COUNT, ClosedUnanswered.AS_REPLY, limit),
                Resolutions(Solved.FIRST, hours, Pauses.PENDING, limit),
            )
        )
    )
    start = START + data.draw(st.integers(0, 6)) * DAY_US
    records = from_rows(events, TICKET_EVENTS)
    from_us, to_us = looked_at.reach(records, _looking(), start, start + DAY_US)
    latest = max(event["at_us"] for event in events)
    kept = [event for event in events if from_us <= event["at_us"] <= to_us]
    if to_us < latest:  # the records go on as long, with something that has nothing to do with it
        kept.append({"contact_id": "other", "event_id": "z", "at_us": latest, "author": "agent", "public": "no"})
    assert _judged(from_rows(kept, TICKET_EVENTS), looked_at, start, limit) == _judged(records, looked_at, start, limit)


def _looking() -> Any:
    from pactline.records.choices.contacts import Attribution, Level
    from pactline.records.views.looking import Looking

    return Looking(Level.QUEUE_VISIT, Attribution.OFFERED, OFFICE_HOURS)


def _judged(records: RecordSet, looked_at: Any, start: int, limit: Limit) -> list[tuple[Any, ...]]:
    taken, done = ("waited_us", "replied_us") if isinstance(looked_at, Waits) else ("taken_us", "solved_us")
    most, found = limit.duration.ms * 1_000, []
    for row in rows_of(records, looked_at, OFFICE_HOURS):
        if start <= row["at_us"] < start + DAY_US:
            verdict = "late" if row[taken] > most else "good" if row[done] is not None else "undecided"
            found.append((row["contact_id"], row["at_us"], verdict))
    return found


_attempts = st.lists(
    st.fixed_dictionaries(
        {
            "customer": st.sampled_from(("a", "b", None)),
            "debt": st.sampled_from(("d", None)),
            "day": st.integers(0, 12),
            "result": st.sampled_from(("person", "person", "no_answer", "machine", "busy", "abandoned")),
            "spoken": st.booleans(),
            "placed": st.sampled_from((True, True, True, False)),
            "consent": st.sampled_from(("yes", "no", None)),
        }
    ),
    max_size=40,
)


@THOROUGH
@given(drawn=_attempts, most=st.integers(1, 4), days=st.integers(1, 7), consent=st.sampled_from(Consent))
def test_every_attempt_is_capped_as_a_person_would(
    drawn: list[dict[str, Any]], most: int, days: int, consent: Consent
) -> None:
    attempts = []
    for number, each in enumerate(drawn):
        dialled = START + each["day"] * DAY_US
        row = {name: each[name] for name in ("customer", "debt", "result", "consent")}
        row |= {"attempt_id": f"a{number:02d}", "campaign": "c", "dialled_us": dialled}
        row |= {"connected_us": dialled} if each["spoken"] and each["result"] == "person" else {}
        row |= {"local_day": each["day"], "local_second": 36_000} if each["placed"] else {}
        attempts.append(row)
    records = from_rows(attempts, ATTEMPTS)
    frame = CappedAttempts(most, days, consent).frame(records, _looking())
    found = {row["attempt_id"]: row["kept"] for row in records.rows(frame)}
    assert found == reckoned.cap_kept(attempts, most, days, consent)
