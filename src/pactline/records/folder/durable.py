"""Files that are there as a whole or not at all: written aside, synced, renamed, the folder synced.

Everything that a record set or a ledger keeps is written through this one page, so that one test can cut the power
between any two of its steps. An error of a sync is never retried: a second sync may succeed over data that is lost.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_SWITCHED_OFF = "eatmydata"  # a library that makes every sync a lie, so that tests of others run faster
_NOT_OURS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EINVAL}


def _sync(handle: int, path: Path) -> None:
    """Make what was written last, down to the medium where the system has a call for that."""
    try:
        if os.name == "posix":
            import fcntl

            to_the_medium = getattr(fcntl, "F_FULLFSYNC", None)  # macOS: fsync alone stops at the drive's own memory
            if to_the_medium is not None:
                fcntl.fcntl(handle, to_the_medium)
                return
        os.fsync(handle)
    except OSError as failed:
        message = f"{failed.strerror} while making it last; nothing of this step counts. Check the disk, then repeat it"
        raise OSError(failed.errno, message, str(path)) from failed


def sync_folder(folder: Path) -> None:
    """Make renames and removals inside a folder last through a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _sync(handle, folder)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the bytes of a finished file last."""
    with path.open("rb+") as file:
        _sync(file.fileno(), path)


def sync_above(folder: Path) -> None:
    """Make the folder itself last, whoever made it: a run that was killed may have made it without getting to that."""
    for above in folder.absolute().parents:
        try:
            sync_folder(above)
        except OSError as failed:
            if failed.errno not in _NOT_OURS:  # what we may not write to, we did not make
                raise


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
    """Remove a file that nothing names any more; after a power cut it may be there again."""
    path.unlink(missing_ok=True)


def remove_for_good(paths: Iterable[Path]) -> None:
    """Remove files that nothing names any more, so that they do not come back with a power cut."""
    folders = set()
    for path in paths:
        if path.is_file():
            path.unlink(missing_ok=True)
        folders.add(path.parent)
    for folder in sorted(folders):
        if folder.is_dir():
            sync_folder(folder)


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
    """Hold a folder for writing; a second writer waits. The lock goes with the process.

    Raises OSError where nothing that is written would last or the folder cannot be locked.
    """
    if _SWITCHED_OFF in os.environ.get("LD_PRELOAD", ""):
        message = "syncs are switched off by libeatmydata, so nothing would last; run without it"
        raise OSError(errno.ENOTSUP, message, str(folder))
    make_folder(folder)
    with (folder / ".lock").open("wb") as file:
        _wait_for(file.fileno(), folder)
        yield


@contextmanager
def claimed(target: Path) -> Iterator[Path]:
    """The file aside in which ``target`` is to be written. Whoever else wants to write it waits, and finds it there."""
    aside = target.with_name(f".{target.name}.new")
    while True:
        with aside.open("ab") as file:
            _wait_for(file.fileno(), aside)
            if _is(aside, file.fileno()):
                try:
                    yield aside
                finally:
                    if _is(aside, file.fileno()):
                        aside.unlink()
                return


def _is(path: Path, handle: int) -> bool:
    """Whether a path still leads to the file that is open."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def is_locked(folder: Path) -> bool:
    """Whether somebody is writing to the folder right now."""
    if os.name != "posix" or not (folder / ".lock").is_file():
        return False
    import fcntl

    with (folder / ".lock").open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _wait_for(handle: int, folder: Path) -> None:
    if os.name != "posix":
        return
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError as failed:
        message = f"the folder cannot be locked ({failed.strerror}); records need a disk of this machine"
        raise OSError(failed.errno, message, str(folder)) from failed
