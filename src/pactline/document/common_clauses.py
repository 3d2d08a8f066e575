"""The clauses every agreement has: interpretation, measurement, statements, amendments, precedence."""

from __future__ import annotations

from collections.abc import Sequence

from pactline.document.counting_sentences import counts_contacts, shared_sentences
from pactline.document.drafted import Draft
from pactline.document.formulas import name_of
from pactline.document.glossary import used_in
from pactline.document.model import (
    Block,
    Clause,
    Definition,
    Definitions,
    Paragraph,
    Run,
    Section,
    Table,
    paragraph,
    safe,
    table,
)
from pactline.document.parts import given
from pactline.document.saying import day, figure_rounding, joined


def numbered(number: str, said: Sequence[str | Paragraph]) -> list[Block]:
    """Sentences as the clauses of a section; a single one goes without a number."""
    parts = [paragraph(text) if isinstance(text, str) else text for text in said]
    if len(parts) == 1:
        return list(parts)
    return [Clause(f"{number}.{place}", "", (part,)) for place, part in enumerate(parts, 1)]


def measurement(draft: Draft) -> list[Block]:
    """How contacts are counted, for all commitments that do not say otherwise."""
    shared = list(shared_sentences(draft.agreement).values())
    rounding = draft.agreement.rounding.shares
    counted = (
        "Figures are computed from the records of contacts, exactly and without estimate. The same records give "
        "the same figures in whatever order or files they arrive; a record handed over twice counts once."
    )
    elsewhere = "A figure that is measured elsewhere is reported with its evidence, and taken as it is reported."
    every = draft.agreement.commitments
    said = [
        *([counted] if any(counts_contacts(commitment) for commitment in every) else []),
        *([elsewhere] if not all(counts_contacts(commitment) for commitment in every) else []),
        *([" ".join(shared)] if shared else []),
        *([figure_rounding(rounding)] if rounding else []),
        f"Every choice that was made for every commitment is in {draft.plan.ref('choices')}.",
    ]
    return numbered(draft.plan.number("measurement"), said)


def statements(draft: Draft) -> list[Block]:
    """What a statement is, and what it settles."""
    said = [
        (
            "A statement says for a period, for every commitment, what was promised, what was counted, whether the "
            "promise was kept, and what is owed, with every step of the working down to the single contact."
        ),
        "A window is settled in the period in which it ends.",
        (
            "A statement carries the digests of this agreement and of the records it was computed from. Either party "
            "can compute it again from both; it then comes out the same to the last digit."
        ),
    ]
    return numbered(draft.plan.number("statements"), said)


def amendments(draft: Draft) -> list[Block]:
    """Which text this is, and how it changes."""
    agreement = draft.agreement
    said: list[str | Paragraph] = [
        paragraph(
            f"This document is drawn from the text of the agreement in force on {day(draft.on)}, whose digest is ",
            Run(agreement.digest, "code"),
            ". Every figure in it comes from that text.",
        ),
        (
            "The text is changed by an amendment that both parties have agreed and that names the day from which it "
            "holds. What was settled before that day stays as it was settled."
        ),
    ]
    blocks = numbered(draft.plan.number("amendments"), said)
    return [*blocks, _texts(draft)] if len(draft.texts) > 1 else blocks


def _texts(draft: Draft) -> Block:
    """Every text of the agreement, with the day from which it holds and who agreed to it when."""
    rows = [
        [
            day(text.effective or draft.agreement.term.first),
            text.name,
            joined(f"{party} on {day(agreed)}" for party, agreed in text.agreed.items()) or "as signed",
            _WINDOWS.get(text.windows_rule or "", ""),
        ]
        for text in draft.texts
    ]
    heads = "Holds from | Text | Agreed by | Windows that its first day falls into"
    return table("Texts of this agreement", heads, rows, "<<<<", (3, 4, 4, 4))


_WINDOWS = {
    "split": "judged in two parts, each under its own text",
    "old": "judged under the text before",
    "new": "judged under this text",
}


def precedence(draft: Draft) -> list[Block]:
    """Which place wins where a term is stated in several."""
    places = [str(place).replace("_", " ") for place in given(draft.agreement, "precedence")]
    text = (
        "Where a term is stated in several places and they differ, the first of these that states it prevails: "
        f"{', then '.join(places)}."
    )
    return [paragraph(text)]


def definitions(draft: Draft, sections: Sequence[Section]) -> list[Block]:
    """The words that the other sections use, from the glossary of the trade, and the parties' own."""
    said = given(draft.agreement, "definitions") or {}
    own = {str(word): draft.filled(str(meaning)) for word, meaning in said.items()}
    words = used_in(" ".join(text for section in sections for text in section_texts(section)), own)
    where = _formulas(draft)
    items = tuple(
        Definition(safe(word), safe(" ".join([_meaning(meaning), *where.get(word, ())])))
        for word, meaning in words.items()
    )
    parties = (
        f"“{draft.agreement.provider}” and “{draft.agreement.client}” are the Provider and the Client named above."
    )
    number = draft.plan.number("definitions")
    opening = "In this agreement the following words have the following meaning."
    return [
        Clause(f"{number}.1", "", (paragraph(opening), Definitions(items))),
        Clause(f"{number}.2", "", (paragraph(f"{parties} Amounts are in {draft.agreement.currency}."),)),
    ]


def _formulas(draft: Draft) -> dict[str, tuple[str]]:
    """By the name of each metric: where its exact formula is."""
    clauses: dict[str, list[str]] = {}
    for commitment in draft.agreement.commitments:
        clauses.setdefault(name_of(commitment.metric), []).append(draft.plan.clauses[commitment.id])
    return {
        name: (f"Its exact formula is in clause{'s' if len(found) > 1 else ''} {joined(found)}.",)
        for name, found in clauses.items()
    }


def _meaning(text: str) -> str:
    return text if text.endswith(".") else text + "."


def section_texts(section: Section) -> list[str]:
    """Every text of a section."""
    return [section.title, *(text for block in section.blocks for text in block_texts(block))]


def block_texts(block: Block) -> list[str]:
    """Every text of a block, in the order in which it is read."""
    match block:
        case Paragraph():
            return [block.text]
        case Clause():
            return [block.title, *(text for inner in block.blocks for text in block_texts(inner))]
        case Table():
            return [block.caption, *block.heads, *(cell for row in block.rows for cell in row)]
        case Definitions():
            return [text for item in block.items for text in (item.term, item.meaning)]
