"""``pactline demo`` from an empty folder to a statement, and what it refuses to touch."""

import json
import shlex

import pytest
from click.testing import CliRunner

from pactline.cli import main
from pactline.planning.demo.northwind import agreement_text


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One demo for all tests: the folder, and what the command printed."""
    folder = tmp_path_factory.mktemp("demo") / "northwind"
    result = CliRunner().invoke(main, ["demo", str(folder), "--no-open"])
    assert result.exit_code == 0, result.output
    return folder, result


def untouched(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_is_a_contract_with_records_and_a_page(made):
    folder, _ = made
    assert (folder / "agreement.yaml").read_text(encoding="utf-8") == agreement_text()
    assert (folder / "records" / "record_set.json").is_file()
    assert "</html>" in (folder / "statement-2025-03.html").read_text(encoding="utf-8")


def test_the_statement_shows_promises_kept_and_missed_with_credit_and_bonus(made):
    folder, _ = made
    result = CliRunner().invoke(main, ["evaluate", str(folder), "--period", "2025-03", "--json"])
    statement = json.loads(result.stdout)
    verdicts = {c["id"]: (c["verdict"], c["owed_by"]) for c in statement["commitments"]}
    assert verdicts == {
        "prompt-answer": ("missed", "provider"),
        "two-tiers/fast": ("met", "nobody"),
        "two-tiers/everyone": ("missed", "provider"),
        "abandonment": ("met", "nobody"),
        "billing-speed": ("met", "nobody"),
        "chat-first-response": ("met", "client"),
    }


def test_every_row_of_the_log_was_taken(made):
    folder, _ = made
    (receipt,) = (json.loads(p.read_text(encoding="utf-8")) for p in (folder / "records" / "receipts").iterdir())
    rows = (folder / "contacts-2025-03.csv").read_bytes().count(b"\n") - 1
    assert rows > 50_000
    assert receipt["read"] == receipt["accepted"] == rows


def test_the_statement_goes_to_the_output_and_the_steps_beside_it(made):
    folder, result = made
    assert "prompt-answer" in result.stdout
    assert "Simulating" not in result.stdout
    assert "Simulating 2025-03" in result.stderr
    assert str(folder / "statement-2025-03.html") in result.stdout


def test_each_of_the_three_next_commands_works_as_it_is_printed(made):
    _, result = made
    after = result.stdout.split("What to try next:")[1]
    commands = [line.strip() for line in after.splitlines() if line.strip()]
    assert len(commands) == 3
    for line in commands:
        program, *words = shlex.split(line)
        assert program == "pactline"
        tried = CliRunner().invoke(main, words)
        assert tried.exit_code == 0, (line, tried.output)
        assert tried.stdout.strip()


def test_the_demo_runs_again_on_its_own_folder_and_keeps_a_changed_agreement(made):
    folder, first = made
    agreement = folder / "agreement.yaml"
    agreement.write_text(agreement_text().replace("target: at least 80 %", "target: at least 75 %"), encoding="utf-8")
    again = CliRunner().invoke(main, ["demo", str(folder), "--json"])
    agreement.write_text(agreement_text(), encoding="utf-8")
    assert again.exit_code == 0, again.output
    assert "was changed since the demo made it" in again.stderr
    printed = json.loads(again.stdout)
    (prompt,) = (c for c in printed["statement"]["commitments"] if c["id"] == "prompt-answer")
    assert prompt["verdict"] == "met"
    assert printed["statement"]["record_set"][:19] in first.stdout
    assert len(printed["next"]) == 3


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "agreement.yaml").write_text("mine", encoding="utf-8")
    before = untouched(tmp_path)
    result = CliRunner().invoke(main, ["demo", str(tmp_path)])
    assert result.exit_code == 1
    assert "was not made by pactline demo" in result.output
    assert "pactline demo" in result.output.splitlines()[-1]
    assert untouched(tmp_path) == before


@pytest.mark.parametrize("marker", ["", "[]", '{"made_by": "somebody", "seed": 1}', '{"made_by": "pactline demo"}'])
def test_a_marker_that_is_not_the_demos_own_does_not_open_the_folder(tmp_path, marker):
    (tmp_path / "demo.json").write_text(marker, encoding="utf-8")
    assert CliRunner().invoke(main, ["demo", str(tmp_path)]).exit_code == 1
    assert (tmp_path / "demo.json").read_text(encoding="utf-8") == marker


def test_another_seed_is_refused_where_statements_were_filed_on_the_first(tmp_path):
    (tmp_path / "demo.json").write_text('{"made_by": "pactline demo", "seed": 1}', encoding="utf-8")
    (tmp_path / "statements").mkdir()
    (tmp_path / "statements" / "2025-03.json").write_text("{}", encoding="utf-8")
    result = CliRunner().invoke(main, ["demo", str(tmp_path), "--seed", "2"])
    assert result.exit_code == 1
    assert "--seed 2" in result.output.splitlines()[-1]


def test_a_page_is_opened_only_where_there_is_a_desktop(tmp_path, monkeypatch):
    import webbrowser

    from pactline.cli import demo

    asked = []
    monkeypatch.setattr(webbrowser, "open", lambda address: asked.append(address) or True)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert demo._open(tmp_path / "page.html") is False
    assert asked == []
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert demo._open(tmp_path / "page.html") is True
    assert asked == [(tmp_path / "page.html").as_uri()]


def test_a_browser_that_does_not_start_is_no_fault(tmp_path, monkeypatch):
    import webbrowser

    from pactline.cli import demo

    def broken(address):
        raise webbrowser.Error("no browser")

    monkeypatch.setattr(webbrowser, "open", broken)
    monkeypatch.setenv("DISPLAY", ":0")
    assert demo._open(tmp_path / "page.html") is False
