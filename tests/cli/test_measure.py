"""``pactline measure`` on the examples: groups, JSON, and every choice it refuses."""

from __future__ import annotations

import pytest
from tests.cli.running import EXAMPLES, as_json, good, wrong_use

CALLS = ("--records", EXAMPLES / "first-look" / "records")
PROMPT = ("service_level", *CALLS, "--with", "within=20", "--with", "abandons=count_all")


def figures(*words: object) -> list[tuple[object, ...]]:
    """Group, counted, good and fraction of each row."""
    rows = as_json("measure", *words)["rows"]  # type: ignore[arg-type]
    return [(*row["by"].values(), row["counted"], row["good"], row["value"]["fraction"]) for row in rows]


def test_the_text_shows_the_figure_and_every_choice_that_was_made() -> None:
    text = good("measure", *PROMPT)
    assert text.startswith("Service level: the share of offered contacts that were answered within the agreed wait.\n")
    assert "     20       15           75.00 %\n" in text
    assert "counted with: within at most 20 s, abandons count_all, flow_outs exclude" in text


def test_the_json_has_the_documented_shape_and_null_where_a_metric_has_no_use_for_a_key() -> None:
    content = as_json("measure", *PROMPT)
    assert list(content) == ["metric", "with", "rows"]
    assert content["with"]["roll_up"] == "contact_weighted"
    (row,) = content["rows"]
    assert (row["by"], row["counted"], row["good"], row["sum_ms"]) == ({}, 20, 15, None)
    assert (row["value"]["fraction"], row["unit"]) == ("3/4", "percent")
    (speed,) = as_json("measure", "average_speed_of_answer", "--records", EXAMPLES / "per-second/records")["rows"]
    assert (speed["good"], speed["sum_ms"], speed["value"]["fraction"], speed["unit"]) == (
        None, 181_000, "181/8", "seconds",
    )  # fmt: skip


def test_groups_add_up_to_the_whole() -> None:
    for keys in ("agent", "queue,agent", "day", "month", "interval:15m", "queue,interval:60m"):
        rows = figures(*PROMPT, "--by", keys, "--zone", "Europe/London")
        assert (sum(row[-3] for row in rows), sum(row[-2] for row in rows)) == (20, 15)  # type: ignore[misc]


def test_groups_of_channels_and_a_filter_say_the_same() -> None:
    mixed = ("service_level", "--records", EXAMPLES / "per-channel/records", "--with", "within=20 s")
    mixed = (*mixed, "--with", "abandons=count_all")
    by_channel = {row[0]: row[1:] for row in figures(*mixed, "--by", "channel")}
    assert by_channel["voice"] == (10, 7, "7/10")
    for channel, figure in by_channel.items():
        assert figures(*mixed, "--channel", channel) == [figure]
    assert figures(*mixed, "--queue", "help") == [by_channel["voice"]]
    assert figures(*mixed, "--direction", "inbound") == figures(*mixed)


def test_half_hours_lie_on_the_local_clock_and_an_hour_that_happens_twice_is_two_hours() -> None:
    halves = ("service_level", "--records", EXAMPLES / "half-hours/records", "--with", "within=20", "--with")
    rows = figures(*halves, "abandons=count_all", "--by", "interval:30m", "--zone", "Asia/Kolkata")
    assert rows[2] == ("2025-08-12T10:00:00+05:30", 12, 6, "1/2")
    nights = ("volume", "--records", EXAMPLES / "clock-change/records", "--with", "counted=offered")
    nights = (*nights, "--with", "short_abandons=count")
    rows = as_json(
        "measure", *nights, "--period", "2025-10-26", "--zone", "Europe/Berlin", "--by", "interval:60m"
    )["rows"]  # fmt: skip
    counted = {row["by"]["interval"][11:19] + row["by"]["interval"][19:]: row["counted"] for row in rows}
    assert (counted["02:00:00+02:00"], counted["02:00:00+01:00"]) == (2, 2)


def test_a_share_of_intervals_is_in_percent_whatever_the_metric() -> None:
    words = ("average_speed_of_answer", "--records", EXAMPLES / "half-hours/records", "--with", "roll_up=intervals_met")
    words = (*words, "--with", "interval=30m", "--with", "interval_target=at most 20 s", "--zone", "Asia/Kolkata")
    assert "80.00 %" in good("measure", *words)
    (row,) = as_json("measure", *words)["rows"]
    assert (row["value"]["fraction"], row["unit"]) == ("4/5", "percent")


def test_a_period_is_of_local_days() -> None:
    zone = ("--zone", "Europe/London")
    assert figures(*PROMPT, "--period", "2025-06-10", *zone) == [(2, 1, "1/2")]
    assert figures(*PROMPT, "--period", "2025-06", *zone) == [(20, 15, "3/4")]
    assert as_json("measure", *PROMPT, "--period", "2025-05", *zone)["rows"][0]["value"] is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["servce_level", *CALLS], "there is no metric 'servce_level'; did you mean service_level?"),
        (["zzz", *CALLS], "there is no metric 'zzz'; known are abandonment_rate, adherence"),
        (["service_level", *CALLS], "service_level needs the choice 'within', for instance within=20 s"),
        (["service_level", *CALLS], "needs the choice 'abandons': one of ignore_all, ignore_within_T"),
        ([*PROMPT, "--with", "withn=20"], "service_level has no choice 'withn'; did you mean within?"),
        ([*PROMPT, "--with", "within=30"], "--with within is given twice"),
        ([*PROMPT, "--with", "level"], "--with takes a choice written K=V, such as within=20, not 'level'"),
        ([*PROMPT, "--with", "level="], "--with takes a choice written K=V"),
        ([*PROMPT, "--with", "level=both"], "'both' is no choice for level: one of queue_visit, contact"),
        ([*PROMPT, "--with", "short_abandon=5"], "'short_abandon' has no effect with the other choices; leave it out"),
        (
            ["service_level", *CALLS, "--with", "within=20", "--with", "abandons=ignore_short"],
            "the other choices make 'short_abandon' necessary",
        ),
        (
            ["service_level", *CALLS, "--with", "within=soon", "--with", "abandons=count_all"],
            "'soon' is not a duration",
        ),
        ([*PROMPT, "--channel", "phone"], "there is no channel 'phone'; known are voice, callback, chat"),
        ([*PROMPT, "--direction", "up"], "there is no direction 'up'; known are inbound, outbound, internal"),
        ([*PROMPT, "--by", "weekday"], "cannot group by 'weekday'; known are queue, channel, agent"),
        (
            [*PROMPT, "--by", "day,month", "--zone", "UTC"],
            "group by at most one tag and one of interval, day and month",
        ),
        ([*PROMPT, "--by", "day"], "name the zone they are meant in, such as Europe/Berlin"),
        ([*PROMPT, "--period", "2025-06"], "name the zone they are meant in"),
        ([*PROMPT, "--period", "2025-06", "--zone", "Berlin"], "'Berlin' is not a time zone; use an IANA name"),
        ([*PROMPT, "--period", "2025-6", "--zone", "UTC"], "'2025-6' is not a period"),
        (["service_level", "--records", "nowhere", *PROMPT[3:]], "nowhere: there is no such file or folder"),
        (["service_level", *PROMPT[3:]], "Missing option '--records'"),
    ],
)
def test_wrong_use_is_exit_2_and_says_how_to_put_it_right(words: list[str], message: str) -> None:
    assert message in wrong_use("measure", *words)
