"""``pactline contacts`` on the examples: the contacts behind a number."""

from __future__ import annotations

import pytest
from tests.cli.running import EXAMPLES, as_json, good, wrong_use

PROMPT = (
    "contacts", "service_level", "--records", EXAMPLES / "first-look" / "records",
    "--with", "within=20", "--with", "abandons=count_all",
)  # fmt: skip
LATE = ["HL-1004", "HL-1006", "HL-1010", "HL-1014", "HL-1017"]


def ids(*words: object) -> list[str]:
    """The contacts that are listed."""
    return [row["contact_id"] for row in as_json(*words)["contacts"]]  # type: ignore[arg-type]


def test_good_and_not_good_are_the_two_parts_of_what_counted() -> None:
    assert ids(*PROMPT, "--not-good") == LATE
    assert sorted(ids(*PROMPT, "--good") + LATE) == ids(*PROMPT)
    assert len(ids(*PROMPT)) == 20


def test_the_text_is_a_table_with_the_total_and_the_zone() -> None:
    lines = good(*PROMPT, "--not-good", "--zone", "Europe/London").splitlines()
    assert lines[0].split() == ["Contact", "Visit", "Channel", "Queue", "Offered", "Outcome", "Wait", "Agent"]
    assert " ".join(lines[2].split()) == "HL-1004 1 voice booking 2025-06-03 10:14:30+01:00 answered 31 s A-102"
    assert lines[-1] == "5 contacts (Europe/London)"


def test_without_a_zone_the_instants_are_utc() -> None:
    assert "2025-06-03 09:14:30+00:00" in good(*PROMPT, "--not-good")
    assert as_json(*PROMPT, "--not-good")["contacts"][0]["offered_at"] == "2025-06-03T09:14:30+00:00"


def test_a_limit_shortens_the_list_and_never_the_total() -> None:
    content = as_json(*PROMPT, "--not-good", "--limit", "2")
    assert ([row["contact_id"] for row in content["contacts"]], content["total"]) == (LATE[:2], 5)
    assert good(*PROMPT, "--not-good", "--limit", "2").endswith("5 contacts; 3 more not shown (UTC)\n")


def test_a_period_an_agent_less_queue_and_one_contact_are_told_as_they_are() -> None:
    day = ("--period", "2025-06-10", "--zone", "Europe/London")
    assert ids(*PROMPT, *day) == ["HL-1009", "HL-1010"]
    assert good(*PROMPT, *day, "--not-good").endswith("1 contact (Europe/London)\n")
    assert "their queues are booking" in wrong_use(*PROMPT, "--queue", "nobody")


def test_the_contacts_behind_an_abandonment_rate_are_those_who_left() -> None:
    asked = ("abandonment_rate", *PROMPT[2:4], "--with", "short_abandons=count")
    assert ids("contacts", *asked, "--good") == ["HL-1006", "HL-1014"]


def test_the_json_says_metric_choices_and_total() -> None:
    content = as_json(*PROMPT, "--good", "--limit", "1")
    assert list(content) == ["metric", "with", "total", "contacts"]
    assert (content["metric"], content["with"]["within"], content["total"]) == ("service_level", "at most 20 s", 15)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([*PROMPT, "--good", "--not-good"], "choose one of --good and --not-good; without either both are listed"),
        ([*PROMPT, "--limit", "0"], "Invalid value for '--limit'"),
        ([*PROMPT, "--period", "2025-06"], "a period is of local days; name its zone with --zone"),
        ([*PROMPT, "--period", "2025-06", "--zone", "+01:00"], "'+01:00' is not a time zone"),
        ([*PROMPT, "--channel", "fax"], "there is no channel 'fax'"),
        ([*PROMPT, "--with", "within=30"], "--with within is given twice"),
        ([*PROMPT[:1], "average_speed_of_answer", *PROMPT[2:4], "--good"], "only a share has good contacts"),
        ([*PROMPT[:1], "speed", *PROMPT[2:4]], "there is no metric 'speed'"),
    ],
)
def test_wrong_use_is_exit_2_and_says_how_to_put_it_right(words: list[str], message: str) -> None:
    assert message in wrong_use(*words)
