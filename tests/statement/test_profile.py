"""How long contacts waited: the buckets, their edges and what falls into them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.promises import PROMPT

from pactline.agreement.model import Agreement
from pactline.records.record_set import RecordSet
from pactline.statement.evaluating import evaluate
from pactline.statement.windows.profile import Profile, brief, edges, first_beyond, wait_profile
from pactline.values.duration import Duration, Limit

Agreed, Table = Callable[..., Agreement], Callable[..., RecordSet]


def profile_of(agreement: Agreement, rows: RecordSet) -> Profile:
    found = wait_profile(evaluate(agreement, rows, "2025-06")["prompt"])
    assert found is not None
    return found


def shown(profile: Profile) -> dict[str, tuple[int, int]]:
    return {str(b): (b.answered, b.abandoned) for b in profile.buckets if b.total}


WAITS = """
    2025-06-02T09:00:00  answered   0
    2025-06-02T09:00:01  answered   20
    2025-06-02T09:00:02  answered   20.001
    2025-06-02T09:00:03  abandoned  5
    2025-06-02T09:00:04  abandoned  5.001
    2025-06-02T09:00:05  answered   86400
    2025-06-02T09:00:06  answered   -
    2025-06-02T09:00:07  flowed_out 7
    2025-07-01T00:00:00  answered   1
"""


def test_the_last_millisecond_that_keeps_the_promise_lies_left_of_its_edge(agreed: Agreed, records: Table) -> None:
    profile = profile_of(agreed(PROMPT), records(WAITS))
    assert shown(profile) == {
        "at most 1 s": (1, 0),
        "over 2 s, at most 5 s": (0, 1),
        "over 5 s, at most 10 s": (0, 1),
        "over 15 s, at most 20 s": (1, 0),
        "over 20 s, at most 30 s": (1, 0),
        "over 180 s": (1, 0),
    }
    assert profile.up_to(profile.within) == (2, 2)


def test_a_wait_nobody_recorded_is_told_and_in_no_bucket(agreed: Agreed, records: Table) -> None:
    profile = profile_of(agreed(PROMPT), records(WAITS))
    assert profile.unknown == 1
    assert sum(bucket.total for bucket in profile.buckets) == 6


def test_with_under_the_limit_itself_lies_right_of_the_edge(agreed: Agreed, records: Table) -> None:
    profile = profile_of(agreed(PROMPT.replace("within: 20 s", "within: under 20 s")), records(WAITS))
    assert profile.up_to(profile.within) == (1, 2)
    assert shown(profile)["from 20 s, under 30 s"] == (2, 0)


@pytest.mark.parametrize("closing", ["18:00", "17:50"])  # on a quarter of an hour, and off it
def test_only_the_service_and_its_opening_hours_are_looked_at(agreed: Agreed, records: Table, closing: str) -> None:
    contract = agreed(
        PROMPT,
        services="{support: {channels: [voice], queues: [billing], hours: office}}",
        calendars=f'{{office: {{mon-fri: "09:00-{closing}"}}}}',
    )
    rows = records(f"""
        2025-06-02T08:59:59  answered  1
        2025-06-02T09:00:00  answered  1
        2025-06-02T{closing}:00  answered  1
        2025-06-02T10:00:00  answered  1  queue=technical
        2025-06-07T10:00:00  answered  1
    """)
    assert shown(profile_of(contract, rows)) == {"at most 1 s": (1, 0)}


def test_the_waits_answered_in_time_are_the_good_contacts(agreed: Agreed, records: Table) -> None:
    table = "\n".join(
        f"2025-06-{day:02d}T{9 + n:02d}:00:00 {'abandoned' if n == 3 else 'answered'} {(7 * day * (n + 1)) % 61}"
        for day in range(1, 31)
        for n in range(6)
    )
    result = evaluate(agreed(PROMPT), records(table), "2025-06")["prompt"]
    profile = wait_profile(result)
    assert profile is not None
    assert profile.up_to(profile.within)[0] == result.counts.good
    assert profile.short_abandon is not None
    left_early = profile.up_to(profile.short_abandon)[1]
    assert sum(bucket.total for bucket in profile.buckets) - left_early == result.counts.counted


@pytest.mark.parametrize("within", ["10 s", "20 s", "under 21 s", "180 s", "4 h", "2 d", "0.5 s"])
def test_the_limits_are_edges_and_no_round_number_crowds_them(within: str) -> None:
    limit, short = Limit.parse(within), Limit.parse("5 s")
    found = edges(limit, short)
    assert limit in found
    assert short in found
    beyond = [first_beyond(edge) for edge in found]
    assert beyond == sorted(set(beyond))
    near = [
        e for e in found if e not in (limit, short) and 5 * abs(e.duration.ms - limit.duration.ms) < limit.duration.ms
    ]
    assert near == []


def test_a_metric_without_a_promised_wait_has_no_profile(agreed: Agreed, records: Table) -> None:
    contract = agreed("""
        prompt: {clause: "1", service: support, metric: average_speed_of_answer, each: month, target: at most 20 s}
    """)
    assert wait_profile(evaluate(contract, records(WAITS), "2025-06")["prompt"]) is None


def test_durations_on_the_axis_are_brief_and_exact() -> None:
    said = [brief(Duration.parse(text)) for text in ("20 s", "90 s", "2 min", "150 s", "2 h", "36 h", "3 d", "0.5 s")]
    assert said == ["20 s", "90 s", "2 min", "150 s", "2 h", "36 h", "3 d", "0.5 s"]
