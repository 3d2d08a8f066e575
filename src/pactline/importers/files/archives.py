"""Zip archives of exports: looked through as a whole, then taken apart into a working folder under names of our own.

An archive is good as a whole or not at all: everything is unpacked, counted and checked before the first file of it is
read. The names of its entries are shown and never used. One level: an archive in an archive is refused.
"""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pactline.importers.fault import quoted, visible
from pactline.importers.files.opening import GZIP
from pactline.importers.files.packages import EMPTY_PACKAGE, PACKAGE, Package, open_package
from pactline.importers.files.workbook import is_workbook
from pactline.importers.reading import SourceRefused

_LONGEST_NAME = 255
_BLOCK = 1 << 16
_EMPTY_DEFLATED = 2  # bytes: what deflate makes of nothing
_NOT_EXPORTS = ("__MACOSX/",)  # what a system adds to an archive by itself
_NOT_EXPORT_NAMES = (".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Member:
    """A file of an archive: its name as it may be shown, and where it lies unpacked."""

    name: str
    path: Path


@dataclass(frozen=True)
class Archive:
    """The files of an archive in its order, and the names of those that a system added and nobody exported."""

    members: tuple[Member, ...]
    passed_over: tuple[str, ...]


def taken_apart(path: Path, aside: Path, *, workbooks: bool = False) -> Archive | None:
    """The files of an archive, unpacked into a new folder inside ``aside``; None if the file is no archive.

    With ``workbooks`` an archive is one of workbooks: a zip that holds none is none. Raises SourceRefused with a code
    that begins with ``ZIP_`` when anything about the archive is wrong.
    """
    with path.open("rb") as file:
        if not file.read(4).startswith((PACKAGE, EMPTY_PACKAGE)):
            return None
        with open_package(file) as package:
            if is_workbook(package):
                return None
            archive = _unpacked(package, aside / "members")
    return None if workbooks and not any(map(_is_package, archive.members)) else archive


def _unpacked(package: Package, folder: Path) -> Archive:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    members: list[Member] = []
    passed_over: list[str] = []
    for entry in package.entries:
        if entry.is_dir():
            if entry.file_size or entry.compress_size > _EMPTY_DEFLATED:
                message = f"The folder {quoted(entry.orig_filename)} of the archive holds bytes, which no folder does."
                raise SourceRefused("ZIP_DAMAGED", message)
            continue
        name = visible(entry.orig_filename, _LONGEST_NAME)
        if entry.filename.startswith(_NOT_EXPORTS) or entry.filename.rpartition("/")[2] in _NOT_EXPORT_NAMES:
            passed_over.append(name)
            continue
        member = Member(name, folder / f"{len(members) + 1:04d}")
        _unpack(package, entry, member.path)
        members.append(member)
    if not members:
        raise SourceRefused("EMPTY_FILE", "The archive holds no file; the export failed. Export it again.")
    return Archive(tuple(members), tuple(passed_over))


def _unpack(package: Package, entry: zipfile.ZipInfo, target: Path) -> None:
    with package.open(entry) as source, target.open("w+b") as file:
        while block := source.read(_BLOCK):
            file.write(block)
        file.seek(0)
        if _is_packed(file):
            message = (
                f"The archive holds the archive {quoted(entry.orig_filename)}; one level is read. Unpack it first."
            )
            raise SourceRefused("ZIP_NESTED", message)


def _is_package(member: Member) -> bool:
    with member.path.open("rb") as file:
        return file.read(4).startswith((PACKAGE, EMPTY_PACKAGE))


def _is_packed(file: BinaryIO) -> bool:
    """Whether a file is itself an archive. A workbook is none; whether it is sound its reader finds out."""
    start = file.read(4)
    if start.startswith(GZIP):
        return True
    if not start.startswith((PACKAGE, EMPTY_PACKAGE)):
        return False
    try:
        with open_package(file) as inner:
            return not is_workbook(inner)
    except SourceRefused:
        return False
