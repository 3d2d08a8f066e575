"""Verifying finds any flipped byte and names the place; what is whole is said to be whole."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.records.sets import files_of, made

from pactline.importers.ingesting import read_records
from pactline.records.engine import connect, plain_trouble
from pactline.records.folder.holding import Held
from pactline.records.folder.manifest import read_manifest, write_manifest
from pactline.records.folder.store import open_record_set
from pactline.records.folder.verifying import CONTRADICTION, DAMAGED, ORPHAN, Verified, verify
from pactline.values.problem import Problems

FLIPS = int(os.environ.get("PACTLINE_EXAMPLES", "0")) // 10 or 2  # of each file


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "records"))


def flip(file: Path, at: int, bit: int = 1) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= bit
    file.write_bytes(content)


def messages(found: Verified) -> str:
    return "\n".join(map(str, found.findings))


def test_a_whole_set_holds_and_is_only_read(folder: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files_of(folder)}
    found = verify(folder)
    assert found.findings == []
    assert found.digest == read_manifest(folder).to_json()["digest"]
    assert (found.files, found.rows) == (len(list(read_manifest(folder).parts())), 181)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files_of(folder)} == before


def test_any_flipped_bit_of_any_file_is_found_and_the_file_is_named(folder: Path) -> None:
    chance, flips = random.Random(3), 0
    for file in files_of(folder):
        name = file.relative_to(folder).as_posix()
        for _ in range(FLIPS):
            at, bit = chance.randrange(file.stat().st_size), 1 << chance.randrange(8)
            flip(file, at, bit)
            found = verify(folder)
            assert name in {finding.file for finding in found.findings}, f"bit {bit} of byte {at} of {name}"
            flip(file, at, bit)
            flips += 1
    assert flips >= 20 * FLIPS
    assert verify(folder).holds


@pytest.mark.parametrize("harm", ["cut", "longer", "gone", "empty"])
def test_a_file_that_is_cut_longer_empty_or_gone_is_named(folder: Path, harm: str) -> None:
    for file in files_of(folder):
        content = file.read_bytes()
        match harm:
            case "cut":
                file.write_bytes(content[:-1])
            case "longer":
                file.write_bytes(content + b"\n")
            case "empty":
                file.write_bytes(b"")
            case "gone":
                file.unlink()
        name = file.relative_to(folder).as_posix()
        retired = {each.file for each in read_manifest_of(content, file, folder).retired}
        if not (harm == "gone" and name in retired):  # a replaced file that is gone is missed by nobody
            assert name in {finding.file for finding in verify(folder).findings}, name
        file.write_bytes(content)


def read_manifest_of(content: bytes, file: Path, folder: Path) -> object:
    """The manifest as it was before the harm."""
    from pactline.records.folder.manifest import manifest_of

    text = content.decode() if file.name == "record_set.json" else (folder / "record_set.json").read_text("utf-8")
    return manifest_of(text)


def test_in_a_segment_the_hour_the_row_and_the_contact_are_named(folder: Path) -> None:
    manifest = read_manifest(folder)
    part = manifest.table("contacts").segments[0]
    rewrite(folder, part.file, "SELECT * REPLACE (CASE contact_id WHEN 'c-7' THEN 9 ELSE wait_ms END AS wait_ms)")
    told = messages(verify(folder))
    assert f"{part.file}: {DAMAGED}: is not what was written" in told
    assert f"{part.file}: {DAMAGED}: hour 2025-03-03T08, row 8, contact c-7" in told
    assert "contact c-8" not in told


def rewrite(folder: Path, file: str, select: str) -> None:
    """Change the rows of a segment as somebody does who knows what a Parquet file is."""
    path, connection = folder / file, connect()
    connection.execute(f"COPY ({select} FROM read_parquet('{path}')) TO '{path}.new' (FORMAT parquet)")
    connection.close()
    os.replace(f"{path}.new", path)


def test_of_a_raw_file_the_receipt_is_named(folder: Path) -> None:
    manifest = read_manifest(folder)
    flip(folder / manifest.raw[2].file, 17)
    (finding,) = verify(folder).findings
    assert finding.file == manifest.raw[2].file
    assert finding.message == f"is not what was written; it is the file of {manifest.receipts[2].file}"


def test_a_manifest_that_was_changed_names_what_it_is_wrong_about(folder: Path) -> None:
    path = folder / "record_set.json"
    text = path.read_text(encoding="utf-8")
    part = read_manifest(folder).table("contacts").segments[1]
    path.write_text(text.replace(part.sha256, part.sha256[::-1]), encoding="utf-8")
    told = messages(verify(folder))
    assert f"what it says of {part.file} is not true; the file is what its name says" in told
    assert "hour" not in told
    path.write_text(text.replace('"2025-03-03T09": "', '"2025-03-03T09": "0', 1), encoding="utf-8")
    assert "hour 2025-03-03T09: its digest is not that of its rows" in messages(verify(folder))
    path.write_text(text.replace("{", "[", 1), encoding="utf-8")
    (finding,) = verify(folder).findings
    assert (finding.file, finding.code) == ("record_set.json", DAMAGED)
    path.unlink()
    assert "is missing" in messages(verify(folder))


def test_without_a_manifest_files_are_held_to_their_names(folder: Path) -> None:
    (folder / "record_set.json").write_text("{", encoding="utf-8")
    segment = next((folder / "segments").iterdir())
    flip(segment, 100)
    assert f"segments/{segment.name}: {DAMAGED}: is not what its name says" in messages(verify(folder))


def test_files_that_nothing_names_and_runs_that_were_cut_are_named(folder: Path) -> None:
    (folder / "segments" / "stray.parquet").write_bytes(b"x")
    (folder / ".incoming-cut").mkdir()
    found = verify(folder)
    assert [(finding.file, finding.code) for finding in found.findings] == [
        ("segments/stray.parquet", ORPHAN),
        (".incoming-cut", ORPHAN),
    ]
    assert not found.holds


def test_a_segment_that_the_engine_cannot_decode_is_told_in_plain_words(folder: Path) -> None:
    part = read_manifest(folder).table("contacts").segments[0]
    sound, chance, told = (folder / part.file).read_bytes(), random.Random(5), list[Exception]()
    for _ in range(40):
        (folder / part.file).write_bytes(sound)
        flip(folder / part.file, chance.randrange(len(sound) - 2000, len(sound)))
        records = open_record_set(folder)
        try:
            records.rows(records.contacts())
        except Exception as error:
            told.append(error)
    assert len(told) > 3
    assert [error for error in told if plain_trouble(error, folder) is None] == []


def test_a_lost_manifest_is_not_taken_for_an_empty_folder(folder: Path) -> None:
    (folder / "record_set.json").unlink()
    with pytest.raises(Problems, match="RECORDS_DAMAGED: this part of the record set is missing"):
        read_records(folder)
    with pytest.raises(Problems, match="what several ingests brought"), Held(folder):
        pass
    (finding,) = verify(folder).findings
    assert "restore the folder from a backup" in finding.remedy


def test_while_somebody_writes_nothing_is_called_a_stray(folder: Path) -> None:
    with Held(folder) as held:
        (held.aside / "half").write_bytes(b"x")
        (folder / "segments" / "placed.parquet").write_bytes(b"x")
        found = verify(folder)
        assert found.findings == []
        assert found.notes == ["somebody is writing to the folder; files that nothing names were not looked for"]


def reseal(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    """Change the manifest and give it a SHA-256 that fits, as somebody does who wants to deceive."""
    from pactline.records.folder.manifest import manifest_of

    found = json.loads((folder / "record_set.json").read_text(encoding="utf-8"))
    change(found)
    aside = folder / ".aside"
    aside.mkdir()
    write_manifest(folder, manifest_of(json.dumps(found)), aside)
    shutil.rmtree(aside)


def test_files_that_are_whole_and_do_not_fit_together_are_a_contradiction(folder: Path) -> None:
    def wrong_count(manifest: dict[str, object]) -> None:
        manifest["tables"]["contacts"]["count"] += 1  # type: ignore[index]

    reseal(folder, wrong_count)
    assert messages(verify(folder)).startswith(f"record_set.json: {CONTRADICTION}: contacts: ")

    def no_exclusions(manifest: dict[str, object]) -> None:
        manifest["tables"]["contacts"]["exclusions"] = None  # type: ignore[index]

    reseal(folder, no_exclusions)
    told = messages(verify(folder))
    assert "contact c-50 is not excluded as it should be" in told

    def no_raw(manifest: dict[str, object]) -> None:
        manifest["raw"] = manifest["raw"][1:]  # type: ignore[index]

    reseal(folder, no_raw)
    assert "is not kept in raw/ and was not taken out on purpose" in messages(verify(folder))


def test_a_row_that_was_changed_with_all_hashes_of_files_is_found_by_its_content(folder: Path) -> None:
    from pactline.records.folder.durable import sha256_of

    part = read_manifest(folder).table("contacts").segments[0]
    rewrite(
        folder, part.file, "SELECT * REPLACE (CASE contact_id WHEN 'c-7' THEN 'answered!' ELSE outcome END AS outcome)"
    )
    sha256, size = sha256_of(folder / part.file), (folder / part.file).stat().st_size

    def forged(manifest: dict[str, object]) -> None:
        segment = manifest["tables"]["contacts"]["segments"][0]  # type: ignore[index]
        segment["sha256"], segment["bytes"] = sha256, size

    reseal(folder, forged)
    found = [finding for finding in verify(folder).findings if finding.code == CONTRADICTION]
    assert [finding.message for finding in found] == ["hour 2025-03-03T08, row 8, contact c-7: not what its hash says"]
