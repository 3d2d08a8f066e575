"""One file per metric: which contacts count, and which are good or what is added up.

The file's name is the name of the function, of the key in an agreement, of the test and of the reference page. A file
holds the metric function, ``HIGHER_IS_BETTER``, for a share ``GOOD`` (the word for its good contacts), and optionally
``demands``: the optional arguments that other choices make necessary. Of a ratio ``SUMS`` says what the sums above and
below the line are of ("points", "answers"; with ``SUMS_IN = "us"`` lengths of time), and ``UNIT`` its unit if that is
not percent; of a score ``between`` says the least and the greatest figure there can be. ``contradicts`` says of choices
that cannot stand together why not. Metrics of other packages come through the entry point group ``pactline.metrics``,
to the same shape.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType, ModuleType, NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, create_model

from pactline.records.choices.choosing import Chosen, Ratio
from pactline.records.views.contacts import Contacts
from pactline.values.duration import Duration, Limit
from pactline.values.target import Unit
from pactline.values.terms import DurationTerm, LimitTerm, WholeNumber

_TERMS: Mapping[Any, Any] = {Limit: LimitTerm, Duration: DurationTerm, int: WholeNumber}


@dataclass(frozen=True)
class Metric:
    """A metric: its name, its arguments' types and the function that chooses."""

    name: str
    choose: Callable[..., Chosen]
    terms: type[BaseModel]  # the arguments, typed; refuses any other
    unit: Unit  # what its figure is written in
    higher_is_better: bool | None  # None: neither, as for volume
    good_word: str  # what the good contacts of a share are: "in time", "abandoned"; empty for what is no share
    demands: Callable[[Mapping[str, Any]], set[str]]
    unit_hook: Callable[..., Unit] | None = None  # where the agreement says the unit
    side_hook: Callable[..., bool] | None = None  # where the agreement says the better side
    free: frozenset[str] = frozenset()  # optional arguments that may be given whatever the others say
    asks: tuple[str, ...] = ()  # the arguments that make optional ones necessary
    sums: tuple[str, str] | None = None  # of a ratio: what is added up above the line and below it
    sums_in: str = ""  # of a ratio of lengths of time: us
    is_ratio: bool = False  # whether it adds up something else than contacts
    range_hook: Callable[..., tuple[Fraction, Fraction | None]] | None = None  # where the choices say what is possible
    contradicts_hook: Callable[..., str | None] | None = None

    @property
    def elsewhere(self) -> bool:
        """Whether the figure is measured elsewhere: no contacts can be chosen for it."""
        return self.unit_hook is not None

    def unit_for(self, arguments: Mapping[str, Any]) -> Unit:
        """What the figure is written in under these arguments."""
        return self.unit_hook(arguments["unit"]) if self.unit_hook else self.unit

    def better_for(self, arguments: Mapping[str, Any]) -> bool | None:
        """Whether the higher figure is the better one under these arguments; None: neither."""
        return self.side_hook(arguments["better"]) if self.side_hook else self.higher_is_better

    def contradiction(self, arguments: Mapping[str, Any]) -> str | None:
        """Why choices cannot stand together that are right one by one; None where they can."""
        if self.contradicts_hook is None:
            return None
        return self.contradicts_hook(
            **{key: arguments[key] for key in inspect.signature(self.contradicts_hook).parameters}
        )

    def between(self, arguments: Mapping[str, Any]) -> tuple[Fraction, Fraction | None]:
        """The least and the greatest figure there can be under these arguments; None: any."""
        if self.range_hook:
            return self.range_hook(**{key: arguments[key] for key in inspect.signature(self.range_hook).parameters})
        return Fraction(0), Fraction(100) if self.unit_for(arguments) is Unit.PERCENT else None

    @property
    def title(self) -> str:
        """What it measures, in one sentence."""
        return (inspect.getdoc(inspect.getmodule(self.choose)) or "").splitlines()[0]

    def of(self, contacts: Contacts, arguments: Mapping[str, Any]) -> Chosen:
        """The choice for these (already typed) arguments."""
        return self.choose(contacts, **arguments)


def _term(hint: Any) -> Any:
    """The type an argument is read as; one that is annotated with its own reader brings it along."""
    if get_origin(hint) is Annotated:
        return hint
    plain = [item for item in get_args(hint) if item is not NoneType] or [hint]
    return _TERMS.get(plain[0], plain[0])


def _metric(module: ModuleType, name: str) -> Metric:
    choose = getattr(module, name)
    hints = get_type_hints(choose, include_extras=True)
    fields: dict[str, Any] = {}
    for parameter in list(inspect.signature(choose).parameters.values())[1:]:
        term = _term(hints[parameter.name])
        required = parameter.default is inspect.Parameter.empty
        fields[parameter.name] = (term, ...) if required else (term | None, parameter.default)
    terms = create_model(name, __config__=ConfigDict(extra="forbid", frozen=True), **fields)
    hook: Callable[..., set[str]] | None = getattr(module, "demands", None)

    def demands(arguments: Mapping[str, Any]) -> set[str]:
        if hook is None:
            return set()
        wanted: set[str] = hook(**{key: arguments[key] for key in inspect.signature(hook).parameters})
        return wanted

    word = getattr(module, "GOOD", "")
    asks = tuple(inspect.signature(hook).parameters) if hook else ()
    unit_hook, side_hook = getattr(module, "unit_of", None), getattr(module, "better_side", None)
    usual = getattr(hints["return"], "unit", Unit.PERCENT)  # of one whose unit the agreement says, never looked at
    unit = getattr(module, "UNIT", usual)
    free: frozenset[str] = getattr(module, "FREE", frozenset())
    sums, range_hook = getattr(module, "SUMS", None), getattr(module, "between", None)
    return Metric(
        name, choose, terms, unit, module.HIGHER_IS_BETTER, word, demands, unit_hook, side_hook, free, asks, sums,
        getattr(module, "SUMS_IN", ""), issubclass(hints["return"], Ratio), range_hook,
        getattr(module, "contradicts", None),
    )  # fmt: skip


@cache
def metrics() -> Mapping[str, Metric]:
    """Every metric, by name."""
    found: dict[str, Metric] = {}
    for entry in pkgutil.iter_modules(__path__):
        found[entry.name] = _metric(importlib.import_module(f"{__name__}.{entry.name}"), entry.name)
    for outside in importlib.metadata.entry_points(group="pactline.metrics"):
        assert outside.name not in found, f"a metric called {outside.name} exists already"
        found[outside.name] = _metric(importlib.import_module(outside.module), outside.name)
    return MappingProxyType(found)


__all__ = ["Metric", "metrics"]
