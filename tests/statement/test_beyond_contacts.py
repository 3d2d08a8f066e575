"""Agreements about tickets and diallers: what the records tell, to the verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.attempts import attempt
from tests.tickets import measured, tickets

from pactline.agreement.model import Agreement
from pactline.records.record_set import from_rows
from pactline.records.tables import ATTEMPTS
from pactline.statement.evaluating import evaluate
from pactline.values.period import Period

TERM = {"term": "2026-01-01/2027-01-01"}
REPLY = """
    replies:
      service: support
      metric: first_response_within
      within: 4 h
      hours: business
      closed_unanswered: leave_out
      each: month
      target: at least 90 %
    """
OFFICE = "{support: {channels: [email], hours: office}}\ncalendars: {office: {mon-fri: '09:00-17:00'}}"
CAMPAIGN = "{support: {channels: [voice], queues: [spring], direction: outbound, hours: always}}"


def test_the_hours_of_the_service_are_the_business_hours(agreed: Callable[..., Agreement]) -> None:
    agreement = agreed(REPLY, services=OFFICE, **TERM)
    found = tickets(
        """
        a 2026-03-06 16:00 customer
        a 2026-03-09 12:00 agent
        b 2026-03-06 18:00 customer
        b 2026-03-09 13:00:01 agent
        c 2026-03-31 16:00 customer
        z 2026-04-01 11:00 note
        """
    )
    window = evaluate(agreement, found, Period.parse("2026-03"))["replies"].windows[0]
    assert (window.counts.counted, window.counts.good, window.counts.unknown) == (2, 1, 1)


def test_a_service_of_other_channels_or_queues_counts_none_of_it(agreed: Callable[..., Agreement]) -> None:
    found = tickets("a 2026-03-06 10:00 customer queue=desk\na 2026-03-06 11:00 agent")
    for scope, counted in (
        ("channels: [email]", 1),
        ("channels: [chat]", 0),
        ("queues: [desk]", 1),
        ("queues: [shop]", 0),
    ):
        services = OFFICE.replace("channels: [email]", scope)
        result = evaluate(agreed(REPLY, services=services, **TERM), found, Period.parse("2026-03"))["replies"]
        assert result.counts.counted == counted, scope


def test_the_statement_does_not_say_that_the_records_hold_nothing(agreed: Callable[..., Agreement]) -> None:
    services = OFFICE.replace("channels: [email]", "queues: [desk, shop]")
    found = tickets("a 2026-03-06 10:00 customer queue=desk\na 2026-03-06 11:00 agent")
    said = evaluate(agreed(REPLY, services=services, **TERM), found, Period.parse("2026-03")).coverage.sentences()
    assert said == ["The queue 'shop' of the service 'support' has no contact in these records."]


def test_a_promise_of_opening_hours_leaves_out_what_is_measured_by_the_clock_and_began_when_closed(
    agreed: Callable[..., Agreement],
) -> None:
    agreement = agreed(REPLY.replace("hours: business", "hours: clock"), services=OFFICE, **TERM)
    found = tickets(
        """
        a 2026-03-06 16:59 customer
        a 2026-03-06 17:30 agent
        b 2026-03-06 17:00 customer
        b 2026-03-06 17:30 agent
        """
    )
    assert evaluate(agreement, found, Period.parse("2026-03"))["replies"].counts.counted == 1
    assert measured(found, "first_response_within", within="4 h", hours="clock", closed_unanswered="leave_out")[0] == 2


def test_diallers_are_judged_by_campaign_and_day(agreed: Callable[..., Agreement]) -> None:
    agreement = agreed(
        """
        abandoned:
          service: support
          metric: dialler_abandonment_ofcom
          detection: used
          false_positives: 2 %
          each: day
          target: at most 3 %
        hours:
          service: support
          metric: calling_hours_kept
          earliest: "08:00"
          latest: "21:00"
          each: month
          target: at least 100 %
        caps:
          service: support
          metric: attempt_cap_kept
          most: 7
          days: 7
          consent: exempt
          each: month
          target: at least 100 %
        """,
        services=CAMPAIGN,
        **TERM,
    )
    live: dict[str, Any] = {"start": 4, "end": 5, "connected": 6, "zone": "Europe/Berlin", "customer": "k"}
    rows = [attempt(n, **live, debt=f"d{n}") for n in range(97)]
    rows += [attempt(n, "abandoned", zone="Europe/Berlin", customer="k", debt=f"d{n}") for n in range(97, 100)]
    rows += [attempt(100, "abandoned", campaign="summer"), attempt(101, "abandoned", "2026-03-10 10:00")]
    statement = evaluate(agreement, from_rows(rows, ATTEMPTS), Period.parse("2026-03"))
    verdicts = {str(w.period): str(w.verdict) for w in statement["abandoned"].windows if w.counts.counted}
    assert verdicts == {"2026-03-09": "met", "2026-03-10": "missed"}
    assert (statement["hours"].counts.counted, statement["hours"].counts.good) == (101, 100)
    assert (statement["caps"].counts.counted, statement["caps"].counts.unknown) == (101, 1)
