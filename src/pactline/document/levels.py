"""The service levels: one numbered clause per commitment, with its promise and its exact formula in words."""

from __future__ import annotations

from collections.abc import Sequence

from pactline.agreement.model import Commitment
from pactline.document.arranging import groups
from pactline.document.counting_sentences import (
    counting_words,
    own_sentences,
    shared_sentences,
    window_phrase,
)
from pactline.document.drafted import Draft
from pactline.document.formulas import formula, name_of
from pactline.document.front import texts
from pactline.document.model import Block, Clause, Paragraph, paragraph, safe, strong
from pactline.document.parts import called, group_name, promised_by, tier_name
from pactline.document.rules_in_words import business
from pactline.document.saying import amount, capital, dated, day, figure_rounding, spoken, target
from pactline.document.terms_in_words import in_words
from pactline.metrics import metrics
from pactline.records.choices.contacts import Choice, RollUp
from pactline.records.choices.counting import IN_INTERVALS, MANY_MISSED, SHARE_MET


def service_levels(draft: Draft) -> list[Block]:
    """A clause for each commitment; the tiers of one promise are parts of its clause."""
    return [_group(draft, group) for group in groups(draft.agreement)]


def _group(draft: Draft, group: Sequence[Commitment]) -> Clause:
    first = group[0]
    number = draft.plan.clauses[first.id].partition("(")[0]
    if len(group) == 1:
        return Clause(number, safe(called(first)), tuple(_blocks(draft, first)))
    tiers = [
        Clause(f"({draft.plan.clauses[tier.id].partition('(')[2]}", safe(tier_name(tier)), tuple(_blocks(draft, tier)))
        for tier in group
    ]
    title = group_name(first)
    opening = paragraph("The following levels are promised together and judged each by itself:")
    return Clause(number, safe(title), (opening, *tiers))


def _blocks(draft: Draft, commitment: Commitment) -> list[Block]:
    if commitment.text:
        blocks: list[Block] = [paragraph(draft.filled(part, commitment)) for part in texts(commitment.text)]
    else:
        blocks = [paragraph(promise_sentence(draft, commitment))]
    blocks += _measure(draft, commitment)
    blocks += [paragraph(said) for said in _conditions(draft, commitment)]
    if commitment.remedy or commitment.bonus:
        what = "remedy and bonus are" if commitment.remedy and commitment.bonus else "remedy is"
        what = "bonus is" if not commitment.remedy else what
        blocks.append(paragraph(f"The {what} in clause {draft.plan.remedy(commitment, draft.agreement)}."))
    if cited := cited_otherwise(draft, commitment):
        blocks.append(paragraph(f"Statements cite this clause as “{cited}”."))
    return blocks


def cited_otherwise(draft: Draft, commitment: Commitment) -> str:
    """The name a statement gives to the clause, if it is not its number in this document."""
    given = commitment.clause.strip()
    number = draft.plan.clauses[commitment.id]
    return "" if given.replace(" ", "") in ("", number, number.partition("(")[0]) else given


def promise_sentence(draft: Draft, commitment: Commitment) -> str:
    """The promise in one sentence, for an agreement that gives no text of its own."""
    role, _ = promised_by(draft.agreement, commitment)
    subject = f"The {capital(role)} shall ensure that, for {window_phrase(commitment).rstrip(',')},"
    figure, service = name_of(commitment.metric), commitment.service.title
    what = f"the {figure} for the service “{service}”"
    if commitment.metric == "reported":
        what = f"the figure “{called(commitment)}” for the service “{service}”"
    words, rule = counting_words(commitment), commitment.counting.roll_up
    if rule in SHARE_MET | MANY_MISSED:
        parts = f"intervals of {words['interval']}" if rule in IN_INTERVALS else "days"
        share, kept = ("share", "is") if rule in SHARE_MET else ("number", "is not")
        what = f"the {share} of the {parts} with contacts in which {what} {kept} {words['interval_target']}"
    elif rule in (RollUp.MEAN_OF_INTERVALS, RollUp.WORST_INTERVAL):
        which = "mean over" if rule is RollUp.MEAN_OF_INTERVALS else "worst of"
        what = f"{what}, as the {which} all intervals of {words['interval']},"
    return f"{subject} {what} is {dated(commitment.target, target)}."


def _measure(draft: Draft, commitment: Commitment) -> list[Paragraph]:
    """The formula on a line of its own, then a sentence for every choice in it."""
    name, found = name_of(commitment.metric), formula(commitment.metric, commitment.arguments)
    sentences = own_sentences(draft.agreement, commitment)
    if found is None:
        title = metrics()[commitment.metric].title
        others = [f"{capital(spoken(k))}: {in_words(v, draft.agreement.currency)}." for k, v in _plain(commitment)]
        return [paragraph(strong("Measure. "), title, " ", *[f"{said} " for said in [*others, *sentences]])]
    if commitment.metric == "reported":
        return [paragraph(strong("Measure. "), f"{capital(found.above)}. ", " ".join([*sentences, found.unknown]))]
    lines = [paragraph(strong("Measure. "), capital(found.line(name)) + ".", style="formula")]
    said = [*sentences, *([found.unknown] if found.unknown else [])]
    if commitment.measured != "records":
        said.append("The figure is not computed from contact records but reported with its evidence.")
    elif shared_sentences(draft.agreement):
        said.append(f"For the rest contacts are counted as {draft.plan.ref('measurement')} says.")
    return [*lines, paragraph(" ".join(said))]


def _plain(commitment: Commitment) -> list[tuple[str, object]]:
    return [(k, v) for k, v in commitment.arguments.items() if v is not None and not isinstance(v, Choice)]


def _conditions(draft: Draft, commitment: Commitment) -> list[str]:
    """What else the commitment says: its own rounding, ratchet, report, first windows, windows cut by the term."""
    found: list[str] = []
    if commitment.rounding != draft.agreement.rounding.shares:
        found.append(figure_rounding(commitment.rounding))
    if commitment.ratchet:
        step = amount(commitment.ratchet.by, commitment.target.values[0].unit)
        year = "contract year" if commitment.ratchet.contract_year else "calendar year"
        kept = " in which no window of it was missed" if commitment.ratchet.when_kept else ""
        since = f", counted from {day(commitment.ratchet.since)}," if commitment.ratchet.since else ""
        found.append(f"After each {year}{since}{kept} the target becomes stricter by {step}.")
    if commitment.report:
        late = "counts as missed" if commitment.report.late == "missed" else "is accepted all the same"
        found.append(
            f"The figure is reported within {commitment.report.due} after the last day of the "
            f"window{business(commitment.report)}; a figure reported later or not at all {late}."
        )
    if commitment.report_only_until:
        found.append(f"Windows that begin before {day(commitment.report_only_until)} are reported and not judged.")
    if commitment.part_windows:
        found.append(_PART_WINDOWS[commitment.part_windows])
    return found


_PART_WINDOWS = {
    "whole": "A window that the term cuts short is judged, and amounts for it are whole.",
    "prorated": "A window that the term cuts short is judged; amounts for it are reduced in proportion to its days.",
    "not_judged": "A window that the term cuts short is not judged.",
}
