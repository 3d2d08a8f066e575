"""From the tree of a file to its parts: what could be read of each, before it is known whether they fit together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pactline.agreement.calendars import read_calendar
from pactline.agreement.parts import Part, read_names, read_part
from pactline.agreement.report import Report, nearest, one_of
from pactline.agreement.schema import TIER_KEYS, ChargeShape, Heading, Language
from pactline.agreement.terms import NAME
from pactline.agreement.yaml_text import MapNode, Node, TextNode
from pactline.values.calendar import Calendar


@dataclass
class PromiseDraft:
    """One commitment, or one tier of it, with the choices that conventions add to it."""

    id: str
    title: str
    part: Part
    metric: Any | None  # metrics.Metric; None if it is missing or unknown
    written: frozenset[str]  # the keys that the file itself gives, conventions apart

    def arguments(self) -> dict[str, Any]:
        """The metric's own arguments as far as they could be read; what could not is None."""
        return {key: self.part[key] for key in self.metric.terms.model_fields} if self.metric else {}

    def readable(self, keys: Mapping[str, Any]) -> bool:
        """Whether all of these keys could be read, so that what follows from them can be judged."""
        return not self.part.unread & set(keys)


@dataclass
class Draft:
    """Everything that could be read of a file."""

    language: Language
    heading: Part
    calendars: dict[str, Calendar | None] = field(default_factory=dict)
    charges: dict[str, Part] = field(default_factory=dict)
    services: dict[str, Part] = field(default_factory=dict)
    promises: list[PromiseDraft] = field(default_factory=list)

    def entries(self, key: str) -> Node | None:
        """The node under one of the file's own keys."""
        return self.heading.node.values.get(key)


def read_draft(tree: MapNode, language: Language, report: Report) -> Draft:
    """Read every part of the file by itself; problems of shape go to the report."""
    draft = Draft(language, read_part(Heading, tree, report, "the agreement"))
    for name, node in read_names(draft.entries("calendars"), report, "calendar", NAME):
        draft.calendars[name] = read_calendar(node, report, name)
    for name, node in read_names(draft.entries("charges"), report, "charge", NAME):
        draft.charges[name] = read_part(ChargeShape, node, report, f"the charge `{name}`")
    for name, node in read_names(draft.entries("services"), report, "service", NAME):
        draft.services[name] = read_part(language.service, node, report, f"the service `{name}`")
    usual = _conventions(draft, report)
    for name, node in read_names(draft.entries("commitments"), report, "commitment", NAME):
        draft.promises += _promises(name, node, usual, language, report)
    return draft


def _conventions(draft: Draft, report: Report) -> dict[str, TextNode]:
    """The readings that the named set supplies, each standing where the set is named."""
    name = draft.heading["conventions"]
    if name is None:
        return {}
    place = draft.heading.place("conventions")
    known = draft.language.vocabulary.conventions
    if name not in known:
        hint = f"{nearest(name, known)} The published sets are {one_of(known)}".strip()
        report.problem("AGR_CONVENTIONS", place, f"there are no conventions called {name!r}", hint)
        return {}
    return {key: TextNode(text, place.line, place.column) for key, text in known[name].items()}


def _promises(
    name: str, node: MapNode, usual: Mapping[str, TextNode], language: Language, report: Report
) -> list[PromiseDraft]:
    tiers = node.values.get("tiers")
    shared = MapNode(node.line, node.column, *(_without(entries, "tiers") for entries in (node.keys, node.values)))
    metric = _metric(shared, language, report, name)
    if tiers is None:
        return [_promise(name, name, shared, metric, usual, language, report)]
    found: list[PromiseDraft] = []
    for tier, own in read_names(tiers, report, "tier", NAME):
        _tier_keys(own, shared, metric, tier, report)
        joined = MapNode(own.line, own.column, {**shared.keys, **own.keys}, {**shared.values, **own.values})
        found.append(_promise(f"{name}/{tier}", f"{name}, {tier}", joined, metric, usual, language, report))
    if not found and isinstance(tiers, MapNode):
        report.problem("AGR_EMPTY", tiers, f"`{name}` has no tier", "write at least one tier, or leave tiers out")
    return found


def _without(entries: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in entries.items() if name != key}


def _tier_keys(own: MapNode, shared: MapNode, metric: Any | None, tier: str, report: Report) -> None:
    """A tier says only what tells it from the others, and says nothing that the commitment says for all of them."""
    allowed = [*TIER_KEYS, *(metric.terms.model_fields if metric else own.values)]
    for key in own.values:
        if key not in allowed:
            hint = nearest(key, allowed) or f"write it beside tiers; a tier may have {', '.join(allowed)}"
            report.problem("AGR_UNKNOWN_KEY", own.keys[key], f"the tier `{tier}` cannot have a key `{key}`", hint)
        elif key in shared.values and key not in ("title", "clause", "notes"):
            message = f"`{key}` is said for all tiers in line {shared.keys[key].line} and again for the tier `{tier}`"
            report.problem("AGR_CONTRADICTION", own.keys[key], message, "say it in one of the two places")


def _metric(node: MapNode, language: Language, report: Report, name: str) -> Any | None:
    """The metric a commitment names; None (and a problem) if there is no such metric."""
    written = node.values.get("metric")
    if not isinstance(written, TextNode) or written.broken:
        return None
    known = language.vocabulary.metrics
    if written.text in known:
        return known[written.text]
    hint = nearest(written.text, known) or f"the metrics are {', '.join(known)}"
    message = f"`{name}` measures {written.text[:80]!r}, which is not a metric"
    report.problem("AGR_METRIC_UNKNOWN", written, message, hint)
    return None


def _promise(
    id: str, title: str, node: MapNode, metric: Any | None, usual: Mapping[str, TextNode], language: Language, report: Report
) -> PromiseDraft:
    model = language.promise(metric.name if metric else None)
    values: dict[str, Node] = {key: text for key, text in usual.items() if key in model.model_fields}
    filled = MapNode(node.line, node.column, {**{key: usual[key] for key in values}, **node.keys}, {**values, **node.values})
    part = read_part(model, filled, report, f"the commitment `{id}`", open_ended=metric is None)
    return PromiseDraft(id, part["title"] or title, part, metric, frozenset(node.values))
