"""The rules of an agreement as sentences of a contract: one function per key, of one named part of it.

A key that has no function here is shown as a table of all its terms, so that nothing an agreement says is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pactline.document.drafted import Draft
from pactline.document.remedies_in_words import charge_phrase
from pactline.document.saying import capital, dated, day, joined, money, percent, spoken
from pactline.document.triggers_in_words import clauses_of, trigger_words
from pactline.values.exact import how_many, plain

Said = list[str | list[str]]
"""Paragraphs; a list among them are the points of the paragraph before it."""


def rule_sentences(draft: Draft, key: str, name: str, terms: Any) -> Said | None:
    """What one part of a rule says, a paragraph each; None where the key has no sentences here."""
    said = _SENTENCES.get(key)
    return said(draft, name, terms) if said else None


def sum_words(limit: Any, draft: Draft) -> str:
    """A fixed sum or a share of a charge."""
    if getattr(limit, "percent", None) is not None:
        return f"{percent(limit.percent)} of {charge_phrase(limit.of)}"
    return dated(limit, lambda item: money(item, draft.agreement.currency))


def _own(draft: Draft, text: str) -> str:
    """The parties' own words, ending in a full stop."""
    words = draft.filled(" ".join(text.split()))
    return words if words.endswith((".", "!", "?")) else words + "."


def _who(role: str) -> str:
    return f"the {capital(str(role))}"


def business(terms: Any) -> str:
    """Which days are business days, in brackets, where the part names a calendar."""
    calendar = getattr(terms, "calendar", None)
    return f" (business days are the days on which “{spoken(calendar)}” is open)" if calendar else ""


def _points(draft: Draft, name: str, terms: Any) -> Said:
    start = f"The points of one {terms.each} in the scheme “{spoken(name)}” are added up."
    if terms.rate is not None:
        return [f"{start} Each point is worth {sum_words(terms.rate, draft)}."]
    between = {
        "step_down": "a total between two rungs counts as the last one reached",
        "step_up": "a total between two rungs counts as the next one",
        "in_proportion": "a total between two rungs is credited in proportion",
    }[terms.ladder.between]
    rungs = joined(f"{percent(rung.credit)} from {rung.at} points" for rung in terms.ladder.table)
    return [f"{start} The total brings a share of {charge_phrase(terms.ladder.of)}: {rungs}; {between}."]


def _pools(draft: Draft, name: str, terms: Any) -> Said:
    shares = joined(f"{percent(share)} for “{spoken(category)}”" for category, share in terms.categories.items())
    said: Said = [
        (
            f"In each {terms.each}, {percent(terms.at_risk)} of {charge_phrase(terms.of)} are at risk; the credits of "
            "the pool never come to more. "
            f"The pool is shared out over categories: {shares}. All shares together come to at most "
            f"{percent(terms.allocation)}."
        )
    ]
    if terms.most_per_commitment is not None:
        said.append(f"At most {percent(terms.most_per_commitment)} of the pool hang on one commitment.")
    return said


def _caps(draft: Draft, name: str, terms: Any) -> Said:
    of = "" if terms.on == "all" else f" of {clauses_of(draft, terms.on)}"
    services = f" for {joined(f'“{spoken(s)}”' for s in terms.services)}" if terms.services else ""
    each = "over the whole term" if terms.each == "term" else f"in each {terms.each}"
    if str(terms.each).startswith("rolling"):
        each = f"in any {str(terms.each).removeprefix('rolling ')} up to the day of settlement"
    return [f"The {terms.limits}{of}{services} {each} come together to at most {sum_words(terms.at_most, draft)}."]


def _floors(draft: Draft, name: str, terms: Any) -> Said:
    then = "are waived" if terms.then == "waived" else "are raised to that sum"
    return [f"Credits of one {terms.each} that come to less than {sum_words(terms.under, draft)} {then}."]


def _incidents(draft: Draft, name: str, terms: Any) -> Said:
    chosen = (
        "the highest" if terms.pay == "highest" else "the one the Client chooses (until it has chosen, the highest)"
    )
    return [f"Where one incident brings about several credits, one is paid: {chosen}."]


def _critical(draft: Draft, name: str, terms: Any) -> Said:
    what = "the credits" if terms.replaces == "all" else f"the credits of {clauses_of(draft, terms.replaces)}"
    instead = f"; {sum_words(terms.withhold, draft)} is withheld instead" if terms.withhold else ""
    return [f"When {trigger_words(draft, terms.when)}, {what} of that {terms.each} do not accrue{instead}."]


def _presumptions(draft: Draft, name: str, terms: Any) -> Said:
    cases = [f"“{case.presume}” when {trigger_words(draft, case.when)}" for case in terms.cases]
    return [
        (
            f"With each window of {clauses_of(draft, [terms.about])} a finding is made: {joined(cases, 'or')} (the "
            f"first that applies); otherwise “{terms.otherwise}”."
        )
    ]


def _suspensions(draft: Draft, name: str, terms: Any) -> Said:
    judged = clauses_of(draft, terms.commitments)
    return [f"In a window in which {trigger_words(draft, terms.when)}, the commitments of {judged} are not judged."]


def _volume(draft: Draft, name: str, terms: Any) -> Said:
    held, up_to = clauses_of(draft, terms.commitments), percent(terms.threshold)
    return [f"The commitments of {held} hold for contacts up to {up_to} of the forecast: {terms.beyond.meaning}."]


_EFFECTS = {
    "cut_out": "the contacts of that time leave the figure",
    "excuse_window": "the contacts stay in the figure, and a miss is excused",
    "client_fault": "a miss is excused and put down to the Client",
}


def _relief(draft: Draft, name: str, terms: Any) -> Said:
    causes = [
        f"“{spoken(cause)}”{f' ({what.what})' if what.what else ''}: {_EFFECTS[what.effect]};"
        for cause, what in terms.causes.items()
    ]
    said: Said = ["The following causes excuse, once a claim for them has been accepted:", _closed(causes)]
    if terms.not_causes:
        named = [f"“{spoken(cause)}”: {words.rstrip('.')};" for cause, words in terms.not_causes.items()]
        said += ["The following never excuse:", _closed(named)]
    if terms.claim_within:
        said.append(f"A claim is made within {terms.claim_within} after the event{business(terms)}.")
    return said


def _closed(points: list[str]) -> list[str]:
    """Points of a list, the last of which ends the sentence."""
    return [*points[:-1], points[-1].rstrip(";") + "."]


def _responsibilities(draft: Draft, name: str, terms: Any) -> Said:
    often = f"In each {terms.each}" if terms.each else "Once"
    side = f"{'before' if terms.by.before else 'after'} the {terms.by.edge} of the {terms.each or 'term'}"
    when = f"by {day(terms.by.day)}" if terms.by.day else f"by {terms.by.length} {side}"
    said: Said = [
        f"{often}, {when}{business(terms)}, {_who(terms.party)} does the following: {_own(draft, terms.what)}"
    ]
    if terms.suspends:
        said.append(
            f"Where this is not done in time, the commitments of {clauses_of(draft, terms.suspends)} are not judged in "
            "that period."
        )
    if terms.excuses:
        said.append(f"Where this is not done in time, a miss of {clauses_of(draft, terms.excuses, 'or')} is excused.")
    return said


def _duties(draft: Draft, name: str, terms: Any) -> Said:
    return [
        (
            f"When {trigger_words(draft, terms.when)}, {_who(terms.on)} does the following within {terms.due} after "
            f"the last day of the window{business(terms)}: {_own(draft, terms.what)}"
        )
    ]


def _rights(draft: Draft, name: str, terms: Any) -> Said:
    notice = f", giving notice of {terms.notice}" if terms.notice else ""
    return [
        (
            f"When {trigger_words(draft, terms.when)}, {_who(terms.holder)} may do the following within "
            f"{terms.open_for} after the day of settlement{notice}{business(terms)}: {_own(draft, terms.what)}"
        )
    ]


def _settlement(draft: Draft, name: str, terms: Any) -> Said:
    how = {
        "next_invoice": "What is owed for a period is taken off the invoice after it, or added to it.",
        "quarterly": "What is owed is added up over the quarter and settled then.",
        "yearly": "What is owed is added up over the year and settled then.",
    }[terms.by]
    after = f"after the end of the period{business(terms)}"
    said: Said = [how]
    if terms.claim == "not_needed":
        said.append("Credits need not be claimed.")
    else:
        within = f" within {terms.claim_within} {after}" if terms.claim_within else ""
        said.append(f"Credits are claimed{within}.")
    if terms.report_within:
        said.append(f"The Provider reports within {terms.report_within} {after}.")
    if terms.pay_within:
        said.append(f"Payment is made within {terms.pay_within} after the day of settlement{business(terms)}.")
    return said


def _renewal(draft: Draft, name: str, terms: Any) -> Said:
    length = how_many(terms.by, "month")
    before = f" {terms.notice} before the end of the term{business(terms)}" if terms.notice else ""
    notice = f" given{before}" if before else ""
    how = {
        "automatic": f"After the term this agreement runs on for {length}, unless a party gives notice{before}.",
        "option_client": f"The Client may extend this agreement by {length}, by notice{notice}.",
        "option_provider": f"The Provider may extend this agreement by {length}, by notice{notice}.",
    }[terms.kind]
    said: Said = [how]
    for condition in terms.conditions:
        where = clauses_of(draft, [condition.commitment])
        most, last = how_many(condition.at_most, "window"), how_many(condition.within, "month")
        said.append(f"This requires that {where} was missed in at most {most} of the last {last} of the term.")
    return said


def _change_orders(draft: Draft, name: str, terms: Any) -> Said:
    cost = dated(terms.cost, lambda item: money(item, draft.agreement.currency))
    rows = [
        f"of the overrun up to {plain(row.up_to)} {terms.unit} the Client bears {percent(row.client)}"
        if row.up_to is not None
        else f"of what is beyond the Client bears {percent(row.client)}"
        for row in terms.overrun
    ]
    return [
        (
            f"{capital(_own(draft, terms.what)).rstrip('.')}: this is done by {_who(terms.done_by)}. Where it takes "
            f"longer than agreed, each unit of its length (counted in {terms.unit}) costs {cost}; {joined(rows)}. The "
            "Provider bears the rest."
        )
    ]


def _reviews(draft: Draft, name: str, terms: Any) -> Said:
    who = f" It is attended by {_own(draft, terms.attendees).rstrip('.')}." if terms.attendees else ""
    return [f"The parties meet each {terms.each} and look at: {_own(draft, terms.agenda)}{who}"]


_SENTENCES: Mapping[str, Callable[[Draft, str, Any], Said]] = {
    "points": _points,
    "pools": _pools,
    "caps": _caps,
    "floors": _floors,
    "incidents": _incidents,
    "critical": _critical,
    "presumptions": _presumptions,
    "suspensions": _suspensions,
    "volume": _volume,
    "relief": _relief,
    "responsibilities": _responsibilities,
    "duties": _duties,
    "rights": _rights,
    "settlement": _settlement,
    "renewal": _renewal,
    "change_orders": _change_orders,
    "reviews": _reviews,
}
