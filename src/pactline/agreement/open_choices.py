"""Every choice that a draft leaves open, found by walking its parts along the models that read them."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pactline.agreement.consistency import counting_of
from pactline.agreement.draft import Draft
from pactline.agreement.open_substance import (
    ask_calendars,
    ask_order,
    ask_part_windows,
    ask_roundings,
    ask_worth_of_points,
)
from pactline.agreement.paths import way_to
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.prose import ContactShape
from pactline.agreement.questions import Choice, Path
from pactline.agreement.references import names_in, section_of
from pactline.agreement.report import Place, Report
from pactline.agreement.usual_answers import MEANINGS, TEXTS, USUAL
from pactline.agreement.yaml_text import ListNode, MapNode, Node

MOST_NAMES = 12  # offered as answers
_NAMED_BY = {"service": "services", "hours": "calendars"}  # plain words that name a part of the file
_NO_CHOICE = (ContactShape,)  # nothing is computed from it


def ask(draft: Draft, report: Report) -> None:
    """A question for every choice that must be made and is not, and for what the agreement passes over in silence."""
    for promise in draft.promises:
        _Promise(promise, draft, report).ask()
    heading = draft.language.heading
    _ask_in(draft.heading.node, heading, (), draft, report)
    for section, parts, model in (
        ("services", draft.services, draft.language.service),
        *((key, parts, draft.language.vocabulary.rules[key].terms) for key, parts in draft.rules.items()),
    ):
        for name, part in parts.items():
            _ask_in(part.node, model, (section, name), draft, report)
    ask_roundings(draft, report)
    ask_part_windows(draft, report)
    ask_worth_of_points(draft, report)
    ask_order(draft, report)
    ask_calendars(draft, report)


class _Promise:
    """The questions of one commitment or tier."""

    def __init__(self, promise: PromiseDraft, draft: Draft, report: Report) -> None:
        self.promise, self.draft, self.report = promise, draft, report

    def ask(self) -> None:
        """What is missing in the promise itself and below its keys, and what its other choices make necessary."""
        model = self.draft.language.promise(self.promise.metric.name if self.promise.metric else None)
        for path, info, place in _open(self.promise.part.node, model, ()):
            _tell((*self._way(path[0]), *path), info, self._place(place, path[0]), self.draft, self.report)
        for key in sorted(self._demanded()):
            if self.promise.part[key] is None and key not in self.promise.part.unread:
                info = model.model_fields[key]
                _tell((*self._way(key), key), info, self._place(None, key), self.draft, self.report)

    def _demanded(self) -> set[str]:
        promise, counting = self.promise, self.draft.language.vocabulary.counting
        wanted: set[str] = set()
        if promise.metric and promise.readable(promise.metric.terms.model_fields):
            wanted |= promise.metric.demands(promise.arguments())
        if promise.readable(counting.model_fields):
            wanted |= counting_of(promise, counting).demands(promise.part["each"])
        return wanted

    def _way(self, key: str) -> Path:
        return way_to(self.promise, self.draft, key)

    def _place(self, place: Place | None, key: str) -> Place:
        """Where the answer belongs: at the place inside the promise, or at the name of the commitment or tier."""
        own = self.promise.part.node
        if place is not None and place is not own:
            return place
        shared = self.draft.entries("commitments")
        name = self.promise.id.split("/")[0]
        return own if len(self._way(key)) > 2 or shared is None else shared.keys.get(name, own)


def _ask_in(node: MapNode, model: type[BaseModel], path: Path, draft: Draft, report: Report) -> None:
    for below, info, place in _open(node, model, ()):
        _tell((*path, *below), info, place, draft, report)


def _open(node: MapNode, model: type[BaseModel], path: Path) -> Iterator[tuple[Path, FieldInfo, Place]]:
    """The keys that a mapping leaves out though they have no default, there and further down; each with its place."""
    if issubclass(model, _NO_CHOICE):
        return
    asked_with: Mapping[str, str] = getattr(model, "ASKED_WITH", {})
    for name, info in model.model_fields.items():
        word = info.alias or name
        if word in node.values:
            yield from _below(node.values[word], info.annotation, (*path, word))
        elif info.is_required() or asked_with.get(name) in node.values:
            only = _models_in(info.annotation)
            if len(only) == 1 and only[0].__name__ == "RoundingShape":
                yield from _open(MapNode(node.line, node.column), only[0], (*path, word))
            yield (*path, word), info, node


def _below(node: Node, annotation: Any, path: Path) -> Iterator[tuple[Path, FieldInfo, Place]]:
    models = _models_in(annotation)
    if not models:
        return
    if isinstance(node, ListNode):
        for number, item in enumerate(node.items):
            yield from _below(item, annotation, (*path, str(number)))
    elif isinstance(node, MapNode) and _is_of_names(annotation):
        for name, value in node.values.items():
            if isinstance(value, MapNode):
                yield from _fitting(value, models, (*path, name))
    elif isinstance(node, MapNode):
        yield from _fitting(node, models, path)


def _fitting(node: MapNode, models: list[type[BaseModel]], path: Path) -> Iterator[tuple[Path, FieldInfo, Place]]:
    """Below the one model that a mapping is written for."""
    known = [m for m in models if set(node.values) & {info.alias or key for key, info in m.model_fields.items()}]
    if len(known or models) == 1:
        yield from _open(node, (known or models)[0], path)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [model for inner in get_args(annotation) for model in _models_in(inner)]


def _is_of_names(annotation: Any) -> bool:
    return get_origin(annotation) is dict or any(_is_of_names(inner) for inner in get_args(annotation))


def _tell(path: Path, info: FieldInfo, place: Place, draft: Draft, report: Report) -> None:
    choices = _choices(path, info, draft)
    if choices is not None:
        report.ask(path, place, _text(path, info), choices)


def _text(path: Path, info: FieldInfo) -> str:
    """The question in words."""
    *before, word = path
    for key in (f"{before[-1]}.{word}" if before else "", f"{before[0]}.{word}" if before else "", word):
        if key in TEXTS:
            return TEXTS[key]
    return f"what is agreed of it: {info.description}?" if info.description else "what is agreed?"


def _choices(path: Path, info: FieldInfo, draft: Draft) -> tuple[Choice, ...] | None:
    """The answers to offer: of the closed list, of the names there are, or the usual ones; None: no choice."""
    word = path[-1]
    words = _closed(info.annotation)
    if words is not None:
        return tuple(Choice(said, MEANINGS.get((word, said), meaning)) for said, meaning in words.items())
    if word == "each" and path[0] not in ("commitments", "caps"):
        return None
    section = section_of(info) or _NAMED_BY.get(word)
    if section:
        names = (names_in(draft, section) or [])[:MOST_NAMES]
        if word == "hours":
            return (*map(Choice, names), Choice("always"))
        return tuple(map(Choice, names)) if names else None
    return USUAL.get(word)


def _closed(annotation: Any) -> dict[str, str] | None:
    """The words of a closed list with their meanings; None where something else could be written as well."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return {str(word.value): getattr(word, "meaning", "") for word in annotation}
    origin = get_origin(annotation)
    if origin is Annotated:
        return _closed(get_args(annotation)[0])
    if origin is Literal:
        return {str(word): "" for word in get_args(annotation)}
    if origin in (Union, types.UnionType):
        found: dict[str, str] = {}
        for inner in get_args(annotation):
            words = {} if inner is type(None) else _closed(inner)
            if words is None:
                return None
            found.update(words)
        return found or None
    return None
