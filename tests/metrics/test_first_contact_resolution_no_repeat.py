"""First contact resolution without a repeat: the share of contacts after which the customer did not come back."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from tests.customers import figure
from tests.records.test_repeats import LATER, call

from pactline.agreement.model import Agreement
from pactline.records.record_set import from_rows
from pactline.statement.counting.choices_in_words import ChoiceRefused, choose
from pactline.statement.evaluating import evaluate, named_span
from pactline.statement.measuring import measure
from pactline.values.period import Period
from pactline.values.zone import from_us, zone

USUAL = {
    "repeat_within": "168 h",
    "distance": "end_to_start",
    "starts": "answered",
    "same": "customer",
    "across": "queues_and_channels",
    "withheld": "exclude",
    "outbound": "ignore",
}
FCR = "metric: first_contact_resolution_no_repeat"
ONCE = f"""
once: {{service: support, {FCR}, {", ".join(f"{key}: {value}" for key, value in USUAL.items())}, each: month,
       target: at least 70 %, remedy: {{flat: 100.00}}}}
"""
CALLS = [call(1, 0), call(2, 5), call(3, 11), call(4, 3, customer="berta"), LATER]


def test_whoever_comes_back_within_the_time_was_not_helped() -> None:
    found = figure(CALLS, "first_contact_resolution_no_repeat", **USUAL)
    assert (found.value, found.of, found.unknown) == (50, (2, 4), 1)  # the last contact of all is undecided


def test_the_figure_falls_into_the_groups_of_its_contacts() -> None:
    rows = [{**row, "tags": "greeting=warm" if number % 2 else None} for number, row in enumerate(CALLS)]
    named = choose("first_contact_resolution_no_repeat", USUAL)
    found = measure(from_rows(rows), named, by=["tag:greeting"]).rows
    assert [(row.by, row.figure.counts.good, row.figure.counts.counted) for row in found] == [
        ({"tag:greeting": "warm"}, 1, 2),
        ({"tag:greeting": None}, 1, 2),
    ]


def test_a_statement_is_provisional_until_the_time_of_its_last_contact_is_over(
    agreed: Callable[..., Agreement],
) -> None:
    agreement = agreed(ONCE, zone="Europe/Berlin")
    records = from_rows([{**row, "channel": "voice"} for row in CALLS[:4]])
    (window,) = evaluate(agreement, records, "2025-10")["once"].windows
    assert (window.counts.good, window.counts.counted, window.counts.unknown) == (1, 2, 2)
    said = "2 contacts undecided: the records end before the time is over, so the figure is provisional"
    assert window.notes == (said,)
    final = from_rows([{**row, "channel": "voice"} for row in CALLS])
    (window,) = evaluate(agreement, final, "2025-10")["once"].windows
    assert (window.counts.good, window.counts.counted, window.notes) == (2, 4, ())


def test_a_statement_names_the_records_up_to_the_first_that_decides(agreed: Callable[..., Agreement]) -> None:
    agreement, day = agreed(ONCE), Period.parse("2025-10")
    rows = [{**row, "channel": "voice"} for row in (*CALLS, call(98, 30, customer="carla"))]
    span = named_span(agreement, from_rows(rows), day)
    assert span is not None
    until = from_us(span.end, zone("Europe/Berlin")).isoformat()
    assert until == "2025-11-19T07:15:00+01:00"  # carla calls on the 19th at 7; nobody's time is open then
    provisional = named_span(agreement, from_rows(rows[:4]), day)
    assert provisional is not None
    assert from_us(provisional.end, zone("Europe/Berlin")).isoformat() == "2025-11-07T07:15:00+01:00"


def test_days_of_the_calendar_need_a_zone_and_whole_days() -> None:
    days = {**USUAL, "repeat_within": "7 calendar days"}
    with pytest.raises(ChoiceRefused, match="zone"):
        figure(CALLS, "first_contact_resolution_no_repeat", **days)
    assert figure(CALLS, "first_contact_resolution_no_repeat", where="Europe/Berlin", **days).value == Fraction(50)


@pytest.mark.parametrize(
    ("within", "said"),
    [("7 days", "168 h by the clock or 7 calendar days"), ("a week", "not a duration"), ("0 h", "no time at all")],
)
def test_a_time_that_can_be_read_in_two_ways_is_refused(within: str, said: str) -> None:
    with pytest.raises(ChoiceRefused, match=said):
        figure(CALLS, "first_contact_resolution_no_repeat", **{**USUAL, "repeat_within": within})


@pytest.mark.parametrize("missing", sorted(USUAL))
def test_every_choice_that_moves_the_figure_is_asked_for(missing: str) -> None:
    with pytest.raises(ChoiceRefused, match=missing):
        figure(CALLS, "first_contact_resolution_no_repeat", **{k: v for k, v in USUAL.items() if k != missing})
