"""What each party had to do besides: the responsibilities of both, and whether each was done in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from pactline.records.facts import Facts, Performed
from pactline.remedies.rules.responsibilities import Owed, responsibilities
from pactline.statement.windows.contract import Contract
from pactline.values.period import Period


def owed_in(contract: Contract, period: Period, facts: Facts) -> tuple[Owed, ...]:
    """The responsibilities of both parties whose own period ends in ``period``, under the text then in force."""
    found: list[Owed] = []
    for text in contract.texts:
        agreement = text.agreement
        terms, done = agreement.rule("responsibilities"), _done(facts)
        for owed in responsibilities(terms, contract.term, period, agreement.calendars, done):
            if contract.on(owed.period.end - timedelta(days=1)) is text:
                found.append(owed)
    return tuple(found)


def _done(facts: Facts) -> Mapping[tuple[str, date], tuple[date | None, str]]:
    """By responsibility and the day it was due: when all of it was done (None: it was not), and the evidence."""
    rows: dict[tuple[str, date], list[Performed]] = {}
    for row in sorted(facts.performed, key=lambda row: (row.done or date.max, row.evidence)):
        if row.due is not None:
            rows.setdefault((row.responsibility, row.due), []).append(row)
    return {
        key: (parts[-1].done, "; ".join(part.evidence for part in parts if part.evidence))
        for key, parts in rows.items()
    }
