"""The published forms side by side on the same records, and the contacts that make each difference.

How every form treats a contact (left out, counted, good) is worked out in one look at the records. Contacts that all
forms treat alike fall together; what is left is small, so pairs are made from it without asking again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import narwhals as nw

from pactline.metrics import metrics
from pactline.records.choices.choosing import Share
from pactline.records.choices.counting import Counting
from pactline.records.columns import Outcome
from pactline.records.views.contacts import Contacts
from pactline.statement.comparison.forms import FORMS, Form, form_arguments
from pactline.statement.counting.asking import Question, Records, Scope, view_of
from pactline.statement.counting.choices_in_words import ChoiceRefused, choose
from pactline.statement.counting.counts import Counts, figure, value_json
from pactline.values.duration import Limit
from pactline.values.span import Span

LEFT_OUT, COUNTED, GOOD = 0, 1, 2
"""How a form treats a contact: not at all, in the denominator alone, or in both."""

_UNSURE = 3  # added to the treatment of a contact whose unknown wait kept it from being good or left out
_HOW = {
    "service_level": ("left out", "not met", "met"),
    "abandonment_rate": ("left out", "not abandoned", "abandoned"),
    "answer_rate": ("left out", "not answered", "answered"),
}
_SHARED = ("level", "clock", "attribution", "transfers_in")


@dataclass(frozen=True)
class FormFigure:
    """One form's figure, or why it has none."""

    form: Form
    arguments: Mapping[str, Any]
    counts: Counts
    not_computable: str | None = None

    @property
    def share(self) -> Share:
        """What the form chooses, for what is made of a share."""
        return _share(self.form, self.arguments, Contacts())

    def to_json(self) -> dict[str, Any]:
        """One of ``forms`` in ``compare --json``."""
        told = self.not_computable is None
        return {
            "code": self.form.code,
            "name": self.form.name,
            "formula": self.form.formula,
            "with": {key: str(value) for key, value in self.arguments.items()},
            "counted": self.counts.counted if told else None,
            "good": self.counts.good if told else None,
            "unknown": self.counts.unknown if told else None,
            "value": value_json(self.share.unit, figure(self.share, self.counts)) if told else None,
            "not_computable": self.not_computable,
            "sources": self.form.sources,
        }


@dataclass(frozen=True)
class Differing:
    """A contact that two forms treat differently."""

    contact_id: str
    visit: int
    outcome: str
    wait_ms: int | None
    treated: Mapping[str, str]  # form code -> left out, met, not met ...


@dataclass(frozen=True)
class Difference:
    """All contacts that two forms treat differently; ``contacts`` may hold only the first of them."""

    between: tuple[str, str]
    total: int
    contacts: tuple[Differing, ...]

    def to_json(self) -> dict[str, Any]:
        """One of ``differences`` in ``compare --json``."""
        return {
            "between": list(self.between),
            "total": self.total,
            "contacts": [{**vars(contact), "treated": dict(contact.treated)} for contact in self.contacts],
        }


@dataclass(frozen=True)
class Comparison:
    """Every form's figure and every pair of forms that some contact tells apart."""

    forms: tuple[FormFigure, ...]
    differences: tuple[Difference, ...]

    def to_json(self) -> dict[str, Any]:
        """As in ``compare --json``."""
        return {
            "forms": [form.to_json() for form in self.forms],
            "differences": [difference.to_json() for difference in self.differences],
        }


def shared_choices(given: Mapping[str, str]) -> Counting:
    """The choices all forms share (level, clock, attribution, transfers_in), the rest by the conventions.

    Raises ChoiceRefused for any other choice: it is what the forms differ in.
    """
    for name in given:
        if name not in _SHARED:
            raise ChoiceRefused(f"compare takes no choice {name!r}: the forms fix it; it takes {', '.join(_SHARED)}")
    return choose("service_level", {"within": "20 s", "abandons": "count_all", **given}).counting


def compare(
    records: Records,
    *,
    within: Limit,
    short_abandon: Limit | None,
    counting: Counting,
    scope: Scope | None = None,
    span: Span | None = None,
    limit: int | None = None,
) -> Comparison:
    """All published forms over the same records.

    ``span`` bounds the instants that attribute contacts; None takes all records. ``limit`` bounds the contacts listed
    per pair of forms, never the totals. Without ``short_abandon`` the forms that need it are not computable.
    """
    asked: dict[str, tuple[Form, Mapping[str, Any]]] = {}
    missing: dict[str, str] = {}
    for form in FORMS:
        try:
            asked[form.code] = (form, form_arguments(form, within, short_abandon))
        except ValueError as wrong:
            missing[form.code] = str(wrong)
    frame = treatments(records, asked, counting, scope or Scope(), span)
    unknown_wait = Contacts(counting.clock).wait_unknown.alias("no_wait")
    patterns = records.rows(
        frame.with_columns(unknown_wait).group_by(*asked, "outcome", "no_wait").agg(contacts=nw.len())
    )
    figures = {code: _figure(form, arguments, patterns) for code, (form, arguments) in asked.items()}
    forms = tuple(
        figures[form.code] if form.code in figures else FormFigure(form, {}, Counts(), missing[form.code])
        for form in FORMS
    )
    comparable = [item.form for item in forms if item.not_computable is None]
    return Comparison(forms, _differences(records, frame, comparable, patterns, limit))


def treatments(
    records: Records,
    forms: Mapping[str, tuple[Form, Mapping[str, Any]]],
    counting: Counting,
    scope: Scope,
    span: Span | None,
) -> nw.LazyFrame[Any]:
    """The contacts in scope with a whole-number column per given form (by its key) saying how it treats each."""
    contacts = Contacts(counting.clock)
    shares = {key: _share(form, arguments, contacts) for key, (form, arguments) in forms.items()}
    frame = view_of(records, counting.level, counting.attribution)
    if span is not None:
        frame = frame.filter((nw.col("at_us") >= span.start) & (nw.col("at_us") < span.end))
    eligible = Question(next(iter(shares.values())), scope, counting).eligible()
    if eligible is not None:
        frame = frame.filter(eligible)
    return frame.with_columns(**{key: _treatment(share) for key, share in shares.items()})


def _share(form: Form, arguments: Mapping[str, Any], contacts: Contacts) -> Share:
    share = metrics()[form.metric].of(contacts, arguments)
    assert isinstance(share, Share), "every published form is a share"
    return share


def _treatment(share: Share) -> nw.Expr:
    unsure = nw.lit(value=False) if share.unsure is None else share.unsure
    treated = nw.when(share.good).then(nw.lit(GOOD)).otherwise(nw.lit(COUNTED))
    treated = treated + nw.when(unsure).then(nw.lit(_UNSURE)).otherwise(nw.lit(0))
    return nw.when(share.counted).then(treated).otherwise(nw.lit(LEFT_OUT)).cast(nw.Int64)


def _figure(form: Form, arguments: Mapping[str, Any], patterns: Sequence[Mapping[str, Any]]) -> FormFigure:
    treated: Counter[int] = Counter()
    known: Counter[str] = Counter()
    unsure: Counter[str] = Counter()
    for pattern in patterns:
        state, many = pattern[form.code], pattern["contacts"]
        treated[state % _UNSURE] += many
        if state >= _UNSURE:
            unsure[pattern["outcome"]] += many
        if not pattern["no_wait"]:
            known[pattern["outcome"]] += many
    counts = Counts(treated[COUNTED] + treated[GOOD], treated[GOOD], unknown=unsure.total())
    return FormFigure(form, arguments, counts, _why_not(unsure, known))


def _why_not(unsure: Counter[str], known: Counter[str]) -> str | None:
    """A form that judges by waits says nothing where the records carry no wait at all."""
    for outcome in (Outcome.ABANDONED, Outcome.ANSWERED):
        if unsure[outcome] and not known[outcome]:
            return f"the records carry no wait for any of the {unsure[outcome]:,} {outcome.value} contacts it judges by"
    return None


def _differences(
    records: Records,
    frame: nw.LazyFrame[Any],
    forms: Sequence[Form],
    patterns: Sequence[Mapping[str, Any]],
    limit: int | None,
) -> tuple[Difference, ...]:
    pairs = [(a, b) for a, b in combinations(forms, 2) if a.metric == b.metric]
    totals = {(a.code, b.code): sum(row["contacts"] for row in patterns if _differ(row, a, b)) for a, b in pairs}
    telling = [(a, b) for a, b in pairs if totals[a.code, b.code]]
    if not telling:
        return ()
    rows = _differing_rows(records, frame, telling, limit)
    found: list[Difference] = []
    for a, b in telling:
        contacts = [
            Differing(
                row["contact_id"], row["visit"], row["outcome"], row["wait_ms"],
                {form.code: _HOW[form.metric][row[form.code] % _UNSURE] for form in (a, b)},
            )
            for row in rows
            if _differ(row, a, b)
        ]  # fmt: skip
        found.append(Difference((a.code, b.code), totals[a.code, b.code], tuple(contacts[:limit])))
    return tuple(found)


def _differ(row: Mapping[str, Any], a: Form, b: Form) -> bool:
    differ: bool = row[a.code] % _UNSURE != row[b.code] % _UNSURE
    return differ


def _differing_rows(
    records: Records, frame: nw.LazyFrame[Any], telling: Sequence[tuple[Form, Form]], limit: int | None
) -> list[dict[str, Any]]:
    """The contacts some pair treats differently, by id; with a limit, so many of each pattern, which is enough."""
    codes = list(dict.fromkeys(form.code for pair in telling for form in pair))
    differ = nw.lit(value=False)
    for a, b in telling:
        differ = differ | (nw.col(a.code) % _UNSURE != nw.col(b.code) % _UNSURE)
    chosen = frame.filter(differ).select("contact_id", "visit", "outcome", "wait_ms", *codes)
    if limit is not None:
        place = nw.col("visit").cum_count().over(*codes, order_by=["contact_id", "visit"])
        chosen = chosen.with_columns(place=place).filter(nw.col("place") <= limit)
    return records.rows(chosen.sort("contact_id", "visit"))
