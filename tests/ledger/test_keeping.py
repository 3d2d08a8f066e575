"""What filed statements name stays; persons go and every statement still proves; what lies beside is looked at."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.cli.running import as_json, finding, good, run, wrong_use
from tests.durability.scenario import AGREEMENT
from tests.records.sets import ANNA, CALLER, CLOCK, KEY, files_of, inputs
from tests.records.test_erasing import hits

import pactline
from pactline.importers.ingesting import ingest
from pactline.ledger.folder import ContractFolder
from pactline.ledger.keeping import erase_person, record_set_in, retain_records
from pactline.ledger.proving import prove
from pactline.values.problem import Problems


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A contract folder with a set that has something of everything, and its month filed."""
    folder = tmp_path / "contract"
    folder.mkdir()
    (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    for file, format in inputs(tmp_path / "files"):
        ingest([file], folder, format, customer_key=KEY, now=CLOCK)
    ContractFolder(folder).file("2025-03")
    return folder


def test_after_an_erasure_every_filed_statement_still_proves_and_can_be_filed_again(home: Path) -> None:
    filed = {path: path.read_bytes() for path in files_of(home / "statements")}
    found = erase_person(home, because="request 17", agent=(ANNA, f"Agent/{ANNA}"))
    assert found.left == []
    assert hits(home, ANNA) == []
    erase_person(home, because="request 18", customer=CALLER, customer_key=KEY)
    assert hits(home, CALLER) == []
    (proof,) = prove(ContractFolder(home))
    assert proof.holds, proof
    assert not ContractFolder(home).file("2025-03").new
    assert {path: path.read_bytes() for path in files_of(home / "statements")} == filed


def test_nothing_is_filed_or_proven_over_a_row_that_was_changed(home: Path) -> None:
    (segment, *_) = sorted((home / "records" / "segments").iterdir())
    content = bytearray(segment.read_bytes())
    content[len(content) // 3] ^= 1
    segment.write_bytes(content)
    with pytest.raises(Problems, match=f"{segment.name}: RECORDS_DAMAGED: this part of the record set is not"):
        ContractFolder(home).file("2025-03")
    (proof,) = prove(ContractFolder(home))
    assert not proof.holds
    assert "RECORDS_DAMAGED" in proof.differences[0]


def test_a_name_beside_the_records_is_pointed_at_and_not_touched(home: Path) -> None:
    note = home / "notes.md"
    note.write_text(f"{ANNA} was on leave\n", encoding="utf-8")
    found = erase_person(home, because="request 17", agent=(ANNA, f"Agent/{ANNA}"))
    assert found.left == ["notes.md: not part of the records; look at it yourself"]
    assert ANNA in note.read_text(encoding="utf-8")


def test_rows_that_a_filed_statement_names_are_not_taken_out(home: Path) -> None:
    before = (home / "records" / "record_set.json").read_bytes()
    with pytest.raises(Problems, match=r"RECORDS_FILED: this filed statement names \d+ rows before 2025-03-04"):
        retain_records(home, rows_before=date(2025, 3, 4))
    assert (home / "records" / "record_set.json").read_bytes() == before
    assert retain_records(home, rows_before=date(2025, 3, 3)).rows == {}
    (home / "statements" / "2025-03.records.csv").write_text("contact_id,visit,content\n", encoding="utf-8")
    with pytest.raises(Problems, match="its listing is not whole"):
        retain_records(home, rows_before=date(2025, 3, 4))
    for file in files_of(home / "statements"):
        file.unlink()
    assert retain_records(home, rows_before=date(2025, 3, 4)).rows["contacts"] > 0


def test_files_and_persons_may_go_while_a_statement_is_filed(home: Path) -> None:
    found = retain_records(home, raw_before=date(2999, 1, 1), persons_before=date(2025, 3, 5))
    assert found.raw == 6
    assert found.persons > 0
    (proof,) = prove(ContractFolder(home))
    assert proof.holds, proof


def test_a_folder_without_a_record_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        record_set_in(tmp_path / "nowhere")
    with pytest.raises(Problems, match="RECORDS_NONE"):
        record_set_in(tmp_path)


def test_the_commands_and_their_codes(home: Path) -> None:
    shown = as_json("records", "show", home)
    assert shown["tables"]["contacts"]["segments"] == 4
    assert shown["raw"]["files"] == shown["receipts"] == 6
    assert "all as it was written" in good("records", "verify", home)
    assert as_json("records", "compact", home)["segments"]["contacts"] == [4, 1]
    assert as_json("records", "verify", home)["holds"] is True
    assert "contacts" in good("records", "show", home / "records")
    key = home.parent / "key"
    key.write_bytes(KEY)
    said = as_json("records", "erase", home, "--customer", CALLER, "--customer-key", key, "--because", "request 1")
    assert said["rows"] == {"contacts": 7}
    assert "1 time something was taken out on purpose" in good("records", "show", home)
    assert "rows changed" in good("records", "erase", home, "--agent", "Ben", "--because", "request 2")
    assert "still named" in finding("records", "erase", home, "--agent", ANNA, "--because", "request 3")
    assert "RECORDS_NOBODY" in finding("records", "erase", home, "--agent", "Ben", "--because", "request 2")
    assert "RECORDS_FILED" in finding("records", "retain", home, "--rows-before", "2025-03-10")
    assert "nothing to take out" in good("records", "retain", home, "--raw-before", "2020-01-01")
    assert as_json("records", "retain", home, "--raw-before", "2999-01-01")["digest"] == shown["digest"]
    assert wrong_use("records", "erase", home, "--because", "x").startswith("name the person")
    assert wrong_use("records", "retain", home).startswith("say what is no longer kept")
    assert "soon" in wrong_use("records", "retain", home, "--raw-before", "soon")
    assert wrong_use("records", "show", home / "nowhere").endswith("there is no such file or folder")
    assert run("records", "verify", home).exit_code == 0


def test_a_finding_is_printed_with_its_place_and_exits_1(home: Path) -> None:
    (raw, *_) = sorted((home / "records" / "raw").iterdir())
    content = bytearray(raw.read_bytes())
    content[5] ^= 1
    raw.write_bytes(content)
    said = finding("records", "verify", home)
    assert f"raw/{raw.name}: RECORDS_DAMAGED: is not what was written; it is the file of receipts/" in said
    assert "1 finding" in said
    assert "put right RECORDS_DAMAGED: restore the folder from a backup" in said
    found = run("records", "verify", home, "--json")
    assert json.loads(found.stdout)["findings"][0]["file"] == f"raw/{raw.name}"
    assert found.exit_code == 1


def test_python_offers_the_same(home: Path) -> None:
    assert pactline.verify_records(home).holds
    assert pactline.compact_records(home).segments["contacts"] == (4, 1)
    assert pactline.erase_person(home, because="request", agent="Ben").rows["contacts"] > 0
    assert pactline.retain_records(home, raw_before=date(2020, 1, 1)).anything is False
    with pytest.raises(ValueError, match="name the person"):
        pactline.erase_person(home, because="request")
