"""What ``check`` says of open questions: the answers they could have and, where something is known, their price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pactline.agreement.questions import in_order

if TYPE_CHECKING:
    from pactline.agreement.questions import Question
    from pactline.agreement.versions import ExaminedVersions
    from pactline.records.facts import Facts
    from pactline.records.record_set import RecordSet
    from pactline.statement.questions.pricing import Price, Priced, Pricing
    from pactline.values.period import Period

FACTS = ("figures.csv", "events.csv")  # either of them tells figures without any records


def priced(examined: ExaminedVersions, agreement: str, records: str | None) -> Pricing | None:
    """The price of every open question, where there are records or figures; None where there is nothing to price.

    Besides the questions of the texts it holds those that only the facts bring up.
    """
    if examined.with_answers is None:
        return None
    home = Path(agreement) if Path(agreement).is_dir() else Path(agreement).parent
    place = Path(records) if records is not None else home / "records"
    if records is not None and not place.exists():
        raise FileNotFoundError(2, "no such file or folder", records)
    has_records = place.exists()
    has_facts = any((home / name).is_file() for name in FACTS)
    if not has_facts and not (has_records and examined.questions):
        return None
    from pactline.values.problem import Problems

    try:
        return _priced(examined, home, place if has_records else None)
    except Problems as wrong:
        first = wrong.problems[0]
        click.echo(f"the facts beside it cannot be read, so nothing is priced: {first}", err=True)
        return None


def _priced(examined: ExaminedVersions, home: Path, place: Path | None) -> Pricing | None:
    from pactline.importers.facts.reading import read_facts
    from pactline.importers.ingesting import read_records
    from pactline.statement.counting.counted import Counted
    from pactline.statement.questions.known_periods import joined, known_periods
    from pactline.statement.questions.open_in_facts import open_in_facts
    from pactline.statement.questions.pricing import price

    facts: Facts = read_facts(home)
    if examined.versions and facts.figures:
        questions = (*examined.questions, *open_in_facts(examined.versions, facts))
        examined = replace(examined, questions=in_order(questions))
    if not examined.questions:
        return None
    records: RecordSet | None = read_records(place) if place is not None else None
    filed = joined(_filed(home))
    return price(examined, Counted(records, facts), lambda texts: filed or known_periods(texts, records, facts))


def _filed(home: Path) -> Iterator[Period]:
    """The periods of the statements on record: what has really been settled."""
    from pactline.ledger.folder import read_filed
    from pactline.values.period import Period
    from pactline.values.terms import parse_day

    for path in sorted((home / "statements").glob("*.json")):
        try:
            said = read_filed(path).statement["period"]
            yield Period(parse_day(str(said["first"])), parse_day(str(said["end"])))
        except ValueError:
            continue  # what is wrong with it is `prove`'s to say


def as_json(questions: tuple[Question, ...], pricing: Pricing | None) -> list[dict[str, Any]]:
    """As in ``check --json``."""
    known = {each.question.path: each for each in pricing.priced} if pricing else {}
    return [_json(question, known.get(question.path), pricing) for question in questions]


def _json(question: Question, found: Priced | None, pricing: Pricing | None) -> dict[str, Any]:
    prices = {price.choice: price for price in found.prices} if found else {}
    return {
        "file": question.file,
        "line": question.line,
        "column": question.column,
        "about": question.about,
        "question": question.text,
        "choices": [
            {
                "answer": choice.answer,
                "meaning": choice.meaning,
                "amount": _plain(prices[choice].amount, pricing) if choice in prices else None,
                "why": prices[choice].why if choice in prices else "",
                "also": dict(prices[choice].also or {}) if choice in prices else {},
            }
            for choice in question.choices
        ],
        "only": (found.only or None) if found else None,
        "difference": _plain(found.difference, pricing) if found else None,
    }


def pricing_json(pricing: Pricing | None) -> dict[str, Any] | None:
    """What the prices rest on."""
    if pricing is None:
        return None
    return {
        "periods": [f"{period.first}/{period.end}" for period in pricing.periods],
        "currency": pricing.currency,
        "meanwhile": dict(pricing.meanwhile),
    }


def _plain(amount: Decimal | None, pricing: Pricing | None) -> str | None:
    return None if amount is None or pricing is None else f"{amount:.{pricing.digits}f}"


def tell(questions: tuple[Question, ...], pricing: Pricing | None) -> None:
    """For people: a small table for each question."""
    known = {each.question.path: each for each in pricing.priced} if pricing else {}
    for question in questions:
        click.echo(f"question: {question}")
        found = known.get(question.path)
        rows = [_row(price, pricing) for price in found.prices] if found and pricing else []
        rows = rows or [(choice.answer, "", choice.meaning) for choice in question.choices]
        widths = [max((len(row[at]) for row in rows), default=0) for at in (0, 1)]
        for answer, amount, said in rows:
            money = f"  {amount:>{widths[1]}}" if widths[1] else ""
            click.echo(f"  {answer:<{widths[0]}}{money}  {said}".rstrip())
        if found and pricing and found.difference is not None:
            whose = f"of {found.only}; " if found.only else ""
            click.echo(f"  ({whose}difference {found.difference:,.{pricing.digits}f})")
        click.echo()
    if pricing and pricing.priced:
        click.echo(_basis(pricing))


def _row(price: Price, pricing: Pricing) -> tuple[str, str, str]:
    amount = "no amount" if price.amount is None else f"{price.amount:,.{pricing.digits}f}"
    also = "; ".join(f"with {about}: {answer}" for about, answer in (price.also or {}).items())
    said = "; ".join(part for part in (price.choice.meaning, price.why, also) if part)
    return price.choice.answer, amount, said


def _basis(pricing: Pricing) -> str:
    """What the amounts are, in a sentence or two."""
    if not pricing.periods:
        return "Nothing is known of any period of the term, so no answer has a price.\n"
    periods = ", ".join(map(str, pricing.periods))
    text = f"Amounts in {pricing.currency}: what the provider owes for {periods}, less what the client owes."
    if any(each.only for each in pricing.priced):
        text += " Where an answer touches one commitment alone, its own amounts are shown."
    others = [f"{about}: {answer}" for about, answer in pricing.meanwhile.items()]
    if len(pricing.priced) > 1:
        text += f" While one question is priced, the others are answered: {'; '.join(others)}."
    return text + "\n"
