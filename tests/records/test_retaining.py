"""Retention: what lies before a day goes, the day itself stays, and what went does not come back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.records.sets import CONTACT_COLUMNS, files_of, inputs, made, write

from pactline.importers.ingesting import ingest
from pactline.records.folder.manifest import read_manifest
from pactline.records.folder.store import open_record_set
from pactline.records.folder.verifying import verify
from pactline.records.removal.retaining import Limits, retain

CAME = date(2025, 7, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made(tmp_path)


def contact(name: str, at: str, customer: str = "", revision: str = "", wait: int = 9) -> str:
    return f"{name},voice,billing,inbound,{at},,,abandoned,{wait},,,{customer},,{revision}"


def small(tmp_path: Path, *rows: str) -> Path:
    ingest([write(tmp_path / "in.csv", list(rows), CONTACT_COLUMNS)], tmp_path / "records", "plain-csv",
           now=datetime(2025, 7, 1, 12, tzinfo=UTC))  # fmt: skip
    return tmp_path / "records"


def kept(folder: Path) -> list[str]:
    records = open_record_set(folder)
    return sorted(str(row["contact_id"]) for row in records.rows(records.contacts()))


def test_raw_files_refused_rows_and_settled_carried_lines_go_by_the_day_they_came(folder: Path) -> None:
    digest = open_record_set(folder).digest()
    assert not retain(folder, Limits(raw=CAME)).anything
    found = retain(folder, Limits(raw=date(2025, 7, 2)))
    assert (found.raw, found.refused) == (6, 2)
    assert not [path for path in files_of(folder) if path.parent.name in ("raw", "refused")]
    assert len(read_manifest(folder).removed) == 8
    assert found.carried > 0
    assert read_manifest(folder).incomplete == ("call-7",)
    assert open_record_set(folder).digest() == digest
    assert verify(folder).holds


def test_a_call_that_waits_is_still_completed_after_its_file_went(folder: Path, tmp_path: Path) -> None:
    from tests.records.sets import KEY, events

    retain(folder, Limits(raw=date(2025, 7, 2)))
    (receipt,) = ingest([write(tmp_path / "rest.log", events(7, 1)[-1:], None)], folder, "queue_log", customer_key=KEY)
    assert (receipt.accepted, receipt.incomplete) == (1, 0)
    assert verify(folder).holds


def test_rows_before_the_day_go_and_the_first_instant_of_it_stays(tmp_path: Path) -> None:
    folder = small(
        tmp_path, contact("before", "2025-03-03T23:59:59.999Z"), contact("on", "2025-03-04T00:00:00Z"),
    )  # fmt: skip
    found = retain(folder, Limits(rows=date(2025, 3, 4)))
    assert found.rows == {"contacts": 1}
    assert kept(folder) == ["on"]
    assert found.digest == open_record_set(folder).digest()
    assert verify(folder).holds


def test_rows_that_went_are_not_taken_again_and_the_receipt_adds_up(tmp_path: Path) -> None:
    folder = small(tmp_path, contact("before", "2025-03-03T10:00:00Z"), contact("on", "2025-03-04T10:00:00Z"))
    retain(folder, Limits(rows=date(2025, 3, 4)))
    digest = open_record_set(folder).digest()
    (receipt,) = ingest([tmp_path / "in.csv"], folder, "plain-csv")
    assert (receipt.read, receipt.accepted, receipt.duplicates, receipt.ignored) == (2, 0, 1, 1)
    assert receipt.reasons == {"ROWS_OUTLIVED": 1}
    assert receipt.verdict == "accepted"
    assert open_record_set(folder).digest() == digest
    retain(folder, Limits(rows=date(2025, 3, 1)))  # an earlier day does not open the door again
    (receipt,) = ingest([tmp_path / "in.csv"], folder, "plain-csv")
    assert receipt.ignored == 1


def test_a_conflict_with_a_version_on_either_side_of_the_day_stays_a_conflict(tmp_path: Path) -> None:
    folder = small(
        tmp_path, contact("a", "2025-03-03T10:00:00Z", wait=1), contact("a", "2025-03-04T10:00:00Z", wait=2),
        contact("b", "2025-03-03T10:00:00Z", wait=1), contact("b", "2025-03-03T11:00:00Z", wait=2),
    )  # fmt: skip
    assert retain(folder, Limits(rows=date(2025, 3, 4))).rows == {"contacts": 2}
    assert kept(folder) == []
    assert {row["contact_id"] for row in open_record_set(folder).conflicts()} == {"a"}
    assert verify(folder).holds


def test_the_record_keeps_the_digests_of_the_hours_that_went(folder: Path) -> None:
    before = read_manifest(folder)
    retain(folder, Limits(rows=date(2025, 3, 4)))
    record = json.loads((folder / "erasures" / "000001-retained.json").read_text(encoding="utf-8"))
    hours = json.loads(json.dumps(before.to_json()))["tables"]["agent_states"]["hours"]
    assert record["hours"]["agent_states"] == hours
    assert record["before"] == {"rows": "2025-03-04"}
    assert read_manifest(folder).table("agent_states").segments == ()


def test_a_person_goes_whose_last_row_lies_before_the_day_and_no_other(tmp_path: Path) -> None:
    folder = small(
        tmp_path,
        contact("a", "2025-03-03T10:00:00Z", "old"), contact("b", "2025-03-03T11:00:00Z", "old"),
        contact("c", "2025-03-03T12:00:00Z", "still here"), contact("d", "2025-03-04T00:00:00Z", "still here"),
    )  # fmt: skip
    digest = open_record_set(folder).digest()
    assert retain(folder, Limits(persons=date(2025, 3, 4))).persons == 1
    records = open_record_set(folder)
    customers = [str(row["customer"]) for row in records.rows(records.contacts().sort("contact_id"))]
    assert customers[0] == customers[1] != "old"
    assert customers[0].startswith("erased:")
    assert customers[2:] == ["still here"] * 2
    assert records.digest() == digest
    assert verify(folder).holds
    assert retain(folder, Limits(persons=date(2025, 3, 4))).persons == 0


def test_all_at_once_and_again_changes_nothing_more(folder: Path, tmp_path: Path) -> None:
    limits = Limits(date(2025, 7, 2), date(2025, 3, 5), date(2025, 3, 4))
    assert retain(folder, limits).anything
    assert verify(folder).holds
    before = (folder / "record_set.json").read_bytes()
    assert not retain(folder, limits).anything
    assert (folder / "record_set.json").read_bytes() == before
    digest = open_record_set(folder).digest()
    for file, format in inputs(tmp_path / "files"):
        ingest([file], folder, format)
    assert open_record_set(folder).digest() == digest
