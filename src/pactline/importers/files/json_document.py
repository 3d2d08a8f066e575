"""A JSON document read in pieces: the elements of its list one by one, everything around them checked as JSON too."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterator
from typing import BinaryIO, TypeAlias

from pactline.importers.fault import Fault
from pactline.importers.files.lines import LONGEST_LINE
from pactline.importers.files.strict_json import BLANK, TOKENS, Json, parse
from pactline.importers.reading import SourceRefused

_BLOCK = 1 << 18
_LIST, _ENDS = frozenset("["), frozenset("}]")
_REFUSE_ALL = frozenset({"JSON_SYNTAX", "JSON_DUP_KEY", "JSON_DEPTH"})

Element: TypeAlias = tuple[int, str, Json | Fault]
"""Number from 1, text, and the value or why it cannot be taken."""


def elements(file: BinaryIO, lists: Collection[str]) -> Iterator[Element]:
    """The elements of the array that the document is, or that the first of the ``lists`` in its object is.

    Raises SourceRefused, also after elements were given out: a document is good as a whole or not at all.
    """
    return _elements(file, lists, False)


def appended_elements(file: BinaryIO, lists: Collection[str]) -> Iterator[Element]:
    """The elements of documents that stand one after the other: of all their ``lists``, else the document itself.

    Raises SourceRefused as ``elements`` does.
    """
    return _elements(file, lists, True)


def _elements(file: BinaryIO, lists: Collection[str], appended: bool) -> Iterator[Element]:
    around, found = _Around(), _List()
    depth, base = 0, 0  # base: the depth inside the list; 0: not reached, -1: passed
    for token in _tokens(file):
        if base > 0:
            inside = depth > base
            depth += _deeper(token)
            if inside or depth > base or token.startswith('"'):
                found.add(token)
                continue
            if depth == base:  # blanks, commas, bare words
                yield from found.add_between(token)
                continue
            yield from found.last()  # the end of the list
            around.add(token)
            base = 0 if appended else -1
        else:
            begins = base == 0 and token in _LIST and (depth == 0 or (depth == 1 and around.ends_with_key(lists)))
            around.add(token)
            around.has_list = around.has_list or begins
            depth += _deeper(token)
            base = depth if begins else base
        if appended and depth == 0 and token in _ENDS:
            yield from around.ended(found)
            around = _Around()
    if not appended:
        around.check()
    elif around.text.strip(BLANK):
        yield from around.ended(found)


def _deeper(token: str) -> int:
    return (token in ("{", "[")) - (token in ("}", "]"))


class _List:
    """The element that is being read."""

    def __init__(self) -> None:
        self._number = 0
        self._before = 0  # elements of lists that have ended
        self._parts: list[str] = []
        self._size = 0

    def add(self, part: str) -> None:
        """Another piece of it."""
        self._size += len(part)
        if self._size > LONGEST_LINE:
            message = f"Element {self._number + 1} is longer than {LONGEST_LINE:,} characters."
            raise SourceRefused("FIELD_TOO_LONG", message, self._number + 1)
        self._parts.append(part)

    def add_between(self, token: str) -> Iterator[Element]:
        """What stands outside of brackets and strings: each comma ends an element."""
        first, *others = token.split(",")
        self.add(first)
        for part in others:
            yield self.element()
            self.add(part)

    def element(self) -> Element:
        """The element that ends here. Raises SourceRefused when it is no JSON."""
        self._number += 1
        text = "".join(self._parts).strip(BLANK)
        self._parts, self._size = [], 0
        if not text:
            message = f"Element {self._number} is missing: two commas, or a comma before the end of the list."
            raise SourceRefused("JSON_SYNTAX", message, self._number)
        try:
            return self._number, text, parse(text)
        except Fault as fault:
            if fault.code in _REFUSE_ALL:
                raise SourceRefused(fault.code, f"Element {self._number}: {fault.message}", self._number) from None
            return self._number, text, fault

    def last(self) -> Iterator[Element]:
        """The element before the end of the list, unless the list is empty."""
        if self._number > self._before or "".join(self._parts).strip(BLANK):
            yield self.element()
        self._before = self._number
        self._parts, self._size = [], 0


class _Around:
    """A document without the elements of its list."""

    def __init__(self) -> None:
        self._tokens: list[str] = []
        self._size = 0
        self.has_list = False

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._tokens)

    def add(self, token: str) -> None:
        """Another piece of it."""
        self._tokens.append(token)
        self._size += len(token)
        if self._size > LONGEST_LINE:
            message = f"Around its records the file holds over {LONGEST_LINE:,} characters."
            raise SourceRefused("FIELD_TOO_LONG", message)

    def ends_with_key(self, names: Collection[str]) -> bool:
        """Whether what comes next is the value of one of these keys."""
        return key_before("".join(self._tokens[-3:]), names)

    def ended(self, found: _List) -> Iterator[Element]:
        """A document without a list, as an element. Raises SourceRefused unless it is JSON."""
        if self.has_list:
            self.check()
        else:
            found.add(self.text)
            yield from found.last()

    def check(self) -> None:
        """Raise SourceRefused unless it is JSON."""
        try:
            parse(self.text)
        except Fault as fault:
            raise SourceRefused(fault.code, f"Around its records the file is no JSON: {fault.message}") from None


def key_before(text: str, names: Collection[str]) -> bool:
    """Whether a text ends with one of these keys and a colon."""
    before = text.rstrip(BLANK)
    if not before.endswith(":"):
        return False
    before = before[:-1].rstrip(BLANK)
    return any(before.endswith(f'"{name}"') for name in names)


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
            message = f"The file is not UTF-8: {error.reason}. Nothing of it was taken."
            raise SourceRefused("ENC_NOT_UTF8", message) from None
        end = 0
        for token in TOKENS.finditer(rest):
            if token[1] not in (None, '"'):
                break  # a string that has not ended yet
            end = token.end()
            yield token[0]
        rest = rest[end:]
        if len(rest) > LONGEST_LINE:
            raise SourceRefused("JSON_SYNTAX", "The file holds a string that does not end.")
    if rest:
        raise SourceRefused("JSON_SYNTAX", "The file ends inside a string; was it cut short?")
