"""Writing a tree as YAML: what is written reads back to the same words, in the same order."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.representer import SafeRepresenter
from ruamel.yaml.resolver import BaseResolver

from pactline.agreement.yaml_text import ListNode, MapNode, Node, TextNode

_TEXT, _LIST, _MAP = ("tag:yaml.org,2002:" + kind for kind in ("str", "seq", "map"))
_WIDTH = 110
_ONE_LINE = 88  # the longest mapping or list that is put on one line


@dataclass(frozen=True)
class _Section:
    """A key at the top of the file, with its value."""

    key: TextNode
    value: Node

    @property
    def stands_apart(self) -> bool:
        """Whether it has so much below it that blank lines around it help."""
        return isinstance(self.value, MapNode) and not _fits(self.value)


def yaml_text(tree: MapNode, head: str = "") -> str:
    """The tree as YAML, its sections set apart; ``head`` goes before it as remarks."""
    parts = ["".join(f"# {line}".rstrip() + "\n" for line in head.splitlines())] if head else []
    apart = bool(head)
    for key, value in tree.values.items():
        section = _Section(tree.keys[key], value)
        if parts and (apart or section.stands_apart):
            parts.append("\n")
        parts.append(_written(section))
        apart = section.stands_apart
    return "".join(parts)


def _written(section: _Section) -> str:
    yaml = YAML(typ="safe", pure=True)
    yaml.Resolver, yaml.Representer = _NothingImplied, _Words
    yaml.width, yaml.allow_unicode = _WIDTH, True
    stream = io.StringIO()
    yaml.dump(section, stream)
    return "\n".join(line.rstrip(" ") for line in stream.getvalue().split("\n"))


class _NothingImplied(BaseResolver):
    """No word is taken for a number, a date or a truth value, so none needs quotes against that."""

    def __init__(self, version: Any = None, loader: Any = None, loadumper: Any = None) -> None:
        super().__init__(loadumper=loadumper or loader)


class _Words(SafeRepresenter):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def text(self, node: TextNode) -> Any:
        quoted = not node.text or node.text == "<<" or node.text[0] in "?:-"  # readers differ in what these begin
        return self.represent_scalar(_TEXT, node.text, style='"' if quoted else None)

    def list(self, node: ListNode) -> Any:
        return self.represent_sequence(_LIST, node.items, flow_style=_fits(node))

    def mapping(self, node: MapNode) -> Any:
        entries = [(node.keys[key], value) for key, value in node.values.items()]
        return self.represent_mapping(_MAP, entries, flow_style=_fits(node))

    def section(self, section: _Section) -> Any:
        return self.represent_mapping(_MAP, [(section.key, section.value)], flow_style=False)


_Words.add_representer(TextNode, _Words.text)
_Words.add_representer(ListNode, _Words.list)
_Words.add_representer(MapNode, _Words.mapping)
_Words.add_representer(_Section, _Words.section)


def _fits(node: MapNode | ListNode) -> bool:
    """Whether it has only words below it, few enough for one line."""
    inside = node.items if isinstance(node, ListNode) else list(node.values.values())
    words = [item.text for item in inside if isinstance(item, TextNode)]
    keys = list(node.keys) if isinstance(node, MapNode) else []
    return len(words) == len(inside) and "\n" not in "".join(words) and sum(map(len, words + keys)) <= _ONE_LINE
