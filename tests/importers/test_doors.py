"""The same records through every door of the plain format are one record set; what is no record is refused alike."""

from __future__ import annotations

import gzip
import random
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tests.importers.doors import DOORS, TABLES, as_csv, as_events, contacts, through
from tests.importers.suite import assert_twice_changes_nothing, bring_in

TABULAR = [door for door in DOORS if door != "plain-events"]


def test_contacts_have_one_digest_through_every_door(tmp_path: Path) -> None:
    records = contacts(90)
    digests = {}
    for door in DOORS:
        (receipt,), digests[door] = bring_in([through(door, records, tmp_path)], tmp_path / door, door)
        assert (receipt.verdict, receipt.accepted) == ("accepted", 90)
    assert len(set(digests.values())) == 1


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_one_digest_through_every_door(table: str, tmp_path: Path) -> None:
    digests = set()
    for door in TABULAR:
        (receipt,), digest = bring_in([through(door, TABLES[table], tmp_path)], tmp_path / door, door)
        assert (receipt.verdict, receipt.accepted) == ("accepted", 2), receipt.problems
        digests.add(digest)
    assert len(digests) == 1


def test_one_month_through_all_doors_at_once_in_any_order_is_that_month(tmp_path: Path) -> None:
    records = contacts(60)
    whole = bring_in([through("plain-csv", records, tmp_path)], tmp_path / "whole", "plain-csv")[1]
    for seed in range(3):
        chance = random.Random(seed)
        chance.shuffle(records)
        parts = [(door, records[at::5]) for at, door in enumerate(DOORS)]
        chance.shuffle(parts)
        for door, part in parts:
            _, digest = bring_in([through(door, part, tmp_path)], tmp_path / f"set-{seed}", door)
        assert digest == whole


@pytest.mark.parametrize("door", DOORS)
def test_every_door_owes_what_every_importer_owes(door: str, tmp_path: Path) -> None:
    records = [*contacts(12), {**contacts(1)[0], "outcome": "lost"}, contacts(12)[11]]
    receipt = assert_twice_changes_nothing(through(door, records, tmp_path), tmp_path / "set", door)
    assert (receipt.accepted, receipt.reasons) == (12, {"ENUM_OUTCOME": 1})
    assert receipt.duplicates == (4 if door == "plain-events" else 1)  # of the repeated contact every event


def test_a_file_packed_again_is_the_same_file(tmp_path: Path) -> None:
    """By gzip, by zip, in two parts; with lines that end like Windows's."""
    records = contacts(20)
    content = as_csv(records)
    plain, squeezed, zipped = tmp_path / "plain.csv", tmp_path / "again.csv.gz", tmp_path / "again.zip"
    plain.write_bytes(content)
    squeezed.write_bytes(gzip.compress(content.replace(b"\n", b"\r\n")))
    with ZipFile(zipped, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a/first.csv", as_csv(records[:9]))
        archive.writestr("a/second.csv.gz.csv", as_csv(records[5:]))
    _, digest = bring_in([plain], tmp_path / "set", "plain-csv")
    receipts, again = bring_in([squeezed, zipped], tmp_path / "set", "plain-csv")
    assert again == digest
    assert [(r.accepted, r.duplicates) for r in receipts] == [(0, 20), (0, 9), (0, 15)]


def test_events_of_one_kind_may_come_in_files_of_their_own(tmp_path: Path) -> None:
    """All offers, all answers, all ends: the halves wait for one another whichever comes first."""
    records = [{**record, "csat": ""} for record in contacts(30)]
    whole = bring_in([through("plain-csv", records, tmp_path)], tmp_path / "whole", "plain-csv")[1]
    lines = as_events(records).decode().splitlines(keepends=True)
    for seed in range(4):
        kinds = ["offered", "answered", "ended"]
        random.Random(seed).shuffle(kinds)
        files = []
        for kind in kinds:
            file = tmp_path / f"{seed}-{kind}"
            file.write_text("".join(line for line in lines if f'"type": "{kind}"' in line), encoding="utf-8")
            files.append(file)
        receipts, digest = bring_in(files, tmp_path / f"set-{seed}", "plain-events")
        assert digest == whole
        assert receipts[0].incomplete == receipts[0].read
        assert receipts[-1].incomplete == 0
