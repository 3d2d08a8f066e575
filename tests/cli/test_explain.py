"""``pactline explain`` on the examples: from the amount to the clause and the contacts."""

from __future__ import annotations

import pytest
from tests.cli.running import EXAMPLES, as_json, good, wrong_use

FIRST = (EXAMPLES / "first-look", "--period", "2025-06")


def contacts_in(text: str) -> list[str]:
    """The ids in the table of contacts, in order."""
    table = text.split("Contact  Visit")[1].splitlines()[2:-1] if "Contact  Visit" in text else []
    return [line.split()[0] for line in table]


def test_the_text_goes_from_the_clause_over_every_choice_to_the_contacts() -> None:
    text = good("explain", EXAMPLES / "short-abandons", "--period", "2025-02", "short-abandons-out")
    heads = ["clause 3.2 (b)", "promise: ", "metric: ", "How it is counted", "What was counted", "Counted and not good"]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    assert "promise: service level (within at most 30 s, short abandon at most 5 s) at least 75 %, each month" in text
    assert "  abandons: ignore_short (those who left within the short-abandon time are left out" in text
    assert "2025-02: 21 counted, 16 in time: 76.19 %, compared as 1600/21 %; at least 75 %: met" in text
    assert contacts_in(text) == ["KE-205", "KE-213", "KE-215", "KE-219", "KE-222"]


def test_the_json_is_the_result_of_the_statement_with_its_contacts() -> None:
    explained = as_json("explain", *FIRST, "prompt-answer")
    (result,) = as_json("evaluate", *FIRST)["commitments"]
    contacts, lines = explained.pop("contacts"), explained.pop("lines")
    assert explained == result
    assert [(line["source"], line["amount"], line["left"]) for line in lines] == [
        ("prompt-answer", "2000.00", "2000.00")
    ]
    assert [row["contact_id"] for row in contacts] == ["HL-1004", "HL-1006", "HL-1010", "HL-1014", "HL-1017"]
    assert contacts[0] == {
        "contact_id": "HL-1004", "visit": 1, "channel": "voice", "queue": "booking", "outcome": "answered",
        "wait_ms": 31000, "agent": "A-102", "offered_at": "2025-06-03T10:14:30+01:00",
    }  # fmt: skip


def test_where_few_is_better_the_contacts_are_those_that_make_up_the_figure() -> None:
    asked = ("explain", EXAMPLES / "bands-and-cap", "--period", "2025-04", "abandonment")
    abandoned = ["BM-5004", "BM-5011", "BM-5021"]
    assert "Counted against the promise: 3 contacts\n" in good(*asked)
    assert contacts_in(good(*asked)) == abandoned
    assert contacts_in(good(*asked, "--contacts")) == abandoned
    assert [row["contact_id"] for row in as_json(*asked)["contacts"]] == abandoned


def test_a_mean_has_no_contacts_against_it_and_lists_all_when_asked() -> None:
    asked = ("explain", EXAMPLES / "per-second", "--period", "2025-10", "longest")
    assert contacts_in(good(*asked)) == []
    everybody = [f"TG-{number:02d}" for number in range(1, 11)]
    assert contacts_in(good(*asked, "--contacts")) == everybody
    assert [row["contact_id"] for row in as_json(*asked)["contacts"]] == everybody


def test_one_contact_is_one_contact() -> None:
    text = good("explain", EXAMPLES / "a-bonus", "--period", "2025-04", "prompt-answer")
    assert "Counted and not good: 1 contact\n" in text
    assert contacts_in(text) == ["SR-407"]
    assert "    bonus: rounded half-up to 142,857\n    bonus = 142,857\n" in text


def test_windows_without_a_contact_are_told_in_one_line() -> None:
    text = good("explain", EXAMPLES / "clock-change", "--period", "2025-10", "every-night")
    told = [line for line in text.splitlines() if line.startswith("  2025-10-")]
    assert [line.partition(":")[0].strip() for line in told] == [
        "2025-10-01 to 2025-10-24", "2025-10-25", "2025-10-26", "2025-10-27 to 2025-10-31",
    ]  # fmt: skip
    assert told[0].endswith(": nothing counted in any day; at least 60 %: no data")


def test_contacts_are_shown_by_the_clock_on_the_wall_with_its_offset() -> None:
    text = good("explain", EXAMPLES / "clock-change", "--period", "2025-10", "night-hours")
    assert "HN-405" not in text
    assert "2025-10-26 02:30:00+01:00" in text
    assert "5 intervals with data, 3 of them met: 60.00 %" in text


def test_a_tier_is_named_by_its_commitment_and_its_own_name() -> None:
    text = good("explain", EXAMPLES / "two-tiers", "--period", "2025-11", "two-tiers/everyone")
    assert contacts_in(text) == ["FP-3013", "FP-3019"]
    assert "99 - 93.3333... (280/3) = 5.6667... (17/3) points" in text
    assert "credit = 34,000.00" in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([*FIRST, "promt-answer"], "settles no commitment 'promt-answer'; did you mean 'prompt-answer'?"),
        ([*FIRST, "xyz"], "settles no commitment 'xyz'; it settles prompt-answer"),
        ([*FIRST], "Missing argument 'COMMITMENT'"),
        (["nowhere", "--period", "2025-06", "prompt-answer"], "nowhere: there is no such file or folder"),
        ([FIRST[0], "--period", "2026-06", "prompt-answer"], "lies outside the agreement's term 2025"),
        ([FIRST[0], "--period", "6/2025", "prompt-answer"], "'6/2025' is not a period"),
        (
            [EXAMPLES / "quarter", "--period", "2025-05", "patient-answer"],
            "patient-answer is not settled in 2025-05: its window 2025-Q2 runs on",
        ),
    ],
)
def test_wrong_use_is_exit_2_and_says_what_to_ask_for(words: list[str], message: str) -> None:
    assert message in wrong_use("explain", *words)


REPORTED = (EXAMPLES / "contracts" / "c01-model-services-points", "--period", "2025-02", "answered-in-20-s")


def test_a_figure_measured_elsewhere_is_explained_by_where_it_can_be_looked_up() -> None:
    text = good("explain", *REPORTED)
    assert "2025-02: reported: 97.40 %, compared as 97.4 %; at least 99 %: missed" in text
    assert "    evidence: performance report February" in text
    assert "counted and not good" not in text.lower()


def test_the_json_of_a_figure_measured_elsewhere_has_no_contacts() -> None:
    assert as_json("explain", *REPORTED)["contacts"] == []


def test_a_statement_does_not_count_what_was_only_reported() -> None:
    line = next(each for each in good("evaluate", *REPORTED[:3]).splitlines() if each.startswith("KPI 1"))
    assert line.split() == ["KPI", "1", "answered-in-20-s", "97.40", "%", "at", "least", "99", "%", "MISSED", "0.00"]


CONTRACTS = EXAMPLES / "contracts"


def flat(*words: object) -> str:
    """What explain prints, with every space made one."""
    return " ".join(good("explain", *words).split())


def test_the_readable_clause_is_told_with_its_figures_filled_in() -> None:
    text = flat(*REPORTED)
    assert "text: The Provider answers calls to the citizen advice line within 20 seconds of the call" in text
    assert "In each month the share of calls so answered is at least 99 %." in text
    assert "{" not in text


def test_points_say_into_which_scheme_and_a_multiple_which_windows_it_looked_back_at() -> None:
    text = flat(*REPORTED)
    assert "points: go into the scheme service-points" in text
    assert "repeat: missed in a row before it: 2025-01 points = 4, into service-points" in text
    assert "2025-01 98.50 % at least 99 % missed 1 point" in text


def test_a_bank_and_a_row_of_misses_name_the_windows_they_used() -> None:
    banked = flat(CONTRACTS / "x1-bank-streak-two-caps", "--period", "2025-04", "answered")
    assert "credit: from the bank 2 of 2025-04-01/2025-04-16: 4 - 2 = 2 points left" in banked
    row = flat(CONTRACTS / "x1-bank-streak-two-caps", "--period", "2025-04", "abandonment")
    assert "streak: missed in a row before it: 2025-02, 2025-03 " in row


def test_what_the_rules_left_follows_the_working() -> None:
    asked = (CONTRACTS / "c02-call-off-credits", "--period", "2025-11", "calls-answered")
    rule = "critical failure critical-service-level-failure: the credits of 2025-11 do not accrue"
    assert f"credit = 1,250.00 rules: {rule} left = 0.00" in flat(*asked)
    (line,) = as_json("explain", *asked)["lines"]
    assert (line["amount"], line["left"]) == ("1250.00", "0.00")


def test_figures_are_told_with_and_without_relief() -> None:
    text = flat(CONTRACTS / "c16-outage-left-out", "--period", "2025", "answered-in-30-s")
    assert "without relief: 67.50 %: missed relief outage-july-2025, major-outage (outage report 2025-07-18," in text


def test_a_points_scheme_says_what_went_into_it_and_what_it_comes_to() -> None:
    text = flat(*REPORTED[:3], "points/service-points")
    assert "clause: The points of one month in the scheme “service points” are added up." in text
    assert "What went into it answered-in-20-s 2025-02: 4 points" in text
    assert "4 % of charges 120,000.00 = 4,800.00" in text
    found = as_json("explain", *REPORTED[:3], "points/service-points")
    assert (found["rule"], found["id"]) == ("points", "service-points")
    assert found["gained"] == [{"commitment": "answered-in-20-s", "window": "2025-02", "points": "4"}]
    assert [line["left"] for line in found["lines"]] == ["4800.00"]


def test_a_cap_says_its_limit_and_which_amounts_it_cut() -> None:
    asked = (CONTRACTS / "c24-warren-hundred-a-day", "--period", "2025-06", "caps/one-day")
    text = flat(*asked)
    assert (
        "2025-06-05 fixed sum 100.00 limit = USD 100.00 amounts before it = USD 200.00, after it = USD 100.00" in text
    )
    assert (
        "busy 2025-06-05: credit USD 100.00, left 50.00 cap one-day of 100.00 for 2025-06-05: cut in proportion" in text
    )
    found = as_json("explain", *asked)
    assert [cap["cut"] for cap in found["caps"] if cap["cut"] != "0.00"] == ["100.00", "100.00"]
    assert {line["source"] for line in found["changed"]} == {"answered-in-30-s", "busy"}


def test_a_critical_failure_says_what_brings_it_about_and_what_it_took_away() -> None:
    text = flat(CONTRACTS / "x2-pool-incident-critical", "--period", "2025-03", "critical/blackout")
    assert "clause: When the commitment of clause A.4 is missed, the credits of that month do not accrue" in text
    assert "10 % of invoice 210,000.00 = 21,000.00" in text
    assert "uptime 2025-03: credit EUR 22,680.00, left 0.00" in text


def test_a_right_and_the_amount_at_risk_are_explained_too() -> None:
    right = flat(CONTRACTS / "x2-pool-incident-critical", "--period", "2025-03", "rights/terminate")
    assert "with notice of 90 days; open since 2025-04-01, until 2025-05-01" in right
    risk = flat(EXAMPLES / "bands-and-cap", "--period", "2025-04", "at_risk")
    assert "clause: The credits of one period of “monthly-fee” come to at most 8 % of it." in risk
    assert "limit = USD 3,200.00" in risk
    assert as_json("explain", EXAMPLES / "bands-and-cap", "--period", "2025-04", "at_risk")["id"] is None


def test_a_rule_that_the_statement_says_nothing_of_is_refused_with_those_it_has() -> None:
    said = wrong_use("explain", CONTRACTS / "x2-pool-incident-critical", "--period", "2025-03", "caps/nothing")
    assert "of rules it explains critical/blackout, pools/month, rights/terminate" in said
    near = wrong_use("explain", CONTRACTS / "x2-pool-incident-critical", "--period", "2025-03", "critical/blackot")
    assert "did you mean 'critical/blackout'?" in near
