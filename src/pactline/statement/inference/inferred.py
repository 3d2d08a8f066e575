"""What an inference says: per form how many reported figures it reproduces, which is named, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pactline.statement.comparison.forms import Form
from pactline.values.exact import RoundingMode, round_fraction

PLAINEST = (
    "SL-A", "SL-B", "SL-F", "SL-C", "SL-E", "SL-D", "SL-G", "AB-2", "AB-3", "AB-4", "AB-5", "AB-1", "AR",
)  # fmt: skip
"""The order in which forms are named that reproduce the figures equally well: the one that claims least comes first.

A form that ignores a kind of contact comes before one that uses it. SL-F comes before SL-C, and SL-E before SL-D:
where the length of the abandons concerned cannot be seen, *within the short-abandon time* leaves open what *within the
promised wait* would claim.
"""


@dataclass(frozen=True)
class FormFit:
    """How well one form reproduces the reported figures."""

    form: Form
    fits: int
    by_chance: Fraction  # figures it would be expected to reproduce if they were random
    choices: Mapping[str, str]  # the readings under which it fits best
    variants: int = 1  # readings that fit as many
    told_apart_by: int | None = None  # contacts that the named form treats differently; None: not known

    def to_json(self) -> dict[str, Any]:
        """One of ``forms`` in ``infer --json``."""
        return {
            "code": self.form.code,
            "name": self.form.name,
            "fits": self.fits,
            "by_chance": f"{round_fraction(self.by_chance, 1, RoundingMode.HALF_UP)}",
            "variants": self.variants,
            "told_apart_by": self.told_apart_by,
            "with": dict(self.choices),
        }


@dataclass(frozen=True)
class Unexplained:
    """A reported figure that the named form does not reproduce."""

    line: int
    label: str
    group: str
    figure: str  # the column it stood in
    reported: str  # as printed
    computed: str | None  # what the named form makes of the row; None: it has nothing to divide by

    def to_json(self) -> dict[str, Any]:
        """One of ``unexplained`` in ``infer --json``."""
        return dict(vars(self))


@dataclass(frozen=True)
class Inferred:
    """The answer for one kind of figure, or for one column of it."""

    metric: str
    figure: str  # the column; empty for all columns of the metric together
    group: str
    rows: int  # figures that could be judged
    no_data: int  # figures of rows without a contact to divide by
    best: str | None  # None: no form does better than chance
    also: tuple[str, ...]  # forms that reproduce at least as many figures: this input cannot rule them out
    why: str
    rounding: RoundingMode
    forms: tuple[FormFit, ...]
    unexplained: tuple[Unexplained, ...]
    untested: Mapping[str, str] = field(default_factory=dict)  # form code -> what is missing for it

    def to_json(self) -> dict[str, Any]:
        """One answer in ``infer --json``."""
        return {
            "best": self.best,
            "also": list(self.also),
            "why": self.why,
            "metric": self.metric,
            "figure": self.figure,
            "group": self.group,
            "rows": self.rows,
            "no_data": self.no_data,
            "rounding": self.rounding.value,
            "forms": [form.to_json() for form in self.forms],
            "unexplained": [row.to_json() for row in self.unexplained],
            "untested": dict(self.untested),
        }


@dataclass(frozen=True)
class Inference:
    """The answers for a whole report: one per kind of figure, and one per column where a kind has several."""

    metrics: tuple[Inferred, ...]  # the first is the main one
    columns: tuple[Inferred, ...]
    not_inferred: tuple[str, ...]  # columns whose kind of figure has no published forms
    unreadable: tuple[str, ...]  # cells that could not be read, as sentences

    @property
    def found(self) -> bool:
        """Whether every kind of figure has a form that does better than chance."""
        return bool(self.metrics) and all(answer.best for answer in self.metrics)

    def to_json(self) -> dict[str, Any]:
        """As in ``infer --json``: the main answer, then the others."""
        none: dict[str, Any] = {"best": None, "rows": 0, "forms": [], "unexplained": []}
        return {
            **(self.metrics[0].to_json() if self.metrics else none),
            "others": [answer.to_json() for answer in self.metrics[1:]],
            "columns": [answer.to_json() for answer in self.columns],
            "not_inferred": list(self.not_inferred),
            "unreadable": list(self.unreadable),
        }


def percent_text(figure: int, scale: int) -> str:
    """A figure in its last printed digit (:func:`pactline.statement.counting.tallying.printed`) as percent."""
    decimals = len(str(scale)) - 3
    return f"{round_fraction(Fraction(100 * figure, scale), decimals, RoundingMode.HALF_UP)} %"
