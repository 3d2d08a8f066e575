"""What every column and key of the planning files means; a column or key without a meaning stops ``make generate``."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from pactline.planning.shifts import rules
from pactline.planning.shifts.agents_file import AgentRule, Wishes
from pactline.planning.simulation import centre_shape as centre

Meanings = Mapping[str, str]

EXPECTED: Meanings = {
    "interval": "its beginning, ISO 8601, local, with the offset from UTC",
    "minutes": "its length in minutes, one for each queue; left out, the smallest step between intervals",
    "queue": "as the records name it",
    "channel": "how the customers come; left out, `voice`",
    "offered": "contacts expected in the interval; parts of one are allowed",
    "low": "contacts; one interval in ten is expected below. Left out, as `offered`",
    "high": "contacts; one interval in ten is expected above. Left out, as `offered`",
    "aht_s": "mean handling time in seconds, wrap-up included; above 0 where contacts come",
    "day_cv": "standard deviation of the error of a day, as a share of it; that of a queue's first row. Left out, 0",
    "day_lag1": "correlation of that error with the one of the day before, -1 to 1; likewise",
    "zone": "the zone of the local days, such as `Europe/Berlin`; left out, `--zone` says it",
}
PLAN: Meanings = {
    **{name: EXPECTED[name] for name in ("interval", "minutes", "queue", "channel", "zone")},
    "offered": "contacts expected in the interval; left out, 0",
    "aht_s": "mean handling time in seconds; left out, 0",
    "agents": "agents on the phone, ready for contacts; parts of one where someone works for two queues",
    "scheduled": "agents present and paid, so that as many are ready after shrinkage; left out, as `agents`",
    "binding": "the commitment or promise that asks for most, empty where none does; nothing computes with it",
}
SPECIAL: Meanings = {
    "day": "a day `2025-04-07`, or several `2025-04-07/2025-04-12` with the end excluded",
    "kind": "a name; days of one name are taken to be alike",
    "factor": "times the usual, 0 (closed) to 100; empty, it is learnt from past days of the kind",
    "note": "for people; nothing reads it",
}
ROSTER: Meanings = {
    "pool": "the pool of agents",
    "agent": "the agent's id; empty where shifts have no names. As `--previous`, rows without an agent say nothing",
    "shift": "the shift's own id",
    "kind": "the kind of shift in the rules",
    "start": "its beginning, ISO 8601, local, with the offset from UTC",
    "end": "its end, overtime included",
    "breaks": "local times such as `12:00-12:30`, separated by blanks",
    "overtime_min": "overtime in it, in minutes",
    "paid_h": "paid hours",
    "cost": "what it costs, in the currency of the rules",
}
AGENTS_CSV: Meanings = {
    "agent": "the agent's id, once each",
    "name": "what people call the agent",
    "shifts": "kinds of shifts, separated by semicolons; empty, all",
    "queues": "queues or pools, separated by semicolons; empty, all",
    "available": "hours of the week, separated by semicolons, such as `mon-thu 08:00-18:00`; empty, always",
    "away": "days or spans of days, separated by semicolons",
    "hours_at_least": "paid hours a week at least, such as `15 h`",
    "hours_at_most": "paid hours a week at most",
    "days_on": "days of work a week at most",
    "nights": "`false`: no night shifts",
    "weekends": "`false`: not on Saturday or Sunday",
    "wish_off": "days the agent would like to have off, separated by semicolons",
    "wish_earliest": "the earliest start the agent would like, such as `08:00`",
    "wish_latest": "the latest start the agent would like",
}
LAW: Meanings = {
    "queues": "a list: all queues together, then each for itself",
    "queues: queue": "as the records name it; `null` of all together, for those without their own",
    "queues: from_counts": "`true`: it rests on interval counts alone, and is told as less certain. Left out, `false`",
    "queues: law: at_once": "share from 0 to 1 of those who hang up as soon as they have to wait",
    "queues: law: edges_s": "where the pieces begin, in seconds, growing from 0; the last one runs on for ever",
    "queues: law: hazards_per_s": "hang-ups per second of waiting in each piece, one for each edge, not negative",
}
KEYS: Mapping[type[BaseModel], Meanings] = {
    centre.CentreFile: {
        "centre": "its name",
        "zone": "the zone of the local days",
        "hours": "when it is open; several spans as a list",
        "interval": "length of the intervals",
        "stay": "how long agents stay after closing, to serve those who wait",
        "day_spread": "standard deviation of the volume of a day from one to the next",
        "queues": "by name, what comes",
        "groups": "by name, who serves",
        "routing": "by queue, the groups that a contact tries, in order; left out, those with the fewest skills first",
    },
    centre.QueueTerms: {
        "channel": "how the customers come",
        "offered_per_hour": "contacts an hour; `--forecast` may say it instead",
        "aht": "mean handling time, wrap-up included",
        "patience": "how long customers are prepared to wait",
        "handling": "how handling times spread",
        "hold": "share of the handling time on hold",
        "wrap": "share of the handling time that is wrap-up",
        "callbacks": "when callbacks are offered; left out, never",
        "redials": "who calls again after hanging up; left out, nobody",
    },
    centre.PatienceTerms: {
        "mean": "mean of an exponential patience; left out, they wait for ever",
        "at_once": "share of the customers who hang up as soon as they have to wait",
        "file": "a `patience.json`, beside the centre file; nothing else may be said then",
    },
    centre.HandlingTerms: {
        "spread": "the law of handling times",
        "cv": "of `lognormal`: standard deviation over the mean, above 0, at most 20",
    },
    centre.CallbackTerms: {
        "accepted": "share of the customers who accept",
        "longer_than": "offered on entering when, with this customer, more wait; this or `after` is required",
        "after": "offered after this wait",
        "due": "made after this time; left out, when an agent has nothing else to do",
    },
    centre.RedialTerms: {
        "share": "share of those who hung up who call again",
        "after": "mean time until they do",
        "most": "calls again of one customer at most",
    },
    centre.GroupTerms: {
        "agents": "whole numbers of agents",
        "skills": "the queues that they may serve",
        "at_once": "contacts that an agent holds at once, 1 to 100",
        "cost_per_hour": "of one agent; in every group or in none",
    },
    centre.RouteTerms: {
        "group": "the group",
        "after": "it may take the contact only after this wait",
    },
    rules.Rules: {
        "rules": "their name",
        "shifts": "by name, the kinds of shifts",
        "breaks_every": "breaks begin at these steps of the clock",
        "week": "what holds for one agent, Monday to Sunday",
        "costs": "what paid time costs",
        "overtime": "how much longer a shift may be made with `--overtime`",
        "shortfall": "what is missing costs, with `--cover soft`",
        "fairness": "what unevenness and refused wishes weigh",
        "pools": "by name, queues that agents serve together; every other queue is a pool of its own",
    },
    rules.ShiftKind: {
        "lengths": "from start to end with all breaks inside, up to 24 h",
        "starts": "when it may begin",
        "days": "on which days it may begin",
        "breaks": "its breaks in order",
        "work_between_breaks": "how long an agent works between two breaks",
        "per_hour": "an hour of paid time, where it differs from `costs`",
        "at_most_per_day": "so many shifts of this kind a day at most",
    },
    rules.Starts: {
        "earliest": "on the local clock",
        "latest": "on the local clock; before `earliest` it lies on the next day",
        "every": "the step between starts, 5 min or more",
    },
    rules.BreakRule: {
        "name": "what it is called",
        "length": "how long it is",
        "paid": "whether it is paid",
        "from": "after the start of the shift it begins at the earliest",
        "to": "and at the latest",
    },
    rules.Between: {"at_least": "the shortest work between two breaks", "at_most": "the longest, also after the last"},
    rules.WeekRules: {
        "days_on": "days of work at most",
        "days_off_in_a_row": "days off in a row, at least once a week",
        "days_in_a_row": "days of work in a row at most, over the edge of the week",
        "hours": "paid hours in a week",
        "rest": "between two shifts at least",
        "weekend": "`any`; `both_or_none` of Saturday and Sunday; `free`: neither",
        "nights_in_a_row": "night shifts in a row at most: shifts with more than two hours of night",
        "edge": "`open`: the week stands alone; `cyclic`: Sunday night runs into Monday",
    },
    rules.AtMostLeast: {"at_least": "the floor", "at_most": "the ceiling"},
    rules.Costs: {
        "currency": "ISO 4217 code",
        "per_hour": "of paid time",
        "night": "when it is night, and its surcharge",
        "sunday": "surcharge on Sundays; of several surcharges the highest is paid",
        "holidays": "public holidays, and their surcharge",
    },
    rules.Night: {"from": "it begins", "to": "it ends", "surcharge": "on the hours between"},
    rules.Holidays: {"surcharge": "on these days", "days": "the days"},
    rules.Overtime: {
        "at_most": "of one shift, at its end",
        "every": "in these steps",
        "surcharge": "on that time",
    },
    rules.Shortfall: {
        "per_contact": "what a contact that is not answered in time is worth; this or `per_agent_hour`, not both",
        "within": "in time is within this wait",
        "patience": "mean patience of the customers; left out, nobody hangs up",
        "per_agent_hour": "what an hour of a missing agent costs",
    },
    rules.Fairness: {
        "weekend": "each shift on a weekend that the most burdened has more than the least burdened",
        "night": "each night shift that the most burdened has more than the least burdened",
        "wish": "a wish that is not granted",
    },
    AgentRule: {
        "name": "what people call the agent; left out, its id",
        "shifts": "kinds of shifts; left out, all",
        "queues": "queues or pools; left out, all",
        "available": "when the agent can work; left out, always",
        "away": "days on which the agent cannot",
        "hours": "paid hours a week; left out, as the rules say",
        "days_on": "days of work a week at most; left out, as the rules say",
        "nights": "whether the agent works nights",
        "weekends": "whether the agent works on Saturday and Sunday",
        "wishes": "what the agent would like",
    },
    Wishes: {
        "off": "days off",
        "earliest": "no start before",
        "latest": "no start after",
    },
}
