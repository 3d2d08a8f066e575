"""Remedies by which a better figure can cost more, or a worse one less: told before anybody signs them.

A remedy is meant to cost less the better the service was. Some that are in use do not keep to that; each is named with
the case in which it turns round.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from pactline.agreement.caps import UnknownCharge, worst
from pactline.agreement.consistency import modifiers_of, terms_of
from pactline.agreement.draft import Draft
from pactline.agreement.parts import Part
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.report import Place, Report
from pactline.agreement.yaml_text import MapNode, Node
from pactline.values.dated import Dated
from pactline.values.exact import plain
from pactline.values.money import minor_digits, money_text
from pactline.values.period import Period

CODE = "AGR_BETTER_COSTS_MORE"


def check_better(draft: Draft, report: Report) -> None:
    """AGR_BETTER_COSTS_MORE: a better month that can cost more than a worse one. AGR_BONUS_OUTWEIGHS: a bonus that is
    more than the worst miss costs, so that a good and a bad month together pay better than two that keep the promise.
    """
    for promise in draft.promises:
        _check_bonus(promise, draft, report)
        for place, message, remedy in _of_promise(promise):
            report.note(CODE, place, f"`{promise.id}`: {message}", remedy)
    for name, part in draft.rules.get("critical", {}).items():
        if not part.unread:
            _check_critical(name, part, report)
    for name, part in draft.rules.get("suspensions", {}).items():
        if not part.unread:
            _check_suspension(name, part, draft, report)
    _check_order_of_caps(draft, report)


def _check_order_of_caps(draft: Draft, report: Report) -> None:
    """A cap on some commitments behind one on more of them: what the wide one cuts of the others in proportion is not
    given back when the narrow one cuts again, so with one miss less more can be left."""
    caps = [(name, part) for name, part in draft.rules.get("caps", {}).items() if not part.unread]
    for at, (name, part) in enumerate(caps):
        for wide, before in caps[:at]:
            mine, theirs = _limited(part, draft), _limited(before, draft)
            if part["limits"] == before["limits"] and mine < theirs:
                message = f"`{name}` cuts some of what `{wide}` has cut in proportion, so one miss less can leave more"
                report.note(CODE, part.node, message, f"write `{name}` before `{wide}`")
                break


def _limited(part: Part, draft: Draft) -> frozenset[str]:
    """The commitments that a cap limits."""
    on, services = part["on"], part["services"]
    return frozenset(
        promise.id
        for promise in draft.promises
        if (on == "all" or promise.id in on or promise.id.split("/")[0] in on)
        and (services is None or promise.part["service"] in services)
    )


def _of_promise(promise: PromiseDraft) -> Iterator[tuple[Place, str, str]]:
    node = promise.part.node
    given = promise.part["remedy"]
    shape, terms = terms_of(given)
    at = node.values.get("remedy", node)
    beside = modifiers_of(given)
    if shape == "streak" and str(terms.again) == "once":
        yield (
            _at(at, "streak", "again"),
            "a row of misses is paid once however long it is, so a month that is kept lets the next row be paid again",
            "write again: every_length or again: each_window if no month that is kept may cost more",
        )
    if shape == "rolling_count":
        yield from _of_count(terms, at)
    if "repeat" in beside:
        yield from _of_repeat(beside["repeat"], at)
    if "earn_back" in beside and beside["earn_back"].share > 100:
        share = plain(beside["earn_back"].share)
        message = f"{share} % of a credit comes back, so a miss that is followed by good windows earns"
        yield _at(at, "earn_back", "share"), message, "write at most 100 %"
    ratchet = promise.part["ratchet"]
    if ratchet is not None and ratchet.when == "kept" and given is not None:
        message = "a year that is kept makes the target stricter, so the years after it can cost more than after a miss"
        yield _at(node, "ratchet", "when"), message, "legal and in use; write when: always if it shall not depend on it"


def _check_bonus(promise: PromiseDraft, draft: Draft, report: Report) -> None:
    """Only where both amounts are known from the file: sums, and shares of charges that have an amount."""
    part, term, currency = promise.part, draft.heading["term"], draft.heading["currency"]
    if report.problems or None in (part["bonus"], part["remedy"], part["target"], part["each"], term):
        return
    start = part["each"].start(term.first, term)
    window = Period(start, part["each"].next(start, term))
    try:
        gain, cost = (worst(promise, window, draft, paid) for paid in ("bonus", "remedy"))
    except UnknownCharge:
        return
    by_rules = terms_of(part["remedy"])[0] in ("points", "share_of_pool")  # what these cost is not known here
    if gain is not None and cost is not None and gain > cost and not by_rules:
        digits = minor_digits(currency)
        message = (
            f"`{promise.id}`: a window can earn {money_text(gain, digits)}, and the worst one costs "
            f"{money_text(cost, digits)} at most: a good and a bad one pay better than two that keep the promise"
        )
        report.note("AGR_BONUS_OUTWEIGHS", part.place("bonus"), message, "let a bonus be at most what a miss can cost")


def _of_count(terms: Any, at: Node) -> Iterator[tuple[Place, str, str]]:
    if str(terms.again) == "on_reaching":
        yield (
            _at(at, "rolling_count", "again"),
            "a tranche is paid when the count reaches it; a month that is kept lets the count fall, and reach it again",
            "write again: each_window if no month that is kept may cost more",
        )
    for low, high in pairwise(terms.tranches):
        (of, dear), (other, cheap) = _worth(low.credit), _worth(high.credit)
        if of == other and dear is not None and cheap is not None and cheap < dear:
            message = f"from {high.from_} misses on it costs less than from {low.from_}"
            yield _at(at, "rolling_count", "tranches"), message, "let more misses never cost less"


def _worth(credit: Any) -> tuple[str, Fraction | None]:
    """Of a share its charge and the percentage, of a sum the sum; sums that change over time are not compared."""
    if isinstance(credit, Dated):
        return "", Fraction(credit.values[0]) if len(credit.steps) == 1 else None
    return str(credit.of), credit.percent


def _of_repeat(terms: Any, at: Node) -> Iterator[tuple[Place, str, str]]:
    """Multiples that fall along a row: a kept month begins the row anew, with the higher multiple."""
    falling = next(((a, b) for a, b in pairwise(terms.times) if b < a), None)
    if falling:
        high, low = map(plain, falling)
        message = f"the multiple falls from {high} to {low} along a row, and a month that is kept starts the row anew"
        yield _at(at, "repeat", "times"), message, "let the multiples grow, or stay, along a row"


def _check_critical(name: str, part: Any, report: Report) -> None:
    """A failure that is critical, and cheaper than one that is not."""
    withhold = part["withhold"]
    if withhold is None:
        message = f"the critical failure `{name}` takes credits away and puts nothing in their place"
        report.note(
            CODE, part.node, message, "write withhold: and a sum that no credits exceed, if money shall be owed"
        )


def _check_suspension(name: str, part: Any, draft: Draft, report: Report) -> None:
    """A miss of the provider that keeps its other promises from being judged."""
    own = {promise.id for promise in draft.promises if promise.part["by"] == "provider" and promise.part["remedy"]}
    for trigger in _parts(part["when"]):
        missed = sorted(set(trigger.missed or ()) & own)
        if missed:
            message = (
                f"`{missed[0]}` missed by the provider suspends {', '.join(part['commitments'])}, and their credits"
            )
            report.note(CODE, part.place("when"), message, "suspend by something that the provider does not cause")


def _parts(trigger: Any) -> Iterator[Any]:
    yield trigger
    for inner in (*(trigger.all_ or ()), *(trigger.any_ or ())):
        yield from _parts(inner)


def _at(node: Node, *keys: str) -> Place:
    """The place of a key below a node, as far as it is written."""
    place: Place = node
    for key in keys:
        if not isinstance(node, MapNode) or key not in node.values:
            break
        place, node = node.keys[key], node.values[key]
    return place
