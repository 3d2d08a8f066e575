"""``pactline plan``: text, JSON, files and the picture on a small centre, and every refusal."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from tests.cli.running import finding, good, run, wrong_use

from pactline.ledger.folder import ContractFolder
from pactline.planning.expected import Expected, read_expected, write_expected
from pactline.planning.requirement.assumptions import Assumptions
from pactline.planning.requirement.plan_file import read_plan
from pactline.planning.risk.outlook import Outlook
from pactline.planning.risk.plans import Level, Prices
from pactline.planning.risk.report import Wanted, report
from pactline.values.calendar import Calendar
from pactline.values.period import Period
from pactline.values.zone import zone

AGREEMENT = """\
agreement: Small line
provider: Northwind Contact
client: Aurora Energy
term: 2025-01-01/2026-01-01
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
calendars: {day: {mon-fri: "08:00-12:00"}}
services: {line: {channels: [voice], queues: [line], direction: inbound, hours: day}}
commitments:
  prompt:
    clause: "1"
    service: line
    metric: service_level
    within: 20 s
    abandons: count_all
    each: month
    target: at least 80 %
    remedy: {per_point: 400.00}
  pleased:
    clause: "2"
    service: line
    metric: csat_top_box
    scale: 1-5
    good_scores: 4-5
    each: month
    target: at least 70 %
    remedy: {flat: 100.00}
"""
QUICK = ("--patience", 180, "--months", 60)
FEW = (*QUICK, "--levels", "+0%,+8%")


def _forecast(period: str = "2025-04", queue: str = "line") -> list[Expected]:
    where, starts = zone("Europe/Berlin"), []
    for day in Period.parse(period).days():
        for span in Calendar.of_week(["mon-fri 08:00-12:00"]).spans(Period(day, day + timedelta(days=1)), where):
            starts += range(span.start, span.end, 1_800_000_000)
    many = 60 + 30 * np.sin(np.arange(len(starts))) ** 2
    return [
        Expected(queue, "voice", where, 1_800_000_000, np.array(starts), many, many, many, many * 0 + 240, 0.06, 0.3)
    ]


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    text = AGREEMENT
    (folder / "agreement.yaml").write_text(text.split("  pleased:")[0], encoding="utf-8")
    write_expected(_forecast(), folder / "expected.csv")
    return folder


def test_it_tells_plans_prices_and_the_statement_a_plan_would_earn(centre: Path) -> None:
    found = good("plan", centre, "--forecast", centre / "expected.csv", *QUICK, "--cost-per-hour", 25,
                 "--add", "2@09:00-11:00")  # fmt: skip
    for said in (
        "plans for 2025-04", "60 simulated months", "Recommended: the plan for", "Staff cost", "10 % more contacts",
        "with 2@09:00-11:00", "What the invoice leaves out", "statement for 2025-04 (Europe/Berlin)", "at least 80 %",
        "a client need not renew",
    ):  # fmt: skip
        assert said in found
    assert max(map(len, found.splitlines())) <= 115


def test_json_has_everything_and_the_figures_agree(centre: Path) -> None:
    found = json.loads(
        good(
            "plan",
            centre,
            "--forecast",
            centre / "expected.csv",
            *QUICK,
            "--cost-per-hour",
            "25.50",
            "--json",
            "--shrinkage",
            "30%",
            "--levels",
            "-4%,+0%,+8%,+20%",
        )
    )
    assert found["period"] == {"first": "2025-04-01", "end": "2025-05-01", "zone": "Europe/Berlin"}
    assert [plan["name"] for plan in found["plans"]] == ["4 % fewer", "the forecast", "8 % more", "20 % more"]
    for plan in found["plans"]:
        (prompt,) = plan["commitments"]
        assert plan["missed_any"] == prompt["missed"]
        assert plan["missed_any"]["low"] <= plan["missed_any"]["share"] <= plan["missed_any"]["high"]
        assert Decimal(plan["staff_cost"]) == Decimal(str(plan["scheduled_hours"])) * Decimal("25.50")
        assert Decimal(plan["sum"]) == Decimal(plan["staff_cost"]) + Decimal(plan["net"])
    shares = [plan["missed_any"]["share"] for plan in found["plans"]]
    assert shares == sorted(shares, reverse=True)
    best = next(plan for plan in found["plans"] if plan["recommended"])
    assert best["name"] == found["recommended"]
    assert sum(row["agents"] for row in found["rows"]) / 2 == pytest.approx(best["agent_hours"])
    assert found["statements"]["typical"]["commitments"][0]["id"] == "prompt"
    assert found["statements"]["as_forecast"]["commitments"][0]["counted"] == pytest.approx(
        sum(row["offered"] for row in found["rows"]), rel=0.01
    )


def test_the_recommended_plan_is_written_for_the_other_commands(centre: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.csv"
    assert run("plan", centre, "--forecast", centre / "expected.csv", *FEW, "-o", out).exit_code == 0
    (plan,) = read_plan(out)
    assert plan.queue == "line"
    assert set(plan.binding) == {"prompt"}
    again = good("plan", centre, "--forecast", centre / "expected.csv", *FEW, "--agents", out)
    assert "The plan given: agents on the phone" in again
    out.write_text(out.read_text().replace(",line,", ",other,"))
    refused = wrong_use("plan", centre, "--forecast", centre / "expected.csv", *FEW, "--agents", out)
    assert "the plan has no queue line" in refused


def test_a_page_and_a_picture_are_written(centre: Path, tmp_path: Path) -> None:
    page, picture = tmp_path / "plan.html", tmp_path / "plan.png"
    made = run("plan", centre, "--forecast", centre / "expected.csv", *FEW, "--html", page, "--png", picture)
    assert made.exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text
    assert "is recommended" in text
    assert picture.read_bytes()[:4] == b"\x89PNG"


def test_no_plan_within_the_limit_is_a_finding(centre: Path) -> None:
    found = run("plan", centre, "--forecast", centre / "expected.csv", *QUICK, "--levels", "-20%,-15%")
    assert found.exit_code == 1
    assert "No plan looked at misses something in at most 10 %" in found.output


def test_what_planned_contacts_cannot_tell_is_named(centre: Path, tmp_path: Path) -> None:
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    found = run("plan", tmp_path, "--forecast", centre / "expected.csv", *QUICK, "--levels", "+10%")
    if "AGR_" in found.output:
        pytest.fail(found.output)
    assert "not planned for: pleased" in found.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--levels", "many"), "is no level"),
        (("--add", "2"), "no change of a plan"),
        (("--add", "2@03:00-04:00"), "no planned interval begins"),
        (("--add", "2@09:00-10:00@sales"), "there is no queue 'sales'"),
        (("--cost-per-hour", "much"), "amount of money"),
        (("--cost-per-hour", "-1"), "amount of money"),
        (("--risk", "tenth"), "no share"),
        (("--shrinkage", "100%"), "nobody is ever ready"),
        (("--patience", "0"), "above 0"),
        (("--concurrent", "chat"), "handled at once"),
        (("--period", "2025-05"), "nothing that is forecast"),
        (("--period", "soon"), "soon"),
        (("--months", "3"), "3"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(centre: Path, words: tuple[str, str], said: str) -> None:
    found = wrong_use("plan", centre, "--forecast", centre / "expected.csv", *QUICK, *words)
    assert said in found


def test_a_forecast_of_two_months_needs_a_period(centre: Path, tmp_path: Path) -> None:
    write_expected(_forecast("2025-04-01/2025-06-01"), tmp_path / "two.csv")
    found = wrong_use("plan", centre, "--forecast", tmp_path / "two.csv", *QUICK)
    assert "--period" in found


def test_a_file_that_is_no_forecast_is_a_finding_with_its_line(centre: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("interval,queue,offered,aht_s\nsoon,line,1,2\n")
    found = finding("plan", centre, "--forecast", tmp_path / "bad.csv", *QUICK)
    assert "bad.csv:2" in found


@pytest.mark.parametrize(("period", "word"), [("2025-W15", "week"), ("2025-04-01/2025-04-11", "period")])
def test_a_planned_week_is_called_a_week(centre: Path, tmp_path: Path, period: str, word: str) -> None:
    weekly = AGREEMENT.split("  pleased:")[0].replace("each: month", "each: day")
    (tmp_path / "agreement.yaml").write_text(weekly, encoding="utf-8")
    words = ("plan", tmp_path, "--forecast", centre / "expected.csv", *QUICK, "--period", period, "--levels", "+40%")
    text = good(*words, "--cost-per-hour", 25, "--add", "1@09:00-10:00")
    for said in (f"60 simulated {word}s each", f"{word}s in which", f"Owed a {word}", f"{word}s are the same"):
        assert said in " ".join(text.split())
    assert "month" not in text
    assert "month" not in json.loads(good(*words, "--json"))["leaves_out"]


def test_a_report_prints_as_the_command_does(centre: Path) -> None:
    outlook = Outlook.over(
        ContractFolder(centre).versions, Period.parse("2025-04"), read_expected(centre / "expected.csv"),
        assumed=Assumptions(patience=180.0),
    )  # fmt: skip
    found = report(outlook, Wanted(Prices(), months=60, levels=(Level(), Level(more=0.08))))
    assert good("plan", centre, "--forecast", centre / "expected.csv", *FEW) == f"{found}\n"


def test_a_load_that_would_take_hours_is_refused_at_once(centre: Path, tmp_path: Path) -> None:
    table = tmp_path / "expected.csv"
    row = "2025-04-01T09:00:00+02:00,30,line,voice,1000000,300,Europe/Berlin\n"
    table.write_text("interval,minutes,queue,channel,offered,aht_s,zone\n" + row, encoding="utf-8")
    said = finding("plan", str(centre), "--forecast", str(table), "--period", "2025-04")
    assert "166,667 Erlang in one interval are more than plans are simulated for (5,000)" in said
