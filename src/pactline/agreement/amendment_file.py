"""The file of one amendment: who agreed to what, from which day, and what it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from pactline.agreement.amending import Amendment, Pointer, check_paths, filed, find
from pactline.agreement.parts import Part, read_part
from pactline.agreement.report import Place, Report
from pactline.agreement.schema import Names
from pactline.agreement.shape import Shape
from pactline.agreement.terms import Text
from pactline.agreement.wording import is_wording
from pactline.agreement.yaml_text import ListNode, MapNode, Node, TextNode, Wording, plain, read_tree
from pactline.values.terms import Day

PARTIES = ("provider", "client")
_WORDING = Wording("an amendment", "begin with amendment: its name")
_RULES = {
    "split": "what lies before the day is judged by the old text, the rest by the new one",
    "old": "the window is judged as a whole by the old text",
    "new": "the window is judged as a whole by the new text",
}


class AgreedShape(Shape):
    """When each party agreed."""

    provider: Day | None = Field(default=None, description="the day on which the provider agreed")
    client: Day | None = Field(default=None, description="the day on which the client agreed")


class AssignmentShape(Shape):
    """A successor takes the place of a party; what was measured and owed before stays on the same record."""

    provider: Text | None = Field(default=None, description="who is the provider from now on")
    client: Text | None = Field(default=None, description="who is the client from now on")
    evidence: Text = Field(description="the deed, register entry or letter that says so")


class AmendmentShape(Shape):
    """The keys of an amendment."""

    amendment: Text = Field(description="the name of the amendment")
    effective: Day = Field(description="the first day on which the new text holds")
    agreed: AgreedShape = Field(description="the days on which provider and client agreed")
    retroactive: Literal["yes", "no"] = Field(default="no", description="whether it was agreed after it takes effect")
    windows: Literal["split", "old", "new"] | None = Field(
        default=None, description="how a window is judged that the change falls into"
    )
    assignment: AssignmentShape | None = Field(default=None, description="a successor takes the place of a party")
    set: Names = Field(default={}, description="what is merged into the agreement, key by key")
    replace: tuple[Text | tuple[Text, ...], ...] = Field(
        default=(), description="paths in set whose value takes the place of the old one whole"
    )
    remove: tuple[Text | tuple[Text, ...], ...] = Field(default=(), description="paths that are taken out")
    defer: dict[Text, Day] = Field(
        default={},
        description="amendments put off before they take effect, by file name without .yaml, and the new day of each",
    )
    notes: Text | None = Field(default=None, description="for people; nothing is computed from it")


def read_amendment(raw: bytes, report: Report) -> Amendment | None:
    """The amendment in a file's bytes; None when too little can be read. Problems go to the report."""
    read = read_tree(raw, report, _WORDING)
    if read is None:
        return None
    tree = filed(read, report.file)
    assert isinstance(tree, MapNode), "a filed tree is the same tree"
    part = read_part(AmendmentShape, tree, report, "the amendment")
    changes = _changes(part, tree, report)
    removed, replaced = tuple(_pointers(tree, "remove")), tuple(_pointers(tree, "replace"))
    _check_agreed(part, report)
    deferred = _deferred(part, tree)
    if not (changes or removed or deferred) and not part.unread & {"set", "remove", "assignment", "defer"}:
        remedy = "write set, remove, assignment or defer"
        report.problem("AGR_AMENDMENT_EMPTY", tree, "the amendment changes nothing", remedy)
    if "effective" in part.unread:
        return None
    amendment = Amendment(
        file=report.file,
        name=part["amendment"] or report.file,
        effective=part["effective"],
        agreed={party: day for party in PARTIES if (day := getattr(part["agreed"], party, None))},
        place=part.place("effective"),
        windows=part["windows"],
        changes=changes,
        replaced=replaced,
        removed=removed,
        deferred=deferred,
        digest="sha256:" + hashlib.sha256(raw).hexdigest(),
        lines=report.lines,
    )
    check_paths(amendment, report)
    _check_windows(amendment, part, report)
    return amendment


def _changes(part: Part, tree: MapNode, report: Report) -> MapNode | None:
    """What is set, and who takes over from a party; None if nothing is."""
    given = tree.values.get("set")
    changes = given if isinstance(given, MapNode) else MapNode(tree.line, tree.column)
    for party in PARTIES:
        if place := changes.keys.get(party):
            message = f"the {party} cannot be set: a party changes when a successor takes its place"
            remedy = f"write it as assignment: {{{party}: its name, evidence: where that is written}}"
            report.problem("AGR_AMENDMENT_PARTY", place, message, remedy)
    node = find(tree, ("assignment",))
    if isinstance(node, MapNode) and part["assignment"]:
        successors = [party for party in PARTIES if party in node.values]
        if not successors:
            remedy = "name the provider or the client from now on"
            report.problem("AGR_AMENDMENT_PARTY", node, "the assignment names no party", remedy)
        keys = {**changes.keys, **{party: node.keys[party] for party in successors}}
        values = {**changes.values, **{party: node.values[party] for party in successors}}
        changes = MapNode(changes.line, changes.column, keys, values)
    return changes if changes.values else None


def _deferred(part: Part, tree: MapNode) -> dict[str, tuple[date, Place]]:
    """The amendments that are put off, each with its new day and where that is written."""
    node = tree.values.get("defer")
    if not isinstance(node, MapNode):
        return {}
    return {name: (day, node.values[name]) for name, day in (part["defer"] or {}).items()}


def _pointers(tree: MapNode, key: str) -> Iterator[Pointer]:
    listed = tree.values.get(key)
    for item in listed.items if isinstance(listed, ListNode) else []:
        match item:
            case TextNode() if item.text.strip() and not item.broken:
                yield Pointer(item.text.strip(), item)
            case ListNode() if item.items and all(isinstance(step, TextNode) for step in item.items):
                yield Pointer(tuple(plain(item)), item)


def _check_agreed(part: Part, report: Report) -> None:
    """AGR_AMENDMENT_AGREED: by both, and not after it takes effect unless that is said."""
    agreed, effective = part["agreed"], part["effective"]
    if agreed is None:
        return
    place = part.place("agreed")
    for party in PARTIES:
        day, node = getattr(agreed, party), _inside(place, party)
        if day is None:
            message = f"the {party} has not agreed; what one side writes alone changes nothing"
            report.problem("AGR_AMENDMENT_AGREED", node, message, f"write the day on which the {party} agreed")
        elif effective and day > effective and part["retroactive"] == "no":
            message = f"the {party} agreed on {day}, after the amendment takes effect on {effective}"
            remedy = "if the past is to be judged anew, write retroactive: yes; otherwise let it take effect later"
            report.problem("AGR_AMENDMENT_AGREED", node, message, remedy)


def _inside(node: object, key: str) -> Node:
    assert isinstance(node, TextNode | ListNode | MapNode), "a part's places are nodes"
    return node.values.get(key, node) if isinstance(node, MapNode) else node


def _check_windows(amendment: Amendment, part: Part, report: Report) -> None:
    """AGR_AMENDMENT_WINDOWS: whatever can move money says how the window is judged that it falls into."""
    touched = [path for path, _ in amendment.touched(amendment.changes or MapNode(0, 0))]
    moves = amendment.removed or any(not is_wording(path) for path in touched)
    if amendment.windows is None and "windows" not in part.unread and moves:
        message = "the amendment does not say how a window is judged that the change falls into"
        words = "; ".join(f"`{rule}` ({meaning})" for rule, meaning in _RULES.items())
        report.problem("AGR_AMENDMENT_WINDOWS", part.node, message, f"add windows: one of {words}")
