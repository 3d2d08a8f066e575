"""A person is gone from every file, and nothing that was counted, digested or filed changes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.records.sets import ANNA, CALLER, CLOCK, CONTACT_COLUMNS, KEY, files_of, inputs, made, write

from pactline.importers.customers import hashed
from pactline.importers.ingesting import ingest
from pactline.records.engine import connect
from pactline.records.folder.manifest import read_manifest
from pactline.records.folder.store import open_record_set
from pactline.records.folder.verifying import verify
from pactline.records.removal.erasing import Erased, Person, erase
from pactline.values.problem import Problems

NUMBER_AS_KEPT = hashed(CALLER, KEY)
assert NUMBER_AS_KEPT is not None


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything that can be read in any file of a folder, packed or not."""
    for path in files_of(folder):
        content = path.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            content = gzip.decompress(content)
        yield path.name, content.decode("utf-8", "replace")
        if path.suffix == ".parquet":
            rows = connect().execute(f"SELECT * FROM read_parquet('{path}')").fetchall()
            yield path.name, "\n".join(map(str, rows))
        if path.suffix == ".jsonl":  # what is escaped in it
            yield path.name, "\n".join(str(json.loads(line)) for line in content.decode().splitlines())


def hits(folder: Path, *words: str) -> list[str]:
    found = []
    for name, text in texts(folder):
        found += [f"{word} in {name}" for word in words if word.casefold() in text.casefold()]
    return found


def figures(folder: Path) -> tuple[object, ...]:
    """All that a statement could be made of: the digest, and everything counted by equality of persons."""
    records = open_record_set(folder)
    rows = records.rows(records.contacts())
    by_person = [sorted(sorted(str(row["content"]) for row in rows if row[c] == who) for who in {r[c] for r in rows})
                 for c in ("agent", "customer")]  # fmt: skip
    states = [row["content"] for row in records.rows(records.table("agent_states"))]
    prints = list(records.fingerprints())
    return records.digest(), records.count, by_person, sorted(states), prints, len(records.conflicts())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made(tmp_path)


def erased(folder: Path, **who: tuple[str, ...]) -> Erased:
    before = figures(folder)
    found = erase(folder, Person(**who), "request 17 of 3 March", CLOCK)
    assert figures(folder) == before
    assert verify(folder).findings == []
    return found


def test_an_agent_is_gone_from_every_file(folder: Path) -> None:
    assert len(hits(folder, ANNA)) > 10
    found = erased(folder, agents=(ANNA, f"Agent/{ANNA}"))
    assert hits(folder, ANNA) == []
    assert found.rows == {"contacts": 34, "agent_states": 12}
    assert (found.raw, found.refused, found.left) == (5, 2, [])
    assert found.receipts > 0
    assert found.carried > 0


def test_one_pseudonym_stands_for_all_rows_of_one_value(folder: Path) -> None:
    erased(folder, agents=(ANNA,))
    records = open_record_set(folder)
    for table in ("contacts", "agent_states"):
        agents = {row["agent"] for row in records.rows(records.table(table)) if row["agent"]}
        (name,) = {agent for agent in agents if str(agent).startswith("erased:")}
        assert len(str(name)) == len("erased:") + 32
        assert {"Ben", "Dan"} < agents
    again = erased(folder, agents=("Ben",))
    assert again.rows["contacts"] > 0
    agents = {str(row["agent"]) for row in records.rows(open_record_set(folder).contacts()) if row["agent"]}
    assert sum(agent.startswith("erased:") for agent in agents) == 2


def test_a_customer_by_a_number_that_was_hashed(folder: Path) -> None:
    assert hits(folder, CALLER, NUMBER_AS_KEPT)
    found = erased(folder, customers=(CALLER, NUMBER_AS_KEPT))
    assert hits(folder, CALLER, NUMBER_AS_KEPT, "305550199") == []
    assert found.rows == {"contacts": 7}
    assert found.raw == 1
    (raw,) = [name for name in read_manifest(folder).removed if name.file.startswith("raw/")]
    assert raw.by == "erasures/000001-erased.json"


def test_a_customer_by_the_hash_alone_takes_the_files_that_hold_their_calls(folder: Path) -> None:
    found = erased(folder, customers=(NUMBER_AS_KEPT,))
    assert found.rows == {"contacts": 7}
    assert hits(folder, NUMBER_AS_KEPT) == []
    assert found.raw == 1
    waiting = [text for name, text in texts(folder) if CALLER in text]  # the call that has no end is nobody's yet
    assert all("call-7" in text for text in waiting)


def test_a_customer_by_one_of_their_contacts(folder: Path) -> None:
    found = erased(folder, contacts=("c-3",))
    assert hits(folder, "cust-3") == []
    assert found.rows["contacts"] == 16
    assert found.rows["ticket_events"] == 3


def test_a_name_in_tags_and_other_texts_is_reworded_and_keys_stay(folder: Path) -> None:
    erased(folder, customers=("cust-3",))
    records = open_record_set(folder)
    tags = {str(row["tags"]) for row in records.rows(records.contacts()) if row["tags"]}
    assert {"mood=good;who=cust-2"} <= tags
    (reworded,) = [each for each in tags if "erased:" in each]
    assert reworded.startswith("mood=good;who=erased:")


def test_further_names_and_differently_grouped_numbers_are_looked_for(tmp_path: Path) -> None:
    head = CONTACT_COLUMNS
    row = "x-1,voice,billing,inbound,2025-03-03T08:00:00Z,,,abandoned,9,,,k-77,note={},"
    notes = ("+49 (30) 555-0199", "0049305550199", "Erika%20Muster", "called 5550199x", "+493055501990")
    files = [
        write(tmp_path / f"{n}.csv", [row.replace("x-1", f"x-{n}").format(note)], head) for n, note in enumerate(notes)
    ]
    ingest(files, tmp_path / "records", "plain-csv", now=CLOCK)
    found = erase(tmp_path / "records", Person(customers=("k-77",), also=(CALLER, "Erika Muster")), "request", CLOCK)
    records = open_record_set(tmp_path / "records")
    left = [str(row["tags"]) for row in records.rows(records.contacts().sort("contact_id"))]
    assert [("erased:" in tags) for tags in left] == [True, True, True, False, False]
    assert found.raw == 5  # all rows are of this customer
    assert verify(tmp_path / "records").holds


def test_the_same_files_again_are_duplicates_and_bring_no_raw_file_back(folder: Path, tmp_path: Path) -> None:
    erased(folder, agents=(ANNA, f"Agent/{ANNA}"))
    before = figures(folder)
    for file, format in inputs(tmp_path / "files"):
        (receipt,) = ingest([file], folder, format, customer_key=KEY, now=CLOCK)
        assert receipt.accepted == receipt.conflicts == 0
        erased_file = receipt.sha256 in {each.sha256 for each in read_manifest(folder).removed}
        assert any(warning["code"] == "FILE_ERASED" for warning in receipt.warnings) == erased_file
    assert figures(folder) == before
    assert verify(folder).holds
    removed = {each.sha256 for each in read_manifest(folder).removed}
    assert not removed & {part.sha256 for part in read_manifest(folder).raw}


def test_the_record_of_it_says_what_was_done_and_never_who(folder: Path) -> None:
    erased(folder, agents=(ANNA,))
    record = json.loads((folder / "erasures" / "000001-erased.json").read_text(encoding="utf-8"))
    assert (record["at"], record["because"]) == ("2025-07-01T00:00:00Z", "request 17 of 3 March")
    assert record["what"] == ["agents"]
    assert record["rows"] == {"contacts": 27, "agent_states": 12}


@pytest.mark.parametrize("reason", ["Ana Žižić asked", "ana žižić", "  "])
def test_a_reason_that_names_the_person_or_says_nothing_is_refused(folder: Path, reason: str) -> None:
    before = (folder / "record_set.json").read_bytes()
    with pytest.raises(Problems, match="RECORDS_ERASURE"):
        erase(folder, Person(agents=(ANNA,)), reason, CLOCK)
    assert (folder / "record_set.json").read_bytes() == before


def test_a_person_whom_nothing_names_is_a_finding_and_changes_nothing(folder: Path) -> None:
    before = (folder / "record_set.json").read_bytes()
    with pytest.raises(Problems, match="RECORDS_NOBODY"):
        erase(folder, Person(agents=("Nobody At All",)), "request", CLOCK)
    assert (folder / "record_set.json").read_bytes() == before


def test_what_may_not_be_changed_is_named(tmp_path: Path) -> None:
    row = "call-of-Erika,voice,Erika,inbound,2025-03-03T08:00:00Z,,,abandoned,9,,,Erika,,"
    ingest([write(tmp_path / "a.csv", [row])], tmp_path / "records", "plain-csv", now=CLOCK)
    found = erase(tmp_path / "records", Person(customers=("Erika",)), "request", CLOCK)
    assert found.left == ["contacts: contact_id 'call-of-Erika'", "contacts: queue 'Erika'"]


def test_a_number_too_short_to_be_looked_for_is_said_to_be(folder: Path) -> None:
    row = "q-1,voice,billing,inbound,2025-03-03T08:00:00Z,,,abandoned,9,,,17,,"
    ingest([write(folder.parent / "short.csv", [row])], folder, "plain-csv", now=CLOCK)
    found = erased(folder, customers=("17",))
    assert found.rows == {"contacts": 1}
    assert found.raw == 1  # the file the row came from, and not every file with a 17 in it
    assert found.notes == ["'17' is too short to be looked for in texts and files; rows and their files were changed"]


def test_a_row_that_was_erased_and_then_damaged_is_found(folder: Path) -> None:
    from tests.records.test_verifying import reseal, rewrite

    from pactline.records.folder.durable import sha256_of

    erased(folder, agents=(ANNA,))
    parts = read_manifest(folder).table("contacts").segments
    part = next(each for each in parts if "erased:" in str(rows_of(folder, each.file)))
    rewrite(folder, part.file, "SELECT * REPLACE (CASE WHEN agent LIKE 'erased:%' THEN wait_ms + 1 ELSE wait_ms END "
                               "AS wait_ms)")  # fmt: skip

    def forged(manifest: dict[str, object]) -> None:
        for segment in manifest["tables"]["contacts"]["segments"]:  # type: ignore[index]
            if segment["file"] == part.file:
                segment["sha256"], segment["bytes"] = sha256_of(folder / part.file), (folder / part.file).stat().st_size

    reseal(folder, forged)
    assert any("not what its hash says" in finding.message for finding in verify(folder).findings)


def rows_of(folder: Path, file: str) -> list[tuple[object, ...]]:
    return connect().execute(f"SELECT * FROM read_parquet('{folder / file}')").fetchall()


def test_a_later_revision_of_an_erased_contact_takes_its_place(folder: Path) -> None:
    erased(folder, customers=("cust-3",))
    row = ("c-3,voice,billing,inbound,2025-03-03T08:02:03Z,2025-03-03T08:02:08Z,2025-03-03T08:03:08Z,answered,5,60,Dan,"
           "cust-3,,99")  # fmt: skip
    (receipt,) = ingest([write(folder.parent / "rev.csv", [row])], folder, "plain-csv", now=CLOCK)
    assert receipt.accepted == 1
    assert verify(folder).holds
    assert erased(folder, customers=("cust-3",)).rows == {"contacts": 1}
    assert hits(folder, "cust-3") == []
