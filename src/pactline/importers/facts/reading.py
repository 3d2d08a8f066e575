"""Reading every fact file of a contract folder at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pactline.importers.facts import (
    assertions,
    change_orders,
    charges,
    events,
    figures,
    forecast,
    incidents,
    performed,
    relief,
)
from pactline.records.facts import Facts
from pactline.values.problem import Problem, Problems

Reader = Callable[[Path], tuple[Any, ...]]

READERS: Mapping[str, tuple[str, Reader]] = {
    figures.FILE.name: ("figures", figures.read_figures),
    charges.FILE.name: ("charges", charges.read_charges),
    events.FILE.name: ("events", events.read_events),
    forecast.FILE.name: ("forecasts", forecast.read_forecast),
    performed.FILE.name: ("performed", performed.read_performed),
    relief.FILE.name: ("relief", relief.read_relief),
    incidents.FILE.name: ("incidents", incidents.read_incidents),
    change_orders.FILE.name: ("change_orders", change_orders.read_change_orders),
    assertions.FILE.name: ("assertions", assertions.read_assertions),
}
"""The name of each fact file, the part of Facts that it fills, and its reader."""


def read_facts(folder: Path) -> Facts:
    """The facts of a contract folder; a file that is not there tells nothing.

    Raises Problems with the faults of all files together, and OSError if the folder cannot be read.
    """
    parts: dict[str, tuple[Any, ...]] = {}
    problems: list[Problem] = []
    names = sorted(path.name for path in folder.iterdir())
    for name in names:
        if name in READERS:
            part, read = READERS[name]
            try:
                parts[part] = read(folder / name)
            except Problems as wrong:
                problems += wrong.problems
        elif (meant := _known().get(_folded(name))) is not None:
            message = f"nothing reads a file of this name; a fact file is called {meant}"
            remedy = f"rename it to {meant}" if meant not in names else f"put its facts into {meant} and delete it"
            problems.append(Problem(str(folder / name), 0, 0, "FACT_FILE_NAME", message, remedy))
    if problems:
        raise Problems(problems)
    return Facts(**parts)


def _known() -> dict[str, str]:
    return {_folded(name): name for name in READERS}


def _folded(name: str) -> str:
    """A file's name without what people get wrong about it: capitals, ``_`` for ``-``, a plural s, ``.yml``."""
    stem, dot, ending = name.casefold().replace("_", "-").replace(" ", "-").rpartition(".")
    return stem.removesuffix("s") + dot + ending.replace("yml", "yaml")
