"""Reading a YAML file of planning into its shape: typed, or refused with every problem, its place and a remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from pactline.agreement.report import Report, nearest
from pactline.agreement.yaml_text import ListNode, MapNode, Node, Wording, plain, read_tree
from pactline.values.problem import Problems

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class FileKind:
    """How messages speak of one kind of file."""

    prefix: str  # its codes begin so: SHIFT makes SHIFT_KEY
    wording: Wording
    example: str  # where a whole file can be seen


def parse_shape(shape: type[T], raw: bytes, file: str, kind: FileKind) -> tuple[T, MapNode, Report]:
    """The shape that these bytes hold, with the tree and the report for further checks. Raises Problems."""
    faults = Report(file)
    tree = read_tree(raw, faults, kind.wording)
    if faults.problems or tree is None:
        raise Problems(faults.problems)
    try:
        return shape.model_validate(plain(tree)), tree, faults
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False):
            _tell(error, tree, faults, shape, kind)
        raise Problems(faults.problems) from None


def place_of(tree: MapNode, path: Sequence[str | int]) -> Node:
    """The node a path leads to, as far as it goes."""
    node: Node = tree
    found: Node = tree
    for step in path:
        if isinstance(node, MapNode) and step in node.values:
            found, node = node.keys[str(step)], node.values[str(step)]
        elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            found = node = node.items[step]
    return found


def _tell(error: Any, tree: MapNode, faults: Report, shape: type[BaseModel], kind: FileKind) -> None:
    """One fault of the shape, at the place where it stands, in words."""
    path: tuple[str | int, ...] = error["loc"]
    place = place_of(tree, path)
    name = str(path[-1]) if path else "the file"
    match error["type"]:
        case "extra_forbidden":
            remedy = nearest(name, known_keys(shape)) or "remove it"
            faults.problem(f"{kind.prefix}_KEY", place, f"the key `{name}` is not known here", remedy)
        case "missing":
            faults.problem(f"{kind.prefix}_KEY", place, f"the key `{name}` is missing here", f"add {name}:")
        case "too_short":
            faults.problem(f"{kind.prefix}_SHAPE", place, f"`{name}` is empty", f"write at least one under {name}:")
        case "literal_error":
            message = f"{error['input']!r} is not a word that `{name}` knows"
            faults.problem(f"{kind.prefix}_WORD", place, message, f"write {error['ctx']['expected']}")
        case _ if "remedy" in error.get("ctx", {}):
            faults.problem(error["type"], place, error["msg"], error["ctx"]["remedy"])
        case _:
            message = f"`{name}` has not the right shape: {error['msg'].lower()}"
            faults.problem(f"{kind.prefix}_SHAPE", place, message, f"see {kind.example}")


def known_keys(shape: type[BaseModel]) -> set[str]:
    """Every key that a shape or a part of it knows, for a helpful guess."""
    found: set[str] = set()
    waiting: list[Any] = [shape]
    seen: set[Any] = set()
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        if isinstance(each, type) and issubclass(each, BaseModel):
            for name, field in each.model_fields.items():
                found.add(field.alias or name)
                waiting.append(field.annotation)
        else:
            waiting.extend(part for part in get_args(each) if not isinstance(part, str))
    return found
