"""What each part of an agreement must be in itself and towards the parts it names."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import Any

from pactline.agreement.dates import amounts, step_places
from pactline.agreement.draft import Draft
from pactline.agreement.parts import how_to_write
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.report import Place, Report, nearest, one_of
from pactline.values.duration import Duration, Limit
from pactline.values.money import minor_digits


def check_parties(draft: Draft, report: Report) -> None:
    """AGR_PARTIES: an agreement has two sides."""
    names = [draft.heading["provider"], draft.heading["client"]]
    alike = {" ".join(unicodedata.normalize("NFKC", name).casefold().split()) for name in names if name}
    if all(names) and len(alike) == 1:
        message = f"provider and client are both {names[1]!r}"
        report.problem("AGR_PARTIES", draft.heading.place("client"), message, "name the other party")


def check_names(draft: Draft, report: Report) -> None:
    """A service names a calendar, a commitment a service, the cap a charge; nothing is listed twice."""
    if "always" in draft.calendars:
        message = "`always` already means: at every hour"
        report.problem("AGR_NAME", draft.heading.place("calendars"), message, "give the calendar another name")
    for service in draft.services.values():
        if service["hours"] != "always":
            _known("AGR_CALENDAR_UNKNOWN", "calendar", service["hours"], service.place("hours"), draft, report)
        for key in ("channels", "queues"):
            for word in sorted({word for word in service[key] or () if service[key].count(word) > 1}):
                report.problem("AGR_DUPLICATE", service.place(key), f"`{word}` is listed twice", "list it once")
    for part in [promise.part for promise in draft.promises]:
        _known("AGR_SERVICE_UNKNOWN", "service", part["service"], part.place("service"), draft, report)
    if at_risk := draft.heading["at_risk"]:
        _known("AGR_CHARGE_UNKNOWN", "charge", at_risk.of, draft.heading.place("at_risk"), draft, report)


def _known(code: str, what: str, name: str | None, place: Place, draft: Draft, report: Report) -> None:
    """The name leads to a part of the file, whether or not that part could be read."""
    if name is None or f"{what}s" in draft.heading.unread:
        return
    entries = draft.entries(f"{what}s")
    known = list(entries.values) if entries else []
    if name not in known:
        hint = nearest(name, known) or (f"name {one_of(known)}, or " if known else "") + f"define it under {what}s"
        report.problem(code, place, f"there is no {what} called {name!r}", hint)


def terms_of(given: Any) -> tuple[str, Any]:
    """The one shape that a remedy or bonus gives, and its terms; an empty name if there is none."""
    for name in sorted(given.model_fields_set - given.beside) if given else ():
        return name, getattr(given, name)
    return "", None


def modifiers_of(given: Any) -> dict[str, Any]:
    """The modifiers that stand beside the shape of a remedy or bonus, with their terms."""
    if not given:
        return {}
    return {name: getattr(given, name) for name in given.beside - {"when"} if name in given.model_fields_set}


def charge_of(terms: Any) -> str | None:
    """The charge that the terms of a remedy take a share of, if they do."""
    found = getattr(terms, "of", None)
    return found if isinstance(found, str) else None


def check_present(draft: Draft, report: Report) -> None:
    """AGR_NO_METRICS: an agreement without a commitment measures nothing."""
    commitments = draft.heading["commitments"]
    if commitments == {}:
        message = "the agreement has no commitments: nothing is measured"
        report.problem("AGR_NO_METRICS", draft.heading.place("commitments"), message, "write at least one commitment")
    if draft.heading["services"] == {} and commitments:
        message = "the agreement has no services: nothing is promised for"
        report.problem("AGR_EMPTY", draft.heading.place("services"), message, "write at least one service")


def check_money(draft: Draft, report: Report) -> None:
    """AGR_MONEY: no amount is finer than the currency's smallest coin."""
    currency = draft.heading["currency"]
    for dated, node in amounts(draft) if currency else ():
        for _, amount, place in step_places(dated, node):
            digits = minor_digits(currency)
            if -amount.as_tuple().exponent > digits and amount != amount.quantize(amount.__class__(1).scaleb(-digits)):
                message = f"{amount} has more decimals than {currency} has ({digits})"
                report.problem("AGR_MONEY", place, message, f"write at most {digits} decimals")


def check_choices(draft: Draft, report: Report) -> None:
    """A choice that another one makes necessary is given, and one that no other asks for is not."""
    for promise in draft.promises:
        if promise.metric and promise.readable(promise.metric.terms.model_fields):
            arguments = promise.arguments()
            _demanded(promise, promise.metric.terms, promise.metric.demands(arguments), report, promise.metric)
            _durations(promise, arguments, report)
            if wrong := promise.metric.contradiction(arguments):
                remedy = "change one of the choices"
                report.problem("AGR_CONTRADICTION", promise.part.node, f"`{promise.id}`: {wrong}", remedy)
        counting = draft.language.vocabulary.counting
        if promise.readable(counting.model_fields):
            made = counting_of(promise, counting)
            _demanded(promise, counting, made.demands(promise.part["each"]), report)
            _worst_of_what(promise, made, report)


def _worst_of_what(promise: PromiseDraft, made: Any, report: Report) -> None:
    """AGR_CONTRADICTION: a worst interval or stretch of a figure that has no better side."""
    metric, each = promise.metric, promise.part["each"]
    if metric is None or not promise.readable(metric.terms.model_fields) or not made.needs_better_side(each):
        return
    if metric.better_for(promise.arguments()) is None:
        stretch = each is not None and each.any
        what = "worst stretch" if stretch else made.roll_up.replace("_", " ")
        message = f"{metric.name} has no better side, so it has no {what}"
        place = promise.part.place("each" if stretch else "roll_up")
        remedy = "choose another window" if stretch else "choose another roll_up"
        report.problem("AGR_CONTRADICTION", place, message, remedy)


def counting_of(promise: PromiseDraft, counting: Any) -> Any:
    """The choices that every metric shares, as the vocabulary's own model."""
    return counting.model_construct(**{key: promise.part[key] for key in counting.model_fields})


def _demanded(promise: PromiseDraft, model: Any, wanted: set[str], report: Report, metric: Any = None) -> None:
    free: frozenset[str] = metric.free if metric else frozenset()
    for key, info in model.model_fields.items():
        given = promise.part[key] is not None
        optional = not info.is_required() and info.default is None
        if key in wanted and not given:
            asking = ", ".join(f"`{name}`" for name in (metric.asks if metric else model.asked_by(key)))
            message = f"the commitment `{promise.id}` needs `{key}`, because of {asking or 'another choice'}"
            report.problem("AGR_MISSING_KEY", promise.part.node, message, "add " + how_to_write(key, info))
        elif optional and given and key in promise.written and key not in wanted | free:
            message = f"`{key}` is given, and no other choice has a use for it: which is meant?"
            report.problem("AGR_CONTRADICTION", promise.part.node.keys[key], message,
                           f"leave {key} out, or change the choice that would use it")  # fmt: skip


def _durations(promise: PromiseDraft, arguments: dict[str, Any], report: Report) -> None:
    lengths = {
        key: value.duration if isinstance(value, Limit) else value
        for key, value in arguments.items()
        if isinstance(value, Limit | Duration)
    }
    for key, length in lengths.items():
        if length.ms == 0:
            report.problem(
                "AGR_THRESHOLD", promise.part.place(key), f"`{key}` is no time at all", "write a length such as 20 s"
            )
    within, short = lengths.get("within"), lengths.get("short_abandon")
    if within and short and short >= within:
        message = f"an abandon within {short} is short, and {within} was the promised wait"
        report.note("AGR_SHORT_ABANDON", promise.part.place("short_abandon"), message,
                    "check that nobody who waited longer than promised is left out")  # fmt: skip


def check_cap_range(draft: Draft, report: Report) -> None:
    """AGR_CAP_RANGE: more than nothing and at most the whole charge can be at risk."""
    at_risk = draft.heading["at_risk"]
    if at_risk and not 0 < at_risk.percent <= Fraction(100):
        message = "the amount at risk must be more than 0 % and at most 100 % of the charge"
        report.problem("AGR_CAP_RANGE", draft.heading.place("at_risk"), message, "write a share such as 10 %")
