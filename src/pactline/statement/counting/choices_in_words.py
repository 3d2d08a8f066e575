"""Choices given as words (a command line, a request) made into a metric's typed arguments."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from pactline.metrics import Metric, metrics
from pactline.records.choices.choosing import Chosen
from pactline.records.choices.counting import CONVENTIONS, Counting
from pactline.records.views.contacts import Contacts
from pactline.statement.counting.applying import unused_of


class ChoiceRefused(ValueError):
    """A metric or one of its choices is unknown, missing or contradictory; the text says how to put it right."""


@dataclass(frozen=True)
class Named:
    """A metric with all its choices made."""

    metric: Metric
    arguments: Mapping[str, Any]
    counting: Counting

    @property
    def chosen(self) -> Chosen:
        """The choice itself."""
        return self.metric.of(Contacts(self.counting.clock), self.arguments)

    def words(self) -> dict[str, str]:
        """Every choice that the figure has, in the words it is written in, those taken from conventions included."""
        merged, unused = {**self.arguments, **dict(self.counting)}, unused_of(self.chosen)
        return {key: str(value) for key, value in merged.items() if value is not None and key not in unused}


def metric_called(name: str) -> Metric:
    """The metric of that name. Raises ChoiceRefused naming the nearest."""
    known = metrics()
    if name not in known:
        near = difflib.get_close_matches(name, known)
        hint = f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(sorted(known))}"
        raise ChoiceRefused(f"there is no metric {name!r}; {hint}")
    return known[name]


def choose(metric_name: str, given: Mapping[str, str], conventions: str = "common-2026") -> Named:
    """Read the given words; what is missing is taken from the named conventions, and asked for if they are silent.

    Raises ChoiceRefused.
    """
    metric = metric_called(metric_name)
    usual = CONVENTIONS[conventions]
    own, shared = set(metric.terms.model_fields), set(Counting.model_fields)
    unknown = sorted(set(given) - own - shared)
    if unknown:
        near = difflib.get_close_matches(unknown[0], own | shared, 1)
        hint = f"; did you mean {near[0]}?" if near else f"; it takes {', '.join(sorted(own | shared))}"
        raise ChoiceRefused(f"{metric_name} has no choice {unknown[0]!r}{hint}")
    arguments = _typed(metric_name, metric.terms, {k: v for k, v in {**usual, **given}.items() if k in own})
    counting = _typed(metric_name, Counting, {k: v for k, v in {**usual, **given}.items() if k in shared})
    assert isinstance(counting, Counting)
    _check_demands(metric_name, arguments, metric.demands(dict(arguments)))
    _check_demands(metric_name, counting, counting.demands())
    if wrong := metric.contradiction(dict(arguments)):
        raise ChoiceRefused(f"{metric_name}: {wrong}")
    if counting.needs_better_side() and metric.higher_is_better is None:
        raise ChoiceRefused(f"{metric_name} has no better side, so it has no worst interval; choose another roll_up")
    return Named(metric, dict(arguments), counting)


def _typed(metric_name: str, model: type[BaseModel], words: Mapping[str, str]) -> BaseModel:
    try:
        return model.model_validate(dict(words))
    except ValidationError as wrong:
        raise ChoiceRefused("; ".join(_sentence(metric_name, model, error) for error in wrong.errors())) from None


def _sentence(metric_name: str, model: type[BaseModel], error: Any) -> str:
    name = str(error["loc"][0])
    words = _words(model.model_fields[name].annotation)
    one_of = f": one of {', '.join(words)}" if words else ""
    if error["type"] == "missing":
        return f"{metric_name} needs the choice {name!r}{one_of or ', for instance ' + _example(model, name)}"
    if error["type"] == "enum":
        return f"{error['input']!r} is no choice for {name}{one_of}"
    return f"{name}: {error.get('ctx', {}).get('message', error['msg'])}"


def _example(model: type[BaseModel], name: str) -> str:
    schema = model.model_json_schema()["properties"][name]
    examples = next((part["examples"] for part in [schema, *schema.get("anyOf", [])] if "examples" in part), ["20 s"])
    return f"{name}={examples[0]}"


def _words(annotation: Any) -> list[str]:
    """The closed list behind an annotation, optional or not; empty if it has none."""
    lists = [part for part in (annotation, *get_args(annotation)) if hasattr(part, "__members__")]
    return [str(word.value) for word in lists[0]] if lists else []


def _check_demands(metric_name: str, made: BaseModel, wanted: set[str]) -> None:
    """Optional choices are made exactly where the other choices ask for them."""
    for name, field in type(made).model_fields.items():
        value = getattr(made, name)
        if value is None and name in wanted:
            words = _words(field.annotation)
            one_of = f", one of {', '.join(words)}" if words else f", for instance {_example(type(made), name)}"
            raise ChoiceRefused(f"{metric_name}: the other choices make {name!r} necessary{one_of}")
        if value is not None and field.default is None and name not in wanted:
            raise ChoiceRefused(f"{metric_name}: {name!r} has no effect with the other choices; leave it out")
