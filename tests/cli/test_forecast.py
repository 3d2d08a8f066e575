"""``pactline forecast``: text, JSON, files, pictures, the rest of a day, and every use it refuses."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.cli.running import EXAMPLES, finding, good, run, wrong_use

from pactline.planning.expected import read_expected

MONDAY = date(2025, 1, 6)
WEEK = (40, 30, 28, 28, 32, 0, 0)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine weeks of contacts of one desk, Monday to Friday from nine to five, the Monday after until noon."""
    chance = np.random.default_rng(1)
    lines = ["contact_id,channel,queue,direction,offered_at,answered_at,ended_at,outcome,wait_s,talk_s,hold_s,wrap_s"]
    for n in range(64):
        day = MONDAY + timedelta(days=n)
        closes = 12 if n == 63 else 17
        if n == 30:
            continue  # a Wednesday is missing
        for k in range(int(chance.poisson(WEEK[day.weekday()] * (closes - 9) / 8))):
            second = int(chance.integers(9 * 3600, closes * 3600 - 400))
            at, answered, ended = (
                f"{day}T{each // 3600:02d}:{each // 60 % 60:02d}:{each % 60:02d}+01:00"
                for each in (second, second + 10, second + 210)
            )
            lines.append(f"{day}-{k},voice,desk,inbound,{at},{answered},{ended},answered,10,200,0,40")
    file = tmp_path_factory.mktemp("forecast") / "contacts.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def words(records: Path, *more: object) -> tuple[str, ...]:
    given = ("--records", records, "--zone", "Europe/Berlin", "--interval", "60m", *more)
    return ("forecast", *map(str, given))


def test_the_text_has_the_days_their_range_and_the_error_of_the_past(records: Path) -> None:
    text = good(*words(records, "--period", "2025-W11"))
    assert text.startswith(
        "desk (voice), 2025-W11, intervals of 60 minutes, Europe/Berlin\nlearnt from 44 whole days, "
    )
    assert "Mon 2025-03-10" in text
    assert "Back-test" in text
    assert "WAPE: the errors without their signs over what came." in text
    assert "left out: 2025-02-05 is missing: no entry on an open day" in text


def test_the_json_has_intervals_days_and_the_back_test(records: Path) -> None:
    content = json.loads(good(*words(records, "--period", "2025-W11", "--json")))
    (queue,) = content["queues"]
    assert list(content) == ["period", "queues", "no_forecast"]
    assert len(queue["intervals"]) == 40
    assert queue["intervals"][0]["interval"] == "2025-03-10T09:00:00+01:00"
    assert sum(each["offered"] for each in queue["intervals"]) == pytest.approx(158, rel=0.15)
    assert queue["intervals"][0]["aht_s"] == pytest.approx(240, abs=1)
    assert queue["back_test"]["ahead"][0]["wape"] > 0
    assert queue["left_out"] == [{"day": "2025-02-05", "standing": "missing", "why": queue["left_out"][0]["why"]}]


def test_the_file_is_read_by_the_other_commands(records: Path, tmp_path: Path) -> None:
    result = run(*words(records, "--period", "2025-W11", "-o", tmp_path / "expected.csv"))
    assert (result.exit_code, result.stderr) == (0, f"wrote {tmp_path / 'expected.csv'}\n")
    (expected,) = read_expected(tmp_path / "expected.csv")
    assert (expected.queue, len(expected.starts_us), expected.length_us) == ("desk", 40, 3_600_000_000)
    assert expected.day_cv > 0


def test_growth_specials_and_holidays_move_the_forecast(records: Path, tmp_path: Path) -> None:
    special = tmp_path / "special.csv"
    special.write_text("day,kind,factor\n2025-03-11,letter,2\n2025-03-12,moving,0\n", encoding="utf-8")
    plain = json.loads(good(*words(records, "--period", "2025-W11", "--json")))["queues"][0]["days"]
    more = words(
        records, "--period", "2025-W11", "--json", "--growth", "10%", "--special", special, "--holidays", "DE-BE"
    )
    moved = json.loads(good(*more))["queues"][0]["days"]
    ratios = [each["offered"] / other["offered"] for each, other in zip(moved, plain, strict=True) if other["offered"]]
    assert ratios == pytest.approx([1.1, 2.2, 0, 1.1, 1.1], abs=0.02)
    assert [each["kind"] for each in moved[1:3]] == ["letter", "moving (closed)"]


def test_nothing_from_until_on_is_known_and_the_period_is_then_the_next_four_weeks(records: Path) -> None:
    (queue,) = json.loads(good(*words(records, "--until", "2025-03-03", "--json")))["queues"]
    assert queue["learnt_from"]["last"] == "2025-02-28"
    assert queue["days"][0]["day"] == "2025-03-03"
    assert len(queue["days"]) == 28
    assert queue["outcome"] is None
    (known,) = json.loads(good(*words(records, "--period", "2025-W10", "--json")))["queues"]
    assert known["outcome"]["days"] == 5
    assert known["days"][0]["actual"] > 0


def test_the_rest_of_a_day_is_corrected_by_what_came(records: Path) -> None:
    begun = words(records, "--so-far", records, "--at", "2025-03-10T12:05")
    text = good(*begun)
    assert text.startswith("desk (voice), Mon 2025-03-10 at 12:00, Europe/Berlin\nso far ")
    (queue,) = json.loads(good(*begun, "--json"))["queues"]
    assert [each["interval"][11:13] for each in queue["intervals"]] == ["12", "13", "14", "15", "16"]
    assert queue["day"] == pytest.approx(queue["so_far"] + queue["rest"])
    assert queue["back_test"]["days"] > 5


def test_pictures_are_written_as_a_page_and_as_png(records: Path, tmp_path: Path) -> None:
    html, png = tmp_path / "f.html", tmp_path / "f.png"
    assert run(*words(records, "--period", "2025-W10", "--html", html, "--png", png)).exit_code == 0
    page = html.read_text(encoding="utf-8")
    assert page.count("<svg ") == 2
    assert page.count("<desc>") == 2
    assert png.read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "f-2.png").exists()
    rest = tmp_path / "r.png"
    assert run(*words(records, "--so-far", records, "--at", "2025-03-10T12:00", "--png", rest)).exit_code == 0
    assert rest.exists()


def test_a_contract_folder_gives_zone_hours_and_records(tmp_path: Path, records: Path) -> None:
    agreement = EXAMPLES / "first-look" / "agreement.yaml"
    content = json.loads(
        good("forecast", agreement, "--records", records, "--period", "2025-W11", "--interval", "60m", "--json")
    )
    assert content["queues"][0]["zone"] == "Europe/London"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--so-far", "x"), "--so-far and --at go together"),
        (("--so-far", "x", "--at", "2025-03-10T12:00", "--period", "2025-W11"), "--period is not for --so-far"),
        (("--at", "noon", "--so-far", "x"), "--at takes a local time such as 2025-03-12T11:00, not 'noon'"),
        (("--at", "2025-03-10T12:00+01:00", "--so-far", "x"), "--at takes a local time"),
        (("--growth", "much"), "--growth takes a share such as 5% or -3%, not 'much'"),
        (("--growth", "-100%"), "--growth takes a share"),
        (("--until", "soon"), "--until takes a day such as 2025-04-01, not 'soon'"),
        (("--aht", "0"), "--aht takes a mean handling time in seconds"),
        (("--period", "soon"), "'soon' is not a period"),
        (("--zone", "Berlin"), "'Berlin' is not a time zone"),
        (("--special", "nowhere.csv"), ""),
        (("--queue", "nobody"), "no contact in these records is of the queue 'nobody'"),
    ],
)
def test_wrong_use_is_told_in_words(records: Path, more: tuple[str, ...], said: str) -> None:
    result = run(*words(records, *more))
    assert result.exit_code in (1, 2)
    assert result.exit_code == 2 or not said
    assert said in result.output


def test_without_records_or_zone_it_says_what_to_name(records: Path) -> None:
    assert wrong_use("forecast") == "name a contract folder, or the records with --records"
    assert "name their zone with --zone" in wrong_use("forecast", "--records", records)


def test_what_cannot_be_forecast_is_a_finding(records: Path) -> None:
    assert "hold no contact" in finding(*words(records, "--until", "2024-01-01"))
    assert "begin on 2025-01-06" in finding(*words(records, "--period", "2024"))
    assert "there are no holidays of 'XX'" in wrong_use(*words(records, "--holidays", "XX"))
    assert "the records so far hold nothing of" in finding(
        *words(records, "--so-far", records, "--at", "2025-05-05T10:00")
    )


def test_records_without_handling_times_are_not_handed_on_without_one(tmp_path: Path) -> None:
    lines = ["contact_id,channel,queue,direction,offered_at,answered_at,ended_at,outcome,wait_s"]
    for n in range(28):
        day = MONDAY + timedelta(days=n)
        lines += [f"{day}-{k},voice,desk,inbound,{day}T{9 + k % 8:02d}:00:00+01:00,,,abandoned,9" for k in range(16)]
    file = tmp_path / "contacts.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = finding(*words(file, "--period", "2025-W07", "-o", tmp_path / "f.csv"))
    assert "the records tell no handling times of desk; give one with --aht" in told
    assert not (tmp_path / "f.csv").exists()
    assert run(*words(file, "--period", "2025-W07", "-o", tmp_path / "f.csv", "--aht", "200")).exit_code == 0


def test_the_fact_file_of_a_contract_folder_is_not_written_over(tmp_path: Path, records: Path) -> None:
    (tmp_path / "agreement.yaml").write_text("agreement: another one", encoding="utf-8")
    said = wrong_use(*words(records, "--period", "2025-W11", "-o", tmp_path / "forecast.csv"))
    assert "is the fact file of what the client forecast; write to expected.csv instead" in said
    assert not (tmp_path / "forecast.csv").exists()
