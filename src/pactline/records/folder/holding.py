"""A record-set folder held for writing: one writer, the files it places, and the one step by which they count.

A writer works in a folder of its own (``.incoming-…``) and writes down there which names it is about to give. What a
run that was cut short left behind is known by that list and swept by the next writer; a file that stands on no list is
never removed, because it may be all that is left of something.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from pactline.records.engine import connect, plain_trouble
from pactline.records.folder.durable import (
    locked,
    place,
    place_text,
    remove,
    remove_for_good,
    sha256_of,
    sync_above,
    sync_folder,
)
from pactline.records.folder.manifest import NAME, Manifest, Part, Retired, damaged, read_manifest, write_manifest
from pactline.values.problem import Problem, Problems

FOLDERS = ("segments", "exclusions", "receipts", "refused", "raw", "carried", "erasures")
LEFT = ".incoming-*"
_PLACING = "placing"
_OURS = re.compile(rf"(?:{'|'.join(FOLDERS)})/[\w.~-]+")
MEMORY = "2GB"
"""Of the engine; the rest spills to disk."""
_READERS_TAKE = timedelta(days=1)  # the longest time that a replaced file is kept if nobody compacts


class Held:
    """A folder that nobody else writes to meanwhile. Use it as a context.

    Raises Problems when the set is damaged, OSError when the folder cannot be written or locked.
    """

    def __init__(self, folder: Path, now: datetime | None = None) -> None:
        self.folder = folder
        self.now = f"{now or datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self.forgets = False
        """Whether what was worked on aside must not come back with a power cut either: it names a person."""
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Take the folder (a second writer waits) and sweep what runs that were cut short left."""
        try:
            self._enter()
        except BaseException:
            self._stack.close()
            raise
        return self

    def _enter(self) -> None:
        self._stack.enter_context(locked(self.folder))
        self.manifest = read_manifest(self.folder)
        self._stamp = _stamp(self.folder)
        if self._stamp is None:
            sync_above(self.folder)
        sync_folder(self.folder)  # a run that was killed may have put this manifest in place and not made it last
        self._sweep()
        self.aside = Path(tempfile.mkdtemp(prefix=LEFT.removesuffix("*"), dir=self.folder))
        self._stack.callback(self._leave)
        self.connection = connect()
        self._stack.callback(self.connection.close)
        self.connection.execute(f"SET memory_limit = '{MEMORY}'")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        if self.forgets and error is None:
            sync_folder(self.folder)
        if isinstance(error, Exception) and (plain := plain_trouble(error, self.folder)) is not None:
            raise plain from error
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(self.folder)  # whoever reads the message wants to know which disk it was

    def _leave(self) -> None:
        """Remove what was worked on, and what was placed and came to nothing.

        If the manifest on disk is not the one known here, a step was stopped in the middle: whoever writes next finds
        the list and sees better.
        """
        with suppress(OSError):
            if _stamp(self.folder) == self._stamp:
                kept = {part.file for part in self.manifest.parts()} | {each.file for each in self.manifest.retired}
                for file in _placed_from(self.aside):
                    if file not in kept:
                        remove(self.folder / file)
                shutil.rmtree(self.aside)

    def place(self, written: Path, file: str, sha256: str | None = None, rows: int | None = None) -> Part:
        """Give a finished file its name in the set; it counts as soon as a manifest with it is written."""
        part = Part(file, sha256 or sha256_of(written), written.stat().st_size, rows)
        self._about_to_place(file)
        place(written, self.folder / file)
        return part

    def place_by_content(self, written: Path, folder: str, rows: int | None = None) -> Part:
        """The same for a Parquet file, under the first half of its SHA-256."""
        sha256 = sha256_of(written)
        return self.place(written, f"{folder}/{sha256[:32]}.parquet", sha256, rows)

    def place_text(self, text: str, file: str, rows: int | None = None) -> Part:
        """The same for a text."""
        self._about_to_place(file)
        return Part(file, place_text(text, self.folder / file, self.aside), len(text.encode()), rows)

    def dated(self, part: Part) -> Part:
        """The same part with the instant at which it came."""
        return replace(part, came=self.now)

    def sound(self, parts: Iterable[Part]) -> None:
        """Make sure that files are what they were, before anything is made of them. Raises Problems."""
        for part in parts:
            file = self.folder / part.file
            if not file.is_file() or sha256_of(file) != part.sha256:
                raise damaged(file, "is missing or not what it was")

    def retire(self, manifest: Manifest, parts: Iterable[Part], *, at_once: bool = False) -> Manifest:
        """The manifest with files among those that others took the place of."""
        since = "" if at_once else self.now
        retired = (Retired(part.file, part.sha256, since) for part in parts)
        return replace(manifest, retired=(*manifest.retired, *retired))

    def write(self, manifest: Manifest) -> None:
        """Make a manifest the one that counts; then remove for good what is to be removed at once."""
        if _stamp(self.folder) != self._stamp:
            raise _two_writers(self.folder)
        write_manifest(self.folder, manifest, self.aside)
        self.manifest, self._stamp = manifest, _stamp(self.folder)
        self._remove([each.file for each in manifest.retired if not each.since])

    def _about_to_place(self, file: str) -> None:
        with (self.aside / _PLACING).open("a", encoding="utf-8") as names:
            names.write(file + "\n")

    def _remove(self, files: Iterable[str]) -> None:
        """Remove files, all but those that the manifest names."""
        named = {part.file for part in self.manifest.parts()}
        remove_for_good(self.folder / file for file in files if file not in named)

    def _sweep(self) -> None:
        """Remove what runs that were cut short left, and what nobody can be reading any more."""
        retired = {each.file for each in self.manifest.retired}
        for left in self.folder.glob(LEFT):
            self._remove(file for file in _placed_from(left) if file not in retired)
            shutil.rmtree(left, ignore_errors=True)
            if left.is_file():
                remove(left)
        old = f"{datetime.fromisoformat(self.now) - _READERS_TAKE:%Y-%m-%dT%H:%M:%SZ}"
        due = [each for each in self.manifest.retired if each.since < old]
        self._remove(each.file for each in due)
        self.manifest = replace(self.manifest, retired=tuple(e for e in self.manifest.retired if e not in due))


def _placed_from(left: Path) -> list[str]:
    """The names that a run was about to give. The list may be cut short itself."""
    try:
        text = (left / _PLACING).read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [name for name in text.split("\n") if _OURS.fullmatch(name)]


def _stamp(folder: Path) -> str | None:
    """What the manifest on disk is, to see whether it is still the one that was read."""
    try:
        return hashlib.sha256((folder / NAME).read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def _two_writers(folder: Path) -> Problems:
    message = "somebody else wrote to this record set meanwhile, so the lock of this disk does not hold"
    remedy = "keep record sets on a disk that one machine writes to; nothing of this step was taken, so repeat it there"
    return Problems([Problem(str(folder), 0, 0, "RECORDS_TWO_WRITERS", message, remedy)])
