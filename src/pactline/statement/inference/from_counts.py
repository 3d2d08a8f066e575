"""Which published form reproduces the figures of a report that itself carries counts.

A form reproduces a figure if there are whole numbers, within the counts the report gives, from which it prints that
figure. What the report does not say (how many were answered in time, how many abandons were short) is free, and freedom
makes fitting easy; so each fit weighs as much as it was unlikely: the number of figures that could have been printed
over the number the form could have come to. A figure that does not fit weighs as if one in a hundred were misprinted.
The form of greatest weight is named; among equals the one that claims least (``inferred.PLAINEST``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property

from pactline.importers.mapping.report import Report, ReportedFigure, ReportRow
from pactline.records.choices.contacts import Abandons
from pactline.statement.comparison.forms import FORMS, Form
from pactline.statement.counting.tallying import ROUNDINGS, Tally, Ways, good_and_counted, reachable
from pactline.statement.inference.inferred import PLAINEST, FormFit, Inference, Inferred, Unexplained, percent_text
from pactline.values.duration import Duration
from pactline.values.exact import RoundingMode

METRICS = ("service_level", "abandonment_rate", "answer_rate")
"""The kinds of figure that have published forms, the main one first."""

_MISFIT = Decimal(-2)  # one figure in a hundred is taken to be wrong for reasons of its own
_BEYOND_CHANCE = 3  # a form is named if it makes the figures a thousand times likelier than chance does


@dataclass(frozen=True)
class _Judged:
    """One reported figure and every way each form could have come to it."""

    row: ReportRow
    column: str
    reported: ReportedFigure
    scale: int  # 10 000 for percent with two decimals
    ways: Mapping[str, tuple[Ways, ...]]

    @property
    def figure(self) -> Fraction:
        """The reported figure in its last printed digit."""
        return self.reported.value * self.scale / 100

    @cached_property
    def fits(self) -> frozenset[tuple[str, RoundingMode]]:
        """The forms and roundings that reproduce the figure."""
        if self.figure.denominator != 1:
            return frozenset()
        figure = int(self.figure)
        return frozenset(
            (code, mode)
            for code, ways in self.ways.items()
            for mode in ROUNDINGS
            if any(way.reach(figure, self.scale, mode) for way in ways)
        )

    @cached_property
    def reachable(self) -> Mapping[str, int]:
        """How many figures each form could have printed here."""
        return {code: reachable(ways, self.scale) for code, ways in self.ways.items()}


def infer_from_counts(report: Report) -> Inference:
    """The form behind each kind of figure in a report that carries counts, and how each form does on each column."""
    decimals: dict[tuple[str, str], int] = {}  # a spreadsheet drops trailing zeros: the longest text tells
    for row in report.rows:
        for column, reported in row.reported.items():
            decimals[row.group, column] = max(decimals.get((row.group, column), 0), reported.decimals)
    metrics: list[Inferred] = []
    columns: list[Inferred] = []
    for metric in METRICS:
        judged, no_data, untested = _judge(report, metric, decimals)
        if not judged and not no_data and not untested:
            continue
        metrics.append(_infer(metric, "", "", judged, no_data.total(), untested))
        several = sorted({(item.row.group, item.column) for item in judged})
        if len(several) > 1:
            for group, column in several:
                part = [item for item in judged if (item.row.group, item.column) == (group, column)]
                columns.append(_infer(metric, column, group, part, no_data[group, column], untested))
    rest = {c for row in report.rows for c, reported in row.reported.items() if reported.metric not in METRICS}
    return Inference(tuple(metrics), tuple(columns), tuple(sorted(rest)), tuple(str(p) for p in report.problems))


def _judge(
    report: Report, metric: str, decimals: Mapping[tuple[str, str], int]
) -> tuple[list[_Judged], Counter[tuple[str, str]], dict[str, str]]:
    """The figures of one kind with their ways; those of rows without contacts, by column; forms lacking counts."""
    forms = [form for form in FORMS if form.metric == metric]
    judged: list[_Judged] = []
    no_data: Counter[tuple[str, str]] = Counter()
    lacking: dict[str, str] = {}
    for row in report.rows:
        for column, reported in row.reported.items():
            if reported.metric != metric:
                continue
            known = _known(row.counts)
            ways: dict[str, tuple[Ways, ...]] = {}
            for form in forms:
                missing = _missing(form, known)
                if missing:
                    lacking[form.code] = f"the report does not carry {missing}"
                else:
                    ways[form.code] = ways_of(form, row.counts, known, reported.within_ms)
            if any(not found for found in ways.values()):
                no_data[row.group, column] += 1
            elif ways:
                scale = 100 * 10 ** decimals[row.group, column]
                judged.append(_Judged(row, column, reported, scale, ways))
    tested = {code for item in judged for code in item.ways}
    return judged, no_data, {code: why for code, why in lacking.items() if code not in tested}


def _known(counts: Mapping[str, int]) -> dict[str, int]:
    """Answered, abandoned and what else was offered, one worked out from the others where the report leaves it out."""
    known = {name: counts[name] for name in ("answered", "abandoned", "flowed_out") if name in counts}
    if "offered" in counts:
        rest = counts["offered"] - sum(known.values())
        for name in ("abandoned", "answered"):
            if name not in known and rest >= 0:
                known[name], rest = rest, 0
        if "flowed_out" not in known:
            known["flowed_out"] = max(rest, 0)
    return known


def _missing(form: Form, known: Mapping[str, int]) -> str:
    needed = ["answered"] if form.arguments.get("abandons") is Abandons.IGNORE_ALL else ["answered", "abandoned"]
    return " and ".join(name for name in needed if name not in known)


def ways_of(form: Form, counts: Mapping[str, int], known: Mapping[str, int], within_ms: int | None) -> tuple[Ways, ...]:
    """Every share the form can come to in a row; empty where it has nothing to divide by.

    Unknown counts range over what the known ones leave open; flow-outs are whatever was offered and neither
    answered nor abandoned.
    """
    answered, abandoned = known["answered"], known.get("abandoned", 0)
    in_time = _between(counts, "answered_within", within_ms, answered)
    left_in_time = _between(counts, "abandoned_within", within_ms, abandoned)
    short = (counts["short_abandoned"],) * 2 if "short_abandoned" in counts else (0, abandoned)
    judged_in_time = form.arguments.get("abandons") in (Abandons.IGNORE_WITHIN_T, Abandons.COUNT_AS_MET_WITHIN_T)
    free = left_in_time if judged_in_time else short if "short_abandon" in form.needs else (0, 0)
    found: list[Ways] = []
    for leaving in range(free[0], min(free[1], abandoned) + 1):
        ends = [
            good_and_counted(
                form,
                form.arguments,
                Tally(answered, end, abandoned, leaving, leaving, known.get("flowed_out", 0)),
            )
            for end in in_time
        ]
        (low, counted), (high, _) = ends
        if counted <= 0:
            continue
        if found and found[-1].counted == counted:  # numerators grow by one: the ranges touch
            found[-1] = Ways(min(low, found[-1].low), max(high, found[-1].high), counted)
        else:
            found.append(Ways(low, high, counted))
    return tuple(found) if answered or form.metric != "service_level" else ()


def _between(counts: Mapping[str, int], name: str, within_ms: int | None, total: int) -> tuple[int, int]:
    """How many may have been within the limit: exactly known, or between the counts of the nearest other limits."""
    low, high = 0, total
    for key, many in counts.items():
        kind, _, limit = key.partition(":")
        if kind == name and within_ms is not None:
            low = max(low, many) if int(limit) <= within_ms else low
            high = min(high, many) if int(limit) >= within_ms else high
    return low, high


def _infer(
    metric: str, column: str, group: str, judged: Sequence[_Judged], no_data: int, untested: Mapping[str, str]
) -> Inferred:
    codes = [code for code in PLAINEST if any(code in item.ways for item in judged)]
    weights = {(code, mode): _weight(judged, code, mode) for mode in ROUNDINGS for code in codes}
    if not weights:
        return Inferred(metric, column, group, 0, no_data, None, (), "no figure can be judged", RoundingMode.HALF_UP,
                        (), (), untested)  # fmt: skip
    best, rounding = max(weights, key=lambda key: weights[key])  # the first of equals: half up, plainest form
    fits = {code: sum((code, rounding) in item.fits for item in judged) for code in codes}
    forms = sorted(
        (_form_fit(code, rounding, judged, fits[code]) for code in codes),
        key=lambda fit: (-weights[fit.form.code, rounding], codes.index(fit.form.code)),
    )
    also = tuple(fit.form.code for fit in forms if fit.form.code != best and fit.fits >= fits[best])
    found = weights[best, rounding] >= _BEYOND_CHANCE
    equal = [code for code in also if weights[code, rounding] == weights[best, rounding]]
    return Inferred(
        metric, column, group, len(judged), no_data, best if found else None, also,
        _why(best, equal, also, found=found), rounding, tuple(forms),
        tuple(_unexplained(item, best) for item in judged if (best, rounding) not in item.fits), untested,
    )  # fmt: skip


def _weight(judged: Sequence[_Judged], code: str, mode: RoundingMode) -> Decimal:
    """How much likelier the form makes the reported figures than chance, in powers of ten."""
    return sum(
        (_log(item.scale + 1, item.reachable[code]) if (code, mode) in item.fits else _MISFIT for item in judged),
        Decimal(0),
    )


@cache
def _log(possible: int, reached: int) -> Decimal:
    return (Decimal(possible) / Decimal(reached)).log10()


def _form_fit(code: str, rounding: RoundingMode, judged: Sequence[_Judged], fits: int) -> FormFit:
    form = next(form for form in FORMS if form.code == code)
    chance = sum((Fraction(item.reachable.get(code, 0), item.scale + 1) for item in judged), Fraction(0))
    choices = {"rounding": rounding.value}
    limits = {item.reported.within_ms for item in judged if item.reported.within_ms is not None}
    if "within" in form.needs and len(limits) == 1:
        choices["within"] = str(Duration(limits.pop()))
    return FormFit(form, fits, chance, choices)


def _why(best: str, equal: Sequence[str], also: Sequence[str], *, found: bool) -> str:
    if not found:
        return f"no form does better than chance; {best} comes nearest"
    why = f"{best} explains the figures best for the freedom it has"
    if equal:
        why += f"; {', '.join(equal)} cannot be told from it on this report, and {best} claims less"
    freer = [code for code in also if code not in equal]
    if freer:
        why += f"; {', '.join(freer)} can be bent to the same figures, but could be bent to more others"
    return why


def _unexplained(item: _Judged, best: str) -> Unexplained:
    ends = [way.ends(item.scale, RoundingMode.HALF_UP) for way in item.ways.get(best, ())]
    computed = None
    if ends:
        low, high = min(low for low, _ in ends), max(high for _, high in ends)
        computed = percent_text(low, item.scale)
        computed += f" to {percent_text(high, item.scale)}" if high > low else ""
    return Unexplained(item.row.line, item.row.label, item.row.group, item.column, item.reported.text, computed)
