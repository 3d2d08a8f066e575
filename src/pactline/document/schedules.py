"""The schedules: commitments, charges, indices, opening hours, every choice, and a worked example."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pactline.agreement.model import Commitment
from pactline.document.charges import charge_words
from pactline.document.counting_sentences import choices_of
from pactline.document.drafted import Case, Draft
from pactline.document.formulas import name_of
from pactline.document.levels import cited_otherwise
from pactline.document.model import Block, Clause, paragraph, safe, table
from pactline.document.parts import called, given, named
from pactline.document.remedies_in_words import remedy_phrase
from pactline.document.saying import capital, dated, day, joined, money, spoken, target
from pactline.document.terms_in_words import in_words
from pactline.records.choices.contacts import Choice
from pactline.statement.model import judged_figure
from pactline.statement.shown.html import period_text
from pactline.values.calendar import WEEKDAYS, Calendar, Hours

_SHORT = 40  # characters of a remedy that fit into a column
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def summary(draft: Draft) -> list[Block]:
    """All commitments on one table."""
    rows = []
    for commitment in draft.agreement.commitments:
        cited = cited_otherwise(draft, commitment)
        number = draft.plan.clauses[commitment.id] + (f" (cited as {cited})" if cited else "")
        metric = name_of(commitment.metric)
        rows.append([
            number, called(commitment), metric, dated(commitment.target, target), str(commitment.each),
            _remedy(draft, commitment),
        ])  # fmt: skip
    heads = "Clause | Commitment | Measure | Target | Judged each | Remedy"
    return [table("Commitments", heads, rows, "<<<<<<", (6, 9, 8, 9, 7, 11))]


def _remedy(draft: Draft, commitment: Commitment) -> str:
    """The amount where it is short, and the clause that says all of it."""
    if not (commitment.remedy or commitment.bonus):
        return "none"
    phrases = [
        f"{word} of {phrase}"
        for word, terms in (("credit", commitment.remedy), ("bonus", commitment.bonus))
        if terms and len(phrase := remedy_phrase(terms, draft.agreement, commitment)) <= _SHORT
    ]
    return "; ".join([*phrases, f"clause {draft.plan.remedy(commitment, draft.agreement)}"])


def charges(draft: Draft) -> list[Block]:
    """What the client pays."""
    rows = [
        [capital(spoken(charge.id)), str(charge.each), charge_words(charge, draft.agreement.currency)]
        for charge in draft.agreement.charges.values()
    ]
    return [
        paragraph("Remedies are shares of these charges where the clause of the remedy says so."),
        table("Charges", "Charge | Each | Amount", rows, "<<<", (3, 2, 6)),
    ]


def indices(draft: Draft) -> list[Block]:
    """Published index numbers that amounts may follow."""
    return [
        table(capital(spoken(name)), "Term | As agreed", [["Values", _index(index, draft)]], "<<", (1, 4))
        for name, index in named(given(draft.agreement, "indices")).items()
    ]


def _index(index: object, draft: Draft) -> str:
    return in_words(index, draft.agreement.currency)


def opening_hours(draft: Draft) -> list[Block]:
    """Each calendar: its week, its closed days, its days with other hours."""
    agreement = draft.agreement
    blocks: list[Block] = [paragraph(f"All times are by the clock of the time zone {agreement.zone.key}.")]
    if any(service.hours_name == "always" for service in agreement.services.values()):
        blocks.append(paragraph("“At all hours” means every day of the term from 00:00 to 24:00."))
    for place, (name, calendar) in enumerate(agreement.calendars.items(), 1):
        blocks.append(Clause(f"{place}.", safe(capital(spoken(name))), tuple(_calendar(name, calendar))))
    return blocks


def _calendar(name: str, calendar: Calendar) -> list[Block]:
    rows = [[_DAYS[number], _hours(calendar.week.get(number, ()))] for number in range(len(WEEKDAYS))]
    blocks: list[Block] = [table(f"Week of “{spoken(name)}”", "Day | Open", rows, "<<", (3, 4))]
    special = sorted({*calendar.closed, *calendar.special})
    if special:
        other = [[_long(when), _hours(calendar.hours_on(when))] for when in special]
        blocks.append(table(f"Other days of “{spoken(name)}”", "Day | Open", other, "<<", (3, 4)))
    return blocks


def _long(when: date) -> str:
    return f"{_DAYS[when.weekday()]}, {day(when)}"


def _hours(hours: tuple[Hours, ...]) -> str:
    return joined(str(span).replace("-", " to ") for span in hours) or "closed"


def choices(draft: Draft) -> list[Block]:
    """Every choice of every commitment, as written in the text of the agreement: first those that all share."""
    made = {
        commitment.id: {
            name: (capital(spoken(name)), _chosen(name, value, draft), meaning)
            for name, value, meaning in choices_of(commitment)
        }
        for commitment in draft.agreement.commitments
    }
    every = list(made.values())
    shared = {name: row for name, row in every[0].items() if all(other.get(name) == row for other in every)}
    if len(every) == 1:
        shared = {}
    blocks: list[Block] = []
    if shared:
        blocks.append(_choices_table("Choices of all commitments", list(shared.values())))
    for commitment in draft.agreement.commitments:
        own = [row for name, row in made[commitment.id].items() if name not in shared]
        caption = f"Clause {draft.plan.clauses[commitment.id]}: {called(commitment)}"
        if own:
            blocks.append(_choices_table(caption, own))
    return blocks


def _choices_table(caption: str, rows: Sequence[tuple[str, str, str]]) -> Block:
    return table(caption, "Choice | As agreed | What it means", [list(row) for row in rows], "<<<", (3, 4, 7))


def _chosen(name: str, value: object, draft: Draft) -> str:
    if isinstance(value, Choice):
        return spoken(str(value.value))
    if name == "interval":
        return f"{value} minutes"
    return in_words(value, draft.agreement.currency)


def example(draft: Draft) -> list[Block]:
    """Cases worked out by the same program that makes the statements."""
    opening = (
        "The following figures are invented. What follows from them was computed from this agreement by the program "
        "that makes the statements; it binds nobody and shows how the remedies work."
    )
    return [paragraph(opening), *(_case(draft, place, case) for place, case in enumerate(draft.cases, 1))]


def _case(draft: Draft, place: int, case: Case) -> Clause:
    window, commitment = case.window, case.commitment
    figure = judged_figure(window.as_compared, window.target.unit, window.target)
    verdict = window.verdict.replace("_", " ")
    owed_by, owed_to = (draft.agreement.provider, draft.agreement.client)
    if commitment.by == "client":
        owed_by, owed_to = owed_to, owed_by
    said: list[Block] = [
        paragraph(
            f"{capital(draft.plan.clause(commitment))}, {period_text(window.period)}: suppose the figure is {figure}. "
            f"The target is {target(window.target)}, so the promise is {verdict}."
        )
    ]
    for amount, debtor, creditor, word in (
        (window.credit, owed_by, owed_to, "credit"),
        (window.bonus, owed_to, owed_by, "bonus"),
    ):
        if amount:
            rows = [[str(n), step] for n, step in enumerate(amount.steps, 1)]
            said.append(table(f"Working of the {word}", "Step | Working", rows, "><", (1, 9)))
            owed = money(amount.rounded, draft.agreement.currency)
            said.append(paragraph(f"{debtor} owes {creditor} a {word} of {owed}."))
    if window.points:
        said += [paragraph(f"{capital(note)}.") for note in window.notes]
    return Clause(f"{place}.", safe(called(commitment)), tuple(said))
