"""Looking for what names a person: in texts, and in files as they came, packed or not, in whatever encoding."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import IO

_BLOCK, _OVERLAP = 1 << 20, 1 << 13
_MOST_BYTES = 1 << 34  # of one file, unpacked
_DEEPEST = 3  # packed in packed
_FEWEST_DIGITS = 6
_NUMBER = re.compile(r"[+0-9][0-9\s()./\-]*")
_BETWEEN = r"[\s()./\-]{0,3}"
_TAG = re.compile(r"<[^>]*>")


class Unsearchable(Exception):
    """A file of which nobody can say whether a name stands in it."""


class Words:
    """Names and numbers of a person, found as whole words, in any case, and numbers however they are grouped.

    A few digits stand everywhere and say nothing; such words are ``too_short`` and not looked for.
    """

    def __init__(self, words: Collection[str]) -> None:
        given = {word.strip() for word in words if word.strip()}
        self.too_short = tuple(sorted(word for word in given if _says_nothing(word)))
        looked_for = sorted(given - {*self.too_short})
        self._any = bool(looked_for)
        self._beyond_ascii = not all(word.isascii() for word in looked_for)
        self._pattern = re.compile("|".join(map(_pattern, looked_for)), re.IGNORECASE)

    def in_text(self, text: str) -> bool:
        """Whether one of the words stands in a text."""
        return self._any and self._pattern.search(text) is not None

    def replaced(self, text: str, by: Callable[[str], str]) -> str:
        """The text with something else in the place of each word; ``by`` is given the word as it stands there."""
        return self._pattern.sub(lambda found: by(found[0]), text) if self._any else text

    def in_file(self, path: Path) -> bool:
        """Whether one of the words stands in a file. Raises Unsearchable."""
        if not self._any:
            return False
        with path.open("rb") as file:
            return any(self._in_stream(stream) for stream in _unpacked(file, 0))

    def _in_stream(self, stream: IO[bytes]) -> bool:
        before, size = b"", 0
        try:
            while block := stream.read(_BLOCK):
                size += len(block)
                if size > _MOST_BYTES:
                    raise Unsearchable
                if any(map(self.in_text, self._texts(before + block))):
                    return True
                before = block[-_OVERLAP:]
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError):
            raise Unsearchable from None
        return False

    def _texts(self, block: bytes) -> Iterator[str]:
        text = block.decode("utf-8", "replace")
        yield text
        if "<" in text:  # a name in a document may be cut by its markup
            yield _TAG.sub("", text)
        if self._beyond_ascii:
            yield block.decode("cp1252", "replace")
        if b"\0" in block:
            for encoding in ("utf-16-le", "utf-16-be"):
                yield block.decode(encoding, "replace")
                yield block[1:].decode(encoding, "replace")


def _says_nothing(word: str) -> bool:
    return len(word) < 2 or (word.isdigit() and len(word) < _FEWEST_DIGITS)


def _pattern(word: str) -> str:
    """A pattern for a word as it may stand in a file: composed or not, escaped for JSON, XML or an address."""
    digits = re.sub(r"\D", "", word)
    if _NUMBER.fullmatch(word) and len(digits) >= _FEWEST_DIGITS:
        digits = digits.removeprefix("00") if word.startswith("00") else digits
        return r"(?<!\d)(?:\+|00)?" + _BETWEEN.join(digits) + r"(?!\d)"
    forms = {unicodedata.normalize(form, word) for form in ("NFC", "NFD")}
    forms |= {json.dumps(form)[1:-1] for form in forms} | {json.dumps(form, ensure_ascii=False)[1:-1] for form in forms}
    forms |= {html.escape(word, quote=True), html.escape(word, quote=False), urllib.parse.quote(word)}
    before = r"(?<![^\W_])" if word[0].isalnum() else ""
    after = r"(?![^\W_])" if word[-1].isalnum() else ""
    return before + "(?:" + "|".join(re.escape(form) for form in sorted(forms)) + ")" + after


def _unpacked(file: IO[bytes], depth: int) -> Iterator[IO[bytes]]:
    """What is in a file: itself, or the files that are packed in it."""
    head = file.read(4)
    file.seek(0)
    if depth > _DEEPEST:
        raise Unsearchable
    try:
        if head.startswith(b"\x1f\x8b"):
            inner = io.BufferedReader(gzip.GzipFile(fileobj=file))
            yield from _unpacked(inner, depth + 1)
        elif head == b"PK\x03\x04":
            with zipfile.ZipFile(file) as package:
                for member in package.infolist():
                    yield io.BytesIO(member.filename.encode())
                    with package.open(member) as opened:
                        yield from _unpacked(opened, depth + 1)
        else:
            yield file
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError):
        raise Unsearchable from None
