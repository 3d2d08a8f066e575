"""The parts of the statement's JSON Schema that are not figures and money."""

from __future__ import annotations

from pactline.statement.shown.schema_parts import (
    COUNTED,
    DAY,
    GOOD,
    SUMS,
    VERDICT,
    Schema,
    list_of,
    object_of,
    or_null,
    ref,
    text,
    whole,
)

_PARTY = {"enum": ["client", "provider"], "description": "which party"}
_ID = text("its name in the agreement")


def _day(description: str) -> Schema:
    return {**DAY, "description": description}


RELIEF = object_of(
    {
        "claim": text("the claim"),
        "cause": text("the cause that it names"),
        "evidence": text("what shows it"),
        "decision": {"enum": ["accepted", "refused", "open"], "description": "what the parties decided"},
        "decided_by": or_null(text("who decided")),
        "effect": {
            "enum": ["cut_out", "excuse_window", "client_fault", None],
            "description": "what it does under the agreement; null for nothing",
        },
        "why": text("why it does that, or nothing"),
    }
)
WITHOUT_RELIEF = or_null(
    object_of(
        {
            "counted": COUNTED,
            "good": GOOD,
            "value": ref("value", "the figure before relief"),
            "verdict": VERDICT,
        },
        "what the window came to without relief; null where relief took nothing out of the figure",
        SUMS,
    )
)


def outcomes() -> dict[str, Schema]:
    """Rights, duties, findings, responsibilities, what is pending, settlement and renewal."""
    right = {
        "id": _ID,
        "holder": _PARTY,
        "what": text("what the holder may do"),
        "opened": _day("the settlement day that opened it"),
        "lapses": _day("the last day on which it may be used"),
        "notice": or_null(text("the notice to be given, such as 30 days")),
    }
    duty = {
        "id": _ID,
        "on": _PARTY,
        "what": text("what has to be done"),
        "because": _day("the settlement day that brought it about"),
        "due": _day("the last day in time"),
    }
    finding = {
        "id": _ID,
        "about": text("the commitment it is about"),
        "on": _day("the settlement day"),
        "finding": text("the finding"),
    }
    owed = {
        "id": _ID,
        "party": _PARTY,
        "what": text("what has to be done"),
        "period": text("for which period"),
        "due": _day("when it was due"),
        "done": or_null(_day("when it was done; null if it was not")),
        "in_time": {"type": "boolean", "description": "whether it was done by the day it was due"},
        "evidence": or_null(text("what shows it")),
    }
    return {
        "rights": list_of(object_of(right), "rights that were open at some time in the period"),
        "duties": list_of(object_of(duty), "duties that came about in the period"),
        "presumptions": list_of(object_of(finding), "findings of more than two values"),
        "responsibilities": list_of(object_of(owed), "what each party had to do for the period"),
        "pending": list_of({"type": "string"}, "what cannot be settled yet, and why"),
        "settlement": or_null(_settlement()),
        "renewal": or_null(_renewal()),
    }


def _settlement() -> Schema:
    return object_of(
        {
            "by": {"enum": ["next_invoice", "quarterly", "yearly"], "description": "how"},
            "period": text("the time whose amounts are settled together"),
            "settles": _day("its last day"),
            "report_by": or_null(_day("until when the provider reports")),
            "claim_by": or_null(_day("until when credits may be claimed")),
            "pay_by": or_null(_day("until when it is paid")),
        },
        "how the amounts reach an invoice",
    )


def _renewal() -> Schema:
    finding = {
        "commitment": text("the promise"),
        "missed": whole("windows missed so far"),
        "allowed": whole("windows that may be missed"),
    }
    return object_of(
        {
            "kind": {"enum": ["automatic", "option_client", "option_provider"], "description": "how it goes on"},
            "until": _day("the end of the term, itself excluded"),
            "runs_to": _day("the end of the next one"),
            "notice_by": or_null(_day("until when notice must be given")),
            "findings": list_of(object_of(finding), "the record against each condition"),
            "earned": {"type": "boolean", "description": "whether all conditions are kept so far"},
        },
        "whether the record earns another term",
    )
