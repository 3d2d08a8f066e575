"""The JSON Schemas (draft 2020-12) of what ``--json`` prints: statements, measurements, comparisons, inferences."""

from __future__ import annotations

from pactline.records.columns import Outcome
from pactline.statement.backtest.as_json import backtest_schema
from pactline.statement.comparison.between_schema import between_schema
from pactline.statement.inference.schema import infer_schema as infer_schema
from pactline.statement.shown.outcomes_schema import RELIEF, WITHOUT_RELIEF, outcomes
from pactline.statement.shown.schema_parts import (
    COUNTED,
    DAY,
    DIGEST,
    END,
    FIRST,
    GOOD,
    STEPS,
    SUM,
    SUMS,
    UNIT,
    UNKNOWN,
    VALUE,
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


def statement_schema() -> Schema:
    """What ``evaluate --json`` prints."""
    shape = object_of(
        {
            "agreement": text("the agreement's name"),
            "provider": text("who promises"),
            "client": text("to whom"),
            "agreement_digest": {**DIGEST, "description": "sha256 of the agreement file"},
            "record_set": or_null(
                {**DIGEST, "description": "identity of the records that were looked at; null where none were"}
            ),
            "rules": text("the rule version: metrics, remedies and conventions"),
            "period": object_of(
                {"first": FIRST, "end": END, "zone": text("the time zone of the days")}, "what is settled"
            ),
            "commitments": list_of(ref("commitment", "one promise"), "promises with a window that ends in the period"),
            "coverage": _coverage(),
            "not_due": list_of(_not_due(), "promises without a window that ends in the period"),
            "caps": list_of(_cap(), "limits on money, in the order in which they were applied, and what they cut off"),
            "lines": list_of(_line(), "every amount, with what the rules have left of it; the totals add up these"),
            **outcomes(),
            "facts": or_null({**DIGEST, "description": "identity of the facts besides the records; null without any"}),
            "earlier": or_null({**DIGEST, "description": "identity of what is remembered; null where nothing is"}),
            "texts": list_of(
                object_of(
                    {
                        "first": FIRST,
                        "digest": {
                            **DIGEST,
                            "description": "sha256 of the agreement with the amendments then in force",
                        },
                        "name": text("the agreement as it is called then"),
                    }
                ),
                "the texts in force in the period, each with its first day",
            ),
            "totals": object_of(
                {
                    "credits": amount("what the provider owes, after caps"),
                    "bonuses": amount("what the client owes for service better than promised"),
                    "dues": amount("what the client owes besides: own promises, credits earned back, change orders"),
                    "net": amount("credits less bonuses and dues: positive is owed by the provider"),
                    "currency": text("ISO 4217 code", pattern="^[A-Z]{3}$"),
                },
                "what it comes to",
            ),
        }
    )
    return top("statement", "A statement", shape, value=VALUE, commitment=_commitment(), window=_window())


def _commitment() -> Schema:
    target = text("the target in words")
    return object_of(
        {
            "id": text("the commitment's key; a tier has its own after a slash"),
            "title": text("what it is called"),
            "clause": text("where it stands in the contract"),
            "service": text("the service it is about"),
            "metric": text("the metric's name"),
            "with": words("every choice that was made, by name"),
            "unit": UNIT,
            "counted": COUNTED,
            "good": GOOD,
            "sum_ms": SUM,
            "unknown": UNKNOWN,
            "value": ref("value", "the figure of all windows together"),
            "target": {
                "anyOf": [target, list_of(target, "several, where it changed between windows")],
                "description": "the target, or the targets of the windows in order",
            },
            "verdict": VERDICT,
            "relief": list_of(RELIEF, "claims for relief that concern its windows"),
            "working": STEPS,
            "credit": amount("what the side that made the promise owes for it, before caps"),
            "bonus": amount("what the client owes for it"),
            "amount": amount("the difference of the two, never negative"),
            "owed_by": {"enum": ["provider", "client", "nobody"], "description": "who owes the amount"},
            "by": {"enum": ["provider", "client"], "description": "who promises"},
            "measured": {"enum": ["records", "figures", "events"], "description": "by what"},
            "windows": list_of(ref("window", "one window"), "the windows that end in the period, in order"),
            "days": list_of(
                object_of(
                    {
                        "day": {**DAY, "description": "a local day with records"},
                        "counted": COUNTED,
                        "good": GOOD,
                        "value": ref("value", "the day's own figure"),
                    },
                    optional=SUMS,
                ),
                "the days that have any, in order",
            ),
        },
        optional=SUMS,
    )


def _window() -> Schema:
    return object_of(
        {
            "first": FIRST,
            "end": END,
            "window": text("the window in words, such as 2025-06, 2025-Q2 or 2025-06-03T14:00+02:00"),
            "counted": COUNTED,
            "good": GOOD,
            "value": ref("value", "the window's figure by the agreed roll-up"),
            "intervals": or_null(whole("intervals or days with data, where the roll-up looks at them")),
            "intervals_met": or_null(whole("of them those that kept the interval target")),
            "target": text("the target in force on the window's first day"),
            "verdict": VERDICT,
            "notes": list_of({"type": "string"}, "what else has to be known, as sentences"),
            "credit": amount("what the provider owes for the window, before caps"),
            "bonus": amount("what the client owes for the window"),
            "returned": amount("what of an earlier credit the window earns back"),
            "points": or_null(text("what it brings into a points scheme")),
            "pending": or_null(text("what must be known before it can be settled")),
            "relief": list_of(RELIEF, "claims for relief that concern it"),
            "without_relief": WITHOUT_RELIEF,
            "evidence": list_of({"type": "string"}, "of a figure measured elsewhere"),
            "working": STEPS,
        },
        optional=SUMS,
    )


def _coverage() -> Schema:
    word = or_null(text("as the records say; null where they do not"))
    group = object_of({"channel": word, "queue": word, "direction": word, "contacts": whole("queue visits")})
    named = object_of({"service": text("a service of the agreement"), "queue": text("a queue it names")})
    when = {"first": text("an instant with its offset"), "end": text("the instant after the last")}
    finding = object_of({"code": text("INTEGRITY_HOUR, _BURST or _FEED"), **when, "message": text("a sentence")})
    held = object_of(
        {
            "said_by": text("who says it"), "service": text("a service of the agreement"), **when,
            "what": text("what was counted"), "asserted": whole("as they say"), "counted": whole("as the records say"),
            "holds": {"type": "boolean", "description": "whether the two are the same"},
        }
    )  # fmt: skip
    return object_of(
        {
            "contacts": whole("queue visits offered in the span of the statement's records"),
            "in_no_service": list_of(group, "those that no service of the agreement is about"),
            "queues_without_contacts": list_of(named, "queues named by a service that no record knows"),
        },
        "the records against the services of the agreement",
        {
            "intervals_only_counted": whole("intervals of sources that only count; absent where there are none"),
            "integrity": list_of(finding, "what is odd about the records; absent where nothing is"),
            "assertions": list_of(
                held, "what the parties assert, against the records; absent where nothing is asserted"
            ),
        },
    )


def _not_due() -> Schema:
    running = or_null(text("the window now running, such as 2025-Q3; null when none is"))
    return object_of({"id": text("the commitment's key"), "settles_in": running})


def _cap() -> Schema:
    return object_of(
        {
            "first": FIRST,
            "end": END,
            "id": text("the name of the limit"),
            "rule": {"enum": ["at_risk", "caps", "pools", "floors"], "description": "the rule that limits"},
            "of": or_null(text("the charge the limit is a share of; null for a fixed sum")),
            "working": STEPS,
            "limit": amount("the most that the money may come to; of a floor, the least"),
            "used": amount("what was settled of it before this statement"),
            "before": amount("the money before the limit"),
            "after": amount("the money after it"),
            "cut": amount("the difference; below zero where a floor raises what is owed"),
        }
    )


def _line() -> Schema:
    return object_of(
        {
            "source": text("a commitment, or a rule and a name in it such as points/ivr"),
            "service": text("the service of the commitment; empty for a rule"),
            "window": text("the window it was earned in"),
            "settles": {**DAY, "description": "the day after the last day of the window"},
            "kind": {"enum": ["credit", "bonus", "return", "due"], "description": "what it is"},
            "amount": amount("before any rule"),
            "left": amount("after all rules"),
            "owed_by": {"enum": ["provider", "client"], "description": "who owes it"},
            "steps": list_of({"type": "string"}, "what the rules did to it"),
        }
    )


def measure_schema() -> Schema:
    """What ``measure --json`` prints."""
    row = object_of(
        {
            "by": words("the group: queue, channel, interval, day, ...", {"type": ["string", "null"]}),
            "counted": COUNTED,
            "good": GOOD,
            "sum_ms": SUM,
            "unknown": UNKNOWN,
            "value": ref("value", "the group's figure"),
            "unit": UNIT,
        },
        optional=SUMS,
    )
    shape = object_of(
        {
            "metric": text("the metric's name"),
            "with": words("every choice that was made, by name"),
            "rows": list_of(row, "one figure for each group, in order of the groups"),
        }
    )
    return top("measure", "A measurement", shape, value=VALUE)


def compare_schema() -> Schema:
    """What ``compare --json`` prints."""
    form = object_of(
        {
            "code": text("the form's code, such as SL-F"),
            "name": text("what it is called"),
            "formula": text("its formula: A answered, B abandoned, F flowed out, C callback"),
            "with": words("its choices, by name"),
            "counted": or_null(COUNTED),
            "good": GOOD,
            "unknown": or_null(UNKNOWN),
            "value": ref("value", "its figure"),
            "not_computable": or_null(text("why it has no figure; null where it has one")),
            "sources": text("who uses it"),
        }
    )
    contact = object_of(
        {
            "contact_id": text("the contact"),
            "visit": whole("which of its queue visits"),
            "outcome": {"enum": [*Outcome], "description": "how the visit ended"},
            "wait_ms": or_null({"type": "integer", "description": "how long it waited; null when unknown"}),
            "treated": words("form code to what the form makes of it: left out, met, not met ..."),
        }
    )
    difference = object_of(
        {
            "between": {**list_of({"type": "string"}, "the codes of two forms"), "minItems": 2, "maxItems": 2},
            "total": whole("contacts that the two treat differently"),
            "contacts": list_of(contact, "these contacts, or the first of them"),
        }
    )
    shape = object_of(
        {
            "forms": list_of(form, "every published form"),
            "differences": list_of(difference, "every pair of forms that some contact tells apart"),
        }
    )
    return top("compare", "The published forms side by side", shape, value=VALUE)


def schemas() -> dict[str, Schema]:
    """Every schema of this room, by name."""
    return {
        "statement": statement_schema(),
        "measure": measure_schema(),
        "compare": compare_schema(),
        "between": between_schema(),
        "infer": infer_schema(),
        "backtest": backtest_schema(),
    }
