"""A back-test for programs, and the published shape of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pactline.agreement.versions import Versions
from pactline.statement.backtest.backtested import Backtest, Change, Course, Row, Swept, Terms
from pactline.statement.shown.schema_parts import (
    DIGEST,
    END,
    FIRST,
    VERDICT,
    Schema,
    amount,
    list_of,
    object_of,
    or_null,
    ref,
    text,
    top,
    whole,
    words,
)


def backtest_json(test: Backtest) -> dict[str, Any]:
    """As in ``backtest --json``; the published schema is ``backtest.schema.json``."""
    own = test.own
    return {
        "agreement": own.name,
        "provider": own.provider,
        "client": own.client,
        "currency": own.currency,
        "period": {"first": test.days.first.isoformat(), "end": test.days.end.isoformat(), "zone": own.zone.key},
        "terms": [_terms(test, number) for number in range(len(test.terms))],
        "periods": [
            _period(test, number, place) for place in range(len(test.periods)) for number in range(len(test.terms))
        ],
        "sweep": [point for swept in test.sweeps for point in _points(test, swept)],
    }


def _money(test: Backtest, sum_: Decimal) -> str:
    return f"{Decimal(0).scaleb(-test.digits) + sum_:f}"


def _sums(test: Backtest, found: Row | Course) -> dict[str, Any]:
    return {
        "credits": _money(test, found.credits),
        "bonuses": _money(test, found.bonuses),
        "dues": _money(test, found.dues),
        "net": _money(test, found.net),
        "missed": found.missed,
        "judged": found.judged,
        "cut": _money(test, found.cut),
    }


def _worst(test: Backtest, course: Course) -> dict[str, Any]:
    sides = (("provider", course.worst_for_provider), ("client", course.worst_for_client))
    return {side: {"period": str(row.period), "net": _money(test, row.net)} for side, row in sides}


def _caps(test: Backtest, course: Course) -> list[dict[str, Any]]:
    return [{"id": use.name, "periods": use.periods, "cut": _money(test, use.cut)} for use in course.caps]


def _terms(test: Backtest, number: int) -> dict[str, Any]:
    terms, course = test.terms[number], test.courses[number]
    return {
        "label": terms.label,
        "name": terms.name,
        "file": terms.file,
        "digest": _digest(terms),
        "notes": list(terms.notes),
        **_sums(test, course),
        "worst": _worst(test, course),
        "caps": _caps(test, course),
        "pending": course.pending,
    }


def _digest(terms: Terms) -> str:
    return terms.agreement.last.digest if isinstance(terms.agreement, Versions) else terms.agreement.digest


def _period(test: Backtest, number: int, place: int) -> dict[str, Any]:
    row = test.courses[number].rows[place]
    return {
        "period": str(row.period),
        "terms": test.terms[number].label,
        "verdicts": {id: verdict.value for id, verdict in row.verdicts.items()},
        **_sums(test, row),
        "changes": [_change(change) for change in test.changes(number, place)],
        "pending": list(row.pending),
    }


def _change(change: Change) -> dict[str, Any]:
    before, after = (verdict.value if verdict else None for verdict in (change.before, change.after))
    return {"commitment": change.commitment, "before": before, "after": after}


def _points(test: Backtest, swept: Swept) -> list[dict[str, Any]]:
    sweep, found = swept.sweep, []
    for point in swept.points:
        trial, course = point.trial, point.course
        found.append(
            {
                "commitment": sweep.commitment,
                "target": trial.written if sweep.is_target else None,
                "net": _money(test, course.net) if course else None,
                "path": sweep.path,
                "value": f"{trial.value:f}",
                "written": trial.written,
                "present": trial.is_present,
                "sums": _sums(test, course) if course else None,
                "worst": _worst(test, course) if course else None,
                "caps": _caps(test, course) if course else [],
                "refused": trial.refused or None,
            }
        )
    return found


_SUMS = {
    "credits": amount("what the provider owes, after limits"),
    "bonuses": amount("what the client owes for service better than promised"),
    "dues": amount("what the client owes besides"),
    "net": amount("credits less what the client owes: positive is owed by the provider"),
    "missed": whole("windows that were missed"),
    "judged": whole("windows that were met or missed"),
    "cut": amount("what limits cut off; below zero what they added"),
}


def backtest_schema() -> Schema:
    """What ``backtest --json`` prints."""
    period = text("the period, such as 2024-03")
    worst = object_of({"period": period, "net": amount("its net")}, "the period that is worst for one side")
    cap = object_of(
        {
            "id": text("the limit's name"),
            "periods": whole("periods in which it changed what is owed"),
            "cut": amount("what it cut off in all; below zero what it added"),
        }
    )
    caps = list_of(ref("cap", "one limit"), "every limit on money and how often it was reached")
    both = object_of({"provider": ref("worst", "highest net"), "client": ref("worst", "lowest net")}, "worst periods")
    label = text("A for the agreement's own terms, then B, C ...", pattern="^[A-Z]$")
    terms = object_of(
        {
            "label": label,
            "name": text("what the terms are called"),
            "file": text("the file they stand in"),
            "digest": {**DIGEST, "description": "sha256 of the terms"},
            "notes": list_of({"type": "string"}, "what was done to the terms so that they can be replayed"),
            **_SUMS,
            "worst": both,
            "caps": caps,
            "pending": whole("sums that could not be settled and are in no total"),
        }
    )
    change = object_of(
        {
            "commitment": text("the commitment"),
            "before": or_null({**VERDICT, "description": "the verdict under A; null where nothing falls due"}),
            "after": or_null({**VERDICT, "description": "the verdict under these terms; null where nothing falls due"}),
        }
    )
    row = object_of(
        {
            "period": period,
            "terms": label,
            "verdicts": words("commitment to verdict", VERDICT),
            **_SUMS,
            "changes": list_of(change, "verdicts that are other ones than under A"),
            "pending": list_of({"type": "string"}, "what could not be settled"),
        }
    )
    shape = object_of(
        {
            "agreement": text("the agreement's name"),
            "provider": text("who promises"),
            "client": text("to whom"),
            "currency": text("ISO 4217 code", pattern="^[A-Z]{3}$"),
            "period": object_of({"first": FIRST, "end": END, "zone": text("the zone of the days")}, "all periods"),
            "terms": list_of(terms, "the agreement's own terms first, then the others as given"),
            "periods": list_of(row, "each period under each set of terms"),
            "sweep": list_of(_point_schema(both, caps), "each value of each sweep, in order"),
        }
    )
    return top("backtest", "A back-test", shape, worst=worst, cap=cap)


def _point_schema(worst: Schema, caps: Schema) -> Schema:
    return object_of(
        {
            "commitment": or_null(text("the promise that is swept; null for a number outside any")),
            "target": or_null(text("the target in words, where a target is swept")),
            "net": or_null(amount("what it comes to; null where the agreement cannot hold the value")),
            "path": text("the path of the number, as given"),
            "value": text("the number"),
            "written": text("the value as the agreement has it, with bound and unit"),
            "present": {"type": "boolean", "description": "whether it is the value that stands in the agreement"},
            "sums": or_null(object_of(_SUMS, "what it comes to in all")),
            "worst": or_null(worst),
            "caps": caps,
            "refused": or_null(text("why the agreement cannot hold the value")),
        }
    )
