"""Rights, duties, findings, responsibilities, settlement and renewal as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from pactline.statement.model import Statement


def outcome_lines(statement: Statement) -> list[str]:
    """What a statement says beside its figures and money; nothing where there is nothing to say."""
    return [
        *_rights(statement),
        *(f"Duty of the {d.on}, {d.id}: {d.what}; due {d.due}" for d in statement.duties),
        *(f"Finding {p.id}: {p.finding} ({p.about}, up to {p.on})" for p in statement.presumptions),
        *_responsibilities(statement),
        *(f"Pending: {said}" for said in statement.pending),
        *_settlement(statement),
        *_renewal(statement),
        *_texts(statement),
    ]


def _rights(statement: Statement) -> Iterator[str]:
    for right in statement.rights:
        notice = f", with notice of {right.notice}" if right.notice else ""
        open_ = f"open since {right.opened}, until {right.lapses}"
        yield f"Right of the {right.holder}, {right.id}: {right.what}{notice}; {open_}"


def _responsibilities(statement: Statement) -> Iterator[str]:
    for owed in statement.responsibilities:
        still = "" if owed.due < statement.period.end else " yet"
        done = f"done on {owed.done}" if owed.done else f"not done{still}"
        late = "" if owed.in_time or not owed.done else ", late"
        late += f" ({owed.evidence})" if owed.evidence else ""
        yield f"Responsibility of the {owed.party}, {owed.id}: {owed.what}; due {owed.due}: {done}{late}"


def _settlement(statement: Statement) -> Iterator[str]:
    settled = statement.settlement
    if settled is None:
        return
    how = {"next_invoice": "taken off the next invoice", "quarterly": f"settled with {settled.period}",
           "yearly": f"settled with {settled.period}"}[settled.by]  # fmt: skip
    dates = (("report by", settled.report_by), ("claim by", settled.claim_by), ("pay by", settled.pay_by))
    yield f"Settlement: {how}" + "".join(f"; {word} {day}" for word, day in dates if day)


def _renewal(statement: Statement) -> Iterator[str]:
    renewed = statement.renewal
    if renewed is None:
        return
    found = "; ".join(f"{id} missed {missed} of {allowed} allowed" for id, missed, allowed in renewed.findings)
    verdict = "conditions kept so far" if renewed.earned else "conditions not kept"
    notice = f"; notice by {renewed.notice_by}" if renewed.notice_by else ""
    yield (
        f"Renewal ({renewed.kind.replace('_', ' ')}) after {renewed.until}: {verdict}"
        + (f" ({found})" if found else "")
        + notice
    )


def _texts(statement: Statement) -> Iterator[str]:
    """The texts in force, where an amendment took effect within the period."""
    for text in statement.texts if len(statement.texts) > 1 else ():
        yield f"Text in force from {max(text.first, statement.period.first)}: {text.digest[:19]}"
