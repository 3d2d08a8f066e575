"""The JSON Schema of what ``plan --json`` prints."""

from __future__ import annotations

from pactline.planning.schema_parts import figure, instant, number, share, texts, yes
from pactline.statement.shown.json_schema import statement_schema
from pactline.statement.shown.schema_parts import (
    DIGEST,
    END,
    FIRST,
    UNIT,
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


def plan_schema() -> Schema:
    """What ``plan --json`` prints; the statements in it are as ``evaluate --json`` prints them."""
    statement = statement_schema()
    defs = statement.pop("$defs")
    inner = {key: value for key, value in statement.items() if not key.startswith("$")}
    statements = object_of(
        {
            "as_forecast": ref("statement", "if everything comes as forecast"),
            "typical": ref("statement", "of a simulated period (month, week: what is planned) in the middle"),
        },
        "statements that the recommended plan (or the one given) would earn",
    )
    what_if = object_of(
        {
            "text": text("the agents that were added"),
            "before": ref("plan", "the plan without them"),
            "after": ref("plan", "and with them"),
        },
        "with --add: a few more agents; null without",
    )
    shape = object_of(
        {
            "agreement": text("the agreement's name"),
            "agreement_digest": {**DIGEST, "description": "sha256 of the agreement file"},
            "period": object_of({"first": FIRST, "end": END, "zone": text("the zone of the days")}, "what is planned"),
            "currency": text("ISO 4217 code", pattern="^[A-Z]{3}$"),
            "months": whole("simulated periods (months where a month is planned) for each plan"),
            "seed": whole("the seed of the simulation"),
            "risk_limit": share("the most that the chance of missing something may be (--risk)"),
            "cost_per_hour": or_null(amount("what an hour of an agent costs; null where it was not given")),
            "plans": list_of(ref("plan", "one plan"), "from the fewest agents to the most; last the one given, if any"),
            "recommended": text("the name of the recommended plan"),
            "within_limit": yes("whether the recommended plan keeps the limit of the risk"),
            "cheapest": or_null(text("the name of the plan with the lowest sum; null without a cost per hour")),
            "rows": list_of(_row(), "the plan that is recommended (or was given), as in plan.csv"),
            "sensitivity": list_of(_course(), "what becomes of that plan if it comes otherwise"),
            "what_if": or_null(what_if),
            "statements": statements,
            "leaves_out": text("what the sums do not say, in words"),
            "left_out": list_of(
                object_of({"commitment": text("its id"), "why": text("why no number of agents keeps it")}),
                "commitments that are not planned for",
            ),
            "notes": texts("what else is to be known"),
        }
    )
    return top("plan", "What pactline plan --json prints", shape, **defs, statement=inner, plan=_plan(),
               chance=_chance(), judged=_judged())  # fmt: skip


_ODDS = {
    "share": share("how often it happened in the simulated periods"),
    "low": share("the chance by endless simulation is at least this, 95 times of 100 together with high"),
    "high": share("and at most this"),
}


def _chance() -> Schema:
    return object_of(_ODDS, "how often something happened")


def _risk() -> dict[str, Schema]:
    return {
        "months": whole("simulated periods"),
        "missed_any": ref("chance", "periods in which at least one commitment is missed"),
        "commitments": list_of(ref("judged", "one commitment"), "each that planned contacts are judged by"),
        "credits": amount("what the provider owes in a period, on average"),
        "bonuses": amount("what the client owes in a period for service better than promised, on average"),
        "net": amount("credits less bonuses, on average; below 0 the client owes it"),
        "net_standard_error": number("of the net, by chance of the simulation, in the currency"),
        "net_quantiles": words(
            "net that this share of the periods (0.05, 0.5, 0.9, 0.95, 0.99) does not exceed", amount("a sum")
        ),
        "rights": list_of(
            object_of({"id": text("the right"), **_ODDS}), "rights that opened in a period, and how often"
        ),
    }


def _plan() -> Schema:
    return object_of(
        {
            "name": text("what it is called, such as 2 % fewer: agents for so many fewer contacts than forecast"),
            "recommended": yes("whether it is the recommended one"),
            "cheapest": yes("whether it has the lowest sum of staff cost and net"),
            "agent_hours": number("hours of agents ready for contacts"),
            "scheduled_hours": number("paid hours, with shrinkage"),
            "staff_cost": or_null(amount("scheduled hours times the cost of one; null where that was not given")),
            "sum": or_null(amount("staff cost and net; null without a cost per hour")),
            **_risk(),
        },
        "one plan and what its periods came to",
    )


def _judged() -> Schema:
    of_all = "in the unit of the commitment; null where no simulated period has a figure"
    marks = {
        "p05": figure(f"one period in twenty lies below, {of_all}"),
        "p50": figure(f"the period in the middle, {of_all}"),
        "p95": figure(f"one period in twenty lies above, {of_all}"),
    }
    return object_of(
        {
            "id": text("its id"),
            "target": or_null(text("the target in words; null where no window ends in the period")),
            "unit": UNIT,
            "missed": ref("chance", "periods in which it is missed"),
            "figure": object_of(marks, "the figures of the simulated periods"),
        },
        "one commitment under a plan",
    )


def _course() -> Schema:
    return object_of(
        {
            "course": text("what comes otherwise, in words"),
            "volume": number("contacts as a multiple of the forecast"),
            "handle_time": number("handling time as a multiple of the forecast"),
            "patience": number("patience as a multiple of the estimate"),
            **_risk(),
        }
    )


def _row() -> Schema:
    return object_of(
        {
            "interval": instant("its beginning"),
            "queue": text("as the records name it"),
            "channel": text("how the customers come"),
            "offered": number("contacts expected in the interval"),
            "aht_s": number("mean handling time in seconds"),
            "agents": number("agents ready for contacts"),
            "scheduled": number("people present, so that as many are ready after shrinkage"),
            "binding": text("the commitment that asks for most; empty where none does"),
        }
    )
