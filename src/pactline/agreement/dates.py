"""Dated values: one must hold from the first day, and change only where a window begins."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from pactline.agreement.draft import Draft
from pactline.agreement.report import Place, Report
from pactline.agreement.yaml_text import ListNode, MapNode, Node
from pactline.values.cadence import Cadence
from pactline.values.dated import Dated
from pactline.values.period import Period


def dated_values(value: Any, node: Node) -> Iterator[tuple[Dated[Any], Node]]:
    """Every dated value inside the terms of a remedy, charge or target, with the node it was read from."""
    if isinstance(value, Dated):
        yield value, node
    elif isinstance(value, BaseModel) and isinstance(node, MapNode):
        for name, info in type(value).model_fields.items():
            key = info.alias or name
            if key in node.values:
                yield from dated_values(getattr(value, name), node.values[key])
    elif isinstance(value, tuple) and isinstance(node, ListNode):
        for item, place in zip(value, node.items, strict=False):
            yield from dated_values(item, place)


def step_places(dated: Dated[Any], node: Node) -> Iterator[tuple[Any, Any, Place]]:
    """Each step's first day, value and place."""
    for day, value in dated.steps:
        found: Place = node
        if isinstance(node, MapNode):
            found = next((place for key, place in node.keys.items() if key.endswith(str(day))), node)
        yield day, value, found


def amounts(draft: Draft) -> Iterator[tuple[Dated[Decimal], Node]]:
    """Every amount of money in the file, dated or not."""
    for _, dated, node in _governed(draft):
        if isinstance(dated.steps[0][1], Decimal):
            yield dated, node


def check_dates(draft: Draft, report: Report) -> None:
    """AGR_DATED: nothing is in force on the first day; AGR_DATED_INSIDE_WINDOW: a change within a window."""
    term: Period | None = draft.heading["term"]
    for each, dated, node in _governed(draft):
        first = dated.steps[0][0]
        if term and first and first > term.first:
            message = f"nothing is in force from {term.first}, when the term begins, until {first}"
            report.problem(
                "AGR_DATED", node, message, f"begin with from {term.first}, or write one value without a day"
            )
        for day, _, place in step_places(dated, node):
            if not day or not each or not term or day <= term.first or day == each.start(day, term):
                continue
            edge = each.start(day, term)
            message = f"the value changes on {day}, inside a {each.tile} that began on {edge}"
            report.problem(
                "AGR_DATED_INSIDE_WINDOW", place, message, f"let it change on the first day of a {each.tile}"
            )


def _governed(draft: Draft) -> Iterator[tuple[Cadence | None, Dated[Any], Node]]:
    """Every dated value with the window that it must not change in."""
    for charge in draft.charges.values():
        if charge["amount"]:
            yield Cadence.of(charge["each"]) if charge["each"] else None, charge["amount"], charge.node.values["amount"]
    for promise in draft.promises:
        for key in ("target", "remedy", "bonus"):
            if promise.part[key]:
                for dated, node in dated_values(promise.part[key], promise.part.node.values[key]):
                    yield promise.part["each"], dated, node
    for parts in draft.rules.values():
        for part in parts.values():
            for key, value in part.values.items():
                if key in part.node.values:
                    for dated, node in dated_values(value, part.node.values[key]):
                        yield None, dated, node
