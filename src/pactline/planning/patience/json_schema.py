"""The JSON Schema of what ``patience --json`` prints, with and without ``--drift``."""

from __future__ import annotations

from pactline.planning.schema_parts import FIGURE, NUMBER, day, figure, law, number, share, yes
from pactline.statement.shown.schema_parts import Schema, list_of, object_of, or_null, ref, text, top, whole, words


def patience_schema() -> Schema:
    """What ``patience --json`` prints."""
    queues: Schema = {
        "type": "array",
        "items": {"anyOf": [ref("estimate", "from contacts"), ref("counted", "from interval counts alone")]},
        "description": "all queues together first, then each that shows enough; this is what patience.json holds",
    }
    shape = object_of(
        {
            "zone": text("the time zone of the days"),
            "first_day": or_null(day("the first day of the records looked at; null where contacts say nothing")),
            "last_day": or_null(day("the last day of the records looked at; null where contacts say nothing")),
            "queues": queues,
            "too_few_hang_ups": words("queues without an estimate of their own, and why"),
            "days": list_of(_day(), "every day of the records looked at"),
            "load": or_null(_load()),
            "curve": or_null(ref("curve", "abandonment against service level; null where no load is known")),
            "need": or_null(ref("need", "the agents that the promises asked for take; null where none is")),
            "next_look": or_null(ref("next_look", "when to look again; null where nothing is promised")),
        },
        optional={"drift": _drift()},
    )
    return top("patience", "What pactline patience --json prints", shape, estimate=_estimate(), counted=_counted(),
               curve=_curve(), need=_need(), next_look=_next_look(), law=law("how patience is spread"))  # fmt: skip


_QUEUE = or_null(text("as the records name it; null of all queues together"))
_PER = figure("waiting seconds, of all who waited, for one hang-up; null where nobody hung up")
_LAW = ref("law", "how patience is spread")


def _between(unit: str) -> Schema:
    pair = {"type": "array", "items": FIGURE, "minItems": 2, "maxItems": 2}
    return or_null({**pair, "description": f"low and high, {unit}: in 95 of 100 cases they hold it; null if unknown"})


def _estimate() -> Schema:
    left_out = object_of(
        {
            "without_wait": whole("contacts answered without a wait"),
            "unknown_wait": whole("contacts whose wait is unknown"),
            "never_queued": whole("contacts that were refused, failed or are open"),
        },
        "contacts that say nothing of patience",
    )
    step = object_of(
        {
            "wait_s": number("a wait in seconds"),
            "still_waiting": figure("share of the customers who would wait longer, from 0 to 1"),
            "low": figure("its lower bound: 95 of 100 times the share lies between the bounds"),
            "high": figure("its upper bound"),
            "exponential": figure("the share if they hung up at one rate all the time"),
        }
    )
    return object_of(
        {
            "queue": _QUEUE,
            "waited": whole("contacts that had to wait"),
            "hung_up": whole("of them, who hung up"),
            "waiting_s": figure("seconds that all of them waited"),
            "left_out": left_out,
            "from_counts": {"const": False, "description": "it rests on contacts with their waits"},
            "seconds_per_hang_up": _PER,
            "seconds_per_hang_up_95": _between("in seconds"),
            "at_once": figure("share who hang up as soon as they have to wait, from 0 to 1"),
            "at_once_95": _between("as shares"),
            "at_once_s": number("a wait up to so many seconds is at once"),
            "median_s": figure(
                "the wait that half would outwait, in seconds; null where fewer gave up in any wait seen"
            ),
            "mean_up_to_longest_s": figure("mean patience in seconds, counted up to the longest wait seen"),
            "longest_wait_s": figure("the longest wait seen, in seconds"),
            "mean_wait_of_hang_ups_s": figure("what those who hung up had waited on average, in seconds; no patience"),
            "table": list_of(step, "who would still wait, by the wait"),
            "law": _LAW,
        },
        "an estimate from contacts",
    )


def _counted() -> Schema:
    return object_of(
        {
            "queue": _QUEUE,
            "hung_up": whole("contacts that hung up, in the counts"),
            "waiting_s": number("seconds that all waited, answered or not"),
            "from_counts": {"const": True, "description": "it rests on interval counts alone, and is less certain"},
            "intervals": whole("intervals that say it"),
            "intervals_without_sums": whole("intervals left out, as they lack one of the sums"),
            "seconds_per_hang_up": _PER,
            "law": _LAW,
        },
        "an estimate from interval counts",
    )


def _day() -> Schema:
    return object_of(
        {
            "day": day("the local day"),
            "offered": whole("contacts offered"),
            "answered": whole("of them answered"),
            "abandoned": whole("of them abandoned"),
            "in_time": whole("of them answered within the wait of --within"),
            "service_level": number("in_time over offered, a share from 0 to 1"),
            "abandonment": number("abandoned over offered, a share from 0 to 1"),
            "waiting_s": number("seconds that those who had to wait waited"),
            "seconds_per_hang_up": _PER,
        }
    )


def _load() -> Schema:
    return object_of(
        {
            "offered_per_hour": number("contacts an hour"),
            "aht_s": number("mean handling time in seconds"),
            "load_erlang": number("agents that would be busy if nobody had to wait, in Erlang"),
            "given": yes("whether it was given; else it is as the records show it"),
        },
        "the load of the curve; null where it is neither given nor to be had from the records",
    )


def _curve() -> Schema:
    point = object_of(
        {
            "agents": number("agents ready for contacts; parts of one are computed too"),
            "service_level": share("contacts answered within within_s, of all offered"),
            "abandonment": share("contacts abandoned, of all offered"),
            "asa_s": number("average speed of answer in seconds"),
        }
    )
    return object_of(
        {"within_s": number("the wait of the service level, in seconds"), "points": list_of(point, "by agents")},
        "abandonment against service level, computed from the patience and the load",
    )


def _need() -> Schema:
    return object_of(
        {
            "agents": number("the least agents that keep the promises, with parts of one"),
            "whole": whole("the least whole number of agents"),
            "delivered": words("by promise, what these deliver: a share from 0 to 1, or seconds", NUMBER),
        },
        "the agents that the promises take",
    )


def _next_look() -> Schema:
    return object_of(
        {
            "day": day("look again on this day"),
            "days": whole("so many days after the last of the records"),
            "sought": number("the change of hang-ups per waiting second that shows by then; 0.15 is 15 % more"),
            "breaking_change": figure("the change that breaks a promise; null where none within reach does"),
            "breaking_days": or_null(whole("days after which that change shows; null where none is known")),
        },
        "when to look again, and for what",
    )


def _drift() -> Schema:
    alarm = object_of(
        {
            "day": day("the day of the alarm"),
            "rising": yes("whether it is more than expected"),
            "changed_since": day("the first day of the change, most likely"),
            "by": number("of hang-ups observed over expected since then; of the others standard deviations of shift"),
        }
    )
    one_day = object_of(
        {
            "day": day("the local day"),
            "observed": number("hang-ups, contacts, or seconds of handling time"),
            "expected": number("the same, as the days before say"),
            "up": number("the sum that looks for more; above the threshold it raises an alarm"),
            "down": number("the sum that looks for less"),
        }
    )
    watched = object_of(
        {
            "name": {
                "enum": ["patience", "at_once", "handling_time", "volume"],
                "description": "hang-ups after the first second, hang-ups at once, handling time, contacts",
            },
            "dispersion": number("how many times more than by chance it scatters in the days before; at least 1"),
            "threshold": number("the sum above which there is an alarm"),
            "alarms": list_of(alarm, "the alarms in order"),
            "days": list_of(one_day, "the days watched"),
        }
    )
    change = object_of(
        {
            "since": day("the first day of the change, most likely"),
            "hang_ups_over_expected": number("hang-ups since then, as a multiple of those expected"),
            "learnt_anew": yes("whether the new law is learnt from the days since; else it is the old one, scaled"),
            "before": ref("law", "patience before"),
            "after": ref("law", "patience since then"),
            "curve_before": or_null(ref("curve", "null where no load is known")),
            "curve_after": or_null(ref("curve", "null where no load is known")),
            "need_before": or_null(ref("need", "null where nothing is promised")),
            "need_after": or_null(ref("need", "null where nothing is promised")),
        },
        "what a lasting change of patience means; null where there is none",
    )
    return object_of(
        {
            "since": day("the first day watched; the days before are what it is held against"),
            "watched": list_of(watched, "what was watched"),
            "change": or_null(change),
            "next_look": or_null(ref("next_look", "when to look again, by the patience since the change")),
        },
        "with --drift: what was watched, its alarms, and what a change means",
    )
