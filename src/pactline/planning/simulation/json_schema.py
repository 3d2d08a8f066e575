"""The JSON Schema of what ``simulate --json`` prints."""

from __future__ import annotations

from pactline.planning.schema_parts import NUMBER, figure, number
from pactline.statement.shown.schema_parts import (
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

_SHARES = {
    "service_level": "contacts answered within within_s, of all offered",
    "sl_answered": "contacts answered within within_s, of all answered",
    "sl_excl_short": "contacts answered within within_s, of all offered but those abandoned within it",
    "sl_wait": "contacts answered or abandoned within within_s, of all offered",
    "abandonment_rate": "contacts abandoned, of all offered",
    "waited": "contacts that had to wait, of all offered",
    "occupancy": "time on duty that the agents who may serve the queue were busy",
}
_MEANS = {
    "average_speed_of_answer_s": "mean wait of the answered, in seconds",
    "mean_wait_s": "mean wait of all offered, in seconds",
    "callback_wait_s": "mean wait for a callback, in seconds",
}
_COUNTS = {
    "offered": "contacts answered or abandoned",
    "answered": "contacts answered",
    "abandoned": "contacts abandoned",
    "callbacks": "customers who asked to be called back",
    "callbacks_made": "callbacks made",
    "flowed_out": "contacts moved on when the agents had gone",
    "answered_within": "contacts answered within within_s",
    "abandoned_within": "contacts abandoned within within_s",
    "had_to_wait": "contacts that had to wait",
    "wait_s": "seconds waited by all offered",
    "answered_wait_s": "seconds waited by the answered",
    "callback_wait_s": "seconds waited for callbacks",
    "busy_s": "seconds that agents were busy",
    "on_duty_s": "seconds that agents were on duty",
}


def simulate_schema() -> Schema:
    """What ``simulate --json`` prints, with --by-time and --optimise where they were asked for."""
    shape = object_of(
        {
            "centre": text("what the centre is called"),
            "seeds": list_of({"type": "integer", "minimum": 0}, "the seeds of the runs"),
            "within_s": number("the wait of the service level, in seconds"),
            "intervals": whole("intervals that were simulated"),
            "agent_hours": number("hours that agents are on duty in one run"),
            "staff_cost": amount("what they cost by the cost per hour of their groups, in its money"),
            "queues": words("by queue, and of all queues where there are several", ref("figures", "the figures")),
            "groups": words("by group of agents", _group()),
            "commitments": list_of(_commitment(), "with --contract: each commitment that is judged in the period"),
            "not_due": list_of({"type": "string"}, "commitments that are not judged in the period"),
        },
        optional={
            "by_time": list_of(_by_time(), "with --by-time: by the time of day at which customers came"),
            "optimised": list_of(_situation(), "with --optimise: the agents found for each situation"),
        },
    )
    return top("simulate", "What pactline simulate --json prints", shape, estimate=_estimate(), figures=_figures())


def _estimate() -> Schema:
    return object_of(
        {
            "value": figure("the figure over all runs; null where there is none"),
            "standard_error": figure("how far chance puts it off, in its unit; null where there was one run"),
        },
        "a figure over the runs and its standard error",
    )


def _figures() -> Schema:
    said = {name: ref("estimate", f"{what}; a share from 0 to 1") for name, what in _SHARES.items()}
    said |= {name: ref("estimate", f"{what}, on average a run") for name, what in _COUNTS.items()}
    said |= {name: ref("estimate", what) for name, what in _MEANS.items()}
    return object_of(said, "the figures of one queue")


def _group() -> Schema:
    return object_of(
        {
            "agent_hours": number("hours that its agents are on duty in one run"),
            "occupancy": ref("estimate", "the busy share of that time, from 0 to 1"),
        }
    )


def _commitment() -> Schema:
    return object_of(
        {
            "id": text("its id"),
            "metric": text("the metric's name"),
            "unit": UNIT,
            "figure": ref("estimate", "its figure, in that unit"),
            "missed": ref("estimate", "the share of the runs that miss it, from 0 to 1"),
            "credit": object_of(
                {
                    "value": amount("the mean over the runs"),
                    "standard_error": or_null(amount("of that mean; null for a single run")),
                },
                "what the provider owes for it, less bonuses, in the agreement's currency",
            ),
        }
    )


def _by_time() -> Schema:
    return object_of(
        {
            "time": text("the local time at which the intervals begin", pattern="^[0-2][0-9]:[0-5][0-9]$"),
            "queue": text("the queue"),
            "offered": number("contacts answered or abandoned, on average a run and day"),
            "service_level": ref("estimate", "answered within within_s, of these; a share from 0 to 1"),
            "abandonment_rate": ref("estimate", "abandoned, of these; a share from 0 to 1"),
        }
    )


def _situation() -> Schema:
    delivered = object_of(
        {
            "promise": text("the promise, or the id of the commitment"),
            "queue": text("the queue that it is kept to"),
            "figure": figure("what is delivered: a share from 0 to 1, or seconds; null where there is none"),
        }
    )
    count = {"type": "integer", "minimum": 0}
    return object_of(
        {
            "intervals": list_of(count, "the places of its intervals, from 0, in which the same is expected"),
            "offered_per_hour": words("contacts an hour, by queue", NUMBER),
            "agents": words("agents of each group", count),
            "total": whole("all of them, each counted once"),
            "pooled": whole("agents if everybody could serve every queue, by formula: it takes no fewer"),
            "separate": words("agents by queue if each had a team of its own, by formula", count),
            "delivered": list_of(delivered, "what they deliver, by promise and queue"),
            "plans_tried": whole("numbers of agents that were simulated"),
        }
    )
