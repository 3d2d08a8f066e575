"""Files that are there as a whole or not at all: written aside, synced, renamed, the folder synced.

Everything that a record set or a ledger keeps is written through this one page, so that one test can cut the power
between any two of its steps. An error of a sync is never retried: a second sync may succeed over data that is lost.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def sync_folder(folder: Path) -> None:
    """Make renames inside a folder last through a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the bytes of a finished file last."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that it lasts."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def place(written: Path, target: Path) -> None:
    """Move a finished file to its name: from then on it is there as a whole, also after a power cut."""
    sync_file(written)
    make_folder(target.parent)
    os.replace(written, target)
    sync_folder(target.parent)


def place_by_content(written: Path, folder: Path, suffix: str) -> tuple[Path, str]:
    """Move a finished file into a folder under the first half of its SHA-256; the path and the whole SHA-256."""
    sha256 = sha256_of(written)
    target = folder / (sha256[:32] + suffix)
    place(written, target)
    return target, sha256


def place_text(text: str, target: Path, aside: Path) -> str:
    """Write a text under its name, in UTF-8; its SHA-256. ``aside`` is a folder on the same disk."""
    written = aside / f".{target.name}.new"
    content = text.encode()
    written.write_bytes(content)
    place(written, target)
    return hashlib.sha256(content).hexdigest()


def remove(path: Path) -> None:
    """Remove a file that nothing names any more."""
    path.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes in lower-case hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copied(source: IO[bytes], target: Path) -> str:
    """Copy what can be read from ``source`` to a new file; the SHA-256 of the bytes."""
    found = hashlib.sha256()
    with target.open("wb") as file:
        while block := source.read(1 << 20):
            found.update(block)
            file.write(block)
    return found.hexdigest()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for writing; a second writer waits. The lock goes with the process."""
    make_folder(folder)
    with (folder / ".lock").open("wb") as file:
        if os.name == "posix":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def sweep(folder: Path) -> None:
    """Remove what runs that were cut short left aside."""
    for left in folder.glob(".incoming-*"):
        shutil.rmtree(left, ignore_errors=True)
