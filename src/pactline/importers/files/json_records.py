"""The records of a JSON file, one after the other and never all at once.

Exports come as one object a line, as objects written one after the other, as one array, or as an object around an
array (``{"conversations": [...]}``). In a file of lines a broken record costs itself; in a document, which is good as a
whole or not at all, it refuses the file.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from pactline.importers.fault import Fault
from pactline.importers.files.lines import LONGEST_LINE, excerpt, numbered_lines
from pactline.importers.files.opening import past_the_mark, utf8
from pactline.importers.files.strict_json import Json, parse
from pactline.importers.reading import SourceRefused

_BLANK = " \t\r\n"
_LIST = frozenset("[")
_BLOCK = 1 << 18
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[^"{}\[\]]+', re.DOTALL)
_OPEN_OR_CLOSE = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)


@dataclass(frozen=True)
class JsonRecord:
    """One record: where it begins, what it holds or why it cannot be read, and its text."""

    line: int  # the line it begins on; in a document the number of the element, from 1
    value: Json | Fault
    text: str

    @property
    def raw(self) -> str:
        """The text as it is kept with a refusal."""
        return excerpt(self.text.strip())


def json_records(file: BinaryIO, lists: Collection[str] = ()) -> Iterator[JsonRecord]:
    """Every record of a file; ``lists`` names the keys whose array holds the records where an object is around it.

    Raises SourceRefused, also while it is being read: an empty file, one that is not UTF-8, a broken document.
    """
    start = past_the_mark(file)
    head = cast(io.BufferedReader, start).peek(_BLOCK)[:_BLOCK].lstrip()
    if head.startswith(b"[") or _is_around_a_list(head, lists):
        yield from _of_document(start, lists)
    else:
        yield from _of_lines(start)


def _is_around_a_list(head: bytes, lists: Collection[str]) -> bool:
    """Whether the first object holds one of the lists, as far as the beginning of the file shows."""
    if not lists or not head.startswith(b"{"):
        return False
    text = head.decode("utf-8", "replace")
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in ("{", "["):
            if depth == 1 and token[0] == "[" and _key_before(text[: token.start()], lists):
                return True
            depth += 1
        elif token[0] in ("}", "]"):
            depth -= 1
            if not depth:
                return False
    return False


def _key_before(text: str, lists: Collection[str]) -> bool:
    before = text.rstrip(_BLANK)
    if not before.endswith(":"):
        return False
    before = before[:-1].rstrip(_BLANK)
    return any(before.endswith(f'"{name}"') for name in lists)


# -- one record after the other


def _of_lines(file: BinaryIO) -> Iterator[JsonRecord]:
    lines = _numbered(file)
    waiting: list[tuple[int, str | Fault]] = []
    while True:
        if not waiting and (found := next(lines, None)) is not None:
            waiting.append(found)
        if not waiting:
            return
        number, text = waiting.pop(0)
        if isinstance(text, Fault):
            yield JsonRecord(number, text, "")
            continue
        if not text.strip(_BLANK):
            continue
        whole, more = _balanced(text, waiting, lines)
        if whole is None:
            yield JsonRecord(number, _why_not(text), text)
        else:
            waiting[:] = more
            yield from (JsonRecord(number, _value(part), part) for part in _apart(whole))


def _numbered(file: BinaryIO) -> Iterator[tuple[int, str | Fault]]:
    for number, line, whole in numbered_lines(file):
        if whole:
            yield number, utf8(line, number)
        else:
            yield number, Fault("FIELD_TOO_LONG", f"The line is longer than {len(line):,} bytes.")


def _balanced(
    text: str, waiting: list[tuple[int, str | Fault]], lines: Iterator[tuple[int, str | Fault]]
) -> tuple[str | None, list[tuple[int, str | Fault]]]:
    """The text up to the line on which its brackets are closed, and the lines after it; None if they never are.

    Lines that were read in vain stay in ``waiting``: each is a record of its own then.
    """
    parts, depth, taken = [text], _open_brackets(text), 0
    size = len(text)
    while depth > 0 and size <= LONGEST_LINE:
        if taken == len(waiting):
            found = next(lines, None)
            if found is None:
                break
            waiting.append(found)
        following = waiting[taken][1]
        taken += 1
        if isinstance(following, Fault):
            break
        parts.append(following)
        size += len(following)
        depth += _open_brackets(following)
    if depth:
        return (text, waiting[:]) if len(parts) == 1 else (None, waiting)
    return "".join(parts), waiting[taken:]


def _open_brackets(text: str) -> int:
    return sum(1 if token[0] in "{[" else -1 if token[0] in "}]" else 0 for token in _OPEN_OR_CLOSE.finditer(text))


def _apart(text: str) -> Iterator[str]:
    """The objects that stand one after the other in a text; the text itself where it is none of that."""
    ends: list[int] = []
    depth = 0
    for token in _OPEN_OR_CLOSE.finditer(text):
        if token[0] in "{[":
            depth += 1
        elif token[0] in "}]":
            depth -= 1
            if depth == 0:
                ends.append(token.end())
    if len(ends) < 2:
        yield text
        return
    start = 0
    for end in ends:
        yield text[start:end]
        start = end
    if text[start:].strip(_BLANK):
        yield text[start:]


def _value(text: str) -> Json | Fault:
    try:
        return parse(text)
    except Fault as fault:
        return fault


def _why_not(text: str) -> Fault:
    found = _value(text)
    return found if isinstance(found, Fault) else Fault("JSON_SYNTAX", "No JSON: a bracket is never closed.")


# -- a document


def _of_document(file: BinaryIO, lists: Collection[str]) -> Iterator[JsonRecord]:
    """The elements of the list; what stands around and between them is checked as JSON too, when all is read."""
    around = _Around()
    depth, base, number = 0, 0, 0  # base: the depth inside the list; 0: not reached, -1: passed
    element: list[str] = []
    for token in _tokens(file):
        if base <= 0:
            begins = base == 0 and token in _LIST and (depth == 0 or (depth == 1 and around.ends_with_key(lists)))
            around.add(token)
            depth += (token in ("{", "[")) - (token in ("}", "]"))
            base = depth if begins else base
            continue
        inside = depth > base
        depth += (token in ("{", "[")) - (token in ("}", "]"))
        if inside or depth > base or token.startswith('"'):
            element.append(token)
            continue
        for position, part in enumerate(token.split(",")):  # blanks, commas, bare words, or the end of the list
            if position or depth < base:
                if text := "".join(element).strip(_BLANK):
                    number += 1
                    yield _element(number, text)
                    around.add("null")
                around.add("," if position else part)
                element = []
            if depth == base:
                element.append(part)
        base = base if depth == base else -1
    around.check()


class _Around:
    """A document with every element of its list replaced by null."""

    def __init__(self) -> None:
        self._tokens: list[str] = []
        self._size = 0

    def add(self, token: str) -> None:
        """Another piece of it."""
        self._tokens.append(token)
        self._size += len(token)
        if self._size > LONGEST_LINE:
            raise SourceRefused(
                "FIELD_TOO_LONG", f"Around its records the file holds over {LONGEST_LINE:,} characters."
            )

    def ends_with_key(self, names: Collection[str]) -> bool:
        """Whether what comes next is the value of one of these keys."""
        return _key_before("".join(self._tokens[-3:]), names)

    def check(self) -> None:
        """Raise SourceRefused unless it is JSON."""
        found = _value("".join(self._tokens))
        if isinstance(found, Fault):
            raise SourceRefused(found.code, f"Around its records the file is no JSON: {found.message}")


def _element(number: int, text: str) -> JsonRecord:
    found = _value(text)
    if isinstance(found, Fault) and found.code in ("JSON_SYNTAX", "JSON_DUP_KEY", "JSON_DEPTH"):
        raise SourceRefused(found.code, f"Element {number}: {found.message}", number)
    return JsonRecord(number, found, text)


def _tokens(file: BinaryIO) -> Iterator[str]:
    """Strings, brackets and what stands between them. A string is never cut."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    rest, over = "", False
    while not over:
        block = file.read(_BLOCK)
        over = not block
        try:
            rest += decoder.decode(block, final=over)
        except UnicodeDecodeError as error:
            raise SourceRefused(
                "ENC_NOT_UTF8", f"The file is not UTF-8: {error.reason}. Nothing of it was taken."
            ) from None
        end = 0
        for token in _TOKEN.finditer(rest):
            if token.start() != end:
                break  # a string that has not ended yet
            end = token.end()
            yield token[0]
        rest = rest[end:]
        if len(rest) > LONGEST_LINE:
            raise SourceRefused("JSON_SYNTAX", "The file holds a string that does not end.")
    if rest:
        raise SourceRefused("JSON_SYNTAX", "The file ends inside a string; was it cut short?")
