"""Reading one mapping of the file against its model, key by key, so that one wrong key does not hide the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError, create_model
from pydantic.fields import FieldInfo

from pactline.agreement.report import Place, Report, nearest, one_of
from pactline.agreement.yaml_text import ListNode, MapNode, Node, plain, usable

_FOREIGN_MONEY = re.compile(r"[A-Z]{3}\s*-?[0-9][0-9.,]*|-?[0-9][0-9.,]*\s*(?:[A-Z]{3}|[€$£¥])|[€$£¥]\s*[0-9][0-9.,]*")


@dataclass
class Part:
    """What could be read of one mapping: a value for each key that is right, and the keys that are not."""

    node: MapNode
    values: dict[str, Any] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)  # wrong, or demanded and missing
    made: BaseModel | None = None  # the model itself, of a mapping that was judged as a whole

    def __getitem__(self, key: str) -> Any:
        """The value of a key, its default if it may be left out, or None if it could not be read."""
        return self.values.get(key)

    def place(self, key: str) -> Place:
        """Where a key's value stands, or the mapping if it is not there."""
        return self.node.values.get(key, self.node)

    def drop(self, key: str) -> None:
        """Treat a value as unread: it is wrong, and what would follow from it is not worth saying."""
        self.values.pop(key, None)
        self.unread.add(key)


def read_part(
    model: type[BaseModel],
    node: MapNode,
    report: Report,
    what: str,
    *,
    open_ended: bool = False,
    whole: bool = False,
    on_missing: Callable[[str, FieldInfo], None] | None = None,
) -> Part:
    """Read a mapping; ``what`` names it in messages. With ``open_ended`` keys outside the model are not judged; with
    ``whole`` a mapping in which nothing is wrong is also judged as a whole by its model.

    ``on_missing`` tells of a demanded key that is not there; without it the mapping is said not to say it.
    """
    part = Part(node)
    for key, info in model.model_fields.items():
        if key in node.values:
            _read_key(part, key, model, report)
        elif info.is_required():
            part.unread.add(key)
            if on_missing:
                on_missing(key, info)
            else:
                tell_missing(report, node, what, key, info, "add " + how_to_write(key, info))
        else:
            part.values[key] = info.default
    for key in [] if open_ended else [key for key in node.values if key not in model.model_fields]:
        known = [name for name in model.model_fields if name not in node.values]
        hint = nearest(key, known) or f"the keys known here are {', '.join(model.model_fields)}"
        report.problem("AGR_UNKNOWN_KEY", node.keys[key], f"{what} has no key `{key}`", hint)
        part.unread.add(key)
    if whole and not part.unread:
        _judge_whole(model, part, report, what)
    return part


def _judge_whole(model: type[BaseModel], part: Part, report: Report, what: str) -> None:
    """Keys that are right one by one and not together."""
    try:
        part.made = model.model_validate(plain(part.node))
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False):
            part.unread.update(part.values)
            context = error.get("ctx", {})
            assert "remedy" in context, f"{what}: {error}"
            report.problem(error["type"], part.node, f"{what}: {context['message']}", context["remedy"])


def tell_missing(report: Report, place: Place, what: str, key: str, info: FieldInfo, remedy: str) -> None:
    """AGR_MISSING_KEY: something that has no default is not said."""
    meaning = f": {info.description}" if info.description else ""
    report.problem("AGR_MISSING_KEY", place, f"{what} does not say `{key}`{meaning}", remedy)


def read_names(node: Node | None, report: Report, what: str, pattern: str) -> Iterator[tuple[str, MapNode]]:
    """The entries of a mapping whose keys are names chosen by the writer and whose values are mappings."""
    if node is None or not isinstance(node, MapNode):
        if node is not None and usable(node):
            report.problem(
                "AGR_SHAPE",
                node,
                f"{what}s are written as a mapping of names",
                f"write the name of the {what}, a colon, and its keys below",
            )
        return
    for name, value in node.values.items():
        if not re.fullmatch(pattern, name):
            remedy = "use letters, digits, blanks, dots, - and _, at most 64, a letter or digit first"
            report.problem("AGR_NAME", node.keys[name], f"{name!r} cannot be the name of a {what}", remedy)
        if isinstance(value, MapNode):
            # the place of a named part is its name, which is where people look for it
            yield name, MapNode(node.keys[name].line, node.keys[name].column, value.keys, value.values)
        elif usable(value):
            report.problem(
                "AGR_SHAPE", value, f"the {what} `{name}` is a mapping of keys", "write its keys below its name"
            )


def _read_key(part: Part, key: str, model: type[BaseModel], report: Report) -> None:
    node = part.node.values[key]
    if not usable(node):
        part.unread.add(key)
        return
    try:
        part.values[key] = getattr(_one_field(model, key).model_validate({key: plain(node)}), key)
    except ValidationError as wrong:
        part.unread.add(key)
        errors = wrong.errors(include_url=False)
        for error in errors:
            if error["type"] == "too_short" and len(errors) > 1:
                continue  # only because its entries are wrong
            _tell(error, part.node, model.model_fields[key], key, report)


@lru_cache(maxsize=1024)
def _one_field(model: type[BaseModel], key: str) -> type[BaseModel]:
    """The model with one of its keys only."""
    info = model.model_fields[key]
    config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
    field: dict[str, Any] = {key: (info.annotation, info)}
    return create_model(f"{model.__name__}_{key}", __config__=config, **field)


def _tell(error: Mapping[str, Any], root: MapNode, info: FieldInfo, key: str, report: Report) -> None:
    """One fault found by the models, as a problem at its place."""
    kind, context = error["type"], error.get("ctx", {})
    place, at_key, last = _locate(root, error["loc"])
    info = _narrowed(info, error["loc"][1:])
    if kind == "missing":
        report.problem("AGR_MISSING_KEY", place, f"`{last}` is missing here", "add " + how_to_write(last, info))
    elif kind == "extra_forbidden":
        known = list(_keys(info.annotation))
        hint = nearest(last, known) or f"the keys known here are {', '.join(known)}"
        report.problem("AGR_UNKNOWN_KEY", at_key, f"there is no key `{last}` here", hint)
    elif kind in ("enum", "literal_error"):
        written = error["input"] if isinstance(error["input"], str) else "a list or a mapping"
        words = _words(info.annotation)
        remedy = f"{nearest(written, words)} {last} is {meanings(words)}".strip()
        report.problem("AGR_CHOICE", place, f"{written!r} is not a word for `{last}`", remedy)
    elif kind == "too_short":
        report.problem("AGR_EMPTY", place, f"`{last}` lists nothing", "list at least one, or leave the key out")
    elif "remedy" in context:
        _tell_term(kind, context, error["input"], place, key, report)
    else:
        shape = "a list" if kind in ("tuple_type", "list_type") else "a mapping of keys to values"
        report.problem("AGR_SHAPE", place, f"{shape} belongs here, under `{last}`", how_to_write(last, info))


def _tell_term(code: str, context: Mapping[str, Any], written: object, place: Place, key: str, report: Report) -> None:
    """A term that cannot be read; money and shares with a telling mistake get a more telling message."""
    message, remedy = context["message"], context["remedy"]
    text = written.strip() if isinstance(written, str) else ""
    if code == "AGR_MONEY" and _FOREIGN_MONEY.fullmatch(text):
        code, message = "AGR_CURRENCY_MISMATCH", f"{text!r} names a currency of its own"
        remedy = "leave the currency out: every amount is in the currency of the agreement"
    elif code in ("AGR_MONEY", "AGR_PERCENT") and text.startswith("-") and key in ("remedy", "bonus"):
        code, message = "AGR_CREDIT_NEGATIVE", f"{text!r} is negative"
        remedy = "write amounts without a sign; what the client pays for better service is a bonus"
    elif code == "AGR_PERCENT" and key == "at_risk" and text.startswith("-"):
        code = "AGR_CAP_RANGE"
    report.problem(code, place, message, remedy)


def _locate(root: MapNode, loc: Iterable[int | str]) -> tuple[Place, Place, str]:
    """The value a fault stands at, its key, and the last key of the path; steps only models know are passed over."""
    node: Node = root
    key: Place = root
    last = ""
    for step in loc:
        if isinstance(node, MapNode) and step in node.values:
            last = str(step)
            key, node = node.keys[last], node.values[last]
        elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            key = node = node.items[step]
        elif isinstance(step, str):
            last = step
    return node, key, last


def _annotated(annotation: Any) -> Iterator[Any]:
    """An annotation and everything inside it."""
    yield annotation
    for inner in get_args(annotation):
        yield from _annotated(inner)


def _fields(annotation: Any, seen: frozenset[type] = frozenset()) -> dict[str, FieldInfo]:
    """Every key of the models inside an annotation, by the word that the file uses; a model may hold itself."""
    found: dict[str, FieldInfo] = {}
    for inner in _annotated(annotation):
        if isinstance(inner, type) and issubclass(inner, BaseModel) and inner not in seen:
            for name, info in inner.model_fields.items():
                found[info.alias or name] = info
                found.update(_fields(info.annotation, seen | {inner}))
    return found


def _keys(annotation: Any) -> dict[str, FieldInfo]:
    """The keys of the models that an annotation itself names, by the word that the file uses."""
    models = [inner for inner in _annotated(annotation) if isinstance(inner, type) and issubclass(inner, BaseModel)]
    return {info.alias or name: info for model in models for name, info in model.model_fields.items()}


def _narrowed(info: FieldInfo, steps: Iterable[int | str]) -> FieldInfo:
    """The key inside a key that a path leads to; steps that only models know are passed over."""
    for step in steps:
        info = _keys(info.annotation).get(str(step), info)
    return info


def _words(annotation: Any) -> dict[str, str]:
    """The words of the closed list inside an annotation, with their meanings where they have any; what is read from
    text by a parser of its own has none."""
    if any(isinstance(mark, PlainValidator) for mark in _annotated(annotation)) and not _literals(annotation):
        return {}
    for inner in _annotated(annotation):
        if isinstance(inner, type) and issubclass(inner, Enum):
            return {str(word.value): getattr(word, "meaning", "") for word in inner}
    return {word: "" for word in get_args(annotation) if isinstance(word, str)} or {
        word: "" for inner in _annotated(annotation) for word in get_args(inner) if isinstance(word, str)
    }


def _literals(annotation: Any) -> bool:
    """Whether words stand beside what a parser reads, such as ``term`` beside a window."""
    return any(get_origin(inner) is Literal for inner in _annotated(annotation))


def meanings(words: Mapping[str, str]) -> str:
    """``one of: `exclude` (left out), `count` (counts like any other)``."""
    if not any(words.values()):
        return one_of(words)
    return "one of: " + "; ".join(f"`{word}` ({meaning})" for word, meaning in words.items())


def how_to_write(key: str, info: FieldInfo | None) -> str:
    """``abandons: one of: ...`` or ``target: at least 80 % (for example)``."""
    words = _words(info.annotation) if info else {}
    if words:
        return f"{key}: {meanings(words)}"
    examples = _examples(info) if info else []
    if examples:
        return f"{key}: {examples[0]} (for example)"
    inside = _keys(info.annotation) if info else {}
    if inside:
        return f"{key}: and below it its keys ({', '.join(inside)})"
    named = info is not None and get_origin(info.annotation) is dict
    return f"{key}: and below it {'names of your own, each with its keys' if named else 'its value'}"


def _examples(info: FieldInfo) -> list[str]:
    for mark in [*info.metadata, *_annotated(info.annotation)]:
        schema = getattr(mark, "json_schema", None)
        if isinstance(schema, dict) and schema.get("examples"):
            return [str(example) for example in schema["examples"]]
    for mark in [*info.metadata, *_annotated(info.annotation)]:
        item = getattr(mark, "item", None)
        if item is not None:
            return _examples(FieldInfo.from_annotation(item))
    return []
