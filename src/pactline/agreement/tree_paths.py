"""Paths through a tree, also through its lists: an entry of a list goes by its number, from 0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from pactline.agreement.yaml_text import ListNode, MapNode, Node, TextNode

Step: TypeAlias = "str | int"


def ways(words: str, node: Node) -> Iterator[tuple[Step, ...]]:
    """Every path inside a node that words with dots between them can mean; a name may have a dot itself."""
    for key in keys_of(node):
        name = str(key)
        if words == name:
            yield (key,)
        elif words.startswith(name + "."):
            inside = at(node, (key,))
            if inside is not None:
                yield from ((key, *rest) for rest in ways(words[len(name) + 1 :], inside))


def keys_of(node: Node) -> list[Step]:
    """The keys of a mapping, the numbers of a list's entries; nothing of a text."""
    match node:
        case MapNode():
            return list(node.values)
        case ListNode():
            return list(range(len(node.items)))
    return []


def at(node: Node, path: tuple[Step, ...]) -> Node | None:
    """What stands at a path; None if nothing does."""
    for step in path:
        if isinstance(node, MapNode) and isinstance(step, str) and step in node.values:
            node = node.values[step]
        elif isinstance(node, ListNode) and isinstance(step, int):
            node = node.items[step]
        else:
            return None
    return node


def put(node: Node, path: tuple[Step, ...], text: str) -> Node:
    """The tree with another text at a path; the tree given is left alone."""
    if not path:
        return TextNode(text, node.line, node.column)
    step, *rest = path
    match node:
        case MapNode():
            assert isinstance(step, str), "a mapping is entered by a key"
            values = {**node.values, step: put(node.values[step], tuple(rest), text)}
            return MapNode(node.line, node.column, node.keys, values)
        case ListNode():
            assert isinstance(step, int), "a list is entered by a number"
            items = [*node.items[:step], put(node.items[step], tuple(rest), text), *node.items[step + 1 :]]
            return ListNode(node.line, node.column, items)
    raise AssertionError("a path leads through mappings and lists")


def texts(node: Node, path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], TextNode]]:
    """Every text inside a node, with its path; ``path`` is the node's own."""
    if isinstance(node, TextNode):
        yield path, node
    for key in keys_of(node):
        inside = at(node, (key,))
        if inside is not None:
            yield from texts(inside, (*path, key))


def nearest_way(words: str, tree: MapNode) -> str:
    """How far the words lead, and what there is from there on."""
    commitments = tree.values.get("commitments")
    best: tuple[int, str, Node] = (0, "", tree)
    for start, node in (("", tree), ("commitments", commitments)):
        way: list[str] = []
        inside: Node | None = node
        for step in words.split("."):
            keys = {str(key): key for key in keys_of(inside)} if inside is not None else {}
            if inside is None or step not in keys:
                break
            way, inside = [*way, step], at(inside, (keys[step],))
        if inside is not None and len(way) > best[0]:
            best = (len(way), ".".join(filter(None, [start, *way])), inside)
    known = [str(key) for key in keys_of(best[2])]
    if not best[1]:
        known = [*(str(key) for key in (keys_of(commitments) if commitments is not None else ())), *known]
    where = f"below `{best[1]}` there are " if best[1] else "; it begins with a commitment or a key of the file: "
    return ("; " if best[1] else "") + where + ", ".join(known[:14]) if known else ""
