"""Reading a YAML file of ours into its shape: typed, or refused with every problem, its place and a remedy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from pactline.agreement.report import Report, nearest
from pactline.agreement.yaml_text import ListNode, MapNode, Node, Wording, plain, read_tree
from pactline.planning.shifts.terms import Shape
from pactline.values.problem import Problem, Problems

T = TypeVar("T", bound=Shape)


def read_bytes(path: str | Path, what: str) -> bytes:
    """The bytes of a file. Raises Problems where there is none."""
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError):
        remedy = f"give the path of {what}"
        raise Problems([Problem(str(path), 0, 0, "FILE_UNREADABLE", "there is no such file", remedy)]) from None


def parse_shape(shape: type[T], raw: bytes, file: str, wording: Wording) -> tuple[T, MapNode, Report]:
    """The shape that these bytes hold, with the tree and the report for further checks. Raises Problems."""
    faults = Report(file)
    tree = read_tree(raw, faults, wording)
    if faults.problems or tree is None:
        raise Problems(faults.problems)
    try:
        return shape.model_validate(plain(tree)), tree, faults
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False):
            _tell(error, tree, faults, shape)
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


def _tell(error: Any, tree: MapNode, faults: Report, shape: type[Shape]) -> None:
    """One fault of the shape, at the place where it stands, in words."""
    path: tuple[str | int, ...] = error["loc"]
    place = place_of(tree, path)
    name = str(path[-1]) if path else "the file"
    match error["type"]:
        case "extra_forbidden":
            remedy = nearest(name, known_keys(shape)) or "remove it"
            faults.problem("SHIFT_KEY", place, f"the key `{name}` is not known here", remedy)
        case "missing":
            faults.problem("SHIFT_KEY", place, f"the key `{name}` is missing here", f"add {name}:")
        case "too_short":
            faults.problem("SHIFT_SHAPE", place, f"`{name}` is empty", f"write at least one under {name}:")
        case "literal_error":
            given, expected = error["input"], error["ctx"]["expected"]
            faults.problem("SHIFT_WORD", place, f"{given!r} is not a word that `{name}` knows", f"write {expected}")
        case _ if "remedy" in error.get("ctx", {}):
            faults.problem(error["type"], place, error["msg"], error["ctx"]["remedy"])
        case _:
            remedy = "see pactline schedule --rules-example"
            faults.problem("SHIFT_SHAPE", place, f"`{name}` has not the right shape: {error['msg'].lower()}", remedy)


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
