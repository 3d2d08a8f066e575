"""``pactline patience``: text, JSON, files and pictures on records with a known truth, and every refusal."""

from __future__ import annotations

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.cli.running import EXAMPLES, finding, good, run, wrong_use
from tests.planning.patience.made import waits

from pactline.api.plans import patience
from pactline.importers.ingesting import read_records
from pactline.planning.patience.patience_file import read_patience


def write_calls(path: Path, patience_s: list[float], seed: int = 1, queue: str = "sales", agents: int = 11) -> None:
    """Plain records of a queue of 10 Erlang, one mean of exponential patience for each day from 3 March 2025."""
    rng = np.random.default_rng(seed)
    fields = (
        "contact_id", "visit", "channel", "queue", "direction", "offered_at", "answered_at", "left_at", "ended_at",
        "outcome", "wait_s", "talk_s",
    )  # fmt: skip
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(fields)
        for day, mean in enumerate(patience_s):
            wait, gone = waits(rng, 500, 10 / 300, 300.0, agents, lambda rng, n, by=mean: rng.exponential(by, n))
            start = datetime(2025, 3, 3, 8) + timedelta(days=day)  # noqa: DTZ001 - the file has an offset
            for n in range(500):
                offered = start + timedelta(seconds=28 * n)
                until = offered + timedelta(milliseconds=round(1000 * wait[n]))
                when = [f"{each.isoformat(timespec='milliseconds')}+00:00" for each in (offered, until)]
                place = (f"{queue}-{day}-{n}", 1, "voice", queue, "inbound", when[0])
                if gone[n]:
                    out.writerow((*place, "", when[1], "", "abandoned", f"{wait[n]:.3f}", ""))
                else:
                    out.writerow((*place, when[1], "", "", "answered", f"{wait[n]:.3f}", "300"))


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty days with 120 s of mean patience, then ten with 80 s."""
    folder = tmp_path_factory.mktemp("calls")
    write_calls(folder / "calls.csv", [120.0] * 20 + [80.0] * 10)
    assert run("ingest", folder / "calls.csv", "--into", folder / "records", "--format", "plain-csv").exit_code == 0
    return folder / "records"


def told(*words: str | Path) -> dict[str, Any]:
    """What a command says to programs; plans are floats."""
    content: dict[str, Any] = json.loads(good("patience", *words, "--json"))
    return content


def test_a_look_in_python_prints_as_the_command_does(calls: Path) -> None:
    look = patience(read_records(calls), zone="UTC", period="2025-03-03/2025-03-22", promises=["80/20"])
    asked = ("--zone", "UTC", "--period", "2025-03-03/2025-03-22", "--promise", "80/20")
    assert good("patience", "--records", calls, *asked) == f"{look}\n"


def test_the_text_says_one_hang_up_per_so_many_seconds_the_survival_and_the_curve(calls: Path) -> None:
    text = good("patience", "--records", calls, "--zone", "UTC", "--period", "2025-03-03/2025-03-22")
    assert text.startswith("Patience: sales, 2025-03-03 to 2025-03-21 (UTC)\n")
    assert "one hang-up per 1" in text
    assert "Would still wait" in text
    assert "Abandonment against service level for" in text


def test_the_estimate_is_the_truth_within_its_interval(calls: Path) -> None:
    content = told("--records", calls, "--zone", "UTC", "--period", "2025-03-03/2025-03-23")
    (queue, _) = content["queues"] if len(content["queues"]) == 2 else (content["queues"][0], None)
    low, high = queue["seconds_per_hang_up_95"]
    assert low <= 120 <= high
    assert 0.8 * 120 < low < high < 1.25 * 120
    assert queue["median_s"] is None or queue["median_s"] == pytest.approx(120 * np.log(2), rel=0.2)
    assert (content["zone"], content["first_day"], content["last_day"]) == ("UTC", "2025-03-03", "2025-03-22")
    assert content["load"]["aht_s"] == 300.0
    assert len(content["days"]) == 20
    assert list(content) == [
        "zone", "first_day", "last_day", "queues", "too_few_hang_ups", "days", "load", "curve", "need", "next_look",
    ]  # fmt: skip


def test_by_day_has_a_line_for_each_day_and_by_queue_a_part_for_each_queue(calls: Path, tmp_path: Path) -> None:
    text = good("patience", "--records", calls, "--by", "day")
    assert sum(line.startswith("2025-0") for line in text.splitlines()) == 30
    write_calls(tmp_path / "a.csv", [60.0] * 6)
    write_calls(tmp_path / "b.csv", [300.0] * 6, seed=2, queue="help")
    text = good("patience", "--records", tmp_path, "--by", "queue")
    assert [line.split(",")[0] for line in text.splitlines() if line.startswith("Patience")] == [
        "Patience: help", "Patience: sales",
    ]  # fmt: skip
    together = good("patience", "--records", tmp_path)
    assert together.startswith("Patience: all queues chosen, together, 2025-03-03")
    only = told("--records", tmp_path, "--queue", "help")
    assert [each["queue"] for each in only["queues"]] == [None, "help"]


def test_the_file_is_what_staff_reads(calls: Path, tmp_path: Path) -> None:
    path = tmp_path / "patience.json"
    result = run("patience", "--records", calls, "-o", path)
    assert result.exit_code == 0
    assert "wrote" in result.stderr
    found = read_patience(path)
    assert set(found.laws) == {None, "sales"}
    assert float(found.of("sales").survival(60)) == pytest.approx(np.exp(-60 / 105), abs=0.05)


def test_an_abandonment_target_gives_agents_and_the_day_to_look_again(calls: Path) -> None:
    words = ("patience", "--records", calls, "--offered-per-hour", "120", "--aht", "300", "--abandonment", "3%")
    text = good(*words)
    assert "The promises take 13 agents" in text or "The promises take 14 agents" in text
    assert "A change of +15 % shows after about" in text
    assert "look again on 2025-05-" in text
    content = told(*words[1:], "--promise", "80/20")
    assert set(content["need"]["delivered"]) == {"80/20", "abandonment"}
    assert content["load"] == {"offered_per_hour": 120.0, "aht_s": 300.0, "load_erlang": 10.0, "given": True}
    assert content["next_look"]["breaking_change"] > 0
    assert content["next_look"]["sought"] == 0.15


def test_drift_is_found_dated_and_ends_with_exit_code_one(calls: Path, tmp_path: Path) -> None:
    words = ("patience", "--records", calls, "--drift", "--since", "2025-03-17", "--abandonment", "3%")
    text = finding(*words)
    (row,) = [line for line in text.splitlines() if line.startswith("hang-ups after")]
    assert " 2025-03-2" in row
    assert "Patience changed about 2025-03-2" in text
    assert "The promises took" in text
    result = run(*words, "--json", "--png", tmp_path / "drift.png")
    assert result.exit_code == 1
    change = json.loads(result.stdout)["drift"]["change"]
    assert "2025-03-21" <= change["since"] <= "2025-03-25"
    assert change["hang_ups_over_expected"] == pytest.approx(1.5, abs=0.2)
    assert change["need_after"]["agents"] > change["need_before"]["agents"]
    # survival, curve, hang-ups after the first second and at once; handling time and volume are the same every day
    assert len(list(tmp_path.glob("drift*.png"))) == 4


def test_without_a_change_drift_is_good(tmp_path: Path) -> None:
    write_calls(tmp_path / "calls.csv", [120.0] * 24, seed=3)
    text = good("patience", "--records", tmp_path / "calls.csv", "--drift")
    assert text.startswith("Drift since 2025-03-19, against the days before it\n")
    assert "No alarm: the estimate still holds." in text


def test_the_page_holds_the_pictures_and_what_was_printed(calls: Path, tmp_path: Path) -> None:
    page = tmp_path / "patience.html"
    run("patience", "--records", calls, "--html", page)
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 2
    assert "Would still wait" in text
    assert "<script" not in text
    assert "<link" not in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "2025-03-09"), "--since is for --drift"),
        (("--drift", "--since", "soon"), "--since takes a day such as 2025-06-01, not 'soon'"),
        (("--hours", "8"), "--hours takes two whole hours, such as 8-12, not '8'"),
        (("--hours", "9-9"), "--hours takes two hours from 0 to 24 that differ, not '9-9'"),
        (("--within", "soon"), "--within takes a time such as 20 or 1 min, not 'soon'"),
        (("--aht", "0"), "--aht takes a number above 0"),
        (("--offered-per-hour", "-5"), "--offered-per-hour takes a number above 0"),
        (("--offered-per-hour", "nan"), "--offered-per-hour takes a number above 0"),
        (("--offered-per-hour", "1e9", "--aht", "300"), "a load of 83,333,333 Erlang is more than 1,000,000"),
        (("--promise", "80"), "'80' is no promise"),
        (("--abandonment", "3"), "'3' is no share for abandonment"),
        (("--period", "2025-03"), "a period is of local days; name its zone with --zone"),
        (("--zone", "Moon"), "'Moon' is not a time zone"),
        (("--channel", "smoke"), "there is no channel 'smoke'"),
        (("--queue", "billing"), "no contact in these records is of the queue 'billing'"),
    ],
)
def test_wrong_use_is_told(words: tuple[str, ...], said: str, calls: Path) -> None:
    assert said in wrong_use("patience", "--records", calls, *words)


def test_too_little_to_go_by_is_a_finding(calls: Path) -> None:
    assert "no contact of this choice" in finding("patience", "--records", calls, "--channel", "chat")
    first = EXAMPLES / "first-look" / "records"
    assert "patience takes at least three" in finding("patience", "--records", first) or "waited" in finding(
        "patience", "--records", first
    )
    early = finding("patience", "--records", calls, "--drift", "--since", "2025-03-05")
    assert "2 days with waits before the day to watch from; training takes 10" in early
    assert "lies inside" in finding("patience", "--records", calls, "--drift", "--since", "2026-01-01")
