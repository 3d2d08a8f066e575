"""The JSON Schema of what ``schedule --json`` prints: a schedule, or why there is none."""

from __future__ import annotations

from pactline.planning.schema_parts import instant, yes
from pactline.statement.shown.schema_parts import (
    END,
    FIRST,
    Schema,
    amount,
    list_of,
    object_of,
    or_null,
    ref,
    text,
    top,
    whole,
)


def schedule_schema() -> Schema:
    """What ``schedule --json`` prints, in both forms; the first is also what ``-o F.json`` holds."""
    shape: Schema = {
        "type": "object",
        "anyOf": [ref("schedule", "a schedule"), ref("impossible", "why there is none; the exit code is 1")],
    }
    return top("schedule", "What pactline schedule --json prints", shape, schedule=_schedule(),
               impossible=_impossible())  # fmt: skip


def hours(description: str) -> Schema:
    """Hours as decimal text."""
    return text(f"{description}, in hours", pattern=r"^-?[0-9]+\.[0-9]{2}$")


def _schedule() -> Schema:
    result = object_of(
        {
            "status": {
                "enum": ["optimal", "feasible"],
                "description": "optimal: nothing better exists; feasible: the best found in the time",
            },
            "value": amount("what was made least: in the unit, with the prices of a shortfall and of wishes"),
            "bound": amount("no schedule can be below this"),
            "unit": text("the currency, or shifts"),
            "workers": whole("threads of the solver; with 1 the same comes out each time"),
            "seed": whole("the solver's seed"),
        },
        "how good it is",
    )
    totals = object_of(
        {
            "shifts": whole("shifts"),
            "paid_h": hours("paid time of all shifts"),
            "cost": amount("what all shifts cost"),
            "currency": text("ISO 4217 code"),
        },
        "what it comes to",
    )
    note = object_of({"about": text("an agent, an interval, a wish or overtime"), "text": text("what to know of it")})
    period = object_of({"first": FIRST, "end": END, "zone": text("the zone of the days")}, "the days of the schedule")
    return object_of(
        {
            "rules": text("the name of the labour rules"),
            "period": period,
            "result": result,
            "totals": totals,
            "shifts": list_of(_shift(), "every shift, by start"),
            "cover": list_of(_cover(), "by pool, how the shifts cover what is needed"),
            "notes": list_of(note, "what to know"),
        },
        "a schedule",
        optional={"what_if": list_of(_effect(), "with --add: what these agents do to each pool they touch")},
    )


def _shift() -> Schema:
    pause = object_of(
        {
            "name": text("as the rules call it"),
            "start": instant("its beginning"),
            "end": instant("its end"),
            "paid": yes("whether it is paid"),
        }
    )
    return object_of(
        {
            "id": text("the shift, such as help-001"),
            "pool": text("the pool of agents"),
            "agent": or_null(text("who works it; null where shifts have no names")),
            "kind": text("the kind of shift in the rules"),
            "start": instant("its beginning"),
            "end": instant("its end, overtime included"),
            "breaks": list_of(pause, "its breaks in order"),
            "overtime_min": whole("overtime in it, in minutes"),
            "paid_h": hours("paid time"),
            "cost": amount("what it costs"),
        }
    )


def _cover() -> Schema:
    slot = object_of(
        {
            "interval": instant("its beginning"),
            "needed": whole("agents needed"),
            "at_work": whole("agents at work, neither off nor on a break"),
            "over": whole("more than needed"),
            "under": whole("fewer than needed"),
        }
    )
    return object_of(
        {
            "pool": text("the pool of agents"),
            "queues": list_of({"type": "string"}, "the queues it serves"),
            "minutes": whole("length of an interval, in minutes"),
            "needed_h": hours("agents needed"),
            "over_h": hours("agents above what is needed"),
            "under_h": hours("agents missing"),
            "intervals": list_of(slot, "those in which agents are needed or at work"),
        }
    )


def _effect() -> Schema:
    def pair(items: Schema, description: str) -> Schema:
        return {**list_of(items, description), "minItems": 2, "maxItems": 2}

    count = text("contacts", pattern=r"^[0-9]+\.[0-9]{2}$")
    return object_of(
        {
            "pool": text("the pool of agents"),
            "add": text("what is added, as given"),
            "agent_h": hours("agents added"),
            "cost": amount("what they cost; below 0 what they save"),
            "over_h": pair(hours("agents above what is needed"), "before, after"),
            "under_h": pair(hours("agents missing"), "before, after"),
            "offered": {**count, "description": "contacts expected"},
            "in_time": or_null(
                pair(count, "contacts answered in time, before and after; null where the plan names no contacts")
            ),
        }
    )


def _impossible() -> Schema:
    reason = object_of({"what": text("rules and intervals that clash"), "remedy": text("what would make it possible")})
    return object_of({"impossible": list_of(reason, "a smallest set of what clashes")}, "there is no such schedule")
