"""A reference page for every construct of the language: remedy shapes, modifiers, rules, windows."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from markdown import GENERATED, table
from pactline.agreement.parts import how_to_write
from pactline.agreement.report import Report
from pactline.agreement.yaml_text import ListNode, MapNode, Node, plain, read_tree
from pactline.agreement.yaml_writing import yaml_text
from pactline.remedies import remedies
from pactline.remedies.modifiers import modifiers
from pactline.remedies.rules import rules
from pactline.values.dated import Dated
from pactline.values.terms import NameOf

ROOT = Path(__file__).resolve().parent.parent
_STAGES = {
    "distance": "before the shape: it changes how far the figure is from the target",
    "amount": "after the shape: it changes the amount (or the points)",
    "after": "in every window, missed or not: it may bring an amount of its own",
}


def construct_pages() -> dict[str, Callable[[], str]]:
    """The page of each construct, by its path under docs/reference/."""
    found: dict[str, Callable[[], str]] = {"constructs/README.md": index}
    for name, shape in remedies().items():
        found[f"constructs/{name}.md"] = lambda name=name, shape=shape: _shape_page(name, shape)
    for name, modifier in modifiers().items():
        found[f"constructs/{name}.md"] = lambda name=name, modifier=modifier: _modifier_page(name, modifier)
    for name, rule in rules().items():
        path = f"constructs/{name}.md" if name not in remedies() else f"constructs/{name}-scheme.md"
        found[path] = lambda name=name, rule=rule: _rule_page(name, rule)
    return found


def index() -> str:
    """Every construct with its first sentence."""
    parts = ["# The constructs of the language\n", GENERATED]
    parts.append("## Remedy shapes\n\nExactly one stands under `remedy` (or `bonus`) of a commitment.\n")
    parts.append(
        table(["Shape", "What it pays"], [[f"[`{n}`]({n}.md)", _after(s.title)] for n, s in remedies().items()])
    )
    parts.append("## Modifiers\n\nAny number stands beside the shape; they act in this order.\n")
    parts.append(
        table(["Modifier", "What it does"], [[f"[`{n}`]({n}.md)", _after(m.title)] for n, m in modifiers().items()])
    )
    parts.append("## Rules\n\nThey stand at the top of the agreement and hold for all of it.\n")
    rows = [[f"[`{n}`]({_rule_file(n)})", _after(r.title)] for n, r in rules().items()]
    parts.append(table(["Rule", "What it says"], rows))
    return "\n".join(parts)


def _rule_file(name: str) -> str:
    return f"{name}-scheme.md" if name in remedies() else f"{name}.md"


def _shape_page(name: str, shape: Any) -> str:
    told = ["It needs a figure: a window that is missed by rule brings nothing."] if shape.needs_figure else []
    told += ["It looks at every figure, also at those that keep the promise."] if shape.both_sides else []
    units = f"Only for figures in {', '.join(unit.value for unit in shape.units)}." if shape.units else ""
    return _page(name, shape.title, "remedy shape", shape.work, shape.terms, [*told, units], _in_remedies(name))


def _modifier_page(name: str, modifier: Any) -> str:
    told = [f"It acts {_STAGES[modifier.stage]}."]
    told += [] if modifier.for_bonus else ["It is about misses alone and has no place in a bonus."]
    return _page(name, modifier.title, "modifier", modifier.work, modifier.terms, told, _in_remedies(name))


def _rule_page(name: str, rule: Any) -> str:
    told = ["Its terms stand below names of your own."] if rule.named else []
    return _page(name, rule.title, "rule", rule.work, rule.terms, told, _at_top(name))


def _page(
    name: str, title: str, what: str, work: Any, terms: Any, told: list[str], uses: Iterator[tuple[Path, MapNode]]
) -> str:
    head, body = _head(title), _after(title)
    heading = f"# `{name}`" if head.lower() == name.replace("_", " ") else f"# `{name}`: {head.lower()}"
    parts = [f"{heading}\n", GENERATED, f"A {what}: {body}\n", inspect.getdoc(work) or "", ""]
    parts += [line for line in told if line] + [""]
    models = list(_models(terms))
    if models:
        parts.append("## Keys\n")
    for model in models:
        rows = [
            [f"`{info.alias or key}`", (info.description or ""), _write(info.alias or key, info)]
            for key, info in model.model_fields.items()
        ]
        parts.append(f"{_sentence(model)}\n\n" + table(["Key", "Meaning", "Written"], rows))
    if not models:
        parts.append(
            f"Written as `{name}: 1000.00`, or with a day for each amount: `{name}: {{from 2025-01-01: 1000.00}}`.\n"
        )
    return "\n".join([*parts, *_examples(name, uses)]).rstrip() + "\n"


def _link(folder: Path) -> str:
    """To the page of an example, which may stand one folder up."""
    page = next(place / "README.md" for place in (folder, folder.parent) if (place / "README.md").exists())
    return f"[{folder.name}](../../../{page.relative_to(ROOT)})"


def _examples(name: str, uses: Iterator[tuple[Path, MapNode]]) -> list[str]:
    found = list(uses)
    if not found:
        return []
    folder, node = min(found, key=lambda use: (len(json.dumps(plain(use[1]))), use[0]))
    text = yaml_text(node)
    named = sorted({path for path, _ in found})
    links = ", ".join(_link(path) for path in named)
    link = _link(folder)
    shown = f"## Example\n\nFrom {link}:\n\n```yaml\n{text.rstrip()}\n```\n"
    return [shown, f"Used in {links}.\n"]


def _trees() -> Iterator[tuple[Path, MapNode]]:
    for file in sorted((ROOT / "examples").rglob("agreement.yaml")):
        tree = read_tree(file.read_bytes(), Report(str(file)))
        if tree is not None:
            yield file.parent, tree


def _in_remedies(name: str) -> Iterator[tuple[Path, MapNode]]:
    for folder, tree in _trees():
        for node in _maps(tree):
            for key in ("remedy", "bonus"):
                inner = node.values.get(key)
                if isinstance(inner, MapNode) and name in inner.values:
                    yield folder, MapNode(0, 0, {key: node.keys[key]}, {key: inner})


def _at_top(name: str) -> Iterator[tuple[Path, MapNode]]:
    for folder, tree in _trees():
        if name in tree.values:
            yield folder, MapNode(0, 0, {name: tree.keys[name]}, {name: tree.values[name]})


def _maps(node: Node) -> Iterator[MapNode]:
    if isinstance(node, MapNode):
        yield node
        for value in node.values.values():
            yield from _maps(value)
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from _maps(item)


def _models(annotation: Any, seen: set[type] | None = None) -> Iterator[type[BaseModel]]:
    """Every model inside a type, outermost first, each once."""
    seen = set() if seen is None else seen
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        if annotation in seen:
            return
        seen.add(annotation)
        yield annotation
        for info in annotation.model_fields.values():
            yield from _models(info.annotation, seen)
        return
    if not (inspect.isclass(annotation) and issubclass(annotation, Dated)):
        for inner in get_args(annotation):
            yield from _models(inner, seen)


def _sentence(model: type[BaseModel]) -> str:
    return (inspect.getdoc(model) or "").split("\n\n")[0].replace("\n", " ")


def _write(key: str, info: Any) -> str:
    """How a key is written: its words, a name from another section, or an example."""
    for mark in [*info.metadata, *_inside(info.annotation)]:
        if isinstance(mark, NameOf):
            return f"a name from `{mark.section}`"
    if any(
        getattr(mark, "json_schema", {}).get("description") == "words"
        for mark in [*info.metadata, *_inside(info.annotation)]
    ):
        return "words"
    said = how_to_write(key, info).removeprefix(f"{key}: ")
    said = said.replace(" (for example)", "").removeprefix("one of: ").removeprefix("one of ")
    if said.startswith("and below it its keys"):
        return "its keys below"
    if said.startswith("and below it"):
        return "names or values below"
    return said if said.startswith("`") else f"`{said}`"


def _inside(annotation: Any) -> Iterator[Any]:
    for inner in get_args(annotation):
        yield inner
        yield from _inside(inner)


def _head(title: str) -> str:
    return title.split(":", 1)[0]


def _after(title: str) -> str:
    _, _, rest = title.partition(": ")
    return re.sub(r"\.$", "", rest or title) + "."
