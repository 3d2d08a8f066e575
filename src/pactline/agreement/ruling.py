"""Charges and rules: whether what is written of each hangs together."""

from __future__ import annotations

from fractions import Fraction

from pydantic import BaseModel

from pactline.agreement.consistency import modifiers_of, terms_of
from pactline.agreement.draft import Draft
from pactline.agreement.parts import Part
from pactline.agreement.report import Place, Report
from pactline.agreement.schema import STEPS
from pactline.agreement.yaml_text import MapNode
from pactline.values.exact import plain
from pactline.values.period import Each

_FORMS = ("amount", "billed", "next", "share")


def check_charges(draft: Draft, report: Report) -> None:
    """AGR_CHARGE: each charge is exactly one of an amount, what was billed, another's next, a share of another."""
    for name, charge in draft.charges.items():
        given = [form for form in _FORMS if form in charge.node.values]
        if len(given) != 1:
            said = f"says {' and '.join(given)}" if given else "does not say how much it is"
            remedy = (
                "write exactly one of amount: 5000.00; billed: charges.csv; next: CHARGE; share: 10 % with of: CHARGE"
            )
            report.problem("AGR_CHARGE", charge.node, f"the charge `{name}` {said}", remedy)
        elif (given[0] == "share") is not ("of" in charge.node.values):
            report.problem("AGR_CHARGE", charge.node, "`share` and `of` go together", "write share: 10 %, of: CHARGE")
        elif (given[0] == "next") is ("each" in charge.node.values):
            message = "another charge's next period is as long as that charge's own; every other charge says its own"
            remedy = "leave each out beside next" if given[0] == "next" else "add each: month (for example)"
            report.problem("AGR_CHARGE", charge.node, message, remedy)
        elif circle := _circle(name, draft):
            message = f"the charge `{name}` is made of itself: {' of '.join(circle)}"
            report.problem("AGR_CHARGE", charge.node, message, "begin with a charge that has an amount or is billed")


def _circle(name: str, draft: Draft) -> list[str]:
    """The way from a charge back to itself, if there is one."""
    seen, at = [name], _base(draft.charges[name])
    while at in draft.charges:
        if at == name:
            return [*seen, name]
        if at in seen:
            return []
        seen.append(at)
        at = _base(draft.charges[at])
    return []


def _base(charge: Part) -> str:
    return charge["next"] or charge["of"] or ""


def charge_each(name: str, draft: Draft) -> Each | None:
    """How often a charge is paid; None if it could not be read."""
    seen: set[str] = set()
    while name in draft.charges and name not in seen:
        seen.add(name)
        each: Each | None = draft.charges[name]["each"]
        if each:
            return each
        name = draft.charges[name]["next"] or ""
    return None


def check_rounding(draft: Draft, report: Report) -> None:
    """AGR_MISSING_KEY: every figure that is compared is rounded in an agreed way."""
    rounding = draft.heading["rounding"]
    if rounding is None or rounding.shares is not None:
        return
    for promise in draft.promises:
        if promise.part["rounding"] is None and "rounding" not in promise.part.unread:
            message = f"nothing says how the figure of `{promise.id}` is rounded before it is compared"
            remedy = "write rounding: exact or rounding: 1 decimal half_up here, or shares: under rounding for all"
            report.problem("AGR_MISSING_KEY", promise.part.node, message, remedy)


def check_order(draft: Draft, report: Report) -> None:
    """AGR_ORDER: an order names each rule that works on money once, and no other."""
    order = draft.heading["order"]
    if order is None:
        return
    used = steps_used(draft)
    missing = [step for step in used if step not in order]
    extra = [step for step in order if step not in used]
    twice = sorted({step for step in order if order.count(step) > 1})
    if missing or extra or twice:
        said = "; ".join(
            [f"`{s}` is missing" for s in missing]
            + [f"the agreement has no `{s}`" for s in extra]
            + [f"`{s}` stands twice" for s in twice]
        )
        report.problem("AGR_ORDER", draft.heading.place("order"), said, f"write order: [{', '.join(used)}] as agreed")


def steps_used(draft: Draft) -> list[str]:
    """The rules on money that the agreement has, in the usual order."""
    given, unread = draft.heading, draft.heading.unread
    return [step for step in STEPS if given[step] not in (None, {}) or draft.rules.get(step) or step in unread]


def check_business_days(draft: Draft, report: Report) -> None:
    """AGR_MISSING_KEY: business days are counted with a calendar."""
    for part, model in _parts(draft):
        for key in model.model_fields:
            value = part[key]
            if not getattr(value, "needs_calendar", False) and not getattr(
                getattr(value, "length", None), "needs_calendar", False
            ):
                continue
            if part["calendar"] is None and "calendar" not in part.unread:
                message = f"`{key}` counts business days, and nothing says which days those are"
                report.problem("AGR_MISSING_KEY", part.place(key), message, "add calendar: NAME, one of the calendars")
    for promise in draft.promises:
        given = promise.part["report"]
        if given and given.due.needs_calendar and given.calendar is None:
            message = "`due` counts business days, and nothing says which days those are"
            report.problem("AGR_MISSING_KEY", promise.part.place("report"), message, "add calendar: NAME to the report")


def _parts(draft: Draft) -> list[tuple[Part, type[BaseModel]]]:
    rules = draft.language.vocabulary.rules
    found = [(part, rules[key].terms) for key, parts in draft.rules.items() for part in parts.values()]
    for key, rule in rules.items():
        node, value = draft.heading.node.values.get(key), draft.heading[key]
        if not rule.named and isinstance(value, BaseModel) and isinstance(node, MapNode):
            found.append((Part(node, dict(value)), rule.terms))
    return found


_ONE_WAY = {"two_sided", "points", "share_of_pool"}
"""Shapes of remedy that make money owed by the provider, and by nobody else."""


def check_sides(draft: Draft, report: Report) -> None:
    """AGR_CONTRADICTION: what a client's promise cannot bring, and a party that its own omission would excuse."""
    by = {promise.id: promise.part["by"] for promise in draft.promises}
    for promise in draft.promises:
        if promise.part["by"] != "client":
            continue
        shape = terms_of(promise.part["remedy"])[0]
        if shape in _ONE_WAY or "earn_back" in modifiers_of(promise.part["remedy"]) or promise.part["bonus"]:
            key = "bonus" if promise.part["bonus"] else "remedy"
            said = shape if shape in _ONE_WAY else "a bonus" if key == "bonus" else "earn_back"
            message = f"`{promise.id}` is a promise of the client, and {said} is about what the provider owes"
            report.problem("AGR_CONTRADICTION", promise.part.place(key), message, "write a sum, bands or a share")
    for name, duty in draft.rules.get("responsibilities", {}).items():
        own = [id for id in duty["excuses"] or () if by.get(id) == duty["party"]]
        if own:
            message = f"`{name}` is the {duty['party']}'s to do, and not doing it would excuse its own `{own[0]}`"
            remedy = "name only promises of the other party"
            report.problem("AGR_CONTRADICTION", duty.place("excuses"), message, remedy)


def check_pools(draft: Draft, report: Report) -> None:
    """AGR_POOL: shares and weights keep within the pool, its categories and the limit for one commitment."""
    for name, pool in draft.rules.get("pools", {}).items():
        if pool.unread:
            continue
        weights: dict[str, Fraction] = {}
        for promise in draft.promises:
            shape, terms = terms_of(promise.part["remedy"])
            if shape != "share_of_pool" or terms.pool != name:
                continue
            place = promise.part.place("remedy")
            if terms.category not in pool["categories"]:
                message = f"the pool `{name}` has no category {terms.category!r}"
                report.problem("AGR_POOL", place, message, f"name one of {', '.join(pool['categories'])}")
                continue
            weights[terms.category] = weights.get(terms.category, Fraction(0)) + terms.weight
            _one_share(promise.id, pool, pool["categories"][terms.category] * terms.weight / 100, place, report)
        for category, weight in weights.items():
            if weight > 100:
                message = f"the weights in the category {category!r} of `{name}` add up to {plain(weight)} %"
                report.problem("AGR_POOL", pool.node, message, "let them add up to at most 100 %")
        allocated = sum(pool["categories"].values(), Fraction(0))
        if allocated > pool["allocation"]:
            message = (
                f"the categories of `{name}` add up to {plain(allocated)} %, the pool has {plain(pool['allocation'])} %"
            )
            report.problem("AGR_POOL", pool.place("categories"), message, "lower a share or raise the allocation")


def _one_share(id: str, pool: Part, share: Fraction, place: Place, report: Report) -> None:
    most = pool["most_per_commitment"]
    if most is not None and share > most:
        message = f"`{id}` hangs on {plain(share)} % of the pool; at most {plain(most)} % may hang on one commitment"
        report.problem("AGR_POOL", place, message, "lower its weight")
