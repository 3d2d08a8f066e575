"""``pactline staff``: one question, a forecast under an agreement, and everything it refuses."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.cli.running import EXAMPLES, finding, good, run, wrong_use

from pactline.planning.requirement.json_schema import staff_schema

ASK = ("staff", "--offered-per-hour", "1200", "--aht", "300")
PATIENT = (*ASK, "--patience", "180")
THREE = ("--promise", "90/10", "--promise", "99/300", "--abandonment", "3%")
HEAD = "interval,minutes,queue,channel,offered,aht_s,zone\n"


def _json(*words: str | Path) -> dict[str, Any]:
    """What the command says to programs, its numbers as they are written."""
    text = good(*words, "--json")
    assert "e-" not in text
    Draft202012Validator(staff_schema()).validate(json.loads(text))
    content: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return content


@pytest.fixture
def forecast(tmp_path: Path) -> Path:
    """Two queues from 07:30 to 12:00 on a Monday."""
    lines = []
    for number in range(18):
        at = f"2025-03-03T{7 + (30 + 15 * number) // 60:02d}:{(30 + 15 * number) % 60:02d}:00+01:00"
        lines += [f"{at},15,tracking,voice,{20 + 4 * number},300,Europe/Stockholm\n"]
        lines += [f"{at},15,other,voice,5,240,Europe/Stockholm\n"]
    path = tmp_path / "expected.csv"
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    return path


def test_one_question_has_the_documented_shape_and_numbers_as_plain_decimals() -> None:
    (row,) = _json(*PATIENT, *THREE)["rows"]
    assert list(row)[:9] == [
        "agents", "p_wait", "p_abandon", "asa_s", "mean_wait_s", "occupancy", "service_level", "kept", "binding",
    ]  # fmt: skip
    assert (row["agents"], row["binding"]) == (111, "99/300")
    assert row["kept"] == {"90/10": True, "99/300": True, "abandonment": True}
    assert row["price"] == {"90/10": 0, "99/300": 2, "abandonment": 0}
    assert abs(row["service_level"]["10"] - Decimal("0.930133284398")) < Decimal("1e-10")
    assert abs(row["service_level"]["300"] - Decimal("0.990804833890")) < Decimal("1e-10")


def test_the_published_example_of_the_model_without_patience() -> None:
    """200 an hour of 180 s, 14 agents: 17.4 % wait, 88.8 % within 20 s, 7.84 s (Call Centre Helper)."""
    words = ("staff", "--offered-per-hour", "200", "--aht", "180", "--promise", "80/20")
    (row,) = _json(*words)["rows"]
    assert row["agents"] == 14
    figures = (row["p_wait"], row["service_level"]["20"], row["asa_s"])
    assert [round(float(each), 3) for each in figures] == [0.174, 0.888, 7.836]
    (eleven,) = _json(*words, "--agents", "11")["rows"]
    assert (eleven["agents"], eleven["binding"], eleven["kept"]) == (11, None, {"80/20": False})
    assert [round(float(eleven[key]), 3) for key in ("p_wait", "asa_s")] == [0.682, 122.781]
    assert "price" not in eleven


@pytest.mark.parametrize(
    ("definition", "agents"), [("sl_offered", 40), ("sl_answered", 40), ("sl_excl_short", 40), ("sl_wait", 40)]
)
def test_each_definition_is_counted_as_it_says(definition: str, agents: int) -> None:
    words = ("staff", "--offered-per-hour", "399.6", "--aht", "300", "--patience", "180", "--promise", "90/10")
    (row,) = _json(*words, "--abandonment", "2%", "--definition", definition)["rows"]
    assert row["agents"] in (agents - 1, agents)
    levels = {each: _json(*words, "--agents", "36", "--definition", each)["rows"][0]["service_level"]["10"]
              for each in ("sl_offered", "sl_answered", "sl_excl_short", "sl_wait")}  # fmt: skip
    assert levels["sl_offered"] < levels["sl_excl_short"] < levels["sl_answered"] < 1
    assert levels["sl_offered"] < levels["sl_wait"]


def test_more_than_the_agents_can_handle_is_null_and_not_a_number() -> None:
    (row,) = _json(*ASK, "--promise", "80/20", "--agents", "90")["rows"]
    assert (row["p_wait"], row["asa_s"], row["mean_wait_s"]) == (1, None, None)
    assert "waits grow without end" in good(*ASK, "--promise", "80/20", "--agents", "90")


def test_the_table_says_what_binds_the_slack_and_the_price_of_each_promise() -> None:
    text = good(*PATIENT, *THREE)
    assert "1,200 contacts an hour of 300 s: 100 Erlang. Customers give up after 180 s on average (Erlang A)." in text
    assert "111 agents keep everything that is promised." in text
    assert "99/300       at least 99 % within 300 s of all offered    99.08 %  +0.08 points  109 agents" in text
    assert "abandonment  abandoned at most 3 %                         0.92 %  +2.08 points    no fewer" in text
    assert "99/300 asks for most: with 110 it would be 98.91 %." in text
    assert "twice the contacts need 212, not 222." in text


def test_given_agents_are_judged_and_shrinkage_is_added() -> None:
    text = good(*PATIENT, *THREE, "--agents", "104", "--shrinkage", "32.5%")
    assert "104 agents: 90/10 and 99/300 not kept; 155 people scheduled, as 32.5 % of paid time is lost." in text
    assert "97.26 %      not kept" in text


def test_three_chats_at_once_are_three_slots_in_which_each_takes_longer() -> None:
    (row,) = _json(*PATIENT, "--promise", "80/20", "--concurrent", "chat=3x1.5")["rows"]
    assert row["load"] == 50
    assert row["agents"] < 60


def test_a_forecast_is_staffed_under_the_promises_of_its_agreement(forecast: Path, tmp_path: Path) -> None:
    words = ("staff", EXAMPLES / "two-tiers", "--forecast", forecast, "--patience", "180")
    content = _json(*words, "--queue", "tracking")
    assert "wrote" in run(*words, "--queue", "tracking", "-o", tmp_path / "plan.csv").stderr
    row = content["rows"][0]
    assert list(row)[:4] == ["interval", "queue", "channel", "offered_per_hour"]
    assert {"aht_s", "agents", "kept", "asa_s", "abandoned_share", "occupancy", "binding", "scheduled"} <= set(row)
    assert (row["interval"], row["offered_per_hour"]) == ("2025-03-03T07:30:00+01:00", 80)
    assert row["kept"] == {"two-tiers/fast": True, "two-tiers/everyone": True}
    assert [each["window"] for each in content["windows"]] == ["2025-03", "2025-03"]
    with open(tmp_path / "plan.csv", encoding="utf-8", newline="") as file:
        plan = list(csv.DictReader(file))
    assert [int(line["agents"]) for line in plan] == [each["agents"] for each in content["rows"]]
    assert plan[0]["interval"] == "2025-03-03T07:30:00+01:00"


def test_what_of_the_agreement_cannot_be_planned_is_said(forecast: Path) -> None:
    text = good(
        "staff", EXAMPLES / "agents-time", "--forecast", forecast, "--patience", "180", "--zone", "Europe/London"
    )
    assert "not planned for: adherence: adherence does not follow from the number of agents" in text
    content = _json("staff", EXAMPLES / "agents-time", "--forecast", forecast)
    assert [each["commitment"] for each in content["left_out"]] == ["staffing", "adherence", "shrinkage"]
    assert {row["binding"] for row in content["rows"] if row["agents"]} == {"occupancy"}


def test_promises_may_be_given_without_an_agreement(forecast: Path) -> None:
    text = good("staff", "--forecast", forecast, "--promise", "80/20", "--patience", "180", "--shrinkage", "30%")
    assert text.startswith("tracking (voice): ")
    assert "hours scheduled as 30 % of paid time is lost" in text
    assert "\nMon 03 Mar 2025\n" in text
    assert "\n07:30      20.0  300 s " in text
    assert "note: 80/20: each queue keeps it by itself, so all of them together do" in text


def test_over_the_month_fewer_agents_are_enough_and_the_saving_is_said(forecast: Path) -> None:
    words = ("staff", "--forecast", forecast, "--promise", "80/20", "--patience", "180")
    every, month = (_json(*words, "--mode", mode) for mode in ("every-interval", "month-total"))
    assert sum(row["agents"] for row in month["rows"]) < sum(row["agents"] for row in every["rows"])
    assert [row["every_interval"] for row in month["rows"]] == [row["agents"] for row in every["rows"]]
    assert Decimal("0.8") <= month["windows"][0]["figure"] < Decimal("0.81")
    assert "to keep every interval it would be" in good(*words, "--mode", "month-total")


def test_another_plan_is_held_against_the_requirement(forecast: Path, tmp_path: Path) -> None:
    words = ("staff", "--forecast", forecast, "--promise", "80/20", "--patience", "180", "--queue", "tracking")
    other = tmp_path / "other.csv"
    other.write_text(
        "interval,minutes,queue,agents,zone\n2025-03-03T07:30+01:00,15,tracking,50,UTC\n", encoding="utf-8"
    )
    text = good(*words, "--against", other)
    assert " agent-hours too many, " in text
    assert "too few, in 17 intervals; short of 80/20 in 17" in text


def test_pictures_are_written_as_a_page_and_as_png(forecast: Path, tmp_path: Path) -> None:
    page, png = tmp_path / "page.html", tmp_path / "need.png"
    words = ("staff", "--forecast", forecast, "--promise", "80/20", "--patience", "180", "--html", page, "--png", png)
    assert run(*words[:-4], "-o", forecast.with_name("plan.csv")).exit_code == 0
    result = run(*words, "--queue", "tracking", "--against", forecast.with_name("plan.csv"))
    assert result.exit_code == 0
    assert result.stderr.count("wrote ") == 3
    assert page.read_text(encoding="utf-8").count("<svg") == 2
    assert png.read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "need-2.png").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("staff",), "name a forecast with --forecast (make one with `pactline forecast`)"),
        (("staff", "northwind"), "name a forecast with --forecast"),
        (("staff", "--aht", "300", "--forecast", "f.csv"), "--aht is for one question"),
        (("staff", "--offered-per-hour", "10", "--promise", "80/20"), "needs both --offered-per-hour and --aht"),
        (ASK, "nothing is promised"),
        ((*ASK, "--promise", "80"), "'80' is no promise"),
        ((*ASK, "--promise", "80/20", "--promise", "80/20"), "80/20 is asked twice"),
        ((*ASK, "--promise", "80/20", "--patience", "0"), "patience is a number of seconds above 0"),
        (
            (*ASK, "--promise", "80/20", "--patience", "nowhere.json"),
            "nowhere.json: FILE_UNREADABLE: there is no such file",
        ),
        ((*ASK, "--promise", "80/20", "--agents", "-1"), "--agents is a number above 0"),
        ((*ASK, "--promise", "80/20", "--agents", "nan"), "--agents is a number above 0"),
        ((*ASK, "--promise", "80/20", "--shrinkage", "30"), "'30' is no share for shrinkage"),
        ((*ASK, "--promise", "80/20", "--concurrent", "fax=3x2"), "there is no channel 'fax'"),
        ((*ASK, "--promise", "80/20", "--shrinkage", "30%", "--shrinkage", "12:00-13:00=50%"), "one time of day"),
        ((*ASK, "--promise", "80/20", "--mode", "month-total"), "--mode is for a forecast"),
        ((*ASK, "--promise", "80/20", "-o", "plan.csv"), "--output is for a forecast"),
        (("staff", "--offered-per-hour", "-5", "--aht", "300", "--promise", "80/20"), "contacts per hour are a number"),
        (("staff", "--offered-per-hour", "5", "--aht", "0", "--promise", "80/20"), "a handling time is a number"),
        (("staff", "--forecast", "f.csv", "--mode", "month-total", "--method", "repaired"), "repaired puts every"),
        (("staff", "--forecast", "f.csv", "--promise", "80/20"), "f.csv: FILE_UNREADABLE"),
    ],
)
def test_wrong_use_is_refused_with_a_sentence(words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code in (1, 2)
    assert result.stdout == ""
    assert said in result.stderr


def test_a_queue_that_is_not_forecast_or_not_promised_for_is_refused(forecast: Path) -> None:
    assert "no queue 'chat' is forecast; its queues are other, tracking" in wrong_use(
        "staff", "--forecast", forecast, "--promise", "80/20", "--queue", "chat"
    )
    assert "no promise covers the queue 'other' (voice); name a promise with --promise" in wrong_use(
        "staff", EXAMPLES / "two-tiers", "--forecast", forecast
    )


def test_a_figure_that_is_short_by_less_than_can_be_shown_is_not_shown_as_kept() -> None:
    text = good("staff", "--offered-per-hour", "120", "--aht", "300", "--promise", "100/0", "--patience", "60")
    assert "it would be just under 100 %." in text
    assert "1 agent\n" in text


def test_nothing_that_comes_needs_nobody() -> None:
    words = ("staff", "--offered-per-hour", "0", "--aht", "300", "--promise", "80/20")
    (row,) = _json(*words)["rows"]
    assert (row["agents"], row["binding"], row["kept"]) == (0, None, {"80/20": True})
    assert "0 agents keep everything" in good(*words)


def test_patience_learnt_from_records_is_that_of_each_queue(forecast: Path, tmp_path: Path) -> None:
    law = {"at_once": 0.02, "edges_s": [0.0, 30.0], "hazards_per_s": [0.01, 0.004]}
    patience = tmp_path / "patience.json"
    patience.write_text(json.dumps({"queues": [{"queue": "tracking", "law": law}, {"queue": "sales", "law": law}]}))
    words = ("staff", "--forecast", forecast, "--promise", "80/20", "--patience", patience)
    assert "the file of patience says nothing about the queue 'other'" in wrong_use(*words)
    rows = _json(*words, "--queue", "tracking")["rows"]
    assert all(row["kept"]["80/20"] for row in rows)
    assert "the patience is of several queues" in wrong_use(*ASK, "--promise", "80/20", "--patience", patience)


def test_a_promise_that_nobody_can_keep_is_a_finding() -> None:
    assert "no number of agents keeps occupancy" in finding(*ASK, "--promise", "80/20", "--occupancy", "0%")


@pytest.mark.parametrize(
    ("offered", "said"),
    [
        ("12000000", "12,000,000 contacts an hour of 300 s: 1,000,000 Erlang"),
        ("100", "100 contacts an hour of 300 s: 8.333 Erlang"),
        ("0.5", "0.5 contacts an hour of 300 s: 0.04167 Erlang"),
    ],
)
def test_large_and_small_numbers_are_written_as_people_write_them(offered: str, said: str) -> None:
    assert good("staff", "--offered-per-hour", offered, "--aht", "300", "--promise", "80/20").startswith(said)
