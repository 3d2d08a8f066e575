"""Which published form, under which readings, makes the reported figures out of the records.

Every form is tried over ``inferring_grid`` and every rounding; a definition is as good as the number of
figures it reproduces at the decimals they were printed with. Among equals the usual readings and the form with the
fewest free parts are named first, and the others are told with the number of contacts that would tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

import narwhals as nw

from pactline.importers.plain.report import METRICS, PlainReport, ReportedSpan
from pactline.statement.comparison.comparing import shared_choices, treatments
from pactline.statement.comparison.forms import FORMS, Form, form_arguments
from pactline.statement.counting.asking import Records, Scope
from pactline.statement.counting.tallying import ROUNDINGS, good_and_counted, printed
from pactline.statement.inference.grid import Cell, Counted, Looked, count_cells, short_grid, within_grid
from pactline.statement.inference.inferred import PLAINEST, FormFit, Inference, Inferred, Unexplained, percent_text
from pactline.values.duration import Limit, Sense
from pactline.values.exact import RoundingMode
from pactline.values.span import QUARTER_HOUR_US

_SAMPLE = 60  # figures by which the definitions are sifted when there are more
_FINALISTS = 40  # definitions of every form that are tried on all figures


@dataclass(frozen=True)
class _Definition:
    """One form under one reading of everything it leaves free."""

    form: Form
    counted: Counted
    within: Limit | None
    short: Limit | None
    arguments: Mapping[str, Any]

    @property
    def looked(self) -> Looked:
        return self.counted.looked

    def figure(self, cell: int) -> tuple[int, int]:
        """Good and counted contacts of a cell."""
        return good_and_counted(self.form, self.arguments, self.counted.tally(cell, self.within, self.short))

    def unusual(self, rounding: RoundingMode) -> tuple[int, int, int]:
        """What makes it less likely than another that fits as well: odd readings, free parts, the form's claims."""
        odd = self.looked.unusual + (rounding is not RoundingMode.HALF_UP)
        odd += self.within is not None and self.within.sense is Sense.UNDER
        return odd, (self.within is not None) + (self.short is not None), PLAINEST.index(self.form.code)

    def words(self, rounding: RoundingMode) -> dict[str, str]:
        """The readings, as told."""
        limits = {"within": self.within, "short_abandon": self.short}
        return {
            **{name: str(limit) for name, limit in limits.items() if limit is not None},
            **{name: str(word) for name, word in vars(self.looked).items()},
            "rounding": rounding.value,
        }


@dataclass(frozen=True)
class _Fit:
    definition: _Definition
    rounding: RoundingMode
    fits: int


@dataclass
class _Figure:
    """A reported figure as the last printed digit, with the range the definitions came to."""

    row: ReportedSpan
    cell: int
    target: int
    scale: int
    low: int | None = None
    high: int = 0

    def try_one(self, good: int, counted: int) -> list[bool]:
        """Whether each rounding prints the target."""
        if not counted:
            return [False] * len(ROUNDINGS)
        found = [printed(good, counted, self.scale, mode) for mode in ROUNDINGS]
        self.low = found[0] if self.low is None else min(self.low, found[0])
        self.high = max(self.high, found[0])
        return [value == self.target for value in found]

    @property
    def by_chance(self) -> Fraction:
        """The chance that a figure somewhere between all that were computed is this one."""
        return Fraction(1, self.high - self.low + 1) if self.low is not None else Fraction(1)


def infer_from_records(
    records: Records,
    report: PlainReport,
    *,
    within: Limit | None = None,
    short_abandon: Limit | None = None,
    scope: Scope | None = None,
) -> Inference:
    """The form behind each kind of figure in a plain report, found by computing every form on the records.

    ``within`` and ``short_abandon`` are taken as given, or tried over ``inferring_grid``.
    """
    scope = scope or Scope()
    unreadable = tuple(str(problem) for problem in report.problems)
    if not report.rows:
        return Inference((), (), (), unreadable)
    cells = list(dict.fromkeys(Cell(row.span, row.queue, row.channel) for row in report.rows))
    grids = within_grid(within), short_grid(records, scope, short_abandon)
    looks = list(count_cells(records, cells, scope, *grids))
    decimals: dict[str, int] = {}
    for row in report.rows:
        decimals[row.column] = max(decimals.get(row.column, 0), row.figure.decimals)
    answers: list[Inferred] = []
    for metric in METRICS:
        rows = [row for row in report.rows if row.figure.metric == metric]
        if rows:
            figures = [
                _Figure(row, cells.index(Cell(row.span, row.queue, row.channel)),
                        int(row.figure.value * 10 ** decimals[metric]), 100 * 10 ** decimals[metric])
                for row in rows
            ]  # fmt: skip
            answers.append(_infer(records, scope, metric, figures, looks))
    return Inference(tuple(answers), (), (), unreadable)


def _definitions(metric: str, looks: Sequence[Counted]) -> Iterator[_Definition]:
    for counted in looks:
        for form in FORMS:
            if form.metric != metric:
                continue
            shorts: list[Limit | None] = [*counted.short] if "short_abandon" in form.takes else []
            if "short_abandon" not in form.needs:
                shorts.insert(0, None)
            for within in [*counted.within] if "within" in form.takes else [None]:
                for short in shorts:
                    yield _Definition(form, counted, within, short, form_arguments(form, within, short))


def _infer(
    records: Records, scope: Scope, metric: str, figures: Sequence[_Figure], looks: Sequence[Counted]
) -> Inferred:
    judged = [f for f in figures if looks[0].totals[0][f.cell] + looks[0].totals[1][f.cell]]
    no_data = len(figures) - len(judged)
    if not judged:
        why = "the records hold no contact in the times reported"
        return Inferred(metric, "", "", 0, no_data, None, (), why, RoundingMode.HALF_UP, (), ())
    top: dict[str, list[_Fit]] = {}
    definitions = list(_definitions(metric, looks))
    for definition in _worth_trying(definitions, judged):
        known = top.setdefault(definition.form.code, [])
        for fit in _fits(definition, judged, known[0].fits if known else 0):
            if known and fit.fits > known[0].fits:
                known.clear()
            known.append(fit)
    for fits in top.values():
        fits.sort(key=lambda fit: fit.definition.unusual(fit.rounding))
    order = sorted(top.values(), key=lambda fits: (-fits[0].fits, fits[0].definition.unusual(fits[0].rounding)))
    best = order[0][0]
    chance = sum((figure.by_chance for figure in judged), Fraction(0))
    forms = [_form_fit(records, scope, judged, best, fits, chance) for fits in order]
    unexplained = [f for f in judged if not _explains(best, f)]
    luck = (
        len(definitions) * comb(len(judged), best.fits) * _product(f.by_chance for f in judged if f not in unexplained)
    )
    also = tuple(fit.form.code for fit in forms[1:] if fit.fits == best.fits)
    found = luck < 1 and best.fits > 0
    return Inferred(
        metric, "", "", len(judged), no_data, best.definition.form.code if found else None, also,
        _why(best, also, len(definitions), found=found), best.rounding, tuple(forms),
        tuple(_unexplained(best, f) for f in unexplained),
    )  # fmt: skip


def _worth_trying(definitions: Sequence[_Definition], figures: Sequence[_Figure]) -> Sequence[_Definition]:
    """With many figures, the definitions that do best on some of them, spread evenly: enough of every form to hold the
    right one even if some of these are misprinted."""
    if len(figures) <= _SAMPLE:
        return definitions
    sample = figures[:: len(figures) // _SAMPLE]
    fits = [max((fit.fits for fit in _fits(definition, sample, 0)), default=0) for definition in definitions]
    by_form: dict[str, list[int]] = {}
    for definition, count in zip(definitions, fits, strict=True):
        by_form.setdefault(definition.form.code, []).append(count)
    least = {code: sorted(counts, reverse=True)[:_FINALISTS][-1] for code, counts in by_form.items()}
    return [d for d, count in zip(definitions, fits, strict=True) if count >= least[d.form.code]]


def _fits(definition: _Definition, figures: Sequence[_Figure], least: int) -> Iterator[_Fit]:
    """The definition under each rounding that reproduces at least ``least`` figures; given up once none can."""
    fits, missed = [0] * len(ROUNDINGS), 0
    for figure in figures:
        right = figure.try_one(*definition.figure(figure.cell))
        fits = [count + one for count, one in zip(fits, right, strict=True)]
        missed += not any(right)
        if missed > len(figures) - least:
            return
    for rounding, count in zip(ROUNDINGS, fits, strict=True):
        if count >= least and count == max(fits):
            yield _Fit(definition, rounding, count)


def _explains(fit: _Fit, figure: _Figure) -> bool:
    good, counted = fit.definition.figure(figure.cell)
    return counted > 0 and printed(good, counted, figure.scale, fit.rounding) == figure.target


def _product(parts: Iterator[Fraction]) -> Fraction:
    product = Fraction(1)
    for part in parts:
        product *= part
    return product


def _form_fit(
    records: Records, scope: Scope, figures: Sequence[_Figure], best: _Fit, fits: Sequence[_Fit], chance: Fraction
) -> FormFit:
    """The form's best reading; of several, one that looks at the records as the named definition does."""
    alike = [fit for fit in fits if fit.definition.looked == best.definition.looked]
    told_apart = None
    if alike and alike[0].fits == best.fits and fits[0] is not best:
        told_apart = _told_apart(records, scope, figures, best.definition, alike[0].definition)
    first = (alike or fits)[0]
    choices = first.definition.words(first.rounding)
    return FormFit(first.definition.form, first.fits, chance, choices, len(fits), told_apart)


def _told_apart(
    records: Records, scope: Scope, figures: Sequence[_Figure], one: _Definition, other: _Definition
) -> int:
    """How many contacts that the figures speak of the two definitions treat differently."""
    counting = shared_choices({name: str(word) for name, word in vars(one.looked).items()})
    asked = {"one": (one.form, one.arguments), "other": (other.form, other.arguments)}
    quarters: dict[tuple[str | None, str | None], set[int]] = {}
    for row in (figure.row for figure in figures):
        covered = range(row.span.start // QUARTER_HOUR_US, row.span.end // QUARTER_HOUR_US)
        quarters.setdefault((row.queue, row.channel), set()).update(covered)
    reported = nw.lit(value=False)
    for (queue, channel), inside in quarters.items():
        part = (nw.col("at_us") // QUARTER_HOUR_US).is_in(sorted(inside))
        for name, word in (("queue", queue), ("channel", channel)):
            part = part if word is None else part & (nw.col(name) == word)
        reported = reported | part.fill_null(value=False)
    frame = treatments(records, asked, counting, scope, None).filter(reported)
    # Three are added to the treatment of a contact of unknown wait, which is the same treatment.
    differ = nw.col("one") % 3 != nw.col("other") % 3
    return int(records.rows(frame.filter(differ).select(contacts=nw.len()))[0]["contacts"])


def _why(best: _Fit, also: Sequence[str], tried: int, *, found: bool) -> str:
    code = best.definition.form.code
    if not found:
        return f"of {tried:,} definitions tried one would be expected to do as well by chance; {code} comes nearest"
    why = f"{code} reproduces the most figures of {tried:,} definitions tried"
    if also:
        why += f"; {', '.join(also)} reproduce as many, and {code} needs the fewest unusual readings"
    return why


def _unexplained(best: _Fit, figure: _Figure) -> Unexplained:
    good, counted = best.definition.figure(figure.cell)
    computed = percent_text(printed(good, counted, figure.scale, best.rounding), figure.scale) if counted else None
    row = figure.row
    group = "/".join(word for word in (row.queue, row.channel) if word)
    return Unexplained(row.line, row.label, group, row.column, row.figure.text, computed)
