"""The reference of metrics: what each one measures, its choices and their words, its source and its published forms."""

from __future__ import annotations

import inspect
from typing import Any, get_args

from markdown import GENERATED, table
from pactline.metrics import Metric, metrics
from pactline.records.choices import Choice
from pactline.statement.forms import FORMS

_FREE = {
    "within": "the promised wait, such as `20 s` (at most) or `under 20 s`",
    "short_abandon": "the wait up to which an abandon is short, such as `5 s` (at most) or `under 5 s`",
    "limit": "the conversation up to which a call is short, such as `under 10 s`",
    "percent": "the share of contacts, in percent: a whole number from 1 to 100",
    "means": "what the figure is, in words",
    "part": "the counts of a report that are added up above the bar, such as `answered_in_time`",
    "over": "the counts of a report that are added up below it, such as `[answered, abandoned]`",
}
_SIDES = {True: "higher is better", False: "lower is better", None: "neither side is better"}
_HEAD = (
    "A metric says which contacts count and which of them are good, or whose time is added up. The choices below are "
    "its own; those that every metric shares are on [How contacts are counted](counting.md). Nothing has a default: a "
    "choice is written out in the agreement or taken from the conventions it names. In formulas A is answered, B "
    "abandoned, F flowed out; A(T) answered within the promised wait, B(S) abandoned within the short-abandon time.\n"
)


def metrics_page() -> str:
    """The whole page: an overview, then every metric."""
    overview = [[f"[`{name}`](#{name})", metric.title.split(": ", 1)[1]] for name, metric in metrics().items()]
    pages = [metric_page(metric) for metric in metrics().values()]
    return "\n".join(["# Metrics\n", GENERATED, _HEAD, table(["Metric", "What it measures"], overview), *pages])


def metric_page(metric: Metric) -> str:
    """One metric: meaning, choices with each word's meaning, source, and the published forms it can take."""
    title, meaning = metric.title.split(": ", 1)
    body = inspect.getdoc(metric.choose) or ""
    parts = [
        f"## `{metric.name}`\n",
        f"**{title}**: {meaning} In {metric.unit.value}; {_SIDES[metric.higher_is_better]}.\n",
    ]
    parts.append(body.replace("``", "`") + "\n")
    rows = [row for name, field in metric.terms.model_fields.items() for row in _argument(name, field)]
    if rows:
        parts.append(table(["Choice", "Word", "Meaning"], rows))
    forms = [form for form in FORMS if form.metric == metric.name]
    if forms:
        words = [[f.code, f.name, f"`{f.formula}`", _words(f.arguments), f.sources] for f in forms]
        parts.append(table(["Form", "Name", "Formula", "Choices", "Who uses it"], words))
    return "\n".join(parts)


def _argument(name: str, field: Any) -> list[list[str]]:
    """The rows of one choice: one per word, or one that says what to write."""
    choice = _choice(field.annotation)
    where_asked = "" if field.is_required() else " (only where the other choices ask for it)"
    if choice is None:
        return [[f"`{name}`", "", _FREE[name] + where_asked]]
    about = (inspect.getdoc(choice) or "").rstrip(".")
    head = [f"`{name}`", "", f"{about[0].lower()}{about[1:]}{where_asked}"]
    return [head, *(["", f"`{word.value}`", word.meaning] for word in choice)]


def _choice(annotation: Any) -> type[Choice] | None:
    """The closed list behind an argument, if it has one."""
    for item in (annotation, *get_args(annotation)):
        if inspect.isclass(item) and issubclass(item, Choice):
            return item
    return None


def _words(arguments: Any) -> str:
    return ", ".join(f"`{name}: {word}`" for name, word in arguments.items())
