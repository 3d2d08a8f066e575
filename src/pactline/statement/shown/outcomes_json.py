"""Rights, duties, findings, responsibilities, settlement and renewal for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from pactline.statement.model import Statement


def outcomes_json(statement: Statement) -> dict[str, Any]:
    """What a statement says beside its figures and money, keys in the documented order."""
    settled, renewed = statement.settlement, statement.renewal
    return {
        "rights": [right.to_json() for right in statement.rights],
        "duties": [
            {"id": d.id, "on": d.on, "what": d.what, "because": d.because.isoformat(), "due": d.due.isoformat()}
            for d in statement.duties
        ],
        "presumptions": [
            {"id": p.id, "about": p.about, "on": p.on.isoformat(), "finding": p.finding} for p in statement.presumptions
        ],
        "responsibilities": [
            {
                "id": owed.id,
                "party": owed.party,
                "what": owed.what,
                "period": str(owed.period),
                "due": owed.due.isoformat(),
                "done": _day(owed.done),
                "in_time": owed.in_time,
                "evidence": owed.evidence or None,
            }
            for owed in statement.responsibilities
        ],
        "pending": list(statement.pending),
        "settlement": settled
        and {
            "by": settled.by,
            "period": str(settled.period),
            "settles": settled.settles.isoformat(),
            "report_by": _day(settled.report_by),
            "claim_by": _day(settled.claim_by),
            "pay_by": _day(settled.pay_by),
        },
        "renewal": renewed
        and {
            "kind": renewed.kind,
            "until": renewed.until.isoformat(),
            "runs_to": renewed.runs_to.isoformat(),
            "notice_by": _day(renewed.notice_by),
            "findings": [
                {"commitment": id, "missed": missed, "allowed": allowed} for id, missed, allowed in renewed.findings
            ],
            "earned": renewed.earned,
        },
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
