"""An inference in the terminal."""

from __future__ import annotations

from pactline.records.choices.counting import CONVENTIONS
from pactline.statement.inference.inferred import FormFit, Inference, Inferred, Unexplained
from pactline.statement.shown.text import table
from pactline.values.exact import RoundingMode, how_many, round_fraction

_TITLES = {"service_level": "Service level", "abandonment_rate": "Abandonment rate", "answer_rate": "Answer rate"}
_LETTERS = {"within": "T", "short_abandon": "S"}  # as in the formulas
_SHOWN = 10  # unexplained figures


def render_inference(inference: Inference) -> str:
    """Per kind of figure the form named, why, how every form does, and the figures it does not explain."""
    lines: list[str] = []
    for answer in inference.metrics:
        lines += [*_answer(answer), ""]
    if inference.columns:
        heads = ["Group", "Column", "Named", "Fits", "Of", "Unexplained"]
        lines += [*table(heads, "<<<>>>", [_column(answer) for answer in inference.columns]), ""]
    if not inference.metrics:
        lines.append("the report carries no service level, abandonment rate or answer rate to explain")
    lines += [f"not inferred, because no published forms are known: {name}" for name in inference.not_inferred]
    lines += [f"not read: {text}" for text in inference.unreadable]
    return "\n".join(lines).rstrip()


def _answer(answer: Inferred) -> list[str]:
    title = f"{_TITLES[answer.metric]}: {answer.best or 'no form named'}"
    judged = f"{how_many(answer.rows, 'figure')} judged, rounded {answer.rounding.replace('_', '-')}"
    lines = [title, answer.why, judged]
    if answer.no_data:
        lines.append(f"{how_many(answer.no_data, 'figure')} without data: the row gives a form nothing to divide by")
    rows = [
        [
            fit.form.code,
            fit.form.name,
            fit.form.formula,
            f"{fit.fits:,}",
            f"{round_fraction(fit.by_chance, 1, RoundingMode.HALF_UP):,}",
            _readings(fit),
        ]
        for fit in answer.forms
    ]
    lines += table(["Form", "", "Formula", "Fits", "By chance", "Read as"], "<<<>><", rows)
    for fit in answer.forms:
        if fit.told_apart_by is not None:
            many = fit.told_apart_by
            told = f"told apart by {how_many(many, 'contact')}" if many else "no contact here can tell them apart"
            lines.append(f"{answer.forms[0].form.code} or {fit.form.code}: {told}")
    lines += [f"{code} was not tested: {reason}" for code, reason in answer.untested.items()]
    if answer.best:
        lines += _unexplained(answer)
    return lines


def _readings(fit: FormFit) -> str:
    """The times, and of the other readings those that are not the usual ones."""
    usual = CONVENTIONS["common-2026"]
    said = [f"{letter} {fit.choices[name]}" for name, letter in _LETTERS.items() if name in fit.choices]
    return ", ".join(said + [f"{name} {word}" for name, word in fit.choices.items() if usual.get(name, word) != word])


def _unexplained(answer: Inferred) -> list[str]:
    lines = [
        f"  line {row.line}, {_place(row)}: reported {row.reported}, {answer.best} {_gives(row.computed)}"
        for row in answer.unexplained[:_SHOWN]
    ]
    more = len(answer.unexplained) - len(lines)
    count = f"{how_many(len(answer.unexplained), 'figure')} unexplained" + (":" if lines else "")
    return [count, *lines, *([f"  and {more:,} more"] if more else [])]


def _place(row: Unexplained) -> str:
    return " ".join(word for word in (row.label, row.group, row.figure) if word not in ("", "all"))


def _gives(computed: str | None) -> str:
    if computed is None:
        return "has nothing to divide by"
    return f"can give {computed}, but not this" if " to " in computed else f"gives {computed}"


def _column(answer: Inferred) -> list[str]:
    fits = answer.rows - len(answer.unexplained)
    named = answer.best or "none"
    return [answer.group, answer.figure, named, f"{fits:,}", f"{answer.rows:,}", f"{len(answer.unexplained):,}"]
