"""What the planning commands say to programs has the published shape, in every form that it takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from tests.cli.running import EXAMPLES, run

from pactline.planning.forecasting.json_schema import forecast_schema
from pactline.planning.patience.exposure import Chosen
from pactline.planning.patience.json_schema import patience_schema
from pactline.planning.patience.looking import look_at_patience
from pactline.planning.requirement.json_schema import staff_schema
from pactline.planning.risk.json_schema import plan_schema
from pactline.planning.shifts.json_schema import schedule_schema
from pactline.planning.simulation.json_schema import simulate_schema
from pactline.records.record_set import from_rows
from pactline.records.tables import INTERVAL_COUNTS
from pactline.values.zone import zone

SCHEMAS = {
    "forecast": forecast_schema, "patience": patience_schema, "plan": plan_schema, "schedule": schedule_schema,
    "simulate": simulate_schema, "staff": staff_schema,
}  # fmt: skip
MONDAY = date(2025, 1, 6)
ROSTER, CENTRE = EXAMPLES / "planning" / "roster", EXAMPLES / "planning" / "two-skills"
AGREEMENT = """\
agreement: Small line
provider: Northwind Contact
client: Aurora Energy
term: 2025-01-01/2026-01-01
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
calendars: {day: {mon-fri: "09:00-17:00"}}
services: {line: {channels: [voice], queues: [desk], direction: inbound, hours: day}}
commitments:
  prompt: {clause: "1", service: line, metric: service_level, within: 20 s, abandons: count_all, each: month,
           target: at least 80 %, remedy: {per_point: 400.00}}
  pleased: {clause: "2", service: line, metric: csat_top_box, scale: 1-5, good_scores: 4-5, each: month,
            target: at least 70 %, remedy: {flat: 100.00}}
"""


def shaped(*words: object, code: int = 0) -> dict[str, Any]:
    """What a command says to programs, after it was held against the published schema."""
    result = run(*map(str, words), "--json")
    assert result.exit_code == code, result.output[-2000:]
    content: dict[str, Any] = json.loads(result.stdout)
    Draft202012Validator(SCHEMAS[str(words[0])]()).validate(content)
    return content


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine weeks of one desk, Monday to Friday from nine to five; some hang up, in the end twice as many."""
    chance = np.random.default_rng(1)
    lines = ["contact_id,channel,queue,direction,offered_at,answered_at,left_at,ended_at,outcome,wait_s,talk_s,wrap_s"]
    for n in [each for each in range(64) if each % 7 < 5 and each != 30]:  # a Wednesday is missing
        day, gone = MONDAY + timedelta(days=n), 0.15 if n < 45 else 0.3
        for k in range(int(chance.poisson(80 if n < 63 else 30))):
            second = int(chance.integers(9 * 3600, (17 if n < 63 else 12) * 3600 - 600))
            wait = int(chance.integers(0, 60))
            at, left, ended = (
                f"{day}T{each // 3600:02d}:{each // 60 % 60:02d}:{each % 60:02d}+01:00"
                for each in (second, second + wait, second + wait + 200)
            )
            if wait and chance.random() < gone:
                lines.append(f"{n}-{k},voice,desk,inbound,{at},,{left},,abandoned,{wait},,")
            else:
                lines.append(f"{n}-{k},voice,desk,inbound,{at},{left},,{ended},answered,{wait},200,40")
    file = tmp_path_factory.mktemp("records") / "contacts.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A contract of one promise that agents keep and one that they do not, and what is expected on a day of April."""
    folder = tmp_path_factory.mktemp("contract")
    (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    rows = "".join(
        f"2025-04-{day:02d}T{hour:02d}:{minute}:00+02:00,30,desk,voice,{50 + hour},45,80,240,0.05,0.3,Europe/Berlin\n"
        for day in (1, 2, 3, 4, 7, 8, 9, 10, 11)
        for hour in range(9, 17)
        for minute in ("00", "30")
    )
    head = "interval,minutes,queue,channel,offered,low,high,aht_s,day_cv,day_lag1,zone\n"
    (folder / "expected.csv").write_text(head + rows, encoding="utf-8")
    return folder


def test_forecasts_of_days_to_come_of_known_days_and_of_the_rest_of_a_day(records: Path, tmp_path: Path) -> None:
    asked = ("forecast", "--records", records, "--zone", "Europe/Berlin", "--interval", "60m")
    (special := tmp_path / "special.csv").write_text("day,kind,factor\n2025-03-12,moving,0\n", encoding="utf-8")
    (ahead,) = shaped(*asked, "--period", "2025-W11", "--holidays", "DE", "--special", special)["queues"]
    assert ahead["outcome"] is None or ahead["outcome"]["days"]
    (known,) = shaped(*asked, "--period", "2025-W10", "--until", "2025-03-01")["queues"]
    assert known["outcome"] is None
    assert shaped(*asked, "--period", "2025-W09")["queues"][0]["outcome"]["days"] == 5
    (rest,) = shaped(*asked, "--so-far", records, "--at", "2025-03-10T11:00")["queues"]
    assert rest["so_far"] > 0
    (short,) = shaped(*asked, "--until", "2025-01-18")["queues"]
    assert short["back_test"] is None or short["back_test"]["ahead"]


def test_patience_with_and_without_promises_drift_and_contacts(records: Path, tmp_path: Path) -> None:
    asked = ("patience", "--records", records, "--zone", "Europe/Berlin")
    assert shaped(*asked)["need"] is None
    full = shaped(*asked, "--offered-per-hour", "60", "--aht", "240", "--promise", "80/20", "--abandonment", "5%")
    assert full["need"]["whole"] > 0
    assert full["next_look"] is not None
    drift = shaped(*asked, "--drift", "--since", "2025-02-03", "--abandonment", "5%", code=1)["drift"]
    assert drift["change"] is not None
    assert drift["change"]["need_after"] is not None
    calm = shaped(*asked, "--drift", "--period", "2025-01-06/2025-02-15")["drift"]
    assert calm["change"] is None


def test_patience_from_interval_counts_alone() -> None:
    place = {"channel": "voice", "direction": "inbound", "from_us": 0, "to_us": 3_600_000_000, "within_ms": 0}
    sums = {"abandoned": 4, "wait_abandoned_ms": 140_000, "wait_answered_ms": 460_000}
    rows = [place | {"queue": queue, "what": what, "value": value} for queue in "ab" for what, value in sums.items()]
    look = look_at_patience(from_rows(rows, INTERVAL_COUNTS), Chosen(zone("UTC")), rate_per_s=0.1, aht_s=300.0)
    content = look.to_json()
    assert [each["from_counts"] for each in content["queues"]] == [True] * 3
    Draft202012Validator(patience_schema()).validate(content)


def test_a_plan_with_and_without_prices_and_what_if(contract: Path, tmp_path: Path) -> None:
    asked = ("plan", contract, "--forecast", contract / "expected.csv", "--patience", 180, "--months", 40,
             "--period", "2025-04-01/2025-05-01", "--levels", "+0%,+8%")  # fmt: skip
    plain = shaped(*asked)
    assert (plain["cheapest"], plain["what_if"]) == (None, None)
    assert [each["commitment"] for each in plain["left_out"]] == ["pleased"]
    priced = shaped(*asked, "--cost-per-hour", "25.50", "--shrinkage", "30%", "--add", "2@09:00-11:00")
    assert priced["what_if"]["after"]["agent_hours"] > priced["what_if"]["before"]["agent_hours"]
    assert priced["cheapest"] is not None


def test_a_simulation_of_a_centre_under_an_agreement_by_time_and_optimised(tmp_path: Path) -> None:
    centre, day = CENTRE / "centre.yaml", ("--period", "2025-03-05")
    assert "by_time" not in shaped("simulate", centre, *day, "--seeds", 1)
    timed = shaped("simulate", centre, "--period", "2025-03", "--seeds", 2, "--by-time", "--contract",
                   CENTRE / "terms.yaml")  # fmt: skip
    assert timed["by_time"]
    assert timed["commitments"]
    flat = tmp_path / "flat.yaml"
    text = centre.read_text(encoding="utf-8").replace('{"08:00": 90, "10:00": 130, "13:00": 110, "16:00": 80}', "60")
    flat.write_text(text.replace('{"08:00": 50, "10:00": 75, "16:00": 45}', "30"), encoding="utf-8")
    assert shaped("simulate", flat, *day, "--seeds", 1, "--optimise", "--promise", "80/20")["optimised"]


def test_schedules_of_shifts_of_names_with_more_agents_and_none_at_all(tmp_path: Path) -> None:
    asked = ("schedule", ROSTER / "plan.csv", "--rules", ROSTER / "rules.yaml", "--week", "2025-03-03")
    assert shaped(*asked, "--add", "2@08:00-09:00", "--overtime")["what_if"]
    named = shaped(*asked, "--agents", ROSTER / "agents.yaml", "--seconds", 1.5)
    assert any(each["agent"] for each in named["shifts"])
    assert shaped(*asked, "--fewest")["result"]["unit"] == "shifts"
    late = tmp_path / "late.yaml"
    late.write_text((ROSTER / "rules.yaml").read_text(encoding="utf-8").replace('"08:00"', '"09:00"'), encoding="utf-8")
    none = shaped("schedule", ROSTER / "plan.csv", "--rules", late, "--week", "2025-03-03", code=1)
    assert none["impossible"]
    out = tmp_path / "shifts.json"
    assert run(*map(str, asked), "-o", str(out)).exit_code == 0
    Draft202012Validator(schedule_schema()).validate(json.loads(out.read_text(encoding="utf-8")))


def _objects(schema: Any, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield at, schema
        for key, inner in schema.items():
            yield from _objects(inner, f"{at}/{key}")
    elif isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from _objects(inner, f"{at}/{number}")


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_property_is_described_and_no_other_is_allowed(name: str) -> None:
    schema = SCHEMAS[name]()
    Draft202012Validator.check_schema(schema)
    for at, each in _objects(schema, name):
        silent = [key for key, inner in each["properties"].items() if not inner.get("description")]
        if at != name or "anyOf" not in schema:  # the two forms of a command say it themselves
            assert silent == [], at
            assert each["additionalProperties"] is False, at
