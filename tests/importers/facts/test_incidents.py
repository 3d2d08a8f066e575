"""``incidents.yaml``: one cause behind several windows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pactline.importers.facts.incidents import FILE, read_incidents
from pactline.records.facts import Incident
from pactline.values.period import Hour, Period
from pactline.values.problem import Problems


def _read(folder: Path, text: str) -> tuple[Incident, ...]:
    (path := folder / "incidents.yaml").write_text(text, encoding="utf-8")
    return read_incidents(path)


def test_the_example_names_a_month_and_two_days(tmp_path: Path) -> None:
    (incident,) = _read(tmp_path, FILE.example)
    assert incident == Incident(
        "INC-12",
        (
            ("prompt-answer", Period.parse("2025-06")),
            ("availability", Period.parse("2025-06-03")),
            ("availability", Period.parse("2025-06-04")),
        ),
        "prompt-answer",
    )


def test_windows_are_written_as_statements_print_them(tmp_path: Path) -> None:
    words = ["2025", "2025-Q2", "2025-W23", "2025-06-15/2025-07-15", "2025-06-03T09:00+02:00"]
    (incident,) = _read(tmp_path, "I-1:\n  windows:\n    a: [" + ", ".join(words) + "]\n")
    assert [str(window) for _, window in incident.windows] == words
    assert isinstance(incident.windows[-1][1], Hour)
    assert incident.chosen is None


def test_the_edge_of_the_years_that_can_be_told(tmp_path: Path) -> None:
    (incident,) = _read(tmp_path, "I-1:\n  windows: {a: [2000, 2099]}\n")
    assert incident.windows[1][1].end == date(2100, 1, 1)
    for year in ("1999", "2100", "9999", "9999-12-31", "0000"):
        with pytest.raises(Problems):
            _read(tmp_path, f"I-1:\n  windows: {{a: {year}}}\n")


def test_the_remedy_chosen_is_that_of_a_commitment_that_suffered(tmp_path: Path) -> None:
    with pytest.raises(Problems) as refused:
        _read(tmp_path, "I-1:\n  windows: {a: 2025-06}\n  chosen: b\n")
    assert [(p.line, p.column, p.code) for p in refused.value.problems] == [(3, 11, "INCIDENT_CHOSEN")]
