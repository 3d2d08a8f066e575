"""One file per modifier: a key beside the shape of a remedy that changes what the shape comes to.

The file's name is the name of the function, of the key and of the reference page; the type of its argument ``terms`` is
what is written below the key. ``STAGE`` says when it acts:

- ``distance``, before the shape: ``(miss, terms)`` to the miss that is left (None: nothing is) and the steps,
- ``amount``, after it: ``(miss, terms, working)`` to the changed working,
- ``after``, for every window, missed or not: ``(past, present, terms, money)`` to the working of an amount of its own.

Modifiers of one stage act in the order of ``PLACE``, whatever their order in the file: first what forgives, then what
multiplies, then what limits. A file with ``FOR_BONUS = False`` is about misses alone; ``most`` says what it makes of
the most that one window can cost.
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
from typing import Any, Literal, get_type_hints

Most = Callable[[Any, Fraction | None, Callable[[str], Fraction], date], Fraction | None]
"""Terms, what a window can cost without it, the charge of a name, the window's first day; None: no limit."""

Stage = Literal["distance", "amount", "after"]
_STAGES: tuple[Stage, ...] = ("distance", "amount", "after")


def _unchanged(terms: Any, most: Fraction | None, charge: Callable[[str], Fraction], day: date) -> Fraction | None:
    return most


@dataclass(frozen=True)
class Modifier:
    """A modifier: its key, its terms' type, its function, and when it acts."""

    name: str
    terms: Any
    work: Callable[..., Any]
    title: str  # the first sentence of its file
    stage: Stage
    place: int  # among those of the same stage
    for_bonus: bool = True  # False: it is about misses alone
    most: Most = _unchanged


@cache
def modifiers() -> Mapping[str, Modifier]:
    """Every modifier by name, in the order in which they act."""
    found: list[Modifier] = []
    for entry in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{entry.name}")
        work = getattr(module, entry.name)
        terms = get_type_hints(work, include_extras=True)["terms"]
        title = (inspect.getdoc(module) or "").splitlines()[0]
        found.append(
            Modifier(
                entry.name,
                terms,
                work,
                title,
                module.STAGE,
                module.PLACE,
                getattr(module, "FOR_BONUS", True),
                getattr(module, "most", _unchanged),
            )
        )
    found.sort(key=lambda modifier: (_STAGES.index(modifier.stage), modifier.place))
    return MappingProxyType({modifier.name: modifier for modifier in found})


__all__ = ["Modifier", "modifiers"]
