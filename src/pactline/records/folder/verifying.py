"""Verifying a record set: every file by its SHA-256, every row by its content, and whether it all fits together.

What does not is named: the file, inside a segment the hour, row and contact, of a raw file the receipt.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pactline.records.engine import connect
from pactline.records.folder.durable import is_locked, sha256_of
from pactline.records.folder.fitting import contradictions, unfit_rows
from pactline.records.folder.holding import FOLDERS, LEFT, MEMORY
from pactline.records.folder.locating import places
from pactline.records.folder.manifest import NAME, UNREADABLE, Manifest, Part, is_as_written, manifest_of
from pactline.records.folder.roll_ups import FOLDER as ROLL_UPS
from pactline.records.folder.roll_ups import damaged_roll_ups
from pactline.records.tables import TABLES
from pactline.values.exact import how_many

DAMAGED, CONTRADICTION, ORPHAN = "RECORDS_DAMAGED", "RECORDS_CONTRADICTION", "RECORDS_ORPHAN"
_REMEDIES = {
    DAMAGED: "restore the folder from a backup; or ingest the files in raw/ that are whole into a new folder and "
    "compare the digests",
    CONTRADICTION: "the files are whole and do not fit together: somebody changed them on purpose, or it is our fault",
    ORPHAN: "after a power cut it is left over and may be deleted; after a restore look for a newer record_set.json",
    ROLL_UPS: "figures are right without it; make it again: pactline records roll-up",
}
_SUMS = ("accepted", "duplicates", "conflicts", "rejected", "incomplete", "ignored")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is not as it was written."""

    file: str  # relative to the record set's folder
    code: str
    message: str

    @property
    def remedy(self) -> str:
        """How to put it right."""
        return _REMEDIES[ROLL_UPS if self.file.startswith(f"{ROLL_UPS}/") else self.code]

    def __str__(self) -> str:
        return f"{self.file}: {self.code}: {self.message}"


@dataclass
class Verified:
    """What was looked at, and what was found."""

    folder: str
    digest: str | None = None  # as the manifest says it; None where it cannot be read
    files: int = 0
    bytes: int = 0
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what could not be looked at, and why

    @property
    def holds(self) -> bool:
        """Whether everything is as it was written."""
        return not self.findings

    def add(self, code: str, file: str, message: str) -> None:
        """Note a finding."""
        self.findings.append(Finding(file, code, message))

    def to_json(self) -> dict[str, Any]:
        """As in ``records verify --json``."""
        found = {**asdict(self), "findings": [{**asdict(each), "remedy": each.remedy} for each in self.findings]}
        return {"folder": found.pop("folder"), "holds": self.holds, **found}


def verify(folder: Path) -> Verified:
    """Verify a record-set folder. It is read only, and may be on a medium that cannot be written."""
    found = Verified(str(folder))
    manifest = _manifest(folder, found)
    if manifest is None:
        _by_their_names(folder, found)
        return found
    for part in manifest.parts():
        found.files += 1
        found.bytes += part.bytes
    wrong = {part.file for part in manifest.parts() if not _is_whole(folder, part, manifest, found)}
    for each in manifest.retired:
        if (folder / each.file).is_file() and sha256_of(folder / each.file) != each.sha256:
            found.add(DAMAGED, each.file, "is not what was written; only those who opened the set before read it")
    _rows(folder, manifest, wrong, found)
    _receipts(folder, manifest, wrong, found)
    _orphans(folder, manifest, found)
    for file in damaged_roll_ups(folder):
        found.add(DAMAGED, file, "is not what was written, and is not used")
    return found


def _manifest(folder: Path, found: Verified) -> Manifest | None:
    try:
        text = (folder / NAME).read_bytes().decode()
        manifest = manifest_of(text)
    except FileNotFoundError:
        found.add(DAMAGED, NAME, "is missing, so nothing says what belongs to the set, if ever an ingest got through")
        return None
    except UNREADABLE as error:
        found.add(DAMAGED, NAME, f"cannot be read: {error}")
        return None
    found.digest = str(json.loads(text)["digest"])
    if not is_as_written(text):
        found.add(DAMAGED, NAME, "was changed since it was written; what of it does not fit the files stands below")
    return manifest


def _is_whole(folder: Path, part: Part, manifest: Manifest, found: Verified) -> bool:
    """Whether a file is what the manifest says; what is wrong is noted."""
    path = folder / part.file
    if not path.is_file():
        found.add(DAMAGED, part.file, f"is missing{_whose(part, manifest)}")
        return False
    sha256 = sha256_of(path)
    if sha256 == part.sha256 and path.stat().st_size == part.bytes:
        return True
    if path.stem in (sha256, sha256[:32]):
        found.add(DAMAGED, NAME, f"what it says of {part.file} is not true; the file is what its name says")
        return True
    size = path.stat().st_size
    cut = "" if size == part.bytes else f"; it has {how_many(size, 'byte')}, and had {part.bytes:,}"
    found.add(DAMAGED, part.file, f"is not what was written{cut}{_whose(part, manifest)}")
    return False


def _whose(part: Part, manifest: Manifest) -> str:
    """To which receipts a raw file belongs, for messages."""
    sha256 = part.file.partition("/")[2][:12]
    if part not in manifest.raw:
        return ""
    names = [each.file for each in manifest.receipts if sha256 in each.file]
    return f"; it is the file of {', '.join(names)}" if names else ""


def _rows(folder: Path, manifest: Manifest, wrong: set[str], found: Verified) -> None:
    connection = connect()
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    erasures = [part for part in manifest.erasures if part.file not in wrong]
    try:
        for name, parts in manifest.tables.items():
            table, sound = TABLES[name], True
            for part in parts.segments:
                found.rows += part.rows or 0
                sound = sound and part.file not in wrong
                if not (folder / part.file).is_file():
                    continue
                if part.file in wrong:
                    told = places(folder, table, part.file)
                else:
                    told = unfit_rows(connection, folder, table, part.file, erasures)
                for place in told:
                    code = DAMAGED if part.file in wrong else CONTRADICTION
                    found.add(code, part.file, f"{place}{'' if part.file in wrong else ': not what its hash says'}")
            if sound and (parts.exclusions is None or parts.exclusions.file not in wrong):
                for file, message in contradictions(connection, folder, table, manifest):
                    found.add(CONTRADICTION, file, message)
    finally:
        connection.close()


def _receipts(folder: Path, manifest: Manifest, wrong: set[str], found: Verified) -> None:
    there = {part.sha256 for part in manifest.raw} | {each.sha256 for each in manifest.removed}
    refused = {part.file for part in manifest.refused} | {each.file for each in manifest.removed}
    for part in manifest.receipts:
        if part.file in wrong:
            continue
        text = (folder / part.file).read_text(encoding="utf-8")
        for receipt in [text] if part.rows is None else text.splitlines():
            for message in _amiss(json.loads(receipt), there, refused):
                found.add(CONTRADICTION, part.file, message)


def _amiss(receipt: dict[str, Any], there: set[str], refused: set[str]) -> Iterator[str]:
    if "read" in receipt and receipt["read"] != sum(receipt[name] for name in _SUMS):
        yield "its counts do not add up to what was read"
    if "read" in receipt and receipt["sha256"] not in there:
        yield f"the file it is about, {receipt['sha256']}, is not kept in raw/ and was not taken out on purpose"
    if receipt.get("refused_rows") and receipt["refused_rows"] not in refused:
        yield f"the rows that were not taken, {receipt['refused_rows']}, are not part of the set"


def _orphans(folder: Path, manifest: Manifest, found: Verified) -> None:
    """Files that nothing names; a writer that is at work places files before it names them."""
    there = _files_in(folder)
    if is_locked(folder):
        found.notes.append("somebody is writing to the folder; files that nothing names were not looked for")
        return
    named = {part.file for part in manifest.parts()} | {each.file for each in manifest.retired}
    named |= {part.file for part in _manifest_now(folder, manifest).parts()}
    for path in there:
        file = path.relative_to(folder).as_posix()
        if file not in named:
            found.add(ORPHAN, file, "nothing names it: a run that was cut short left it, or the manifest is an old one")
    for path in sorted(folder.glob(LEFT)):
        found.add(ORPHAN, path.name, "a run that was cut short left it; the next ingest or compaction removes it")


def _manifest_now(folder: Path, before: Manifest) -> Manifest:
    """The manifest again: somebody may have written while the files were looked at."""
    try:
        return manifest_of((folder / NAME).read_bytes().decode())
    except (OSError, *UNREADABLE):
        return before


def _by_their_names(folder: Path, found: Verified) -> None:
    """Without a manifest: the files that are named by their content."""
    for path in _files_in(folder):
        found.files += 1
        if path.parent.name in ("raw", "segments", "exclusions", "carried"):
            sha256 = sha256_of(path)
            if path.stem not in (sha256, sha256[:32]):
                found.add(DAMAGED, path.relative_to(folder).as_posix(), "is not what its name says")


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for name in FOLDERS for path in (folder / name).rglob("*") if path.is_file())
