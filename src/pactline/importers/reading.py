"""What an importer is: an export in, records and refusals out, every record of the input accounted for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from pactline.importers.kept import Carried as Carried
from pactline.importers.kept import Carry, Told
from pactline.records.staging import Proven, Row
from pactline.records.tables import CONTACTS, Table


@dataclass(frozen=True)
class Read:
    """One record that was understood. The store decides whether it is new, a duplicate or in conflict."""

    line: int  # where it begins: physical line, array element or sheet row; 1 = first
    row: Row
    table: Table = CONTACTS
    further: tuple[Row, ...] = ()  # more rows of the same table, where one record tells several


@dataclass(frozen=True)
class Refused:
    """One record that cannot be taken, with the reason in words an analyst understands."""

    line: int
    code: str
    message: str
    raw: str = ""  # the record as it stood


@dataclass(frozen=True)
class Incomplete:
    """A contact that has begun and not ended (or ended and not begun): it waits for the rest and does not count."""

    line: int
    code: str
    message: str
    raw: str = ""
    contact: str = ""  # the key its carried lines are kept under


@dataclass(frozen=True)
class Ignored:
    """A record that by rule is no contact, with the rule."""

    line: int
    code: str
    message: str


Item: TypeAlias = Read | Refused | Incomplete | Ignored


@dataclass(frozen=True)
class Source:
    """One input file, read as bytes once."""

    name: str  # as the user named it
    path: Path
    aside: Path | None = None  # a folder for what does not fit into memory; None: the system's

    def open(self) -> Any:
        """The bytes of the file, unpacked if it is gzip (limits on real bytes)."""
        from pactline.importers.files.opening import open_bytes

        return open_bytes(self.path)


class SourceRefused(Exception):
    """The file as a whole cannot be read: wrong encoding, no header, not the declared format."""

    def __init__(self, code: str, message: str, line: int = 0) -> None:
        self.code, self.message, self.line = code, message, line
        super().__init__(message)


@dataclass
class Reading:
    """What the user declared about the input, and what passes between store and importer besides the records."""

    zone: ZoneInfo | None = None  # for times without offset; None: such times are refused
    mapping: Any = None  # a read mapping file, for the format ``mapping``
    customer_key: bytes | None = None  # the local key callers' numbers are hashed with; None: no number is kept
    latest_us: int | None = None  # an instant after this one is refused as lying in the future; None: not checked
    earlier: Callable[[Collection[str]], Iterable[Carried]] = field(default=lambda keys: ())
    """Lines carried from earlier files for these contacts and for every contact still incomplete."""
    carry: Carry = field(default_factory=Carry)
    """Lines of this file to be carried, filled by importers of event logs."""
    aside: Path | None = None
    """A folder to write in until the file is settled; None where the engine is not to read by itself."""
    progress: Callable[[int], None] = field(default=lambda records: None)
    """Told now and then how many records have been read."""
    warnings: Told = field(default_factory=Told)
    """Line, code and sentence of what is odd but took nothing from the figures."""


class Importer(Protocol):
    """One source system. The module is called like its format, with ``_`` for ``-``, and holds ``read``."""

    def read(self, source: Source, reading: Reading) -> Iterator[Item | Proven]:
        """Each record of the source as one item, in order; records that the engine proved sound, together before them.

        Raises SourceRefused.
        """
        ...
