"""One file per remedy shape: a distance from a bound and the agreed terms give an amount and its working.

The file's name is the name of the function, of the key in the agreement and of the reference page. A shape's terms are
the type of its second argument.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, get_type_hints

from pactline.remedies.miss import Miss, Working

_SHARED = {"miss"}


@dataclass(frozen=True)
class Remedy:
    """A remedy shape: its key, its terms' type, its function, and whether the amount follows from the figure."""

    name: str
    terms: Any
    work: Callable[[Miss, Any], Working]
    needs_figure: bool

    @property
    def title(self) -> str:
        """The first sentence of its file."""
        return (inspect.getdoc(inspect.getmodule(self.work)) or "").splitlines()[0]


@cache
def remedies() -> Mapping[str, Remedy]:
    """Every shape, by name."""
    found: dict[str, Remedy] = {}
    for entry in pkgutil.iter_modules(__path__):
        if entry.name not in _SHARED:
            module = importlib.import_module(f"{__name__}.{entry.name}")
            work = getattr(module, entry.name)
            (_, terms) = list(inspect.signature(work).parameters)
            hints = get_type_hints(work, include_extras=True)
            found[entry.name] = Remedy(entry.name, hints[terms], work, getattr(module, "NEEDS_FIGURE", True))
    return MappingProxyType(found)


__all__ = ["Miss", "Remedy", "Working", "remedies"]
