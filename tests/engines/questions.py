"""Every metric that the registry knows, with choices drawn from its arguments, and ways of counting them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pactline.metrics import Metric, metrics
from pactline.records.choices.contacts import Choice
from pactline.statement.counting.asking import Question, Scope
from pactline.statement.counting.choices_in_words import ChoiceRefused, Named, choose
from pactline.statement.measuring import asked_of
from pactline.values.calendar import Calendar
from pactline.values.span import Span
from pactline.values.zone import zone

WORDS: Mapping[str, tuple[str, ...]] = {
    "within": ("20 s", "under 5 s", "10 min", "4 h"),
    "short_abandon": ("5 s", "under 20 s"),
    "limit": ("under 10 s", "1 min"),
    "percent": ("90", "50", "100", "1"),
    "most": ("1", "7"),
    "days": ("1", "7"),
    "reasons": ("timeout", "timeout, voicemail"),
    "selected": ("every third contact",),
    "dispositions": ("promise", "promise, order"),
    "repeat_within": ("2 h", "24 h", "1 calendar days"),
    "at_least": ("15 s", "20 s"),
}
"""Values of arguments that are no closed list, where the examples of their schema are not spread enough."""

COUNTINGS: tuple[Mapping[str, str], ...] = (
    {},
    {"level": "contact"},
    {"clock": "arrival", "attribution": "event"},
    {"clock": "ring", "attribution": "ended", "level": "contact"},
    {"transfers_in": "exclude", "closed_hours": "count"},
    {"level": "contact", "clock": "arrival", "attribution": "event", "transfers_in": "exclude"},
    {"attribution": "ended", "closed_hours": "count"},
)
WHERE = zone("Europe/Berlin")
OPEN = ("mon-sun 08:00-20:10",)  # the end is no quarter of an hour: the engine has to judge it


def everything_asked(within: Span, rounds: int | None = None) -> Iterator[tuple[str, str, Question]]:
    """Metric, what is asked in words, and the question: every word of each argument at least once."""
    hours = Calendar.of_week(OPEN)
    for place, (name, metric) in enumerate(sorted(metrics().items())):
        if not metric.elsewhere:
            for number, named in enumerate(_named(metric, place, rounds)):
                told = ", ".join(f"{key} {value}" for key, value in named.words().items())
                business = str(named.arguments.get("hours")) == "business"
                calendar = hours if business or number % 2 else None
                yield name, told, asked_of(named, Scope(), calendar, None, WHERE, within)


def _named(metric: Metric, place: int, rounds: int | None) -> Iterator[Named]:
    """The metric with its choices made; those that contradict one another, or have no effect, are passed over.

    Each metric begins with another way of counting, so that few rounds have all of them too.
    """
    made = 0
    for number, words in enumerate(drawn(metric, rounds)):
        try:
            yield choose(metric.name, {**words, **COUNTINGS[(place + number) % len(COUNTINGS)]})
        except ChoiceRefused as refused:
            if "needs the choice" in str(refused):
                raise
            continue
        made += 1
    assert made, f"no choice of {metric.name} can be made"


def drawn(metric: Metric, rounds: int | None = None) -> Iterator[dict[str, str]]:
    """Choices of one metric: round by round the next word of every argument, as many rounds as the longest list."""
    lists = {name: _candidates(metric, name) for name in metric.terms.model_fields}
    longest = max([len(words) for words in lists.values()] or [1])
    for number in range(rounds or max(longest, len(COUNTINGS))):
        words = {
            name: found[(number + place * (number // len(found))) % len(found)]
            for place, (name, found) in enumerate(lists.items())
        }
        yield _only_what_is_asked(metric, words)


def _only_what_is_asked(metric: Metric, words: Mapping[str, str]) -> dict[str, str]:
    """The words without the optional ones that the others do not make necessary."""
    fields = metric.terms.model_fields
    found = {name: word for name, word in words.items() if fields[name].is_required()}
    for _ in fields:  # an optional choice may ask for another one
        typed = dict(metric.terms.model_validate(found))
        found |= {name: words[name] for name in metric.demands(typed) if name in words}
    return found


def _candidates(metric: Metric, name: str) -> tuple[str, ...]:
    annotation = metric.terms.model_fields[name].annotation
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, Choice):
            return tuple(str(word.value) for word in part)
    if name in WORDS:
        return WORDS[name]
    found = _examples(metric, name)
    assert found, f"say in tests/engines/questions.py what {metric.name} may be given for {name}"
    return found


def _examples(metric: Metric, name: str) -> tuple[str, ...]:
    schema: dict[str, Any] = metric.terms.model_json_schema()
    property_ = schema["properties"][name]
    parts = [property_, *property_.get("anyOf", [])]
    return tuple(str(example) for part in parts for example in part.get("examples", part.get("enum", ())))
