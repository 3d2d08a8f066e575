"""What a metric looks at, found by asking it with sample choices: its group, its rows, what interval counts bear."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pactline.metrics import Metric
from pactline.records.choices.choosing import AgainstForecast, Chosen, Reported
from pactline.records.choices.contacts import Choice
from pactline.records.tables import CONTACTS, WHATS
from pactline.records.views.contacts import Contacts
from pactline.records.views.interval_counts import Interval, Judge
from pactline.records.views.looking import NotComputable

GROUPS: Mapping[str, str] = {
    "Waiting and service level": "How long customers wait, and whether they are served.",
    "Flow": "Where contacts go: handed on, turned away, moved on unanswered, settled in self-service.",
    "Handling": "How long agents take for a contact.",
    "Customers": "Whether their wish was settled, what they said, and whether promises to call back were kept.",
    "Agents' time": "What agents did with their time, and what the schedule had asked for.",
    "Written channels": "Replies and solutions of tickets and threads.",
    "Outbound": "What a dialler did, and what the law allows it.",
    "Volume and forecast": "How many contacts there were, and how many had been forecast.",
    "Measured elsewhere": "Figures and counts that are handed over, in `figures.csv`.",
    "Further": "Metrics of contacts that belong to none of these.",
}
_OF_CONTACTS: Mapping[str, str] = {
    name: group
    for group, names in {
        "Waiting and service level": "service_level answer_rate abandonment_rate average_speed_of_answer "
        "average_waiting_time average_time_to_abandon longest_wait wait_percentile",
        "Flow": "flow_out_rate transfer_rate hops requeue_rate busy_rate blockage self_service_containment",
        "Handling": "average_handle_time talk_time hold_time wrap_time after_contact_cap_breach short_calls",
        "Customers": "callback_kept csat_mean csat_top_box customer_effort_score net_promoter_score quality_score "
        "survey_response_rate",
        "Volume and forecast": "volume",
    }.items()
    for name in names.split()
}
_OF_TABLES = {"agent_states": "Agents' time", "ticket_events": "Written channels", "attempts": "Outbound"}
_SAMPLES = {"percent": "90", "part": ["answered"], "over": ["offered"], "reasons": "FULL", "most": "7", "days": "7"}
_EDGE_MS = 20_000


@dataclass(frozen=True)
class Looks:
    """What a metric looks at."""

    group: str
    tables: tuple[str, ...]  # of the records, or the file beside them
    at: str  # in words, for the page
    counts: str  # what interval counts bear of it, in words


def looks(metric: Metric) -> Looks:
    """Ask a metric."""
    asked = list(_asked(metric))
    chosen = asked[0][1]
    return Looks(_group(metric.name, chosen), _tables(chosen), _at(chosen), _counts(asked))


def _asked(metric: Metric) -> Iterator[tuple[str, Chosen]]:
    """The metric with one sample of everything, then with every further word of each choice, one at a time."""
    sample = {name: _sample(metric, name) for name in metric.terms.model_fields}
    yield "", _choose(metric, sample)
    for name, field in metric.terms.model_fields.items():
        choice = choice_of(field.annotation)
        for word in list(choice)[1:] if choice else ():
            yield f"`{name}: {word.value}`", _choose(metric, {**sample, name: word.value})


def _choose(metric: Metric, sample: Mapping[str, Any]) -> Chosen:
    """With everything given, needed or not: a metric passes over what it does not need."""
    typed = metric.terms.model_validate(dict(sample))
    return metric.of(Contacts(), {name: getattr(typed, name) for name in metric.terms.model_fields})


def _sample(metric: Metric, name: str) -> Any:
    choice = choice_of(metric.terms.model_fields[name].annotation)
    if choice:
        return next(iter(choice)).value
    if name in _SAMPLES:
        return _SAMPLES[name]
    return (schema_of(metric, name).get("examples") or ["any words"])[0]


def choice_of(annotation: Any) -> type[Choice] | None:
    """The closed list behind an argument, if it has one."""
    for item in (annotation, *get_args(annotation)):
        if inspect.isclass(item) and issubclass(item, Choice):
            return item
    return None


def schema_of(metric: Metric, name: str) -> dict[str, Any]:
    """The published schema of an argument, whether it may be left out or not."""
    schema: dict[str, Any] = metric.terms.model_json_schema()["properties"][name]
    return next((part for part in schema.get("anyOf", ()) if part.get("type") != "null" and "examples" in part), schema)


def _group(name: str, chosen: Chosen) -> str:
    if isinstance(chosen, AgainstForecast):
        return "Volume and forecast"
    if isinstance(chosen, Reported):
        return "Measured elsewhere"
    others = [table for table in (chosen.rows.tables if chosen.rows else ()) if table != CONTACTS.name]
    if others:
        return _OF_TABLES.get(others[0], "Further")
    if name.startswith("first_contact_resolution"):
        return "Customers"
    return _OF_CONTACTS.get(name, "Further")


def _tables(chosen: Chosen) -> tuple[str, ...]:
    if isinstance(chosen, Reported):
        return ("figures.csv",)
    if isinstance(chosen, AgainstForecast):
        return (CONTACTS.name, "forecast.csv")
    return chosen.rows.tables if chosen.rows else (CONTACTS.name,)


def _at(chosen: Chosen) -> str:
    if isinstance(chosen, Reported):
        return "no records: the figures or counts of `figures.csv`"
    if isinstance(chosen, AgainstForecast):
        return "queue visits (table `contacts`), against the rows of `forecast.csv`"
    if chosen.rows is None:
        return "queue visits, or contacts as `level` says (table `contacts`)"
    rows = chosen.rows
    what = (inspect.getdoc(type(rows)) or "").split("\n\n")[0].split(". ")[0].rstrip(".:")
    what = " ".join(what.replace("``", "`").split())
    tables = " and ".join(f"`{table}`" for table in rows.tables)
    *others, last = sorted(rows.scoped_by - {"any_queue"})
    by = f"{', '.join(others)} and {last}" if others else last
    every = "; time that is tied to no queue belongs to every service" if "any_queue" in rows.scoped_by else ""
    return f"{what[0].lower()}{what[1:]} (table {tables}). A service narrows them by {by}{every}"


def _counts(asked: list[tuple[str, Chosen]]) -> str:
    """What counts of a source that counts everything there is, at 20 s and at no other time, bear of it."""
    failing = [words for words, chosen in asked if not _bears(chosen)]
    if len(failing) == len(asked):
        return "no"
    if not failing:
        return "yes, where they hold what it needs"
    return f"yes, where they hold what it needs, but not with {', '.join(word for word in failing if word)}"


def _bears(chosen: Chosen) -> bool:
    if isinstance(chosen, Reported):
        return False
    within = {"answered_within", "abandoned_within"}
    totals = {(what, ms): 0 for what in WHATS for ms in ((1_000, 5_000, _EDGE_MS) if what in within else (0,))}
    try:
        Judge(chosen).tally(Interval("q", "voice", "inbound", 0, 1, _full(totals)))
    except NotComputable:
        return False
    return True


def _full(totals: dict[tuple[str, int], int]) -> dict[tuple[str, int], int]:
    """Counts in which every stretch between two waits holds somebody: a bar that cuts one is noticed."""
    many = {"answered": 100, "abandoned": 50, "offered": 190, "flowed_out": 20, "callback": 20, "refused": 10}
    part = {1_000: 10, 5_000: 20, _EDGE_MS: 30}
    return {(what, ms): part[ms] if ms else many.get(what, 1) for what, ms in totals}
