"""Names that lead from one part of the agreement to another: every one of them must lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pactline.agreement.draft import Draft
from pactline.agreement.report import Place, Report, nearest, one_of, singular
from pactline.agreement.schema import ChargeShape
from pactline.agreement.yaml_text import ListNode, MapNode, Node
from pactline.values.terms import NameOf

CODES = {
    "calendars": "AGR_CALENDAR_UNKNOWN",
    "services": "AGR_SERVICE_UNKNOWN",
    "charges": "AGR_CHARGE_UNKNOWN",
    "commitments": "AGR_COMMITMENT_UNKNOWN",
    "points": "AGR_POINTS_UNKNOWN",
    "pools": "AGR_POOL_UNKNOWN",
    "caps": "AGR_CAP_UNKNOWN",
    "critical": "AGR_CRITICAL_UNKNOWN",
    "responsibilities": "AGR_RESPONSIBILITY_UNKNOWN",
}


def check_references(draft: Draft, report: Report) -> None:
    """Every name in charges, remedies, bonuses and rules."""
    for section, name, place in _all(draft):
        known = names_in(draft, section)
        if known is not None and name not in known:
            what = singular(section)
            hint = (
                nearest(name, known) or (f"name {one_of(known)}, or " if known else "") + f"define it under {section}"
            )
            report.problem(CODES[section], place, f"there is no {what} called {name!r}", hint)


def names_in(draft: Draft, section: str) -> list[str] | None:
    """What is defined below a key of the file; None if the key itself could not be read."""
    if section in draft.heading.unread:
        return None
    if section == "commitments":
        return [promise.id for promise in draft.promises]
    entries = draft.entries(section)
    return list(entries.values) if entries else []


def _all(draft: Draft) -> Iterator[tuple[str, str, Place]]:
    for charge in draft.charges.values():
        yield from _in_part(charge.values, ChargeShape, charge.node)
    for promise in draft.promises:
        model = draft.language.promise(promise.metric.name if promise.metric else None)
        yield from _in_part(promise.part.values, model, promise.part.node)
    yield from _in_part(draft.heading.values, draft.language.heading, draft.heading.node)
    for key, parts in draft.rules.items():
        model = draft.language.vocabulary.rules[key].terms
        for part in parts.values():
            yield from _in_part(part.values, model, part.node)


def _in_part(values: Mapping[str, Any], model: type[BaseModel], node: MapNode) -> Iterator[tuple[str, str, Place]]:
    """The references among the values of one mapping that were written (and not left at their default)."""
    for key, info in model.model_fields.items():
        word = info.alias or key
        if word in node.values and values.get(key) is not None:
            yield from _in_value(values[key], info, node.values[word])


def _in_value(value: Any, info: FieldInfo | None, node: Node) -> Iterator[tuple[str, str, Place]]:
    section = section_of(info) if info else None
    if section:
        yield from ((section, name, place) for name, place in _names(value, info, node))
    elif isinstance(value, BaseModel):
        inside = node if isinstance(node, MapNode) else MapNode(node.line, node.column)
        yield from _in_part(dict(value), type(value), inside)
    elif isinstance(value, tuple | list):
        places = node.items if isinstance(node, ListNode) else [node] * len(value)
        for item, place in zip(value, places, strict=False):
            yield from _in_value(item, None, place)
    elif isinstance(value, dict) and isinstance(node, MapNode):
        for key, item in value.items():
            yield from _in_value(item, None, node.values.get(str(key), node))


def _names(value: Any, info: FieldInfo | None, node: Node) -> Iterator[tuple[str, Place]]:
    assert info is not None
    if isinstance(value, str):
        if value not in _words(info.annotation):
            yield value, node
        return
    places = node.items if isinstance(node, ListNode) else [node] * len(value)
    yield from zip(value, places, strict=False)


def section_of(info: FieldInfo) -> str | None:
    """The key of the file below which the names stand that a key takes; None for a key that takes no names."""
    for mark in [*info.metadata, *_inside(info.annotation)]:
        if isinstance(mark, NameOf):
            return mark.section
    return None


def _inside(annotation: Any) -> Iterator[Any]:
    """What is annotated inside a type, models excepted: those are looked at by themselves."""
    for inner in get_args(annotation):
        yield inner
        yield from _inside(inner)


def _words(annotation: Any) -> set[str]:
    """The words of closed lists inside a type, such as ``all`` beside names."""
    return {word for inner in _inside(annotation) for word in [inner, *get_args(inner)] if isinstance(word, str)}
