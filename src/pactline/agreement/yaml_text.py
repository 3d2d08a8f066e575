"""YAML read as text: a tree of words with their places, and nothing that YAML makes of words by itself.

Only what a contract needs is allowed: one document of mappings, lists and text. Nothing is constructed or typed, so
``NO``, ``8:30`` and ``010`` stay what was written, and no input is expensive: size, length and depth have limits.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from pactline.agreement.report import UNSAFE, Report

MOST_BYTES = 262_144
MOST_CHARACTERS = 16_384
MOST_DEPTH = 32
MOST_VALUES = 10_000  # keys and values; the largest agreements have hundreds

_LINE_END = re.compile(r"\r\n|\r|\n")
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class TextNode:
    """One piece of text as written, quotes removed."""

    text: str
    line: int
    column: int
    broken: bool = False  # a problem has been reported here; what it says means nothing


_START = TextNode("", 1, 0)


@dataclass(frozen=True)
class ListNode:
    """A list."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class MapNode:
    """A mapping, with each key's own place."""

    line: int
    column: int
    keys: dict[str, TextNode] = field(default_factory=dict)
    values: dict[str, Node] = field(default_factory=dict)


Node: TypeAlias = TextNode | ListNode | MapNode


def plain(node: Node) -> Any:
    """The node as str, list and dict."""
    match node:
        case TextNode():
            return node.text
        case ListNode():
            return [plain(item) for item in node.items]
        case MapNode():
            return {key: plain(value) for key, value in node.values.items()}


def usable(node: Node) -> bool:
    """Whether nothing inside was broken by a problem that has been reported already."""
    match node:
        case TextNode():
            return not node.broken
        case ListNode():
            return all(usable(item) for item in node.items)
        case MapNode():
            return all(usable(value) for value in node.values.values())


@dataclass(frozen=True)
class Wording:
    """How messages call the file that is read, and how such a file begins."""

    what: str
    begins: str


AGREEMENT = Wording("an agreement", "begin with agreement: its name")


def read_tree(raw: bytes, report: Report, wording: Wording = AGREEMENT) -> MapNode | None:
    """The mapping that the file holds; None when too little can be read to go on. Problems go to the report."""
    text = _decode(raw, report)
    if text is None:
        return None
    builder = _Builder(report)
    for event in _events(text, report, builder):
        if not builder.take(event):
            break
    if builder.root is None:
        report.problem("EMPTY_FILE", _START, "the file says nothing", wording.begins)
    elif not isinstance(builder.root, MapNode):
        report.problem("AGR_SHAPE", builder.root, f"{wording.what} is a mapping of keys to values", wording.begins)
    return builder.root if isinstance(builder.root, MapNode) and not builder.cut_short else None


def _decode(raw: bytes, report: Report) -> str | None:
    if len(raw) > MOST_BYTES:
        message = f"the file has more than {MOST_BYTES:,} bytes, the most that is read"
        report.problem("DOC_TOO_LARGE", _START, message, "keep notes and evidence in files of their own")
        return None
    if raw.startswith(_WIDE) or (b"\x00" in raw[:4] and raw[:4].count(b"\x00") >= 2) or _every_other_nul(raw):
        report.problem("ENC_UTF16", _START, "the file is UTF-16 or UTF-32", "save it as UTF-8")
        return None
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as wrong:
        before = raw[: wrong.start].removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
        lines = _LINE_END.split(before)
        report.lines = lines
        place = TextNode("", len(lines), len(lines[-1]) + 1)
        report.problem("ENC_NOT_UTF8", place, f"byte {wrong.start + 1} is not UTF-8", "save the file as UTF-8")
        return None
    report.lines = _LINE_END.split(text)
    return _without_unsafe(text, report)


def _every_other_nul(raw: bytes) -> bool:
    """UTF-16 without a mark: latin text has a zero in every second byte."""
    head = raw[:64]
    return len(head) >= 2 and (not any(head[0::2]) or not any(head[1::2]))


def _without_unsafe(text: str, report: Report) -> str:
    """The text with every unseen character reported and replaced, so that reading can go on."""
    for number, line in enumerate(report.lines, start=1):
        for found in UNSAFE.finditer(line):
            control = found[0] < "\xa0" or found[0] >= "\ufff9"
            report.problem(
                "YAML_SYNTAX" if control else "TEXT_UNSAFE",
                TextNode("", number, found.start() + 1),
                f"the character U+{ord(found[0]):04X} cannot be seen and does not belong here",
                "delete it",
            )
    return UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def _events(text: str, report: Report, builder: _Builder) -> Iterator[Event]:
    """The parser's events, up to the first place it cannot read."""
    here = TextNode("", 1, 1)
    try:
        for event in YAML(typ="safe", pure=True).parse(io.StringIO(text)):
            here = TextNode("", event.end_mark.line + 1, event.end_mark.column + 1)
            yield event
    except (YAMLError, ValueError, OverflowError) as wrong:
        builder.cut_short = True
        mark = getattr(wrong, "problem_mark", None) or getattr(wrong, "context_mark", None)
        if mark is not None:
            here = TextNode("", mark.line + 1, mark.column + 1)
        said = ", ".join(part for name in ("context", "problem") if (part := getattr(wrong, name, None)))
        remedy = "indent with blanks, close what you open, and put text with : or # in quotes"
        report.problem("YAML_SYNTAX", here, f"this is not YAML: {said or 'an impossible character code'}", remedy)


@dataclass
class _Open:
    """A list or mapping whose end has not come yet."""

    node: ListNode | MapNode
    stands_as_key: bool
    key: TextNode | None = None  # of a mapping: the key whose value comes next

    @property
    def wants_key(self) -> bool:
        return isinstance(self.node, MapNode) and self.key is None


class _Builder:
    """Turns events into the tree without recursion, refusing what a contract does not need."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.root: Node | None = None
        self.cut_short = False
        self._open: list[_Open] = []
        self._documents = 0
        self._values = 0

    def take(self, event: Event) -> bool:
        """Use one event; False when nothing after it can be read."""
        self._values += isinstance(event, NodeEvent)
        if self._values > MOST_VALUES:
            message = f"the file has more than {MOST_VALUES:,} keys and values"
            self.report.problem("DOC_TOO_LARGE", TextNode("", *_place(event)), message, "split it into several files")
            self.cut_short = True
            return False
        match event:
            case DocumentStartEvent():
                return self._document(event)
            case MappingStartEvent() | SequenceStartEvent():
                return self._collection(event)
            case AliasEvent():
                place = TextNode("", *_place(event), broken=True)
                self.report.problem("YAML_ALIAS", place, f"*{event.anchor} repeats another place", "write it out here")
                self._put(place)
            case ScalarEvent():
                self._put(self._scalar(event, broken=self._marked(event)))
            case CollectionEndEvent():
                ended = self._open.pop()
                if self._open and not ended.stands_as_key:
                    self._open[-1].key = None
        return True

    def _document(self, event: DocumentStartEvent) -> bool:
        self._documents += 1
        place = TextNode("", *_place(event))
        if self._documents > 1:
            self.report.problem("YAML_MULTI_DOC", place, "a second document begins here", "keep one document per file")
            return False
        if event.tags:
            self.report.problem("YAML_TAG", place, "a %TAG directive stands before this line", "delete the directive")
        if event.version and tuple(event.version) != (1, 2):
            self.report.problem("YAML_SYNTAX", place, "only YAML 1.2 is read", "delete the %YAML directive")
        return True

    def _marked(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> bool:
        """Whether the node carries a tag; anchors are reported too, and harmless to what is read."""
        place = TextNode("", *_place(event))
        if event.anchor:
            message = f"&{event.anchor} marks this to be repeated elsewhere"
            self.report.problem("YAML_ALIAS", place, message, "delete the mark and write each place out")
        if event.tag:
            message = f"the tag {event.tag.replace('tag:yaml.org,2002:', '!!')} asks for something other than text"
            self.report.problem("YAML_TAG", place, message, "delete the tag; every value is read as text")
        return bool(event.tag)

    def _collection(self, event: MappingStartEvent | SequenceStartEvent) -> bool:
        self._marked(event)
        line, column = _place(event)
        opened: ListNode | MapNode
        opened = MapNode(line, column) if isinstance(event, MappingStartEvent) else ListNode(line, column)
        if len(self._open) >= MOST_DEPTH:
            self.report.problem("YAML_DEPTH", opened, f"nested more than {MOST_DEPTH} deep", "write it flatter")
            self.cut_short = True
            return False
        stands_as_key = bool(self._open) and self._open[-1].wants_key
        self._put(opened)
        self._open.append(_Open(opened, stands_as_key))
        return True

    def _scalar(self, event: ScalarEvent, *, broken: bool) -> TextNode:
        node = TextNode(event.value, *_place(event), broken)
        unusable = TextNode("", node.line, node.column, broken=True)
        if len(event.value) > MOST_CHARACTERS:
            message = f"this text has {len(event.value):,} characters; at most {MOST_CHARACTERS:,} are read"
            self.report.problem("FIELD_TOO_LONG", node, message, "keep long notes in a file of their own")
            return unusable
        if event.style == '"' and UNSAFE.search(event.value):
            self.report.problem("TEXT_UNSAFE", node, "an escape makes a character that cannot be seen", "delete it")
            return unusable
        if event.value == "<<" and not event.style and self._open and self._open[-1].wants_key:
            self.report.problem("YAML_ALIAS", node, "<< merges another mapping into this one", "write its keys here")
            return unusable
        return node

    def _put(self, node: Node) -> None:
        """Put a node where it belongs: the root, the next item, the next key or the value of the waiting key."""
        if not self._open:
            self.root = node
            return
        inside = self._open[-1]
        if isinstance(inside.node, ListNode):
            inside.node.items.append(node)
        elif inside.key is None:
            inside.key = self._key(inside.node, node)
        else:
            if isinstance(node, TextNode) and not node.text:  # the parser places an empty value at the next word
                node = TextNode("", inside.key.line, inside.key.column, node.broken)
            if not inside.key.broken:
                inside.node.keys[inside.key.text], inside.node.values[inside.key.text] = inside.key, node
            if isinstance(node, TextNode):
                inside.key = None

    def _key(self, mapping: MapNode, node: Node) -> TextNode:
        """The node as a key; a broken one makes its value be dropped."""
        unusable = TextNode("", node.line, node.column, broken=True)
        if not isinstance(node, TextNode):
            self.report.problem("YAML_KEY", node, "a list or a mapping stands where a key belongs", "write a word")
        elif node.broken:
            pass
        elif not node.text or node.text != node.text.strip():
            self.report.problem("YAML_KEY", node, "a key is empty or has blanks around it", "write a plain word")
        elif node.text in mapping.keys:
            first = mapping.keys[node.text].line
            message = f"`{node.text}` is written twice, first in line {first}"
            self.report.problem("YAML_DUP_KEY", node, message, "keep one of the two, or give one another name")
        else:
            return node
        return unusable


def _place(event: Event) -> tuple[int, int]:
    """Line and column where an event begins, from 1."""
    return event.start_mark.line + 1, event.start_mark.column + 1
