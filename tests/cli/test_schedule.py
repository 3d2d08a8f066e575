"""``pactline schedule`` on the example: shifts, tours, a roster, what cannot be, what if, and every file it writes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from tests.cli.running import EXAMPLES, as_json, finding, good, run, wrong_use

FOLDER = EXAMPLES / "planning" / "roster"
PLAN = ("schedule", FOLDER / "plan.csv", "--rules", FOLDER / "rules.yaml")
MONDAY = (*PLAN, "--week", "2025-03-03")
AGENTS = ("--agents", FOLDER / "agents.yaml")


def test_the_example_rules_are_printed_and_are_what_holds_without_a_file(tmp_path: Path) -> None:
    text = good("schedule", "--rules-example")
    assert text.startswith("# Labour rules to start from.")
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
    day = ("schedule", FOLDER / "plan.csv", "--week", "2025-03-08", "--json")
    named = json.loads(good(*day, "--rules", tmp_path / "rules.yaml"))
    assert named == json.loads(good(*day))


def test_shifts_cover_every_slot_and_the_json_adds_up() -> None:
    content = as_json(*MONDAY)
    assert list(content) == ["rules", "period", "result", "totals", "shifts", "cover", "notes"]
    assert content["period"] == {"first": "2025-03-03", "end": "2025-03-04", "zone": "Europe/Berlin"}
    assert content["result"]["status"] == "optimal"
    assert (content["result"]["value"], content["result"]["workers"]) == (content["totals"]["cost"], 1)
    (cover,) = content["cover"]
    assert (cover["under_h"], cover["needed_h"]) == ("0.00", "51.00")
    assert {each["under"] for each in cover["intervals"]} == {0}
    for each in content["shifts"]:
        assert each["agent"] is None
        assert each["start"].endswith("+01:00")


def test_the_text_says_what_it_costs_whether_it_is_best_and_draws_the_day() -> None:
    text = good(*MONDAY)
    assert "optimal: nothing better exists (seed " in text
    assert "Mon 2025-03-03, each column 15 min" in text
    assert "needed" in text
    two = good(*PLAN, "--week", "2025-03-03/2025-03-05", "--day", "2025-03-04")
    assert "Tue 2025-03-04, each column 15 min" in two


def test_the_same_command_says_the_same_twice() -> None:
    assert good(*MONDAY) == good(*MONDAY)


def test_agents_by_name_make_a_roster_and_a_calendar_for_each(tmp_path: Path) -> None:
    out = ("-o", tmp_path / "r.csv", "-o", tmp_path / "r.xlsx", "-o", tmp_path / "cal", "-o", tmp_path / "r.json")
    text = good(*MONDAY, *AGENTS, "--seconds", "1.5", *out)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8"))))
    names = {row["agent"] for row in rows}
    assert {"ada", "carla"} <= names
    assert {path.stem for path in (tmp_path / "cal").iterdir()} == names
    events = sum(path.read_text(encoding="utf-8").count("BEGIN:VEVENT") for path in (tmp_path / "cal").iterdir())
    assert events == len(rows) == len(json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["shifts"])
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").sheetnames == ["Roster", "Shifts", "Cover"]
    assert "Agent" in text
    after = good(*PLAN, "--week", "2025-03-04", *AGENTS, "--seconds", "1.5", "--previous", tmp_path / "r.csv", "--json")
    assert json.loads(after)["period"]["first"] == "2025-03-04"


def test_tours_are_of_a_whole_week() -> None:
    text = good(*PLAN, "--tours", "--seconds", "20")
    assert "each with the same start all week" in text
    assert "Tour 001" in text


def test_an_hour_that_no_shift_reaches_ends_with_exit_code_1_and_what_would_help(tmp_path: Path) -> None:
    rules = (FOLDER / "rules.yaml").read_text(encoding="utf-8").replace('"08:00"', '"09:00"')
    (tmp_path / "late.yaml").write_text(rules, encoding="utf-8")
    text = finding("schedule", FOLDER / "plan.csv", "--rules", tmp_path / "late.yaml", "--week", "2025-03-03")
    assert "help: Mon 08:00-09:00 needs 5 agents, and no shift reaches it" in text
    assert "put right: let a shift begin by 08:00 (now Mon 09:00 at the earliest)" in text
    late = ("schedule", FOLDER / "plan.csv", "--rules", tmp_path / "late.yaml", "--week", "2025-03-03", "--json")
    (reason,) = json.loads(finding(*late))["impossible"]
    assert reason["what"] == "help: Mon 08:00-09:00 needs 5 agents, and no shift reaches it"


def test_a_team_that_is_too_small_is_told_which_rules_clash(tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text("agents: {ada: {}, ben: {}}", encoding="utf-8")
    text = finding(*MONDAY, "--agents", tmp_path / "two.yaml", "--cover", "hard", "--seconds", "5")
    assert "there is no such schedule" in text
    assert "(2 agents could be there)" in text
    soft = as_json(*MONDAY, "--agents", tmp_path / "two.yaml", "--seconds", "2")
    assert soft["cover"][0]["under_h"] != "0.00"


def test_what_if_says_over_and_under_before_and_after() -> None:
    text = good(*MONDAY, "--cover", "soft", "--add", "2@08:00-09:00", "--seconds", "5")
    assert "What if 2@08:00-09:00 in help: +2.00 agent-hours, +48.00 EUR" in text
    assert "answered within 20 s:" in text
    (effect,) = as_json(*MONDAY, "--add", "2@08:00-09:00", "--seconds", "5")["what_if"]
    before, after = (float(value) for value in effect["over_h"])
    assert (after - before, effect["under_h"]) == (2.0, ["0.00", "0.00"])


def test_overtime_is_never_dearer_than_none() -> None:
    plain, longer = as_json(*MONDAY), as_json(*MONDAY, "--overtime")
    assert float(longer["totals"]["cost"]) <= float(plain["totals"]["cost"])
    soft = as_json(*MONDAY, *AGENTS, "--overtime", "--seconds", "1.5")
    assert {"overtime"} & {note["about"] for note in soft["notes"]}


def test_the_picture_and_the_page_are_written(tmp_path: Path) -> None:
    good(*MONDAY, "--png", tmp_path / "day.png", "--html", tmp_path / "day.html")
    assert (tmp_path / "day.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    page = (tmp_path / "day.html").read_text(encoding="utf-8")
    assert "<title>help, Monday 2025-03-03" in page
    assert "optimal: nothing better exists" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("schedule",), "name the plan"),
        ((*PLAN, "--tours", *AGENTS), "leave out --agents"),
        ((*PLAN, "--previous", "x.csv"), "it needs --agents"),
        ((*PLAN, "--add", "two"), "does not say how many agents are added when"),
        ((*PLAN, "--add", "sales:2@08:00-09:00"), "there is no pool 'sales'; the plan has help"),
        ((*PLAN, "--day", "2025-03"), "--day takes one day"),
        ((*PLAN, "--day", "2025-04-01"), "lies outside the plan"),
        ((*PLAN, "--week", "soon"), "is not a period"),
        ((*PLAN, "-o", "x.pdf"), "written are .xlsx, .csv, .json"),
        ((*PLAN, "-o", "x.ics"), "name a folder for them"),
        ((*PLAN, "--cover", "some"), "'some' is not one of"),
        ((*PLAN, "--zone", "Here"), "is not a time zone"),
        ((*PLAN, "--seconds", "0"), "is not in the range"),
    ],
)
def test_wrong_use_is_exit_code_2_with_the_way_out(words: tuple[object, ...], said: str) -> None:
    assert said in " ".join(wrong_use(*words).split())  # type: ignore[arg-type]


def test_files_that_are_not_there_or_faulty_are_refused_without_a_traceback(tmp_path: Path) -> None:
    assert "there is no such file" in run("schedule", FOLDER / "plan.csv", "--rules", tmp_path / "no.yaml").output
    assert "no.csv: FILE_UNREADABLE: there is no such file" in run("schedule", tmp_path / "no.csv").output
    (tmp_path / "bad.yaml").write_text("rules: x\nshift: {}\n", encoding="utf-8")
    text = finding("schedule", FOLDER / "plan.csv", "--rules", tmp_path / "bad.yaml")
    assert "bad.yaml:2:1: SHIFT_KEY: the key `shift` is not known here" in text
    assert "did you mean `shifts`" in text
    agents = FOLDER / "agents.yaml"
    lost = agents.read_text(encoding="utf-8").replace("shifts: full,", "shifts: late,", 1)
    (tmp_path / "agents.yaml").write_text(lost, encoding="utf-8")
    assert "agents.yaml:2: SHIFT_AGENTS" in finding(*PLAN, "--agents", tmp_path / "agents.yaml")
    assert "the plan has nothing in 2026" in finding(*PLAN, "--week", "2026")
    without = tmp_path / "rules.yaml"
    text = (FOLDER / "rules.yaml").read_text(encoding="utf-8")
    without.write_text("".join(line for line in text.splitlines(True) if "overtime" not in line), encoding="utf-8")
    assert "needs the key overtime" in wrong_use("schedule", FOLDER / "plan.csv", "--rules", without, "--overtime")
