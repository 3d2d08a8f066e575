"""A disk in memory that loses power: what is synced stays, of the rest any part may be there or not.

It is fed with recorded operations. Two kinds of file systems are modelled. On a strict one, as POSIX allows, a name
lasts when its folder is synced, and of unsynced names any subset may have been written. On one with a journal, such as
ext4, names are written in order, and any sync writes all names before it. On both, of the unsynced writes to a file any
subset, any beginning, or 512-byte pieces of one may have been written. Renaming one file is one step on both.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TypeVar

from tests.durability.recording import Operation

SECTOR = 512
T = TypeVar("T")


@dataclass
class File:
    """The bytes of a file: those that last, and what was done to them since."""

    lasting: bytes = b""
    now: bytearray = field(default_factory=bytearray)
    pending: list[tuple[str, int, bytes]] = field(default_factory=list)  # kind, offset or length, data

    def change(self, kind: str, offset: int, data: bytes) -> None:
        """Write or truncate."""
        self.pending.append((kind, offset, data))
        _apply(self.now, kind, offset, data)

    def sync(self) -> None:
        """Make it last."""
        if self.pending:
            self.lasting = bytes(self.now)
            self.pending = []


def _apply(content: bytearray, kind: str, offset: int, data: bytes) -> None:
    if kind == "t":
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


FOLDER = File()  # stands for a folder among the names

Names = dict[str, File]


@dataclass(frozen=True)
class Renaming:
    """A change of names that is one step: what goes, what comes."""

    folders: frozenset[str]
    goes: str | None
    comes: str | None
    node: File | None

    def apply(self, names: Names) -> None:
        """Make the change."""
        if self.goes is not None:
            names.pop(self.goes, None)
        if self.comes is not None:
            assert self.node is not None
            names[self.comes] = self.node


class Disk:
    """What processes see, and what of it would be there after a power cut."""

    def __init__(
        self, root: str, there: Iterable[tuple[str, bytes | None]], *, journal: bool, syncs: str = "all"
    ) -> None:
        """``there`` lasts from the start (None: a folder). ``syncs``: all, or none, files, folders if faulty."""
        self.journal, self._root, self._syncs = journal, root, syncs
        self.now: Names = {root: FOLDER}
        for path, content in there:
            self.now[path] = FOLDER if content is None else File(content, bytearray(content))
        self.lasting: Names = dict(self.now)
        self.pending: list[Renaming] = []
        self._open: dict[int, tuple[str, File]] = {}

    def do(self, operation: Operation) -> None:
        """Follow one operation."""
        kind = operation.kind
        path = operation.first.decode() if kind in "orudm" else ""
        match kind:
            case "o":
                self._opened(operation, path)
            case "w" | "t":
                self._open[operation.handle][1].change(kind, operation.offset, operation.first)
            case "s":
                self._sync(*self._open[operation.handle])
            case "r":
                other = operation.second.decode()
                self._name(path, other, self.now[path], _parent(path), _parent(other))
            case "u" | "d":
                self._name(path, None, None, _parent(path))
            case "m":
                self._name(None, path, FOLDER, _parent(path))
            case "x":
                raise AssertionError("an operation that this disk does not know changed a file")

    def _opened(self, operation: Operation, path: str) -> None:
        if path not in self.now:
            assert operation.offset & os.O_CREAT, f"{path} was opened and never made"
            self._name(None, path, File(), _parent(path))
        node = self.now[path]
        if operation.offset & os.O_TRUNC and node.now:
            node.change("t", 0, b"")
        self._open[operation.handle] = (path, node)

    def _name(self, goes: str | None, comes: str | None, node: File | None, *folders: str) -> None:
        renaming = Renaming(frozenset(folders), goes, comes, node)
        renaming.apply(self.now)
        self.pending.append(renaming)

    def _sync(self, path: str, node: File) -> None:
        if self._syncs not in ("all", "folders" if node is FOLDER else "files"):
            return
        node.sync()
        if self.journal:
            self._lasts(lambda _: True)
        elif node is FOLDER:
            self._lasts(lambda renaming: path in renaming.folders)

    def _lasts(self, which: Callable[[Renaming], bool]) -> None:
        for renaming in self.pending:
            if which(renaming):
                renaming.apply(self.lasting)
        self.pending = [renaming for renaming in self.pending if not which(renaming)]

    def image(self, chance: random.Random) -> dict[str, bytes]:
        """The files after a power cut right now, by path."""
        way = chance.choice(("nothing", "beginning", "some", "some", "pieces", "all"))
        names = dict(self.lasting)
        for renaming in _chosen(self.pending, "beginning" if self.journal and way == "some" else way, chance):
            renaming.apply(names)
        found = {}
        for path, node in names.items():
            if node is not FOLDER and self._reachable(path, names):
                found[path] = node.lasting if not node.pending else self._content(node, way, chance)
        return found

    def _reachable(self, path: str, names: Names) -> bool:
        """Whether every folder above a file is there."""
        while path != self._root:
            path = _parent(path)
            if path not in names:
                return False
        return True

    @staticmethod
    def _content(node: File, way: str, chance: random.Random) -> bytes:
        content = bytearray(node.lasting)
        chosen = _chosen(node.pending, way, chance)
        for number, (kind, offset, data) in enumerate(chosen):
            if kind == "w" and way == "pieces" and (number == len(chosen) - 1 or chance.random() < 0.3):
                for at in range(0, len(data), SECTOR):
                    if chance.random() < 0.5:
                        _apply(content, kind, offset + at, data[at : at + SECTOR])
            else:
                _apply(content, kind, offset, data)
        return bytes(content)


def _chosen(pending: list[T], way: str, chance: random.Random) -> list[T]:
    match way:
        case "nothing":
            return []
        case "all":
            return list(pending)
        case "beginning" | "pieces":
            return pending[: chance.randrange(len(pending) + 1)]
    keep = chance.choice((0.1, 0.5, 0.9))
    return [each for each in pending if chance.random() < keep]


def _parent(path: str) -> str:
    return str(PurePosixPath(path).parent)
