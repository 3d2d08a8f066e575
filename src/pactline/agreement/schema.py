"""The shape of an agreement file, as models: every key, its type and what it means.

What a metric, a way of counting or a remedy takes is not known here; :class:`Language` puts the models together from
the vocabulary. The reader validates with these models and the published JSON Schema is made of them.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator

from pactline.agreement.model import Vocabulary
from pactline.agreement.terms import (
    Currency,
    FigureRounding,
    MoneyRounding,
    OpenHours,
    Term,
    Text,
    Zone,
)
from pactline.values.period import Each
from pactline.values.terms import DatedMoney, DatedTarget, Day, Percent, TargetTerm, fault

Names = dict[str, Any]
"""A mapping whose keys are names that the writer chooses; each value is read by itself."""


class Shape(BaseModel):
    """The habits of every mapping in the file: an unknown key stops the reader."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class RoundingShape(Shape):
    """Where figures and amounts are rounded."""

    shares: FigureRounding = Field(description="figures, before they are compared with their target")
    money: MoneyRounding = Field(description="amounts, once, to the smallest coin")


class WeekdayShape(Shape):
    """What stands under a weekday of a calendar."""

    hours: OpenHours = Field(description="when it is open on that day")


class CalendarShape(Shape):
    """Opening hours; besides these keys a calendar has weekdays such as ``mon`` or ``mon-fri``."""

    closed: tuple[Day, ...] = Field(default=(), description="days without opening hours, each by its date")
    special: dict[Day, OpenHours] = Field(default={}, description="days with hours of their own, each by its date")


class ChargeShape(Shape):
    """What the client pays, of which remedies may take a share."""

    each: Each = Field(description="how often it is paid")
    amount: DatedMoney = Field(description="how much, or how much from which day")


class AtRiskShape(Shape):
    """The most that the credits settled in one period of a charge may come to."""

    percent: Percent = Field(description="the most, as a share of the charge")
    of: Text = Field(description="the charge")


class OneShape(Shape):
    """A remedy or a bonus: exactly one shape with its terms."""

    @model_validator(mode="after")
    def _exactly_one(self) -> OneShape:
        given = self.model_fields_set - {"when"}
        if len(given) != 1:
            said = f"{' and '.join(sorted(given))} are given together" if given else "no amount is given"
            known = ", ".join(sorted(set(type(self).model_fields) - {"when"}))
            raise fault("AGR_REMEDY_SHAPE", said, f"give exactly one of {known}")
        return self


class Promise(Shape):
    """What every commitment says, whatever its metric."""

    title: Text | None = Field(default=None, description="what people call it")
    clause: Text | None = Field(default=None, description="where the contract says it")
    notes: Text | None = Field(default=None, description="for people; nothing is computed from it")
    service: Text = Field(description="what is promised for: one of the services")
    metric: Text = Field(description="what is measured")
    each: Each = Field(description="the calendar window that is judged and settled")
    target: DatedTarget = Field(description="what the figure must keep, or what from which day")


class Heading(Shape):
    """The keys of the file itself."""

    agreement: Text = Field(description="the name of the agreement")
    provider: Text = Field(description="who answers the contacts and owes the credits")
    client: Text = Field(description="whose contacts they are")
    term: Term = Field(description="first day / the day after the last")
    zone: Zone = Field(description="the time zone in which days and months begin, by its IANA name")
    currency: Currency = Field(description="the currency of every amount, by ISO 4217")
    conventions: Text | None = Field(default=None, description="a published set of usual readings")
    rounding: RoundingShape = Field(description="where figures and amounts are rounded")
    calendars: Names = Field(default={}, description="opening hours, by name")
    charges: Names = Field(default={}, description="what the client pays, by name")
    services: Names = Field(description="what is promised for, by name")
    commitments: Names = Field(description="the promises, by name")
    at_risk: AtRiskShape | None = Field(
        default=None,
        description="the most that the credits of one period of the charge may come to",
    )
    notes: Text | None = Field(default=None, description="for people; nothing is computed from it")


def _closed(words: tuple[str, ...]) -> Any:
    """The type of a word from a closed list."""
    return Literal[words]


TIER_KEYS = ("title", "clause", "notes", "target", "remedy", "bonus")
"""What a tier may say of itself besides the arguments of the metric."""


class Language:
    """The models that depend on the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._promises: dict[str, type[BaseModel]] = {}

    @cached_property
    def service(self) -> type[BaseModel]:
        """A service: channels and directions are closed lists."""
        channels: Any = tuple[_closed(self.vocabulary.channels), ...]  # type: ignore[misc]
        direction = _closed(self.vocabulary.directions)
        return create_model(
            "ServiceShape",
            __base__=Shape,
            __doc__="What is promised for: contacts of certain channels and queues, in certain hours.",
            title=(Text | None, Field(default=None, description="what people call it")),
            channels=(
                channels | None,
                Field(default=None, min_length=1, description="how the contacts come; left out: in every way"),
            ),
            queues=(
                tuple[Text, ...] | None,
                Field(default=None, min_length=1, description="the queues; left out: every queue"),
            ),
            direction=(
                direction | None,
                Field(default=None, description="who contacted whom; left out: either"),
            ),
            hours=(Text, Field(description="always, or one of the calendars")),
        )

    @cached_property
    def remedy(self) -> type[BaseModel]:
        """One of the remedy shapes."""
        return self._one_shape("RemedyShape", "What a miss costs: exactly one shape.", {})

    @cached_property
    def bonus(self) -> type[BaseModel]:
        """A mark and one of the remedy shapes."""
        mark = (TargetTerm, Field(description="the mark, better than the target, that the figure must reach"))
        return self._one_shape(
            "BonusShape", "What a figure better than promised earns: exactly one shape.", {"when": mark}
        )

    def _one_shape(self, name: str, doc: str, fields: dict[str, Any]) -> type[BaseModel]:
        for key, remedy in self.vocabulary.remedies.items():
            fields[key] = (remedy.terms | None, Field(default=None, description=remedy.title))
        return create_model(name, __base__=OneShape, __doc__=doc, **fields)

    def promise(self, metric: str | None) -> type[BaseModel]:
        """A commitment with the arguments of its metric; with None the keys that do not depend on one."""
        key = metric or ""
        if key not in self._promises:
            terms = self.vocabulary.metrics[metric].terms if metric else Shape
            models = (Promise, terms, self.vocabulary.counting)
            fields: dict[str, Any] = {}
            for model in models:
                for name, info in model.model_fields.items():
                    assert name not in fields, f"`{name}` of {model.__name__} hides another key of a commitment"
                    fields[name] = (info.annotation, info)
            if metric:
                fields["metric"] = (Literal[metric], Field(description=self.vocabulary.metrics[metric].title))
            fields["remedy"] = (self.remedy | None, Field(default=None, description="what a miss costs"))
            fields["bonus"] = (self.bonus | None, Field(default=None, description="what better than promised earns"))
            self._promises[key] = create_model(f"{key or 'any'}_promise", __base__=Shape, **fields)
        return self._promises[key]


_made: list[Language] = []


def language_of(vocabulary: Vocabulary) -> Language:
    """The models of a vocabulary; those made last are kept, because making them takes longer than reading a file."""
    if not _made or _made[0].vocabulary != vocabulary:
        _made[:] = [Language(vocabulary)]
    return _made[0]
