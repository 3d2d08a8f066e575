"""A term that the contract states in several places, and which place wins.

``{stated: {clause 4.2: at most 5 %, summary table: at most 0 %}}`` may stand for any value. Places that agree need no
order; where they differ, ``precedence`` at the top of the file names the places, the one that wins first.
"""

from __future__ import annotations

from dataclasses import replace

from pactline.agreement.questions import Choice
from pactline.agreement.report import Report, one_of
from pactline.agreement.yaml_text import ListNode, MapNode, Node, TextNode, plain

STATED = "stated"


def decide(tree: MapNode, report: Report) -> MapNode:
    """The tree with every term that is stated in several places replaced by the value that wins.

    AGR_PRECEDENCE where places differ and no order decides between them; the first place is then read on with.
    """
    order = tree.values.get("precedence")
    places = [item.text for item in order.items if isinstance(item, TextNode)] if isinstance(order, ListNode) else []
    found = _decided(tree, places, report)
    assert isinstance(found, MapNode)
    return found


def is_stated(node: Node) -> bool:
    """Whether a node is a term stated in several places."""
    return isinstance(node, MapNode) and list(node.values) == [STATED] and isinstance(node.values[STATED], MapNode)


def _decided(node: Node, places: list[str], report: Report) -> Node:
    if isinstance(node, MapNode) and is_stated(node):
        return _winner(node, places, report)
    if isinstance(node, MapNode):
        return replace(node, values={key: _decided(value, places, report) for key, value in node.values.items()})
    if isinstance(node, ListNode):
        return replace(node, items=[_decided(item, places, report) for item in node.items])
    return node


def _winner(node: MapNode, places: list[str], report: Report) -> Node:
    stated = node.values[STATED]
    assert isinstance(stated, MapNode)
    if not stated.values:
        report.problem("AGR_EMPTY", stated, "no place states anything", "write place: value below stated")
        return TextNode("", node.line, node.column, broken=True)
    values = [plain(value) for value in stated.values.values()]
    named = [place for place in places if place in stated.values]
    if any(value != values[0] for value in values) and not named:
        said = ", ".join(f"{place}: {plain(value)}" for place, value in stated.values.items())
        message = f"places state different things ({said}), and no precedence says which wins"
        remedy = f"write precedence: [...] at the top with {one_of(stated.values)} first"
        report.problem("AGR_PRECEDENCE", node, message, remedy)
        report.ask(("precedence",), node, f"the places say different things ({said}): which one wins?",
                   tuple(_first(place, stated, places) for place in stated.values))  # fmt: skip
    return stated.values[named[0] if named else next(iter(stated.values))]


def _first(place: str, stated: MapNode, places: list[str]) -> Choice:
    """The answer that one place wins over the others; what is ordered already stays so."""
    listed = (*places, place, *(other for other in stated.values if other != place))
    return Choice(f"[{', '.join(listed)}]", f"{place}: {plain(stated.values[place])}", listed)
