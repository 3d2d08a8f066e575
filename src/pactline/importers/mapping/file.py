"""Reading a mapping file: typed, or refused with every problem, its place and how to put it right."""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

from pactline.agreement.report import Report as Faults
from pactline.agreement.report import nearest
from pactline.agreement.yaml_text import ListNode, MapNode, Node, Wording, plain, read_tree
from pactline.importers.mapping import model as mapping_model
from pactline.importers.mapping import readings as mapping_readings
from pactline.importers.mapping.checking import faults_of
from pactline.importers.mapping.model import (
    AgentStateMapping,
    AttemptMapping,
    IntervalMapping,
    RecordMapping,
    ReportMapping,
    TicketEventMapping,
)
from pactline.importers.mapping.targets import TARGETS
from pactline.importers.mapping.terms import Shape
from pactline.values.problem import Problem, Problems

MappingFile: TypeAlias = (
    RecordMapping | AgentStateMapping | AttemptMapping | TicketEventMapping | IntervalMapping | ReportMapping
)
SHAPES: Mapping[str, type[MappingFile]] = {
    "records": RecordMapping,
    "agent_states": AgentStateMapping,
    "attempts": AttemptMapping,
    "ticket_events": TicketEventMapping,
    "interval_counts": IntervalMapping,
    "report": ReportMapping,
}
_WORDING = Wording("a mapping file", "begin with mapping: its name")


def mapping_names() -> tuple[str, ...]:
    """The mappings that ship with the product, known by name."""
    folder = importlib.resources.files("pactline.importers.mapping").joinpath("shipped")
    return tuple(sorted(f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml")))


def read_mapping(name_or_path: str | Path) -> MappingFile:
    """The mapping of that name, or in that file (a path holds ``/`` or ends in ``.yaml``). Raises Problems."""
    text = str(name_or_path)
    if text in mapping_names():
        shipped = importlib.resources.files("pactline.importers.mapping").joinpath("shipped", f"{text}.yaml")
        return parse_mapping(shipped.read_bytes(), text)
    try:
        raw = Path(name_or_path).read_bytes()
    except (OSError, ValueError):
        remedy = f"give the path of a mapping file, or one of the names {', '.join(mapping_names())}"
        raise Problems([Problem(text, 0, 0, "MAP_FILE", "there is no such mapping file", remedy)]) from None
    return parse_mapping(raw, text)


def parse_mapping(raw: bytes, file: str) -> MappingFile:
    """The mapping that these bytes hold; ``file`` is how messages call it. Raises Problems."""
    faults = Faults(file)
    tree = read_tree(raw, faults, _WORDING)
    if faults.problems or tree is None:
        raise Problems(faults.problems)
    content = plain(tree)
    shape = SHAPES.get(str(content.get("kind")))
    if shape is None:
        faults.problem(
            "MAP_KIND",
            tree.values.get("kind"),
            "the mapping does not say its kind",
            f"write kind: {', '.join(f'{t.kind} ({t.meaning})' for t in TARGETS.values())} or report (for infer)",
        )
        raise Problems(faults.problems)
    try:
        mapping = shape.model_validate(content)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False)
        for error in errors:
            inside = [other for other in errors if len(other["loc"]) > len(error["loc"])]
            if error["type"] == "too_short" and any(o["loc"][: len(error["loc"])] == error["loc"] for o in inside):
                continue  # it only looks empty because its items are faulty
            _report(error, tree, faults)
        raise Problems(faults.problems) from None
    for path, code, message, remedy in faults_of(mapping):
        faults.problem(code, _place(tree, path), message, remedy)
    if faults.problems:
        raise Problems(faults.problems)
    return mapping


def _report(error: Any, tree: MapNode, faults: Faults) -> None:
    """One fault of the shape, at the place it stands, in words."""
    path: tuple[str | int, ...] = error["loc"]
    place = _place(tree, path)
    name = str(path[-1])
    match error["type"]:
        case "extra_forbidden":
            known = _known_keys()  # a key in the wrong place is no near miss of itself
            elsewhere = "it belongs to another part of the mapping; take it out here"
            remedy = elsewhere if name in known else nearest(name, known) or "remove it"
            faults.problem("MAP_KEY_UNKNOWN", place, f"the key `{name}` is not known here", remedy)
        case "missing" if isinstance(path[-1], int):
            faults.problem(
                "MAP_SHAPE", place, f"`{path[-2]}` lists too few", f"list {path[-1] + 1} or more, as it needs"
            )
        case "too_long":
            most = error["ctx"]["max_length"]
            faults.problem("MAP_SHAPE", place, f"`{name}` lists too many", f"list {most}")
        case "missing":
            faults.problem("MAP_KEY_MISSING", place, f"the key `{name}` is missing here", f"add {name}:")
        case "too_short":
            faults.problem("MAP_SHAPE", place, f"`{name}` is empty", f"list at least one under {name}:")
        case "literal_error":
            given, expected = error["input"], error["ctx"]["expected"]
            faults.problem("MAP_WORD", place, f"{given!r} is not a word that `{name}` knows", f"write {expected}")
        case _ if "remedy" in error.get("ctx", {}):
            faults.problem(error["type"], place, error["msg"], error["ctx"]["remedy"])
        case _:
            faults.problem(
                "MAP_SHAPE",
                place,
                f"`{name}` has not the right shape: {error['msg'].lower()}",
                "see the reference of mapping keys",
            )


def _known_keys() -> set[str]:
    """The keys that any part of a mapping file knows, for a helpful guess."""
    return {field.alias or name for shape in shapes() for name, field in shape.model_fields.items()}


def shapes() -> list[type[Shape]]:
    """Every shape a mapping file is made of, in the order of the files that define them."""
    defined = [*vars(mapping_model).values(), *vars(mapping_readings).values()]
    found = [item for item in defined if isinstance(item, type) and issubclass(item, Shape) and item is not Shape]
    return list(dict.fromkeys(found))


def _place(tree: MapNode, path: Sequence[str | int]) -> Node | None:
    """The node a path leads to, as far as it goes; names of alternatives, which are no keys, are passed over."""
    node: Node = tree
    found: Node = tree
    for step in path:
        if isinstance(node, MapNode) and step in node.values:
            found, node = node.keys[str(step)], node.values[str(step)]
        elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            found = node = node.items[step]
    return found


def match_report(header: Sequence[str]) -> ReportMapping | None:
    """The shipped report mapping whose header is exactly this one."""
    for name in mapping_names():
        mapping = read_mapping(name)
        if isinstance(mapping, ReportMapping) and mapping.source.header == tuple(header):
            return mapping
    return None


def mapping_schema() -> dict[str, Any]:
    """The JSON Schema of a mapping file, for editors."""
    schema: dict[str, Any] = TypeAdapter(MappingFile).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Pactline mapping file", **schema}
