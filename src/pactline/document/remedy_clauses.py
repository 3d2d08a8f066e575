"""Remedies and bonuses as clauses: in words, with the table of bands, the modifiers, the cap and the order of steps."""

from __future__ import annotations

from pactline.agreement.model import Commitment, RemedyTerms
from pactline.document.arranging import priced
from pactline.document.counting_sentences import window_phrase
from pactline.document.drafted import Draft
from pactline.document.model import Block, Clause, paragraph, safe, table
from pactline.document.modifiers_in_words import modifier_sentence
from pactline.document.parts import called, title_of
from pactline.document.remedies_in_words import band_rows, charge_phrase, remedy_phrase, tranche_rows
from pactline.document.saying import money_rounding, percent, spoken, target
from pactline.document.terms_in_words import part_blocks
from pactline.remedies.modifiers import modifiers

_ORDER = {
    "points": "points are added up and turned into money",
    "incidents": "of the credits of one incident one is kept",
    "critical": "a critical failure replaces the credits it names",
    "pools": "the credits of a pool are limited to what is at risk in it",
    "caps": "each limit of credits is applied, in the order in which it is written",
    "floors": "small amounts are waived or raised",
}


def remedies_section(draft: Draft) -> list[Block]:
    """A clause for every commitment on which money moves, then what holds for all of them."""
    clauses: list[Block] = [_clause(draft, commitment) for commitment in priced(draft.agreement)]
    number = draft.plan.number("remedies")
    return [*clauses, *_for_all(draft, number, len(clauses))]


def _clause(draft: Draft, commitment: Commitment) -> Clause:
    agreement, plan = draft.agreement, draft.plan
    owed_by, owed_to = ("Client", "Provider") if commitment.by == "client" else ("Provider", "Client")
    blocks: list[Block] = []
    if commitment.remedy:
        phrase = remedy_phrase(commitment.remedy, agreement, commitment)
        missed = f"For {window_phrase(commitment)} in which the commitment of {plan.clause(commitment)} is missed"
        blocks.append(paragraph(f"{missed.replace(', in', ' in')}, the {owed_by} owes the {owed_to} {phrase}."))
        blocks += _tables(draft, commitment.remedy, f"Credits of clause {plan.clauses[commitment.id]}")
    if commitment.bonus:
        mark = f" in which its figure is {target(commitment.bonus.when)}" if commitment.bonus.when else ""
        phrase = remedy_phrase(commitment.bonus, agreement, commitment)
        window = window_phrase(commitment).rstrip(",")
        blocks.append(paragraph(f"For {window}{mark}, the {owed_to} owes the {owed_by} a bonus of {phrase}."))
        blocks += _tables(draft, commitment.bonus, f"Bonus of clause {plan.clauses[commitment.id]}")
    return Clause(plan.remedy(commitment, agreement), safe(called(commitment)), tuple(blocks))


def _tables(draft: Draft, remedy: RemedyTerms, caption: str) -> list[Block]:
    """The bands or tranches of a remedy, and its modifiers."""
    blocks: list[Block] = []
    currency = draft.agreement.currency
    if getattr(remedy.terms, "table", ()):
        credit = "Points" if remedy.shape == "points" else f"Share of {charge_phrase(remedy.terms.of)}"
        blocks.append(table(caption, f"Figure | {credit}", band_rows(remedy.terms), "<>", (3, 2)))
    if getattr(remedy.terms, "tranches", ()):
        rows = tranche_rows(remedy.terms, draft.agreement)
        blocks.append(table(caption, "Missed | Credit", rows, "<<", (2, 3)))
    for name, terms in remedy.modifiers.items():
        sentence = modifier_sentence(name, terms, currency)
        if sentence is not None:
            blocks.append(paragraph(sentence))
            continue
        blocks.append(paragraph(f"{modifiers()[name].title.rstrip('.')}."))
        blocks += part_blocks(terms, currency, f"{caption}: {spoken(name)}")
    return blocks


def _for_all(draft: Draft, number: str, before: int) -> list[Block]:
    """What limits all credits together, and the order in which money is worked out."""
    agreement = draft.agreement
    said: list[tuple[str, list[Block]]] = []
    if at_risk := agreement.at_risk:
        each = agreement.charges[at_risk.of].each
        limit = (
            f"The credits settled in one {each} together come to at most {percent(at_risk.percent)} of "
            f"{charge_phrase(at_risk.of)} for that {each}; what is beyond is not owed. Bonuses are not limited."
        )
        said.append(("Amount at risk", [paragraph(limit)]))
    said.append(("Rounding of amounts", [paragraph(money_rounding(agreement.rounding.money, agreement.currency))]))
    said.append(("Order of steps", _order(draft)))
    return [Clause(f"{number}.{before + place}", title, tuple(told)) for place, (title, told) in enumerate(said, 1)]


def _order(draft: Draft) -> list[Block]:
    """The steps by which a figure becomes an amount."""
    steps = [
        "the figure is rounded where this agreement says so, and compared with its target;",
        "the remedy is worked out from the distance, the band or the sum that was agreed;",
        "the amount is rounded;",
        *(f"{_ORDER.get(step, title_of(step).lower())};" for step in draft.agreement.order),
    ]
    if draft.agreement.at_risk:
        steps.append("the credits together are limited to the amount at risk;")
    steps[-1] = steps[-1].rstrip(";") + "."
    items = [Clause(f"({chr(ord('a') + place)})", "", (paragraph(step),)) for place, step in enumerate(steps)]
    return [paragraph("Money is worked out in this order:"), *items]
