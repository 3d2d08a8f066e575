"""``pactline new``: a contract folder from a template."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.cli.running import as_json, finding, good, run, wrong_use

import pactline
from pactline.agreement.starting import NAMES, to_replace

PARTIES = ("--provider", "Northwind Contact GmbH", "--client", "Aurora & Sons: Energy")
EVERY = pytest.mark.parametrize("template", NAMES)


def test_it_makes_the_folder_and_says_what_to_replace_and_what_to_try(tmp_path: Path) -> None:
    said = good("new", tmp_path / "desk", "--from", "helpdesk")
    made = sorted(path.name for path in (tmp_path / "desk").iterdir())
    assert made == ["README.md", "agreement.yaml", "figures.csv", "performed.csv"]
    assert all(f"made {tmp_path / 'desk' / name}" in said for name in made)
    assert "  provider: Fjordhelp Desk Services AS" in said
    assert f"  pactline check {tmp_path / 'desk'}" in said


def test_without_a_name_the_folder_is_called_like_the_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert good("new", "--from", "outbound").startswith("made outbound/agreement.yaml\n")


@EVERY
def test_what_it_makes_is_checked_as_clean(template: str, tmp_path: Path) -> None:
    good("new", tmp_path / "made", "--from", template, "--from-date", "2025-04-15", *PARTIES)
    assert good("check", tmp_path / "made") == f"{tmp_path / 'made'}: no problems\n"


@EVERY
def test_the_parties_and_the_term_are_filled_in(template: str, tmp_path: Path) -> None:
    made = as_json("new", tmp_path / "made", "--from", template, "--from-date", "2025-02-01", *PARTIES)
    agreement = pactline.read_agreement(tmp_path / "made")
    assert (agreement.provider, agreement.client) == ("Northwind Contact GmbH", "Aurora & Sons: Energy")
    assert agreement.prose["parties"].client.name == "Aurora & Sons: Energy"
    assert agreement.term.first == date(2025, 2, 1)
    assert (agreement.term.end.month, agreement.term.end.day) == (2, 1)
    assert made["next"][2].endswith("--period 2025-02")
    left = [line["text"].partition(":")[0] for line in made["to_replace"]]
    assert {"provider", "client", "name"}.isdisjoint(left)
    assert {"zone", "currency", "address"} <= set(left)


def test_zone_and_currency_are_filled_in_and_no_longer_listed(tmp_path: Path) -> None:
    good("new", tmp_path / "made", "--from", "sales-line", "--zone", "Asia/Tokyo", "--currency", "JPY")
    agreement = pactline.read_agreement(tmp_path / "made")
    assert (agreement.zone.key, agreement.currency) == ("Asia/Tokyo", "JPY")
    text = (tmp_path / "made" / "agreement.yaml").read_text(encoding="utf-8")
    assert not [line for line in to_replace(text) if line.text.startswith(("zone", "currency"))]


def test_days_of_the_template_move_with_the_term_and_closed_days_stay_the_same_days_of_the_year(tmp_path: Path) -> None:
    pactline.new(tmp_path / "made", "customer-support", first=date(2025, 7, 15))
    agreement = pactline.read_agreement(tmp_path / "made")
    assert str(agreement.term) == "2025-07-15/2027-07-15"
    assert agreement["first-contact-resolution"].report_only_until == date(2025, 10, 15)
    assert sorted(str(day) for day in agreement.calendars["office"].closed) == [
        "2025-12-25", "2025-12-26", "2026-01-01", "2026-12-25", "2026-12-26", "2027-01-01",
    ]  # fmt: skip


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    said = finding("new", tmp_path, "--from", "outbound")
    assert "nothing in it was changed" in said
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(FileExistsError):
        pactline.new(tmp_path / "mine.txt", "outbound")


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    good("new", tmp_path, "--from", "outbound")
    assert (tmp_path / "agreement.yaml").exists()


def test_wrong_words_are_wrong_use_and_make_nothing(tmp_path: Path) -> None:
    for words, message in (
        (("--from", "outbound", "--zone", "Mars"), "not a time zone"),
        (("--from", "outbound", "--currency", "Pounds"), "not a currency"),
        (("--from", "outbound", "--from-date", "1 May"), "YYYY-MM-DD"),
        (("--from", "nothing"), "'customer-support'"),
    ):
        assert message in wrong_use("new", tmp_path / "made", *words)
    assert not (tmp_path / "made").exists()


def test_a_name_that_no_agreement_can_hold_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    result = run("new", tmp_path / "made", "--from", "outbound", "--client", "Aurora\u202eEnergy")
    assert result.exit_code == 1
    assert not (tmp_path / "made").exists()


def test_the_fact_files_hold_a_first_line_that_reads(tmp_path: Path) -> None:
    for template in NAMES:
        good("new", tmp_path / template, "--from", template)
        for file in (tmp_path / template).glob("*.csv"):
            assert len(file.read_text(encoding="utf-8").splitlines()) == 1
    files = {name: sorted(file.stem for file in (tmp_path / name).glob("*.csv")) for name in NAMES}
    assert files["premium-line"] == ["events", "performed"]
    assert files["bpo-master"] == ["charges", "figures", "forecast", "performed"]
