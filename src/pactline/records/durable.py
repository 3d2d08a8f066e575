"""Files that are there as a whole or not at all: written aside, synced, renamed, the folder synced."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make renames inside a folder last through a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def place(written: Path, target: Path) -> None:
    """Move a finished file to its name. An error of the sync is not retried: it ends the run."""
    with written.open("rb+") as file:
        os.fsync(file.fileno())
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True)
        sync_folder(target.parent.parent)
    os.replace(written, target)
    sync_folder(target.parent)


def place_by_content(written: Path, folder: Path, suffix: str) -> Path:
    """Move a finished file into a folder under the first half of its SHA-256."""
    target = folder / (sha256_of(written)[:32] + suffix)
    place(written, target)
    return target


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes in lower-case hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for writing; a second writer waits. The lock goes with the process."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("wb") as file:
        if os.name == "posix":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
