"""``relief.yaml``: claims and decisions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pactline.importers.facts.relief import FILE, read_relief
from pactline.records.facts import ReliefClaim
from pactline.values.period import Period
from pactline.values.problem import Problems

SIX_US = 1_748_923_200_000_000  # 2025-06-03T06:00:00+02:00
OPEN = "R-1:\n  cause: storm\n  from: 2025-06-20\n  to: 2025-06-21\n  claimed: 2025-06-30\n  decision: open\n"


def _read(folder: Path, text: str) -> tuple[ReliefClaim, ...]:
    (path := folder / "relief.yaml").write_text(text, encoding="utf-8")
    return read_relief(path)


def test_the_example_is_a_claim_by_instants_and_one_by_days(tmp_path: Path) -> None:
    storm, cut = _read(tmp_path, FILE.example)
    assert (storm.start_us, storm.end_us, storm.days) == (SIX_US, SIX_US + 12 * 3_600_000_000, None)
    assert (storm.commitments, storm.decision, storm.decided_on) == (("prompt-answer",), "accepted", date(2025, 6, 12))
    assert (storm.fault_of, storm.decided_by, storm.line) == ("nobody", "M. Weber, Aurora Energy", 1)
    assert cut == ReliefClaim(
        id="R-2025-04",
        cause="power-cut",
        start_us=None,
        end_us=None,
        days=Period(date(2025, 6, 20), date(2025, 6, 22)),
        claimed=date(2025, 6, 30),
        decision="open",
        figures={"abandonment": {"counted": 900, "good": 150}},
    )
    assert cut.line == 12


def test_a_volume_names_contacts_as_a_service_does(tmp_path: Path) -> None:
    (claim,) = _read(
        tmp_path, OPEN + "  volume: {queues: [billing, 007], channels: [voice, chat], direction: inbound}\n"
    )
    assert claim.volume == {"queues": ("billing", "007"), "channels": ("voice", "chat"), "direction": ("inbound",)}


def test_one_day_is_a_claim_and_an_instant_is_none(tmp_path: Path) -> None:
    (claim,) = _read(tmp_path, OPEN.replace("2025-06-21", "2025-06-20"))
    assert claim.days == Period(date(2025, 6, 20), date(2025, 6, 21))
    instants = OPEN.replace("2025-06-20", "2025-06-20T09:00Z").replace("2025-06-21", "2025-06-20T09:00Z")
    with pytest.raises(Problems, match="RELIEF_TIME"):
        _read(tmp_path, instants)


def test_a_claim_may_be_decided_on_the_day_it_was_made(tmp_path: Path) -> None:
    decided = OPEN.replace("open", "refused\n  decided_by: both\n  decided_on: 2025-06-30")
    assert _read(tmp_path, decided)[0].decision == "refused"
    with pytest.raises(Problems, match="before it was claimed"):
        _read(tmp_path, decided.replace("decided_on: 2025-06-30", "decided_on: 2025-06-29"))


def test_all_that_may_be_good_are_those_counted(tmp_path: Path) -> None:
    (claim,) = _read(tmp_path, OPEN + "  figures: {a: {counted: 0, good: 0}, b: {counted: 9, good: 9}}\n")
    assert claim.figures["b"] == {"counted": 9, "good": 9}


def test_every_fault_of_every_claim_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Problems) as refused:
        _read(tmp_path, "R-1:\n  cuase: storm\nR-2: storm\n" + OPEN.replace("R-1", "R-3").replace("open", "perhaps"))
    told = [(problem.line, problem.code) for problem in refused.value.problems]
    assert told.count((1, "AGR_MISSING_KEY")) == 5
    assert {(2, "AGR_UNKNOWN_KEY"), (3, "AGR_SHAPE"), (9, "AGR_CHOICE")} == set(told) - {(1, "AGR_MISSING_KEY")}


def test_words_that_yaml_would_take_for_something_else_stay_words(tmp_path: Path) -> None:
    (claim,) = _read(tmp_path, OPEN.replace("storm", "NO").replace("R-1", "010"))
    assert (claim.id, claim.cause) == ("010", "NO")
