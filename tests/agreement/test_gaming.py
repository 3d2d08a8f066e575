# ruff: noqa: E501 (a table reads better with one case a line)
"""Ways to keep a promise without serving anybody: told where money hangs on it, once, and silenced by what closes them."""

from __future__ import annotations

import pytest

from pactline.agreement.model import Vocabulary
from pactline.agreement.reading import examine

TEMPLATE = """\
agreement: Games
provider: A
client: B
term: 2025
zone: UTC
currency: EUR
conventions: common-2026
rounding: {{shares: exact, money: half_up}}
services: {{all: {{{channels}hours: always}}}}
commitments:
  one:
    service: all
    each: month
    metric: {metric}
{keys}{tail}"""
LEVEL = "service_level\n    within: 20 s\n    abandons: count_all\n    target: at least 80 %"
SPEED = "average_speed_of_answer\n    target: at most 30 s"
RATE = "abandonment_rate\n    short_abandons: count\n    target: at most 5 %"
PAID = "    remedy: {flat: 10.00}\n"
EARNED = PAID + "    bonus: {when: at least 95 %, flat: 5.00}\n"
TWO = "  two:\n    service: all\n    each: month\n    metric: "


def games(
    vocabulary: Vocabulary, metric: str = LEVEL, keys: str = PAID, tail: str = "", channels: str = ""
) -> list[str]:
    """The ways that are open, by the last words of their codes."""
    text = TEMPLATE.format(metric=metric, keys=keys, tail=tail, channels=channels)
    examined = examine(text.encode(), vocabulary)
    assert examined.problems == ()
    found = [note.code.removeprefix("AGR_GAME_") for note in examined.notes if note.code.startswith("AGR_GAME_")]
    assert len(found) == len(set(found)), "each is said once"
    return found


def test_readings_that_conventions_supply_are_not_told(vocabulary: Vocabulary) -> None:
    """common-2026 leaves refused, moved-on and called-back contacts out: both sides know by naming it."""
    assert games(vocabulary) == []


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("    refused: exclude\n", ["CLOSED_QUEUE"]),
        ("    refused: count_as_missed\n", []),
        ("    flow_outs: exclude\n", ["DENOMINATOR"]),
        ("    flow_outs: count_as_missed\n", []),
        ("    callbacks: exclude\n", ["DENOMINATOR"]),
        ("    callbacks: own_queue_visit\n", []),
        ("    transfers_in: exclude\n", ["DENOMINATOR"]),
        ("    no_data: met\n", ["NO_DATA"]),
        ("    no_data: missed\n", []),
        ("    roll_up: intervals_met\n    interval: 30 min\n    interval_target: at least 80 %\n", ["VOLUME"]),
        ("    roll_up: mean_of_intervals\n    interval: 30 min\n", ["VOLUME"]),
        ("    roll_up: worst_interval\n    interval: 30 min\n", ["VOLUME"]),
        (
            "    roll_up: mean_of_intervals\n    interval: 30 min\n    minimum_sample: 30\n    below_minimum: excluded\n",
            [],
        ),
    ],
)
def test_each_way_is_open_by_one_key_and_closed_by_another(keys: str, found: list[str], vocabulary: Vocabulary) -> None:
    assert games(vocabulary, keys=keys + PAID) == found
    assert games(vocabulary, keys=keys) == [], "no money hangs on it"


@pytest.mark.parametrize(
    ("keys", "watched"),
    [
        ("    refused: exclude\n", "volume\n    counted: refused\n    target: at most 100\n"),
        ("    flow_outs: exclude\n", "flow_out_rate\n    short_abandons: count\n    target: at most 5 %\n"),
        (
            "    roll_up: mean_of_intervals\n    interval: 30 min\n",
            "service_level\n    within: 30 s\n    abandons: count_all\n    target: at least 80 %\n",
        ),
    ],
)
def test_a_promise_that_watches_it_closes_the_way(keys: str, watched: str, vocabulary: Vocabulary) -> None:
    assert games(vocabulary, keys=keys + PAID)
    assert games(vocabulary, keys=keys + PAID, tail=TWO + watched) == []


@pytest.mark.parametrize("channel", ["email", "chat", "message"])
def test_a_first_response_in_writing_can_come_from_a_machine(channel: str, vocabulary: Vocabulary) -> None:
    written = f"channels: [{channel}], "
    assert games(vocabulary, SPEED, channels=written) == ["AUTO_REPLY"]
    assert games(vocabulary, RATE, channels=written) == []
    assert games(vocabulary, SPEED, channels="channels: [voice], ") == []
    assert games(vocabulary, SPEED, "    notes: automatic replies do not count\n" + PAID, channels=written) == []
    assert games(vocabulary, SPEED, tail="definitions: {answer: words of a person}\n", channels=written) == []


REPORTED = (
    "reported\n    unit: {unit}\n    better: {better}\n    means: {means}\n    measured: figures\n    target: {target}"
)


@pytest.mark.parametrize(
    ("means", "found"),
    [
        ("first response to a ticket within 4 hours", ["AUTO_REPLY"]),
        ("first response by a person to a ticket within 4 hours", []),
        ("incidents resolved within 8 hours", []),
        ("calls answered within 20 s", ["PARKED"]),
        ("calls answered within 20 s and not parked", []),
        ("complaints answered within 5 days", []),
        ("sales for each call", []),
        ("availability of the platform", []),
    ],
)
def test_the_words_of_a_reported_figure_tell_what_it_is(means: str, found: list[str], vocabulary: Vocabulary) -> None:
    metric = REPORTED.format(unit="percent", better="higher", means=means, target="at least 90 %")
    assert games(vocabulary, metric) == found


def test_parked_calls_are_told_where_answering_earns_money(vocabulary: Vocabulary) -> None:
    assert games(vocabulary, keys=EARNED) == ["PARKED"]
    assert games(vocabulary, RATE, PAID + "    bonus: {when: at most 1 %, flat: 5.00}\n") == []
    watched = TWO + "short_calls\n    limit: under 10 s\n    target: at most 2 %\n"
    assert games(vocabulary, keys=EARNED, tail=watched) == []
    assert (
        games(vocabulary, keys=EARNED, tail="clauses: {parking: {title: Parking, text: Parked calls are missed.}}\n")
        == []
    )


def test_all_promises_that_a_way_is_open_to_are_named_in_one_note(vocabulary: Vocabulary) -> None:
    other = TWO + LEVEL + "\n    no_data: met\n" + PAID
    text = TEMPLATE.format(metric=LEVEL, keys="    no_data: met\n" + PAID, tail=other, channels="")
    (note,) = examine(text.encode(), vocabulary).notes
    assert note.message.startswith("`one`, `two`: ")
    assert note.line == text.splitlines().index("    no_data: met") + 1


@pytest.mark.parametrize(("word", "found"), [("count", ["AUTO_REPLY"]), ("ignore", [])])
def test_a_machine_that_replies_keeps_a_response_only_where_it_counts(
    vocabulary: Vocabulary, word: str, found: list[str]
) -> None:
    response = "first_response_within\n    within: 1 h\n    hours: clock\n    closed_unanswered: leave_out\n"
    metric = f"{response}    target: at least 80 %\n    automatic_replies: {word}"
    assert games(vocabulary, metric) == found
