"""A comparison of forms in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pactline.statement.comparison.comparing import Comparison, Difference, FormFigure
from pactline.statement.counting.counts import figure
from pactline.statement.shown.text import table
from pactline.values.duration import Duration
from pactline.values.exact import RoundingMode, how_many, round_fraction

_FAMILIES = {"service_level": "Service level", "abandonment_rate": "Abandonment", "answer_rate": "Answer rate"}


def render_comparison(comparison: Comparison, shown: int) -> str:
    """The figures with their spread, who uses each form, and per pair its first ``shown`` contacts."""
    lines = table(
        ["Form", "", "Formula", "Counted", "Good", "Unknown", "Figure"],
        "<<<>>>>",
        [_row(item) for item in comparison.forms],
    )
    lines.append("A answered, B abandoned, F flowed out; (T) within the promised wait, (S) short abandons")
    for family, title in _FAMILIES.items():
        lines += _spread(title, [item for item in comparison.forms if item.form.metric == family])
    notes: dict[str, list[str]] = {}
    for item in comparison.forms:
        if note := _note(item):
            notes.setdefault(note, []).append(item.form.code)
    lines += [f"{', '.join(codes)}: {note}" for note, codes in notes.items()]
    lines += ["", "Who uses which:", *(f"  {item.form.code}  {item.form.sources}" for item in comparison.forms)]
    lines += ["", "The contacts that make each difference:"]
    lines += [_difference(difference, shown) for difference in comparison.differences]
    if not comparison.differences:
        lines.append("  none: every computable form treats every contact alike")
    return "\n".join(lines)


def _note(item: FormFigure) -> str:
    if item.not_computable:
        return f"not computable: {item.not_computable}"
    unknown = item.counts.unknown
    return f"{how_many(unknown, 'contact')} of unknown wait: neither in time nor short" if unknown else ""


def _percent(item: FormFigure) -> Fraction | None:
    return None if item.not_computable else figure(item.share, item.counts)


def _shown(percent: Fraction) -> str:
    return f"{round_fraction(percent, 2, RoundingMode.HALF_UP)}"


def _row(item: FormFigure) -> list[str]:
    form = [item.form.code, item.form.name, item.form.formula]
    if item.not_computable:
        return [*form, "", "", "", "not computable"]
    percent, unknown = _percent(item), item.counts.unknown
    counts = [f"{item.counts.counted:,}", f"{item.counts.good:,}", f"{unknown:,}" if unknown else ""]
    return [*form, *counts, "no data" if percent is None else f"{_shown(percent)} %"]


def _spread(title: str, items: Sequence[FormFigure]) -> list[str]:
    percents = [percent for item in items if (percent := _percent(item)) is not None]
    if len(percents) < 2:
        return []
    low, high = _shown(min(percents)), _shown(max(percents))
    if low == high:
        return [f"{title}: every form gives {low} %"]
    return [f"{title}: the same contacts give {low} to {high} %"]


def _difference(difference: Difference, shown: int) -> str:
    a, b = difference.between
    first = [
        f"{contact.contact_id}/{contact.visit} ({contact.outcome}{_wait(contact.wait_ms)}: "
        f"{contact.treated[a]} | {contact.treated[b]})"
        for contact in difference.contacts[:shown]
    ]
    more = difference.total - len(first)
    return f"  {a} | {b}  {difference.total:,}: " + ", ".join([*first, *([f"and {more:,} more"] if more else [])])


def _wait(wait_ms: int | None) -> str:
    return ", wait unknown" if wait_ms is None else f" after {Duration(wait_ms)}"
