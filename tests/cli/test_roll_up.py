"""``pactline records roll-up`` and the Python call: answers kept, statements the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.running import as_json, finding, good, run
from tests.ledger.test_rolling_up import EXAMPLES, as_record_set, period_of

import pactline


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return as_record_set(EXAMPLES / "opening-hours", tmp_path / "contract").path


def test_it_says_what_it_kept_and_the_statement_stays_as_it_was(folder: Path) -> None:
    period = period_of(folder)
    before = as_json("evaluate", folder, "--period", period)
    assert "kept" in good("records", "roll-up", folder)
    assert as_json("evaluate", folder, "--period", period) == before
    assert "recomputed to the bit" in good("prove", folder)
    again = as_json("records", "roll-up", folder)
    receipt = pactline.roll_up(folder)
    assert (again["questions"], again["quarters"]) == (receipt.questions, receipt.quarters)


def test_a_roll_up_that_changed_is_named_and_not_used(folder: Path) -> None:
    period = period_of(folder)
    before = as_json("evaluate", folder, "--period", period)
    good("records", "roll-up", folder)
    for file in sorted((folder / "records" / "rollups").iterdir()):
        sound = file.read_bytes()
        at = sound.find(b'"spans"') + 40 if file.suffix == ".json" else len(sound) // 2  # a digit of an instant
        file.write_bytes(sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
        said = finding("records", "verify", folder)
        assert f"rollups/{file.name}: RECORDS_DAMAGED: is not what was written, and is not used" in said
        assert "put right RECORDS_DAMAGED: figures are right without it" in said
        assert as_json("evaluate", folder, "--period", period) == before
        file.write_bytes(sound)
    assert "all as it was written" in good("records", "verify", folder)


def test_plain_files_have_no_place_for_roll_ups() -> None:
    result = run("records", "roll-up", EXAMPLES / "opening-hours")
    assert result.exit_code == 1
    assert "RECORDS_NONE" in result.stderr
    assert "pactline ingest" in result.stderr
