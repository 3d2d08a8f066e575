"""One file per rule: what holds for the agreement as a whole, beyond the remedy of a single promise.

The file's name is the key at the top of the agreement and the name of the reference page. A file holds ``TERMS``, the
model of what is written below the key (below each name, where ``NAMED`` is true), and the function of its name.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

_SHARED = frozenset({"trigger", "view", "lines", "limits"})


@dataclass(frozen=True)
class Rule:
    """A rule: its key, the model of its terms, whether they stand below names, and what it does."""

    name: str
    terms: type[BaseModel]
    named: bool
    work: Callable[..., Any]

    @property
    def title(self) -> str:
        """The first sentence of its file."""
        return (inspect.getdoc(inspect.getmodule(self.work)) or "").splitlines()[0]


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule, by name."""
    found: dict[str, Rule] = {}
    for entry in pkgutil.iter_modules(__path__):
        if entry.name not in _SHARED:
            module = importlib.import_module(f"{__name__}.{entry.name}")
            found[entry.name] = Rule(entry.name, module.TERMS, module.NAMED, getattr(module, entry.name))
    return MappingProxyType(found)


__all__ = ["Rule", "rules"]
