"""Disk images after a power cut at every operation, each opened and compared with what had been acknowledged."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.durability.disk import Disk
from tests.durability.recording import Operation

from pactline.records.folder.manifest import NAME, read_manifest
from pactline.values.problem import Problems

SAMPLED = 0.01  # of the good images: brought back to life by the next ingest


@dataclass
class Tally:
    """What was looked at and what was lost."""

    images: int = 0
    distinct: int = 0
    lost: list[str] = field(default_factory=list)  # an acknowledged file, statement or erasure is not there as a whole
    broken: list[str] = field(default_factory=list)  # the folder cannot be opened, or something is there by half

    def add(self, other: Tally) -> None:
        """Take over what another run counted."""
        self.images += other.images
        self.distinct += other.distinct
        self.lost += other.lost
        self.broken += other.broken


@dataclass
class Promised:
    """What had been acknowledged when the power went."""

    versions: dict[str, int] = field(default_factory=dict)  # SHA-256 of every manifest that counted, and its number
    least: int = -1  # the number of the first of them that an image may show; -1: none has to be there
    acknowledged: int = 0  # commands
    statements: dict[str, str] = field(default_factory=dict)  # path to SHA-256
    erased: frozenset[str] = frozenset()  # SHA-256 of files that must not be there any more
    gone: bytes = b""  # a name that must not stand in any file


class Pool:
    """Files by content, each written once; an image is a folder of links to them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[bytes, str] = {}
        folder.mkdir(parents=True)

    def put(self, content: bytes) -> str:
        """The SHA-256 of a content that is in the pool from now on."""
        sha256 = self._known.get(content)
        if sha256 is None:
            sha256 = self._known[content] = hashlib.sha256(content).hexdigest()
            (self._folder / sha256).write_bytes(content)
        return sha256

    def content(self, sha256: str) -> bytes:
        """A content of the pool."""
        return (self._folder / sha256).read_bytes()

    def build(self, image: dict[str, str], root: str, where: Path, *, copied: bool = False) -> None:
        """Make the folder of an image."""
        shutil.rmtree(where, ignore_errors=True)
        where.mkdir()
        for path, sha256 in image.items():
            target = where / path[len(root) + 1 :]
            target.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copyfile if copied else os.link)(self._folder / sha256, target)


class Images:
    """Cuts the power after each of the recorded operations."""

    def __init__(self, root: Path, home: Path, aside: Path, first: Sequence[tuple[str, bytes | None]]) -> None:
        """``root`` is the folder that was watched, ``home`` the contract folder in it, ``first`` what was there."""
        self._root, self._first, self._aside = str(root), first, aside
        self._records, self._statements = f"{home}/records/", f"{home}/statements/"
        self.pool = Pool(aside / "pool")

    def cut(
        self,
        recorded: Sequence[Operation],
        each: int,
        seed: int,
        *,
        journal: bool,
        syncs: str = "all",
        gone: Sequence[bytes] = (),
    ) -> tuple[Tally, list[dict[str, str]]]:
        """``each`` images after every operation; the tally, and a sample of good images.

        ``gone`` names for each command a word that no file may hold once it is acknowledged.
        """
        chance, tally, sample = random.Random(seed), Tally(), []
        disk, promised = Disk(self._root, self._first, journal=journal, syncs=syncs), Promised()
        seen: set[object] = set()
        for operation in recorded:
            tally.lost += self._promise(disk, operation, promised, gone)
            disk.do(operation)
            for _ in range(each * (5 if operation.kind == "a" else 1)):
                image = {path: self.pool.put(content) for path, content in disk.image(chance).items()}
                tally.images += 1
                key = (frozenset(image.items()), promised.least, promised.acknowledged)
                if key not in seen:
                    seen.add(key)
                    tally.distinct += 1
                    lost, broken = self.check(image, promised)
                    tally.lost += lost
                    tally.broken += broken
                    if not lost and not broken and chance.random() < SAMPLED:
                        sample.append(image)
        return tally, sample

    def _promise(self, disk: Disk, operation: Operation, promised: Promised, gone: Sequence[bytes]) -> list[str]:
        """Follow what is made to count, and what is acknowledged; what is said before it is true."""
        if operation.kind == "r" and operation.second.decode() == self._records + NAME:
            sha256 = self.pool.put(bytes(disk.now[operation.first.decode()].now))
            promised.versions[sha256] = len(promised.versions)
        if operation.kind == "l":  # the next writer: it may bring the same again
            promised.gone, promised.erased = b"", frozenset()
        if operation.kind == "a":
            promised.least = len(promised.versions) - 1
            promised.gone = gone[promised.acknowledged] if gone else b""
            promised.acknowledged += 1
            promised.erased = frozenset(self._erased(promised))
            for path, node in disk.now.items():
                if path.startswith(self._statements) and not Path(path).name.startswith("."):
                    promised.statements[path] = hashlib.sha256(bytes(node.now)).hexdigest()
            return self._untrue(json.loads(operation.first), promised)
        return []

    def _untrue(self, said: dict[str, Any], promised: Promised) -> list[str]:
        """What a command said although nothing of it was there yet."""
        if not promised.versions:
            return ["something was acknowledged, and no manifest was given its name in one step"]
        manifest = json.loads(self.pool.content(list(promised.versions)[-1]))
        raw = {part["sha256"] for part in manifest["raw"]} | {each["sha256"] for each in manifest["removed"]}
        receipts = said["receipts"] if "record_set" in said else ()
        found = [f"{each['file']} was acknowledged too early" for each in receipts if each["sha256"] not in raw]
        if said.get("record_set", manifest["digest"]) != manifest["digest"]:
            found.append("a record set was told of that was not there")
        if not set(said.get("files", ())) <= set(promised.statements):
            found.append("a filing was acknowledged too early")
        return found

    def _erased(self, promised: Promised) -> set[str]:
        """The files that the manifest which counts now has had removed at once."""
        if not promised.versions:
            return set()
        manifest = json.loads(self.pool.content(list(promised.versions)[-1]))
        return {each["sha256"] for each in manifest["retired"] if not each["since"]}

    def check(self, image: dict[str, str], promised: Promised) -> tuple[list[str], list[str]]:
        """What an image has lost of what was acknowledged, and what of it is there by half."""
        lost = [f"{path} is not what was filed" for path, sha in promised.statements.items() if image.get(path) != sha]
        if promised.erased & set(image.values()):
            lost.append("a file that was erased is there again")
        if promised.gone and any(promised.gone in self.pool.content(sha256) for sha256 in image.values()):
            lost.append("the name of a person who was erased is there again")
        shown = image.get(self._records + NAME)
        version = -1 if shown is None else promised.versions.get(shown, -2)
        if -2 < version < promised.least:
            lost.append(f"state {version} of the record set, and {promised.least} was acknowledged")
        broken = self._half_filed(image)
        where = self._aside / "image"
        self.pool.build(image, self._root, where)
        try:
            manifest = read_manifest(Path(self._records.replace(self._root, str(where), 1)))
        except (Problems, OSError) as wrong:
            return lost, [*broken, str(wrong)]
        whole = ((part.file, image.get(self._records + part.file) == part.sha256) for part in manifest.parts())
        return lost, broken + [f"{file} is there by half" for file, there in whole if not there]

    def _half_filed(self, image: dict[str, str]) -> list[str]:
        """Statements that are there without their listing, or in part."""
        found = []
        for path, sha256 in image.items():
            if path.startswith(self._statements) and path.endswith(".json"):
                try:
                    listing = json.loads(self.pool.content(sha256))["listing"]
                except (ValueError, KeyError):
                    found.append(f"{path} is there by half")
                else:
                    if listing != f"sha256:{image.get(path.removesuffix('.json') + '.records.csv')}":
                        found.append(f"{path} is there without its listing")
        return found
