"""What was delivered: one file, or the files of an archive, each to be read and answered with a receipt of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from pactline.importers.fault import visible
from pactline.importers.files.archives import taken_apart
from pactline.importers.kept import Warning_
from pactline.importers.reading import Reading, Source, SourceRefused

_LONGEST_NAME = 255

Read: TypeAlias = Callable[[Source, Reading], Iterator[Any]]


@dataclass(frozen=True)
class Part:
    """One source of records."""

    name: str  # as it is shown; of an archive's file ARCHIVE:FILE
    path: Path
    number: int | None = None  # of an archive's file: 1, 2, ...
    warnings: tuple[Warning_, ...] = ()
    refusal: SourceRefused | None = None  # why nothing of it is read

    def items(self, read: Read, reading: Reading, aside: Path) -> Iterator[Any]:
        """The items that the importer's ``read`` finds. Raises SourceRefused."""
        if self.refusal is not None:
            raise self.refusal
        yield from read(Source(self.name, self.path, aside), reading)

    def source(self, sha256: str) -> str:
        """What its rows are marked with: the beginning of the file's SHA-256, then the number in an archive."""
        return sha256[:16] + ("" if self.number is None else f"/{self.number}")


def delivered(name: str, path: Path, aside: Path, *, workbooks: bool) -> list[Part]:
    """The parts of a file that lies at ``path`` and came under ``name``.

    ``workbooks``: the format reads workbooks, so that a zip that holds none is a bad workbook and no archive.
    """
    shown = visible(name, _LONGEST_NAME)
    try:
        archive = taken_apart(path, aside, workbooks=workbooks)
    except SourceRefused as refusal:
        return [Part(shown, path, refusal=refusal)]
    if archive is None:
        return [Part(shown, path)]
    warnings: tuple[Warning_, ...] = ()
    if archive.passed_over:
        message = f"Passed over what a system added to the archive: {', '.join(archive.passed_over[:20])}."
        warnings = ((0, "ZIP_PASSED_OVER", message),)
    return [
        Part(f"{shown}:{member.name}", member.path, number, () if number > 1 else warnings)
        for number, member in enumerate(archive.members, 1)
    ]
