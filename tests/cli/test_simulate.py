"""``pactline simulate``: a centre file, a plan, the optimiser, an agreement's view, and everything it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import EXAMPLES, finding, good, run, wrong_use

CENTRE = EXAMPLES / "planning" / "two-skills" / "centre.yaml"
TERMS = EXAMPLES / "planning" / "two-skills" / "terms.yaml"
DAY = ("--period", "2025-03-05")
HEAD = "interval,minutes,queue,channel,offered,aht_s,agents,zone\n"


def _json(*words: str | Path) -> Any:
    return json.loads(good("simulate", *words, "--json"))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """One queue of 10 Erlang from eight to five on a Wednesday."""
    rows = "".join(
        f"2025-03-05T{hour:02d}:00:00+01:00,60,help,voice,120,300,12,Europe/Berlin\n" for hour in range(8, 17)
    )
    path = tmp_path / "plan.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def test_a_centre_is_simulated_and_every_figure_has_its_standard_error() -> None:
    text = good("simulate", CENTRE, *DAY, "--seeds", "8")
    assert text.startswith("Harbour: 20 intervals of 30 min, 196.0 agent-hours; 8 runs (seeds 1 to 8)\n")
    (row,) = [line for line in text.splitlines() if line.startswith("billing  ")]
    assert row.count("±") == 7, row
    assert "all-rounders" in text
    assert "± is the standard error over the runs" in text


def test_the_json_holds_every_figure_of_every_queue_and_group() -> None:
    content = _json(CENTRE, *DAY, "--seeds", "8")
    assert list(content) == [
        "centre", "seeds", "within_s", "intervals", "agent_hours", "staff_cost", "queues", "groups", "commitments",
        "not_due",
    ]  # fmt: skip
    assert content["seeds"] == list(range(1, 9))
    assert list(content["queues"]) == ["billing", "technical", "all queues"]
    billing = content["queues"]["billing"]
    assert abs(billing["offered"]["value"] + billing["callbacks"]["value"] - 1060) < 60
    assert 0 < billing["service_level"]["standard_error"] < 0.05
    assert billing["service_level"]["value"] < billing["sl_excl_short"]["value"]
    assert 0.5 < content["groups"]["all-rounders"]["occupancy"]["value"] < 1


def test_the_same_seed_is_the_same_history_and_more_agents_serve_the_same_customers_better(tmp_path: Path) -> None:
    more = tmp_path / "more.yaml"
    more.write_text(CENTRE.read_text(encoding="utf-8").replace("agents: 5,", "agents: 9,"), encoding="utf-8")
    first, again, better = (_json(c, *DAY, "--seeds", "2", "--seed", "5") for c in (CENTRE, CENTRE, more))
    assert first == again
    assert first["seeds"] == [5, 6]
    level = [c["queues"]["all queues"]["service_level"]["value"] for c in (first, better)]
    assert level[1] > level[0] + 0.05
    assert _json(CENTRE, *DAY, "--seeds", "1")["queues"]["billing"]["offered"]["standard_error"] is None


def test_figures_by_time_of_day_add_up_to_those_of_the_day() -> None:
    content = _json(CENTRE, "--period", "2025-03-05/2025-03-08", "--seeds", "3", "--by-time")
    rows = [row for row in content["by_time"] if row["queue"] == "billing"]
    assert [row["time"] for row in rows][:3] == ["08:00", "08:30", "09:00"]
    billing = content["queues"]["billing"]
    assert 3 * sum(row["offered"] for row in rows) == pytest.approx(billing["offered"]["value"])
    good_ones = 3 * sum(row["offered"] * row["service_level"]["value"] for row in rows)
    assert good_ones == pytest.approx(billing["answered_within"]["value"], rel=1e-6)
    assert "Came at" in good("simulate", CENTRE, *DAY, "--seeds", "2", "--by-time")


def test_a_plan_is_simulated_with_patience_and_its_contacts_come_out_and_go_in(plan: Path, tmp_path: Path) -> None:
    out, states = tmp_path / "contacts.csv", tmp_path / "agents.csv"
    result = run("simulate", "--plan", plan, "--patience", "180", "--seeds", "3", "-o", out, "--agents-out", states)
    assert result.exit_code == 0
    assert "rows to" in result.stderr
    for file in (out, states):
        assert '"verdict": "accepted"' in good(
            "ingest", file, "--into", tmp_path / "north", "--format", "plain-csv", "--json"
        )
    measured = json.loads(
        good("measure", "service_level", "--records", tmp_path / "north" / "records", "--with", "within=20",
             "--with", "abandons=count_all", "--json")
    )  # fmt: skip
    (row,) = measured["rows"]
    (queue,) = _json("--plan", plan, "--patience", "180", "--seeds", "1")["queues"].values()
    assert (row["counted"], row["good"]) == (queue["offered"]["value"], queue["answered_within"]["value"])


def test_without_patience_nobody_hangs_up_and_the_output_says_so(plan: Path) -> None:
    text = good("simulate", "--plan", plan, "--seeds", "2")
    assert "Nobody hangs up in this simulation: no --patience was given." in text
    assert " 0.00 % ± 0.00" in text


def test_a_forecast_replaces_the_volumes_of_a_plan(plan: Path, tmp_path: Path) -> None:
    forecast = tmp_path / "expected.csv"
    rows = "".join(f"2025-03-05T{hour:02d}:00:00+01:00,60,help,voice,60,300,Europe/Berlin\n" for hour in range(8, 17))
    forecast.write_text("interval,minutes,queue,channel,offered,aht_s,zone\n" + rows, encoding="utf-8")
    content = _json("--plan", plan, "--forecast", forecast, "--seeds", "20")
    offered = content["queues"]["help"]["offered"]
    assert abs(offered["value"] - 9 * 60) < 4 * offered["standard_error"]
    missing = run("simulate", "--plan", plan, "--forecast", "nowhere.csv")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "nowhere.csv: FILE_UNREADABLE: there is no such file" in missing.stderr


def test_an_agreement_judges_every_run() -> None:
    content = _json(CENTRE, "--period", "2025-03", "--seeds", "2", "--contract", TERMS)
    by_id = {each["id"]: each for each in content["commitments"]}
    assert list(by_id) == ["prompt-answer", "abandonment"]
    level = content["queues"]["all queues"]["service_level"]["value"]
    assert abs(by_id["prompt-answer"]["figure"]["value"] - 100 * level) < 0.05  # a mean of runs, and all runs together
    assert by_id["prompt-answer"]["missed"]["value"] == 1.0
    assert by_id["prompt-answer"]["credit"]["value"] == "500.00"
    assert "2 of 2" in good("simulate", CENTRE, "--period", "2025-03", "--seeds", "2", "--contract", TERMS)


def test_the_optimiser_finds_fewer_agents_than_teams_apart_and_no_fewer_than_one_pool(tmp_path: Path) -> None:
    flat = tmp_path / "flat.yaml"
    text = CENTRE.read_text(encoding="utf-8")
    text = text.replace('{"08:00": 90, "10:00": 130, "13:00": 110, "16:00": 80}', "120")
    text = text.replace('{"08:00": 50, "10:00": 75, "16:00": 45}', "60")
    flat.write_text(text, encoding="utf-8")
    asked = (flat, *DAY, "--seeds", "2", "--optimise", "--promise", "80/20", "--abandonment", "5%")
    (found,) = _json(*asked)["optimised"]
    assert found["pooled"] <= found["total"] < sum(found["separate"].values())
    assert found["total"] == sum(found["agents"].values())
    assert {(each["promise"], each["queue"]) for each in found["delivered"]} == {
        (promise, queue) for promise in ("80/20", "abandonment") for queue in ("billing", "technical")
    }


def test_what_the_agreement_promises_is_what_the_optimiser_keeps(tmp_path: Path) -> None:
    flat = tmp_path / "flat.yaml"
    text = CENTRE.read_text(encoding="utf-8").replace('{"08:00": 90, "10:00": 130, "13:00": 110, "16:00": 80}', "90")
    flat.write_text(text.replace('{"08:00": 50, "10:00": 75, "16:00": 45}', "50"), encoding="utf-8")
    content = _json(flat, *DAY, "--seeds", "1", "--optimise", "--contract", TERMS)
    (found,) = content["optimised"]
    assert {each["promise"] for each in found["delivered"]} == {"prompt-answer", "abandonment"}
    assert min(each["figure"] for each in found["delivered"] if each["promise"] == "prompt-answer") >= 0.85
    assert (content["commitments"], content["not_due"]) == ([], ["prompt-answer", "abandonment"])  # they are of a month


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name a centre file, or --plan"),
        ((CENTRE,), "say which days"),
        ((CENTRE, "--plan", "plan.csv", *DAY), "not both"),
        ((CENTRE, *DAY, "--patience", "100"), "a centre file says it itself"),
        ((CENTRE, *DAY, "--promise", "80/20"), "are for --optimise"),
        ((CENTRE, *DAY, "--optimise"), "say what to keep"),
        ((CENTRE, *DAY, "--optimise", "--promise", "80"), "is no promise"),
        ((CENTRE, *DAY, "--within", "soon"), "--within"),
        ((CENTRE, "--period", "2025-03-08"), "closed on every day of 2025-03-08"),
        ((CENTRE, "--period", "soon"), "soon"),
        ((CENTRE, *DAY, "--contract", "nowhere"), "there is no such file"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(words: tuple[str | Path, ...], said: str) -> None:
    assert said in wrong_use("simulate", *words)


def test_a_contract_needs_the_period_it_is_evaluated_for(plan: Path) -> None:
    assert "needs the --period" in wrong_use("simulate", "--plan", plan, "--contract", TERMS)


def test_a_plan_without_volumes_and_a_queue_it_does_not_have_are_refused(plan: Path) -> None:
    assert "no queue sales" in wrong_use("simulate", "--plan", plan, "--queue", "sales")
    plan.write_text(
        "interval,queue,agents,zone\n2025-03-05T08:00:00+01:00,help,3,UTC\n2025-03-05T09:00:00+01:00,help,3,UTC\n"
    )
    assert "nothing is expected" in wrong_use("simulate", "--plan", plan)


def test_a_faulty_centre_file_is_refused_with_its_line(tmp_path: Path) -> None:
    bad = tmp_path / "centre.yaml"
    bad.write_text(CENTRE.read_text(encoding="utf-8").replace("skills: billing}", "skils: billing}"), encoding="utf-8")
    text = finding("simulate", bad, *DAY)
    assert "centre.yaml:19:" in text
    assert "CENTRE_KEY: the key `skils` is not known here" in text
    assert "did you mean `skills`" in text


def test_handling_times_may_come_from_records(tmp_path: Path) -> None:
    out = tmp_path / "contacts.csv"
    run("simulate", CENTRE, *DAY, "--seeds", "1", "-o", out)
    text = good("simulate", CENTRE, *DAY, "--seeds", "2", "--handling-from", out)
    assert "2 runs" in text
    nothing = EXAMPLES / "first-look" / "records"
    assert "no queue of the centre" in wrong_use("simulate", CENTRE, *DAY, "--handling-from", nothing)
    assert "--engine is for --handling-from" in wrong_use("simulate", CENTRE, *DAY, "--engine", "spark")
