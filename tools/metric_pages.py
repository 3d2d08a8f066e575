"""The reference of metrics, by group: what each measures and looks at, its choices, its source, its published forms."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from markdown import GENERATED, table
from metric_looks import GROUPS, Looks, choice_of, looks, schema_of
from pactline.metrics import Metric, metrics
from pactline.statement.comparison.forms import FORMS

_WRITTEN: Mapping[str, str] = {
    "within": "the promised wait, such as `20 s` (at most) or `under 20 s`",
    "first_response_within.within": "the promised time to a first reply, such as `4 h` (at most) or `under 4 h`",
    "next_response_within.within": "the promised time to the next reply, such as `4 h` (at most) or `under 4 h`",
    "resolution_within.within": "the promised time to a solution, such as `16 h` (at most) or `under 16 h`",
    "callback_kept.within": "the promised time after the customer asked, such as `2 h` (at most)",
    "short_abandon": "the wait up to which an abandon is short, such as `5 s` (at most) or `under 5 s`",
    "short_calls.limit": "the conversation up to which a call is short, such as `under 10 s`",
    "after_contact_cap_breach.limit": "the after-contact work that is allowed, such as `60 s` (at most)",
    "percent": "the share of contacts, in percent: a whole number from 1 to 100",
    "means": "what the figure is, in words",
    "part": "the counts of a report that are added up above the bar, such as `answered_in_time`",
    "reported_ratio.over": "the counts of a report that are added up below it, such as `[answered, abandoned]`",
    "reasons": "the source's own words for a refusal that means a busy line, with commas, such as `FULL, BUSY`",
    "scale": "the lowest and the highest score there can be, such as `1-5` or `0-10`",
    "good_scores": "the scores that are good, such as `4-5` or `5`",
    "selected": "how the contacts to evaluate are chosen, in words",
    "attempts": "how often the customer has to be tried in time before not being reached counts, such as `3`",
    "repeat_within": "how long after a contact another is a repeat: `168 h` by the clock, or `7 calendar days`",
    "most": "how many attempts are allowed in so many days, such as `7`",
    "days": "over how many days attempts are counted, and how long a conversation is respected, such as `7`",
    "earliest": "the first second of the day that is allowed, by the clock of the called place, such as `08:00`",
    "latest": "the last second of the day that is allowed, by the clock of the called place, such as `21:00`",
    "at_least": "how long it must ring before the dialler gives up, such as `15 s`; that itself is enough",
    "dispositions": "the agents' codes that are meant, as they stand in the records, such as `[sold, promise to pay]`",
    "false_positives": "the share of the calls taken for machines that were people, such as `2.5 %`",
    "machines_abandoned": "the share of the abandoned calls that were machines, such as `20 %`",
}
"""What is written for an argument without a closed list: by metric and argument, or by the argument alone."""

_SIDES = {True: "higher is better", False: "lower is better", None: "neither side is better"}
_UNITS = {
    "percent": "In percent",
    "seconds": "In seconds",
    "contacts": "A number",
    "score": "A score, a plain number",
}
_HEAD = """\
A metric says which rows count and which of them are good, or what is added up. The choices below are its own; those
that every metric shares are on [How contacts are counted](counting.md). Nothing has a default: a choice is written out
in the agreement or taken from the conventions it names.

Four units: percent (`at least 80 %`), seconds (`at most 30 s`), a number of contacts, and a score, which is a plain
number that counts nothing, such as a mean of answers or points from -100 to 100.

*Interval counts* says whether the metric can be computed where a system tells only how many contacts there were in each
half-hour; see [half-hour counts](../how-to/use-interval-counts.md). In formulas A is answered, B abandoned, F flowed
out; A(T) answered within the promised wait, B(S) abandoned within the short-abandon time.
"""


def metrics_page() -> str:
    """The whole page: an overview by group, then every metric in the same order."""
    looked = {name: looks(metric) for name, metric in metrics().items()}
    grouped = {group: [n for n, found in looked.items() if found.group == group] for group in GROUPS}
    overview, pages = [], []
    for group, names in grouped.items():
        if names:
            rows = [_line(metrics()[name], looked[name]) for name in names]
            overview.append(f"**{group}.** {GROUPS[group]}\n")
            overview.append(table(["Metric", "What it measures", "Table", "Unit", "Interval counts"], rows))
            pages += [metric_page(metrics()[name], looked[name]) for name in names]
    assert sum(map(len, grouped.values())) == len(metrics())
    return "\n".join(["# Metrics\n", GENERATED, _HEAD, *overview, *pages])


def _line(metric: Metric, found: Looks) -> list[str]:
    tables = ", ".join(f"`{name}`" for name in found.tables)
    name, meaning = metric.name, metric.title.split(": ", 1)[1]
    return [f"[`{name}`](#{name})", meaning, tables, _unit(metric), found.counts.split(",")[0]]


def metric_page(metric: Metric, found: Looks) -> str:
    """One metric: meaning, rows, choices with each word's meaning, source, and the published forms it can take."""
    title, meaning = metric.title.split(": ", 1)
    body = inspect.getdoc(metric.choose) or ""
    unit = "In the unit that `unit` names" if metric.elsewhere else _UNITS[metric.unit.value]
    side = "`better` says which side is better" if metric.side_hook else _SIDES[metric.higher_is_better]
    said = f"{unit}; {side}."
    if metric.good_word:
        said += f" The good ones are called *{metric.good_word}*."
    if metric.sums:
        said += f" The two sums are called *{metric.sums[0]}* and *{metric.sums[1]}*."
    parts = [
        f"## `{metric.name}`\n",
        f"**{title}**: {meaning} {said}\n",
        f"Looks at {found.at}. Interval counts: {found.counts}.\n",
        body.replace("``", "`") + "\n",
    ]
    rows = [row for name, field in metric.terms.model_fields.items() for row in _argument(metric, name, field)]
    if rows:
        parts.append(table(["Choice", "Word", "Meaning"], rows))
    forms = [form for form in FORMS if form.metric == metric.name]
    if forms:
        words = [[f.code, f.name, f"`{f.formula}`", _words(f.arguments), f.sources] for f in forms]
        parts.append(table(["Form", "Name", "Formula", "Choices", "Who uses it"], words))
    return "\n".join(parts)


def _unit(metric: Metric) -> str:
    return "`unit`" if metric.elsewhere else "number" if metric.unit.value == "contacts" else metric.unit.value


def _argument(metric: Metric, name: str, field: Any) -> list[list[str]]:
    """The rows of one choice: one per word, or one that says what to write."""
    choice = choice_of(field.annotation)
    free = "" if name in metric.free else " (only where the other choices ask for it)"
    where_asked = "" if field.is_required() else free
    if choice is None:
        return [[f"`{name}`", "", written(metric, name) + where_asked]]
    about = (inspect.getdoc(choice) or "").rstrip(".")
    head = [f"`{name}`", "", f"{about[0].lower()}{about[1:]}{where_asked}"]
    return [head, *(["", f"`{word.value}`", word.meaning] for word in choice)]


def written(metric: Metric, name: str) -> str:
    """What to write for an argument without a closed list; of a new one what its type says."""
    for key in (f"{metric.name}.{name}", name):
        if key in _WRITTEN:
            return _WRITTEN[key]
    schema = schema_of(metric, name)
    said, examples = schema.get("description", "words"), schema.get("examples", ())
    return f"{said}, such as `{examples[0]}`" if examples and str(examples[0]) not in said else said


def _words(arguments: Any) -> str:
    return ", ".join(f"`{name}: {word}`" for name, word in arguments.items())
