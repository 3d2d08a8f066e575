"""Answering: a tree with answers to open questions written into it, as if its writer had made the choices."""

from __future__ import annotations

from dataclasses import replace

from pactline.agreement.questions import Answers, Choice, Path
from pactline.agreement.yaml_text import ListNode, MapNode, Node, TextNode


def answered(tree: MapNode, answers: Answers) -> MapNode:
    """The tree with these answers written into it; one whose place the tree does not have is left out.

    What is written stands where its surroundings stand, so that a problem with it is shown there.
    """
    for path, choice in answers.items():
        if len(path) == 2 and path[0] not in tree.values:  # a section that is not there is made, a named part is not
            tree = _with(tree, path[0], MapNode(tree.line, tree.column))
        found = _put(tree, path, choice)
        assert isinstance(found, MapNode)
        tree = found
    return tree


def _put(node: Node, path: Path, choice: Choice) -> Node:
    step, *rest = path
    if isinstance(node, ListNode) and step.isdecimal() and int(step) < len(node.items) and rest:
        items = list(node.items)
        items[int(step)] = _put(items[int(step)], tuple(rest), choice)
        return replace(node, items=items)
    if not isinstance(node, MapNode):
        return node
    if not rest:
        return _with(node, step, _written(choice, node))
    inside = node.values.get(step)
    return node if inside is None else _with(node, step, _put(inside, tuple(rest), choice))


def _with(node: MapNode, key: str, value: Node) -> MapNode:
    place = node.keys.get(key, TextNode(key, node.line, node.column))
    return replace(node, keys={**node.keys, key: place}, values={**node.values, key: value})


def _written(choice: Choice, at: MapNode) -> Node:
    if choice.listed:
        return ListNode(at.line, at.column, [TextNode(word, at.line, at.column) for word in choice.listed])
    if choice.keyed:
        keys = {key: TextNode(key, at.line, at.column) for key, _ in choice.keyed}
        return MapNode(
            at.line, at.column, keys, {key: TextNode(word, at.line, at.column) for key, word in choice.keyed}
        )
    return TextNode(choice.answer, at.line, at.column)
