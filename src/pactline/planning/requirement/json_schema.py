"""The JSON Schema of what ``staff --json`` prints, in both forms."""

from __future__ import annotations

from pactline.planning.schema_parts import FIGURE, NUMBER, YES, figure, number, yes
from pactline.statement.shown.schema_parts import Schema, list_of, object_of, or_null, ref, text, top, whole, words


def _figure(description: str) -> Schema:
    return figure(f"{description}; null where there is none or it is endless")


def staff_schema() -> Schema:
    """What ``staff --json`` prints: one row for one question, or a row for each interval of a forecast."""
    shape: Schema = {
        "type": "object",
        "properties": {"rows": {"type": "array"}},
        "required": ["rows"],
        "anyOf": [ref("question", "one question"), ref("plan", "a forecast")],
    }
    return top("staff", "What pactline staff --json prints", shape, question=_question(), plan=_plan())


def _question() -> Schema:
    row = object_of(
        {
            "agents": number("agents ready for contacts"),
            "p_wait": _figure("share of the contacts that have to wait"),
            "p_abandon": _figure("share of the contacts that give up"),
            "asa_s": _figure("mean wait of the answered, in seconds"),
            "mean_wait_s": _figure("mean wait of all, in seconds"),
            "occupancy": _figure("busy share of the agents' time"),
            "service_level": words("by the wait in seconds, under the definition asked for", FIGURE),
            "kept": words("by promise, whether it is kept", YES),
            "binding": or_null(text("the promise that asks for most; null where agents were given")),
            "load": number("agents that would be busy if nobody had to wait, in Erlang"),
            "scheduled": whole("people present, so that as many agents are ready after shrinkage"),
            "slack": words("by promise, how much better than promised: a share, or seconds", FIGURE),
        },
        optional={"price": words("by promise, the agents that are there for it alone", NUMBER)},
    )
    return object_of({"rows": list_of(row, "one row")})


def _plan() -> Schema:
    row = object_of(
        {
            "interval": text("its beginning, local, with the offset from UTC"),
            "queue": text("as the records name it"),
            "channel": text("how the customers come"),
            "offered_per_hour": number("contacts expected"),
            "aht_s": number("mean handling time in seconds"),
            "agents": number("agents ready for contacts"),
            "scheduled": number("people present, so that as many are ready after shrinkage"),
            "kept": words("by commitment, whether the interval keeps it", YES),
            "asa_s": _figure("mean wait of the answered, in seconds"),
            "abandoned_share": _figure("share of the contacts that give up"),
            "occupancy": _figure("busy share of the agents' time"),
            "binding": or_null(text("the commitment that asks for most")),
            "figures": words("by commitment, its figure under its own definition: a share, or seconds", FIGURE),
            "every_interval": number("the agents if every commitment were kept in every interval"),
        }
    )
    window = object_of(
        {
            "commitment": text("its id"),
            "window": text("the month, week or day, such as 2025-03, or the beginning of the interval"),
            "queues": list_of({"type": "string"}, "the queues that it covers"),
            "figure": _figure("what the plan delivers over the window, all queues together"),
            "target": number("what is promised"),
            "kept": yes("whether the plan keeps it"),
        }
    )
    left_out = object_of({"commitment": text("its id"), "why": text("why no number of agents keeps it")})
    return object_of(
        {
            "rows": list_of(row, "one for each queue and interval"),
            "windows": list_of(window, "what the plan comes to over the windows of each commitment"),
            "together": list_of(window, "for commitments over several queues: each interval, all queues together"),
            "left_out": list_of(left_out, "commitments that are not planned for"),
            "notes": list_of({"type": "string"}, "what to know about the plan"),
        }
    )
