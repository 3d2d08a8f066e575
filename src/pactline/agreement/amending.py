"""Amending: a tree is changed key by key, and every word of it still knows the file and line it was written in.

Nothing here knows what a key means. A path is the keys from the top of the file down to a value; written with dots
(``commitments.prompt-answer.target``), or as a list of keys where a name itself has a dot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pactline.agreement.report import Line, Place, Report
from pactline.agreement.yaml_text import ListNode, MapNode, Node, TextNode

Path = tuple[str, ...]

FIXED: Final = ("zone", "currency")
"""What no amendment may touch: days and amounts agreed so far would change their meaning."""


@dataclass(frozen=True)
class Pointer:
    """A path as it was written, and where."""

    written: str | Path
    place: Place

    def __str__(self) -> str:
        return self.written if isinstance(self.written, str) else ".".join(self.written)

    def readings(self, tree: MapNode) -> list[Path]:
        """Every path of the tree that the words can mean: none, one, or several where names have dots."""
        if isinstance(self.written, str):
            return list(_readings(tree, self.written))
        return [self.written] if find(tree, self.written) is not None else []


@dataclass(frozen=True)
class Amendment:
    """What both parties agreed to change, from which day."""

    file: str
    name: str
    effective: date  # the first day on which the new text holds
    agreed: dict[str, date]  # party -> the day it agreed
    place: Place  # where the file says when it takes effect
    windows: str | None = None  # split, old or new: how a window is judged that the change falls into
    changes: MapNode | None = None  # what is merged into the text, assignment included
    replaced: tuple[Pointer, ...] = ()
    removed: tuple[Pointer, ...] = ()
    deferred: dict[str, tuple[date, Place]] = field(default_factory=dict)  # another amendment -> the day it waits for
    digest: str = ""  # sha256: of the bytes of the file
    lines: Sequence[str] = field(default=(), repr=False)

    def touched(self, tree: MapNode) -> Iterator[tuple[Path, Place]]:
        """Every path whose value it gives or takes away, in a text that it is applied to."""
        if self.changes:
            replaced = {path for pointer in self.replaced for path in pointer.readings(self.changes)}
            yield from _given(self.changes, replaced)
        for pointer in self.removed:
            for path in pointer.readings(tree):
                yield path, pointer.place


def amend(tree: MapNode, amendment: Amendment, report: Report) -> MapNode:
    """The tree with the amendment's changes: what is removed first, then what is given.

    A path that leads nowhere, or to several places, is a problem and is passed over. The tree given is left alone.
    """
    changed = tree
    for pointer in amendment.removed:
        path = _only(pointer, tree, report, "there is nothing at")
        if path and find(changed, path) is not None:
            changed = _without(changed, path)
    if amendment.changes is None:
        return changed
    replaced: set[Path] = set()
    for pointer in amendment.replaced:
        path = _only(pointer, amendment.changes, report, "`set` gives nothing for")
        if path and find(tree, path) is None:
            message = f"there is nothing at `{pointer}` that could be replaced"
            report.problem("AGR_AMENDMENT_PATH", pointer.place, message, "leave the path out of replace, or mend it")
        elif path:
            replaced.add(path)
    return _merged(changed, amendment.changes, replaced)


def check_paths(amendment: Amendment, report: Report) -> None:
    """AGR_AMENDMENT_FIXED: what may not be amended. AGR_AMENDMENT_PATH: what is given and taken away at once."""
    given = list(_given(amendment.changes, set())) if amendment.changes else []
    taken = [(str(pointer), pointer.place) for pointer in amendment.removed]
    for words, place in [*((".".join(path), place) for path, place in given), *taken]:
        key = words.split(".")[0]
        if key in FIXED:
            message = f"the {key} of an agreement cannot be amended: what was agreed so far would change its meaning"
            report.problem("AGR_AMENDMENT_FIXED", place, message, "leave it out, or conclude a new agreement")
    for words, place in taken:
        if any(
            f"{'.'.join(path)}.".startswith(f"{words}.") or words.startswith(f"{'.'.join(path)}.") for path, _ in given
        ):
            message = f"`{words}` is removed and set by the same amendment"
            remedy = "list it under replace instead of remove: the value in set then takes its place whole"
            report.problem("AGR_AMENDMENT_PATH", place, message, remedy)


def overlap(one: Path, other: Path) -> bool:
    """Whether one path is the other, or leads to something inside it."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def find(tree: Node, path: Path) -> Node | None:
    """The value at a path; None if there is none."""
    for key in path:
        if not isinstance(tree, MapNode) or key not in tree.values:
            return None
        tree = tree.values[key]
    return tree


def filed(node: Node, file: str) -> Node:
    """The same node, every place of it naming its file."""
    line = Line(node.line, file)
    match node:
        case TextNode():
            return TextNode(node.text, line, node.column, node.broken)
        case ListNode():
            return ListNode(line, node.column, [filed(item, file) for item in node.items])
        case MapNode():
            keys = {key: TextNode(key, Line(at.line, file), at.column) for key, at in node.keys.items()}
            return MapNode(line, node.column, keys, {key: filed(value, file) for key, value in node.values.items()})


def _only(pointer: Pointer, tree: MapNode, report: Report, nothing: str) -> Path | None:
    """The one path that is meant; a problem if there is none or more than one."""
    found = pointer.readings(tree)
    if len(found) == 1:
        return found[0]
    if found:
        message = f"`{pointer}` can mean {len(found)} places, because a name has a dot"
        remedy = f"write the path as a list of its keys, such as [{', '.join(found[0])}]"
    else:
        message, remedy = f"{nothing} `{pointer}`", _nearest(pointer, tree)
    report.problem("AGR_AMENDMENT_PATH", pointer.place, message, remedy)
    return None


def _nearest(pointer: Pointer, tree: MapNode) -> str:
    """How far a path leads, and what there is from there on."""
    steps = pointer.written.split(".") if isinstance(pointer.written, str) else pointer.written
    node: Node = tree
    way: list[str] = []
    for step in steps:
        if not isinstance(node, MapNode) or step not in node.values:
            break
        node, way = node.values[step], [*way, step]
    where = f"below `{'.'.join(way)}`" if way else "at the top"
    if isinstance(node, MapNode) and node.values:
        known = list(node.values)
        more = f" and {len(known) - 12} more" if len(known) > 12 else ""
        return f"{where} there are {', '.join(f'`{key}`' for key in known[:12])}{more}"
    return f"{where} there are no keys; lists and texts are replaced whole, by set"


def _readings(node: Node, words: str) -> Iterator[Path]:
    if not isinstance(node, MapNode):
        return
    for key, value in node.values.items():
        if words == key:
            yield (key,)
        elif words.startswith(key + "."):
            for rest in _readings(value, words[len(key) + 1 :]):
                yield (key, *rest)


def _given(node: MapNode, whole: Collection[Path], path: Path = ()) -> Iterator[tuple[Path, Place]]:
    """The paths at which a tree of changes gives a value, each with its key's place."""
    for key, value in node.values.items():
        here = (*path, key)
        if isinstance(value, MapNode) and value.values and here not in whole:
            yield from _given(value, whole, here)
        else:
            yield here, node.keys[key]


def _merged(base: MapNode, change: MapNode, whole: Collection[Path], path: Path = ()) -> MapNode:
    keys, values = dict(base.keys), dict(base.values)
    for key, new in change.values.items():
        here, old = (*path, key), base.values.get(key)
        if isinstance(old, MapNode) and isinstance(new, MapNode) and here not in whole:
            values[key] = _merged(old, new, whole, here)
        else:
            keys[key], values[key] = change.keys[key], new
    return MapNode(base.line, base.column, keys, values)


def _without(tree: MapNode, path: Path) -> MapNode:
    first, *rest = path
    inside = tree.values[first]
    if not rest:
        keys = {key: place for key, place in tree.keys.items() if key != first}
        return MapNode(tree.line, tree.column, keys, {key: tree.values[key] for key in keys})
    assert isinstance(inside, MapNode), "a path leads through mappings"
    return MapNode(tree.line, tree.column, tree.keys, {**tree.values, first: _without(inside, tuple(rest))})
