"""What a written value means: two spellings of one value are the same, and what is left out means what it defaults to.

The models that read the agreement say what a key takes. Where they cannot read a value, its words are its meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from pactline.agreement.calendars import read_calendar
from pactline.agreement.report import Report
from pactline.agreement.schema import CalendarShape, ChargeShape, Language
from pactline.agreement.wording import WORDING
from pactline.agreement.yaml_text import ListNode, MapNode, Node, TextNode, plain
from pactline.values.dated import Dated
from pactline.values.terms import NameOf

UNREAD = object()
"""Stands for what no model can read."""

NOTHING: tuple[Any, ...] = (UNREAD, None, (), {})
"""What leaving a key out means when it means that there is nothing."""

_NAMED_BY = {"service": "services", "hours": "calendars", "of": "charges"}  # plain words that name a part of the file
_SETS = frozenset({"queues", "channels", "closed", "table", "all", "any"})  # lists whose order means nothing


@dataclass(frozen=True)
class Side:
    """One of the two texts."""

    name: str  # as it was asked for
    file: str
    tree: MapNode
    language: Language
    first: date | None = None  # the first day of the term, if it can be read
    usual: Mapping[str, TextNode] = field(default_factory=dict)  # the readings that its conventions supply
    renamed: dict[tuple[str, str], str] = field(default_factory=dict)  # (section, its name here) -> the other side's

    @property
    def currency(self) -> str:
        """As it is written; empty if it is not."""
        found = self.tree.values.get("currency")
        return found.text if isinstance(found, TextNode) else ""

    def names(self, section: str) -> MapNode:
        """The parts below one of the file's own keys; none if it is not there."""
        found = self.tree.values.get(section)
        return found if isinstance(found, MapNode) else MapNode(0, 0)


def sections(language: Language) -> dict[str, type[BaseModel] | None]:
    """The keys of the file below which parts have names, with the model of each part, if it has one."""
    found: dict[str, type[BaseModel] | None] = {}
    for key, info in language.heading.model_fields.items():
        if get_origin(info.annotation) is dict:
            inside = get_args(info.annotation)[1]
            found[key] = inside if isinstance(inside, type) and issubclass(inside, BaseModel) else None
    for key, rule in language.vocabulary.rules.items():
        if rule.named:
            found[key] = rule.terms
    return {**found, "calendars": CalendarShape, "charges": ChargeShape, "services": language.service}


def model_of(side: Side, section: str, node: Node) -> type[BaseModel] | None:
    """The model of one named part; that of a commitment follows from its metric."""
    if section != "commitments":
        return sections(side.language).get(section)
    metric = node.values.get("metric") if isinstance(node, MapNode) else None
    known = side.language.vocabulary.metrics
    name = metric.text if isinstance(metric, TextNode) and metric.text in known else None
    return side.language.promise(name)


def filled(side: Side, section: str, node: Node) -> Node:
    """A commitment with the readings that the conventions of its text supply; anything else as it is."""
    if section != "commitments" or not isinstance(node, MapNode):
        return node
    model = model_of(side, section, node)
    own = node.values.get("tiers")
    said = set(node.values) | {key for tier in (own.values.values() if isinstance(own, MapNode) else ())
                               if isinstance(tier, MapNode) for key in tier.values}  # fmt: skip
    usual = {key: text for key, text in side.usual.items() if model and key in model.model_fields and key not in said}
    return MapNode(node.line, node.column, {**usual, **node.keys}, {**usual, **node.values})


@lru_cache(maxsize=512)
def words_of(model: type[BaseModel] | None) -> Mapping[str, FieldInfo]:
    """The keys of a model by the words that the file uses."""
    return {info.alias or name: info for name, info in model.model_fields.items()} if model else {}


@lru_cache(maxsize=4096)
def _adapter(model: type[BaseModel], word: str) -> TypeAdapter[Any]:
    info = words_of(model)[word]
    kind: Any = info.annotation
    return TypeAdapter(Annotated[kind, *info.metadata] if info.metadata else kind)


def value_of(model: type[BaseModel] | None, word: str, node: Node) -> Any:
    """The value that the model reads, or UNREAD."""
    if model is None or word not in words_of(model):
        return UNREAD
    try:
        return _adapter(model, word).validate_python(plain(node))
    except ValidationError:
        return UNREAD


def default_of(model: type[BaseModel] | None, word: str) -> Any:
    """What leaving a key out means; UNREAD if it may not be left out."""
    info = words_of(model).get(word)
    return UNREAD if info is None or info.is_required() else info.get_default(call_default_factory=True)


def meaning_at(side: Side, model: type[BaseModel] | None, word: str, node: Node | None) -> Any:
    """What a key says: comparable with what the same key says on the other side."""
    info = words_of(model).get(word)
    if node is None:
        value = default_of(model, word)
        return NOTHING if value in NOTHING else _canonical(value, info, word, side)
    value = value_of(model, word, node)
    return _raw(node) if value is UNREAD else _canonical(value, info, word, side)


def meaning_of_part(side: Side, section: str, name: str, node: Node) -> Any:
    """What a named part says, its wording apart; its own name is no part of it."""
    node = filled(side, section, node)
    if not isinstance(node, MapNode):
        return _raw(node)
    if section == "calendars":
        scratch = Report(side.file)
        calendar = read_calendar(node, scratch, name)
        return calendar if not scratch.problems else _raw(node)
    model = model_of(side, section, node)
    tiers = node.values.get("tiers") if section == "commitments" else None
    if isinstance(tiers, MapNode):
        shared = {key: value for key, value in node.values.items() if key != "tiers"}
        return {
            tier: (_meaning_of_map(side, model, {**shared, **own.values}), sorted(set(own.values) & set(shared)))
            for tier, own in tiers.values.items()
            if isinstance(own, MapNode)
        }
    return _meaning_of_map(side, model, node.values)


def _meaning_of_map(side: Side, model: type[BaseModel] | None, values: Mapping[str, Node]) -> dict[str, Any]:
    words = [*words_of(model), *(word for word in values if word not in words_of(model))]
    found = {word: meaning_at(side, model, word, values.get(word)) for word in words if word not in WORDING}
    return {word: meant for word, meant in found.items() if meant is not NOTHING}


def section_of(info: FieldInfo | None, word: str) -> str | None:
    """The section that a value names a part of, if it names one."""
    for mark in [*info.metadata, *_inside(info.annotation)] if info else []:
        if isinstance(mark, NameOf):
            return mark.section
    annotation = info.annotation if info else None
    if any(isinstance(kind, type) and issubclass(kind, Enum) for kind in (annotation, *get_args(annotation))):
        return None  # a word of a closed list: hours: business is no calendar of that name
    return _NAMED_BY.get(word)


def is_set(info: FieldInfo | None, word: str) -> bool:
    """Whether the order of a list means nothing: rows that exclude one another, queues, channels, days, names."""
    return word in _SETS or section_of(info, word) is not None


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """The models that a value may be read by."""
    if isinstance(annotation, type):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [model for inner in get_args(annotation) for model in models_in(inner)]


def _inside(annotation: Any) -> Iterator[Any]:
    for inner in get_args(annotation):
        yield inner
        yield from _inside(inner)


def _raw(node: Node) -> Any:
    match node:
        case TextNode():
            return " ".join(node.text.split())
        case ListNode():
            return [_raw(item) for item in node.items]
        case MapNode():
            return {key: _raw(value) for key, value in node.values.items()}


def _canonical(value: Any, info: FieldInfo | None, word: str, side: Side) -> Any:
    match value:
        case str() if type(value) is str:
            section = section_of(info, word)
            text = " ".join(value.split())
            return side.renamed.get((section, text), text) if section else text
        case Dated():
            return _steps(value, side.first)
        case BaseModel():
            words = words_of(type(value))
            names = dict(zip(words, type(value).model_fields, strict=True))
            return {w: _canonical(getattr(value, names[w]), words[w], w, side) for w in words}
        case tuple() | list() | frozenset():
            items = [_canonical(item, info, word, side) for item in value]
            return sorted(items, key=repr) if is_set(info, word) else items
        case dict():
            return {key: _canonical(item, None, "", side) for key, item in value.items()}
        case _:
            return value


def _steps(dated: Dated[Any], first: date | None) -> Dated[Any]:
    """The same values from the same days: a step that changes nothing is none, and before the term nothing counts."""
    found: list[tuple[date | None, Any]] = []
    for day, value in dated.steps:
        if day is not None and first is not None and day <= first:
            day, found = None, []
        if not found or found[-1][1] != value:
            found.append((day, value))
    return Dated(tuple(found))
