"""The shape of an agreement file, as models: every key, its type and what it means.

What a metric, a way of counting or a remedy takes is not known here; :class:`Language` puts the models together from
the vocabulary. The reader validates with these models and the published JSON Schema is made of them.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, Field, create_model, model_validator

from pactline.agreement.model import Vocabulary
from pactline.agreement.prose import ClauseShape, ContactShape, PartiesShape, ReviewShape
from pactline.agreement.shape import Shape
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
from pactline.values.terms import (
    CadenceTerm,
    ChargeName,
    DatedMoney,
    DatedTarget,
    Day,
    DueTerm,
    Percent,
    TargetTerm,
    fault,
    name_of,
)

Names = dict[str, Any]
"""A mapping whose keys are names that the writer chooses; each value is read by itself."""


class RoundingShape(Shape):
    """Where figures and amounts are rounded."""

    shares: FigureRounding | None = Field(
        default=None, description="figures, before they are compared with their target; or each commitment says its own"
    )
    money: MoneyRounding = Field(description="amounts, once, to the smallest coin")


class WeekdayShape(Shape):
    """What stands under a weekday of a calendar."""

    hours: OpenHours = Field(description="when it is open on that day")


class CalendarShape(Shape):
    """Opening hours; besides these keys a calendar has weekdays such as ``mon`` or ``mon-fri``."""

    closed: tuple[Day, ...] = Field(default=(), description="days without opening hours, each by its date")
    special: dict[Day, OpenHours] = Field(default={}, description="days with hours of their own, each by its date")


class ChargeShape(Shape):
    """What the client pays, of which remedies take shares: an amount, what was billed, or made of another charge."""

    each: Each | None = Field(default=None, description="how often it is paid; of next: as often as that charge")
    amount: DatedMoney | None = Field(default=None, description="how much, or how much from which day")
    billed: Literal["charges.csv"] | None = Field(default=None, description="what was billed, as charges.csv says")
    next: ChargeName | None = Field(default=None, description="another charge, as it is in the period after")
    share: Percent | None = Field(default=None, description="a share of another charge")
    of: ChargeName | None = Field(default=None, description="the charge it is a share of, added up over its periods")


class AtRiskShape(Shape):
    """The most that the credits settled in one period of a charge may come to."""

    percent: Percent = Field(description="the most, as a share of the charge")
    of: Text = Field(description="the charge")


class OneShape(Shape):
    """A remedy or a bonus: exactly one shape with its terms, and beside it what modifies the amount."""

    beside: ClassVar[frozenset[str]] = frozenset({"when"})

    @model_validator(mode="after")
    def _exactly_one(self) -> OneShape:
        given = self.model_fields_set - self.beside
        if len(given) != 1:
            said = f"{' and '.join(sorted(given))} are given together" if given else "no amount is given"
            known = ", ".join(sorted(set(type(self).model_fields) - self.beside))
            raise fault("AGR_REMEDY_SHAPE", said, f"give exactly one of {known}")
        return self


class ReportShape(Shape):
    """Until when a figure must be reported, and what a late report means."""

    due: DueTerm = Field(description="how long after the last day of the window, such as 10 business days")
    late: Literal["missed", "accepted"] = Field(description="what a report that comes late or never does")
    calendar: name_of("calendars") | None = Field(  # type: ignore[valid-type]
        default=None, description="whose open days are business days, where they are counted"
    )


class RatchetShape(Shape):
    """A target that gets stricter by itself."""

    each: Literal["year", "contract year"] = Field(description="when it may move: with the calendar or contract year")
    by: Text = Field(description="by how much, in the target's unit, such as 1 %")
    when: Literal["always", "kept"] = Field(
        description="always; or kept: only after a year in which no window of it was missed"
    )
    since: Day | None = Field(
        default=None, description="the day from which the years are counted; left out: the first day of the term"
    )


class Promise(Shape):
    """What every commitment says, whatever its metric."""

    title: Text | None = Field(default=None, description="what people call it")
    clause: Text | None = Field(default=None, description="where the contract says it")
    text: Text | None = Field(
        default=None, description="the clause as people read it; {target} and so on are filled in"
    )
    notes: Text | None = Field(default=None, description="for people; nothing is computed from it")
    by: Literal["provider", "client"] = Field(default="provider", description="who promises; the client may as well")
    service: Text = Field(description="what is promised for: one of the services")
    metric: Text = Field(description="what is measured")
    measured: Literal["records", "figures", "events"] = Field(
        default="records", description="by what: the contact records, figures.csv or events.csv"
    )
    each: CadenceTerm = Field(description="the window that is judged and settled")
    target: DatedTarget = Field(description="what the figure must keep, or what from which day")
    rounding: FigureRounding | None = Field(
        default=None, description="how this figure is rounded before it is compared; left out: as the agreement says"
    )
    ratchet: RatchetShape | None = Field(default=None, description="how the target gets stricter by itself")
    report: ReportShape | None = Field(default=None, description="until when the figure must be reported")
    report_only_until: Day | None = Field(
        default=None, description="windows that begin before this day are reported and not judged"
    )
    part_windows: Literal["whole", "prorated", "not_judged"] | None = Field(
        default=None,
        description="windows that the term cuts: whole amounts, amounts by days, or not judged",
    )


class Heading(Shape):
    """The keys of the file itself."""

    agreement: Text = Field(description="the name of the agreement")
    provider: Text = Field(description="who answers the contacts and owes the credits")
    client: Text = Field(description="whose contacts they are")
    term: Term = Field(description="first day / the day after the last")
    zone: Zone = Field(description="the time zone in which days and months begin, by its IANA name")
    currency: Currency = Field(description="the currency of every amount, by ISO 4217")
    conventions: Text | None = Field(default=None, description="a published set of usual readings")
    precedence: tuple[Text, ...] = Field(
        default=(), description="which place wins where a term is stated in several, the first one before all others"
    )
    indices: Names = Field(default={}, description="published index numbers that amounts may follow, by name")
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
    purpose: Text | None = Field(default=None, description="why the parties agree this, in words")
    parties: PartiesShape | None = Field(default=None, description="who the parties are, for the document")
    definitions: dict[Text, Text] = Field(default={}, description="words with a meaning of their own, for the document")
    clauses: dict[Text, ClauseShape] = Field(default={}, description="further clauses of the document, in order")
    reviews: dict[Text, ReviewShape] = Field(default={}, description="meetings at which the record is looked at")
    contacts: dict[Text, ContactShape] = Field(default={}, description="whom to turn to")


def _closed(words: tuple[str, ...]) -> Any:
    """The type of a word from a closed list."""
    return Literal[words]


STEPS = ("points", "incidents", "critical", "pools", "caps", "floors")
"""The rules that work on the money of a settlement day one after the other; ``order`` names those that are used."""

TIER_KEYS = ("title", "clause", "text", "notes", "target", "rounding", "remedy", "bonus")
"""What a tier may say of itself besides the arguments of the metric."""


class Language:
    """The models that depend on the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._promises: dict[str, type[BaseModel]] = {}

    @cached_property
    def heading(self) -> type[BaseModel]:
        """The keys of the file itself, with a key for every rule."""
        fields: dict[str, Any] = {
            name: (Names, Field(default={}, description=rule.title))
            if rule.named
            else (rule.terms | None, Field(default=None, description=rule.title))
            for name, rule in self.vocabulary.rules.items()
        }
        steps: Any = tuple[_closed(STEPS), ...]  # type: ignore[misc]
        fields["order"] = (
            steps | None,
            Field(default=None, description="the order in which points, incidents, caps and so on work on the money"),
        )
        return create_model("HeadingShape", __base__=Heading, __doc__=Heading.__doc__, **fields)

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
        for key, shape in {**self.vocabulary.remedies, **self.vocabulary.modifiers}.items():
            assert key not in fields, f"`{key}` is a remedy and a modifier"
            fields[key] = (shape.terms | None, Field(default=None, description=shape.title))
        model = create_model(name, __base__=OneShape, __doc__=doc, **fields)
        model.beside = frozenset({"when", *self.vocabulary.modifiers})
        return model

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
