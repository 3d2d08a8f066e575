"""A statement for programs: numbers that matter as strings, days as ISO 8601, spans half-open."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from pactline.statement.counting.counts import value_json
from pactline.statement.counting.sums import sums_json
from pactline.statement.model import Cap, Result, Statement, Window, compared_text
from pactline.statement.shown.outcomes_json import outcomes_json
from pactline.statement.windows.history import line_json
from pactline.values.period import Period
from pactline.values.target import Unit


def statement_json(statement: Statement) -> dict[str, Any]:
    """The whole statement, keys in the documented order."""
    return {
        "agreement": statement.agreement,
        "provider": statement.provider,
        "client": statement.client,
        "agreement_digest": statement.agreement_digest,
        "record_set": statement.record_set,
        "rules": statement.rules,
        "period": {**_period_json(statement.period), "zone": statement.zone},
        "commitments": [_result_json(statement, result) for result in statement.results],
        "not_due": [
            {"id": n.id, "settles_in": None if n.settles_in is None else str(n.settles_in)} for n in statement.not_due
        ],
        "coverage": statement.coverage.to_json(),
        "caps": [cap_json(statement, cap) for cap in statement.caps],
        "lines": [line_json(line) for line in statement.lines],
        **outcomes_json(statement),
        "facts": statement.facts,
        "earlier": statement.earlier,
        "texts": [{"first": t.first.isoformat(), "digest": t.digest, "name": t.name} for t in statement.texts],
        "totals": {
            "credits": statement.money(statement.credits),
            "bonuses": statement.money(statement.bonuses),
            "dues": statement.money(statement.dues),
            "net": statement.money(statement.net),
            "currency": statement.currency,
        },
    }


def _period_json(period: Period) -> dict[str, str]:
    return {"first": period.first.isoformat(), "end": period.end.isoformat()}


def _owed_by(net: Decimal) -> str:
    return "provider" if net > 0 else "client" if net < 0 else "nobody"


def _value_json(value: Fraction | None, unit: Unit, compared: Fraction | None) -> dict[str, str] | None:
    found = value_json(unit, value)
    if found is None or compared is None:
        return found
    return {**found, "as_compared": compared_text(compared, unit)}


def _result_json(statement: Statement, result: Result) -> dict[str, Any]:
    only = result.windows[0] if len(result.windows) == 1 else None
    net = result.owed
    targets = list(dict.fromkeys(str(window.target) for window in result.windows))
    return {
        "id": result.id,
        "title": result.commitment.title,
        "clause": result.commitment.clause,
        "service": result.commitment.service.id,
        "metric": result.commitment.metric,
        "with": dict(result.choices),
        "unit": result.unit.value,
        "counted": result.counts.counted,
        "good": result.counts.good,
        **sums_json(result.counts),
        "sum_ms": result.counts.sum_ms,
        "unknown": result.counts.unknown,
        "value": _value_json(result.value, result.unit, only.as_compared)
        if only
        else value_json(result.chosen.unit, result.value),
        "target": targets[0] if len(targets) == 1 else targets,
        "verdict": result.verdict.value,
        "relief": list({touch.claim.id: touch.to_json() for w in result.windows for touch in w.relief}.values()),
        "working": [step for window in result.windows for step in _steps(window)],
        "credit": statement.money(result.credit),
        "bonus": statement.money(result.bonus),
        "amount": statement.money(abs(net)),
        "owed_by": _owed_by(net),
        "by": result.commitment.by,
        "measured": result.commitment.measured,
        "windows": [_window_json(statement, result, window) for window in result.windows],
        "days": [
            {"day": day.day.isoformat(), "counted": day.counts.counted, "good": day.counts.good,
             **sums_json(day.counts), "value": value_json(result.chosen.unit, day.value)}
            for day in result.days
        ],
    }  # fmt: skip


def _steps(window: Window) -> list[str]:
    amounts = [amount for amount in (window.credit, window.bonus, window.returned) if amount]
    return [f"{window.period}: {step}" for amount in amounts for step in amount.steps]


def _window_json(statement: Statement, result: Result, window: Window) -> dict[str, Any]:
    without = None
    if window.counts_without is not None:
        without = {
            "counted": window.counts_without.counted,
            "good": window.counts_without.good,
            **sums_json(window.counts_without),
            "value": _value_json(window.value_without, result.unit, None),
            "verdict": (window.verdict_without or window.verdict).value,
        }
    return {
        **_period_json(window.period),
        "window": str(window.period),
        "counted": window.counts.counted,
        "good": window.counts.good,
        **sums_json(window.counts),
        "value": _value_json(window.value, result.unit, window.as_compared),
        "intervals": window.parts,
        "intervals_met": window.parts_met,
        "target": str(window.target),
        "verdict": window.verdict.value,
        "notes": list(window.notes),
        "credit": statement.money(window.credit.rounded if window.credit else Decimal(0)),
        "bonus": statement.money(window.bonus.rounded if window.bonus else Decimal(0)),
        "returned": statement.money(window.returned.rounded if window.returned else Decimal(0)),
        "points": None if window.points is None else str(window.points),
        "pending": window.pending or None,
        "relief": [touch.to_json() for touch in window.relief],
        "without_relief": without,
        "evidence": list(window.evidence),
        "working": _steps(window),
    }


def cap_json(statement: Statement, cap: Cap) -> dict[str, Any]:
    """A limit as a statement prints it."""
    return {
        **_period_json(cap.period),
        "id": cap.name,
        "rule": cap.rule,
        "of": cap.base or None,
        "working": list(cap.steps),
        "limit": statement.money(cap.limit),
        "used": statement.money(cap.used),
        "before": statement.money(cap.before),
        "after": statement.money(cap.after),
        "cut": statement.money(cap.cut),
    }
