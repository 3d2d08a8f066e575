"""From the tree of a file to its parts: what could be read of each, before it is known whether they fit together."""

from __future__ import annotations

from dataclasses import dataclass, field

from pactline.agreement.calendars import read_calendar
from pactline.agreement.parts import Part, read_names, read_part
from pactline.agreement.promises import PromiseDraft, PromiseReader
from pactline.agreement.report import Report, nearest, one_of, singular
from pactline.agreement.schema import ChargeShape, Language
from pactline.agreement.terms import NAME
from pactline.agreement.yaml_text import MapNode, TextNode
from pactline.values.calendar import Calendar


@dataclass
class Draft:
    """Everything that could be read of a file."""

    language: Language
    heading: Part
    calendars: dict[str, Calendar | None] = field(default_factory=dict)
    charges: dict[str, Part] = field(default_factory=dict)
    services: dict[str, Part] = field(default_factory=dict)
    promises: list[PromiseDraft] = field(default_factory=list)
    rules: dict[str, dict[str, Part]] = field(default_factory=dict)  # of rules whose terms stand below names

    def entries(self, key: str) -> MapNode | None:
        """The mapping of names under one of the file's own keys; None if there is none, which is said elsewhere."""
        found = self.heading.node.values.get(key)
        return found if isinstance(found, MapNode) else None


def read_draft(tree: MapNode, language: Language, report: Report) -> Draft:
    """Read every part of the file by itself; problems of shape go to the report."""
    draft = Draft(language, read_part(language.heading, tree, report, "the agreement"))
    for name, node in read_names(draft.entries("calendars"), report, "calendar", NAME):
        draft.calendars[name] = read_calendar(node, report, name)
    for name, node in read_names(draft.entries("charges"), report, "charge", NAME):
        draft.charges[name] = read_part(ChargeShape, node, report, f"the charge `{name}`")
    for name, node in read_names(draft.entries("services"), report, "service", NAME):
        draft.services[name] = read_part(language.service, node, report, f"the service `{name}`")
    for key, rule in language.vocabulary.rules.items():
        if rule.named:
            what = singular(key)
            draft.rules[key] = {
                name: read_part(rule.terms, node, report, f"the {what} `{name}`", whole=True)
                for name, node in read_names(draft.entries(key), report, what, NAME)
            }
    promises = PromiseReader(language, _conventions(draft, report), report)
    for name, node in read_names(draft.entries("commitments"), report, "commitment", NAME):
        draft.promises += promises.read(name, node)
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
        name = next(iter(known))  # so that the choices which some set makes are not called missing as well
    return {key: TextNode(text, place.line, place.column) for key, text in known[name].items()}
