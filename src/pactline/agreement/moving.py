"""Terms written for another time: moved or prolonged, so that they can be held against records of the past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel

from pactline.agreement.model import Agreement, Commitment, RemedyTerms
from pactline.agreement.versions import Version, Versions
from pactline.values.dated import Dated
from pactline.values.exact import how_many
from pactline.values.period import Period, months_after

T = TypeVar("T")


def covering(terms: Agreement, days: Period) -> tuple[Agreement, tuple[str, ...]]:
    """The terms as if they held on all these days, and what was done to them, in sentences.

    A term that does not hold on the first of the days is moved by whole months so that it begins on it, and every day
    that is written in the terms with it; of a dated value the first holds before its day. A term that is over before
    the last of the days goes on: its last values hold on. Calendars stay where they are.
    """
    said: list[str] = []
    found = terms
    if not terms.term.first <= days.first < terms.term.end:
        months = 12 * (days.first.year - terms.term.first.year) + days.first.month - terms.term.first.month
        found = _moved(terms, months)
        found = replace(found, term=Period(days.first, max(found.term.end, days.end)))
        way = f"{how_many(abs(months), 'month')} {'earlier' if months < 0 else 'later'}" if months else "in that month"
        said.append(
            f"its term {terms.term.first}/{terms.term.end} does not hold on {days.first}: read as if it began on that "
            f"day, every day in it {way}"
        )
    elif terms.term.end < days.end:
        found = replace(terms, term=Period(terms.term.first, days.end))
        said.append(f"its term ends on {terms.term.end}, before {days.end}: read as if it went on")
    return found, tuple(said)


def all_covering(versions: Versions, days: Period) -> tuple[Agreement | Versions, tuple[str, ...]]:
    """As :func:`covering`, of an agreement with its amendments: each text in its own time where the term holds, else
    the last one."""
    term = versions.term
    if term.first <= days.first < term.end:
        if term.end >= days.end:
            return versions, ()
        said = f"its term ends on {term.end}, before {days.end}: read as if it went on"
        return Versions(tuple(_prolonged(version, days.end) for version in versions)), (said,)
    found, notes = covering(versions.last.agreement, days)
    if len(versions) > 1:
        notes = (*notes, "its amendments are in it from the first day on")
    return found, notes


def _prolonged(version: Version, end: date) -> Version:
    agreement = version.agreement
    return replace(version, agreement=replace(agreement, term=Period(agreement.term.first, end)))


def _moved(terms: Agreement, months: int) -> Agreement:
    """Every day of the terms moved by whole months, calendars and prose apart."""
    return replace(
        terms,
        term=Period(months_after(terms.term.first, months), months_after(terms.term.end, months)),
        charges={
            name: replace(charge, amount=_shifted(charge.amount, months)) for name, charge in terms.charges.items()
        },
        commitments=tuple(_moved_promise(commitment, months) for commitment in terms.commitments),
        rules={name: _shifted(rule, months) for name, rule in terms.rules.items()},
    )


def _moved_promise(commitment: Commitment, months: int) -> Commitment:
    return replace(
        commitment,
        target=_shifted(commitment.target, months),
        remedy=_moved_remedy(commitment.remedy, months),
        bonus=_moved_remedy(commitment.bonus, months),
        report_only_until=_shifted(commitment.report_only_until, months),
    )


def _moved_remedy(remedy: RemedyTerms | None, months: int) -> RemedyTerms | None:
    if remedy is None:
        return None
    return replace(remedy, terms=_shifted(remedy.terms, months), modifiers=_shifted(remedy.modifiers, months))


def _shifted(value: T, months: int) -> T:
    """The same terms with every day in them moved, and each dated value open to the past."""
    found: Any = value
    match value:
        case Dated(steps=steps):
            moved = [(day and months_after(day, months), _shifted(each, months)) for day, each in steps]
            found = Dated(((None, moved[0][1]), *moved[1:]))
        case date():
            found = months_after(value, months)
        case BaseModel():
            fields = {name: _shifted(getattr(value, name), months) for name in type(value).model_fields}
            found = value.model_copy(update=fields)
        case Mapping():
            found = {key: _shifted(each, months) for key, each in value.items()}
        case tuple() if type(value) is tuple:
            found = tuple(_shifted(each, months) for each in value)
    return found  # type: ignore[no-any-return]
