"""Whether a remedy or bonus can be worked out for the figure it stands beside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from pactline.agreement.consistency import modifiers_of, terms_of
from pactline.agreement.draft import Draft
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.report import Place, Report
from pactline.agreement.targets import figure_of
from pactline.agreement.yaml_text import MapNode, Node
from pactline.values.target import Target, Unit, amount_text

_SAID = {
    Unit.PERCENT: "a percentage",
    Unit.SECONDS: "a length of time",
    Unit.CONTACTS: "a plain number",
    Unit.SCORE: "a score",
}
_EXAMPLE = {Unit.PERCENT: "2 points", Unit.SECONDS: "15 s", Unit.CONTACTS: "10", Unit.SCORE: "0.2"}


def check_shape(promise: PromiseDraft, key: str, draft: Draft, report: Report) -> bool:
    """Whether the shape under ``remedy`` or ``bonus`` fits its figure; every reason why not is told.

    AGR_REMEDY_UNIT: the shape is for figures in another unit; AGR_BAND_UNIT: a distance is; AGR_TARGET_UNIT: a mark is;
    AGR_CONTRADICTION: a bonus has what is about misses alone, or contacts are paid where intervals or days are counted.
    """
    given, figure = promise.part[key], figure_of(promise, draft)
    name, terms = terms_of(given)
    if not name or figure is None:
        return False
    words, place = draft.language.vocabulary, promise.part.node.values[key]
    beside = modifiers_of(given)
    sound = True
    if key == "bonus":
        about_misses = [word for word in (name, *beside) if not {**words.remedies, **words.modifiers}[word].for_bonus]
        for word in sorted(about_misses):
            message = f"`{word}` is about misses, and a bonus is for service that is better than promised"
            report.problem(
                "AGR_CONTRADICTION", _at(place, word), message, f"write {word} under remedy, or leave it out"
            )
            sound = False
    units = words.remedies[name].units
    if units and figure[0] not in units:
        message = f"`{name}` is for {' or '.join(_SAID[unit] for unit in units)}, and the figure is {_SAID[figure[0]]}"
        report.problem(
            "AGR_REMEDY_UNIT", _at(place, name), message, "choose a shape for this figure, such as per_point"
        )
        sound = False
    if words.remedies[name].counts_contacts and figure[0] is Unit.PERCENT and not _of_contacts(promise):
        message = f"`{name}` counts contacts, and this figure is not good contacts over all counted ones"
        remedy = "choose roll_up: contact_weighted (and over_months: pooled), or a shape that pays by points"
        report.problem("AGR_CONTRADICTION", _at(place, name), message, remedy)
        sound = False
    for word, value in {name: terms, **beside}.items():
        if not all([_in_unit(inner, figure[0], at, report) for inner, at in _measures(value, _below(place, word))]):
            sound = False
    return sound


def _of_contacts(promise: PromiseDraft) -> bool:
    """Whether a share is made of all its contacts together, and not of intervals, days or months."""
    if promise.metric is not None and promise.metric.is_ratio:
        return False
    together: bool = promise.part["roll_up"] == "contact_weighted" and promise.part["over_months"] != "mean_of_parts"
    return together


def _at(node: Node, key: str) -> Place:
    return node.keys[key] if isinstance(node, MapNode) and key in node.keys else node


def _below(node: Node, key: str) -> Node:
    return node.values[key] if isinstance(node, MapNode) else node


def _measures(terms: Any, node: Node) -> Iterator[tuple[Any, Place]]:
    """The marks and distances among the terms, with their places."""
    if isinstance(terms, BaseModel) and isinstance(node, MapNode):
        for name, info in type(terms).model_fields.items():
            value, word = getattr(terms, name), info.alias or name
            if word in node.values and (isinstance(value, Target) or _is_distance(value)):
                yield value, node.values[word]


def _is_distance(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], Unit)


def _in_unit(value: Any, unit: Unit, place: Place, report: Report) -> bool:
    """Whether a mark or a distance is in the unit of the figure."""
    if isinstance(value, Target):
        if not unit.fits(value.unit):
            message = f"{value} is {_SAID[value.unit]}, but the figure is {_SAID[unit]}"
            remedy = f"write {value.bound.replace('_', ' ')} {amount_text(value.amount, unit)}"
            report.problem("AGR_TARGET_UNIT", place, message, remedy)
        return unit.fits(value.unit)
    if not unit.fits(value[1]):
        message = f"the distance {amount_text(*value)} is not in the unit of the figure"
        report.problem("AGR_BAND_UNIT", place, message, f"write it like {_EXAMPLE[unit]}")
    return unit.fits(value[1])
