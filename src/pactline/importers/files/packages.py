"""Zip packages, as workbooks and as archives of exports: refused before anything of a dishonest one is unpacked.

Sizes are counted as the bytes come; what a package says of itself is only another reason to refuse it. The names of
entries are text and never paths.
"""

from __future__ import annotations

import io
import posixpath
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from pactline.importers.fault import quoted
from pactline.importers.reading import SourceRefused

PACKAGE = b"PK\x03\x04"
EMPTY_PACKAGE = b"PK\x05\x06"
MOST_BYTES = 100 * 1024**2  # unpacked, all entries together
MOST_RATIO = 100  # unpacked over packed; looked at beyond FREE
FREE = 10 * 1024**2
MOST_ENTRIES = 1_000
_LONGEST_READ = 1 << 20  # a list of 1,000 entries is shorter; a longer one is not read at all
_ENCRYPTED = 0x1
_DRIVE = re.compile("[A-Za-z]:")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Package:
    """The entries of a checked package; all that is unpacked from it counts towards one limit."""

    def __init__(self, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed: int) -> None:
        self._archive = archive
        self.entries = tuple(entries)
        self.packed = packed
        self._left = min(MOST_BYTES, max(FREE, MOST_RATIO * packed))

    @contextmanager
    def open(self, entry: zipfile.ZipInfo) -> Iterator[BinaryIO]:
        """The unpacked bytes of an entry. Raises SourceRefused, also while they are read."""
        with _told_apart():
            unpacked = self._archive.open(entry)
        with io.BufferedReader(_Counted(unpacked, self), 1 << 16) as file:
            yield cast(BinaryIO, file)

    def count(self, size: int) -> None:
        """So many bytes more were unpacked. Raises SourceRefused beyond the limit."""
        self._left -= size
        if self._left < 0:
            raise bomb(f"It unpacks to more than {MOST_BYTES:,} bytes, or to more than {MOST_RATIO} times its size.")


@contextmanager
def open_package(file: BinaryIO) -> Iterator[Package]:
    """A package whose size, number of entries and their names are sound. Raises SourceRefused."""
    packed = file.seek(0, io.SEEK_END)
    if packed > MOST_BYTES:
        raise bomb(f"It has more than {MOST_BYTES:,} bytes itself.")
    with _told_apart():
        archive = zipfile.ZipFile(cast(BinaryIO, _ShortReads(file)))
    with archive:
        entries = archive.infolist()
        _check_size(entries, packed)
        _check_names(entries)
        _check_packing(entries)
        yield Package(archive, entries, packed)


def _check_size(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise bomb(f"It holds {len(entries):,} entries; at most {MOST_ENTRIES:,} are read.")
    if unpacked > MOST_BYTES or (unpacked > FREE and unpacked > MOST_RATIO * packed):
        raise bomb(
            f"It unpacks to {unpacked:,} bytes; at most {MOST_BYTES:,}, and at most {MOST_RATIO} times its size."
        )


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        outside = name.startswith("/") or _DRIVE.match(name) or ".." in posixpath.normpath(name).split("/")
        link = stat.S_ISLNK(entry.external_attr >> 16)
        if outside or link or not name or "\\" in name or "\0" in name:
            raise SourceRefused("ZIP_PATH", f"The entry {_named(entry)} leads out of the package or is a link.")
        same = unicodedata.normalize("NFC", name).casefold()
        if same in seen:
            message = f"Two entries are called {_named(entry)}: which of them counts is not known."
            raise SourceRefused("ZIP_DUPLICATE_ENTRY", message)
        seen.add(same)


def _check_packing(entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise SourceRefused("ZIP_ENCRYPTED", f"The entry {_named(entry)} is encrypted; unlock it first.")
        if entry.compress_type not in _METHODS:
            raise SourceRefused("ZIP_METHOD", f"The entry {_named(entry)} is packed by another method than deflate.")
    if min((entry.header_offset for entry in entries), default=0):
        raise SourceRefused("ZIP_DAMAGED", "Before its first entry the package holds bytes that no entry owns.")


def _named(entry: zipfile.ZipInfo) -> str:
    return quoted(entry.orig_filename)


def bomb(why: str) -> SourceRefused:
    """The refusal of a package that unpacks beyond all reason."""
    return SourceRefused("ZIP_BOMB", f"{why} If it is genuine, unpack it yourself and bring in what it holds.")


@contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error) as wrong:
        message = f"The package is damaged or cut short ({quoted(str(wrong))}). Fetch it again."
        raise SourceRefused("ZIP_DAMAGED", message) from None


class _Counted(io.RawIOBase):
    """The bytes of an entry, counted as they come."""

    def __init__(self, unpacked: object, package: Package) -> None:
        self._unpacked = cast(BinaryIO, unpacked)
        self._package = package

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        with _told_apart():
            found = self._unpacked.read(len(view))
        self._package.count(len(found))
        view[: len(found)] = found
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._unpacked.close()
        super().close()


class _ShortReads:
    """A file of which nothing long is read at once: the list of entries is read in one piece, however long it is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > _LONGEST_READ:
            raise bomb("Its list of entries is longer than that of 1,000 files.")
        return self._file.read(size if size >= 0 else _LONGEST_READ)
