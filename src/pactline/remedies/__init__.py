"""One file per remedy shape: a distance from a bound and the agreed terms give an amount and its working.

The file's name is the name of the function, of the key in the agreement and of the reference page. A shape's terms are
the type of its argument ``terms``. A file may also say:

- ``NEEDS_FIGURE = False``, or ``needs_figure`` where it depends on the terms: a miss without a figure costs the same,
- ``BOTH_SIDES = True``: it is asked about every figure and answers with a credit or a bonus,
- ``FOR_BONUS = False``: it is about misses and cannot be what a bonus earns,
- ``UNITS``: of the figures that it can work with,
- ``COUNTS_CONTACTS = True``: a share must be one of contacts, good ones over all counted ones,
- ``most``: the most that one window can cost.

What changes an amount that a shape gives is in ``modifiers``.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, get_type_hints

from pactline.remedies.miss import Miss, Past, Working
from pactline.values.target import Target, Unit

Most = Callable[[Any, Target, Callable[[str], Fraction], date], Fraction | None]
"""Terms, target, the charge of a name for the window and the window's first day; None: no limit."""

_SHARED = frozenset({"miss", "rows", "amounts", "reach", "runs"})


def _no_limit(terms: Any, target: Target, charge: Callable[[str], Fraction], day: date) -> Fraction | None:
    return None


@dataclass(frozen=True)
class Remedy:
    """A remedy shape: its key, its terms' type, its function, and what it can be asked."""

    name: str
    terms: Any
    work: Callable[[Miss, Any], Working]
    needs_figure: bool  # False: a miss without a figure (``no_data: missed``) costs the same
    both_sides: bool = False  # True: asked about every figure, and answers with a credit or a bonus
    units: tuple[Unit, ...] | None = None  # of the figures that it can work with; None: any
    for_bonus: bool = True  # False: it is about misses alone
    counts_contacts: bool = False  # True: a share must be good contacts over counted ones
    most: Most = _no_limit  # what one window can cost
    figure_wanted: Callable[[Any], bool] | None = None  # where ``needs_figure`` depends on the terms

    def needs(self, terms: Any) -> bool:
        """Whether these terms need a figure to come to an amount."""
        return self.figure_wanted(terms) if self.figure_wanted else self.needs_figure

    @property
    def title(self) -> str:
        """The first sentence of its file."""
        return (inspect.getdoc(inspect.getmodule(self.work)) or "").splitlines()[0]


@cache
def remedies() -> Mapping[str, Remedy]:
    """Every shape, by name."""
    found: dict[str, Remedy] = {}
    for entry in pkgutil.iter_modules(__path__):
        if entry.name not in _SHARED and not entry.ispkg:
            module = importlib.import_module(f"{__name__}.{entry.name}")
            work = getattr(module, entry.name)
            found[entry.name] = Remedy(
                entry.name,
                get_type_hints(work, include_extras=True)["terms"],
                work,
                getattr(module, "NEEDS_FIGURE", True),
                getattr(module, "BOTH_SIDES", False),
                getattr(module, "UNITS", None),
                getattr(module, "FOR_BONUS", True),
                getattr(module, "COUNTS_CONTACTS", False),
                getattr(module, "most", _no_limit),
                getattr(module, "needs_figure", None),
            )
    return MappingProxyType(found)


__all__ = ["Miss", "Past", "Remedy", "Working", "remedies"]
