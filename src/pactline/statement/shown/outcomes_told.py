"""What a statement says beside figures and money, as small tables: rights, duties, responsibilities, dates."""

from __future__ import annotations

from datetime import date

from pactline.remedies.rules.responsibilities import Owed
from pactline.statement.model import Statement
from pactline.statement.shown.listing import Listing, listing
from pactline.statement.shown.saying import long_day, period_text
from pactline.values.exact import how_many

SETTLED_BY = {
    "next_invoice": "taken off the next invoice",
    "quarterly": "settled quarterly",
    "yearly": "settled yearly",
}
KINDS = {
    "automatic": "automatic, unless notice is given",
    "option_client": "the client may renew",
    "option_provider": "the provider may renew",
}


def outcomes_told(statement: Statement) -> list[Listing]:
    """Every table that has something to say, in the order of a statement."""
    tables = (
        _rights(statement),
        _duties(statement),
        _findings(statement),
        _responsibilities(statement),
        _settlement(statement),
        _renewal(statement),
        _texts(statement),
    )
    return [table for table in tables if table.rows]


def _rights(statement: Statement) -> Listing:
    rows = [
        [
            f"{right.id}: {right.what}",
            _party(statement, right.holder),
            long_day(right.opened),
            long_day(right.lapses),
            str(right.notice) if right.notice else "",
        ]
        for right in statement.rights
    ]
    heads = "Right | Held by | Open since | Lapses after | Notice to give"
    return listing("Rights", heads, rows, "<<<<<", (8, 5, 4, 4, 3))


def _duties(statement: Statement) -> Listing:
    rows = [
        [f"{duty.id}: {duty.what}", _party(statement, duty.on), long_day(duty.because), long_day(duty.due)]
        for duty in statement.duties
    ]
    return listing("Duties", "Duty | Of | Since | Due on", rows, "<<<<", (8, 5, 4, 4))


def _findings(statement: Statement) -> Listing:
    titles = {result.id: result.commitment.title for result in statement}
    rows = [
        [found.id, titles.get(found.about, found.about), long_day(found.on), found.finding]
        for found in statement.presumptions
    ]
    return listing("Findings", "Finding | About | Made on | Found", rows, "<<<<", (5, 7, 4, 5))


def _responsibilities(statement: Statement) -> Listing:
    rows = [
        [
            f"{owed.id}: {owed.what}",
            _party(statement, owed.party),
            period_text(owed.period),
            long_day(owed.due),
            state_of(owed, statement.period.end),
            owed.evidence,
        ]
        for owed in statement.responsibilities
    ]
    heads = "Responsibility | Of | For | Due on | State | Evidence"
    return listing("Responsibilities", heads, rows, "<<<<<<", (7, 5, 4, 4, 4, 4))


def state_of(owed: Owed, end: date) -> str:
    """``done on 3 March 2025``, ``late: done on 9 March 2025``, ``not done``, or that there is still time.

    ``end`` is the day after the statement's last.
    """
    if owed.done is not None:
        return f"{'' if owed.in_time else 'late: '}done on {long_day(owed.done)}"
    return "not done" if owed.due < end else "not done yet"


def _settlement(statement: Statement) -> Listing:
    settled = statement.settlement
    rows = []
    if settled is not None:
        dates = (settled.report_by, settled.claim_by, settled.pay_by)
        rows = [[SETTLED_BY[settled.by], period_text(settled.period), *(long_day(day) if day else "" for day in dates)]]
    heads = "How | Together for | Report by | Claim by | Pay by"
    return listing("Settlement", heads, rows, "<<<<<", (6, 6, 4, 4, 4))


def _renewal(statement: Statement) -> Listing:
    renewed = statement.renewal
    rows = []
    if renewed is not None:
        record = "; ".join(f"{id}: {missed} missed, {allowed} allowed" for id, missed, allowed in renewed.findings)
        rows = [
            [
                KINDS[renewed.kind],
                long_day(date.fromordinal(renewed.until.toordinal() - 1)),
                long_day(date.fromordinal(renewed.runs_to.toordinal() - 1)),
                long_day(renewed.notice_by) if renewed.notice_by else "",
                record,
                "conditions kept so far" if renewed.earned else "conditions not kept",
            ]
        ]
    heads = "Renewal | Term ends on | Next term ends on | Notice by | Record | So far"
    return listing("Renewal", heads, rows, "<<<<<<", (5, 4, 4, 4, 6, 4))


def _texts(statement: Statement) -> Listing:
    """The texts in force in the period, where there is more than one."""
    several = statement.texts if len(statement.texts) > 1 else ()
    rows = [[long_day(max(text.first, statement.period.first)), text.name, text.digest] for text in several]
    return listing("Texts in force", "From | Agreement | Digest", rows, "<<<", (4, 7, 14))


def _party(statement: Statement, role: str) -> str:
    return statement.client if role == "client" else statement.provider


def pending_head(statement: Statement) -> str:
    """``2 amounts wait for something that is not known yet``."""
    many = len(statement.pending)
    return f"{how_many(many, 'amount')} {'waits' if many == 1 else 'wait'} for something that is not known yet"
