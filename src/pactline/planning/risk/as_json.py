"""A period ahead for programs: ``plan --json``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from pactline.planning.requirement.as_json import number
from pactline.planning.risk.plans import Plan
from pactline.planning.risk.report import Report
from pactline.planning.risk.scores import Chance, Risk
from pactline.planning.risk.telling import leaves_out
from pactline.statement.shown.saying import target_text
from pactline.values.zone import from_us


def report_json(found: Report) -> dict[str, Any]:
    """For ``decimals_json``: sums of money are text with two decimals; shares and agents are plain decimals."""
    outlook, wanted, text = found.outlook, found.wanted, found.outlook.text
    plans = [*found.prices.plans, *([found.given] if found.given else [])]
    return {
        "agreement": text.name,
        "agreement_digest": text.digest,
        "period": {"first": str(outlook.period.first), "end": str(outlook.period.end), "zone": text.zone.key},
        "currency": text.currency,
        "months": wanted.months,
        "seed": wanted.seed,
        "risk_limit": number(wanted.limit),
        "cost_per_hour": None if wanted.prices.per_hour is None else f"{wanted.prices.per_hour:f}",
        "plans": [_plan(found, plan) for plan in plans],
        "recommended": found.prices.recommended.name,
        "within_limit": found.prices.is_kept,
        "cheapest": found.prices.cheapest.name if found.prices.priced else None,
        "rows": _rows(found.plan),
        "sensitivity": [
            {
                "course": course.name,
                "volume": number(course.change.volume),
                "handle_time": number(course.change.handle_time),
                "patience": number(course.change.patience),
                **_risk(course.risk, found),
            }
            for course in found.courses
        ],
        "what_if": None
        if found.what_if is None
        else {
            "text": found.what_if.text,
            "before": _plan(found, found.what_if.before),
            "after": _plan(found, found.what_if.after),
        },
        "statements": {"as_forecast": found.as_forecast.to_json(), "typical": found.typical.to_json()},
        "leaves_out": leaves_out(found),
        "left_out": [{"commitment": name, "why": why} for name, why in outlook.left_out],
        "notes": list(outlook.notes),
    }


def _plan(found: Report, plan: Plan) -> dict[str, Any]:
    priced = found.prices.priced
    return {
        "name": plan.name,
        "recommended": plan is found.prices.recommended,
        "cheapest": priced and plan is found.prices.cheapest,
        "agent_hours": number(round(plan.hours, 4)),
        "scheduled_hours": number(round(plan.scheduled_hours, 4)),
        "staff_cost": _money(plan.cost) if priced else None,
        "sum": _money(plan.total) if priced else None,
        **_risk(plan.risk, found),
    }


def _risk(risk: Risk, found: Report) -> dict[str, Any]:
    return {
        "months": risk.months,
        "missed_any": _chance(risk.any_missed),
        "commitments": [_commitment(risk, id, found) for id in risk.judged],
        "credits": _money(risk.credits),
        "bonuses": _money(risk.bonuses),
        "net": _money(risk.net),
        "net_standard_error": number(round(risk.net_error, 4)),
        "net_quantiles": {f"{share:g}": _money(risk.net_quantile(share)) for share in (0.05, 0.5, 0.9, 0.95, 0.99)},
        "rights": [{"id": name, **_chance(chance)} for name, chance in risk.rights.items()],
    }


def _commitment(risk: Risk, id: str, found: Report) -> dict[str, Any]:
    result = found.as_forecast[id]
    figures = risk.figures(id)
    marks = np.quantile(figures, [0.05, 0.5, 0.95]).tolist() if figures.size else [None] * 3
    return {
        "id": id,
        "target": target_text(result.windows[0].target) if result.windows else None,
        "unit": result.unit.value,
        "missed": _chance(risk.missed(id)),
        "figure": {
            name: None if mark is None else number(round(mark, 6))
            for name, mark in zip(("p05", "p50", "p95"), marks, strict=True)
        },
    }


def _chance(chance: Chance) -> dict[str, Any]:
    low, high = chance.interval
    return {"share": number(round(chance.share, 6)), "low": number(round(low, 6)), "high": number(round(high, 6))}


def _rows(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "interval": from_us(int(queue.starts_us[place]), queue.zone).isoformat(),
            "queue": queue.queue,
            "channel": queue.channel,
            "offered": number(round(float(queue.offered[place]), 4)),
            "aht_s": number(round(float(queue.aht_s[place]), 3)),
            "agents": number(float(queue.agents[place])),
            "scheduled": number(float(queue.scheduled[place])),
            "binding": queue.binding[place],
        }
        for queue in plan.queues
        for place in range(len(queue.starts_us))
    ]


def _money(amount: Decimal) -> str:
    return f"{amount:f}"
