"""Reading ``centre.yaml``: typed, or refused with every problem, its place and how to put it right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pactline.agreement.report import Report, nearest
from pactline.agreement.yaml_text import MOST_BYTES, MapNode, Wording
from pactline.planning.given_file import read_given
from pactline.planning.simulation.centre_shape import CentreFile
from pactline.planning.yaml_file import FileKind, parse_shape, place_of
from pactline.values.problem import Problems

_KIND = FileKind("CENTRE", Wording("a centre file", "begin with centre: its name"), "docs/how-to/simulate-a-centre.md")


def read_centre(path: str | Path) -> CentreFile:
    """The centre in a file. Raises Problems with file, line, what is wrong and how to put it right."""
    what = "a centre file, or --plan with a plan that pactline staff wrote"
    return parse_centre(read_given(path, what, MOST_BYTES), str(path))


def parse_centre(raw: bytes, file: str) -> CentreFile:
    """The centre that these bytes hold; ``file`` is how messages call it. Raises Problems."""
    centre, tree, faults = parse_shape(CentreFile, raw, file, _KIND)
    _check_names(centre, tree, faults)
    if faults.problems:
        raise Problems(faults.problems)
    return centre


def _check_names(centre: CentreFile, tree: MapNode, faults: Report) -> None:
    """Every name leads somewhere, and every queue has somebody."""
    for name, group in centre.groups.items():
        for queue in group.skills:
            if queue not in centre.queues:
                _unknown(faults, place_of(tree, ("groups", name, "skills", queue)), "queue", queue, centre.queues)
    able = {queue: [n for n, g in centre.groups.items() if queue in g.skills] for queue in centre.queues}
    for queue, groups in able.items():
        if not groups:
            faults.problem("CENTRE_NOBODY", place_of(tree, ("queues", queue)), f"no group may serve `{queue}`",
                           f"add `{queue}` to the skills of a group")  # fmt: skip
    _check_costs(centre, tree, faults)
    for queue, routes in centre.routing.items():
        here = place_of(tree, ("routing", queue))
        if queue not in centre.queues:
            _unknown(faults, here, "queue", queue, centre.queues)
            continue
        named = [route.group for route in routes]
        for number, name in enumerate(named):
            place = place_of(tree, ("routing", queue, number))
            if name not in centre.groups:
                _unknown(faults, place, "group", name, centre.groups)
            elif name not in able[queue]:
                faults.problem("CENTRE_SKILL", place, f"`{name}` has not the skill `{queue}`",
                               f"add `{queue}` to its skills, or take it out here")  # fmt: skip
        _check_complete(queue, named, able[queue], here, faults)


def _check_costs(centre: CentreFile, tree: MapNode, faults: Report) -> None:
    without = [name for name, group in centre.groups.items() if not group.cost_per_hour]
    if len(without) < len(centre.groups):
        for name in without:
            faults.problem("CENTRE_COST", place_of(tree, ("groups", name)), f"`{name}` has no cost, others have one",
                           "add cost_per_hour: to every group, or to none")  # fmt: skip


def _check_complete(queue: str, named: list[str], able: list[str], here: Any, faults: Report) -> None:
    if len(set(named)) < len(named):
        faults.problem("CENTRE_TWICE", here, "a group stands here twice", "name each group once")
    if missing := [group for group in able if group not in named]:
        faults.problem("CENTRE_ROUTE", here, f"`{missing[0]}` may serve `{queue}` and is not named here",
                       "name every group that has the skill, or take the skill from it")  # fmt: skip


def _unknown(faults: Report, place: Any, what: str, name: str, known: dict[str, Any]) -> None:
    faults.problem("CENTRE_NAME", place, f"there is no {what} `{name}`", nearest(name, known) or f"add it to {what}s:")
