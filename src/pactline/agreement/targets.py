"""Targets: in the metric's unit, on its good side, possible to keep and possible to miss."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from pactline.agreement.consistency import counting_of
from pactline.agreement.dates import step_places
from pactline.agreement.draft import Draft
from pactline.agreement.parts import Part
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.report import Place, Report
from pactline.agreement.yaml_text import MapNode
from pactline.values.exact import plain
from pactline.values.target import Bound, Target, Unit, amount_text, parse_amount

_EXAMPLE = {Unit.PERCENT: "80 %", Unit.SECONDS: "30 s", Unit.CONTACTS: "1000", Unit.SCORE: "4.2"}
_SAID = {
    Unit.PERCENT: "a percentage", Unit.SECONDS: "a length of time", Unit.CONTACTS: "a plain number",
    Unit.SCORE: "a score",
}  # fmt: skip


def figure_of(promise: PromiseDraft, draft: Draft) -> tuple[Unit, bool | None] | None:
    """Unit and good side of the figure that is compared: the metric's, unless intervals or days are judged."""
    counting = draft.language.vocabulary.counting
    if promise.metric is None or not promise.readable(counting.model_fields):
        return None
    about_parts: tuple[Unit, bool] | None = counting_of(promise, counting).own_figure()
    return about_parts or own_figure(promise)


def own_figure(promise: PromiseDraft) -> tuple[Unit, bool | None] | None:
    """Unit and good side of the metric's own figure, before any counting of intervals or days."""
    if promise.metric is None or not promise.readable(promise.metric.terms.model_fields):
        return None
    arguments = promise.arguments()
    return promise.metric.unit_for(arguments), promise.metric.better_for(arguments)


def possible(promise: PromiseDraft, draft: Draft) -> tuple[Fraction, Fraction | None]:
    """The least and the greatest figure that can come out for a promise whose figure is known; None: any."""
    counting, metric = draft.language.vocabulary.counting, promise.metric
    assert metric is not None, "asked of promises with a figure alone"
    about_parts: tuple[Unit, bool] | None = counting_of(promise, counting).own_figure()
    if about_parts:
        return Fraction(0), Fraction(100) if about_parts[0] is Unit.PERCENT else None
    between: tuple[Fraction, Fraction | None] = metric.between(promise.arguments())
    return between


def ratchet_step(ratchet: Any) -> tuple[Fraction, Unit]:
    """By how much a target moves, in the unit it is written in. Raises ValueError."""
    return parse_amount(ratchet.by)


def check_targets(draft: Draft, report: Report) -> None:
    """Every target, interval target and bonus mark of every commitment; wrong ones are left out of later checks."""
    for promise in draft.promises:
        figure, metric, part = figure_of(promise, draft), promise.metric, promise.part
        own = own_figure(promise)
        if metric and own and part["interval_target"]:
            between, place = metric.between(promise.arguments()), part.place("interval_target")
            if _check(part["interval_target"], own, between, metric.name, place, report):
                part.values["interval_target"] = part["interval_target"].meant_in(own[0])
        if figure is None or metric is None:
            continue
        between = possible(promise, draft)
        if part["target"]:
            steps = list(step_places(part["target"], part.node.values["target"]))
            if all([_check(target, figure, between, metric.name, place, report) for _, target, place in steps]):
                part.values["target"] = part["target"].map(lambda target, unit=figure[0]: target.meant_in(unit))
            else:
                part.drop("target")
        if part["ratchet"]:
            _check_ratchet(part, figure[0], report)
        if part["bonus"]:
            mark, place = part["bonus"].when.meant_in(figure[0]), _mark_place(part)
            if not _check(mark, figure, between, metric.name, place, report):
                part.drop("bonus")
                continue
            part.values["bonus"] = part["bonus"].model_copy(update={"when": mark})
            if part["target"]:
                _better(mark, part["target"].values, place, report)


def _check_ratchet(part: Part, unit: Unit, report: Report) -> None:
    """AGR_TARGET_UNIT: a ratchet moves the target in its own unit."""
    try:
        step, said = ratchet_step(part["ratchet"])
    except ValueError:
        step, said = Fraction(0), unit
    if step <= 0 or not unit.fits(said):
        message = f"the ratchet moves by {part['ratchet'].by!r}, which is no step of this target"
        report.problem("AGR_TARGET_UNIT", part.place("ratchet"), message, f"write by: {amount_text(Fraction(1), unit)}")


def _mark_place(part: Part) -> Place:
    bonus = part.node.values["bonus"]
    return bonus.values["when"] if isinstance(bonus, MapNode) else bonus


def _check(
    target: Target, figure: tuple[Unit, bool | None], between: tuple[Fraction, Fraction | None], metric: str,
    place: Place, report: Report,
) -> bool:  # fmt: skip
    """Whether the target can be used for this figure; one problem at most."""
    unit, higher_is_better = figure
    amount = plain(target.amount)
    if unit is Unit.PERCENT and _is_fraction(target):
        almost = "kept" if target.higher_is_better else "missed"
        message = f"{target} is nearly always {almost}: a share written as a fraction?"
        remedy = f"did you mean {target.bound.replace('_', ' ')} {plain(target.amount * 100)} %?"
        report.problem("AGR_TARGET_FRACTION", place, message, remedy)
    elif not unit.fits(target.unit):
        example = amount_text(target.amount, unit) if target.unit is Unit.CONTACTS else _EXAMPLE[unit]
        message = f"{target} is {_SAID[target.unit]}, but {metric} is {_SAID[unit]} here"
        report.problem("AGR_TARGET_UNIT", place, message, f"write {target.bound.replace('_', ' ')} {example}")
    elif target.amount < 0 <= between[0]:
        report.problem("AGR_TARGET_RANGE", place, f"{amount} is negative; no figure is", "write what is promised")
    elif higher_is_better is not None and target.higher_is_better is not higher_is_better:
        better = "higher" if higher_is_better else "lower"
        side = "at least" if higher_is_better else "at most"
        message = f"{target} keeps the promise when {metric} gets worse: {better} is better"
        report.problem("AGR_TARGET_SIDE", place, message, f"write {side} {amount_text(target.amount, unit)}")
    elif not _can_go_both_ways(target, between):
        never = f"{target} can never be {_never(target, between)}"
        report.problem("AGR_TARGET_RANGE", place, never, "write what is promised")
    else:
        return True
    return False


def _is_fraction(target: Target) -> bool:
    """At least 0.80 (%), or at most 0.05 without a unit: a percentage was meant."""
    small = 0 < target.amount <= 1
    return small and (target.unit is Unit.CONTACTS or (target.unit is Unit.PERCENT and target.higher_is_better))


def _can_go_both_ways(target: Target, between: tuple[Fraction, Fraction | None]) -> bool:
    """Whether some possible figure keeps the promise and some other misses it."""
    worst, best = _extremes(target, between)
    return (best is None or target.kept_by(best)) and (worst is None or not target.kept_by(worst))


def _never(target: Target, between: tuple[Fraction, Fraction | None]) -> str:
    best = _extremes(target, between)[1]
    return "missed" if best is None or target.kept_by(best) else "kept"


def _extremes(target: Target, between: tuple[Fraction, Fraction | None]) -> tuple[Fraction | None, Fraction | None]:
    """The worst and the best possible figure; None without a limit."""
    return between if target.higher_is_better else (between[1], between[0])


def _better(mark: Target, targets: tuple[Target, ...], place: Place, report: Report) -> None:
    """AGR_BONUS_MARK: a bonus is for more than was promised."""
    strict = mark.bound in (Bound.MORE_THAN, Bound.LESS_THAN)
    for target in targets:
        if target.unit is not mark.unit or target.higher_is_better is not mark.higher_is_better:
            continue
        gain = -target.distance(mark.amount)
        open_target = target.bound in (Bound.AT_LEAST, Bound.AT_MOST)
        if gain < 0 or (gain == 0 and not (strict and open_target)):
            message = f"the bonus is earned {mark}, and {target} is promised anyway"
            report.problem("AGR_BONUS_MARK", place, message, "put the mark beyond the target")
            return
