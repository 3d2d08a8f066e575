"""Reading the commitments: each, or each tier of it, is completed with the readings that the conventions supply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic.fields import FieldInfo

from pactline.agreement.parts import Part, how_to_write, read_names, read_part, tell_missing
from pactline.agreement.report import Report, nearest
from pactline.agreement.schema import TIER_KEYS, Language
from pactline.agreement.terms import NAME
from pactline.agreement.yaml_text import MapNode, Node, TextNode


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


class PromiseReader:
    """Reads commitments of one file; ``usual`` holds the readings of its conventions."""

    def __init__(self, language: Language, usual: Mapping[str, TextNode], report: Report) -> None:
        self.language = language
        self.usual = usual
        self.report = report

    def read(self, name: str, node: MapNode) -> list[PromiseDraft]:
        """The commitment, or one draft for each of its tiers."""
        tiers = node.values.get("tiers")
        shared = MapNode(node.line, node.column, *(_without(entries, "tiers") for entries in (node.keys, node.values)))
        metric = self._metric(shared, name)
        if tiers is None:
            return [self._promise(name, name, shared, shared, metric)]
        found: list[PromiseDraft] = []
        for tier, own in read_names(tiers, self.report, "tier", NAME):
            self._tier_keys(own, shared, metric, tier)
            joined = MapNode(own.line, own.column, {**shared.keys, **own.keys}, {**shared.values, **own.values})
            found.append(self._promise(name, tier, joined, shared, metric))
        if not found and isinstance(tiers, MapNode):
            remedy = "write at least one tier, or leave tiers out"
            self.report.problem("AGR_EMPTY", tiers, f"`{name}` has no tier", remedy)
        return found

    def _metric(self, node: MapNode, name: str) -> Any | None:
        """The metric a commitment names; None (and a problem) if there is no such metric."""
        written = node.values.get("metric")
        if not isinstance(written, TextNode) or written.broken:
            return None
        known = self.language.vocabulary.metrics
        if written.text in known:
            return known[written.text]
        hint = nearest(written.text, known) or f"the metrics are {', '.join(known)}"
        message = f"`{name}` measures {written.text[:80]!r}, which is not a metric"
        self.report.problem("AGR_METRIC_UNKNOWN", written, message, hint)
        return None

    def _tier_keys(self, own: MapNode, shared: MapNode, metric: Any | None, tier: str) -> None:
        """A tier says only what tells it from the others, and nothing that the commitment says for all of them."""
        allowed = [*TIER_KEYS, *(metric.terms.model_fields if metric else own.values)]
        for key in own.values:
            if key not in allowed:
                hint = nearest(key, allowed) or f"write it beside tiers; a tier may have {', '.join(allowed)}"
                self.report.problem("AGR_UNKNOWN_KEY", own.keys[key], f"the tier `{tier}` cannot have `{key}`", hint)
            elif key in shared.values and key not in ("title", "clause", "notes"):
                message = f"`{key}` is said for all tiers in line {shared.keys[key].line} and again for `{tier}`"
                self.report.problem("AGR_CONTRADICTION", own.keys[key], message, "say it in one of the two places")

    def _promise(self, name: str, tier: str, node: MapNode, shared: MapNode, metric: Any | None) -> PromiseDraft:
        """One promise, from what it says itself and what the conventions add."""
        id = name if node is shared else f"{name}/{tier}"
        model = self.language.promise(metric.name if metric else None)
        usual = {key: text for key, text in self.usual.items() if key in model.model_fields}
        values: dict[str, Node] = {**usual, **node.values}
        own = [*TIER_KEYS, *(metric.terms.model_fields if metric else ())]

        def missing(key: str, info: FieldInfo) -> None:
            """What only the commitment can say is missing there, once, and not in each of its tiers."""
            at, who = (node, id) if key in own else (shared, name)
            remedy = "add " + how_to_write(key, info) + self._or_conventions(key)
            tell_missing(self.report, at, f"the commitment `{who}`", key, info, remedy)

        filled = MapNode(node.line, node.column, {**usual, **node.keys}, values)
        what = f"the commitment `{id}`"
        part = read_part(model, filled, self.report, what, open_ended=metric is None, on_missing=missing)
        title = part["title"] or (name if node is shared else f"{name}, {tier}")
        return PromiseDraft(id, title, part, metric, frozenset(node.values))

    def _or_conventions(self, key: str) -> str:
        """That a published set of readings says it, if one does and none is named."""
        sets = [name for name, readings in self.language.vocabulary.conventions.items() if key in readings]
        return f"; or name published readings at the top of the file: conventions: {sets[-1]}" if sets else ""


def _without(entries: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in entries.items() if name != key}
