"""Planning commands take no fault of ours for one of the person who asked, and give what is refused its code."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from tests.cli.running import EXAMPLES, finding, run, wrong_use

import pactline.planning
from pactline.planning.refusal import NoAnswer, Refused

CENTRE = EXAMPLES / "planning" / "two-skills" / "centre.yaml"
PLAN = EXAMPLES / "planning" / "roster" / "plan.csv"
TERMS = EXAMPLES / "planning" / "two-skills" / "terms.yaml"
CONTACTS = (
    "contact_id,channel,queue,direction,offered_at,answered_at,ended_at,outcome,wait_s\n"
    "1,voice,desk,inbound,2025-03-03T09:00:00Z,,2025-03-03T09:01:00Z,abandoned,60\n"
)
EXPECTED = "interval,minutes,queue,channel,offered,aht_s,zone\n2025-03-05T09:00:00+01:00,30,billing,voice,9,300,UTC\n"

COMMANDS = {
    "forecast": ("forecasting.asking.forecast", ("--records", "contacts.csv", "--zone", "UTC")),
    "patience": ("patience.looking.look_at_patience", ("--records", "contacts.csv")),
    "staff": ("requirement.staffing.staff_queues", ("--forecast", "expected.csv", "--promise", "80/20")),
    "one question": ("requirement.question.asked_question", ("--offered-per-hour", 9, "--aht", 9, "--promise", "8/2")),
    "plan": ("risk.report.price_list", (TERMS, "--forecast", "expected.csv", "--levels", "+0%", "--patience", 100)),
    "simulate": ("simulation.over_days.check_sound", (CENTRE, "--period", "2025-03-05")),
    "schedule": ("shifts.asked.demands_of", (PLAN,)),
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of contacts and a forecast."""
    (tmp_path / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (tmp_path / "expected.csv").write_text(EXPECTED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _raises(monkeypatch: pytest.MonkeyPatch, command: str, what: Exception) -> tuple[str | Path, ...]:
    """The words of a command, inside which something is raised from now on."""
    for each in pkgutil.walk_packages(pactline.planning.__path__, "pactline.planning."):
        importlib.import_module(each.name)  # now, so that none takes what falls for the real thing and keeps it

    def fall(*_: object, **__: object) -> None:
        raise what

    place, words = COMMANDS[command]
    module, _, name = place.rpartition(".")
    monkeypatch.setattr(importlib.import_module(f"pactline.planning.{module}"), name, fall)
    return (command if command != "one question" else "staff", *map(str, words))


@pytest.mark.parametrize("bug", [ValueError("operands could not be broadcast"), KeyError("queue"), IndexError("9")])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_fault_of_ours_falls_through_as_itself(command: str, bug: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    words = _raises(monkeypatch, command, bug)
    with pytest.raises(type(bug)) as fallen:
        run(*words)
    assert fallen.value is bug


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_refused_by_name_has_its_exit_code(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = _raises(monkeypatch, command, NoAnswer("these records say nothing of it"))
    assert "these records say nothing of it" in finding(*words)
    if command != "forecast":  # which asks of one queue after the other, and goes on
        words = _raises(monkeypatch, command, Refused("this is no level"))
        assert "this is no level" in wrong_use(*words)


@pytest.mark.parametrize(
    "words",
    [
        ("staff", "--forecast", "no.csv", "--promise", "80/20"),
        ("staff", "--forecast", "expected.csv", "--promise", "80/20", "--against", "no.csv"),
        ("staff", "--offered-per-hour", 9, "--aht", 9, "--promise", "80/20", "--patience", "no.json"),
        ("plan", TERMS, "--forecast", "no.csv"),
        ("plan", TERMS, "--forecast", "expected.csv", "--patience", "no.json"),
        ("plan", TERMS, "--forecast", "expected.csv", "--agents", "no.csv"),
        ("simulate", "no.yaml", "--period", "2025-03-05"),
        ("simulate", "--plan", "no.csv"),
        ("simulate", "--plan", PLAN, "--patience", "no.json"),
        ("simulate", CENTRE, "--period", "2025-03-05", "--forecast", "no.csv"),
        ("schedule", "no.csv"),
        ("schedule", PLAN, "--rules", "no.yaml"),
        ("schedule", PLAN, "--agents", "no.yaml"),
        ("schedule", PLAN, "--agents", "no.csv"),
        ("forecast", "--records", "contacts.csv", "--zone", "UTC", "--special", "no.csv"),
    ],
)
@pytest.mark.parametrize("is_folder", [False, True])
def test_a_name_that_leads_to_no_file_is_wrong_use(words: tuple[str | Path, ...], is_folder: bool) -> None:
    if is_folder:
        for word in words:
            if str(word).startswith("no."):
                Path(str(word)).mkdir()
    result = run(*map(str, words))
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert ("this is a folder" if is_folder else "there is no such file") in result.stderr
    assert "no." in result.stderr


def test_what_can_be_read_counts_and_not_the_size_that_the_system_tells() -> None:
    text = finding("staff", "--forecast", "/dev/zero", "--promise", "80/20")
    assert "/dev/zero: FILE_TOO_LARGE: the file has more than" in text


STRANGE = 'a,"b"<script>alert(1)</script> $x_{$ é 日本'


def _table(path: Path, queue: str, offered: float, agents: float, aht_s: float = 300) -> Path:
    name = '"' + queue.replace('"', '""') + '"'
    rows = (
        f"2025-03-05T{hour:02d}:00:00+01:00,60,{name},voice,{offered},{aht_s},{agents},Europe/Berlin\n"
        for hour in (9, 10)
    )
    path.write_text("interval,minutes,queue,channel,offered,aht_s,agents,zone\n" + "".join(rows), encoding="utf-8")
    return path


def test_a_queue_of_any_name_is_drawn_and_escaped(here: Path) -> None:
    plan = _table(here / "plan.csv", STRANGE, 20, 3)
    expected = here / "strange.csv"
    expected.write_text(plan.read_text("utf-8").replace(",agents", "").replace(",3,Europe", ",Europe"), "utf-8")
    for words in (("staff", "--forecast", expected, "--promise", "80/20"), ("schedule", plan, "--seconds", 5)):
        result = run(*words, "--html", "page.html", "--png", "picture.png")
        assert result.exit_code == 0, result.output
        page = (here / "page.html").read_text("utf-8")
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    ("offered", "agents", "words", "said"),
    [
        (20, 1e9, ("simulate", "--plan", "plan.csv"), "are more than are simulated"),
        (4e6, 9, ("simulate", "--plan", "plan.csv"), "are more than one run takes"),
        (20, 1e9, ("schedule", "plan.csv"), "shifts are made for 20,000 at most"),
    ],
)
def test_a_plan_of_no_centre_is_refused_at_once(
    here: Path, offered: float, agents: float, words: tuple[str, ...], said: str
) -> None:
    _table(here / "plan.csv", "help", offered, agents)
    result = run(*words)
    assert result.exit_code in (1, 2)
    assert said in " ".join(result.output.split())


def test_more_contacts_than_can_be_followed_through_the_day_are_refused_only_where_that_is_asked(here: Path) -> None:
    plan = _table(here / "big.csv", "help", 60_000, 3, aht_s=1_800)
    plan.write_text(plan.read_text("utf-8").replace(",agents", "").replace(",3,Europe", ",Europe"), "utf-8")
    words = ("staff", "--forecast", plan, "--promise", "80/20")
    for more in (("--follow",), ("--method", "repaired")):
        assert "30,000 Erlang in one interval are too many to be followed" in finding(*words, *more)
    assert run(*words).exit_code == 0


@pytest.mark.parametrize("seconds", ["1e300", "1e-300", "nan", "inf", "-1", "0"])
def test_patience_is_a_time_that_people_have(seconds: str) -> None:
    words = ("staff", "--offered-per-hour", "9", "--aht", "9", "--promise", "80/20", "--patience", seconds)
    assert "patience is a number of seconds above 0, at most a year" in wrong_use(*words)


def test_a_forecast_of_a_day_nobody_can_know_is_refused() -> None:
    words = ("forecast", "--records", "contacts.csv", "--zone", "UTC")
    for period in ("2075", "9000"):
        assert "they say nothing of a day two years on" in finding(*words, "--period", period)
    for at in ("9999-12-31T23:59", "0001-01-01T00:00"):
        assert "--at takes a local time" in wrong_use(*words, "--so-far", "contacts.csv", "--at", at)


def test_nan_is_in_no_range() -> None:
    for seconds in ("nan", "inf"):
        assert "--seconds takes a number above 0" in wrong_use("schedule", PLAN, "--seconds", seconds)
    words = ("plan", TERMS, "--forecast", "expected.csv")
    assert "--alike takes a correlation" in wrong_use(*words, "--alike", "nan")
    assert "a minimum is a number of agents" in wrong_use(*words, "--minimum", "nan")
