"""The bytes of an input file, as they are or unpacked from gzip. Limits count real bytes, never declared ones."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from pactline.importers.files.packages import PACKAGE
from pactline.importers.reading import SourceRefused

MOST_UNPACKED = 4 * 1024**3  # bytes; a year of a large centre is below one of these
MOST_RATIO = 100  # unpacked over packed; real exports stay below 30
_FREE = 10 * 1024**2  # bytes unpacked before the ratio is looked at
GZIP = b"\x1f\x8b"
UTF16 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")  # UTF-32 LE begins as UTF-16 LE does
WORKBOOK = (PACKAGE, b"\xd0\xcf\x11\xe0")  # how .xlsx and .xls begin
_UTF8_MARK = b"\xef\xbb\xbf"


def open_bytes(path: Path) -> BinaryIO:
    """The file's bytes, unpacked if it begins like gzip. Raises SourceRefused, also while it is being read."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise SourceRefused("FILE_UNREADABLE", f"The file cannot be opened: {error.strerror}.") from None
    if file.peek(2)[:2] != GZIP:
        return file
    return io.BufferedReader(_Unpacked(file, path.stat().st_size), 256 * 1024)


def past_the_mark(file: BinaryIO) -> BinaryIO:
    """A UTF-8 text file after its mark, if it has one. Raises SourceRefused: an empty file, UTF-16 or a workbook."""
    start = cast(io.BufferedReader, file).peek(4)[:4]
    if not start:
        raise _empty()
    if start.startswith(UTF16):
        raise SourceRefused(
            "ENC_UTF16", "The file is UTF-16 or UTF-32 (Excel's 'Unicode text'). Save it as CSV UTF-8 and try again.", 1
        )
    if start.startswith(WORKBOOK):
        raise SourceRefused(
            "FILE_WORKBOOK",
            "This is a workbook, not text. Read it with --format plain-xlsx, or with a mapping file: ingest "
            "--format mapping --mapping FILE (for a report: infer --mapping FILE).",
        )
    if start.startswith(GZIP):
        raise SourceRefused("ZIP_NESTED", "The file is packed twice; unpack it once and bring in what comes out.")
    if start.startswith(_UTF8_MARK):
        file.read(3)
        if not cast(io.BufferedReader, file).peek(1):
            raise _empty()
    return file


def _empty() -> SourceRefused:
    return SourceRefused("EMPTY_FILE", "The file holds not one character; the export failed. Export it again.")


def utf8(line: bytes, number: int) -> str:
    """A line's text. Raises SourceRefused when it is not UTF-8: a wrong letter in a queue's name moves a figure."""
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise SourceRefused(
            "ENC_NOT_UTF8",
            f"Byte {error.start + 1} of line {number} is not UTF-8. Save the file as UTF-8; nothing of it was taken.",
            number,
        ) from None


class _Unpacked(io.RawIOBase):
    """A gzip stream that stops when it grows beyond all reason."""

    def __init__(self, packed: BinaryIO, size: int) -> None:
        self._packed = packed
        self._file = gzip.GzipFile(fileobj=packed)
        self._most = min(MOST_UNPACKED, max(_FREE, size * MOST_RATIO))
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._file.read1(len(view))
        except (EOFError, OSError, zlib.error):
            raise SourceRefused("GZIP_DAMAGED", "The gzip file is damaged or was cut short. Fetch it again.") from None
        self._read += len(data)
        if self._read > self._most:
            raise SourceRefused(
                "ZIP_BOMB",
                f"The file unpacks to more than {self._most:,} bytes (at most {MOST_RATIO} times its size). "
                "If it is genuine, unpack it yourself and split it.",
            )
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            self._packed.close()
        super().close()
