"""What an agreement is silent on though no key is missing: rounding, windows that the term cuts, the order of rules."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations, permutations
from typing import get_args

from pydantic import BaseModel

from pactline.agreement.draft import Draft
from pactline.agreement.order_of_rules import commute
from pactline.agreement.parts import Part
from pactline.agreement.paths import way_to
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.questions import Choice, Path
from pactline.agreement.report import Place, Report
from pactline.agreement.ruling import steps_used
from pactline.agreement.schema import Promise
from pactline.agreement.tables import first_hole, rounding_of
from pactline.agreement.usual_answers import MEANINGS, ROUNDINGS, TEXTS
from pactline.agreement.yaml_text import MapNode
from pactline.values.cadence import Cadence
from pactline.values.period import Period

MOST_ORDERS = 6  # offered: all orders of three rules


def ask_roundings(draft: Draft, report: Report) -> None:
    """How figures are rounded where nothing says it, and where the agreed rounding leaves figures without a band."""
    node = draft.heading.node.values.get("rounding")
    lacking = [p for p in draft.promises if _says_no_rounding(p, draft)]
    if lacking and len(lacking) == len(draft.promises):
        place = node if isinstance(node, MapNode) else draft.heading.node
        report.ask(("rounding", "shares"), place, TEXTS["shares"], _that_close(lacking, draft))
        return
    for promise in lacking:
        report.ask(
            (*way_to(promise, draft, "rounding"), "rounding"),
            promise.part.node,
            TEXTS["rounding"],
            _that_close([promise], draft),
        )
    for promise in draft.promises:
        rounding = rounding_of(promise, draft)
        hole = first_hole(promise, draft, rounding) if rounding else None
        closing = [choice for choice, way in ROUNDINGS.items() if hole and not first_hole(promise, draft, way)]
        if hole and closing:
            text = f"with the agreed rounding ({rounding}) {hole} has no band. {_capital(TEXTS['rounding'])}"
            report.ask(
                (*way_to(promise, draft, "rounding"), "rounding"), promise.part.place("rounding"), text, tuple(closing)
            )


def _says_no_rounding(promise: PromiseDraft, draft: Draft) -> bool:
    usual = draft.heading["rounding"]
    missing = usual is None and not isinstance(draft.heading.node.values.get("rounding"), MapNode)
    silent = missing or (usual is not None and usual.shares is None)
    return silent and promise.part["rounding"] is None and "rounding" not in promise.part.unread


def _that_close(promises: list[PromiseDraft], draft: Draft) -> tuple[Choice, ...]:
    """The roundings that leave no figure of these promises without a band; all of them if none does."""
    fitting = [
        choice for choice, way in ROUNDINGS.items() if not any(first_hole(promise, draft, way) for promise in promises)
    ]
    return tuple(fitting or ROUNDINGS)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def ask_worth_of_points(draft: Draft, report: Report) -> None:
    """What a point is worth, where a scheme says neither a rate nor a ladder: one percent of each charge is offered."""
    for name, scheme in draft.rules.get("points", {}).items():
        if {"rate", "ladder"} & set(scheme.node.values) or not draft.charges:
            continue
        choices = tuple(
            Choice(
                f"{{percent: 1 %, of: {charge}}}",
                f"one percent of {charge}",
                keyed=(("percent", "1 %"), ("of", charge)),
            )
            for charge in draft.charges
        )
        text = "what is one point worth: a share of which charge, or a sum?"
        report.ask(("points", name, "rate"), scheme.node, text, choices)


def ask_part_windows(draft: Draft, report: Report) -> None:
    """What becomes of the part of a window, where the term cuts one that money hangs on."""
    words = [word for inner in get_args(Promise.model_fields["part_windows"].annotation) for word in get_args(inner)]
    choices = tuple(Choice(word, MEANINGS["part_windows", word]) for word in words)
    for promise in draft.promises:
        part = promise.part
        priced = part["remedy"] is not None or part["bonus"] is not None
        if not priced or part["part_windows"] is not None or "part_windows" in part.unread:
            continue
        cut = _cut(part["each"], draft)
        if cut:
            name = promise.id.split("/")[0]
            entries = draft.entries("commitments")
            place: Place = entries.keys[name] if entries else part.node
            text = f"the term has only {cut} of a {part['each']}: what becomes of a part?"
            report.ask(("commitments", name, "part_windows"), place, text, choices)


def _cut(each: Cadence | None, draft: Draft) -> str:
    """The part of the first or the last window that lies in the term, in words; empty if both are whole."""
    term, zone = draft.heading["term"], draft.heading["zone"]
    if each is None or term is None or zone is None or each.hourly:
        return ""
    first_end = min(each.next(each.start(term.first, term), term), term.end)
    last_day = term.end - timedelta(days=1)
    for looked_at in (Period(term.first, first_end), Period(last_day, term.end)):
        for judged in each.windows(term, looked_at, zone):
            if not judged.full and not judged.before_full:
                return str(judged.period)
    return ""


def ask_order(draft: Draft, report: Report) -> None:
    """In which order the rules work on the money, where it makes a difference and is not said."""
    used = steps_used(draft)
    if draft.heading["order"] is not None or "order" in draft.heading.unread:
        return
    clash = [(a, b) for a, b in combinations(used, 2) if not commute(a, b, draft)]
    if not clash:
        return
    orders: dict[tuple[bool, ...], tuple[str, ...]] = {}  # orders that differ only in rules that commute are one
    for order in permutations(used):
        orders.setdefault(tuple(order.index(a) < order.index(b) for a, b in clash), order)
    choices = [Choice(f"[{', '.join(order)}]", _said(order), order) for order in orders.values()]
    between = "; ".join(f"{_word(a)} and {_word(b)}" for a, b in clash)
    place = draft.heading.node.keys[clash[0][0]]
    text = f"it makes a difference which comes first ({between}): in which order do they work on the money?"
    report.ask(("order",), place, text, tuple(choices[:MOST_ORDERS]))


def _word(step: str) -> str:
    return "critical failures" if step == "critical" else step


def _said(order: tuple[str, ...]) -> str:
    return ", then ".join(map(_word, order))


def ask_calendars(draft: Draft, report: Report) -> None:
    """Whose open days are business days, where they are counted and nothing says it."""
    names = tuple(Choice(name) for name in draft.calendars)
    found: list[tuple[Path, Part]] = [
        ((key, name), part) for key, parts in draft.rules.items() for name, part in parts.items()
    ]
    for key in draft.language.vocabulary.rules:
        node, value = draft.heading.node.values.get(key), draft.heading[key]
        if isinstance(node, MapNode) and isinstance(value, BaseModel):
            found.append(((key,), Part(node, dict(value))))
    for promise in draft.promises:
        node, value = promise.part.node.values.get("report"), promise.part["report"]
        if isinstance(node, MapNode) and isinstance(value, BaseModel):
            found.append((("commitments", promise.id.split("/")[0], "report"), Part(node, dict(value))))
    for path, part in found:
        if (
            part["calendar"] is None
            and "calendar" not in part.unread
            and any(map(_in_business_days, part.values.values()))
        ):
            report.ask((*path, "calendar"), part.node, TEXTS["calendar"], names)


def _in_business_days(value: object) -> bool:
    length = getattr(value, "length", None)
    return bool(getattr(value, "needs_calendar", False) or getattr(length, "needs_calendar", False))
